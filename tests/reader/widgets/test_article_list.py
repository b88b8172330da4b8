"""The list of articles: only what shows is asked for, whatever its length."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult

from archive.model import ArticleRow, PartialDate
from reader.layout.cells import cell_count
from reader.widgets.article_list import PAGE, ArticleList, columns

LENGTH = 100_000


class Rows:
    """A hundred thousand articles, and a record of what was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def fetch(self, offset: int, limit: int) -> Sequence[ArticleRow]:
        self.asked.append(offset)
        return [
            ArticleRow(
                f"id{n}", f"Title {n} 漢字", "Outlet", PartialDate.parse("2025-01"), "", "en",
                n % 2 == 0, n % 3 == 0, n % 5, n % 7, 100,
            )
            for n in range(offset, min(LENGTH, offset + limit))
        ]  # fmt: skip


class Shelf(App[None]):
    """An app that is nothing but the list."""

    CSS = "ArticleList { height: 1fr; width: 1fr; }"

    def compose(self) -> ComposeResult:
        yield ArticleList(id="list")


async def test_a_hundred_thousand_articles_cost_one_page() -> None:
    rows, app = Rows(), Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        pane = app.query_one(ArticleList)
        began = time.process_time()
        pane.display_rows(LENGTH, rows.fetch)
        strips = [pane.render_line(y) for y in range(pane.size.height)]
        spent = time.process_time() - began
        assert rows.asked == [0]
        assert "Title 0" in strips[1].text and "Title 28" in strips[29].text
        assert spent < 0.1  # a few milliseconds; generous for a busy machine
        pane.move("last")
        await pilot.pause()
        assert rows.asked[-1] == (LENGTH - 1) // PAGE * PAGE
        assert f"Title {LENGTH - 1}" in pane.render_line(pane.size.height - 1).text
        assert len(set(rows.asked)) <= 3


@pytest.mark.parametrize("width", [60, 80, 100, 160, 240])
async def test_rows_fill_the_width_exactly(width: int) -> None:
    app = Shelf()
    async with app.run_test(size=(width, 10)):
        pane = app.query_one(ArticleList)
        pane.display_rows(LENGTH, Rows().fetch)
        for y in range(10):
            strip = pane.render_line(y)
            assert strip.cell_length == pane.size.width
            assert cell_count(strip.text) == pane.size.width


def test_narrow_lists_keep_title_date_language_counts_and_outlet() -> None:
    narrow, wide = columns(60), columns(240)
    assert narrow.title >= 20 and narrow.outlet and narrow.date and narrow.language
    assert narrow.counts and wide.title > 150
    assert columns(30).outlet == columns(30).date == 0


async def test_the_page_that_shows_is_read_anew_after_a_change() -> None:
    rows, app = Rows(), Shelf()
    async with app.run_test(size=(100, 30)):
        pane = app.query_one(ArticleList)
        pane.display_rows(LENGTH, rows.fetch, cursor=5)
        pane.render_line(3)
        pane.forget()
        pane.render_line(3)
        assert rows.asked == [0, 0] and pane.cursor == 5


async def test_a_list_that_became_shorter_keeps_its_cursor_inside() -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)):
        pane = app.query_one(ArticleList)
        pane.display_rows(LENGTH, Rows().fetch, cursor=500)
        pane.display_rows(3, Rows().fetch, cursor=500)
        assert pane.cursor == 2
        pane.display_rows(0, Rows().fetch)
        assert pane.cursor == 0 and pane.current is None
