"""Keys that come all at once: each goes to whatever the one before it left in charge."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from reader.app import Newsmark
from reader.screens.library import LibraryScreen
from reader.session import Delays, Session
from tests.reader.archives import make_archive
from tests.reader.screens.harness import FakeSearch, desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "news")


def burst(app: Newsmark, keys: str) -> None:
    """Send keys as a terminal does that was pasted into: without waiting for any."""
    names = {" ": "space", "/": "slash", "\r": "enter"}
    for key in keys:
        app.post_message(events.Key(names.get(key, key), key if key.isprintable() else None))


async def test_letters_after_a_key_that_opens_a_form_are_typed_into_the_form(
    folder: Path,
) -> None:
    async with desk(folder) as at:
        id = at.library.listing.rows(0, 1)[0].id
        burst(at.app, "tlaw -ai\r")
        await at.settle()
        assert at.stored(lambda a: a.articles.get(id).tags) == ("law",)


async def test_keys_that_come_while_the_first_painting_is_under_way_are_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted = asyncio.Event()
    furnish = LibraryScreen.furnish

    async def late(library: LibraryScreen) -> None:
        await painted.wait()
        await furnish(library)

    monkeypatch.setattr(LibraryScreen, "furnish", late)
    app = Newsmark(Session(folder, searcher=FakeSearch, delays=Delays(preview=0, poll=0)))
    async with app.run_test(size=(100, 30)) as pilot:
        burst(app, "/nvidia")
        await pilot.pause()
        painted.set()
        typed = ""
        for _ in range(1000):  # a slow machine takes its time
            typed = "".join(line.value for line in app.screen.query(Input))
            if typed == "nvidia":
                break
            await pilot.pause(0.01)
        assert typed == "nvidia"
