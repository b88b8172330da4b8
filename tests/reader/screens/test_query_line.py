"""The search line: completion, history, what is wrong, what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import open_archive
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "news")


def offered(at: Desk) -> list[str]:
    pane = at.library.search.pane
    return [" ".join(line.split()) for line in at.lines(pane)] if pane.display else []


async def test_fields_and_values_are_offered_and_tab_takes_them(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("ou")
        assert offered(at) == ["▸ outlet: where it appeared Tab"]
        await at.press("tab")
        assert at.library.search.line.value == "outlet:"
        assert offered(at) == ['▸ outlet:"The Ledger" 2 Tab', 'outlet:"Le Courrier" 1']
        await at.press("ctrl+n", "tab")
        assert at.library.search.line.value == 'outlet:"Le Courrier" '
        assert offered(at) == []
        assert at.library.typing(at.app.focused)


async def test_enter_asks_what_was_typed_and_takes_nothing(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("op")
        await at.type("en")
        await at.press("enter")
        assert at.library.listing.request.query == "open"
        assert offered(at) == []


async def test_tab_with_nothing_offered_stays_in_the_line(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("zzz")
        await at.press("tab")
        assert at.library.search.line.value == "zzz"
        assert at.library.typing(at.app.focused)


async def test_a_click_takes_an_option(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("lang:")
        await at.pilot.click(at.library.search.pane, offset=(6, 1))
        await at.settle()
        assert at.library.search.line.value == "lang:fr "


async def test_new_tags_are_known_the_next_time(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash", "escape", "t")
        await at.type("batteries")
        await at.press("enter", "slash")
        await at.type("tag:b")
        assert offered(at) == ["▸ tag:batteries 1 Tab"]


async def test_up_and_down_go_through_the_queries_asked_before(folder: Path) -> None:
    with open_archive(folder) as archive:
        archive.searches.remember_query("nvidia")
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("openai")
        await at.press("enter", "slash", "backspace")
        await at.type("qu")
        line = at.library.search.line
        await at.press("up")
        assert line.value == "openai" and len(at.titles()) == 2
        await at.press("up")
        assert line.value == "nvidia" and at.titles() == ["DeepSeek shakes the chip market"]
        await at.press("up", "down", "down")
        assert line.value == "qu"
        await at.press("down")
        assert line.value == "qu"


async def test_a_query_that_cannot_be_read_is_not_kept(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type('chip "')
        await at.press("enter")
        assert at.stored(lambda a: a.searches.queries()) == []


async def test_the_history_outlives_the_program_and_is_no_step(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("chip")
        await at.press("enter")
        await at.press("escape", "u")
        assert at.library.status.error, "there is nothing to undo"
    async with desk(folder) as at:
        await at.press("slash", "up")
        assert at.library.search.line.value == "chip"


async def test_what_is_wrong_is_pointed_at_under_its_place(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type('中文 "')
        problem = str(at.library.search.query_one(".problem").render())
        assert problem.splitlines()[0].index("^") == 3 + len("中文 ") + 2 + 1
        await at.press("enter")
        assert at.library.typing(at.app.focused), "an error leaves the caret in the line"
        await at.press("backspace")
        assert not at.library.search.query_one(".problem").display


async def test_what_is_merely_unfinished_is_not_wrong(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("date:20")
        assert offered(at)[0] == "▸ date:2025 2 Tab"
        problem = at.library.search.query_one(".problem")
        assert not problem.display
        await at.type("7")
        assert problem.display, "no article is of 207-something"


async def test_where_nothing_is_found_a_key_asks_what_was_meant(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("openia")
        hints = at.library.search.query_one(".hints")
        assert str(hints.render()).splitlines() == [
            "   “openia” matches nothing.",
            "   Did you mean “openai”? (2)  Tab",
        ]
        await at.press("tab")
        assert at.library.search.line.value == "openai" and len(at.titles()) == 2
        assert not hints.display


async def test_the_same_key_works_from_the_list(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("tab")
        assert at.said == "Nothing is suggested instead of this search."
        await at.press("slash")
        await at.type("openia")
        await at.press("enter", "tab")
        assert at.library.listing.request.query == "openai"


async def test_a_wrong_query_takes_away_what_was_suggested_for_the_one_before(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("openia")
        hints = at.library.search.query_one(".hints")
        assert hints.display
        await at.type('"')
        assert at.library.search.query_one(".problem").display and not hints.display
        assert not at.library.search.take_hint()
