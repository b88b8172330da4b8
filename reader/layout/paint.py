"""A visual line as segments of text, each with one style key.

Everything that lies over the text (inline markup, marks, hits, selection, caret) is a span
with a look. The spans over a line are swept once, counting how many of each look are open, so
that overlaps add up however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from archive.text.document import Document, InlineKind
from reader.layout import looks
from reader.layout.cells import cell_count, glyphs
from reader.layout.marks import Looks, Mark
from reader.layout.tables import Piece
from reader.layout.wrap import Layout

Segment = tuple[str, int]

# Rank, letter and column in the gutter of each kind of mark.
_SIGNS = {
    looks.CLAIM: (0, "C", 0),
    looks.NOTE: (0, "N", 1),
    looks.HIGHLIGHT: (1, "H", 1),
    looks.ENTITY: (2, "E", 1),
}
_KINDS = looks.CLAIM | looks.NOTE | looks.HIGHLIGHT | looks.ENTITY
SIGN_CELLS = 2
CONTINUED = "╎"

_INLINE = {
    InlineKind.STRONG: looks.STRONG,
    InlineKind.EMPHASIS: looks.EMPHASIS,
    InlineKind.CODE: looks.CODE,
    InlineKind.LINK: looks.LINK,
}


def inline_looks(document: Document) -> Looks:
    """The document's inline markup, ready to paint."""
    return Looks((one.span.start, one.span.end, _INLINE[one.kind]) for one in document.inlines)


def mark_looks(marks: Iterable[Mark]) -> Looks:
    """Marks, ready to paint."""
    return Looks((mark.span.start, mark.span.end, _look(mark)) for mark in marks)


def _look(mark: Mark) -> int:
    return looks.OF_KIND[mark.kind] | looks.OF_LABEL.get(mark.label, 0)


def paint(
    layout: Layout,
    line: int,
    layers: Sequence[Looks],
    over: Sequence[tuple[int, int, int]] = (),
) -> list[Segment]:
    """The segments of one line, decorations included, without padding.

    A newline is drawn as one blank only under the caret or a selection.

    Args:
        layout: the lines.
        line: which one.
        layers: spans with looks, sorted once for many lines.
        over: further spans: start, end (code points) and look.

    Raises:
        IndexError: if there is no such line.
    """
    text = layout.document.text
    setting = layout.setting(line)
    base = 0 if layout.is_gap(line) else setting.look
    prefix, background = layout.prefix(line), layout.background(line)
    segments: list[Segment] = [(prefix, looks.DECORATION)] if prefix else []
    at, newline, bare = len(prefix), False, True
    pieces = layout.pieces(line)
    for piece, after in zip_longest(pieces, pieces[1:]):
        tab = setting.tab
        if background:
            segments.append((background[at : piece.cell], looks.DECORATION))
            at = piece.cell + cell_count(text[piece.start : piece.end].rstrip("\t\n"))
            # Behind a blank that hangs out of a narrow column there is no room for it.
            tab = "" if after is not None and at >= after.cell else background[at : at + 1] or " "
        words, newline = _painted(text, piece, layers, over, base, tab)
        if background and words:
            words = _walled(words, background[piece.cell :])
        segments += words
        bare = bare and not words
        at += (background != "") * (
            len(tab) * text.endswith("\t", piece.start, piece.end) or newline
        )
    if background[at:]:
        segments.append((background[at:], looks.DECORATION))
    if suffix := layout.suffix(line):
        # A rule has no text: the caret on its newline takes the place of its first dash.
        segments.append((suffix[newline and bare :], looks.DECORATION))
    return segments


def _walled(words: list[Segment], background: str) -> list[Segment]:
    """The words of a cell with the wall of a narrow column through the blank that hangs into it.

    Args:
        words: what is painted.
        background: what is drawn where it begins and behind that.
    """
    text, look = words[-1]
    last = sum(cell_count(part) for part, _ in words) - 1
    if not text.endswith(" ") or background[last : last + 1] in ("", " "):
        return words
    return [*words[:-1], (text[:-1], look), (background[last], look or looks.DECORATION)]


def _painted(
    text: str,
    piece: Piece,
    layers: Sequence[Looks],
    over: Sequence[tuple[int, int, int]],
    base: int,
    tab: str,
) -> tuple[list[Segment], bool]:
    """The segments of a stretch of text, and whether its newline is drawn, as one blank."""
    start, end = piece.start, piece.end
    spans = [one for layer in layers for one in layer.over(start, end)]
    spans += [one for one in over if one[0] < end and start < one[1]]
    words = text[start:end]
    tail = words.endswith("\n")
    shown: Sequence[str] = glyphs(words[:-1] if tail else words, tab)
    segments: list[Segment] = []
    for left, right, look in _sweep(spans, start, end):
        if drawn := "".join(shown[left - start : right - start]):
            segments.append((drawn, base | look))
        if tail and right == end and look & (looks.CARET | looks.SELECTED):
            segments.append((" ", look & (looks.CARET | looks.SELECTED)))
            return segments, True
    return segments, False


def _sweep(
    spans: Sequence[tuple[int, int, int]], start: int, end: int
) -> Iterable[tuple[int, int, int]]:
    """Cut ``[start, end)`` where looks change: pieces with the sum of the looks over them."""
    if not spans:
        yield start, end, 0
        return
    events: list[tuple[int, int, int]] = []
    for left, right, look in spans:
        events.append((max(left, start), 1, look))
        events.append((min(right, end), -1, look))
    events.sort()
    open_counts = [0] * len(looks.NAMES)
    mask = 0
    at = start
    for position, change, look in events:
        if position > at:
            yield at, position, mask
            at = position
        index = 0
        while look:
            if look & 1:
                open_counts[index] += change
                mask = mask | 1 << index if open_counts[index] else mask & ~(1 << index)
            look >>= 1
            index += 1
    if end > at:
        yield at, end, mask


def signs(layout: Layout, line: int, marks: Looks, focus: Mark | None = None) -> list[Segment]:
    """The gutter of one line: two cells that name the marks on it without colour.

    Claims have the first cell, notes, highlights and entities (in this order of rank) the
    second: a letter where the mark begins, a broken bar where it goes on.

    Args:
        layout: the lines.
        line: which one.
        marks: made by :func:`mark_looks`.
        focus: the mark under the caret; it outranks all.
    """
    cells: list[Segment] = [(" ", 0)] * SIGN_CELLS
    ranks = [(len(_SIGNS), False)] * SIGN_CELLS
    for piece in layout.pieces(line):
        for start, _, look in marks.over(piece.start, piece.end):
            kind = look & _KINDS
            rank, letter, column = _SIGNS[kind]
            begins = start >= piece.start
            if (rank, not begins) < ranks[column]:
                ranks[column] = (rank, not begins)
                cells[column] = (letter if begins else CONTINUED, kind)
        if focus and focus.span.start < piece.end and piece.start < focus.span.end:
            kind = looks.OF_KIND[focus.kind] | looks.FOCUS
            _, letter, column = _SIGNS[kind ^ looks.FOCUS]
            begins = focus.span.start >= piece.start
            if begins or not cells[column][1] & looks.FOCUS:
                cells[column] = (letter if begins else CONTINUED, kind)
    return cells
