"""The facets: what the list can be narrowed by, with how many articles each value has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from archive.model import Counts, Facets
from reader.widgets.line_list import LineList, fit

FIELDS = ("language", "outlet", "year", "tag", "entity", "mark")
_HEADINGS = {
    "language": "Language",
    "outlet": "Outlet",
    "year": "Year",
    "tag": "Tag",
    "entity": "Entity",
    "mark": "Marks",
}
SHOWN = 40  # values of one field; the rest is found by searching
ON, OFF = "■", "□"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a heading (``value`` None) or a value with its number of articles."""

    field: str
    value: str | None = None
    articles: int = 0


def lines_of(facets: Facets, chosen: Mapping[str, Sequence[str]]) -> list[Line]:
    """The pane's lines; chosen values show even where no article has them any more.

    Years stand newest first, a year chosen, or the only one, with its months beneath it.
    """
    lines: list[Line] = []
    for field in FIELDS:
        counts = _counts(facets, chosen, field)
        if field == "year":
            counts.sort(reverse=True)
        if counts:
            lines.append(Line(field))
        months = _counts(facets, chosen, "month", most=None) if field == "year" else []
        for value, number in counts:
            lines.append(Line(field, value, number))
            if len(counts) == 1 or value in chosen.get("year", ()):
                lines += [Line("month", m, n) for m, n in months if m.startswith(value + "-")]
                months = [(m, n) for m, n in months if not m.startswith(value + "-")]
        # A month can be chosen without its year.
        lines += [Line("month", m, n) for m, n in months if m in chosen.get("month", ())]
    return lines


def _counts(
    facets: Facets, chosen: Mapping[str, Sequence[str]], field: str, most: int | None = SHOWN
) -> list[tuple[str, int]]:
    """The values of a field that show, the first ``most`` and those chosen."""
    known: Counts = getattr(facets, field)
    counts = list(known[:most])
    shown, rest = {value for value, _ in counts}, dict(known)
    lacking = [value for value in chosen.get(field, ()) if value not in shown]
    return [(value, rest.get(value, 0)) for value in lacking] + counts


class FacetPane(LineList):
    """Facet values under their headings; a click or Enter toggles one."""

    opens_on_click = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._chosen: Mapping[str, Sequence[str]] = {}

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._lines)

    def display_facets(self, facets: Facets, chosen: Mapping[str, Sequence[str]]) -> None:
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
        box = ON if line.value in self._chosen.get(line.field, ()) else OFF
        if line.field == "month":
            box = " " + box
        value = fit(line.value, max(1, width - len(number) - len(box) - 4))
        dim = self.look("dim", style)
        cursor = ">" if index == self.cursor and self.active else " "
        return [Segment(f"{cursor}{box} {value} ", style), Segment(number + " ", dim)]
