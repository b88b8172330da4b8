"""Tables: columns that fit the line, cells wrapped in them, each code point with its place.

The rows of a table are blocks of the plain text, one after the other; a tab parts two cells.
Every code point of a row belongs to one *piece*: a stretch of one cell on one line, with the tab
or newline that ends the cell on its last. Pieces stand in the text one after the other and on the
page beside one another, so a row's lines are no stretches of the text: :class:`Row` finds one
from the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.text.document import Block, BlockKind, Document
from reader.layout.breaking import break_odd, break_plain
from reader.layout.cells import cell_count, is_plain

LEAST_COLUMN = 4
"""Cells that a column must have; with fewer a table is set as lines with walls in them."""

_WALLS = (" │ ", "│")
_FIGURE = re.compile(r"[^\w\s]{0,2}\s?\d[\d.,'’\s\u00a0\u202f]*[^\w\s]?\s?\w{0,3}[^\w\s]?|[-–—]|")


@dataclass(frozen=True, slots=True)
class Table:
    """What of a table does not depend on the width.

    Attributes:
        first: index of the block that is its first row.
        cells: of each row the code-point offsets where its cells start, and one past where the
            last one ends (each cell ends a tab before the next).
        sizes: of each row the cells of the terminal that its cells ask for.
        naturals: of each column, what its widest cell asks for.
        words: of each column, the cells of its longest word.
        figures: of each column, whether it is one of figures, which stand at its right.
        header: whether the first row says what the columns are.
    """

    first: int
    cells: Sequence[Sequence[int]]
    sizes: Sequence[Sequence[int]]
    naturals: Sequence[int]
    words: Sequence[int]
    figures: Sequence[bool]
    header: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table in a line.

    Attributes:
        starts: cells before each column, counted from the left edge of the table.
        widths: cells of each.
        wall: what stands between two.
        spaced: whether a line parts two rows, since some take more than one.
        room: cells of a line.
    """

    starts: Sequence[int]
    widths: Sequence[int]
    wall: str
    spaced: bool
    room: int

    @property
    def skeleton(self) -> str:
        """A line of the table without words."""
        return self.wall.join(" " * width for width in self.widths)

    def of(self, cells: int) -> Sequence[int]:
        """The widths for a row of so many cells: one alone has the whole line."""
        return self.widths if cells > 1 else (self.room,)

    @property
    def rule(self) -> str:
        """A line under the header."""
        wall = self.wall.replace(" ", "─").replace("│", "┼")
        return wall.join("─" * width for width in self.widths)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on one line.

    Attributes:
        start, end: code-point offsets.
        cell: where its first code point is drawn, counted from the left edge of the page.
    """

    start: int
    end: int
    cell: int


@dataclass(slots=True)
class Row:
    """A row as it stands on the page.

    Attributes:
        line: its first line, the blank or rule above its words included.
        height: how many lines it has.
        above: how many of them stand above its words, 0 or 1.
        header: whether the row above is the header.
        columns: those of its table.
        indent: cells before the table.
        pieces: in the order of the text.
        lines: the line of each piece, counted from the first with words.
        places: the column of each piece.
    """

    line: int
    height: int
    above: int
    columns: Columns
    indent: int
    header: bool = False
    pieces: list[Piece] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def at(self, offset: int) -> tuple[int, Piece]:
        """The line of the page, and the piece, that a code point of the row belongs to."""
        index = max(0, bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1)
        return self.line + self.above + self.lines[index], self.pieces[index]

    def on(self, line: int) -> list[Piece]:
        """The pieces on a line of the page, from left to right; none above its words."""
        wanted = line - self.line - self.above
        return [piece for piece, at in zip(self.pieces, self.lines, strict=True) if at == wanted]

    def nearest(self, line: int, cell: int) -> Piece:
        """The piece on a line that stands in the column at a cell, or nearest to that."""
        wanted = max(line - self.line - self.above, 0)
        column = max(0, bisect_right(self.columns.starts, cell - self.indent) - 1)
        candidates = [index for index, at in enumerate(self.lines) if at == wanted]
        return self.pieces[min(candidates, key=lambda index: abs(self.places[index] - column))]

    @property
    def background(self) -> str:
        """A line of it without words; one cell alone has no walls."""
        alone = self.places[-1] == 0
        return " " * self.columns.room if alone else self.columns.skeleton

    def bare(self, line: int) -> str | None:
        """What is drawn on a line above the row's words; None on the others."""
        if line - self.line >= self.above:
            return None
        return self.columns.rule if self.header else self.columns.skeleton


def find_tables(document: Document) -> Iterator[tuple[int, int]]:
    """The first block of each table and the one after its last, by index.

    Rows belong together where one newline parts them and nothing else differs; rows with a
    newline in them, or none with a tab, make no table.
    """
    blocks, text = document.blocks, document.text
    first = 0
    while first < len(blocks):
        after = first + 1
        if blocks[first].kind is BlockKind.ROW:
            while after < len(blocks) and _goes_on(text, blocks[after - 1], blocks[after]):
                after += 1
            rows = text[blocks[first].span.start : blocks[after - 1].span.end]
            if "\t" in rows and rows.count("\n") == after - first - 1:
                yield first, after
        first = after


def _goes_on(text: str, row: Block, after: Block) -> bool:
    return (
        after.kind is BlockKind.ROW
        and after.span.start == row.span.end + 1
        and text[row.span.end] == "\n"
        and (after.depth, after.quote) == (row.depth, row.quote)
    )


