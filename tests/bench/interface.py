"""The program itself under a benchmark: keys in, moments of painting and of writing out.

It runs headless: everything but the writing of the escape sequences is done.
Keys come as a terminal's driver brings them, and nothing waits for the
program to be idle.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from textual import events

from archive.core import Archive
from reader.app import Newsmark
from reader.jobs import give_way
from reader.session import Session
from tests.bench import material

T = TypeVar("T")
TICK = 0.005
PATIENCE = 30.0


class TimedSession(Session):
    """Notes when what the user did was committed."""

    committed: float = 0.0

    def write(self, work: Callable[[Archive], T]) -> Awaitable[T]:
        """As the session does."""

        def timed(archive: Archive) -> T:
            result = work(archive)
            self.committed = time.perf_counter()
            return result

        return super().write(timed)


class TimedNewsmark(Newsmark):
    """Notes when a painting was done: by the clock, and by the loop's own CPU."""

    painted: tuple[float, float] = (0.0, 0.0)

    def post_display_hook(self) -> None:
        self.painted = time.perf_counter(), time.thread_time()

    def key(self, key: str) -> tuple[float, float]:
        """Send a key as the terminal's driver does; when: clock and CPU of the loop."""
        named = {" ": "space", "-": "minus"}.get(key, key)
        moment = time.perf_counter(), time.thread_time()
        self.post_message(events.Key(named, key if len(key) == 1 else None))
        return moment

    async def until(self, reached: Callable[[], bool]) -> tuple[float, float]:
        """The moment of the first painting after something has come about.

        Raises:
            TimeoutError: after half a minute.
        """
        deadline = time.perf_counter() + PATIENCE
        while not reached():
            if time.perf_counter() > deadline:
                raise TimeoutError
            await asyncio.sleep(0.001)
        before = self.painted
        while self.painted == before and time.perf_counter() - before[0] < 0.5:
            if time.perf_counter() > deadline:
                raise TimeoutError
            await asyncio.sleep(0.001)
        return self.painted


class Stalls:
    """How long the event loop was away, tick by tick, while this runs.

    Attributes:
        wall: milliseconds beyond the tick asked for.
        cpu: of them, those in which the loop's own thread was computing;
            these do not grow when the machine is busy with other things.
    """

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    async def watch(self) -> None:
        """Run until cancelled."""
        while True:
            wall, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK)
            self.wall.append(1000 * (time.perf_counter() - wall - TICK))
            self.cpu.append(1000 * (time.thread_time() - cpu))


@contextmanager
def importing(folder: Path, source: Path) -> Iterator[None]:
    """An import of new articles in a process beside, as the screen's jobs run."""
    command = ["-m", "reader", "--archive", str(folder), "import", "--no-index", str(source)]
    child = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    give_way(child.pid)
    try:
        yield
    finally:
        if child.poll() is not None:
            print("(the import ended before the measuring did)")
        child.terminate()
        child.wait()


def to_import(folder: Path, count: int = 12_000) -> Path:
    """A file of made-up articles that no archive holds yet, enough to last a while."""
    return material.write_lines(folder / "new.jsonl.gz", material.made_up(count, seed=2))
