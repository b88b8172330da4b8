"""From text to words: what a stretch of text falls into before any language is known.

A text falls into *chunks* (a compiled expression), a chunk into *pieces*:
elided articles go (``l'IA`` is ``ia``), possessives go, apostrophes that
belong to a word stay (``aujourd'hui``), ``C++`` and ``.NET`` stay whole, and
what a hyphen, a slash or an underscore joins stands as neighbours, so that
``GPT-4o`` is the words ``gpt`` and ``4o`` in a row.

A figure is one word however its digits are grouped and its decimals parted:
``1299,99``, ``1 299,99``, ``1'299.99`` and ``1,299.99`` are ``1299.99``. Where the grouping
is a plain space, which may as well part two numbers (``iPhone 15 128 GB``),
and where a comma may be either (``1,299``), the other reading stands at the
same place.

Chinese, Japanese and Thai are written without spaces. A run of them is its
overlapping pairs of characters, each at the place of its first, and its last
character alone: every character begins exactly one word, so that one
character is looked for as a beginning and several as pairs in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from archive.text.folding import fold_word

LONGEST = 100
"""Surfaces are cut here (code points): no word is longer, blobs of base64 are."""

SPACES = " \u00a0\u2007\u2009\u202f"
"""What may stand between groups of three digits."""

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Characters of scripts written without spaces, as a class of expressions."""

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # within a word; folding drops them
_INNER = rf"\w{_MARKS}\u093a-\u094f\u0e31\u0e34-\u0e4e{_UNSEEN}"
GROUPED = rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?:[.,]\d+)?(?![\w{_MARKS}])"
"""A figure in groups of three digits, as an expression."""


def _chunk(more: str) -> re.Pattern[str]:
    run = rf"[{_INNER}{more}]+"
    return re.compile(
        rf"{GROUPED}|(?:(?<![\w.])\.(?=[^\W\d_]))?{run}"
        rf"(?:['’ʼ]{run}|(?<=\d)[.,]\d{run[:-1]}*)*(?:\+\+|\#(?!\w))?"
    )


CHUNK = _chunk("")
WILD_CHUNK = _chunk("*?")
"""Chunks of a query, in which ``*`` and ``?`` stand for letters."""

LONG_CHUNK = 64
"""Chunks longer than this (code points) are seldom met again: nobody keeps them."""

_ELIDED = frozenset(
    ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
)
_WHOLE = frozenset(
    (
        "aujourd'hui",
        "quelqu'un",
        "quelqu'une",
        "prud'homme",
        "prud'hommes",
        "prud'homal",
        "presqu'ile",
        "o'clock",
    )
)
_PART = re.compile(rf"([{UNSPACED}][{UNSPACED}{_UNSEEN}]*)|[^_{UNSPACED}]+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)+")
_APOSTROPHES = re.compile(r"\d{1,3}(?:'\d{3})+(?:[.,]\d+)?")
_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")
_INNER_CAPITAL = re.compile("[a-zà-öø-ÿœß][A-ZÀ-ÖØ-ÞŒ]")


class Piece(NamedTuple):
    """One word of a chunk, before the language is known.

    Attributes:
        rel: position relative to the chunk's first word.
        start, end: offsets relative to the chunk's start.
        name: whether it is written as a name (inner capital, or a figure).
        stemmable: whether languages may stem it.
        alias: a second form at the same place (``net`` for ``.NET``); texts
            have it, queries do not.
        gram: one of the pairs of an unspaced script, or its last character.
    """

    rel: int
    start: int
    end: int
    surface: str
    name: bool
    stemmable: bool
    alias: bool = False
    gram: bool = False


def figure(text: str) -> str:
    """``5,58`` and ``5.58`` as one; ``1,299.99`` and ``1,299,000`` without grouping."""
    marks = {c for c in text if c in ".,"}
    groups = re.split("[.,]", text)
    if len(marks) == 2:
        last = max(text.rfind("."), text.rfind(","))
        return text[:last].replace(",", "").replace(".", "") + "." + text[last + 1 :]
    if len(groups) > 2 and all(len(group) == 3 for group in groups[1:]):
        return "".join(groups)
    return text.replace(",", ".")


