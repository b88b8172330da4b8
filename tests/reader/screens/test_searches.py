"""Saved searches on the screen: listed, run, kept, and their news."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from archive.core import open_archive
from reader.screens.listing import Request
from reader.screens.saving import as_query
from reader.screens.searches import SearchesScreen
from tests.reader.archives import incoming, make_archive
from tests.reader.screens.harness import Desk, desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_archive(tmp_path / "news")
    with open_archive(made) as archive:
        archive.searches.add("Labs", "openai", sort="date", key="1")
        archive.searches.add("Batteries", "quiet")
    return made


def bring(folder: Path, title: str, text: str) -> None:
    """Import one article as another program would, and match it."""
    with open_archive(folder) as archive:
        with archive.intake.open("import") as door:
            door.put([incoming(title, title, text)])
        archive.searches.meet()


def listed(at: Desk) -> list[list[str]]:
    screen = at.app.screen
    assert isinstance(screen, SearchesScreen)
    return [line.split() for line in at.lines(screen.pane)[1:] if line]


async def test_s_lists_them_and_enter_runs_the_one_under_the_cursor(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("s")
        assert listed(at) == [["▸", "Batteries", "quiet"], ["1", "Labs", "openai"]]
        await at.press("j", "enter")
        assert at.app.screen is at.library
        assert at.titles() == ["L’œuvre d’OpenAI expliquée", "DeepSeek shakes the chip market"]
        assert at.library.search.line.value == "openai"
        assert at.library.listing.request == Request("openai", (), "date", True)


async def test_a_search_is_run_by_its_key_from_the_list(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("s", "1")
        assert at.library.listing.request.query == "openai"


async def test_esc_and_q_leave_the_list_as_it_was(folder: Path) -> None:
    async with desk(folder) as at:
        for key in ("escape", "q", "h"):
            await at.press("s", key)
            assert at.app.screen is at.library and not at.library.listing.request.narrowed


async def test_the_query_at_hand_is_saved_under_a_name_and_a_key(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("nvidia")
        await at.press("enter", "s", "a")
        await at.type("Chips")
        await at.press("tab", "tab", "tab")
        await at.type("2")
        await at.press("enter")
        assert at.said == "Saved “Chips”; s lists the searches"
        kept = at.stored(lambda a: a.searches.get("chips"))
        assert (kept.query, kept.sort, kept.key) == ("nvidia", "relevance", "2")
        assert ["2", "Chips", "nvidia"] in listed(at)
        await at.press("u")
        assert len(listed(at)) == 2


async def test_a_search_without_a_name_is_called_as_its_query(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("s", "a", "tab")
        await at.type("nvidia")
        await at.press("enter")
        assert at.said == "Saved “nvidia”; s lists the searches"
        assert at.stored(lambda a: a.searches.get("nvidia")).query == "nvidia"


async def test_what_cannot_be_saved_is_said_and_asked_again_with_what_was_typed(
    folder: Path,
) -> None:
    async with desk(folder) as at:
        await at.press("s", "a")
        await at.type("Labs")
        await at.press("tab")
        await at.type("nvidia")
        await at.press("enter")
        problem = at.app.screen.query_one(".problem")
        assert "already" in str(problem.render())
        assert at.app.screen.query_one("#query", Input).value == "nvidia"
        await at.type(" 2")
        await at.press("enter")
        assert at.stored(lambda a: a.searches.get("labs 2")).query == "nvidia"


async def test_a_search_is_saved_by_a_typed_command(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("colon")
        await at.type("search day")
        await at.press("enter", "colon")
        await at.type("searches add One")
        await at.press("enter")
        assert at.stored(lambda a: a.searches.get("one")).query == "day"
        await at.press("colon")
        await at.type("searches run labs")
        await at.press("enter")
        assert len(at.titles()) == 2


async def test_e_changes_one_and_d_deletes_it(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("s", "e")
        await at.type(" 2")
        await at.press("enter")
        assert at.stored(lambda a: a.searches.get("batteries 2")).query == "quiet"
        await at.press("d")
        assert at.said == "Deleted “Batteries 2”; u brings it back"
        assert [line[-1] for line in listed(at)] == ["openai"]


async def test_news_show_until_the_search_is_run(folder: Path) -> None:
    async with desk(folder) as at:
        bring(folder, "OpenAI again", "OpenAI spoke.")
        await at.app.look_for_changes()
        await at.settle()
        assert "1 new for saved searches (s)" in str(at.library.query_one("#top").render())
        await at.press("s")
        assert ["1", "1", "new", "Labs", "openai"] in listed(at)
        await at.press("1")
        assert at.said == "Labs: 1 new since you last looked, marked +"
        (marked,) = [line for line in at.lines(at.library.rows) if "OpenAI again" in line]
        assert marked.lstrip("▸ ").startswith("● +")
        assert "new for saved" not in str(at.library.query_one("#top").render())
        await at.press("s")
        assert ["1", "Labs", "openai"] in listed(at)


async def test_an_empty_list_says_how_to_fill_it(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("s")
        assert "press s and a" in str(at.app.screen.query_one("#none").render())
        await at.press("enter")
        assert at.said.startswith("No search is saved yet.")


@pytest.mark.parametrize(
    ("query", "filters", "written"),
    [
        ("chips", (), "chips"),
        ("a OR b", (("language", "fr"),), "(a OR b) lang:fr"),
        ("", (("outlet", "The Ledger"), ("year", "2025")), 'outlet:"The Ledger" date:2025'),
        ("x", (("tag", "ai"), ("tag", "c++")), 'x (tag:ai OR tag:"c++")'),
        ("", (("mark", "note"),), "has:note"),
        ("x", (("entity", 'The "Old" Firm'),), 'x entity:"The Old Firm"'),
    ],
)
def test_facets_become_part_of_the_query_that_is_saved(
    query: str, filters: tuple[tuple[str, str], ...], written: str
) -> None:
    assert as_query(Request(query, filters)) == written
