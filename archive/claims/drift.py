"""Drift: how a claim's words changed from one appearance to the next.

Each quotation is compared with the one before it, word by word. Words are
compared folded, so that case, accents and typography are no change; figures
are compared by what they say, so that ``5,58`` and ``5.58`` are one; and a
figure that changed is told apart from a word that did, for that is what a
fact-checker looks for first. A unit goes with its figure, ``13bn`` being ``13 bn``;
a sign that says more or less is a word, and brackets go with what stood in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from archive.index.chunks import ungrouped
from archive.model import Span
from archive.text.folding import fold_word

# A figure with the signs that belong to it, or a word; an elided article is a word of its own.
_TOKEN: Final = re.compile(
    r"(?P<figure>[+\-−]?\d{1,3}(?:[ \u00a0\u2007\u2009\u202f]\d{3})+(?:[.,]\d+)?(?!\d)"
    r"|[+\-−]?(?<![\w.,])\d+(?:[.,:]\d+)*)"
    r"(?P<unit>[^\W\d_]{1,4}|[ \u00a0\u202f](?:bn|mn|mds?|tn|[km]))?(?!\w)"
    r"|(?P<word>[%€$£¥‰°<>≤≥≈~±×]|\w+['’ʼ](?=\w)|\w+(?:[\-‐‑]\w+)*)"
)
_SPELT: Final = frozenset(
    (
        "un une deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante"
        " cinquante soixante cent cents mille million millions milliard milliards moitie tiers"
        " quart double triple one two three four five six seven eight nine ten eleven twelve"
        " twenty thirty forty fifty sixty seventy eighty ninety hundred thousand billion billions"
        " half third quarter twice thrice"
    ).split()
) - {"un", "une", "one"}
_SIGNS: Final = "%€$£¥‰°<>≤≥≈~±×"
_CLOSING: Final = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”"}
_BRACKET: Final = re.compile(r"[()\[\]{}«»“”]")
_OPENING: Final = {closing: opening for opening, closing in _CLOSING.items()}


class Changed(StrEnum):
    """What changed in a stretch of words."""

    WORDS = "words"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quotation that differs.

    Attributes:
        span: code points of the quotation; empty where words of the other are missing.
        changed: whether a figure is in it, or among the words it replaces.
        instead: the words that it replaces, as written; empty for words added.
    """

    span: Span
    changed: Changed
    instead: str


def drift(before: str, now: str) -> list[Piece]:
    """What differs in a quotation from the one before it, in order.

    Args:
        before: the earlier words. ``now``: the later ones.
    """
    return _compared(before, list(_tokens(before)), now, list(_tokens(now)))


def _compared(before: str, old: Sequence[_Token], now: str, new: Sequence[_Token]) -> list[Piece]:
    from rapidfuzz.distance import Indel

    found: list[Piece] = []
    at_old = at_new = 0
    runs = [
        (code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Indel.opcodes([one.key for one in old], [one.key for one in new])
        if code.tag == "equal"
    ]
    for start_old, end_old, start_new, end_new in (*runs, (len(old), 0, len(new), 0)):
        gone, come = old[at_old:start_old], new[at_new:start_new]
        if gone or come:
            found.append(_piece(before, now, gone, come, _end(new, at_new)))
        at_old, at_new = end_old, end_new
    return found


def drifts(quotations: Sequence[str]) -> list[list[Piece]]:
    """For each of several quotations, what differs from the one before; nothing for the first."""
    cut = [(text, list(_tokens(text))) for text in quotations]
    return [[], *(_compared(*before, *now) for before, now in pairwise(cut))][: len(quotations)]


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    span: Span
    figure: bool


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        span = Span(*match.span())
        if match["figure"]:
            sign = "-" if match[0][0] in "-−" else ""
            number, unit = ungrouped(match["figure"].lstrip("+-−")), match["unit"]
            yield _Token(sign + number + (fold_word(unit.strip()) if unit else ""), span, True)
        else:
            key = fold_word(match[0])
            yield _Token(key, span, key in _SPELT or key in _SIGNS)


def _piece(
    before: str, now: str, gone: Sequence[_Token], come: Sequence[_Token], place: int
) -> Piece:
    span = _whole(now, come) if come else Span(place, place)
    left = _whole(before, gone) if gone else Span(0, 0)
    around, was_around = _around(now, span), _around(before, left)
    if (around is None) != (was_around is None):  # brackets on both sides are no change
        span, left = around or span, was_around or left
    figure = any(one.figure for one in (*gone, *come))
    return Piece(span, Changed.FIGURE if figure else Changed.WORDS, left.of(before))


def _whole(text: str, tokens: Sequence[_Token]) -> Span:
    """Where tokens stand, with the brackets beside them whose other half they hold."""
    start, end = tokens[0].span.start, tokens[-1].span.end
    if not _BRACKET.search(text, start, end):
        return Span(start, end)
    open_ones: list[str] = []
    missing: list[str] = []
    for sign in text[start:end]:
        if sign in _CLOSING:
            open_ones.append(_CLOSING[sign])
        elif open_ones and sign == open_ones[-1]:
            open_ones.pop()
        elif sign in _OPENING:
            missing.append(_OPENING[sign])
    while open_ones and text[end : end + 1] == open_ones.pop():
        end += 1
    while missing and start and text[start - 1] == missing.pop(0):
        start -= 1
    return Span(start, end)


def _around(text: str, span: Span) -> Span | None:
    """The same with the brackets right around it, if it stands in some."""
    if not span or not span.start or span.end == len(text):
        return None
    if _CLOSING.get(text[span.start - 1]) != text[span.end]:
        return None
    return Span(span.start - 1, span.end + 1)


def _end(tokens: Sequence[_Token], at: int) -> int:
    """Where the token before number ``at`` ends."""
    return tokens[at - 1].span.end if at else 0
