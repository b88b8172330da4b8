"""Where lines end: after a blank, between wide signs, or wherever a line is full.

Stretches in which a code point is a cell are broken with one ``rfind`` a line; others by prefix
sums of their widths and bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import MutableSequence
from unicodedata import category

from archive.model import Span
from archive.text.graphemes import snap
from reader.layout.cells import prefix_sums, widths

# East Asian rules: what may not begin a line, what may not end one.
_NOT_FIRST = frozenset(
    "、。，．：；？！）」』】〕〉》〗・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥”’%‰"
)
_NOT_LAST = frozenset("（「『【〔〈《〖“‘")
_CLINGING = frozenset("»!?:;%€")


def break_plain(
    text: str,
    start: int,
    end: int,
    room: int,
    hard: bool,
    into: MutableSequence[int],
    *,
    hang: bool = False,
) -> None:
    """Append where the lines of ``text[start:end]`` start, each code point being a cell.

    Args:
        text: the whole text.
        start, end: code-point offsets of a stretch without newlines.
        room: cells of a line, at least 1.
        hard: whether lines break wherever they are full; after a blank only if that is near.
        into: gets the offset of each line, ``start`` first.
        hang: whether the blank after a word that fills the line may stand beyond it.
    """
    while end - start > room:
        into.append(start)
        # Full lines of code end at a blank too, where one is near.
        cut = text.rfind(" ", start + hard * _near(room), start + room + hang) + 1
        if not hard and start < cut < end and (text[cut] in _CLINGING or text[cut - 2] == "«"):
            cut = _let_cling(text, start, cut)
        start = cut if cut > start else start + room
        if start == end:
            return
    into.append(start)


def break_odd(
    text: str,
    start: int,
    end: int,
    room: int,
    hard: bool,
    into: MutableSequence[int],
    *,
    tab: int,
    hang: bool = False,
) -> None:
    """Append where the lines of ``text[start:end]`` start, whatever it holds.

    Args:
        text, start, end, room, hard, into, hang: as for :func:`break_plain`.
        tab: the cells of a tab.
    """
    line = text[start:end]
    cells = widths(line, tab)
    sums = prefix_sums(cells)
    total = sums[-1]
    at = 0
    while True:
        into.append(start + at)
        if total - sums[at] <= room:
            return
        limit = bisect_right(sums, sums[at] + room, at) - 1
        if hang and line[limit] == " " and limit > at:
            at = limit + 1
            if at == len(line):
                return
            continue
        # What is wider than the line has one for itself all the same.
        if hard:
            cut = line.rfind(" ", at + _near(limit - at), limit) + 1 or limit
        else:
            cut = _break(line, cells, at, limit)
        at = max(_whole(line, cut, at), at + 1)


def _near(room: int) -> int:
    """From where on a blank is near the end of a line of code."""
    return room * 2 // 3


def _break(line: str, cells: bytes, start: int, limit: int) -> int:
    """Where to end a line that is full at ``limit``: after a blank, or between wide signs."""
    blank = max(line.rfind(" ", start, limit), line.rfind("\t", start, limit)) + 1
    if start < blank < len(line):
        blank = _let_cling(line, start, blank)
    for at in range(limit, max(blank, start), -1):
        wide = cells[at] == 2 or _base_width(cells, at) == 2
        if wide and cells[at] and line[at] not in _NOT_FIRST and line[at - 1] not in _NOT_LAST:
            return at
    return blank if blank > start else limit


def _let_cling(text: str, start: int, cut: int) -> int:
    """``cut``, or the blank before it where French typography wants none to be broken.

    Signs that stand after a blank there never begin a line, and « never ends one, even where
    the blank is an ordinary one. Where nothing else is left on the line, it stays.
    """
    while start < cut and (text[cut] in _CLINGING or text[cut - 2] == "«"):
        before = text.rfind(" ", start, cut - 1) + 1
        if before <= start:
            break
        cut = before
    return cut


def _whole(line: str, at: int, start: int) -> int:
    """``at``, or the start of the grapheme cut there if the line has anything else before it."""
    if not any(map(_joins, line[at - 1 : at + 1])):
        return at
    whole = snap(line, Span(at, at + 1)).start
    return whole if whole > start else at


def _joins(sign: str) -> bool:
    """Whether a sign can be the inner part of a grapheme: marks, joiners, flags, jamo."""
    return (
        category(sign)[0] in "MC"
        or "\U0001f1e6" <= sign <= "\U0001f1ff"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
        or "\u1160" <= sign <= "\u11ff"
    )


def _base_width(cells: bytes, at: int) -> int:
    """The cells of what is drawn just before ``at``."""
    at -= 1
    while at > 0 and not cells[at]:
        at -= 1
    return cells[at]
