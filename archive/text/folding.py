"""Foldings of a text that keep the way back to its code points.

Two strengths. *Typography* makes equal what only typesetting parts: the
apostrophes and quotation marks, the spaces, the dashes, ligatures of type,
the ellipsis; case, accents and œ stay. *Search* also takes case, accents,
width and the letters that are written in two (œ, æ, ß). Both drop what has no
look of its own: soft hyphens, zero-width characters, directional controls.

Each code point folds by itself, whatever stands beside it, so folding a slice
gives a slice of the folding; accents written as combining marks fold to
nothing, which makes composed and decomposed text equal without normalising.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from archive.model import Span

_TYPOGRAPHY: dict[str, str] = (
    dict.fromkeys("’‘‚‛‹›ʼʹ′´＇", "'")
    | dict.fromkeys("«»“”„‟″〝〞＂", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " ")
    | dict.fromkeys(map(chr, range(0x2000, 0x200B)), " ")
    | dict.fromkeys("\u2028\u2029", "\n")
    | {"…": "..."}
    | {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
)
_DROPPED = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
# Accents and points; not the vowel signs of Indic scripts nor kana's voicing, which are letters.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
# What joins the character before it: where it folds to nothing, a match before it takes it along.
_EXTENDS = re.compile(f"(?:{_ACCENTS.pattern}|[\u200d\ufe00-\ufe0f])*")
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ς": "σ"}
)
_ASCII = bytes(range(128))
# Above so many different characters one pass through a table beats one pass for each.
_DISTINCT = 48


class Folded:
    """A folded text and the way back.

    Attributes:
        text: the folded text; offsets on it are *folded offsets*.
    """

    __slots__ = ("_marks", "_original", "_places", "text")

    def __init__(self, original: str, text: str, uneven: list[tuple[int, int]]) -> None:
        """
        Args:
            original: the text that was folded.
            text: its folding.
            uneven: offset in ``original`` and folded length of each code
                point that does not fold to exactly one, ascending.
        """
        self.text = text
        self._original = original
        # From folded offset _marks[i] on, each code point stands for the one at the same
        # distance from _places[i], up to the next mark.
        self._marks = [0]
        self._places = [0]
        shift = 0
        for offset, length in uneven:
            folded = offset + shift
            for inner in range(length):
                self._mark(folded + inner, offset)
            self._mark(folded + length, offset + 1)
            shift += length - 1

    def _mark(self, folded: int, place: int) -> None:
        if self._marks[-1] == folded:
            self._places[-1] = place
        else:
            self._marks.append(folded)
            self._places.append(place)

    def origin(self, offset: int) -> int:
        """The code point of the original that ``text[offset]`` is, or is a part of.

        Args:
            offset: a folded offset, ``0 <= offset < len(text)``.
        """
        at = bisect_right(self._marks, offset) - 1
        return self._places[at] + offset - self._marks[at]

    @property
    def even(self) -> bool:
        """Whether each code point folded to exactly one: offsets are the same in both."""
        return len(self._marks) == 1 and not self._places[0]

    def span(self, start: int, end: int) -> Span:
        """The code points of the original behind ``text[start:end]``.

        A code point of which only part was matched (``o`` of ``œ``) belongs
        to the span; so do combining marks on the last one.

        Args:
            start, end: folded offsets, ``0 <= start <= end <= len(text)``.

        Raises:
            ValueError: if they are no such offsets.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"not a span of the folded text: [{start}, {end})")
        if self.even:
            return Span(start, end)
        if start == end:
            here = self.origin(start) if start < len(self.text) else len(self._original)
            return Span(here, here)
        first, last = self.origin(start), self.origin(end - 1) + 1
        following = self.origin(end) if end < len(self.text) else len(self._original)
        if following > last and (marks := _EXTENDS.match(self._original, last, following)):
            last = marks.end()
        return Span(first, last)


def fold_typography(text: str) -> Folded:
    """The text without differences of typesetting; case and accents kept."""
    if text.isascii():
        return Folded(text, text, [])
    return _fold(text, _typographic, lower=False)


def fold_search(text: str) -> Folded:
    """The text without differences of typesetting, case, accents and width."""
    if text.isascii():
        return Folded(text, text.lower(), [])
    return _fold(text, _searched, lower=True)


def fold_word(word: str) -> str:
    """The form under which a word is looked up: the text of :func:`fold_search`."""
    if word.isascii():
        return word.lower()
    return "".join([_searched(char) for char in word])


@lru_cache(maxsize=1 << 14)
def _typographic(char: str) -> str:
    if _DROPPED.match(char):
        return ""
    return _TYPOGRAPHY.get(char, char)


@lru_cache(maxsize=1 << 14)
def _searched(char: str) -> str:
    plain = _typographic(char)
    if plain.isascii():
        return plain.lower()
    apart = unicodedata.normalize("NFKD", plain)
    if apart[0] == " ":
        return plain  # a spacing accent such as ¨ is no space
    # Lower case last: the final string is lowered as a whole too, and must not change by it.
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", apart.casefold().lower()))
    again = unicodedata.normalize("NFC", letters.translate(_LETTERS))
    return "".join(_TYPOGRAPHY.get(c, c) for c in again)


def _beyond_ascii(text: str) -> set[str]:
    """The different characters of a text but for those of ASCII.

    In UTF-8 those are single bytes, which go in one pass: a third of what ``set(text)`` takes.
    """
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(others.decode("utf-8", "surrogatepass"))


def _fold(text: str, fold: Callable[[str], str], *, lower: bool) -> Folded:
    changed = {char: folded for char in _beyond_ascii(text) if (folded := fold(char)) != char}
    uneven = [char for char, folded in changed.items() if len(folded) != 1]
    places: list[tuple[int, int]] = []
    if uneven:
        places = [
            (match.start(), len(changed[match[0]]))
            for match in re.finditer(f"[{re.escape(''.join(uneven))}]", text)
        ]
    result = text
    if len(changed) > _DISTINCT:
        result = text.translate({ord(char): folded for char, folded in changed.items()})
    else:
        for char, folded in changed.items():
            result = result.replace(char, folded)
    return Folded(text, result.lower() if lower else result, places)
