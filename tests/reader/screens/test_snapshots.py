"""Pictures of the screens most looked at, at a usual size and at the smallest.

All screens in all themes are in :mod:`tests.reader.screens.test_looks`, as text.

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
from reader.themes import DARK
from tests.reader.archives import ARTICLES, make_archive

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


def shown(folder: Path) -> Newsmark:
    app = Newsmark(Session(folder, delays=Delays(preview=0, poll=0)))
    app.theme = DARK.name
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
def test_library(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    assert snap_compare(shown(folder), terminal_size=size, run_before=after("j", "v"))


@pytest.mark.parametrize("size", SIZES)
def test_article(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    keys = after("j", "enter", "w", "i")
    assert snap_compare(shown(folder), terminal_size=size, run_before=keys)


@pytest.mark.parametrize("size", SIZES)
def test_help(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    keys = after("j", "enter", "question_mark")
    assert snap_compare(shown(folder), terminal_size=size, run_before=keys)


@pytest.mark.parametrize("size", SIZES)
def test_empty_archive(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = shown(tmp_path / "new")
    assert snap_compare(app, terminal_size=size, run_before=after())
