"""Long jobs (import, export, reindex) as child processes.

A job is the command line's own command run with ``--progress json``: it
prints one JSON object a line, ``{"stage", "done", "total", "current"}`` while
it works and ``{"summary": ...}`` at the end. A process of its own keeps the
screen quick whatever the job does, and SIGINT stops it where it stands
without losing what it had stored.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import Conflict
from archive.text.plurals import counted_as
from reader.locations import with_settings

_LONGEST_LINE = 1 << 26  # bytes; a summary may list many files, and a sync's every note
_PROGRAM = (sys.executable, "-P", "-m", "reader")

NICENESS = 10
"""The priority of a job: whoever reads and types meanwhile goes first."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; ``total`` is None where it is not known."""

    stage: str
    done: int
    total: int | None
    current: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a job ended.

    Attributes:
        exit_code: the command line's.
        summary: what it reported at the end, if it came that far.
        errors: what it wrote to standard error.
        cancelled: whether it was asked to stop.
    """

    exit_code: int
    summary: Mapping[str, Any]
    errors: str
    cancelled: bool


class Job:
    """One run of a command of the command line.

    Args:
        folder: the archive it works on.
        arguments: the command, of one word or more, and its arguments
            (``["import", "/path"]``, ``["dossier export", "d-1", "/path"]``).
        program: the command line to run; tests put their own here.
        given: settings for this run, as ``name=value``.
    """

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str],
        program: Sequence[str] = _PROGRAM,
        given: Sequence[str] = (),
    ) -> None:
        self.name = arguments[0]
        options = ["--progress", "json"]
        first, *rest = arguments
        words = first.split()
        self._command = [*program, *with_settings(folder, given), *words, *options, *rest]
        self._process: asyncio.subprocess.Process | None = None
        self._cancelled = False

    async def run(self, on_progress: Callable[[Progress], None]) -> Finished:
        """Run it to its end; ``on_progress`` is called on the loop for each report."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            # Its own session: a hang-up of the terminal must not tear it apart.
            start_new_session=True,
        )
        give_way(process.pid)
        if self._cancelled:
            self.cancel()
        assert process.stdout is not None and process.stderr is not None
        errors = asyncio.ensure_future(process.stderr.read())
        summary: Mapping[str, Any] = {}
        async for raw in process.stdout:
            report = _read(raw)
            if isinstance(report, Progress):
                on_progress(report)
            elif report is not None:
                summary = report
        text = (await errors).decode("utf-8", "replace").strip()
        return Finished(await process.wait(), summary, text, self._cancelled)

    def cancel(self) -> None:
        """Ask it to stop; what it stored stays."""
        self._cancelled = True
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)


def give_way(pid: int) -> None:
    """Let a process of ours run behind the others, where the system knows priorities."""
    if hasattr(os, "setpriority"):
        with suppress(ProcessLookupError):  # it may have ended already
            # No one may take a priority back up: where we run behind already, it stays there.
            now = os.getpriority(os.PRIO_PROCESS, pid)
            os.setpriority(os.PRIO_PROCESS, pid, max(now, NICENESS))


Tell = Callable[[str, str, bool], None]
Done = Callable[[Finished], None]


