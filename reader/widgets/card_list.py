"""A claim's card as lines: statement, fields, appearances, evidence, history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size

from reader.layout.cells import drawn
from reader.widgets.line_list import LineList, fit

Run = tuple[str, str]
"""A stretch of text and its look.

``""``, ``dim``, ``head``, ``passage`` (what all of it is about), ``gone``, ``come`` or ``figure``.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the card, of one line or several.

    Attributes:
        runs: its text; words are not parted at the runs' ends.
        target: id of the mark it is about, which Enter goes to; or empty.
        piece: id of the piece of evidence it is about, or empty.
        indent: cells before each line.
        stop: whether the cursor may stand on it.
    """

    runs: tuple[Run, ...]
    target: str = ""
    piece: str = ""
    indent: int = 0
    stop: bool = False


class CardList(LineList):
    """The card; its entries are wrapped to the width there is."""

    DEFAULT_CSS = """
    CardList {
        & > .line-list--passage { text-style: bold underline; }
        & > .line-list--gone { color: $error; text-style: strike; }
        & > .line-list--come { color: $success; text-style: underline; }
        & > .line-list--figure { color: $warning; text-style: bold reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--passage",
        "line-list--gone",
        "line-list--come",
        "line-list--figure",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()
        self._wrapped_to = Size(0, 0)
        self._lines: list[tuple[int, bool, list[Run]]] = []
        self.selected: set[str] = set()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor, if the cursor may stand there."""
        entry = self._entries[self._lines[self.cursor][0]] if self._lines else None
        return entry if entry is not None and entry.stop else None

    def display_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the cursor stays on the mark or evidence it stands on."""
        at = self.current
        self._entries = entries
        self._wrap()
        for line, (number, first, _) in enumerate(self._lines):
            entry = entries[number]
            place = (entry.target, entry.piece) if first and entry.stop else None
            if at is not None and place == (at.target, at.piece):
                self.cursor = line
                break
        self.renew()

    def on_resize(self) -> None:
        if self.size == self._wrapped_to:
            self.renew()
            return
        at = self._lines[self.cursor][0] if self._lines else 0
        self._wrap()
        self.cursor = next(
            (line for line, (number, _, _) in enumerate(self._lines) if number == at), 0
        )
        self.renew()

    def _wrap(self) -> None:
        self._wrapped_to = self.size
        if not self.size.width:
            self._lines = []  # not laid out yet: its size is still to come
            return
        # Where it does not fit, a scrollbar will stand there, though it does not yet.
        narrow = self.size.width - self.styles.scrollbar_size_vertical
        if len(self._entries) <= self.page:
            self._lines = self._lines_of(self.size.width)
            if len(self._lines) <= self.page:
                return
        self._lines = self._lines_of(narrow)

    def _lines_of(self, width: int) -> list[tuple[int, bool, list[Run]]]:
        room = max(20, width) - 2
        return [
            (number, first, line)
            for number, entry in enumerate(self._entries)
            for first, line in _firsts(wrapped(entry.runs, room - entry.indent))
        ]

    def can_hold_cursor(self, index: int) -> bool:
        """Only the first lines of what can be gone to."""
        number, first, _ = self._lines[index]
        return first and self._entries[number].stop

    def row_style(self, index: int) -> str:
        """Selected appearances have a look of their own."""
        target = self._entries[self._lines[index][0]].target
        return "selected" if target and target in self.selected else ""

    def turn_selection(self) -> None:
        """Select the appearance under the cursor, or leave it out again, and go on."""
        entry = self.current
        if entry is not None and entry.target and not entry.piece:
            self.selected ^= {entry.target}
            self.move("down")
            self.refresh()

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, then the line's runs."""
        number, first, runs = self._lines[index]
        cursor = "▸ " if index == self.cursor and first and self._entries[number].stop else "  "
        segments = [Segment(cursor + " " * self._entries[number].indent, self.look("glyph", style))]
        segments += [
            Segment(text, self.look(part, style) if part else style) for text, part in runs
        ]
        used = sum(cell_len(segment.text) for segment in segments)
        return [*segments, Segment(fit("", max(0, width - used)), style)]


def _firsts(lines: Iterable[list[Run]]) -> Iterator[tuple[bool, list[Run]]]:
    for number, line in enumerate(lines):
        yield not number, line


def wrapped(runs: Sequence[Run], width: int) -> list[list[Run]]:
    """Runs of text as lines of at most ``width`` cells, made harmless; one line at the least."""
    harmless = [(drawn(text), part) for text, part in runs]
    if sum(cell_len(text) for text, _ in harmless) <= width:
        return [[(text.replace("\n", " "), part) for text, part in harmless if text]]
    lines: list[list[Run]] = [[]]
    used = 0
    for text, part in harmless:
        for word in _words(text):
            size = cell_len(word)
            if used and used + cell_len(word.rstrip()) > width:
                lines.append([])
                used, word = 0, word.lstrip()
                size = cell_len(word)
            while size > width:  # a word longer than a line
                cut = fit(word, width)
                cut = word[: max(1, len(cut.rstrip("…")))]
                lines[-1].append((cut, part))
                lines.append([])
                word = word[len(cut) :]
                size = cell_len(word)
            lines[-1].append((word, part))
            used += size
    return lines


def _words(text: str) -> Iterator[str]:
    """Words, each with the blanks before it; blanks alone where there is no word."""
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and text[end].isspace():
            end += 1
        while end < len(text) and not text[end].isspace():
            end += 1
        yield text[at:end].replace("\n", " ")
        at = end
