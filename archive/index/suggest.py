"""What else to ask, where a query finds nothing or holds what may be a slip.

Said of a query that finds nothing: which of its words no article holds, which
words near them there are (:mod:`archive.index.slips`), why another term finds nothing
(:mod:`archive.index.reasons`), whether a name before a colon is a slip for a
field, and what the query finds less one of its terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from archive.index.parse import FIELDS, Part
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
from archive.index.reasons import Reason
from archive.index.results import Suggestion
from archive.index.slips import FEW, Asking, all_at_once, is_figure, no_field, of_term, rare

MOST = 6
"""Suggestions at most."""

_OF_SEVERAL = 1  # where several terms match nothing, one remedy for each must do
_MOST_NOWHERE = 3  # terms without a match are told of; the words near one take a while to find
_MOST_DROPPED = 8  # so many terms are tried without
_MOST_LOOKED_AT = 8  # so many terms of a query with hits
_A_FIELD = re.compile(rf"\b(?:{'|'.join(FIELDS)}):")
_SMALL_OR = re.compile(r" (?:or|ou) ")
_BLANK_AFTER_FIELD = re.compile(rf"\b({'|'.join(FIELDS)}):\s+(?=[\w(\"“«])")


def suggestions(
    ask: Asking,
    terms: Sequence[Part],
    tree: Query,
    why: Callable[[Column | Alike], Reason],
) -> tuple[Suggestion, ...]:
    """The suggestions for a query without hits, the likeliest first.

    Args:
        ask: the query, and the archive it is asked of.
        terms: its terms that must all match (:func:`archive.index.parse.parts`).
        tree: the whole of it.
        why: says of a term that is not about words why nothing meets it.
    """
    ask = replace(ask, nearest=cache(ask.nearest))  # of one term it is asked more than once
    query, count = ask.query, ask.count
    found = _of_signs(ask, tree)
    for leaf in dict.fromkeys(demanded(tree)):
        if not count(leaf):
            found += _of_column(ask, leaf, why(leaf))
    nowhere = list(islice(_nowhere(tree, count), _MOST_NOWHERE))
    for words in nowhere:
        made = of_term(ask, words)
        found += made if len(nowhere) == 1 else made[:_OF_SEVERAL]
    if len(nowhere) > 1:
        found = all_at_once(ask, nowhere) + found
    if not nowhere:
        found += all_at_once(ask, list(islice(_seldom(ask, tree), _MOST_NOWHERE)))
    for part in terms:
        if isinstance(part.tree, Not) and not count(part.tree):
            left_out = query[part.start : part.end]
            found.append(Suggestion("term", f"Every {ask.noun} is left out by {left_out}."))
    if len(terms) > 1:
        for dropped in terms[:_MOST_DROPPED]:
            rest = And(tuple(part.tree for part in terms if part is not dropped))
            total = count(rest)
            if total:
                shorter = query[: dropped.start] + " " + query[dropped.end :]
                written = query[dropped.start : dropped.end]
                text = f"Without {written} there {ask.there_are(total)}."
                found.append(Suggestion("without", text, " ".join(shorter.split()), total))
    return tuple(found[:MOST])


def hints(ask: Asking, tree: Query, total: int) -> tuple[Suggestion, ...]:
    """What to say of a query that finds something, where it may not say what was meant.

    That is a blank after a field's colon, a name before a colon that is no
    field, and, where few articles are found, a word near one that finds many.

    Args:
        ask: the query, and the archive it is asked of.
        tree: the whole of it.
        total: how many articles it finds.
    """
    found = _of_blanks(ask)
    asked = [words for words in dict.fromkeys(wanted(tree)) if words.end > words.at]
    for words in asked[:_MOST_LOOKED_AT]:
        slip = no_field(ask, words)
        if slip is not None:
            found.append(slip)
        elif total <= FEW and len(found) < _OF_SEVERAL:
            found += rare(ask, words)
    return tuple(found[:MOST])


def _of_blanks(ask: Asking) -> list[Suggestion]:
    """That a field's name and a blank are read as a word."""
    match = _BLANK_AFTER_FIELD.search(ask.query)
    if match is None or sum(map(ask.query[: match.start()].count, QUOTES)) % 2:
        return []
    meant = ask.instead(match.start(), match.end(), f"{match[1]}:").strip()
    total = ask.total(meant)
    if total is None or ask.read(meant) == ask.read(ask.query):
        return []
    text = f"No blank stands after a field’s colon; {match[1]} is read as a word."
    if not total:
        return [Suggestion("term", text)]
    return [Suggestion("field", f"{text} Did you mean {meant}?", meant, total)]


def _of_signs(ask: Asking, tree: Query) -> list[Suggestion]:
    """What stands between the words: nothing else, a small operator, a blank after a field."""
    query = ask.query
    if isinstance(tree, Nothing) and not any(map(str.isalnum, _A_FIELD.sub("", query))):
        text = "There is no letter or figure to look for; signs and emoji are not searched."
        return [Suggestion("term", text)]
    found: list[Suggestion] = []
    for pattern, other, kind, said in (
        (_SMALL_OR, " OR ", "spelling", "Operators are capitals."),
        (_BLANK_AFTER_FIELD, r"\1:", "field", "No blank stands after a field’s colon."),
    ):
        meant = pattern.sub(other, query)
        total = ask.total(meant) if meant != query else None
        if total:
            text = f"{said} Did you mean {meant}?"
            found.append(Suggestion("field" if kind == "field" else "spelling", text, meant, total))
    return found


def _of_column(ask: Asking, leaf: Column | Alike, why: Reason) -> list[Suggestion]:
    if why.instead and not isinstance(leaf, Alike):
        other = ask.instead(leaf.at, leaf.end, why.instead)
        total = ask.total(other)
        if total:
            text = f"{why.text} Did you mean {why.instead}?"
            return [Suggestion("spelling", text, other, total)]
    return [Suggestion("term", why.text)]


def _seldom(ask: Asking, tree: Query) -> Iterator[Words]:
    """The words that so few articles hold that they may be slips, each once."""
    for words in dict.fromkeys(wanted(tree)):
        if words.end > words.at and not is_figure(words.slots) and ask.count(words) <= FEW:
            yield words


def _nowhere(tree: Query, count: Callable[[Query], int]) -> Iterator[Words]:
    """The terms of words that no article holds in any of their readings, each once."""
    readings: dict[tuple[int, int], list[Words]] = {}
    for words in dict.fromkeys(wanted(tree)):
        if words.end > words.at:
            readings.setdefault((words.at, words.end), []).append(words)
    for same in readings.values():
        if not any(map(count, same)):
            yield same[0]
