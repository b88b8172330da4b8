"""Commands by which things leave the archive: export, dump."""

from __future__ import annotations

from pathlib import Path

import click

from archive.export import FORMATS
from reader.cli.output import say, say_json
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, found, with_progress
from reader.cli.state import State, command, with_json, with_state


@command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="markdown",
    show_default=True,
    help="What to write.",
)
@click.option("--query", help="Only the articles that this query finds.")
@click.option("--text", is_flag=True, help="Append each article's full text.")
@with_progress
@with_json
@with_state
def export(
    state: State,
    folder: Path,
    form: str,
    query: str | None,
    text: bool,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """As Markdown one file for each article with its marks, one for each entity, and
    an index; as brat a text and its marks for each article; else one file, or one
    for each table: Web Annotations (w3c), ClaimReview, JSON Lines of everything, CSV.

    A file that is not ours, or was changed since it was written, is left
    alone and named; the exit code is then 3.
    """
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        chosen = found(archive, query) if query is not None else None
        if chosen == []:
            say(f"No article matches {query!r}; nothing was written.", err=True)
            return 1
        report = FORMATS[form](
            archive,
            folder,
            chosen,
            text=text,
            progress=lambda done, total: reporter.report("exporting", done, total),
            cancelled=interrupt,
        )
    value = {
        "written": len(report.written),
        "unchanged": len(report.unchanged),
        "left": [{"path": left.path, "reason": left.reason} for left in report.left],
        "cancelled": report.cancelled,
    }
    if report.omitted:
        value["omitted"] = [{"path": one.path, "reason": one.reason} for one in report.omitted]
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json:
        say(f"{value['written']:,} files written, {value['unchanged']:,} unchanged in {folder}")
    for left in report.left:
        say(f"Left alone: {folder / left.path}: {left.reason}", err=True)
    for one in report.omitted:
        say(f"Not in the files: {one.reason}", err=True)
    if report.cancelled:
        say("Stopped; the files written by then stay.", err=True)
        return 130
    return 3 if report.left else 0


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
