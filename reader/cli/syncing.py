"""sync: read back what was edited in exported files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.articles import changed_tags, short
from archive.export.sync import PREFER, Disagreement, Named, SyncReport, Taken
from archive.export.sync import sync as sync_folder
from archive.text.plurals import counted
from reader.cli.output import say, say_json
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, with_progress
from reader.cli.state import State, command, with_json, with_state


@command("sync")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--apply", is_flag=True, help="Do it, as one step; without, only tell.")
@click.option(
    "--prefer",
    type=click.Choice(PREFER),
    help="Whose value wins where both sides changed it; without, both stay.",
)
@with_progress
@with_json
@with_state
def sync(
    state: State,
    folder: Path,
    apply: bool,
    prefer: str | None,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """What you edited in exported Markdown files goes into the archive: notes, tags, labels,
    the kind, verdict and confidence of claims, and what is noted on them; of an article its
    tags.

    It tells first what would change on both sides; --apply does it, and the
    next export brings the files up to date. A value that was changed in both
    since it was last written, and one that cannot be read, is named with its
    file and line and left, and the exit code is then 3.
    """
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        report = sync_folder(
            archive.store,
            folder,
            actor=archive.actor,
            apply=apply,
            prefer=prefer,
            progress=lambda done, total: reporter.report("reading", done, total),
            cancelled=interrupt,
        )
    value = _value(report)
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json:
        _tell(report, folder)
    if report.cancelled:
        say("Stopped; nothing was changed.", err=True)
        return 130
    return 3 if report.conflicts or report.left else 0


def _value(report: SyncReport) -> dict[str, Any]:
    return {
        "applied": report.applied,
        "step": report.step,
        "files": report.files,
        "into_archive": [_taken(one) for one in report.into_archive],
        "into_files": [_taken(one) for one in report.into_files],
        "conflicts": [_disagreement(one) for one in report.conflicts],
        "left": [_named(one) for one in report.left],
        "unread": [_named(one) for one in report.unread],
        "cancelled": report.cancelled,
    }


def _taken(one: Taken) -> dict[str, Any]:
    place = {"path": one.path, "line": one.line, "id": one.id, "field": one.field}
    return place | {"before": one.before, "after": one.after}


def _disagreement(one: Disagreement) -> dict[str, Any]:
    place = {"path": one.path, "line": one.line, "id": one.id, "field": one.field}
    written = {"written": one.written} if one.known else {}
    return place | written | {"file": one.file, "archive": one.archive}


def _named(one: Named) -> dict[str, Any]:
    return {"path": one.path, "line": one.line, "id": one.id, "reason": one.reason}


def _tell(report: SyncReport, folder: Path) -> None:
    for title, taken in (
        ("Into the archive", report.into_archive),
        ("Into the files, with the next export", report.into_files),
    ):
        if taken:
            say(f"{title}:")
        for one in taken:
            say(f"  {folder / one.path}:{one.line}: {one.id} {one.field}: {_change(one)}")
    for disagreement in report.conflicts:
        say(f"Conflict: {_place(disagreement, folder)}: {_sides(disagreement)}", err=True)
    for left in report.left:
        say(f"Left alone: {_place(left, folder)}: {left.reason}", err=True)
    for unread in report.unread:
        say(f"Stays yours: {_place(unread, folder)}: {unread.reason}", err=True)
    say(_sentence(report))
    if report.conflicts:
        say("Both sides stay; --prefer files or --prefer archive settles it.", err=True)


def _change(one: Taken) -> str:
    if isinstance(one.before, tuple) and isinstance(one.after, tuple):
        return changed_tags(one.before, one.after)
    return f"{_shown(one.before)} → {_shown(one.after)}"


def _place(one: Disagreement | Named, folder: Path) -> str:
    named = f": {one.id}" if one.id else ""
    return f"{folder / one.path}:{one.line}{named}"


def _sides(one: Disagreement) -> str:
    written = f"was {_shown(one.written)}" if one.known else "unknown what was written"
    sides = f"the file has {_shown(one.file)}, the archive {_shown(one.archive)}"
    return f"{one.field}: {written}; {sides}"


def _shown(value: object) -> str:
    if value is None or value in ("", ()):
        return "nothing"
    return short(", ".join(value) if isinstance(value, tuple) else str(value))


def _sentence(report: SyncReport) -> str:
    count, files = len(report.into_archive), len(report.into_files)
    if not (count or files or report.conflicts or report.settles):
        return f"Nothing to take over from {counted(report.files, 'file')}."
    values = counted(count, "value")
    if report.applied:
        step = f" (step {report.step})" if report.step else ""
        return f"{values} taken into the archive{step}; export again to bring the files up to date"
    told = f"{values} would go into the archive, {files:,} into the files"
    if count or report.settles:
        return f"{told}; --apply does it"
    return f"{told}, with the next export" if files else told


COMMANDS: tuple[click.Command, ...] = (sync,)
