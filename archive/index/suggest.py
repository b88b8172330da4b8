"""What else to ask, where a query finds nothing.

Said of a query that finds nothing: which of its words no article holds, which
words near them there are, why another term finds nothing
(:mod:`archive.index.reasons`), whether a name before a colon is a slip for a
field, and what the query finds less one of its terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from archive.errors import QueryError
from archive.index.analysis import within_one_edit
from archive.index.parse import FIELDS, Part, nearest
from archive.index.query import (
    Alike,
    And,
    Column,
    Not,
    Nothing,
    Query,
    Words,
    demanded,
    wanted,
)
from archive.index.ranges import QUOTES
from archive.index.reasons import reason
from archive.index.results import Suggestion
from archive.store import ColumnRow
from archive.text.plurals import counted

MOST = 6
"""Suggestions at most."""

_PER_TERM = 3
_OF_SEVERAL = 1  # where several terms match nothing, one remedy for each must do
_MOST_NOWHERE = 3  # terms without a match are told of; the words near one take a while to find
_MOST_DROPPED = 8  # so many terms are tried without
_SHORT = 5  # words shorter than this (code points) have but one slip of the keys
_A_FIELD = re.compile(rf"\b(?:{'|'.join(FIELDS)}):")
_SMALL_OR = re.compile(r" (?:or|ou) ")
_BLANK_AFTER_FIELD = re.compile(rf"\b({'|'.join(FIELDS)}):\s+(?=[\w(\"“«])")
_NAMED = re.compile(r"-?(\w+):(?=[^\s/])")

Nearest = Callable[[str, int], Sequence[tuple[str, int]]]
"""Words within so many edits of one, nearest and most frequent first, with their counts."""


def suggestions(
    query: str,
    terms: Sequence[Part],
    tree: Query,
    count: Callable[[Query], int],
    nearest_words: Nearest,
    read: Callable[[str], Query],
    rows: Callable[[], Iterable[ColumnRow]],
) -> tuple[Suggestion, ...]:
    """The suggestions for a query without hits, the likeliest first.

    Args:
        query: as typed.
        terms: its terms that must all match (:func:`archive.index.parse.parts`).
        tree: the whole of it.
        count: how many articles a tree finds.
        nearest_words: the archive's words near one.
        read: the tree of another query.
        rows: the columns of all articles.
    """
    nearest_words = cache(nearest_words)  # of one term it is asked more than once
    found = _of_signs(query, tree, count, read)
    for leaf in dict.fromkeys(demanded(tree)):
        if not count(leaf):
            found += _of_column(query, leaf, count, read, rows)
    nowhere = list(islice(_nowhere(tree, count), _MOST_NOWHERE))
    for words in nowhere:
        made = _of_term(query, words, count, nearest_words, read)
        found += made if len(nowhere) == 1 else made[:_OF_SEVERAL]
    if len(nowhere) > 1:
        found = _all_at_once(query, nowhere, count, nearest_words, read) + found
    for part in terms:
        if isinstance(part.tree, Not) and not count(part.tree):
            left_out = query[part.start : part.end]
            found.append(Suggestion("term", f"Every article is left out by {left_out}."))
    if len(terms) > 1:
        for dropped in terms[:_MOST_DROPPED]:
            rest = And(tuple(part.tree for part in terms if part is not dropped))
            total = count(rest)
            if total:
                shorter = query[: dropped.start] + " " + query[dropped.end :]
                written = query[dropped.start : dropped.end]
                text = f"Without {written} there {are_articles(total)}."
                found.append(Suggestion("without", text, " ".join(shorter.split()), total))
    return tuple(found[:MOST])


def _of_signs(
    query: str, tree: Query, count: Callable[[Query], int], read: Callable[[str], Query]
) -> list[Suggestion]:
    """What stands between the words: nothing else, a small operator, a blank after a field."""
    if isinstance(tree, Nothing) and not any(map(str.isalnum, _A_FIELD.sub("", query))):
        text = "There is no letter or figure to look for; signs and emoji are not searched."
        return [Suggestion("term", text)]
    found: list[Suggestion] = []
    for pattern, other, kind, said in (
        (_SMALL_OR, " OR ", "spelling", "Operators are capitals."),
        (_BLANK_AFTER_FIELD, r"\1:", "field", "No blank stands after a field’s colon."),
    ):
        meant = pattern.sub(other, query)
        total = _asked(meant, count, read) if meant != query else None
        if total:
            text = f"{said} Did you mean {meant}?"
            found.append(Suggestion("field" if kind == "field" else "spelling", text, meant, total))
    return found


def _of_column(
    query: str,
    leaf: Column | Alike,
    count: Callable[[Query], int],
    read: Callable[[str], Query],
    rows: Callable[[], Iterable[ColumnRow]],
) -> list[Suggestion]:
    why = reason(leaf, rows())
    if why.instead and not isinstance(leaf, Alike):
        other = query[: leaf.at] + why.instead + query[leaf.end :]
        total = _asked(other, count, read)
        if total:
            text = f"{why.text} Did you mean {why.instead}?"
            return [Suggestion("spelling", text, other, total)]
    return [Suggestion("term", why.text)]


def _nowhere(tree: Query, count: Callable[[Query], int]) -> Iterator[Words]:
    """The terms of words that no article holds in any of their readings, each once."""
    readings: dict[tuple[int, int], list[Words]] = {}
    for words in dict.fromkeys(wanted(tree)):
        if words.end > words.at:
            readings.setdefault((words.at, words.end), []).append(words)
    for same in readings.values():
        if not any(map(count, same)):
            yield same[0]


def _all_at_once(
    query: str,
    nowhere: Sequence[Words],
    count: Callable[[Query], int],
    nearest_words: Nearest,
    read: Callable[[str], Query],
) -> list[Suggestion]:
    """The query with every term that matches nothing put right, where that can be done."""
    other = query
    for words in sorted(nowhere, key=lambda words: -words.at):
        near = _near_words(words, nearest_words)
        if not near:
            return []
        other = other[: words.at] + near[0] + other[words.end :]
    total = _asked(other, count, read)
    if not total:
        return []
    return [Suggestion("spelling", f"Did you mean {other}?", other, total)]


def _near_words(words: Words, nearest_words: Nearest) -> list[str]:
    """The archive's words nearest to a term of one word, the most frequent first."""
    (slot, *more) = words.slots
    if more or slot.prefix or slot.wild:
        return []
    edits = 1 if len(slot.surface) < _SHORT else 2
    near = [word for word, _ in nearest_words(slot.surface, edits) if word != slot.surface]
    closer = [word for word in near if within_one_edit(slot.surface, word)]
    return (closer or near)[:_PER_TERM]


