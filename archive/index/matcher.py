"""The plain matcher: a query answered for one article, in memory.

It is what the engines are judged by, and what answers for the few articles
that the index has not caught up with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from archive.index.analysis import KnownName, Slot, never_a_name, terms, tokens
from archive.index.proximity import near
from archive.index.query import (
    DEFAULT_FIELDS,
    TEXT_FIELDS,
    Alike,
    And,
    Claims,
    Column,
    Dates,
    Due,
    Everything,
    Has,
    Is,
    Language,
    Not,
    Nothing,
    Or,
    Query,
    Similar,
    Tagged,
    Words,
    wanted,
)
from archive.store import ColumnRow, SearchFields
from archive.text.folding import fold_word

GAP = 1000
"""Positions between two values of one field, so that no phrase or nearness runs across them."""

_UNSTEMMED = ("author", "outlet", "url", "entity", "speaker")

Places = Mapping[str, frozenset[int]]


def field_texts(fields: SearchFields) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
    """An article's searchable fields: name, values, and the language of their stems."""
    language = fields.language
    values: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("title", (fields.title,)),
        ("body", (fields.body,)),
        ("author", fields.authors),
        ("outlet", (fields.outlet,) if fields.outlet else ()),
        ("url", (fields.url,) if fields.url else ()),
        ("tag", fields.tags),
        ("entity", fields.entities),
        ("claim", fields.claims),
        ("note", fields.notes),
        ("speaker", fields.speakers),
    )
    for name, texts in values:
        if texts:
            yield name, texts, None if name in _UNSTEMMED else language


class Prepared:
    """One article, analysed once, to be asked many queries.

    Args:
        fields: its words.
        row: its columns.
    """

    def __init__(self, fields: SearchFields, row: ColumnRow) -> None:
        self.row = row
        self.fields: dict[str, dict[str, set[int]]] = {}
        for name, texts, language in field_texts(fields):
            places = self.fields.setdefault(name, {})
            base = 0
            for text in texts:
                last = 0
                for token in tokens(text, language):
                    last = token.position
                    places.setdefault(token.surface, set()).add(base + last)
                    if token.stem is not None:
                        places.setdefault(token.stem, set()).add(base + last)
                base += last + GAP

    def matches(self, query: Query, known_name: KnownName = never_a_name) -> bool:
        """Whether the article is a hit of ``query``."""
        match query:
            case Words():
                return any(self._starts(query, name, known_name) for name in _where(query))
            case And(parts):
                return all(self.matches(part, known_name) for part in parts)
            case Or(parts):
                return any(self.matches(part, known_name) for part in parts)
            case Not(part):
                return not self.matches(part, known_name)
            case Everything():
                return True
            case Nothing() | Similar() | Due():
                return False
            case Alike(words, weights, least, several, but):
                held = [
                    weight
                    for one, weight in zip(words, weights, strict=True)
                    if self.matches(one, known_name)
                ]
                return sum(held) >= least and len(held) >= several and self.row.id != but
            case _:
                return row_matches(query, self.row)

    def fields_of(self, query: Query, known_name: KnownName = never_a_name) -> tuple[str, ...]:
        """Names of the fields in which wanted words of ``query`` stand."""
        found = {
            name
            for words in wanted(query)
            for name in _where(words)
            if self._starts(words, name, known_name)
        }
        return tuple(name for name in TEXT_FIELDS if name in found)

    def weight(self, query: Query, known_name: KnownName = never_a_name) -> int:
        """How often wanted words of ``query`` stand in the article, for a rough rank."""
        return sum(
            len(self._starts(words, name, known_name))
            for words in wanted(query)
            for name in _where(words)
        )

    def _starts(self, words: Words, name: str, known_name: KnownName) -> set[int]:
        places = self.fields.get(name)
        if not places:
            return set()
        if words.slop is not None:
            rows = [_places(slot, places, known_name) for slot in words.slots]
            return {min(found) for found in near(rows, words.slop)}
        starts: set[int] = set()
        for offset, slot in enumerate(words.slots):
            here = {at - offset for at in _places(slot, places, known_name)}
            starts = here if not offset else starts & here
            if not starts:
                break
        return starts


def _where(words: Words) -> tuple[str, ...]:
    return (words.field,) if words.field else DEFAULT_FIELDS


def _places(slot: Slot, places: Mapping[str, set[int]], known_name: KnownName) -> set[int]:
    found: set[int] = set()
    for term in terms(slot, known_name):
        found |= places.get(term, set())
    if slot.expands:
        for term, at in places.items():
            if ":" not in term and slot.admits(term):
                found |= at
    return found


def row_matches(query: Column, row: ColumnRow) -> bool:
    """Whether an article's columns satisfy a leaf that is not about words."""
    match query:
        case Language(code):
            return row.language == code
        case Claims("kind", value):
            return value in row.kinds
        case Claims("verdict", value):
            said = map(fold_word, row.verdicts)
            return any(one == value or one.startswith(value + " ") for one in said)
        case Dates(first, last, True):
            return first <= day_of(row.added) <= last
        case Dates(first, last):
            return (
                row.first is not None
                and row.last is not None
                and (row.first <= last and first <= row.last)
            )
        case Is("read"):
            return row.read
        case Is("unread"):
            return not row.read
        case Is("starred"):
            return row.starred
        case Is("annotated"):
            return bool(row.marks)
        case Has(kind):
            return kind in row.marks
        case Tagged(_, articles):
            return row.id in articles
        case _:
            raise ValueError(f"no such leaf: {query!r}")


def day_of(moment: str) -> int:
    """The ordinal of the day, on this machine's calendar, of a moment in ISO 8601."""
    return datetime.fromisoformat(moment).astimezone().toordinal()
