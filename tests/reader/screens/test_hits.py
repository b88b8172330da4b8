"""From hit to hit, through the articles that a search found."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import open_archive
from tests.reader.archives import incoming
from tests.reader.screens.harness import Desk, desk

FAR = "A chip here.\n\n" + "Nothing of interest stands in this sentence. " * 20
DENSE = "One chip, two chips.\n\nThe end."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    with open_archive(made, create=True) as archive, archive.intake.open("import") as door:
        door.put(
            [
                incoming("a", "Newest", FAR + DENSE, date="2025-03"),
                incoming("b", "Chip titles only", "No such word.", date="2025-02"),
                incoming("c", "Oldest", "Another chip.", date="2025-01"),
                incoming("d", "Unrelated", "Trains.", date="2025-04"),
            ]
        )
    return made


async def search(at: Desk, words: str) -> None:
    await at.press("slash")
    await at.type(words)
    await at.press("enter")


def here(at: Desk) -> str:
    """The title being read and what stands at the caret."""
    view = at.article.view
    return f"{at.article.article.title}: {view.document.text[view.caret :][:12]}"


async def test_enter_opens_at_the_first_passage_with_all_that_was_asked(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "chip")
        await at.press("enter")
        assert here(at) == "Newest: chip here.\n\n"
        assert at.said == "Article 1 of 3: 3 hits in the text; n N go on, to the next article too."


async def test_where_reading_had_stopped_does_not_hide_the_hits(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "chip")
        await at.press("enter", "G", "q", "enter")
        assert here(at) == "Newest: chip here.\n\n"


async def test_n_goes_on_to_the_next_article_and_capital_n_back(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "chip")
        await at.press("enter", "n", "n")
        assert here(at) == "Newest: chips.\n\nThe "
        assert at.said == "3 of 3"
        await at.press("n")
        assert here(at).startswith("Chip titles only")
        assert at.said.startswith("Article 2 of 3: 0 hits in the text")
        await at.press("n")
        assert here(at) == "Oldest: chip."
        await at.press("n")
        assert at.said == "This is the last article of the list."
        await at.press("N", "N")
        assert here(at) == "Newest: chips.\n\nThe "


async def test_n_before_the_first_hit_of_the_first_article_says_so(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "chip")
        await at.press("enter", "N")
        assert here(at).startswith("Newest: chip here.")
        await at.press("N")
        assert at.said == "This is the first article of the list."


async def test_the_list_follows_to_the_article_read_last(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "chip")
        await at.press("enter", "n", "n", "n", "n", "q")
        assert at.app.screen is at.library
        assert at.library.rows.current is not None
        assert at.library.rows.current.title == "Oldest"


async def test_finding_in_the_page_stays_in_the_page(folder: Path) -> None:
    async with desk(folder) as at:
        await search(at, "chip")
        await at.press("enter", "slash")
        await at.type("end")
        await at.press("enter", "n", "n")
        assert here(at) == "Newest: end."


async def test_without_a_search_there_is_nothing_to_go_through(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter", "n")
        assert at.said == "Nothing found yet: / finds."
