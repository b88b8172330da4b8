"""The queue of sentences worth a claim, by keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from reader.commands import for_mode
from reader.screens.article import ArticleScreen
from reader.screens.worth import SuggestionList, SuggestScreen
from reader.widgets.card_list import CardList
from tests.make import add_article
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk

CHEAP = "It costs 27 times less than o1, the company says."
LOST = "Nvidia lost 17% in a day."
SOLD = "Cassis a vendu 40 000 cartes en 2024, selon son fondateur."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_archive(tmp_path / "news")
    with open_archive(made) as archive:
        add_article(archive, "Cassis", SOLD, language="fr")
    return made


def listed(at: Desk) -> list[str]:
    screen = at.app.screen
    assert isinstance(screen, SuggestScreen)
    return [one.sentence for one in screen.query_one(SuggestionList).shown]


def shown(at: Desk) -> str:
    return " ".join(" ".join(at.lines(at.app.screen.query_one(CardList))).split())


def statements(archive: Archive) -> list[str]:
    return [claim.statement for claim in archive.claims.all()]


def test_every_command_has_its_handler() -> None:
    for command in for_mode("suggest"):
        if not command.name.startswith("move "):
            assert callable(getattr(SuggestScreen, "do_" + command.name.replace(" ", "_"), None))


async def test_sentences_of_all_articles_are_decided_by_keys(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("C")
        found = listed(at)
        assert set(found) == {CHEAP, LOST, SOLD}
        assert found[0] in shown(at) and "figures" in shown(at)
        await at.press("a")
        assert at.said == "A claim now (quantity). u takes it back."
        assert at.stored(statements) == [found[0]]
        await at.press("x")
        assert at.said == "No claim: it is not suggested again. u takes it back."
        await at.press("space")
        assert at.said == "Left for later: it comes after the others. u takes it back."
        assert listed(at) == [found[2]], "only what was skipped is left, and comes again"
        await at.press("u", "u")
        assert listed(at) == found[1:]
        screen = at.app.screen
        assert isinstance(screen, SuggestScreen) and screen.pane.current is not None
        assert screen.pane.current.sentence == found[1], "the cursor goes to what came back"
        await at.press("u")
        assert listed(at) == found and at.stored(statements) == []


async def test_a_claim_is_made_in_ones_own_words(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("C", "e", *["backspace"] * 60)
        await at.type("R1 is cheaper")
        await at.press("enter")
        assert at.stored(statements) == ["R1 is cheaper"]
        assert len(at.stored(lambda a: a.annotations.all())) == 1


async def test_in_an_article_its_own_sentences_wait_and_the_place_is_kept(folder: Path) -> None:
    async with desk(folder) as at:
        at.library.show_list(0)
        while not isinstance(at.app.screen, ArticleScreen):
            await at.press("slash", *"DeepSeek-R1", "enter", "enter")
        await at.press("C")
        assert set(listed(at)) == {CHEAP, LOST}
        await at.press("o")
        assert listed(at) == [CHEAP, LOST] and at.said == "As the text goes."
        await at.press("j", "enter")
        opened = at.app.screen
        assert isinstance(opened, ArticleScreen)
        assert opened.view.caret == opened.document.text.index(LOST)
        await at.press("q", "q", "C")
        screen = at.app.screen
        assert isinstance(screen, SuggestScreen) and screen.pane.current is not None
        assert screen.pane.current.sentence == LOST


async def test_a_claim_like_one_that_is_known_joins_it(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("C", "colon")
        await at.type("suggest edit Prices fell by half in a year, says Cassis")
        await at.press("enter", "colon")
        await at.type("suggest edit Prices fell by half in one year, says Cassis")
        await at.press("enter")
        assert "Same as “Prices fell by half" in at.said
        await at.press("equals_sign")
        assert at.said.startswith("It appears under “Prices fell by half in a year")
        assert len(at.stored(statements)) == 1
        await at.press("equals_sign")
        assert at.said == "Which claim is the same as another? Make or go to one."


async def test_leaving_while_it_looks_again_harms_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(folder) as at:
        await at.press("C")
        screen = at.app.screen
        assert isinstance(screen, SuggestScreen)
        load, gate = screen.session.load, asyncio.Event()

        async def slow(work: Callable[[Archive], object]) -> object:
            found = await load(work)
            await gate.wait()
            return found

        monkeypatch.setattr(screen.session, "load", slow)
        looking = asyncio.ensure_future(screen.archive_changed())
        await at.pilot.press("q")
        while screen.is_attached:
            await at.pilot.pause()
        gate.set()
        await looking
        assert at.app.screen is at.library


async def test_where_nothing_waits_the_screen_says_what_it_looks_for(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash", *"quiet", "enter", "C")
        assert listed(at) == []
        assert at.app.screen.query_one("#none").display
        await at.press("a")
        assert at.said == "No sentence waits here. q goes back."
