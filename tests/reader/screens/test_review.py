"""Marks that lost their place, on the screen: then and now, accepted, chosen, kept as lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import open_archive
from archive.model import Annotation, Motivation, Placement, Span
from reader.screens.article import ArticleScreen
from reader.screens.review import ReviewScreen
from reader.widgets.card_list import CardList
from tests.reader.archives import incoming
from tests.reader.screens.harness import Desk, desk

TWIN = "Prices are in dollars, before tax."
WORDS = "Zephyr sold 40,000 cars in May."
OTHERS = [
    "The model was shown to the press on Tuesday, by a team that had worked on it for a year.",
    "Nobody in Lyon was there to see it, said the mayor, who had been told of it by his son.",
    "Batteries have their own winter: fewer orders, longer nights, and a great deal of paper.",
]
NEWER = "Some 41,000 cars were sold by Zephyr."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An article with a lost mark and an ambiguous one."""
    old = "\n\n".join((OTHERS[0], TWIN, OTHERS[1], OTHERS[2], WORDS))
    new = "\n\n".join((OTHERS[1], TWIN, "A part of its own.", TWIN, OTHERS[2], NEWER))
    with open_archive(tmp_path / "news", create=True) as archive:
        for text in (old, new):
            with archive.intake.open("import") as door:
                door.put([incoming("z", "Zephyr", text)])
            if text == old:
                (article,) = archive.articles.ids()
                for words in ("in dollars, before", WORDS):
                    at = old.index(words)
                    span = Span(at, at + len(words))
                    archive.annotations.add(article, span, Motivation.HIGHLIGHTING)
        assert {mark.placement for mark in archive.review.pending()} == {
            Placement.AMBIGUOUS, Placement.LOST,
        }  # fmt: skip
    return tmp_path / "news"


def review(at: Desk) -> ReviewScreen:
    screen = at.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def side(at: Desk, name: str) -> str:
    lines = at.lines(review(at).query_one(f"#{name}", CardList))
    return " ".join(" ".join(lines).split())


def marks(at: Desk) -> dict[str, Annotation]:
    found = at.stored(lambda a: a.annotations.all())
    return {("twin" if "dollars" in one.exact else "lost"): one for one in found}


async def go_to(at: Desk, placement: str) -> None:
    await at.press("g", "g")
    row = review(at).pane.current
    if row is not None and row.placement != placement:
        await at.press("j")


async def test_then_and_now_stand_side_by_side_and_places_are_gone_through(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("R")
        await go_to(at, "ambiguous")
        assert "in dollars, before" in side(at, "then") and "The model was shown" in side(
            at, "then"
        )
        assert "2 marks without a place" in str(review(at).query_one("#top").render())
        assert "place 1 of 2" in str(review(at).query_one("#now-caption").render())
        await at.press("n")
        assert "place 2 of 2" in str(review(at).query_one("#now-caption").render())
        await at.press("a")
        assert at.said == "Placed on “in dollars, before”. u takes it back."
        text = at.stored(lambda a: a.articles.document(a.articles.ids()[0]).text)
        assert marks(at)["twin"].span.start == text.rindex("in dollars")
        assert "1 mark without" in str(review(at).query_one("#top").render())
        await at.press("u")
        assert marks(at)["twin"].placement is Placement.AMBIGUOUS


async def test_a_place_is_chosen_in_the_article(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("R")
        await go_to(at, "lost")
        await at.press("e")
        screen = at.app.screen
        assert isinstance(screen, ArticleScreen)
        assert at.said.startswith("Select the passage")
        screen.view.caret = screen.document.text.index(NEWER)
        await at.press("v", "i", "s", "R")
        assert marks(at)["lost"].exact == NEWER
        await at.press("q")
        assert isinstance(at.app.screen, ReviewScreen)
        assert "1 mark without" in str(review(at).query_one("#top").render())


async def test_what_stays_lost_is_kept_and_what_is_skipped_waits(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("R")
        await at.press("space")
        assert review(at).pane.cursor == 1
        await at.press("x", "x")
        assert "No mark waits" in str(review(at).query_one("#none").render())
        assert {mark.placement for mark in marks(at).values()} == {Placement.LOST}
        await at.press("a")
        assert at.said.startswith("No mark waits here")
        await at.press("u", "u")
        assert marks(at)["twin"].placement is Placement.AMBIGUOUS
        await at.press("q")
        assert at.app.screen is at.library
