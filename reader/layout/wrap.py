"""Document and width to visual lines, and offsets to cells and back.

For each line two numbers are kept in arrays: where it starts, and whose it is. Lines tile the
text, so a line ends where the next one starts. Stretches in which a code point is a cell are
wrapped with one ``rfind`` a line; others by prefix sums of their widths and bisection.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from archive.model import Span
from archive.text.document import Document
from reader.layout.cells import is_plain, prefix_sums, widths
from reader.layout.typeset import Setting, plain_setting, setting_of

# East Asian rules: what may not begin a line, what may not end one.
_NOT_FIRST = frozenset(
    "、。，．：；？！）」』】〕〉》〗・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥”’%‰"
)
_NOT_LAST = frozenset("（「『【〔〈《〖“‘")


class Layout:
    """The visual lines of a document in a column of a given width.

    Args:
        document: what is laid out.
        width: cells of the column, decorations included; at least 10 are used.

    Attributes:
        document: as given.
        width: as given.
        starts: the first code point of each line; never empty.
        owners: the index of the block each line belongs to; for a blank line between
            blocks ``~index`` of the block before it; ``len(blocks)`` outside all blocks.
        settings: how each block is set, and last how text outside all blocks is.
    """

    def __init__(self, document: Document, width: int) -> None:
        self.document = document
        self.width = width
        self.settings: Sequence[Setting] = [
            *(setting_of(block, width) for block in document.blocks),
            plain_setting(width),
        ]
        self.starts = array("l")
        self.owners = array("l")
        self._lay()

    def __len__(self) -> int:
        return len(self.starts)

    def _lay(self) -> None:
        text = self.document.text
        blocks = self.document.blocks
        before = blocks[0].span.start if blocks else len(text)
        whole = is_plain(text)
        if before or not blocks:
            self._lay_region(0, before, before, len(blocks), whole)
        for index, block in enumerate(blocks):
            stop = blocks[index + 1].span.start if index + 1 < len(blocks) else len(text)
            self._lay_region(block.span.start, block.span.end, stop, index, whole)

    def _lay_region(self, start: int, end: int, stop: int, owner: int, plain: bool) -> None:
        """Lay ``[start, end)``, the block ``owner``, and the separators up to ``stop``."""
        text = self.document.text
        setting = self.settings[owner]
        plain = plain or is_plain(text[start:end])
        fill = self._fill_plain if plain else self._fill_odd
        at = start
        while at < stop or at == start:
            newline = text.find("\n", at, stop)
            after = newline + 1 if newline >= 0 else stop
            if at > end or (at == end and start < end):
                self.starts.append(at)
                self.owners.append(~owner)
            else:
                fill(at, newline if newline >= 0 else stop, owner, setting)
            if after == at:
                break
            at = after

    def _fill_plain(self, start: int, end: int, owner: int, setting: Setting) -> None:
        text = self.document.text
        room = setting.room
        starts, owners = self.starts, self.owners
        while end - start > room:
            starts.append(start)
            owners.append(owner)
            cut = 0 if setting.hard else text.rfind(" ", start, start + room) + 1
            start = cut if cut > start else start + room
        starts.append(start)
        owners.append(owner)

    def _fill_odd(self, start: int, end: int, owner: int, setting: Setting) -> None:
        line = self.document.text[start:end]
        cells = widths(line, len(setting.tab))
        sums = prefix_sums(cells)
        total = sums[-1]
        at = 0
        while True:
            self.starts.append(start + at)
            self.owners.append(owner)
            if total - sums[at] <= setting.room:
                return
            limit = bisect_right(sums, sums[at] + setting.room, at) - 1
            at = limit if setting.hard else _break(line, cells, at, limit)

    # Offsets and cells

    def line_of(self, offset: int) -> int:
        """The line that holds the code point at ``offset``; of the text's end, the last."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, line: int) -> Span:
        """The code points of a line, its newline included.

        Raises:
            IndexError: if there is no such line.
        """
        start = self.starts[line]
        if line + 1 < len(self.starts):
            return Span(start, self.starts[line + 1])
        return Span(start, len(self.document.text))

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
        first = line == 0 or self.owners[line - 1] != owner
        return setting.first if first else setting.rest

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

    def position(self, offset: int) -> tuple[int, int]:
        """Line and cell where the code point at ``offset`` is drawn.

        Args:
            offset: code points, up to and including the text's length.
        """
        line = self.line_of(offset)
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
        span = self.span(line)
        text = span.of(self.document.text).removesuffix("\n")
        if not text:
            return span.start
        wanted = max(0, cell - self.indent(line))
        if is_plain(text):
            return span.start + min(wanted, len(text) - 1)
        cells = widths(text, len(self.setting(line).tab))
        at = min(bisect_right(prefix_sums(cells), wanted), len(text)) - 1
        while at > 0 and not cells[at]:
            at -= 1
        return span.start + at


def _break(line: str, cells: bytes, start: int, limit: int) -> int:
    """Where to end a line that is full at ``limit``: after a blank, or between wide signs."""
    blank = max(line.rfind(" ", start, limit), line.rfind("\t", start, limit)) + 1
    for at in range(limit, max(blank, start), -1):
        wide = cells[at] == 2 or _base_width(cells, at) == 2
        if wide and cells[at] and line[at] not in _NOT_FIRST and line[at - 1] not in _NOT_LAST:
            return at
    return blank if blank > start else limit


def _base_width(cells: bytes, at: int) -> int:
    """The cells of what is drawn just before ``at``."""
    at -= 1
    while at > 0 and not cells[at]:
        at -= 1
    return cells[at]