def other_reading(text: str) -> str | None:
    """``1299`` for ``1,299``, which may be a decimal comma or not; None where all is clear."""
    return text.replace(",", "") if _EITHER.fullmatch(text) else None


def ungrouped(text: str) -> str:
    """A figure without the spaces between its groups."""
    return figure("".join(sign for sign in text if sign not in SPACES))


def _grouped(chunk: str) -> Iterator[Piece]:
    """A figure whose groups are parted by spaces; a plain space may part two figures."""
    yield Piece(0, 0, len(chunk), ungrouped(chunk), True, False)
    if " " in chunk:
        for match in re.finditer(r"[^ ]+", chunk):
            yield Piece(0, match.start(), match.end(), ungrouped(match[0]), True, False, True)


def _grams(rel: int, start: int, run: str) -> Iterator[Piece]:
    units = [(at, fold_word(sign)) for at, sign in enumerate(run)]
    units = [(at, folded) for at, folded in units if folded]
    for number, (at, folded) in enumerate(units):
        if number + 1 < len(units):
            after, following = units[number + 1]
            place = (rel + number, start + at, start + after + 1)
            yield Piece(*place, folded + following, False, False, False, True)
        else:
            last = len(units) > 1
            yield Piece(rel + number, start + at, start + at + 1, folded, False, False, last, True)


def _piece(rel: int, start: int, written: str) -> Iterator[Piece]:
    end = start + len(written)
    surface = fold_word(written)[:LONGEST]
    if not surface:
        return
    bare = surface.strip(".+#")
    if bare != surface:
        yield Piece(rel, start, end, surface, False, False)
        if len(bare) > 1:
            # Counted as written: folded it may be longer (Æ), and end past the text.
            first = end - len(written.lstrip(".+#"))
            yield Piece(rel, first, start + len(written.rstrip(".+#")), bare, False, False, True)
        return
    digits = any(c.isdigit() for c in surface)
    other = None
    if digits:
        other = other_reading(surface)
        surface = _FIGURE.sub(lambda match: figure(match[0]), surface)
    name = digits or _INNER_CAPITAL.search(written) is not None
    yield Piece(rel, start, end, surface, name, not name)
    if other is not None:
        yield Piece(rel, start, end, other, True, False, True)


def pieces(chunk: str) -> tuple[Piece, ...]:
    """The words of one chunk, in order.

    Args:
        chunk: a match of ``CHUNK``, as written.
    """
    return _kept(chunk) if len(chunk) <= LONG_CHUNK else _pieces(chunk)


def _pieces(chunk: str) -> tuple[Piece, ...]:
    start, end = 0, len(chunk)
    if chunk.endswith("#") and len(chunk) > 2:
        end -= 1  # "C#" is a language, "issue#" is not
    if chunk[0].isdigit() and any(space in chunk for space in SPACES):
        return tuple(_grouped(chunk))
    plain = chunk.replace("’", "'").replace("ʼ", "'")
    if _APOSTROPHES.fullmatch(plain):
        return (Piece(0, 0, len(chunk), figure(plain.replace("'", "")), True, False),)
    if "'" in plain and fold_word(plain) not in _WHOLE:
        head, mark, rest = plain.partition("'")
        while mark and head.casefold() in _ELIDED:
            start += len(head) + 1
            head, mark, rest = rest.partition("'")
        if plain[:end].endswith(("'s", "'S")) and end - 2 > start:
            end -= 2
    found: list[Piece] = []
    rel = 0
    for match in _PART.finditer(plain, start, end):
        make = _piece if match[1] is None else _grams
        found += make(rel, match.start(), match[0])
        rel = found[-1].rel + 1 if found else 0
    return tuple(found)


_kept = lru_cache(maxsize=1 << 18)(_pieces)
