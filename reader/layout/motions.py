"""Caret motions: where the caret goes from where it is.

The caret rests on a grapheme that is drawn, on the newline of a blank line, or, in an empty
text, at 0. Vertical motions keep the goal cell; all others forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.model import Span
from archive.text.document import BlockKind
from archive.text.graphemes import next_grapheme, previous_grapheme, snap
from archive.text.sentences import sentence_at
from archive.text.words import next_word, previous_word
from reader.layout.wrap import Layout


@dataclass(frozen=True, slots=True)
class Place:
    """Where the caret is.

    Attributes:
        offset: the code point it rests on.
        goal: the cell that vertical motions aim for, if the last motion was one.
    """

    offset: int
    goal: int | None = None


Motion = Callable[[Layout, Place, int], Place]


def move(name: str, layout: Layout, place: Place, page: int = 20) -> Place:
    """Carry out a motion.

    Args:
        name: one of :data:`MOTIONS`.
        layout: the lines of the document.
        place: where the caret is.
        page: lines of the window, for the motions by pages.

    Raises:
        KeyError: if there is no such motion.
    """
    return MOTIONS[name](layout, place, page)


def stretch(name: str, layout: Layout, place: Place, anchor: int, page: int = 20) -> Place:
    """Carry out a motion while selecting: as :func:`move`, but for those by whole units.

    These go on to where a sentence, a paragraph or what is under a heading ends, so that
    nothing of the next one is taken in.

    Args:
        anchor: where the selection began; left of it units are left at their start.

    Raises:
        KeyError: if there is no such motion.
    """
    to_start = _WHOLE.get(name)
    if to_start is None:
        return move(name, layout, place, page)
    text = layout.document.text
    start = place.offset
    while (start := to_start(layout, before := start)) > anchor:
        end = start
        while end > 0 and text[end - 1].isspace():
            end -= 1
        last = rest(layout, end - 1)
        if last > place.offset or start in (before, len(text)):
            return Place(max(last, place.offset))
    return Place(rest(layout, start))


def rest(layout: Layout, offset: int) -> int:
    """The place nearest to ``offset`` on which the caret can rest.

    Args:
        layout: the lines of the document.
        offset: any number; it is brought into the text.
    """
    text = layout.document.text
    offset = min(max(offset, 0), max(0, len(text) - 1))
    if not text:
        return 0
    line = layout.line_of(offset)
    start = layout.span(line).start
    if text[offset] == "\n":
        return offset if offset == start else snap(text, Span(offset - 1, offset)).start
    return snap(text, Span(offset, offset + 1)).start


def place_at(layout: Layout, line: int, cell: int) -> int:
    """The place the caret takes when it is put on a cell: the start of what is drawn there."""
    return rest(layout, layout.offset(line, cell))


def _right(layout: Layout, offset: int) -> int:
    text = layout.document.text
    at = next_grapheme(text, offset)
    while at < len(text) and not _drawn(layout, at):
        at = next_grapheme(text, at)
    return at if at < len(text) else offset


def _left(layout: Layout, offset: int) -> int:
    text = layout.document.text
    at = offset
    while at > 0:
        at = previous_grapheme(text, at)
        if _drawn(layout, at):
            return at
    return offset


def _drawn(layout: Layout, offset: int) -> bool:
    """Whether something is drawn for the grapheme at an offset."""
    text = layout.document.text
    if text[offset].isalnum():
        return True
    if text[offset] == "\t" and layout.background(layout.line_of(offset)):
        return False  # a wall of a table
    line, cell = layout.position(offset)
    return layout.position(next_grapheme(text, offset)) > (line, cell) and text[offset] != "\n"


def _word(layout: Layout, offset: int) -> int:
    return next_word(layout.document.text, offset)


def _word_back(layout: Layout, offset: int) -> int:
    return previous_word(layout.document.text, offset)


def _skip_blanks(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _sentence(layout: Layout, offset: int) -> int:
    text = layout.document.text
    at = _skip_blanks(text, max(sentence_at(layout.document, offset).end, offset + 1))
    return at if at < len(text) else len(text)


def _sentence_back(layout: Layout, offset: int) -> int:
    text = layout.document.text
    start = sentence_at(layout.document, offset).start
    if start < offset:
        return start
    at = offset
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return min(sentence_at(layout.document, at - 1).start, offset) if at > 0 else 0


def _paragraph(layout: Layout, offset: int) -> int:
    document = layout.document
    index = document.block_at(offset) + 1 if document.blocks else 0
    for block in document.blocks[index:]:
        if block.span:
            return block.span.start
    return len(document.text)


def _paragraph_back(layout: Layout, offset: int) -> int:
    document = layout.document
    index = document.block_at(offset) if document.blocks else -1
    for block in reversed(document.blocks[: index + 1]):
        if block.span and block.span.start < offset:
            return block.span.start
    return 0


def _heading(layout: Layout, offset: int) -> int:
    document = layout.document
    index = document.block_at(offset) + 1 if document.blocks else 0
    for block in document.blocks[index:]:
        if block.kind is BlockKind.HEADING:
            return block.span.start
    return offset


def _heading_back(layout: Layout, offset: int) -> int:
    document = layout.document
    index = document.block_at(offset) if document.blocks else -1
    for block in reversed(document.blocks[: index + 1]):
        if block.kind is BlockKind.HEADING and block.span.start < offset:
            return block.span.start
    return offset


def _line_start(layout: Layout, offset: int) -> int:
    return layout.span(layout.line_of(offset)).start


def _line_end(layout: Layout, offset: int) -> int:
    return layout.span(layout.line_of(offset)).end - 1


def _first(layout: Layout, offset: int) -> int:
    return 0


def _last(layout: Layout, offset: int) -> int:
    return len(layout.document.text)


def _horizontal(motion: Callable[[Layout, int], int]) -> Motion:
    def moved(layout: Layout, place: Place, page: int) -> Place:
        return Place(rest(layout, motion(layout, place.offset)))

    return moved


def _vertical(lines: Callable[[int], int]) -> Motion:
    def moved(layout: Layout, place: Place, page: int) -> Place:
        line, cell = layout.position(place.offset)
        goal = cell if place.goal is None else place.goal
        by = lines(max(1, page))
        target = min(max(line + by, 0), len(layout) - 1)
        while layout.is_bare(target):  # nothing to rest on: a line beyond has words
            target += 1 if by > 0 else -1
        if target == line:
            return Place(place.offset, goal)
        return Place(place_at(layout, target, goal), goal)

    return moved


_WHOLE: Mapping[str, Callable[[Layout, int], int]] = {
    "sentence": _sentence,
    "paragraph": _paragraph,
    "heading": _heading,
}
"""The motions by whole units: where the next one starts."""

MOTIONS: Mapping[str, Motion] = {
    "left": _horizontal(_left),
    "right": _horizontal(_right),
    "up": _vertical(lambda page: -1),
    "down": _vertical(lambda page: 1),
    "half up": _vertical(lambda page: -max(1, page // 2)),
    "half down": _vertical(lambda page: max(1, page // 2)),
    # Two lines stay in sight, to find the place again.
    "page up": _vertical(lambda page: -max(1, page - 2)),
    "page down": _vertical(lambda page: max(1, page - 2)),
    "word": _horizontal(_word),
    "word back": _horizontal(_word_back),
    "sentence": _horizontal(_sentence),
    "sentence back": _horizontal(_sentence_back),
    "paragraph": _horizontal(_paragraph),
    "paragraph back": _horizontal(_paragraph_back),
    "heading": _horizontal(_heading),
    "heading back": _horizontal(_heading_back),
    "line start": _horizontal(_line_start),
    "line end": _horizontal(_line_end),
    "first": _horizontal(_first),
    "last": _horizontal(_last),
}
