"""Pressing ``c``: how soon the mark is painted, and how soon it is safe on the disk.

In an article of 300 kB, with the whole program headless, alone and with an
import running in another process. Painting is counted in CPU of the loop's
thread, durability by the clock until the commit (synchronous FULL). The floor
beside it is the smallest commit that SQLite makes as durable on the same disk.
Run with ``python -m tests.bench.marking [PRESSES]``.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import cast

from archive.core import open_archive
from reader.screens.article import ArticleScreen
from tests.bench.article_view import article
from tests.bench.interface import TimedNewsmark, TimedSession, importing, to_import
from tests.bench.table import percentile, print_table
from tests.make import incoming, put

SIZE = 300_000
PRESSES = 60
GOAL_PAINT, GOAL_DURABLE = 5, 50


async def measure(folder: Path, id: str, presses: int) -> tuple[list[float], list[float]]:
    """Milliseconds until painted (CPU) and until committed (clock), press by press."""
    session = TimedSession(folder)
    app = TimedNewsmark(session)
    painted, durable = [], []
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(ArticleScreen(session, id))
        screen = cast(ArticleScreen, app.screen)
        await pilot.pause(1.0)
        for _ in range(presses):
            for key in "))":
                app.key(key)
                await asyncio.sleep(0.1)
            before, written = len(screen.view.marks), session.committed
            wall, cpu = app.key("c")
            _, at = await app.until(lambda: len(screen.view.marks) > before)  # noqa: B023
            painted.append(1000 * (at - cpu))
            while session.committed == written:
                await asyncio.sleep(0.001)
            durable.append(1000 * (session.committed - wall))
            await asyncio.sleep(0.1)
    return painted, durable


def smallest_commits(folder: Path, count: int) -> list[float]:
    """Milliseconds of durable commits of one row each."""
    database = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE t (x)")
    times = []
    for number in range(count):
        began = time.perf_counter()
        database.execute("INSERT INTO t VALUES (?)", (number,))
        times.append(1000 * (time.perf_counter() - began))
    database.close()
    return times


def main() -> None:
    """Print the table."""
    presses = int(sys.argv[1]) if len(sys.argv) > 1 else PRESSES
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "archive")
        with open_archive(folder, create=True) as archive:
            (id,) = put(archive, incoming("A long article", article(SIZE).text))
        source = to_import(Path(scratch))
        floor = percentile(smallest_commits(Path(scratch), presses), 0.5)
        rows: list[list[object]] = [["smallest commit, floor", floor, "-", "-", 1.0]]
        for beside, running in (
            ("alone", nullcontext()),
            ("import beside", importing(folder, source)),
        ):
            with running:
                painted, durable = asyncio.run(measure(folder, id, presses))
            for name, times, ratio in (
                (f"painted, CPU, {beside}", painted, "-"),
                (f"committed, wall, {beside}", durable, percentile(durable, 0.5) / floor),
            ):
                rows.append(
                    [name, percentile(times, 0.5), percentile(times, 0.95), max(times), ratio]
                )
        print_table(
            f"a claim in an article of {SIZE // 1000} kB, ms"
            f" (goals: painted {GOAL_PAINT}, committed {GOAL_DURABLE})",
            ["", "p50", "p95", "worst", "x floor"],
            rows,
        )


if __name__ == "__main__":
    main()
