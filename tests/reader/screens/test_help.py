"""Help, palette and prompt say what keymap and catalogue say."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands import find, for_mode
from reader.keymap import default
from reader.screens.article import ArticleScreen
from reader.screens.base import CommandScreen
from reader.screens.help import HelpLines, QueryLines, keys_shown
from reader.screens.library import LibraryScreen
from reader.screens.searches import SearchesScreen
from tests.reader.archives import make_archive
from tests.reader.screens.harness import desk


@pytest.mark.parametrize(
    ("screen", "modes"),
    [
        (LibraryScreen, ["library"]),
        (ArticleScreen, ["article", "visual"]),
        (SearchesScreen, ["searches"]),
    ],
)
def test_every_command_of_a_mode_has_its_handler(
    screen: type[CommandScreen], modes: list[str]
) -> None:
    for mode in modes:
        for command in for_mode(mode):
            if not command.name.startswith("move "):
                name = "do_" + command.name.replace(" ", "_")
                assert callable(getattr(screen, name, None)), f"{screen.__name__}.{name}"


def test_keys_are_shown_as_they_are() -> None:
    assert keys_shown(find("undo"), "library", default()) == "u  F11"
    assert keys_shown(find("label"), "article", default()) == "0 … 9"
    assert keys_shown(find("import"), "library", default()) == ""


async def test_help_lists_the_commands_of_the_mode_and_finds_among_them(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("question_mark")
        pane = at.app.screen.query_one(HelpLines)
        assert pane.count == len(for_mode("library"))
        await at.press("slash")
        await at.type("undo")
        assert "Take back the last step" in at.lines(pane)[0]
        await at.press("enter", "escape")
        assert at.app.screen is at.library


async def test_tab_turns_to_how_queries_are_written(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("question_mark", "tab")
        pane = at.app.screen.query_one(QueryLines)
        assert at.lines(pane)[1].split(maxsplit=2)[:2] == ["open", "weights"]
        await at.press("G")
        shown = at.lines(pane)
        assert any(line.split() == ["Good", "to", "know"] for line in shown)
        assert shown[-1].strip().endswith("parentheses.")
        await at.press("tab", "tab", "escape", "colon")
        await at.type("help query")
        await at.press("enter")
        assert at.app.screen.query_one(QueryLines).display
        await at.press("q", "slash", "f1")
        assert at.app.screen.query_one(QueryLines).display
        await at.press("q")
        assert at.library.typing(at.app.focused)


async def test_there_is_no_help_on_anything_else(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("colon")
        await at.type("help cooking")
        await at.press("enter")
        assert at.said.startswith("There is no help on 'cooking'.")


async def test_the_palette_runs_what_is_chosen(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("ctrl+p")
        await at.type("put a star")
        await at.press("enter")
        assert at.stored(lambda a: a.stats()["starred"]) == 1


async def test_the_prompt_completes_with_tab(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("colon")
        await at.type("ord")
        await at.press("tab")
        await at.type("title")
        await at.press("enter")
        assert at.library.listing.request.order == "title"


async def test_the_prompt_says_what_it_does_not_know(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("colon")
        await at.type("frobnicate now")
        await at.press("enter")
        assert at.said.startswith("No such command: frobnicate")
