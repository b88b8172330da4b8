"""How many of the articles listed stand in each day, month or year: a row of bars."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from archive.model import Counts
from reader.widgets.line_list import fit

_BLOCKS = " ▁▂▃▄▅▆▇█"
_STEPS = len(_BLOCKS) - 1  # heights of a bar within one line
_LINES = 2  # lines of bars, above the line that says what they are
_WIDEST = 4  # cells of a bar


class Histogram(Widget, can_focus=False):
    """Bars over time, the oldest first, with the busiest period named beneath."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"""
    Histogram {{ height: {_LINES + 1}; padding: 0 1; background: $surface; color: $primary; }}
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._counts: Counts = ()

    def display_counts(self, counts: Counts) -> None:
        """Show these.

        Args:
            counts: a label and a number for each period in a row, empty periods too.
        """
        self._counts = counts
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the bars, or the one that names them."""
        width = self.size.width
        shown = self._counts[-max(1, width) :]
        if not shown:
            text = "No dates are known here." if y == _LINES else ""
        elif y < _LINES:
            text = bars(shown, width, _LINES - 1 - y)
        else:
            text = named(shown, width)
        return Strip([Segment(fit(text, width), self.rich_style)])


def bar_width(number: int, width: int) -> int:
    """Cells of each of so many bars, its gap included."""
    return max(1, min(_WIDEST, width // number))


def bars(counts: Counts, width: int, floor: int) -> str:
    """One line of the bars; the lowest is floor 0. What is not nothing can be seen."""
    most = max(number for _, number in counts) or 1
    cells = bar_width(len(counts), width)
    drawn = []
    for _, number in counts:
        height = max(1, round(number / most * _STEPS * _LINES)) if number else 0
        block = _BLOCKS[max(0, min(_STEPS, height - floor * _STEPS))]
        drawn.append(block * max(1, cells - 1) + " " * (cells > 1))
    return "".join(drawn)


def named(counts: Counts, width: int) -> str:
    """First and last period under their bars, and the busiest with its number."""
    first, last = counts[0][0], counts[-1][0]
    label, most = max(counts, key=lambda pair: pair[1])
    busiest = f"most in {label}: {most:,}"
    if first == last:
        return f"{busiest}"
    room = max(bar_width(len(counts), width) * len(counts), len(first + last + busiest) + 4)
    return f"{first}{busiest.center(min(room, width) - len(first + last))}{last}"


def over_time(years: Counts, months: Counts) -> Counts:
    """The periods of a list that no search counted: months where they are few, else years.

    Args:
        years, months: values of these facets, in any order.
    """
    low, high = (min(years)[0], max(years)[0]) if years else ("", "")
    if years and int(high) - int(low) < 4 and months:
        first, last = min(months)[0], max(months)[0]
        known = dict(months)
        numbers = range(_month_number(first), _month_number(last) + 1)
        labels = [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]
        return tuple((label, known.get(label, 0)) for label in labels)
    known = dict(years)
    labels = [f"{year:04d}" for year in range(int(low or 1), int(high or 0) + 1)]
    return tuple((label, known.get(label, 0)) for label in labels)


def _month_number(label: str) -> int:
    return int(label[:4]) * 12 + int(label[5:]) - 1
