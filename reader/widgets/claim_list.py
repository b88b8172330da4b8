"""The ledger's list: claims, one a line, under headings where they are grouped."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from archive.model import ClaimRow
from reader.widgets.line_list import LineList, fit

Line = ClaimRow | str
"""A claim, or the heading of those that follow."""


class ClaimList(LineList):
    """Claims with a cursor and a selection."""

    header_height = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._known: frozenset[str] = frozenset()
        self.selected: set[str] = set()

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._lines)

    @property
    def current(self) -> ClaimRow | None:
        """The claim under the cursor."""
        line = self._lines[self.cursor] if self._lines else None
        return line if isinstance(line, ClaimRow) else None

    @property
    def chosen(self) -> list[str]:
        """The selected claims as they are listed, then those that are not listed now."""
        listed = [line.id for line in self._lines if isinstance(line, ClaimRow)]
        shown = [id for id in listed if id in self.selected]
        return [*dict.fromkeys(shown), *sorted(self.selected.difference(shown))]

    def display_claims(self, lines: Sequence[Line], verdicts: Sequence[str]) -> None:
        """Show these; the cursor stays on the claim it stands on, or near its place.

        Args:
            lines: claims and headings.
            verdicts: those of the scheme; others are shown with a mark.
        """
        at = self.current
        self._lines, self._known = lines, frozenset(verdicts)
        if at is not None:
            self.cursor = _line_of(at, lines, self.cursor)
        self.renew()

    def can_hold_cursor(self, index: int) -> bool:
        """Headings are no place for it."""
        return not isinstance(self._lines[index], str)

    def row_style(self, index: int) -> str:
        """Selected claims have a look of their own."""
        line = self._lines[index]
        return "selected" if isinstance(line, ClaimRow) and line.id in self.selected else ""

    def turn_selection(self) -> None:
        """Select the claim under the cursor or leave it out again, and go on to the next."""
        row = self.current
        if row is not None:
            self.selected ^= {row.id}
            self.move("down")
            self.refresh()

    def turn_all(self) -> None:
        """Select all claims listed or, if they are, none."""
        listed = {line.id for line in self._lines if isinstance(line, ClaimRow)}
        self.selected = set() if self.selected >= listed else listed
        self.refresh()

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """The columns' names."""
        names = ("Verdict", "Kind", "×", "Evidence", "Who", "Claim")
        sizes = _sizes(width)
        cells = [fit(name, size) + " " for name, size in zip(names, sizes, strict=True) if size]
        return [Segment("   " + "".join(cells))]

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, selection, verdict, kind, appearances, evidence, claimant, statement."""
        line = self._lines[index]
        if isinstance(line, str):
            return [Segment(fit(f" {line}", width), style + Style(bold=True))]
        dim, glyph = self.look("dim", style), self.look("glyph", style)
        verdict, kind, often, evidence, who, statement = _sizes(width)
        odd = "" if line.verdict in self._known else "? "
        marks = "▸" if index == self.cursor else " "
        marks += "┃" if line.id in self.selected else " "
        due = f"due {line.due}: " if line.due else ""
        segments = [
            Segment(marks + " ", glyph),
            Segment(fit(odd + line.verdict, verdict) + " ", style),
        ]
        for size, text in (
            (kind, line.kind.value),
            (often, str(line.appearances)),
            (evidence, evidence_shown(line)),
            (who, line.speaker or ""),
        ):
            if size:
                segments.append(Segment(fit(text, size) + " ", dim))
        segments.append(Segment(fit(due + line.statement, statement), style))
        return segments


def _line_of(row: ClaimRow, lines: Sequence[Line], otherwise: int) -> int:
    """The line of a claim; it is often the very same object, which is soon found."""
    for number, one in enumerate(lines):
        if one is row:
            return number
    for number, one in enumerate(lines):
        if not isinstance(one, str) and one.id == row.id:
            return number
    return otherwise


def evidence_shown(row: ClaimRow) -> str:
    """How many sources support, contradict, and tell of the context; … until that is known."""
    if not row.counted:
        return "…"
    counts = (("+", row.supports), ("-", row.contradicts), ("·", row.context))
    return " ".join(f"{sign}{count}" for sign, count in counts if count)


def _sizes(width: int) -> tuple[int, int, int, int, int, int]:
    """Cells of each column; 0 leaves one out."""
    verdict, kind, often = (11, 0, 3) if width < 80 else (13, 10, 3)
    evidence = 8 if width >= 64 else 0
    who = min(20, width // 7) if width >= 80 else 0
    taken = 3 + sum(size + 1 for size in (verdict, kind, often, evidence, who) if size)
    return verdict, kind, often, evidence, who, max(8, width - taken)
