"""The dossiers, one a line: last change, number of parts, title."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from archive.dossiers import Listed
from archive.model import Dossier
from reader.widgets.line_list import LineList, fit


class DossierList(LineList):
    """Dossiers; a double click opens one."""

    header_height = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dossiers: Sequence[Listed] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._dossiers)

    @property
    def current(self) -> Dossier | None:
        """The dossier under the cursor."""
        return self._dossiers[self.cursor].dossier if self._dossiers else None

    def display_dossiers(self, dossiers: Sequence[Listed]) -> None:
        """Show these; the cursor stays on the dossier it stands on."""
        at = self.current
        self._dossiers = dossiers
        self.renew()
        if at is not None:
            self.go_to(at.id)

    def go_to(self, id: str) -> None:
        """Put the cursor on a dossier, if it is listed."""
        for index, one in enumerate(self._dossiers):
            if one.dossier.id == id:
                self.place(index)

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """The columns' names."""
        return [Segment(f"  {'Changed':<16}  Parts  Title")]

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, last change, number of parts, title."""
        one = self._dossiers[index]
        dim = self.look("dim", style)
        cursor = "▸ " if index == self.cursor else "  "
        return [
            Segment(cursor, self.look("glyph", style)),
            Segment(fit(one.changed[:16].replace("T", " "), 16) + "  ", dim),
            Segment(fit(f"{one.parts:,}", 5, right=True) + "  ", dim),
            Segment(fit(one.dossier.title, max(8, width - 27)), style),
        ]
