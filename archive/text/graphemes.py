"""Borders of grapheme clusters (UAX 29): what a reader takes for one character.

Between two characters that never join (Latin, Greek, Cyrillic, ideographs)
there is always a border; only elsewhere is the ``regex`` package loaded and
asked, and only about the few characters that may hang together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from archive.model import Span

LONGEST: Final = 256
"""Code points looked at on either side; a longer cluster is cut there."""


def next_grapheme(text: str, offset: int) -> int:
    """The first border after ``offset``, or the length of the text at its end.

    Args:
        text: any text.
        offset: code-point offset, ``0 <= offset <= len(text)``.
    """
    if offset >= len(text) - 1:
        return len(text)
    if _parted(text, offset + 1):
        return offset + 1
    borders = _borders(text, offset)
    return borders[bisect_right(borders, offset)]


def previous_grapheme(text: str, offset: int) -> int:
    """The last border before ``offset``, or 0.

    Args:
        text: any text.
        offset: code-point offset, ``0 <= offset <= len(text)``.
    """
    if offset <= 1:
        return 0
    if _parted(text, offset - 1):
        return offset - 1
    borders = _borders(text, offset - 1)
    return borders[bisect_left(borders, offset) - 1]


def snap(text: str, span: Span) -> Span:
    """The span widened so that it cuts no grapheme; an empty one moves to a border before it.

    Args:
        text: any text.
        span: code points of ``text``; what lies past its end is left out.
    """
    start, end = min(span.start, len(text)), min(span.end, len(text))
    if not _parted(text, start):
        start = previous_grapheme(text, start + 1)
    if not span:
        return Span(start, start)
    return Span(start, end if _parted(text, end) else next_grapheme(text, end - 1))


def _plain(char: str) -> bool:
    """Whether a character neither joins another nor lets itself be joined by a plain one."""
    return (
        char < "\u0300"
        or "\u0370" <= char <= "\u0482"
        or "\u048a" <= char <= "\u058f"
        or "\u2010" <= char <= "\u2027"
        or "\u3041" <= char <= "\u3096"
        or "\u30a1" <= char <= "\u30fa"
        or "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u3029"
        or char == "\u202f"
        or char == "€"
    )


def _parted(text: str, offset: int) -> bool:
    """Whether a border is certain at ``offset``, without asking the tables."""
    if offset <= 0 or offset >= len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before == "\n" or after == "\n":
        return not (before == "\r" and after == "\n")
    return _plain(before) and _plain(after)


def _borders(text: str, offset: int) -> list[int]:
    """Every border, ascending, of the stretch around ``text[offset]`` that may hang together."""
    start, end = offset, offset + 1
    while offset - start < LONGEST and not _parted(text, start):
        start -= 1
    while end - offset < LONGEST and not _parted(text, end):
        end += 1
    return _clusters(text[start:end], start)


def _clusters(stretch: str, at: int) -> list[int]:
    import regex  # 20 ms to load: only where a text has need of it

    borders = [at]
    for cluster in regex.findall(r"\X", stretch):
        borders.append(borders[-1] + len(cluster))
    return borders
