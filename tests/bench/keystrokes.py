"""From a key to the painted rows of a search, and how long the event loop is ever away.

The whole program runs headless on the corpus's articles with its search
process: queries are typed letter by letter, articles opened and left, the list
scrolled, once alone and once with an import running beside. Of a stall two
figures count: the clock's, which on a busy machine is partly other programs',
and the loop's own CPU. Run with ``python -m tests.bench.keystrokes [ARTICLES]``.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import cast

from archive.index.client import SearchClient
from reader.screens.article import ArticleScreen
from reader.screens.library import LibraryScreen
from tests.bench import material
from tests.bench.interface import Stalls, TimedNewsmark, TimedSession, importing, to_import
from tests.bench.table import percentile, print_table

TYPED = ("linux kernel", "open source", "gpt-4o", "intelligence art", "modèles ouv", "deepseek")
GOAL_KEY, GOAL_STALL = 150, 50


async def measure(folder: Path) -> tuple[list[float], dict[str, Stalls]]:
    """Milliseconds of each key of :data:`TYPED`, and the stalls of each kind of work."""
    keys: list[float] = []
    stalls: dict[str, Stalls] = {}
    app = TimedNewsmark(TimedSession(folder, searcher=SearchClient))
    async with app.run_test(size=(120, 40)):
        library = cast(LibraryScreen, app.screen)

        async def watched(name: str) -> asyncio.Task[None]:
            stalls.setdefault(name, Stalls())
            return asyncio.create_task(stalls[name].watch())

        watch = await watched("starting")
        await asyncio.sleep(3)
        watch.cancel()
        watch = await watched("searching")
        for text in TYPED:
            app.key("/")
            await asyncio.sleep(0.1)
            for end in range(1, len(text) + 1):
                began, _ = app.key(text[end - 1])
                typed = text[:end]
                done, _ = await app.until(lambda t=typed: library.listing.request.query == t)  # type: ignore[misc]
                keys.append(1000 * (done - began))
                # A quick typist's next key comes a tenth of a second later.
                await asyncio.sleep(max(0.0, 0.1 - (time.perf_counter() - began)))
            app.key("escape")
            app.key("escape")
            await asyncio.sleep(0.3)
        watch.cancel()
        watch = await watched("reading")
        for _ in range(6):
            app.key("enter")
            await app.until(lambda: isinstance(app.screen, ArticleScreen))
            for key in "jjjwwvwwvjj":
                app.key(key)
                await asyncio.sleep(0.03)
            app.key("q")
            await app.until(lambda: app.screen is library)
            app.key("j")
            await asyncio.sleep(0.2)
        watch.cancel()
        watch = await watched("scrolling the list")
        for key in ["ctrl+d"] * 20 + ["G", "g", "g"] + ["j"] * 20:
            app.key(key)
            await asyncio.sleep(0.04)
        watch.cancel()
    return keys, stalls


def main() -> None:
    """Print the tables."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else material.ALL
    with material.indexed(most) as folder, tempfile.TemporaryDirectory() as scratch:
        source = to_import(Path(scratch))
        for beside, running in (
            ("alone", nullcontext()),
            ("while an import runs", importing(folder, source)),
        ):
            with running:
                keys, stalls = asyncio.run(measure(folder))
            print_table(
                f"key to painted rows at {most:,} articles, {beside}, ms (goal: p95 {GOAL_KEY})",
                ["", "p50", "p95", "worst", "p95 / goal"],
                [["keys", percentile(keys, 0.5), percentile(keys, 0.95), max(keys),
                  percentile(keys, 0.95) / GOAL_KEY]],
            )  # fmt: skip
            print_table(
                f"the loop's absences, {beside}, ms (goal: never over {GOAL_STALL})",
                ["", "p99", "longest", "longest, own CPU", "own CPU / goal"],
                [
                    [name, percentile(one.wall, 0.99), max(one.wall), max(one.cpu),
                     max(one.cpu) / GOAL_STALL]
                    for name, one in stalls.items()
                ],
            )  # fmt: skip


if __name__ == "__main__":
    main()
