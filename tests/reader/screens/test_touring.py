"""From an article to others, and about in a long one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.core import open_archive
from archive.text.markdown import build_markdown
from reader.widgets.forms import OfferList
from tests.make import incoming
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk

LONG = (
    """# First things

See [the chips](https://ledger.example/chips/) and [elsewhere](https://else.example/a),
or [this](ftp://else.example/b).

## Last things

"""
    + "A word after another. " * 150
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles and, on top, one with headings and links."""
    made = make_archive(tmp_path / "news")
    document = build_markdown(LONG)
    with open_archive(made) as archive:
        long = incoming("A long one", published="2026-01-01", language="en")
        markup, sha256 = document.markup(), document.sha256
        with archive.intake.open("import") as door:
            door.put([replace(long, words=450, text=document.text, markup=markup, sha256=sha256)])
        chips = next(
            row.id for row in archive.articles.rows(archive.articles.ids()) if "chip" in row.title
        )
        archive.articles.edit(chips, url="https://ledger.example/chips")
    return made


def offered(at: Desk) -> list[str]:
    return [offer.text for offer in at.app.screen.query_one(OfferList).offers]


async def test_j_and_k_go_through_the_list_and_the_list_follows(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter", "J", "J")
        assert at.article.article.title == "DeepSeek shakes the chip market"
        await at.press("K")
        assert at.article.article.title == "L’œuvre d’OpenAI expliquée"
        await at.press("K", "K")
        assert at.said == "This is the first article of the list."
        await at.press("J", "q")
        assert at.library.rows.cursor == 1


async def test_a_heading_is_gone_to(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter", "g", "t")
        assert offered(at) == ["1. First things", "2.   Last things"]
        await at.type("last")
        await at.press("enter")
        text = at.article.document.text
        assert text[at.article.view.caret :].startswith("Last things")
        await at.press("J", "g", "t")
        assert at.said == "This article has no headings."


async def test_a_link_to_an_article_of_the_archive_opens_it(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter", "g", "l")
        assert offered(at) == ["1. the chips", "2. elsewhere", "3. this"]
        await at.type("chips")
        await at.press("enter")
        assert at.article.article.title == "DeepSeek shakes the chip market"
        await at.press("ctrl+o")
        assert at.article.article.title == "A long one"
        await at.press("J")
        assert at.article.article.title == "L’œuvre d’OpenAI expliquée"


async def test_other_links_are_shown_before_they_open_and_hostile_ones_never_do(
    folder: Path, pages: list[str]
) -> None:
    async with desk(folder) as at:
        await at.press("enter", "g", "l")
        await at.type("this")
        await at.press("enter")
        assert at.said.startswith("Only http, https and mailto are opened, not 'ftp:")
        await at.press("g", "l")
        await at.type("else")
        await at.press("enter")
        assert "https://else.example/a" in str(at.app.screen.query("Static").first().render())
        await at.press("y")
        assert pages == ["https://else.example/a"]


async def test_back_and_forward_keep_the_place(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("ctrl+o")
        assert at.said == "No article was read yet."
        await at.press("enter", "w", "w", "w")
        caret = at.article.view.caret
        await at.press("J", "ctrl+o")
        assert (at.article.article.title, at.article.view.caret) == ("A long one", caret)
        await at.press("ctrl+o")
        assert at.said == "This is the first article that was read."
        await at.press("ctrl+n")
        assert at.article.article.title == "L’œuvre d’OpenAI expliquée"
        await at.press("q", "ctrl+o")
        assert at.article.article.title == "L’œuvre d’OpenAI expliquée"


async def test_the_time_that_is_left_is_told_where_it_is_long(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter")
        assert "2 min left  0 %" in at.article.status.place
        await at.press("G")
        assert "min left" not in at.article.status.place


NOTED = (
    """
A word[^1], and a picture:

![A wafer](/wafer.png)

"""
    + "More words. " * 200
    + """

[^1]: The note.
"""
)


async def test_enter_goes_to_a_footnote_and_back_and_shows_the_address_of_an_image(
    tmp_path: Path,
) -> None:
    made = make_archive(tmp_path / "news")
    document = build_markdown(NOTED)
    with open_archive(made) as archive, archive.intake.open("import") as door:
        noted = incoming("With a note", published="2026-01-01", url="https://a.example/x/y")
        markup, sha256 = document.markup(), document.sha256
        door.put([replace(noted, text=document.text, markup=markup, sha256=sha256)])
    async with desk(made) as at:
        await at.press("enter", "w", "w", "enter")
        view, text = at.article.view, document.text
        assert view.caret == text.index("The note")
        await at.press("enter")  # anywhere in the note
        assert view.caret == text.index("[1]")
        await at.press("enter", "w", "g", "l")
        assert offered(at) == ["1. [1]", "2. image: A wafer", "3. ↩"]
        await at.press("3", "enter")
        assert view.caret == text.index("[1]")
        await at.press("right_curly_bracket", "enter")
        shown = str(at.app.screen.query("Static").first().render())
        assert "https://a.example/wafer.png" in shown
