"""The history on the screen: narrowed, and a step of the past taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import open_archive
from archive.model import Span
from reader.screens.history import HistoryScreen, parted
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A claim, a note on it, a piece of evidence by somebody else, a star."""
    made = make_archive(tmp_path / "news")
    with open_archive(made, actor="ann") as archive, open_archive(made, actor="bob") as bob:
        (article, *_) = archive.articles.ids()
        claim, _ = archive.claims.add(article, Span(0, 20))
        archive.claims.edit(claim.id, notes="why")
        bob.claims.edit(claim.id, confidence=50)
        archive.articles.star([article], True)
    return made


def listed(at: Desk) -> list[str]:
    screen = at.app.screen
    assert isinstance(screen, HistoryScreen)
    return [line for line in at.lines(screen.pane)[1:] if line]


async def test_steps_are_listed_and_narrowed_as_one_types(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("U")
        assert len(listed(at)) == 5 and "star “" in listed(at)[0]
        await at.press("slash")
        await at.type("actor:bob")
        assert len(listed(at)) == 1 and "edit confidence" in listed(at)[0]
        await at.press("enter", "escape")
        assert len(listed(at)) == 5
        await at.press("slash")
        await at.type("date:soon")
        screen = at.app.screen
        assert "There is no date 'soon'" in str(screen.query_one(".problem").render())
        await at.press("escape", "escape", "escape")
        assert at.app.screen is at.library


async def test_a_step_of_the_past_is_taken_back_or_what_depends_on_it_named(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("U", "j", "j", "x")
        assert at.said.startswith("Taken back: edit notes of")
        (claim,) = at.stored(lambda a: a.claims.all())
        assert (claim.notes, claim.confidence) == ("", 50)
        await at.press("G", "k", "x")
        assert "depends on step" in at.said and "of bob back first" in at.said
        await at.press("G", "x")
        assert "undo --import" in at.said


@pytest.mark.parametrize(
    ("query", "given", "words"),
    [
        ("", {}, []),
        ("Été actor:ann", {"actor": "ann"}, ["ete"]),
        ("actor: command:claim x:y", {"command": "claim"}, ["x:y"]),
        ('command:"claim merge" été', {"command": "claim merge"}, ["ete"]),
        ('command:"claim me', {"command": "claim me"}, []),
        ('"prix élevé"', {}, ["prix", "eleve"]),
    ],
)
def test_a_filter_is_fields_and_words(query: str, given: dict[str, str], words: list[str]) -> None:
    assert parted(query) == (given, words)
