"""Where the terminal's own cursor stands, which screen readers and magnifiers follow."""

from __future__ import annotations

from pathlib import Path

from textual.geometry import Offset
from textual.widgets import Button, Input

from tests.reader.archives import make_archive
from tests.reader.screens.harness import desk


async def test_it_follows_the_cursor_of_the_list_that_keys_move(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        first = at.library.rows.content_region.offset + Offset(0, at.library.rows.header_height)
        assert at.app.cursor_position == first
        await at.press("j", "j")
        assert at.app.cursor_position == first + Offset(0, 2)
        await at.press("f", "j")
        facets = at.library.facets
        assert at.app.cursor_position == facets.cursor_screen_offset
        assert facets.region.contains_point(at.app.cursor_position)
        await at.press("f", "question_mark", "j")
        lines = at.app.screen.query_one("#help-lines")
        assert at.app.cursor_position == lines.content_region.offset + Offset(0, 1)


async def test_it_stands_in_lines_forms_and_articles_and_comes_back(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("slash")
        await at.type("nv")
        line = at.library.search.line
        assert at.app.cursor_position == line.content_region.offset + Offset(2, 0)
        await at.press("escape", "t")
        typed = at.app.screen.query_one(Input)
        typed.value = "chips"
        await at.press("end")
        assert at.app.cursor_position == typed.content_region.offset + Offset(5, 0)
        await at.press("escape")
        assert at.app.cursor_position == at.library.rows.cursor_screen_offset
        await at.press("j", "enter", "w")
        assert at.app.cursor_position == at.article.view.caret_region().offset
        await at.press("g", "i", "a")
        await at.press("tab")
        button = at.app.screen.query_one("#save", Button)
        assert at.app.focused is button
        assert at.app.cursor_position == button.content_region.offset


async def test_a_form_that_opens_with_words_in_it_has_it_after_them(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("s", "a")
        line = at.app.screen.query(Input).first()
        assert at.app.focused is line
        assert line.region.contains_point(at.app.cursor_position)