class Jobs:
    """The one job that may run at a time.

    Args:
        folder: the archive it works on.
        stop: the key that stops it, as people write it.
        given: settings for this run, as ``name=value``.
    """

    def __init__(
        self,
        folder: Path,
        program: Sequence[str] = _PROGRAM,
        *,
        stop: str = "Ctrl-X",
        given: Sequence[str] = (),
    ) -> None:
        self._folder, self._program, self._stop, self._given = folder, program, stop, given
        self._job: Job | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether a job runs."""
        return self._job is not None

    def start(self, arguments: Sequence[str], tell: Tell, done: Done | None = None) -> None:
        """Start a job.

        Args:
            arguments: the command and its arguments.
            tell: called with a short line on how far it is (empty at the
                end), a sentence on how it ended (empty before), and whether
                it failed.
            done: called with all it reported, once it ended.

        Raises:
            Conflict: if one is running.
        """
        if self._job is not None:
            raise Conflict(f"{self._job.name} is still running.", remedy=f"{self._stop} stops it.")
        self._job = Job(self._folder, arguments, self._program, self._given)
        self._task = asyncio.create_task(self._run(self._job, tell, done))
        tell(f"{self._job.name} …", "", False)

    def cancel(self) -> bool:
        """Ask the running job to stop; False if there is none."""
        if self._job is None:
            return False
        self._job.cancel()
        return True

    async def close(self) -> None:
        """Stop what runs and wait until it has put everything in order."""
        if self._task is not None and self.cancel():
            await asyncio.wait([self._task], timeout=5)

    async def _run(self, job: Job, tell: Tell, done: Done | None) -> None:
        try:
            finished = await job.run(
                lambda progress: tell(in_short(progress, self._stop), "", False)
            )
        except OSError as problem:
            self._job = None
            tell("", f"{job.name} could not start: {problem}", True)
            return
        self._job = None
        tell("", outcome(job.name, finished), finished.exit_code != 0 and not finished.cancelled)
        if done is not None:
            done(finished)


def in_short(progress: Progress, stop: str) -> str:
    """A report as a few words for the status line: ``importing 120/400 30 %``."""
    if progress.total:
        share = 100 * progress.done // progress.total
        return f"{progress.stage} {progress.done:,}/{progress.total:,} {share} %  {stop} stops"
    return f"{progress.stage} {progress.done:,}  {stop} stops"


def outcome(name: str, finished: Finished) -> str:
    """How a job ended, in a sentence."""
    counts = ", ".join(
        counted_as(value, key.replace("_", " "))
        for key, value in finished.summary.items()
        if isinstance(value, int) and not isinstance(value, bool) and value and key != "step"
    )
    lists = ", ".join(
        counted_as(len(value), key.replace("_", " "))
        for key, value in finished.summary.items()
        if isinstance(value, list) and value and key != "searches"
    )
    told = ", ".join(part for part in (counts, lists) if part)
    if finished.cancelled:
        return f"{name} stopped" + (f": {told}; what was stored stays" if told else "")
    if finished.exit_code and not told:
        last = finished.errors.splitlines()[-1] if finished.errors else ""
        return f"{name} failed: {last or f'exit {finished.exit_code}'}"
    folder = finished.summary.get("folder")
    told += f" in {folder}" if told and folder else ""
    ended = f"{name} done" + (f": {told}" if told else "") + _first_skipped(finished.summary)
    if name == "entity suggest" and finished.exit_code == 0:
        ended += "; :entity suggested"
    if finished.summary.get("marks_to_review"):
        ended += "; R in the library reviews the marks"
    return ended + _news(finished.summary)


def _news(summary: Mapping[str, Any]) -> str:
    """The saved searches that have something new."""
    met = summary.get("searches")
    if not isinstance(met, list):
        return ""
    return "".join(f"; {one['new']:,} new for “{one['name']}”" for one in met if one["new"])


def _first_skipped(summary: Mapping[str, Any]) -> str:
    """The first place not read, file left alone or conflict; the command line lists them all."""
    skipped = summary.get("skipped") or summary.get("left") or summary.get("conflicts")
    if not isinstance(skipped, list) or not skipped:
        return ""
    first = skipped[0]
    name = str(first["path"]).rstrip("/").rpartition("/")[2]
    where = f"{name}, {first['place']}" if first.get("place") else name
    return f" ({where}: {first['reason']}{', …' if len(skipped) > 1 else ''})"


def _read(raw: bytes) -> Progress | Mapping[str, Any] | None:
    try:
        value = json.loads(raw)
    except ValueError:
        # Not a report: a library printed something. It is no reason to stop.
        return None
    if not isinstance(value, dict):
        return None
    if "summary" in value:
        summary = value["summary"]
        return summary if isinstance(summary, dict) else {"summary": summary}
    if "stage" in value:
        return Progress(
            str(value["stage"]),
            int(value.get("done") or 0),
            value.get("total"),
            str(value.get("current") or ""),
        )
    return None
