"""The list of articles: a window on pages of rows, instant at any length."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from archive.model import ArticleRow
from reader.messages import HeadingClicked, SelectionChanged
from reader.widgets.line_list import LineList, fit

PAGE = 128  # rows asked for at once; 0.15 ms from SQLite
_KEPT = 64  # pages held before all are let go

Fetch = Callable[[int, int], Sequence[ArticleRow]]

_BOLD = Style(bold=True)

CURSOR, PICKED, UNREAD, READ, STAR, NEW = "▸", "┃", "●", "○", "★", "+"


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of the columns in cells; 0 leaves a column out."""

    title: int
    outlet: int
    date: int
    language: int
    counts: int


def columns(width: int) -> Columns:
    """The columns for a list this wide: what tells articles apart stays longest.

    Four cells on the left hold cursor, selection, read state and star.
    """
    outlet, date, language, counts = 0, 0, 0, 0
    if width >= 40:
        date = 10
    if width >= 46:
        language = 2
    if width >= 54:
        counts = 5
    if width >= 58:
        outlet = min(26, max(9, (width - 40) // 4))
    taken = sum(size + 1 for size in (outlet, date, language, counts) if size)
    return Columns(max(8, width - 5 - taken), outlet, date, language, counts)


class ArticleList(LineList):
    """Articles, one a line, with a cursor and a selection.

    Rows come through ``fetch(offset, limit)``, which must answer within a
    frame; the pages that came are kept until :meth:`forget`.
    """

    header_height = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._total = 0
        self._fetch: Fetch = lambda offset, limit: ()
        self._pages: dict[int, Sequence[ArticleRow]] = {}
        self._marked_order = ("", True)
        self._news: set[str] = set()
        self._copies: Mapping[str, Sequence[str]] = {}
        self._unfolded: set[str] = set()
        self.selected: set[str] = set()

    @property
    def count(self) -> int:
        """How many articles are listed."""
        return self._total

    def display_rows(self, total: int, fetch: Fetch, *, cursor: int = 0) -> None:
        """List other articles.

        Args:
            total: how many there are.
            fetch: gives the rows from an offset on, at most a number of them.
            cursor: the line to stand on.
        """
        self._total, self._fetch = total, fetch
        self._pages.clear()
        self.cursor = cursor
        self.renew()
        self.show_cursor()

    def display_order(self, key: str, descending: bool) -> None:
        """Point the heading's arrow at the column the list is ordered by."""
        self._marked_order = (key, descending)
        self.refresh()

    def display_news(self, ids: set[str]) -> None:
        """Mark these articles as what is new for the saved search that lists them."""
        if ids != self._news:
            self._news = ids
            self.refresh()

    def display_copies(self, copies: Mapping[str, Sequence[str]], unfolded: set[str]) -> None:
        """Say which articles have copies.

        Args:
            copies: for an article, those folded into its row.
            unfolded: those copies that have rows of their own beneath it.
        """
        self._copies, self._unfolded = copies, unfolded
        self.refresh()

    def _is_new(self, row: ArticleRow) -> bool:
        """Whether an article, or a copy folded into its row, is new for the saved search."""
        return not self._news.isdisjoint((row.id, *self._copies.get(row.id, ())))

    def _title(self, row: ArticleRow, width: int) -> str:
        """An article's title, and that it has copies or is one."""
        title = row.title or "(no title)"
        copies = self._copies.get(row.id, ())
        if row.id in self._unfolded:
            return fit(f"  = {title}", width)
        if not copies or set(copies) <= self._unfolded:
            return fit(title, width)
        more = f" +{len(copies):,} {'copies' if len(copies) > 1 else 'copy'}"
        return fit(fit(title, width).rstrip()[: max(0, width - len(more))] + more, width)

    def forget(self, total: int | None = None) -> None:
        """Ask for the rows anew: something in them changed."""
        self._pages.clear()
        if total is not None:
            self._total = total
        self.renew()

    def row(self, index: int) -> ArticleRow | None:
        """The row of a line; None where the article is gone since."""
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            if len(self._pages) >= _KEPT:
                self._pages.clear()
            page = self._pages[number] = self._fetch(number * PAGE, PAGE)
        return page[place] if place < len(page) else None

    @property
    def current(self) -> ArticleRow | None:
        """The row under the cursor."""
        return self.row(self.cursor) if self._total else None

    def toggle(self) -> None:
        """Select the article under the cursor, or leave it out, and go one line on."""
        row = self.current
        if row is None:
            return
        self.select_only(self.selected ^ {row.id})
        self.move("down")

    def select_only(self, ids: set[str]) -> None:
        """Select these articles and no others."""
        self.selected = set(ids)
        self.refresh()
        self.post_message(SelectionChanged(len(ids)))

    def row_style(self, index: int) -> str:
        """Selected rows have a ground of their own, beside their glyph."""
        row = self.row(index)
        return "selected" if row is not None and row.id in self.selected else ""

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """The columns' names, with an arrow on the one that orders."""
        sizes = columns(width)
        key, descending = self._marked_order
        arrow = "↓" if descending else "↑"

        def name(column: str, text: str) -> str:
            return text + arrow if column == key else text

        pieces = [" " * 4, fit(name("title", "Title"), sizes.title)]
        if sizes.outlet:
            pieces.append(fit(name("outlet", "Outlet"), sizes.outlet))
        if sizes.date:
            pieces.append(fit(name("date", "Date"), sizes.date))
        if sizes.language:
            pieces.append("Ln")
        if sizes.counts:
            pieces.append("Cl En")
        return [Segment(" ".join(pieces))]

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Glyphs, then the columns; the glyphs say without colour what the colours say."""
        row = self.row(index)
        if row is None:
            return [Segment("    (gone)", style)]
        sizes = columns(width)
        dim = self.look("dim", style)
        glyph = self.look("glyph", style)
        title = style if row.read else style + _BOLD
        segments = [
            Segment(CURSOR if index == self.cursor else " ", glyph),
            Segment(PICKED if row.id in self.selected else " ", glyph),
            Segment(READ if row.read else UNREAD, dim if row.read else glyph),
            Segment(STAR if row.starred else " ", glyph),
            Segment(NEW, glyph) if self._is_new(row) else Segment(" ", style),
            Segment(self._title(row, sizes.title), title),
        ]
        if sizes.outlet:
            segments.append(Segment(" " + fit(row.outlet or "", sizes.outlet), dim))
        if sizes.date:
            date = str(row.published)[:10] if row.published else ""
            segments.append(Segment(" " + fit(date, sizes.date), dim))
        if sizes.language:
            segments.append(Segment(" " + fit(row.language or "", sizes.language), dim))
        if sizes.counts:
            counts = (row.claims, row.entities)
            shown = " ".join(fit(str(n) if n else "", 2, right=True) for n in counts)
            segments.append(Segment(" " + shown, dim))
        return segments

    def heading_clicked(self, x: int) -> None:
        """A click on the heading orders by the column."""
        sizes = columns(self.scrollable_content_region.width)
        edge = 5 + sizes.title
        if x <= edge:
            self.post_message(HeadingClicked("title"))
        elif sizes.outlet and x <= edge + 1 + sizes.outlet:
            self.post_message(HeadingClicked("outlet"))
        elif sizes.date:
            self.post_message(HeadingClicked("date"))
