"""The register of entities, one a line: type, name with aliases, counts; by type under headings."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from archive.model import EntityRow
from reader.widgets.line_list import LineList, fit

_COUNTS = (("Mentions", "mentions"), ("Articles", "articles"), ("Claims", "claims"))
_COUNT = 9  # cells of each count
_TYPE = 13


class EntityList(LineList):
    """Entities; a double click opens one."""

    header_height = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[EntityRow | str] = ()
        self.selected: dict[str, None] = {}

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._lines)

    @property
    def current(self) -> EntityRow | None:
        """The entity under the cursor."""
        line = self._lines[self.cursor] if self._lines else ""
        return line if isinstance(line, EntityRow) else None

    def can_hold_cursor(self, index: int) -> bool:
        return not isinstance(self._lines[index], str)

    def row_style(self, index: int) -> str:
        line = self._lines[index]
        chosen = isinstance(line, EntityRow) and line.entity.id in self.selected
        return "selected" if chosen else ""

    def display_rows(self, lines: Sequence[EntityRow | str]) -> None:
        """Show these, headings among them; the cursor stays on the entity it stands on."""
        at = self.current
        self._lines = lines
        known = {line.entity.id for line in lines if isinstance(line, EntityRow)}
        self.selected = {id: None for id in self.selected if id in known}
        for index, line in enumerate(lines):
            if at is not None and isinstance(line, EntityRow) and line.entity.id == at.entity.id:
                self.cursor = index
        self.renew()

    def go_to(self, entity: str) -> None:
        """Put the cursor on an entity, where it is listed."""
        for index, line in enumerate(self._lines):
            if isinstance(line, EntityRow) and line.entity.id == entity:
                self.place(index)

    def toggle(self) -> None:
        """Select the entity under the cursor, or leave it out again, and go on."""
        if self.current is not None:
            id = self.current.entity.id
            if id in self.selected:
                del self.selected[id]
            else:
                self.selected[id] = None
            self.place(self.cursor + 1)
            self.refresh()

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """The columns' names."""
        counts = "".join(fit(name, _COUNT, right=True) for name, _ in _COUNTS)
        return [Segment(f"   {fit('Type', _TYPE)} {fit('Name', _name_width(width))}{counts}")]

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, whether selected, type, name, counts; or a heading."""
        line = self._lines[index]
        dim, glyph = self.look("dim", style), self.look("glyph", style)
        if isinstance(line, str):
            return [Segment(f" {fit(line, max(1, width - 1))}", glyph)]
        entity, room = line.entity, _name_width(width)
        aliases = ", ".join(alias.form for alias in entity.aliases[:20])
        name = fit(f"{entity.name}  {aliases}", room)
        known = min(len(name), len(entity.name))
        counts = [fit(f"{getattr(line, of):,}", _COUNT, right=True) for _, of in _COUNTS]
        return [
            Segment("▸" if index == self.cursor else " ", glyph),
            Segment("● " if entity.id in self.selected else "  ", glyph),
            Segment(fit(entity.type, _TYPE) + " ", dim),
            Segment(name[:known], style + Style(bold=True)),
            Segment(name[known:], dim),
            Segment("".join(counts), style),
        ]


def _name_width(width: int) -> int:
    return max(8, width - _TYPE - 4 - _COUNT * len(_COUNTS))
