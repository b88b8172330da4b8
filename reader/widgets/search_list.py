"""The saved searches, one a line: key, what is new, name, query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style

from archive.model import SavedSearch
from reader.widgets.line_list import LineList, fit


class SearchList(LineList):
    """Saved searches; a double click runs one."""

    header_height = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._searches: Sequence[SavedSearch] = ()
        self._news: Mapping[str, int] = {}

    @property
    def count(self) -> int:
        """How many are saved."""
        return len(self._searches)

    @property
    def current(self) -> SavedSearch | None:
        """The search under the cursor."""
        return self._searches[self.cursor] if self._searches else None

    def display_searches(self, searches: Sequence[SavedSearch], news: Mapping[str, int]) -> None:
        """Show these; the cursor stays on the search it stands on.

        Args:
            news: by id, how many articles met a search since it was last run.
        """
        at = self.current
        self._searches, self._news = searches, news
        for index, one in enumerate(searches):
            if at is not None and one.id == at.id:
                self.cursor = index
        self.renew()

    def having_key(self, key: str) -> SavedSearch | None:
        """The search that a key runs."""
        return next((one for one in self._searches if one.key == key), None)

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """The columns' names."""
        name = _name_width(width)
        return [Segment(f"  Key  {fit('New', 7, right=True)}  {fit('Name', name)}  Query")]

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, key, news, name, query."""
        search = self._searches[index]
        dim = self.look("dim", style)
        glyph = self.look("glyph", style)
        new = self._news.get(search.id, 0)
        name = _name_width(width)
        return [
            Segment("▸ " if index == self.cursor else "  ", glyph),
            Segment(fit(search.key or "", 3), glyph),
            Segment(fit(f"{new:,} new" if new else "", 9, right=True) + "  ", glyph),
            Segment(fit(search.name, name) + "  ", style + Style(bold=new > 0)),
            Segment(fit(search.query, max(4, width - name - 18)), dim),
        ]


def _name_width(width: int) -> int:
    return max(8, min(40, (width - 18) // 2))
