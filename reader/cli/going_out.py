"""Commands by which things leave the archive: export, dump."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.export import ExportReport, export_markdown
from reader.cli.merging import Merging, with_merging
from reader.cli.output import say, say_json
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, found, with_progress
from reader.cli.state import State, command, with_json, with_state


@command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--query", help="Only the articles that this query finds.")
@click.option("--text", is_flag=True, help="Append each article's full text.")
@with_merging
@with_progress
@with_json
@with_state
def export(
    state: State,
    folder: Path,
    query: str | None,
    text: bool,
    merging: Merging,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """One file for each article with its marks, one for each entity, and an index.

    What you write in these files stays, wherever it stands. Where you changed
    what we wrote, yours stays and ours is set below it in a block; delete the
    block to settle it. A file that is not ours is left alone. Either is named,
    and the exit code is then 3.
    """
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        chosen = found(archive, query) if query is not None else None
        if chosen == []:
            say(f"No article matches {query!r}; nothing was written.", err=True)
            return 1
        report = export_markdown(
            archive,
            folder,
            chosen,
            text=text,
            progress=lambda done, total: reporter.report("exporting", done, total),
            cancelled=interrupt,
            options=merging.options(say=not (as_json or reporter.json)),
        )
    value = _value(report, "to_write" if merging.dry_run else "written") | merging.value()
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json:
        say(_sentence(report, folder, merging))
    _name(report, folder)
    if report.cancelled:
        say("Stopped; the files written by then stay.", err=True)
        return 130
    return 3 if report.left or report.conflicts else 0


def _value(report: ExportReport, written: str) -> dict[str, Any]:
    value: dict[str, Any] = {
        written: len(report.written),
        "unchanged": len(report.unchanged),
        "left": [{"path": left.path, "reason": left.reason} for left in report.left],
        "cancelled": report.cancelled,
    }
    if report.conflicts:
        value["conflicts"] = [{"path": c.path, "reason": c.reason} for c in report.conflicts]
    if report.again:
        value["again"] = list(report.again)
    if report.gone:
        value["gone"] = list(report.gone)
    return value


def _sentence(report: ExportReport, folder: Path, merging: Merging) -> str:
    files = f"{len(report.written):,} files"
    if not merging.dry_run:
        return f"{files} written, {len(report.unchanged):,} unchanged in {folder}"
    listed = [] if merging.diff else [f"Would write: {folder / path}" for path in report.written]
    told = f"{files} would be written, {len(report.unchanged):,} would stay in {folder}"
    return "\n".join([*listed, told])


def _name(report: ExportReport, folder: Path) -> None:
    for left in report.left:
        say(f"Left alone: {folder / left.path}: {left.reason}", err=True)
    for one in report.conflicts:
        say(f"Conflict: {folder / one.path}: {one.reason}", err=True)
    if report.conflicts:
        say("What the archive has stands below yours; delete it there to keep yours.", err=True)
    for path in report.again:
        say(f"Written again, for it had been deleted: {folder / path}", err=True)
    for path in report.gone:
        say(f"Kept, though the archive no longer has what it is about: {folder / path}", err=True)


@command("dump")
@with_state
def dump(state: State) -> int:
    """As JSON Lines: every record, the texts of all revisions, every step."""
    from archive.store import dump as lines

    with state.archive() as archive:
        for line in lines(archive.store):
            say(line)
    return 0


COMMANDS: tuple[click.Command, ...] = (export, dump)
