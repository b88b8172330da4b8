"""Long commands: how far they are, and how they are asked to stop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import click

from reader.cli.output import fit, say

if TYPE_CHECKING:
    from archive.core import Archive

ProgressStyle = Literal["auto", "bar", "json", "none"]

_BAR = 24  # cells

with_progress = click.option(
    "--progress",
    type=click.Choice(["auto", "bar", "json", "none"]),
    default="auto",
    show_default=True,
    help="How to show progress on a long run; auto draws a bar on a terminal.",
)


def _plain() -> bool:
    """Whether nothing may be drawn over: in plain mode, and where the terminal cannot."""
    context = click.get_current_context(silent=True)
    asked = context is not None and bool(context.find_root().params.get("plain"))
    return asked or os.environ.get("TERM") == "dumb"


class Reporter:
    """Progress of a long command: a bar for people, JSON lines for programs.

    Args:
        style: ``auto`` draws a bar where standard error is a terminal; in plain mode it says a
            line of words now and then.
    """

    _PAUSE = 0.08  # seconds between two paintings; more often is only noise
    _SILENCE = 5.0  # seconds between two lines of words, and before the first

    def __init__(self, style: ProgressStyle = "auto") -> None:
        self._style: ProgressStyle | Literal["words"] = style
        if style == "auto":
            drawn: Literal["words", "bar"] = "words" if _plain() else "bar"
            self._style = drawn if sys.stderr.isatty() else "none"
        self._last = time.monotonic() if self._style == "words" else 0.0
        self._open = False

    @property
    def _pause(self) -> float:
        return self._SILENCE if self._style == "words" else self._PAUSE

    @property
    def json(self) -> bool:
        """Whether a program is listening."""
        return self._style == "json"

    def report(
        self, stage: str, done: int, total: int | None, current: str = "", count: str = ""
    ) -> None:
        """Say how far a stage is.

        Args:
            stage: what is going on (``importing``, ``indexing``).
            done, total: in the same unit; ``total`` None where it is not known.
            current: the thing being worked on.
            count: how far it is in words, where the numbers say little to people.
        """
        now = time.monotonic()
        finished = total is not None and done >= total and self._style != "words"
        if not finished and now - self._last < self._pause:
            return
        self._last = now
        if self._style == "words":
            say(f"{stage}: {count or _counted(done, total)}", err=True)
        elif self._style == "json":
            line = {"stage": stage, "done": done, "total": total, "current": current}
            print(json.dumps(line), flush=True)
        elif self._style == "bar":
            self._draw(stage, done, total, count or _counted(done, total), current)

    def summary(self, value: Mapping[str, Any]) -> None:
        """The last line for a listening program."""
        self.close()
        if self._style == "json":
            print(json.dumps({"summary": value}), flush=True)

    def close(self) -> None:
        """Take the bar away, if one was drawn."""
        if self._open:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._open = False

    def _draw(self, stage: str, done: int, total: int | None, count: str, current: str) -> None:
        parts = [stage]
        if total:
            filled = min(_BAR, _BAR * done // total)
            parts.append("█" * filled + "░" * (_BAR - filled) + f" {100 * done // total:>3} %")
        parts += [count, current]
        line = fit(
            "  ".join(part for part in parts if part), shutil.get_terminal_size().columns - 1
        )
        sys.stderr.write(f"\r\x1b[2K{line}")
        sys.stderr.flush()
        self._open = True


def _counted(done: int, total: int | None) -> str:
    return f"{done:,}" if total is None else f"{done:,} of {total:,}"


class Interrupt:
    """Ctrl-C as a wish: the first asks the job to end well, the second insists."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Whether the job should end."""
        return self.asked

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Catch SIGINT and SIGTERM as long as the block runs."""

        def ask(*_: object) -> None:
            if self.asked:
                raise KeyboardInterrupt
            self.asked = True

        former = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)


def bring_index_up_to_date(
    archive: Archive, reporter: Reporter, interrupt: Interrupt, *, rebuild: bool = False
) -> str:
    """Bring the search index up to date.

    Args:
        rebuild: build it anew even if nothing is wrong with it.

    Returns:
        ``complete``, ``stopped``, or ``busy`` where another process is at it.
    """
    from archive.index import Index

    report = Index(archive).update(
        progress=lambda done, total: reporter.report("indexing", done, total),
        cancelled=interrupt,
        rebuild=rebuild,
    )
    reporter.close()
    if report.busy:
        say("Another process is bringing the index up to date.", err=True)
        return "busy"
    return "stopped" if report.cancelled else "complete"


def found(archive: Archive, query: str) -> list[str]:
    """Ids of all articles that a query finds, the newest first."""
    from archive.index import Index

    reporter = Reporter()
    hits = Index(archive).search(
        query,
        limit=0,
        sort="date",
        progress=lambda done, total: reporter.report("indexing", done, total),
    )
    reporter.close()
    if hits.note:
        say(hits.note, err=True)
    return list(hits.order)
