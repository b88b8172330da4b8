"""Queries on claims: the language of articles' queries, answered for claims in memory.

The parser and the tree are those of :mod:`archive.index`. A word is looked
for in statement, notes and the claimant's name; ``claim:``, ``note:`` and
``speaker:`` look in one of them, ``entity:`` in the names that the passages
mention and the claimant's. ``title:``, ``outlet:``, ``author:``, ``tag:`` and
``lang:`` ask about the articles in which a claim appears. ``date:`` is when
it was said or, where that is unknown, the date of one of those articles;
``added:`` when it was recorded, ``due:`` when it falls due.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import Final

from archive.claims.words import Words
from archive.errors import QueryError
from archive.index import query as tree
from archive.index.matcher import Prepared, day_of
from archive.index.parse import parse
from archive.model import Article, ClaimKind, ClaimRow
from archive.store import ColumnRow, SearchFields, Store
from archive.text.folding import fold_word

KNOWN: Final = (
    "kind: verdict: speaker: claim: note: entity: title: outlet: author: tag: lang: date: added:"
    " due: has:evidence has:note has:entity has:lost"
)
"""What the ledger can be asked for, besides words."""

_OF_CLAIM: Final = (None, "claim", "note", "speaker", "entity")
_NO_COLUMNS: Final = ColumnRow("", "", None, None, None, None, "", False, False, (), (), 0)
_OF_ARTICLE: Final = ("title", "outlet", "author", "tag")
_HAS: Final = ("evidence", "note", "entity", "lost", "claim")


FIELDS: Final = (
    *("kind", "verdict", "speaker", "claim", "note", "entity", "title", "outlet", "author"),
    *("tag", "lang", "date", "added", "due", "has"),
)
"""The names that may stand before a colon."""


def read(query: str, *, typing: bool, today: date | None) -> tree.Query:
    """The tree of a query on claims.

    Raises:
        QueryError: if it cannot be read, or asks for what claims do not have.
    """
    asked = parse(query, typing=typing, today=today, due=True)
    _check(asked, query)
    return asked


class Filter:
    """Answers queries over rows that somebody else keeps.

    Args:
        store: where what only some queries need is read.
        rows: all claims by id.
        words: the words of all claims.
    """

    def __init__(self, store: Store, rows: Mapping[str, ClaimRow], words: Words) -> None:
        self._store, self._rows, self.words = store, rows, words
        self._appearing: dict[str, list[str]] | None = None
        self._articles: dict[str, Article] = {}
        self._mentioned: dict[str, list[str]] | None = None
        self._answers: dict[tree.Query, AbstractSet[str]] = {}  # to the parts of the last query

    def forget(self) -> None:
        """Let go of what was read beside the rows; the archive changed."""
        self._appearing = self._mentioned = None
        self._articles, self._answers = {}, {}

    def find(
        self, query: str, among: Sequence[str], *, typing: bool, today: date | None
    ) -> Sequence[str]:
        """Those of these claims that a query finds, in their order.

        Raises:
            QueryError: if it cannot be read, or asks for what claims do not have.
        """
        asked = read(query, typing=typing, today=today)
        self._answers = {}
        if isinstance(asked, tree.Everything):
            return among
        found = self.answer(asked)
        return [id for id in among if id in found]

    def answer(self, query: tree.Query) -> AbstractSet[str]:
        """The claims that a tree finds; it asks nothing that claims do not have.

        What helps with a query asks about its parts again (:mod:`archive.claims.hints`):
        they are looked for once among all claims, until another query is found.
        """
        known = self._answers.get(query)
        if known is None:
            known = self._answers[query] = self._looked_for(query)
        return known

    def _looked_for(self, query: tree.Query) -> AbstractSet[str]:
        rows = self._rows
        match query:
            case tree.And(parts):
                # What is left out is taken from what the others leave.
                wanted = [part for part in parts if not isinstance(part, tree.Not)]
                found = self.answer(wanted[0]) if wanted else rows.keys()
                for each in wanted[1:]:
                    found = found & self.answer(each)
                for left_out in parts:
                    if isinstance(left_out, tree.Not):
                        found = found - self.answer(left_out.part)
                return found
            case tree.Or(parts):
                return frozenset().union(*map(self.answer, parts))
            case tree.Not(part):
                return rows.keys() - self.answer(part)
            case tree.Everything():
                return rows.keys()
            case tree.Words():
                return self._with_words(query)
            case tree.Claims("kind", value):
                kind = ClaimKind(value)
                return {id for id, row in rows.items() if row.kind is kind}
            case tree.Claims("verdict", value):
                return self._with_verdict(value)
            case tree.Has(kind):
                return self._having(kind)
            case tree.Due(first, last):
                return {id for id, row in rows.items() if row.due and row.due.overlaps(first, last)}
            case tree.Dates(first, last, True):
                return {id for id, row in rows.items() if first <= day_of(row.created) <= last}
            case tree.Dates(first, last):
                return self._said(first, last)
            case tree.Language(code):
                return self._in_articles(lambda key: self._article(key).language == code)
        return set()

    def _with_verdict(self, value: str) -> set[str]:
        names = {row.verdict for row in self._rows.values()}
        meant = {
            name
            for name in names
            if (folded := fold_word(name)) == value or folded.startswith(value + " ")
        }
        return {id for id, row in self._rows.items() if row.verdict in meant}

    def _having(self, kind: str) -> set[str]:
        rows = self._rows
        match kind:
            case "evidence":
                return {id for id, row in rows.items() if row.evidence}
            case "note":
                return {id for id, row in rows.items() if row.notes.strip()}
            case "entity":
                return set(self._mentions())
            case "lost":
                return self._store.ledger.lost() & rows.keys()
            case _:
                return set(rows)

    def _said(self, first: int, last: int) -> set[str]:
        found: set[str] = set()
        unknown: list[str] = []
        for id, row in self._rows.items():
            if row.said_on is None:
                unknown.append(id)
            elif row.said_on.overlaps(first, last):
                found.add(id)

        def then(key: str) -> bool:
            published = self._article(key).published
            return published is not None and published.overlaps(first, last)

        return found | (self._in_articles(then) & set(unknown))

    # words

    def _with_words(self, words: tree.Words) -> set[str]:
        if words.field in _OF_ARTICLE:
            field = words.field
            return self._in_articles(lambda key: _holds(words, _said_of(self._article(key), field)))
        if words.field == "entity":
            named = self._mentions()
            by_name = {name for names in named.values() for name in names}
            meant = {name for name in by_name if _holds(words, [name])}
            found = {id for id, names in named.items() if not meant.isdisjoint(names)}
            return found | self._with_words(_in("speaker", words))
        if words.field == "speaker":
            speakers = {row.speaker for row in self._rows.values()} - {None}
            named_so = {name for name in speakers if name and _holds(words, [name])}
            return {id for id, row in self._rows.items() if row.speaker in named_so}
        found = self.words.matching(words.slots)
        if words.field is None and len(words.slots) == 1:
            return found
        # The very words in a row need no second look; their forms and aliases do.
        row = f" {' '.join(slot.surface for slot in words.slots)} "
        plain = words.field is None and not words.expands
        return {
            id
            for id in found
            if (plain and row in self.words.text(id))
            or _holds(words, _texts(self._rows[id], words.field))
        }

    def _mentions(self) -> dict[str, list[str]]:
        if self._mentioned is None:
            self._mentioned = {}
            for claim, name in self._store.ledger.mentioned():
                self._mentioned.setdefault(claim, []).append(name)
        return self._mentioned

    # articles

    def _in_articles(self, holds: Callable[[str], bool]) -> set[str]:
        if self._appearing is None:
            self._appearing = {}
            for claim, article in self._store.ledger.articles():
                self._appearing.setdefault(article, []).append(claim)
        found = {claim for key, claims in self._appearing.items() if holds(key) for claim in claims}
        return found & self._rows.keys()

    def _article(self, key: str) -> Article:
        if key not in self._articles:
            self._articles[key] = self._store.listing.get(key)
        return self._articles[key]


def _check(asked: tree.Query, query: str) -> None:
    """Refuse what can be asked of articles only."""
    match asked:
        case tree.And(parts) | tree.Or(parts):
            for part in parts:
                _check(part, query)
        case tree.Not(part):
            _check(part, query)
        case tree.Words():
            if asked.field not in (*_OF_CLAIM, *_OF_ARTICLE):
                name = f"{asked.field}:"
                raise _unknown(name, query, max(0, query.rfind(name, 0, asked.at)))
        case tree.Has(kind) if kind not in _HAS:
            raise _unknown(f"has:{kind}", query, asked.at)
        case tree.Is(flag):
            raise _unknown(f"is:{flag}", query, asked.at)
        case tree.Similar():
            raise _unknown("similar:", query, asked.at)


def _unknown(asked: str, query: str, at: int) -> QueryError:
    message = f"{asked} asks about articles, not about claims."
    return QueryError(message, query=query, at=at, remedy=f"Known: {KNOWN}.")


def _in(field: str, words: tree.Words) -> tree.Words:
    return replace(words, field=field)


def _texts(row: ClaimRow, field: str | None) -> list[str]:
    """What of a claim is looked in; several texts where no phrase may run across."""
    texts = {"claim": row.statement, "note": row.notes, "speaker": row.speaker or ""}
    return list(texts.values()) if field is None else [texts[field]]


def _said_of(article: Article, field: str) -> list[str]:
    match field:
        case "title":
            return [article.title]
        case "outlet":
            return [article.outlet or ""]
        case "author":
            return list(article.authors)
        case _:
            return list(article.tags)


def _holds(words: tree.Words, texts: Sequence[str]) -> bool:
    """Whether one of the texts, whichever language it is in, holds the words as they are asked."""
    asked = replace(words, field="body")
    return any(
        Prepared(
            SearchFields("", "", text, None, (), None, (), language, (), (), ()), _NO_COLUMNS
        ).matches(asked)
        for text in texts
        for language in ("en", "fr")
    )
