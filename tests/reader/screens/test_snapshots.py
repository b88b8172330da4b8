"""How the screens look, at a usual size and at the smallest.

``pytest --snapshot-update`` takes them anew; look at them before keeping them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from archive.core import open_archive
from archive.model import Motivation, Span
from reader.app import Newsmark
from reader.session import Delays, Session
from reader.themes import DARK, HIGH_CONTRAST, LIGHT, NO_COLOUR
from tests.reader.archives import ARTICLES, incoming, make_archive

SIZES = [(100, 30), (60, 20)]
Compare = Callable[..., bool]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_archive(tmp_path / "news")
    text = ARTICLES[0][5]
    with open_archive(made) as archive:
        chips = archive.articles.ids()[1]

        def span(words: str) -> Span:
            return Span(text.index(words), text.index(words) + len(words))

        archive.claims.add(chips, span("It costs 27 times less than o1, the company says."))
        archive.entities.tag(chips, span("DeepSeek-R1"), type="model")
        archive.entities.tag(chips, span("o1"), type="model")
        archive.annotations.add(chips, span("Nvidia lost 17%"), Motivation.HIGHLIGHTING)
        archive.annotations.add(chips, span("no bubble"), Motivation.COMMENTING, note="Who?")
        archive.articles.star([chips], True)
        archive.articles.mark_read([archive.articles.ids()[2]], True)
    return made


def shown(folder: Path, theme: str) -> Newsmark:
    app = Newsmark(Session(folder, delays=Delays(preview=0, poll=0)))
    app.theme = theme
    return app


def after(*keys: str) -> Callable[[Pilot[None]], Any]:
    """Press keys, each when the one before has had its effect."""

    async def run(pilot: Pilot[None]) -> None:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _ in range(3):
                await pilot.pause()
                await pilot.app.workers.wait_for_complete(
                    [w for w in pilot.app.workers if w.group == "default" and w.is_running]
                )
        await pilot.pause()

    return run


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
def test_library(snap_compare: Compare, folder: Path, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(shown(folder, theme), terminal_size=size, run_before=after("j", "v"))


@pytest.mark.parametrize("size", SIZES)
def test_searches(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    with open_archive(folder) as archive:
        archive.searches.add("Open-weight models", '"open weights" OR "poids ouverts"', key="1")
        archive.searches.add("Labs", "openai OR deepseek date:2025", key="2")
        with archive.intake.open("import") as door:
            door.put([incoming("new", "Weights", "Open weights again.")])
        archive.searches.meet()
    assert snap_compare(shown(folder, DARK.name), terminal_size=size, run_before=after("s", "j"))


def with_dossiers(folder: Path) -> None:
    """Put a claim and a passage between words of one's own; begin a second dossier."""
    with open_archive(folder) as archive:
        batteries = archive.dossiers.new("Batteries, quietly").id
        chips = archive.dossiers.new("The price of chips").id
        mark = next(one for one in archive.annotations.all() if one.exact == "no bubble")
        archive.dossiers.add(chips, heading="What they say")
        archive.dossiers.add(chips, claim=archive.claims.all()[0].id, text="Nobody has checked.")
        archive.dossiers.add(chips, text="Others are *not* so sure.\n\nThey do not say why.")
        archive.dossiers.add(chips, annotation=mark.id)
        # What is shown must not change from day to day.
        with archive.store.transaction(command="test", actor="test", summary="") as tx:
            for day, one in enumerate((batteries, chips), 1):
                at = f"2025-02-0{day}T10:00:00Z"
                tx.update("dossiers", one, {"modified": at})
                for part in archive.dossiers.parts(one):
                    tx.update("parts", part.id, {"modified": at})


@pytest.mark.parametrize("size", SIZES)
def test_dossiers(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    with_dossiers(folder)
    assert snap_compare(shown(folder, DARK.name), terminal_size=size, run_before=after("D"))


@pytest.mark.parametrize("size", SIZES)
def test_dossier(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    with_dossiers(folder)
    keys = after("D", "enter", "j")
    assert snap_compare(shown(folder, DARK.name), terminal_size=size, run_before=keys)


@pytest.mark.parametrize("size", SIZES)
def test_facets(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    assert snap_compare(shown(folder, DARK.name), terminal_size=size, run_before=after("f", "j"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
def test_article(snap_compare: Compare, folder: Path, size: tuple[int, int], theme: str) -> None:
    keys = after("j", "enter", "w", "i")
    assert snap_compare(shown(folder, theme), terminal_size=size, run_before=keys)


@pytest.mark.parametrize("theme", [HIGH_CONTRAST.name, NO_COLOUR.name])
def test_article_in_the_other_looks(snap_compare: Compare, folder: Path, theme: str) -> None:
    keys = after("j", "enter", "w", "i")
    assert snap_compare(shown(folder, theme), terminal_size=SIZES[0], run_before=keys)


@pytest.mark.parametrize("size", SIZES)
def test_entity_form(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    keys = after("j", "enter", "e")
    assert snap_compare(shown(folder, DARK.name), terminal_size=size, run_before=keys)


@pytest.mark.parametrize("size", SIZES)
def test_help(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    keys = after("j", "enter", "question_mark")
    assert snap_compare(shown(folder, DARK.name), terminal_size=size, run_before=keys)


@pytest.mark.parametrize("size", SIZES)
def test_empty_archive(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = shown(tmp_path / "new", DARK.name)
    assert snap_compare(app, terminal_size=size, run_before=after())
