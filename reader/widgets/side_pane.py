"""The marks of the article, in document order, beside the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from rich.style import Style

from archive.model import Placement, Span
from reader.layout.marks import MarkKind
from reader.widgets.line_list import LineList, fit

GLYPHS = {MarkKind.CLAIM: "C", MarkKind.ENTITY: "E", MarkKind.HIGHLIGHT: "H", MarkKind.NOTE: "N"}


@dataclass(frozen=True, slots=True)
class PaneMark:
    """A mark as the pane shows it.

    Attributes:
        id: the annotation's id.
        span: its place in the text shown; None if it has none there.
        exact: the words marked, when it was made.
        detail: the claim's statement if reworded, the entity, the note; may be empty.
        label: a digit, or empty.
    """

    id: str
    kind: MarkKind
    span: Span | None
    exact: str
    detail: str
    placement: Placement
    label: str = ""

    @property
    def warning(self) -> str:
        """What the reader must know of its place, or empty."""
        return {
            Placement.AMBIGUOUS: "ambiguous: several places fit",
            Placement.LOST: "lost: not in this revision",
            Placement.EDITED: "the text here was edited",
        }.get(self.placement, "")


_Line = tuple[PaneMark | None, Literal["words", "detail", "warning"], str]


def _drawn(line: _Line) -> tuple[object, ...]:
    """What of a line is to be seen: a mark just written has another id and looks the same."""
    mark, part, text = line
    return part, text, mark and (mark.kind, mark.label, mark.span is None)


class SidePane(LineList):
    """Each mark on one line, what is said of it on lines beneath.

    Args:
        empty: what it says while there is no mark.
    """

    opens_on_click = True

    def __init__(self, empty: Sequence[str] = ("No marks yet.",), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._empty = empty
        self.active = False
        self._lines: list[_Line] = []

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def display_marks(self, marks: Sequence[PaneMark]) -> None:
        """Show these, in the order given; the cursor stays on its mark."""
        at, before = self.current, [_drawn(line) for line in self._lines]
        self._lines = []
        for mark in marks:
            if at is not None and mark.id == at.id:
                self.cursor = len(self._lines)
            self._lines.append((mark, "words", " ".join(mark.exact.split())))
            if mark.warning:
                self._lines.append((None, "warning", mark.warning))
            if mark.detail:
                self._lines.append((None, "detail", " ".join(mark.detail.split())))
        if not self._lines:
            self._lines = [(None, "detail", line) for line in self._empty]
        if [_drawn(line) for line in self._lines] != before:
            self.renew()

    @property
    def current(self) -> PaneMark | None:
        """The mark under the cursor."""
        return self._lines[self.cursor][0] if self.cursor < len(self._lines) else None

    def follow(self, id: str | None) -> None:
        """Put the cursor on a mark without telling anyone: the caret went there."""
        for index, (mark, _, _) in enumerate(self._lines):
            if mark is not None and mark.id == id:
                if index != self.cursor:
                    self.cursor = index
                    self.show_cursor()
                    self.refresh()
                return

    def can_hold_cursor(self, index: int) -> bool:
        """Only lines that begin a mark can."""
        return self._lines[index][0] is not None

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """A letter for the kind, the words; beneath them what is said of them."""
        mark, part, text = self._lines[index]
        dim = self.look("dim", style)
        if mark is None:
            lead = "    ! " if part == "warning" else "      "
            if not any(line[0] for line in self._lines):
                lead = " "
            return [Segment(lead + fit(text, max(1, width - len(lead))), dim)]
        glyph = self.look("glyph", style)
        cursor = "▸" if index == self.cursor and self.active else " "
        lead = f"{cursor}{GLYPHS[mark.kind]}{mark.label or ' '} "
        # Words that no longer have a place stand in parentheses.
        words = text if mark.span is not None else f"({text})"
        return [Segment(lead, glyph + Style(bold=True)), Segment(fit(words, width - 4), style)]
