"""Lines that show a passage between what stands before and after it: found names, concordances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from reader.widgets.line_list import LineList, fit


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        text: shown alone where there is no passage: a heading, a fact.
        exact: the passage; ``before`` and ``after`` are what surrounds it.
        lead: what stands before it in a column of its own (a date, an entity).
        mark: one sign at the very left, such as ``●``.
        heading: whether it parts the lines below from those above; the cursor passes it by.
        thing: what the line is about, for the screen.
    """

    text: str = ""
    exact: str = ""
    before: str = ""
    after: str = ""
    lead: str = ""
    mark: str = ""
    heading: bool = False
    thing: object = None


class ContextList(LineList):
    """Lines with passages aligned at their beginning; a double click opens one."""

    def __init__(self, lead: int = 12, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lead = lead
        self.lines: Sequence[Line] = ()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def current(self) -> Line | None:
        """The line under the cursor, headings left out."""
        line = self.lines[self.cursor] if self.lines else None
        return None if line is None or line.heading else line

    def can_hold_cursor(self, index: int) -> bool:
        return not self.lines[index].heading

    def display_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the cursor stays on the number of its line."""
        self.lines = lines
        self.renew()
        if self.size.height:  # before it is laid out, everything would be out of sight
            self.show_cursor()

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, mark, lead, and the passage in its context; or the text."""
        line = self.lines[index]
        dim, glyph = self.look("dim", style), self.look("glyph", style)
        if line.heading:
            return [Segment(f" {fit(line.text, max(1, width - 1))}", glyph)]
        begin = Segment(("▸" if index == self.cursor else " ") + (line.mark or " ") + " ", glyph)
        if not line.exact:
            room = max(4, width - 3)
            return [begin, Segment(fit(f"{line.lead}  {line.text}".strip(), room), style)]
        room = max(12, width - self._lead - 5)
        left = room // 2 - 4
        before = " ".join(line.before.split())
        before += " " if line.before[-1:].isspace() else ""
        after = line.after.replace("\n", " ")
        exact = fit(line.exact, min(len(line.exact), room - left))
        return [
            begin,
            Segment(fit(line.lead, self._lead) + " ", dim),
            Segment(fit(before[-left:], left, right=True), dim),
            Segment(exact, style + Style(bold=True, underline=True)),
            Segment(fit(after, max(0, room - left - len(exact))), dim),
        ]
