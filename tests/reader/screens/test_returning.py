"""Going back to where an earlier run was left."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from textual.widgets import TextArea

from reader.left import Place
from reader.screens.article import ArticleScreen
from reader.widgets.forms import NoteForm
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, FakeSearch, desk


def ended(at: Desk) -> None:
    """Let the run be one of a process that is no more."""
    file = next(at.app.session.left._folder.iterdir())
    assert file.name == f"place-{os.getpid()}.json"
    file.rename(file.with_name(f"place-{2**31 - 1}.json"))


async def test_a_run_that_was_ended_is_gone_back_to_with_search_and_selection(
    tmp_path: Path,
) -> None:
    folder = make_archive(tmp_path / "news")
    async with desk(folder) as at:
        await at.press("/", *"deepseek", "enter", "enter", "w", "w", "v", "w", "w")
        article, selected = at.article.article_id, at.article.view.selection
        assert selected
        at.app.end(129)
    assert at.app.session.exit_code == 129
    ended(at)
    async with desk(folder) as at:
        assert at.said.startswith("Ctrl-O goes back to “")
        assert "in the search “deepseek”, where the program was left" in at.said
        assert at.stored(lambda a: a.articles.get(article).position) == at.app.session.left_at.caret  # type: ignore[union-attr]
        await at.press("ctrl+o")
        assert at.article.article_id == article and at.article.view.selection == selected
        await at.press("escape")
        assert "i marks" in at.lines(at.article.status)[0]
        await at.press("q")
        assert at.library.search.line.value == "deepseek"
        await at.press("ctrl+o")  # now the article read last
        assert at.article.article_id == article
        await at.press(":", *"quit", "enter")
    ended(at)
    async with desk(folder) as at:
        assert "Ctrl-O goes back to “" in at.said  # left from an article
        await at.press("q")
    async with desk(folder) as at:
        assert "Ctrl-O goes back to “" in at.said  # nothing was done in between
        await at.press("enter", "q", "q")
    async with desk(folder) as at:
        assert at.said == "" and at.app.session.left_at is None


async def test_a_search_that_takes_its_time_keeps_no_article_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.screens.returning._PATIENCE", 0.0)
    folder = make_archive(tmp_path / "news")
    async with desk(folder) as at:
        await at.press("/", *"deepseek", "enter", "enter", "w")
        article = at.article.article_id
        at.app.end(129)
    ended(at)
    async with desk(folder) as at:
        search = await at.app.session.search_client()
        assert isinstance(search, FakeSearch)
        search.held = asyncio.Event()
        await at.pilot.press("ctrl+o")
        for _ in range(500):
            if isinstance(at.app.screen, ArticleScreen):
                break
            await at.pilot.pause(0.01)
        assert isinstance(at.app.screen, ArticleScreen) and at.article.article_id == article
        search.held.set()


async def test_a_note_half_written_comes_back_in_its_own_form(tmp_path: Path) -> None:
    folder = make_archive(tmp_path / "news")
    words = "Half of\na thought — œ"
    async with desk(folder) as at:
        await at.press("j", "enter", "w", "v", "i", "w", "a")
        assert isinstance(at.app.screen, NoteForm)
        at.app.screen.query_one(TextArea).text = words
        await at.app.look_for_changes()  # as each second: one that is killed keeps nothing more
    ended(at)
    for _ in range(2):  # nor is it lost where it is not taken up
        async with desk(folder) as at:
            assert at.said.startswith("Ctrl-O, then a: back to the note half written on “")
            await at.press("ctrl+o", "escape", "G", "a")  # on other words
            assert at.app.screen.query_one(TextArea).text == ""
            await at.press("escape", "q")  # in the list of all articles
            at.app.end(129)
        ended(at)
    async with desk(folder) as at:
        await at.press("ctrl+o", "a")
        assert at.app.screen.query_one(TextArea).text == words
        assert "Not saved when the program ended." in str(at.app.screen.query_one("#hint").render())
        await at.press("enter")
        notes = at.stored(lambda archive: archive.annotations.of(at.article.article_id))
        assert [note.note for note in notes] == [words]
        await at.app.look_for_changes()
        await at.press("enter")
        at.app.screen.query_one(TextArea).text = "Other words"
        at.app.end(129)
    ended(at)
    async with desk(folder) as at:
        assert at.said.startswith("Ctrl-O, then Enter: back to the note half written")
        await at.press("ctrl+o", "enter")
        assert at.app.screen.query_one(TextArea).text == "Other words"
        await at.press("escape", "escape")
        at.app.end(129)
    ended(at)
    async with desk(folder) as at:
        assert "half written" not in at.said  # it was thrown away


async def test_what_is_gone_meanwhile_is_not_gone_back_to(tmp_path: Path) -> None:
    folder = make_archive(tmp_path / "news")
    async with desk(folder) as at:
        at.app.session.left.keep(Place(article="nosuchid"))
        ended(at)
    async with desk(folder) as at:
        assert at.said == ""
        await at.press("ctrl+o")
        assert at.said == "No article was read yet."


async def test_a_terminal_without_a_shell_does_not_stop(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("ctrl+z")
        assert at.said == "No shell here could wake the program again; it goes on."