def _of_term(
    query: str,
    words: Words,
    count: Callable[[Query], int],
    nearest_words: Nearest,
    read: Callable[[str], Query],
) -> list[Suggestion]:
    written = query[words.at : words.end]
    named = _NAMED.match(written)
    if named is not None:
        meant = nearest(named[1].lower(), FIELDS)
        if meant is not None:
            other = query[: words.at + named.start(1)] + meant + query[words.at + named.end(1) :]
            total = _asked(other, count, read)
            if total is not None:
                text = f"{named[1]}: is no field. Did you mean {meant}:?"
                return [Suggestion("field", text, other, total)]
    made: list[Suggestion] = []
    if written[:1] in QUOTES and len(words.slots) > 1:
        apart = query[: words.at] + written.rstrip("~0123456789")[1:-1] + query[words.end :]
        total = _asked(apart, count, read)
        if total:
            how = "in a row" if words.slop is None else "so near one another"
            text = f"No article holds {written} {how}. Its words alone?"
            return [Suggestion("spelling", text, apart, total)]
    for near in _near_words(words, nearest_words):
        other = query[: words.at] + near + query[words.end :]
        total = _asked(other, count, read)
        if total is not None and (total or words.field is None):
            text = f"No article holds {written}. Did you mean {near}?"
            made.append(Suggestion("spelling", text, other, total))
    if made:
        return sorted(made, key=lambda one: not one.total)
    if words.slots[0].surface == "*" and words.field:
        return [Suggestion("term", f"No article has a word for {words.field}:.")]
    field = f" in its {words.field}" if words.field else ""
    return [Suggestion("term", f"No article holds {written}{field}.")]


def _asked(query: str, count: Callable[[Query], int], read: Callable[[str], Query]) -> int | None:
    """How many articles another query finds; None where it cannot be read."""
    try:
        return count(read(query))
    except QueryError:
        return None


def are_articles(total: int) -> str:
    """That there is an article, or are so many."""
    return f"{'is' if total == 1 else 'are'} {counted(total, 'article')}"
