"""Keys that arrive together go where they would go one after another."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from reader.app import Newsmark
from reader.screens.library import LibraryScreen
from reader.session import Session
from tests.reader.archives import make_archive

_NAMES = {"/": "slash", ":": "colon", " ": "space", "\r": "enter"}


def burst(app: Newsmark, keys: str) -> None:
    """Send keys as a slow line does: all in one piece."""
    for key in keys:
        app.post_message(events.Key(_NAMES.get(key, key), key))


async def until_typed(pilot: Pilot[None], words: str) -> None:
    for _ in range(100):
        await pilot.pause(0.05)
        focused = pilot.app.focused
        if isinstance(focused, Input) and focused.value == words:
            return
    raise AssertionError(f"{pilot.app.focused} has the keys, not {words!r}")


async def test_letters_that_follow_a_slash_at_once_are_all_searched(tmp_path: Path) -> None:
    make_archive(tmp_path / "a")
    app = Newsmark(Session(tmp_path / "a"))
    async with app.run_test(size=(110, 32)) as pilot:
        await pilot.pause()
        burst(app, "/number")
        await until_typed(pilot, "number")


async def test_words_that_follow_a_colon_at_once_are_the_command(tmp_path: Path) -> None:
    make_archive(tmp_path / "a")
    app = Newsmark(Session(tmp_path / "a"))
    async with app.run_test(size=(110, 32)) as pilot:
        await pilot.pause()
        burst(app, ":order title")
        await until_typed(pilot, "order title")
        burst(app, "\r")
        for _ in range(100):
            await pilot.pause(0.05)
            screen = app.screen
            if isinstance(screen, LibraryScreen) and screen.listing.request.order == "title":
                return
        raise AssertionError(f"the command did not run: {app.screen}")
