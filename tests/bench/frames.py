"""What a frame costs in an article of 300 kB, and what the program costs while nothing happens.

CPU milliseconds of the process from the change until it is painted, in the article's own screen,
head, marks, bar of keys and code blocks included, in a headless terminal of 100x30. The floor is
what Textual takes in the same run to paint as many lines that are ready-made. The idle program is
the real one in a pseudo-terminal: its share of one core and how often it wakes, by ``/proc``.

Run with ``python -m tests.bench.frames [--quick]``.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

import pexpect
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.strip import Strip

from archive.core import open_archive
from archive.ingest.pipeline import import_paths
from archive.model import Motivation, Order, Span
from reader.app import Newsmark
from reader.screens.article import ArticleScreen
from reader.session import Delays, Session
from tests.bench.table import percentile, print_table

SIZE = 300_000  # bytes of UTF-8
GOAL = 10.0  # ms, p99
FRAME = 0.03  # seconds, long enough to paint; idling costs no CPU to speak of
COLUMNS, ROWS = 100, 30
MARKS = 200

_CODE = '''```python
def cost(words: list[str], rate: float = 0.25) -> float:
    """What so many words cost."""
    return sum(len(word) for word in words) * rate  # in cents
```'''


def text() -> str:
    """An article in Markdown: headings, paragraphs with accents and links, lists, code."""
    draw = random.Random(7)
    words = "the model costs less than its rivals and l’été où «ça» répondu à données".split()
    parts: list[str] = []
    size = 0
    while size < SIZE:
        prose = " ".join(draw.choices(words, k=110))
        parts += [
            f"## Part {len(parts)}",
            f"{prose} [a link](https://news.example/{len(parts)}) **{words[3]}**.",
            "\n".join(f"- {' '.join(draw.choices(words, k=14))}" for _ in range(3)),
            _CODE,
        ]
        size = len("\n\n".join(parts).encode())
    return "\n\n".join(parts)


class Ready(ScrollView):
    """Lines that are ready-made."""

    def on_mount(self) -> None:
        line = Strip([Segment("word " * (COLUMNS // 5))], COLUMNS)
        self._lines = [line] * 10_000
        self.virtual_size = Size(COLUMNS, len(self._lines))

    def render_line(self, y: int) -> Strip:
        """One of them."""
        return self._lines[self.scroll_offset.y + y]


class Floor(App[None]):
    """Nothing but these."""

    def compose(self) -> ComposeResult:
        yield Ready()


async def costs(times: int, change: Callable[[int], object]) -> list[float]:
    """CPU milliseconds of each change, numbered from 0, until it is painted."""
    found = []
    for number in range(times):
        started = time.process_time()
        result = change(number)
        if isinstance(result, Awaitable):
            await result
        await asyncio.sleep(FRAME)
        found.append((time.process_time() - started) * 1000)
    return found


def resizing(pilot: Pilot[None], wide: int, narrow: int) -> Callable[[int], Awaitable[None]]:
    """Narrower and wider in turn."""
    return lambda number: pilot.resize_terminal((wide, narrow)[number % 2 == 0], ROWS)


async def article(folder: Path, id: str, times: int) -> dict[str, list[float]]:
    """What frames of the article take."""
    app = Newsmark(Session(folder, searcher=None, delays=Delays(0, 0)))
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause()
        screen = ArticleScreen(app.session, id)
        await app.push_screen(screen)
        await pilot.pause(0.5)
        view = screen.view
        return {
            "scroll a line": await costs(times, lambda _: view.scroll_relative(y=1, animate=False)),
            "scroll a page": await costs(times, lambda _: screen.move("page down")),
            "caret, a word": await costs(times, lambda _: screen.move("word")),
            "caret, a sentence back": await costs(times, lambda _: screen.move("sentence back")),
            "resize, the lines stay": await costs(times // 2, resizing(pilot, COLUMNS, 90)),
            "resize, wrapped anew": await costs(times // 2, resizing(pilot, 78, 70)),
        }


async def floor(times: int) -> dict[str, list[float]]:
    """What Textual takes at least."""
    app = Floor()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause()
        view = app.query_one(Ready)
        return {
            "scroll a line": await costs(times, lambda _: view.scroll_relative(y=1, animate=False)),
            "resize, the lines stay": await costs(times // 2, resizing(pilot, COLUMNS, 90)),
            "resize, wrapped anew": await costs(times // 2, resizing(pilot, 78, 70)),
        }


def idle(folder: Path, seconds: float, keys: str) -> tuple[float, float]:
    """Share of a core in percent, and wakings a second, of the program that nobody touches.

    Args:
        keys: what is typed first, to come to the screen that is meant.
    """
    environment = {**os.environ, "TERM": "xterm-256color", "NEWSMARK_ARCHIVE": str(folder)}
    program = pexpect.spawn(
        sys.executable, ["-m", "reader"], dimensions=(ROWS, COLUMNS), env=environment, timeout=60
    )
    program.expect_exact("Enter read")
    until = time.monotonic() + 4
    for key in keys:
        program.send(key)
        drain(program, 0.5)
    drain(program, until - time.monotonic())
    before = used(program.pid)
    drain(program, seconds)
    after = used(program.pid)
    program.terminate(force=True)
    return 100 * (after[0] - before[0]) / seconds, (after[1] - before[1]) / seconds


def drain(program: pexpect.spawn, seconds: float) -> None:
    """Take in what it writes for so long."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            program.read_nonblocking(1 << 16, timeout=left)
        except pexpect.TIMEOUT:
            return


