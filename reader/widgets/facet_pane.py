"""The facets: what the list can be narrowed by, with how many articles each value has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from archive.model import Facets
from reader.widgets.line_list import LineList, fit

FIELDS = ("language", "outlet", "year", "tag", "entity")
_HEADINGS = {
    "language": "Language",
    "outlet": "Outlet",
    "year": "Year",
    "tag": "Tag",
    "entity": "Entity",
}
SHOWN = 40  # values of one field; the rest is found by searching
ON, OFF = "■", "□"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a heading (``value`` None) or a value with its number of articles."""

    field: str
    value: str | None = None
    articles: int = 0


def lines_of(facets: Facets, chosen: Mapping[str, str]) -> list[Line]:
    """The pane's lines; a chosen value shows even where no article has it any more."""
    lines: list[Line] = []
    for field in FIELDS:
        counts = list(getattr(facets, field)[:SHOWN])
        picked = chosen.get(field)
        if picked is not None and all(value != picked for value, _ in counts):
            rest = dict(getattr(facets, field))
            counts.insert(0, (picked, rest.get(picked, 0)))
        if counts:
            lines.append(Line(field))
            lines.extend(Line(field, value, number) for value, number in counts)
    return lines


class FacetPane(LineList):
    """Facet values under their headings; a click or Enter toggles one."""

    opens_on_click = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._chosen: Mapping[str, str] = {}

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._lines)

    def display_facets(self, facets: Facets, chosen: Mapping[str, str]) -> None:
        """Show these facets, with the values chosen ticked; the cursor keeps its value."""
        at = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        self._lines, self._chosen = lines_of(facets, chosen), dict(chosen)
        if at is not None:
            for index, line in enumerate(self._lines):
                if (line.field, line.value) == (at.field, at.value):
                    self.cursor = index
                    break
        self.renew()

    def line(self, index: int) -> Line:
        """The line at an index."""
        return self._lines[index]

    def can_hold_cursor(self, index: int) -> bool:
        """Headings cannot."""
        return self._lines[index].value is not None

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """A box, ticked or not, the value and its number of articles."""
        line = self._lines[index]
        if line.value is None:
            head = self.look("head", style)
            return [Segment(fit(_HEADINGS[line.field], width), head + Style(bold=True))]
        number = f"{line.articles:,}"
        box = ON if self._chosen.get(line.field) == line.value else OFF
        value = fit(line.value, max(1, width - len(number) - 5))
        dim = self.look("dim", style)
        cursor = ">" if index == self.cursor and self.active else " "
        return [Segment(f"{cursor}{box} {value} ", style), Segment(number + " ", dim)]
