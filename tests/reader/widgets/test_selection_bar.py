"""The bar after a mouse selection."""

from __future__ import annotations

import pytest

from reader.widgets.article_view import ArticleView
from reader.widgets.selection_bar import CHOICES, SelectionBar
from tests.reader.widgets.pages import PageApp
from tests.reader.widgets.test_article_view import SIZE, press


@pytest.mark.parametrize("index", range(len(CHOICES)))
async def test_each_button_stands_for_a_command(index: int) -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        bar = app.query_one(SelectionBar)
        assert not bar.display
        await press(pilot, "rivals", times=2)
        await pilot.pause()
        assert bar.display
        await pilot.click(bar.children[index])
        chosen = [m.command for m in app.heard if isinstance(m, SelectionBar.Chosen)]
        assert chosen == [CHOICES[index][1]]
        assert not bar.display
        assert app.words() == "rivals"
        assert isinstance(app.focused, ArticleView)


@pytest.mark.parametrize("words", ["one year on", "don’t", "Its rivals"])
async def test_the_bar_stays_on_the_screen_and_off_the_selection(words: str) -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        bar = app.query_one(SelectionBar)
        app.view.caret = app.view.document.text.index(words)
        await pilot.pause()
        await press(pilot, words, times=2)
        await pilot.pause()
        assert app.screen.region.contains_region(bar.region)
        assert bar.region.y != app.view.caret_region().y