def used(pid: int) -> tuple[float, int]:
    """Seconds of CPU, and how often its threads gave the processor up of themselves."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    switches = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for line in (thread / "status").read_text("ascii").splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    return seconds, switches


def fill(folder: Path) -> str:
    """An archive of one long article with marks; the article's id."""
    source = folder.with_name("long.md")
    source.write_text(f"# A long one\n\n{text()}\n", encoding="utf-8")
    with open_archive(folder, create=True) as archive:
        import_paths(archive, [source])
        (id,) = archive.articles.ids(Order())
        length = len(archive.articles.document(id).text)
        draw = random.Random(3)
        for _ in range(MARKS):
            start = draw.randrange(length - 90)
            archive.annotations.add(id, Span(start, start + 80), Motivation.HIGHLIGHTING)
    return id


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.frames", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer frames, less waiting")
    quick = parser.parse_args().quick
    times, seconds = (60, 5.0) if quick else (300, 30.0)
    with tempfile.TemporaryDirectory() as base:
        os.environ |= {
            "XDG_CACHE_HOME": f"{base}/cache",
            "XDG_STATE_HOME": f"{base}/state",
            "XDG_CONFIG_HOME": f"{base}/config",
        }
        folder = Path(base, "archive")
        id = fill(folder)
        # As the program itself does after its first painting.
        gc.collect()
        gc.freeze()
        gc.set_threshold(5_000, 50, 100)
        ours, least = asyncio.run(article(folder, id, times)), asyncio.run(floor(times))
        print_table(
            f"a frame of an article of {SIZE // 1000} kB, CPU ms (goal: p99 {GOAL:.0f})",
            ["what", "p50", "p99", "floor p50", "floor p99"],
            [
                [
                    name,
                    median(values),
                    percentile(values, 0.99),
                    *(
                        [median(least[name]), percentile(least[name], 0.99)]
                        if name in least
                        else ["-", "-"]
                    ),
                ]
                for name, values in ours.items()
            ],
        )
        places = {"the library": "", "an article": "\r", "the search line": "/"}
        print_table(
            f"nothing happens for {seconds:.0f} s (goal: 0.5 %)",
            ["where", "% of a core", "wakings a second"],
            [[name, *idle(folder, seconds, keys)] for name, keys in places.items()],
        )


if __name__ == "__main__":
    main()
