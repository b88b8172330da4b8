"""What else to ask, where a query finds nothing.

Said of a query that finds nothing: which of its words no article holds, which
words near them there are, whether a name before a colon is a slip for a
field, and what the query finds less one of its terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from archive.errors import QueryError
from archive.index.analysis import within_one_edit
from archive.index.parse import FIELDS, Part, nearest
from archive.index.query import And, Query, Words, wanted
from archive.index.results import Suggestion

MOST = 6
"""Suggestions at most."""

_PER_TERM = 3
_OF_SEVERAL = 1  # where several terms match nothing, one remedy for each must do
_MOST_NOWHERE = 3  # terms without a match are told of; the words near one take a while to find
_MOST_DROPPED = 8  # so many terms are tried without
_SHORT = 5  # words shorter than this (code points) have but one slip of the keys
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
) -> tuple[Suggestion, ...]:
    """The suggestions for a query without hits, the likeliest first.

    Args:
        query: as typed.
        terms: its terms that must all match (:func:`archive.index.parse.parts`).
        tree: the whole of it.
        count: how many articles a tree finds.
        nearest_words: the archive's words near one.
        read: the tree of another query.
    """
    found: list[Suggestion] = []
    asked = [words for words in dict.fromkeys(wanted(tree)) if words.end > words.at]
    nowhere = list(islice((words for words in asked if not count(words)), _MOST_NOWHERE))
    for words in nowhere:
        made = _of_term(query, words, count, nearest_words, read)
        found += made if len(nowhere) == 1 else made[:_OF_SEVERAL]
    if len(nowhere) > 1:
        found = _all_at_once(query, nowhere, count, nearest_words, read) + found
    if len(terms) > 1:
        for dropped in terms[:_MOST_DROPPED]:
            rest = And(tuple(part.tree for part in terms if part is not dropped))
            total = count(rest)
            if total:
                shorter = query[: dropped.start] + " " + query[dropped.end :]
                written = query[dropped.start : dropped.end]
                text = f"Without {written} there {_articles(total)}."
                found.append(Suggestion("without", text, " ".join(shorter.split()), total))
    return tuple(found[:MOST])


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
    for near in _near_words(words, nearest_words):
        other = query[: words.at] + near + query[words.end :]
        total = _asked(other, count, read)
        if total is not None and (total or words.field is None):
            text = f"No article holds {written}. Did you mean {near}?"
            made.append(Suggestion("spelling", text, other, total))
    if made:
        return sorted(made, key=lambda one: not one.total)
    field = f" in its {words.field}" if words.field else ""
    return [Suggestion("term", f"No article holds {written}{field}.")]


def _asked(query: str, count: Callable[[Query], int], read: Callable[[str], Query]) -> int | None:
    """How many articles another query finds; None where it cannot be read."""
    try:
        return count(read(query))
    except QueryError:
        return None


def _articles(total: int) -> str:
    return "is 1 article" if total == 1 else f"are {total:,} articles"
