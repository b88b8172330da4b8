"""Commands by which things leave the archive, and by which all of it comes back."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import UsageError
from archive.export import (
    FORMATS,
    ExportReport,
    Scope,
    export_markdown,
    of_claim,
    of_entity,
    of_speaker,
)
from archive.text.plurals import counted, counted_as
from reader.cli.entities import entity_named
from reader.cli.merging import Merging, name_rest, with_merging
from reader.cli.output import say, say_json, say_lines
from reader.cli.progress import (
    Interrupt,
    ProgressStyle,
    Reporter,
    bring_index_up_to_date,
    found,
    with_progress,
)
from reader.cli.state import State, command, with_json, with_state

if TYPE_CHECKING:
    from archive.core import Archive


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
@click.option("--claim", metavar="ID", help="Only this claim: its appearances and evidence.")
@click.option("--entity", metavar="NAME", help="Only this entity: its mentions and claims.")
@click.option("--speaker", metavar="NAME", help="Only the claims that this entity makes.")
@click.option("--text", is_flag=True, help="Append each article's full text, with its marks.")
@with_merging
@with_progress
@with_json
@with_state
def export(
    state: State,
    folder: Path,
    form: str,
    query: str | None,
    claim: str | None,
    entity: str | None,
    speaker: str | None,
    text: bool,
    merging: Merging,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """As Markdown one file for each article with its marks, one for each entity, and
    an index; as brat a text and its marks for each article; else one file, or one
    for each table: Web Annotations (w3c), ClaimReview, JSON Lines of everything, CSV.

    What you write in these files stays, wherever it stands. Where you changed
    what we wrote, yours stays and ours is set below it in a block; delete the
    block to settle it. A file that is not ours is left alone. Either is named,
    and the exit code is then 3.
    """
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        scope = _scope(archive, claim, entity, speaker, query)
        chosen = found(archive, query) if query is not None else None
        if chosen == []:
            say(f"No article matches {query!r}; nothing was written.", err=True)
            return 1
        exporter = FORMATS[form]
        if form == "markdown":
            options = merging.options(say=not (as_json or reporter.json))
            exporter = partial(export_markdown, options=options)
        elif merging.asked:
            raise UsageError(
                f"{', '.join(merging.asked)} go with Markdown, not with {form}.",
                remedy="Leave them out, or export Markdown.",
            )
        report = exporter(
            scope or archive,
            folder,
            scope.ids if scope else chosen,
            text=text,
            progress=lambda done, total: reporter.report("exporting", done, total),
            cancelled=interrupt,
        )
    value = _value(report, "to_write" if merging.dry_run else "written") | merging.value()
    value["folder"] = str(folder)
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json:
        say(_sentence(report, folder, merging))
    name_rest(report, folder, dry_run=merging.dry_run)
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
    if report.omitted:
        value["omitted"] = [{"path": one.path, "reason": one.reason} for one in report.omitted]
    if report.conflicts:
        value["conflicts"] = [{"path": c.path, "reason": c.reason} for c in report.conflicts]
    if report.again:
        value["again"] = list(report.again)
    if report.gone:
        value["gone"] = list(report.gone)
    return value


def _sentence(report: ExportReport, folder: Path, merging: Merging) -> str:
    files = counted(len(report.written), "file")
    if not merging.dry_run:
        return f"{files} written, {len(report.unchanged):,} unchanged in {folder}"
    listed = [] if merging.diff else [f"Would write: {folder / path}" for path in report.written]
    told = f"{files} would be written, {len(report.unchanged):,} would stay in {folder}"
    return "\n".join([*listed, told])


def _scope(
    archive: Archive,
    claim: str | None,
    entity: str | None,
    speaker: str | None,
    query: str | None,
) -> Scope | None:
    """The part of the archive that the options name, None for articles as they are."""
    named = [one for one in (claim, entity, speaker, query) if one is not None]
    if len(named) > 1:
        raise UsageError("Which part?", remedy="Give one of --query, --claim, --entity, --speaker.")
    if claim is not None:
        return of_claim(archive, claim)
    if entity is not None:
        return of_entity(archive, entity_named(archive, entity).id)
    if speaker is not None:
        return of_speaker(archive, entity_named(archive, speaker).id)
    return None


@command("dump")
@with_state
def dump(state: State) -> int:
    """As JSON Lines: every record, the texts of all revisions, every step. The same
    archive gives the same lines, so that git shows what changed; `restore` makes an
    archive of them again.
    """
    from archive.store import dump as lines

    # Closed before the archive is, also where the reader has seen enough.
    with state.archive() as archive, closing(lines(archive.store)) as text:
        say_lines(text)
    return 0


@command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--archive", "folder", metavar="DIR", help="The new archive's folder.")
@click.option("--no-index", is_flag=True, help="Leave the search index for later.")
@with_progress
@with_json
@with_state
def restore(
    state: State,
    file: Path,
    folder: str | None,
    no_index: bool,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """With its history, in a folder that is new or empty. A dump that is damaged or cut
    short is refused with the line, and nothing is made.
    """
    from archive.ingest.restoring import restore as restore_dump

    target = State(folder, state.run) if folder is not None else state
    reporter, interrupt = Reporter(progress), Interrupt()
    with interrupt.caught():
        try:
            counts = restore_dump(
                file,
                target.folder,
                progress=lambda on: reporter.report("restoring", on.done, on.total, on.current),
                cancelled=interrupt,
            )
        finally:
            reporter.close()
        if not no_index and not interrupt.asked:
            with target.archive() as archive:
                bring_index_up_to_date(archive, reporter, interrupt)
    reporter.summary(counts)
    if as_json and not reporter.json:
        say_json(counts)
    elif not reporter.json:
        told = ", ".join(
            counted_as(count, kind) for kind, count in counts.items() if kind != "meta"
        )
        say(f"Restored into {target.folder}: {told or 'an empty archive'}.")
    return 0


COMMANDS: tuple[click.Command, ...] = (export, dump, restore)
