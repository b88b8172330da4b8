"""Draws the README's screenshots: the program itself on a fresh demo archive.

Run with ``python -m tests.screenshots`` from the project's root.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from archive.core import open_archive
from archive.ingest.pipeline import import_paths
from reader.app import Newsmark, search_client
from reader.demo import ARTICLES, make_demo
from reader.session import Session

IMAGES = Path(__file__).resolve().parent.parent / ".images"
SIZE = (116, 34)
TRAINED = "trained in nine weeks on 1,024 accelerators, for 4.6 million euros"
REVISED = {
    f"Cassis 2 was {TRAINED}, the company said.": (
        f"In one report it is {TRAINED}.\n\nIn another, too, it is {TRAINED}."
    ),
    "Au prix du marché, l’écart tombe à quatre fois, selon nos calculs.": "",
}
"""Words of the demo's articles, and what stands in their place when they come in again."""


async def draw(folder: Path) -> None:
    """Press what a user would press and keep what the screen shows."""
    app = Newsmark(Session(folder, demo=True, searcher=search_client))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot.pause)
        await pilot.press("slash", *"cassis", "enter")
        await settle(pilot.pause)
        keep(app, "library")
        await pilot.press("escape", "G", "k", "enter")
        await settle(pilot.pause)
        await pilot.press("i", "i", *["right_curly_bracket"] * 2, "v", "i", "s")
        await settle(pilot.pause)
        keep(app, "article")
        await pilot.press("escape", "escape", "E", "o", "g", "g")
        await settle(pilot.pause)
        keep(app, "register")
        await pilot.press("enter")
        await settle(pilot.pause)
        keep(app, "entity")
        await pilot.press("q", "E")
        await settle(pilot.pause)
        keep(app, "sweep")
        await pilot.press("q", "q", "L", "G", "k")
        await settle(pilot.pause)
        keep(app, "ledger")
        await pilot.press("enter")
        await settle(pilot.pause)
        keep(app, "claim")
        await pilot.press("q", "q", "C")
        await settle(pilot.pause)
        keep(app, "suggest")
        revise(folder)
        await pilot.press("q", "R")
        await settle(pilot.pause)
        await pilot.press("j")
        await settle(pilot.pause)
        keep(app, "review")


def revise(folder: Path) -> None:
    """Import articles of the demo anew, in which words that are marked moved or changed."""
    with tempfile.TemporaryDirectory() as base, open_archive(folder) as archive:
        changed = Path(base, "articles")
        shutil.copytree(ARTICLES, changed)
        for path in changed.iterdir():
            text = path.read_text("utf-8")
            for before, after in REVISED.items():
                text = text.replace(before, after)
            path.write_text(text, "utf-8")
        import_paths(archive, [str(changed)])


async def settle(pause: object) -> None:
    """Give searching, loading and painting the time they take; nothing waits for a picture."""
    assert callable(pause)
    for _ in range(12):
        await pause(0.25)


def keep(app: Newsmark, name: str) -> None:
    """Write the screen as an SVG."""
    (IMAGES / f"{name}.svg").write_text(app.export_screenshot(title="newsmark demo"), "utf-8")


def main() -> None:
    """Draw all of them."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as base:
        os.environ["XDG_CACHE_HOME"] = base
        folder = Path(base, "demo")
        make_demo(folder)
        asyncio.run(draw(folder))


if __name__ == "__main__":
    main()
