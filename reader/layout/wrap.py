"""Document and width to visual lines, and offsets to cells and back.

For each line two numbers are kept in arrays: where it starts, and whose it is. Outside tables
lines tile the text, so a line ends where the next one starts. The lines of a table's row all
count as starting where the row does; what stands on them the row itself tells, which is set when
it is first asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from archive.model import Span
from archive.text.document import BlockKind, Document
from reader.layout.breaking import break_odd, break_plain
from reader.layout.cells import is_plain, prefix_sums, widths
from reader.layout.tables import (
    Columns,
    Piece,
    Row,
    Table,
    find_tables,
    fit,
    heights,
    lay_row,
    measure,
)
from reader.layout.typeset import GOES_ON, Setting, hang_of, plain_setting, setting_of


class Layout:
    """The visual lines of a document in a column of a given width.

    Args:
        document: what is laid out.
        width: cells of the column, decorations included; at least 10 are used.
        like: a layout of any document; where it is of this one, what does not depend on the
            width is taken from there.

    Attributes:
        document: as given.
        width: as given.
        starts: the first code point of each line; never empty. For lines of a table's row,
            that of the row.
        owners: the index of the block each line belongs to; for a blank line between
            blocks ``~index`` of the block before it; ``len(blocks)`` outside all blocks.
        settings: how each block is set, and last how text outside all blocks is.
    """

    def __init__(self, document: Document, width: int, like: Layout | None = None) -> None:
        self.document = document
        self.width = width
        self.settings: Sequence[Setting] = [
            *(setting_of(block, width) for block in document.blocks),
            plain_setting(width),
        ]
        self.starts = array("l")
        self.owners = array("l")
        self._tables: Sequence[Table] = (
            like._tables
            if like is not None and like.document is document
            else [measure(document, first, after) for first, after in find_tables(document)]
        )
        # By the block that is a row: its table, its columns, its first line, what is above it.
        self._rows: dict[int, tuple[Table, Columns, int, int]] = {}
        self._set_rows: dict[int, Row] = {}
        # Blank lines above headings, which no code point has; what further lines of an item
        # of plain text hang by, in cells.
        self._blanks: set[int] = set()
        self._hangs: dict[int, int] = {}
        self._lay()

    def __len__(self) -> int:
        return len(self.starts)

    def _lay(self) -> None:
        text = self.document.text
        blocks = self.document.blocks
        before = blocks[0].span.start if blocks else len(text)
        whole = is_plain(text)
        tables = {table.first: table for table in self._tables}
        if before or not blocks:
            self._lay_region(0, before, before, len(blocks), whole)
        index = 0
        while index < len(blocks):
            table = tables.get(index)
            columns = fit(table, self.settings[index].room) if table is not None else None
            if table is not None and columns is not None:
                self._lay_table(table, columns)
                index += len(table.cells)
                continue
            block = blocks[index]
            self._lay_above(index)
            self._lay_region(block.span.start, block.span.end, self._stop(index), index, whole)
            index += 1

    def _lay_above(self, index: int) -> None:
        """Lay what parts a block from the one before it, besides the lines of the text."""
        above, blocks = self.settings[index].above, self.document.blocks
        if not above or not index or self.owners[-1] >= 0:
            return
        if blocks[index - 1].kind is BlockKind.HEADING:
            return  # it heads this one too
        for _ in range(above):
            self._blanks.add(len(self.starts))
            self.starts.append(blocks[index].span.start)
            self.owners.append(~(index - 1))

    def _stop(self, index: int) -> int:
        """Where the text after a block and the separators behind it begins."""
        blocks = self.document.blocks
        if index + 1 < len(blocks):
            return blocks[index + 1].span.start
        return len(self.document.text)

    def _lay_table(self, table: Table, columns: Columns) -> None:
        text = self.document.text
        for number, height in enumerate(heights(text, table, columns)):
            owner = table.first + number
            # A rule under the header, a blank line between rows of several lines.
            above = int(bool(number) and (columns.spaced or (table.header and number == 1)))
            self._rows[owner] = (table, columns, len(self.starts), above)
            start = self.document.blocks[owner].span.start
            self.starts.extend([start] * (height + above))
            self.owners.extend([owner] * (height + above))
        last = table.first + len(table.cells) - 1
        end, stop = self.document.blocks[last].span.end, self._stop(last)
        newline = text.find("\n", end, stop)
        if newline >= 0:
            self._lay_gaps(newline + 1, stop, last)

    def _lay_gaps(self, start: int, stop: int, owner: int) -> None:
        """Lay the separators behind a block whose own newline stands before ``start``."""
        text = self.document.text
        while start < stop:
            self.starts.append(start)
            self.owners.append(~owner)
            newline = text.find("\n", start, stop)
            start = newline + 1 if newline >= 0 else stop

    def _row(self, owner: int) -> Row:
        """The row that a block is, set."""
        row = self._set_rows.get(owner)
        if row is None:
            table, columns, line, above = self._rows[owner]
            indent = self.settings[owner].indent
            number = owner - table.first
            row = lay_row(self.document.text, table, number, columns, indent)
            row.line, row.above, row.header = line, above, table.header and number == 1
            row.height += above
            self._set_rows[owner] = row
        return row

    def _row_at(self, line: int) -> Row | None:
        """The row that a line belongs to, if it is one of a table's."""
        owner = self.owners[line]
        return self._row(owner) if owner in self._rows else None

    def _lay_region(self, start: int, end: int, stop: int, owner: int, plain: bool) -> None:
        """Lay ``[start, end)``, the block ``owner``, and the separators up to ``stop``."""
        text = self.document.text
        setting = self.settings[owner]
        plain = plain or is_plain(text[start:end])
        at = start
        while at < stop or at == start:
            newline = text.find("\n", at, stop)
            after = newline + 1 if newline >= 0 else stop
            if at > end or (at == end and start < end):
                self._lay_gaps(at, stop, owner)
                break
            tail = newline if newline >= 0 else stop
            self._break(at, tail, setting, plain)
            self.owners.extend([owner] * (len(self.starts) - len(self.owners)))
            if after == at:
                break
            at = after

    def _break(self, start: int, end: int, setting: Setting, plain: bool) -> None:
        """Lay a stretch of text without newlines."""
        first = len(self.starts)
        self._fill(start, end, setting.room, setting, plain)
        if first + 1 == len(self.starts):
            return
        if hang := hang_of(self.document.text[start : self.starts[first + 1]], setting):
            after = self.starts[first + 1]
            del self.starts[first + 1 :]
            self._fill(after, end, setting.room - hang, setting, plain)
            self._hangs.update(dict.fromkeys(range(first + 1, len(self.starts)), hang))

    def _fill(self, start: int, end: int, room: int, setting: Setting, plain: bool) -> None:
        text, hard, into = self.document.text, setting.hard, self.starts
        if plain:
            break_plain(text, start, end, room, hard, into)
        else:
            break_odd(text, start, end, room, hard, into, tab=len(setting.tab))

    # Offsets and cells

    def line_of(self, offset: int) -> int:
        """The line that holds the code point at ``offset``; of the text's end, the last."""
        line = max(0, bisect_right(self.starts, offset) - 1)
        if self._rows and (row := self._row_at(line)) is not None:
            return row.at(offset)[0]
        return line

    def lines_of(self, span: Span) -> tuple[int, int]:
        """The first and the last of the lines that a span touches; of a row, all of them."""
        first, last = self.line_of(span.start), self.line_of(max(span.start, span.end - 1))
        if self._rows:
            if (row := self._row_at(first)) is not None:
                first = row.line
            if (row := self._row_at(last)) is not None:
                last = row.line + row.height - 1
        return first, last

    def span(self, line: int) -> Span:
        """The code points of a line, its newline included; in a table, from first to last cell.

        Raises:
            IndexError: if there is no such line.
        """
        start = self.starts[line]
        if self._rows and self.owners[line] in self._rows:
            pieces = self.pieces(line)
            return Span(pieces[0].start, pieces[-1].end) if pieces else Span(start, start)
        if line + 1 < len(self.starts):
            return Span(start, self.starts[line + 1])
        return Span(start, len(self.document.text))

    def pieces(self, line: int) -> Sequence[Piece]:
        """What of the text stands on a line, from left to right; none on a bare one.

        Raises:
            IndexError: if there is no such line.
        """
        if self._rows and (row := self._row_at(line)) is not None:
            return row.on(line)
        if line in self._blanks:
            return ()
        span = self.span(line)
        return (Piece(span.start, span.end, self.indent(line)),)

    def background(self, line: int) -> str:
        """What is drawn on a line of a table where no words are; empty outside tables."""
        if not self._rows or (row := self._row_at(line)) is None:
            return ""
        return " " * row.indent + (row.bare(line) or row.background)

    def is_bare(self, line: int) -> bool:
        """Whether a line holds no code point: a rule in a table, a blank above a heading."""
        if line in self._blanks:
            return True
        if not self._rows or (row := self._row_at(line)) is None:
            return False
        return row.bare(line) is not None

    def setting(self, line: int) -> Setting:
        """How the block of a line, or the block before a blank line, is set."""
        owner = self.owners[line]
        return self.settings[owner if owner >= 0 else ~owner]

    def is_gap(self, line: int) -> bool:
        """Whether the line is a blank one between blocks."""
        return self.owners[line] < 0

    def prefix(self, line: int) -> str:
        """The decoration before a line: one character a cell."""
        owner = self.owners[line]
        if owner < 0:
            after = self.settings[~owner + 1]
            return min(self.settings[~owner].bars, after.bars, key=len)
        setting = self.settings[owner]
        if line == 0 or self.owners[line - 1] != owner:
            return setting.first
        if hang := self._hangs.get(line):
            return setting.rest + " " * hang
        goes_on = setting.hard and self.document.text[self.starts[line] - 1] != "\n"
        if goes_on and len(setting.rest) >= len(GOES_ON):
            return setting.rest[: -len(GOES_ON)] + GOES_ON
        return setting.rest

    def suffix(self, line: int) -> str:
        """The decoration after a line: one character a cell."""
        owner = self.owners[line]
        if owner < 0 or not self.settings[owner].last:
            return ""
        last = line + 1 == len(self.starts) or self.owners[line + 1] != owner
        return self.settings[owner].last if last else ""

    def indent(self, line: int) -> int:
        """The cells before the first code point of a line."""
        return len(self.prefix(line))

    def has_text_at(self, line: int, cell: int) -> bool:
        """Whether a code point of a line is drawn at a cell."""
        text = self.document.text
        for piece in self.pieces(line):
            last = max(piece.start, piece.end - 1)
            if last > piece.start and text[last] in "\t\n":
                last -= 1
            if piece.cell <= cell <= self.position(last)[1]:
                return True
        return False

    def position(self, offset: int) -> tuple[int, int]:
        """Line and cell where the code point at ``offset`` is drawn.

        Args:
            offset: code points, up to and including the text's length.
        """
        line = self.line_of(offset)
        if self._rows and (row := self._row_at(line)) is not None:
            piece = row.at(offset)[1]
            cells = widths(self.document.text[piece.start : piece.end], 1)
            return line, piece.cell + sum(cells[: offset - piece.start])
        span = self.span(line)
        text = span.of(self.document.text)
        within = min(offset, span.end) - span.start
        if is_plain(text):
            # Only an offset past the text's last newline has one before it.
            return line, self.indent(line) + within - text.count("\n", 0, within)
        cells = widths(text, len(self.setting(line).tab))
        return line, self.indent(line) + sum(cells[:within])

    def offset(self, line: int, cell: int) -> int:
        """The code point drawn at a cell; past the line's end, the last one drawn on it.

        A newline answers only on a line that has nothing else. Lines before the first and
        after the last are taken for these.
        """
        line = min(max(line, 0), len(self.starts) - 1)
        row = self._row_at(line) if self._rows else None
        if row is not None:
            piece = row.nearest(line, cell)
            span, left, tab = Span(piece.start, piece.end), piece.cell, 1
        else:
            span, left, tab = self.span(line), self.indent(line), len(self.setting(line).tab)
        text = span.of(self.document.text).removesuffix("\n")
        if row is not None:
            text = text.removesuffix("\t")
        if not text:
            return span.start
        wanted = max(0, cell - left)
        if is_plain(text):
            return span.start + min(wanted, len(text) - 1)
        cells = widths(text, tab)
        at = min(bisect_right(prefix_sums(cells), wanted), len(text)) - 1
        while at > 0 and not cells[at]:
            at -= 1
        return span.start + at
