"""The article view under keys (through its methods) and mouse."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rich.style import Style
from textual.pilot import Pilot

from archive.model import Span
from archive.text.document import Block, BlockKind, Document
from archive.text.markdown import build_markdown
from reader.layout import looks
from reader.layout.marks import Mark, MarkKind
from reader.widgets.article_styles import StyleBook
from reader.widgets.article_view import CLICK_PATIENCE, ArticleView
from tests.reader.widgets.pages import PageApp, article, marks, place

SIZE = (60, 25)


def cell_of(app: PageApp, words: str, into: int = 0) -> tuple[int, int]:
    """The cell of the view where words stand."""
    view = app.view
    line, cell = view.layout_lines.position(place(view.document.text, words).start + into)
    at = view.caret_region()
    caret_line, caret_cell = view.layout_lines.position(view.caret)
    return at.x - caret_cell + cell - view.region.x, at.y - caret_line + line - view.region.y


async def press(pilot: Pilot[None], words: str, into: int = 0, times: int = 1) -> None:
    app = pilot.app
    assert isinstance(app, PageApp)
    await pilot.click(ArticleView, offset=cell_of(app, words, into), times=times)


async def drag(pilot: Pilot[None], start: tuple[int, int], *way: tuple[int, int]) -> None:
    await pilot.mouse_down(ArticleView, offset=start)
    for point in way:
        await pilot.hover(ArticleView, offset=point)
    await pilot.mouse_up(ArticleView, offset=way[-1])


def long_document() -> Document:
    paragraphs = [f"Paragraph {number} says this and that." for number in range(100)]
    blocks, at = [], 0
    for words in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(words))))
        at += len(words) + 2
    return Document("\n\n".join(paragraphs), tuple(blocks))


async def test_a_click_puts_the_caret_on_what_was_clicked() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "rivals", into=2)
        assert app.view.caret == place(app.view.document.text, "rivals").start + 2
        assert app.view.selection is None


async def test_a_click_on_a_mark_tells_all_marks_there_innermost_first() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "OpenAI")
        await pilot.pause(CLICK_PATIENCE + 0.1)
        told = [m.ids for m in app.heard if isinstance(m, ArticleView.MarkClicked)]
        assert told == [("e1", "c1")]


async def test_a_double_click_takes_the_word_and_opens_no_mark() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "OpenAI", into=1, times=2)
        await pilot.pause(CLICK_PATIENCE + 0.1)
        assert app.words() == "OpenAI"
        assert not [m for m in app.heard if isinstance(m, ArticleView.MarkClicked)]
        selected = [m for m in app.heard if isinstance(m, ArticleView.Selected)]
        assert selected[-1].by_mouse


async def test_a_triple_click_takes_the_paragraph() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "bullet", times=3)
        assert (app.words() or "").startswith("First, a bullet")


async def test_a_drag_selects_whole_graphemes_over_wraps() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        await drag(pilot, cell_of(app, "27 times"), (30, 3), cell_of(app, "Its rivals", into=2))
        assert app.words() == "27 times less than o1, OpenAI said on Tuesday. Its"
        await drag(pilot, cell_of(app, "company"), cell_of(app, "👍🏽"))
        assert app.words() == "company wrote. 👍🏽"
        await drag(pilot, cell_of(app, "世界"), cell_of(app, "你好"))
        assert app.words() == "你好，世"


async def test_a_click_elsewhere_ends_the_selection() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "bullet", times=2)
        await pilot.pause(0.6)
        await press(pilot, "rivals")
        assert app.words() is None
        selected = [m.span for m in app.heard if isinstance(m, ArticleView.Selected)]
        assert selected[-1] is None


async def test_a_drag_held_at_the_edge_scrolls_and_selects_on() -> None:
    app = PageApp()
    async with app.run_test(size=(60, 12)) as pilot:
        view = app.view
        view.show(long_document())
        await pilot.pause()
        await pilot.mouse_down(ArticleView, offset=(5, 2))
        await pilot.hover(ArticleView, offset=(5, 11))
        below = "Paragraph 8"  # out of sight at first
        for _ in range(500):
            if below in (app.words() or ""):
                break
            await asyncio.sleep(0.02)
        await pilot.mouse_up(ArticleView, offset=(5, 11))
        await pilot.pause()
        assert below in (app.words() or "") and view.scroll_offset.y > 0
        settled = view.scroll_offset.y
        await asyncio.sleep(0.15)
        assert view.scroll_offset.y == settled


async def test_the_wheel_scrolls_and_keeps_the_caret_in_sight() -> None:
    app = PageApp()
    async with app.run_test(size=(60, 12)) as pilot:
        view = app.view
        view.show(long_document())
        await pilot.pause()
        for _ in range(10):
            view._on_mouse_scroll_down(_wheel(view))
        await pilot.pause()
        assert view.scroll_offset.y > 10
        assert 0 <= view.layout_lines.line_of(view.caret) - view.scroll_offset.y < 12


def _wheel(view: ArticleView) -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown(view, 5, 5, 0, 0, 0, False, False, False)


async def test_motions_move_the_caret_and_tell_it() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        for name in ("paragraph", "word", "word"):
            app.view.move(name)
        await pilot.pause()
        assert app.view.caret == place(app.view.document.text, "costs").start
        moved = [m.offset for m in app.heard if isinstance(m, ArticleView.CaretMoved)]
        assert moved[-1] == app.view.caret


async def test_the_page_follows_the_caret() -> None:
    app = PageApp()
    async with app.run_test(size=(60, 12)) as pilot:
        view = app.view
        view.show(long_document())
        view.move("last")
        await pilot.pause()
        assert view.scroll_offset.y == view.max_scroll_y
        view.move("first")
        assert view.scroll_offset.y == 0
        view.move("half down")
        assert (view.scroll_offset.y, view.layout_lines.line_of(view.caret)) == (4, 6)


async def test_the_caret_put_elsewhere_is_told_and_has_a_column_of_its_own() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.caret = place(view.document.text, "times").start
        view.move("down")
        view.caret = place(view.document.text, "The model").start
        view.move("down")
        assert view.layout_lines.position(view.caret)[1] == 0
        await pilot.pause()
        assert [m.offset for m in app.heard if isinstance(m, ArticleView.CaretMoved)][-2] == (
            place(view.document.text, "The model").start
        )


async def test_an_article_opens_where_reading_stopped() -> None:
    class Opened(PageApp):
        def open(self) -> None:
            self.view.show(long_document(), offset=2000)

    app = Opened()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        view = app.view
        assert view.caret == 2000
        assert view.layout_lines.line_of(2000) - view.scroll_offset.y == 4


async def test_selecting_by_keys() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE):
        view = app.view
        view.caret = place(view.document.text, "rivals").start
        view.toggle_visual()
        assert app.words() == "r"
        view.move("right")
        assert app.words() == "ri"
        assert view.select_inner("word")
        assert app.words() == "rivals"
        view.grow_selection()
        assert app.words() == "Its rivals doubt the figure and ask for the method."
        view.grow_selection()
        assert (app.words() or "").endswith("répondu.")
        view.shrink_selection()
        view.shrink_selection()
        assert app.words() == "rivals"
        view.toggle_visual()
        assert app.words() is None
        assert view.word_under_caret() == place(view.document.text, "rivals")


async def test_finding_goes_from_hit_to_hit_and_round() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE):
        view = app.view
        text = view.document.text
        assert view.find("the method its") == 0
        assert view.find("THE") == 6
        assert text[view.caret : view.caret + 3] == "The"
        assert [view.next_hit() for _ in range(6)] == [1, 2, 3, 4, 5, 0]
        assert view.previous_hit() == 5
        view.find("")
        assert (len(view.hits), view.next_hit()) == (0, None)


async def test_a_new_mark_repaints_only_its_own_lines() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        await pilot.pause()
        before = dict(view._strips)
        added = Mark("h2", place(view.document.text, "Read more"), MarkKind.HIGHLIGHT)
        view.marks = [*marks(), added]
        gone = before.keys() - view._strips.keys()
        assert gone == {view.layout_lines.line_of(added.span.start)}
        await pilot.pause()
        assert view.marks_at(added.span.start) == [added]


async def test_a_resize_keeps_the_caret_on_its_row() -> None:
    app = PageApp()
    async with app.run_test(size=(90, 14)) as pilot:
        view = app.view
        view.show(long_document(), offset=2000)
        await pilot.pause()
        for width in (40, 28, 120, 90):
            row = view.layout_lines.line_of(view.caret) - view.scroll_offset.y
            await pilot.resize_terminal(width, 14)
            await pilot.pause()
            assert view.layout_lines.line_of(view.caret) - view.scroll_offset.y == row
            assert view.layout_lines.width <= min(78, width)
        assert view.caret == 2000


@pytest.mark.parametrize("width", [1, 4, 12, 20])
async def test_the_narrowest_windows_do_no_harm(width: int) -> None:
    app = PageApp()
    async with app.run_test(size=(width, 6)) as pilot:
        app.view.move("last")
        await pilot.pause()
        assert app.view.caret == len(app.view.document.text) - 1


async def test_an_empty_article_can_be_moved_in() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(Document("", ()))
        for name in ("down", "word", "last", "sentence"):
            view.move(name)
        view.toggle_visual()
        view.grow_selection()
        await pilot.click(ArticleView, offset=(20, 5), times=2)
        assert (view.caret, view.selection, view.sentence_under_caret()) == (0, None, None)


async def test_marks_differ_without_their_colours() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE):
        book = StyleBook(app.view)
        kinds = (0, looks.CLAIM, looks.ENTITY, looks.NOTE, looks.HIGHLIGHT)
        sums = {one | other for one in kinds for other in kinds}
        seen = {_bare(book[key]) for key in sums}
        assert len(seen) == len(sums)
        for key in sums:
            assert _bare(book[key | looks.SELECTED]) != _bare(book[key])
            assert _bare(book[key | looks.CARET]) != _bare(book[key])


def _bare(style: Style) -> tuple[bool | None, ...]:
    return tuple(bool(part) for part in (style.bold, style.italic, style.underline, style.reverse))


def test_the_page_looks_as_it_did(snap_compare: Any) -> None:
    async def arrange(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, PageApp)
        app.view.find("the")
        app.view.select(place(article().text, "company wrote"))
        app.view.toggle_visual()
        app.view.caret = place(article().text, "OpenAI").start
        await pilot.pause()

    assert snap_compare(PageApp(), terminal_size=(72, 28), run_before=arrange)


async def test_code_gets_its_colours_a_moment_after_it_is_shown() -> None:
    app = PageApp()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show(build_markdown("```python\ndef price():\n\tpass\n```"))
        await app.workers.wait_for_complete()
        await pilot.pause()
        first = {segment.text: segment.style for segment in app.view.render_line(0)}
        keyword, plain = first["ef"], first["():"]
        assert keyword is not None and plain is not None and keyword.color != plain.color
        app.view.show(article())
        await app.workers.wait_for_complete()
        assert len(app.view._code) == 0


async def test_cells_of_a_table_are_clicked_selected_and_found_where_they_wrap() -> None:
    app = PageApp()
    async with app.run_test(size=(40, 20)) as pilot:
        view = app.view
        view.show(build_markdown("| a | b |\n|---|---|\n| " + "one two " * 6 + "| last words |"))
        await pilot.pause()
        text = view.document.text
        second = text.index("one two", 24)
        assert view.layout_lines.line_of(second) > view.layout_lines.line_of(0) + 2
        await press(pilot, "last words", into=5)
        assert view.caret == text.index("words")
        await press(pilot, "last words", into=5, times=2)
        assert app.words() == "words"
        assert view.find("two last") == 1 and view.find("two") == 6
        assert view.to_hit(5) == 5 and text[view.caret :].startswith("two\tlast")
        mark = Mark("m", Span(second, second + 3), MarkKind.CLAIM)
        await pilot.pause()
        before = dict(view._strips)
        view.marks = [mark]
        row = range(*view.layout_lines.lines_of(mark.span))
        assert set(row) <= before.keys() - view._strips.keys()