def measure(document: Document, first: int, after: int) -> Table:
    """What a table's columns ask for.

    Args:
        document: the text.
        first, after: indexes of blocks, from :func:`find_tables`.
    """
    text = document.text
    rows = [block.span.of(text).split("\t") for block in document.blocks[first:after]]
    asked = [list(map(cell_count, row)) for row in rows]
    # A caption, or a heading between rows: it takes the whole line and widens no column.
    alone = [not any(sizes[1:]) for sizes in asked]
    widest = max(
        (sizes[0] for sizes, lone in zip(asked, alone, strict=True) if not lone), default=0
    )
    columns = [_Column() for _ in range(max(map(len, rows)))]
    cells: list[list[int]] = []
    sizes: list[list[int]] = []
    for number, row in enumerate(rows):
        start = document.blocks[first + number].span.start
        if alone[number] and (len(row) == 1 or not number or asked[number][0] > widest):
            cells.append([start, document.blocks[first + number].span.end + 1])
            sizes.append([asked[number][0] + len(row) - 1])  # with the tabs behind it
            continue
        bounds = [start]
        for column, cell, size in zip(columns, row, asked[number], strict=False):
            bounds.append(bounds[-1] + len(cell) + 1)
            header = number == 0 and document.blocks[first].number == 0
            column.hold(cell, size, header=header)
        cells.append(bounds)
        sizes.append(asked[number])
    return Table(
        first,
        cells,
        sizes,
        [column.natural for column in columns],
        [column.word for column in columns],
        [column.figures and column.counted for column in columns],
        after - first > 1 and document.blocks[first].number == 0,
    )


@dataclass(slots=True)
class _Column:
    """What the cells of a column ask for, those seen so far."""

    natural: int = 1
    word: int = 1
    figures: bool = True
    counted: bool = False

    def hold(self, cell: str, size: int, *, header: bool) -> None:
        """Take in a cell of so many cells of the terminal."""
        self.natural = max(self.natural, size)
        self.word = max(self.word, max(map(cell_count, cell.split()), default=0))
        if self.figures and not header:
            bare = cell.strip()
            self.figures = _FIGURE.fullmatch(bare) is not None
            self.counted = self.counted or any(map(str.isdecimal, bare))


def fit(table: Table, room: int) -> Columns | None:
    """Columns for a table in a line of ``room`` cells; None where they would be too narrow."""
    number = len(table.naturals)
    for wall in _WALLS:
        left = room - len(wall) * (number - 1)
        if sum(table.naturals) <= left:
            break
        if sum(table.words) <= left and left >= LEAST_COLUMN * number:
            break
    else:  # words must be broken, and the narrowest walls break the fewest
        if left < LEAST_COLUMN * number:
            return None
    widths = table.naturals if sum(table.naturals) <= left else _shared(table, left)
    starts = [0]
    for width in widths[:-1]:
        starts.append(starts[-1] + width + len(wall))
    spaced = any(
        size > width
        for row in table.sizes
        if len(row) > 1
        for size, width in zip(row, widths, strict=False)
    )
    return Columns(starts, widths, wall, spaced, room)


def _shared(table: Table, left: int) -> list[int]:
    """``left`` cells shared out: whole words first, then what the smallest columns ask for."""
    least = _poured(table.words, left)
    wanted = [natural - own for natural, own in zip(table.naturals, least, strict=True)]
    more = _poured(wanted, left - sum(least))
    return [own + extra for own, extra in zip(least, more, strict=True)]


def _poured(wanted: Sequence[int], left: int) -> list[int]:
    """Give each what it wants or, where that is more than its share of what is left, the share."""
    given = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    for done, index in enumerate(order):
        given[index] = min(wanted[index], left // (len(wanted) - done))
        left -= given[index]
    return given


def heights(text: str, table: Table, columns: Columns) -> Iterator[int]:
    """How many lines each row takes."""
    for bounds, sizes in zip(table.cells, table.sizes, strict=True):
        height, widths = 1, columns.of(len(sizes))
        for column, size in enumerate(sizes):
            if size > (width := widths[column]):
                height = max(height, len(_lines(text, bounds, column, width)))
        yield height


def _lines(text: str, bounds: Sequence[int], column: int, width: int) -> list[int]:
    """Where the lines of a cell start."""
    start, end = bounds[column], min(bounds[column + 1] - 1, len(text))
    starts: list[int] = []
    if is_plain(text[start:end]):
        break_plain(text, start, end, width, False, starts, hang=True)
    else:
        break_odd(text, start, end, width, False, starts, tab=1, hang=True)
    return starts


def lay_row(text: str, table: Table, number: int, columns: Columns, indent: int) -> Row:
    """Set a row, as if it began on line 0 with nothing above it.

    Args:
        text: the article's plain text.
        table: the row's.
        number: which row, from 0.
        columns: from :func:`fit`.
        indent: cells before the table.
    """
    row = Row(0, 1, 0, columns, indent)
    bounds = table.cells[number]
    widths = columns.of(len(bounds) - 1)
    for column, after in enumerate(bounds[1:]):
        width, end = widths[column], min(after - 1, len(text))
        starts = _lines(text, bounds, column, width)
        # What ends the cell, a tab or newline, is drawn after its last words.
        stops = [*starts[1:], min(after, len(text))]
        for line, (left, right) in enumerate(zip(starts, stops, strict=True)):
            cell = indent + columns.starts[column]
            if table.figures[column] and len(widths) > 1:
                words = text[left : min(right, end)]
                hanging = right < end and words.endswith(" ")
                cell += max(0, width - cell_count(words) + hanging)
            row.pieces.append(Piece(left, right, cell))
            row.lines.append(line)
            row.places.append(column)
    row.height = max(row.lines) + 1
    return row
