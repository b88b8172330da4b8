"""From the interpreter's start to the painted list, beside a Textual hello-world.

Both run in a pseudo-terminal of 100x30, in turn, several times; what is timed
is the wall clock from the fork until the awaited words arrive. The archive
holds 100,000 short articles. Run with ``python -m tests.bench.startup``.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import pexpect

from archive.core import open_archive
from tests.bench.table import print_table
from tests.make import incoming

ARTICLES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ROUNDS = 9
AWAITED = "Needle in the first row"
HELLO = f"""
from textual.app import App, ComposeResult
from textual.widgets import Static
class Hello(App):
    def compose(self) -> ComposeResult:
        yield Static({AWAITED!r})
Hello().run()
"""


def fill(folder: Path) -> None:
    """An archive of short articles, the newest of which has the awaited title."""
    with open_archive(folder, create=True) as archive, archive.intake.open("bench") as door:
        for first in range(0, ARTICLES, 64):
            door.put(
                [
                    incoming(
                        title=AWAITED if n == 0 else f"Article number {n}",
                        text=f"A short body of one paragraph, that of article {n}.",
                        identity=f"bench:{n}",
                        outlet=f"Outlet {n % 40}",
                        published=f"{2025 - n % 20}-{1 + n % 12:02}-15" if n else "2026-01-01",
                        language="en",
                    )
                    for n in range(first, min(first + 64, ARTICLES))
                ]
            )


def until_painted(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall seconds until the awaited words are painted, and megabytes resident a second later."""
    started = time.perf_counter()
    child = pexpect.spawn(
        sys.executable,
        arguments,
        dimensions=(30, 100),
        env={**os.environ, **environment, "TERM": "xterm-256color"},
        timeout=60,
    )
    # Cells may be painted one style at a time, so the words are awaited one by one.
    for word in AWAITED.split():
        child.expect_exact(word)
    seconds = time.perf_counter() - started
    time.sleep(1.0)
    status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    child.terminate(force=True)
    return seconds, int(resident.split()[1]) / 1024


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base, "archive")
        fill(folder)
        # Compiled modules as an installed program has them, whatever is set here.
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(base, "pyc"))}
        environment = compiled | {
            "XDG_CACHE_HOME": str(Path(base, "cache")),
            "NEWSMARK_ARCHIVE": str(folder),
        }
        hello_file = Path(base, "hello.py")
        hello_file.write_text(HELLO, encoding="utf-8")
        ours: list[tuple[float, float]] = []
        hello: list[tuple[float, float]] = []
        for _ in range(ROUNDS + 1):  # the first of each only warms the caches
            hello.append(until_painted([str(hello_file)], environment))
            ours.append(until_painted(["-m", "reader"], environment))
    ratio = median(o[0] / h[0] for o, h in zip(ours[1:], hello[1:], strict=True))
    print_table(
        f"start to painted list at {ARTICLES:,} articles (median of {ROUNDS}; goal: ratio <= 1.4)",
        ["program", "wall ms", "ratio", "resident MB"],
        [
            ["textual hello-world", median(h[0] for h in hello[1:]) * 1000, 1.0, hello[-1][1]],
            ["newsmark", median(o[0] for o in ours[1:]) * 1000, ratio, ours[-1][1]],
        ],
    )


if __name__ == "__main__":
    main()
