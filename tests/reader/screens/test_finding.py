"""What the library shows of an answer beside its rows: copies, time, what is alike."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Static

from archive.core import open_archive
from archive.model import Span
from reader.screens.listing import RELEVANCE, Request
from reader.widgets.histogram import bars, named, over_time
from tests.reader.archives import incoming, make_archive
from tests.reader.screens.harness import Desk, FakeSearch, desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_archive(tmp_path / "news")
    text = "Batteries last. Batteries last longer."
    with open_archive(made) as archive, archive.intake.open("import") as door:
        door.put([incoming(f"copy:{n}", f"Copy {n}", text, date="2024-12") for n in range(3)])
    return made


def rows(at: Desk) -> list[str]:
    return [" ".join(line.split()[1:4]) for line in at.lines(at.library.rows)[1:] if line]


async def search(at: Desk, words: str) -> None:
    await at.press("slash")
    await at.type(words)
    await at.press("enter")


async def test_copies_share_a_row_that_a_key_unfolds(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "last")
        (line,) = [line for line in at.lines(at.library.rows)[1:] if line]
        assert "+2 copies" in line
        assert "3 found" in str(at.library.search.query_one(".found").render())
        assert at.library.status.place == "relevance  1/1 +2 copies", "where the other two are"
        await at.press("c")
        assert len(at.titles()) == 3 and at.library.rows.cursor == 0
        assert ["= Copy" in line for line in at.lines(at.library.rows)[1:4]] == [False, True, True]
        await at.press("j", "j", "c")
        assert len(at.titles()) == 1
        await at.press("c", "j", "enter")
        assert at.article.article.title.startswith("Copy")


async def test_copies_stay_unfolded_when_the_list_is_read_anew(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "last")
        await at.press("c", "m")
        assert len(at.titles()) == 3
        await at.press("escape")
        await search(at, "las")
        assert len(at.titles()) == 1


async def test_an_article_without_copies_says_so(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "nvidia")
        await at.press("c")
        assert at.said == "No copies of this article are folded into its row."


async def test_capital_h_shows_how_the_articles_spread_over_time(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("H")
        shown = at.lines(at.library.histogram)
        assert "2024-11" in shown[2] and "2025-02" in shown[2]
        assert "most in 2024-12: 3" in shown[2] and "█" in shown[1]
        await search(at, "last")
        assert "2024" in at.lines(at.library.histogram)[2]
        await at.press("H")
        assert not at.library.histogram.display


async def test_capital_s_lists_what_is_like_an_article(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("S")
        assert at.library.search.line.value.startswith("similar:")
        assert at.said.startswith("Like “L’œuvre") and len(at.titles()) == 3
        await at.press("enter", "S")
        assert at.app.screen is at.library
        assert at.said.startswith("Like “") and len(at.titles()) == 3


async def test_the_preview_follows_though_others_write_while_alike_ones_are_looked_for(
    folder: Path,
) -> None:
    async with desk(folder) as at:
        await at.press("j", "j")
        row = at.library.rows.current
        assert row is not None
        at.library.show_similar(row.id, row.title)
        await at.library.archive_changed()
        await at.settle()
        assert at.library.rows.cursor == 0
        shown = at.library.query_one("#preview-title", Static)
        assert str(shown.render()) == at.titles()[0] != row.title


async def test_q_goes_back_from_alike_ones_to_the_list_and_the_article_it_was(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "openai")
        await at.press("j", "S")
        assert len(at.titles()) == 3
        await at.press("q")
        assert at.library.search.line.value == "openai" and len(at.titles()) == 2
        assert at.library.rows.cursor == 1
        await at.press("escape", "S", "escape")
        assert not at.library.search.display and len(at.titles()) == 6
        await at.press("q")
        assert not at.app.is_running


async def test_q_goes_back_from_alike_ones_to_where_one_was_reading(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "openai")
        await at.press("j", "enter", "G")
        first, caret = at.article.article_id, at.article.view.caret
        await at.press("S", "enter", "S", "q")
        assert at.article.article_id != first, "the second way back, first"
        await at.press("q")
        assert at.library.search.line.value == f"similar:{first}"
        await at.press("q")
        assert (at.article.article_id, at.article.view.caret) == (first, caret)
        await at.press("q")
        assert at.app.screen is at.library and at.library.search.line.value == "openai"
        assert at.library.rows.current is not None and at.library.rows.current.id == first


async def test_alike_ones_show_wherever_the_article_was_opened_from(folder: Path) -> None:
    with open_archive(folder) as archive:
        chips = archive.articles.ids()[-2]
        archive.claims.add(chips, Span(0, 20))
    async with desk(folder) as at:
        await at.press("L", "enter", "enter")
        assert at.article.article_id == chips and len(at.app.screen_stack) > 3
        await at.press("S")
        assert at.app.screen is at.library and at.said.startswith("Like “")
        await at.press("q")
        assert at.article.article_id == chips


async def test_another_search_ends_the_way_back(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("S")
        await search(at, "openai")
        await at.press("q")
        assert not at.app.is_running


def test_bars_are_as_high_as_the_numbers_and_nothing_vanishes() -> None:
    counts = (("2019", 16), ("2020", 0), ("2021", 8), ("2022", 1))
    assert bars(counts, 8, 1) == "█       "
    assert bars(counts, 8, 0) == "█   █ ▁ "
    assert bars((("2019", 0),), 8, 0).strip() == ""


def test_the_line_beneath_names_the_ends_and_the_busiest() -> None:
    counts = (("2019", 16), ("2020", 0), ("2021", 1_800))
    assert named(counts, 60).split("  ")[0].startswith("2019")
    assert named(counts, 60).endswith("2021") and "most in 2021: 1,800" in named(counts, 60)
    assert named(counts[:1], 60) == "most in 2019: 16"


def test_without_a_search_months_are_told_where_they_are_few() -> None:
    months = (("2025-02", 1), ("2024-11", 2))
    assert over_time((("2025", 1), ("2024", 2)), months) == (
        ("2024-11", 2),
        ("2024-12", 0),
        ("2025-01", 0),
        ("2025-02", 1),
    )
    assert over_time((("2019", 1), ("2024", 2)), months)[1] == ("2020", 0)
    assert over_time((), ()) == ()


async def test_a_slow_search_shows_its_first_rows_and_says_that_it_goes_on(folder: Path) -> None:
    async with desk(folder) as at:
        fake = await at.app.session.search_client()
        assert isinstance(fake, FakeSearch)
        fake.slow = asyncio.Event()
        await at.pilot.press("slash", *"openai")
        await at.pilot.pause()
        assert len(at.titles()) == 1
        found = at.library.search.query_one(".found")
        assert str(found.render()) == "1 found so far, searching on …"
        fake.slow.set()
        await at.settle()
        assert len(at.titles()) == 2 and str(found.render()) == "2 found"


async def test_the_cursor_stays_on_its_article_while_the_index_is_rebuilt(folder: Path) -> None:
    async with desk(folder) as at:
        library = at.library
        fake = await at.app.session.search_client()
        assert isinstance(fake, FakeSearch)

        async def ask_again(knows: int | None) -> tuple[str | None, int]:
            fake.knows = knows
            await library.ask(library.listing.request, keep=True, catch_up=False)
            row = library.rows.current
            return (row.title if row else None), library.listing.total

        await search(at, "e")
        await at.press("j", "j")
        stood_on, total = await ask_again(None)
        assert total > 3
        for knows in (0, 1, 2):
            assert await ask_again(knows) != (stood_on, total)
        assert await ask_again(None) == (stood_on, total)
        await ask_again(2)
        await at.press("j")  # moved by hand: that article is meant from now on
        (moved_to, _), (after, _) = await ask_again(2), await ask_again(None)
        assert moved_to == after != stood_on


async def test_the_top_of_a_list_that_still_grows_is_stood_on_as_the_top(folder: Path) -> None:
    async with desk(folder) as at:
        fake = await at.app.session.search_client()
        assert isinstance(fake, FakeSearch)
        library = at.library
        await at.settle()
        fake.knows = 2
        await library.ask(Request("e", (), RELEVANCE), catch_up=False)
        top = library.rows.current
        fake.knows = None
        await library.ask(library.listing.request, keep=True, catch_up=False)
        assert library.listing.total > 2
        assert library.rows.cursor == 0 and library.rows.current != top


async def test_the_first_rows_of_a_slow_search_asked_again_move_no_cursor(folder: Path) -> None:
    async with desk(folder) as at:
        fake = await at.app.session.search_client()
        assert isinstance(fake, FakeSearch)
        await search(at, "e")
        await at.press("j", "j")
        stood_on = at.library.rows.current
        fake.slow, fake.first_rows = asyncio.Event(), 2
        at.library.spawn(at.library.ask(at.library.listing.request, keep=True))
        await at.pilot.pause()
        assert at.library.listing.total == 2
        fake.slow.set()
        await at.settle()
        assert at.library.rows.current == stood_on


async def test_what_was_asked_for_opens_and_not_what_still_shows(folder: Path) -> None:
    async with desk(folder) as at:
        fake = await at.app.session.search_client()
        assert isinstance(fake, FakeSearch)
        fake.held = asyncio.Event()
        await at.pilot.press("slash", *"quiet", "enter", "enter")
        assert at.app.screen is at.library and len(at.titles()) == 6
        fake.held.set()
        await at.settle()
        assert at.article.article.title == "A quiet week in batteries"


async def test_nothing_opens_where_the_query_cannot_be_read(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "chip")
        await at.pilot.press("slash", "ctrl+u", *"date:12", "enter", "enter")
        await at.settle()
        assert at.app.screen is at.library
