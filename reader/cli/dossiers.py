"""Commands on dossiers: claims and passages put together, and written out as a brief."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.errors import UsageError
from archive.export.contract import PROFILES, ExportReport
from archive.model import Dossier, Part, PartKind
from reader.cli.merging import Merging, name_rest
from reader.cli.output import say, say_json, say_table, shorten
from reader.cli.progress import ProgressStyle, Reporter, with_progress
from reader.cli.speaking import say_step
from reader.cli.state import State, command, family, with_json, with_state

if TYPE_CHECKING:
    from archive.core import Archive

Function = TypeVar("Function", bound=Callable[..., Any])


def with_neighbour(function: Function) -> Function:
    """Let a command say beside which part something goes."""
    function = click.option("--after", metavar="PART", help="Right after this part.")(function)
    return click.option("--before", metavar="PART", help="Right before this part.")(function)


@command("dossier new")
@click.argument("title")
@with_json
@with_state
def dossier_new(state: State, title: str, as_json: bool) -> int:
    """It is empty; `dossier add` fills it."""
    with state.archive() as archive:
        made = archive.dossiers.new(title)
    _say_dossier(made, as_json)
    return 0


@command("dossier list")
@with_json
@with_state
def dossier_list(state: State, as_json: bool) -> int:
    """The oldest first, with the number of their parts."""
    with state.archive() as archive:
        found = [(one, len(archive.dossiers.parts(one.id))) for one in archive.dossiers.all()]
    if as_json:
        say_json({"dossiers": [_dossier_json(one) | {"parts": count} for one, count in found]})
    else:
        rows = [[one.id, f"{count} parts", one.title] for one, count in found]
        say_table(rows, right=frozenset())
        if not found:
            say("No dossiers.", err=True)
    return 0 if found else 1


@command("dossier show")
@click.argument("dossier")
@with_json
@with_state
def dossier_show(state: State, dossier: str, as_json: bool) -> int:
    """Its parts in their order, with the ids by which they are moved and changed."""
    with state.archive() as archive:
        shown = archive.dossiers.get(dossier)
        parts = archive.dossiers.parts(shown.id)
        rows = [[one.id, one.kind.value, _words(archive, one)] for one in parts]
    if as_json:
        say_json(_dossier_json(shown) | {"parts": [_part_json(one) for one in parts]})
    else:
        say(f"{shown.id}  {shown.title}")
        say_table(rows, indent=2, right=frozenset())
    return 0


@command("dossier add")
@click.argument("dossier")
@click.option("--heading", help="A heading, on one line.")
@click.option("--text", help="Your own words, Markdown; also beside a claim or passage.")
@click.option("--claim", metavar="ID", help="A claim, with its appearances and evidence.")
@click.option("--passage", metavar="ANNOTATION", help="The passage of a mark.")
@with_neighbour
@with_json
@with_state
def dossier_add(
    state: State,
    dossier: str,
    heading: str | None,
    text: str | None,
    claim: str | None,
    passage: str | None,
    before: str | None,
    after: str | None,
    as_json: bool,
) -> int:
    """A heading, a text, a claim or a passage; at the end unless told where."""
    if heading is None and text is None and claim is None and passage is None:
        raise UsageError("Add what?", remedy="Give --heading, --text, --claim or --passage.")
    with state.archive() as archive:
        part = archive.dossiers.add(
            archive.dossiers.get(dossier).id,
            heading=heading,
            text=text,
            claim=claim,
            annotation=passage,
            before=before,
            after=after,
        )
        _say_part(archive, part, as_json)
    return 0


@command("dossier move")
@click.argument("part")
@with_neighbour
@with_json
@with_state
def dossier_move(
    state: State, part: str, before: str | None, after: str | None, as_json: bool
) -> int:
    """Beside another part, or to the end."""
    with state.archive() as archive:
        _say_part(archive, archive.dossiers.move(part, before=before, after=after), as_json)
    return 0


@command("dossier text")
@click.argument("part")
@click.argument("text")
@with_json
@with_state
def dossier_text(state: State, part: str, text: str, as_json: bool) -> int:
    """The words of a heading or text, or what is said of a claim or passage."""
    with state.archive() as archive:
        _say_part(archive, archive.dossiers.write(part, text), as_json)
    return 0


@command("dossier remove")
@click.argument("part")
@with_json
@with_state
def dossier_remove(state: State, part: str, as_json: bool) -> int:
    """The claim or passage itself stays in the archive."""
    with state.archive() as archive:
        step = archive.dossiers.remove(part)
    say_step(step, as_json)
    return 0


@command("dossier rename")
@click.argument("dossier")
@click.argument("title")
@with_json
@with_state
def dossier_rename(state: State, dossier: str, title: str, as_json: bool) -> int:
    """A file already written keeps its name."""
    with state.archive() as archive:
        renamed = archive.dossiers.rename(archive.dossiers.get(dossier).id, title)
    _say_dossier(renamed, as_json)
    return 0


@command("dossier delete")
@click.argument("dossier")
@with_json
@with_state
def dossier_delete(state: State, dossier: str, as_json: bool) -> int:
    """The claims and passages stay; `undo` brings the dossier back."""
    with state.archive() as archive:
        step = archive.dossiers.delete(archive.dossiers.get(dossier).id)
    say_step(step, as_json)
    return 0


@command("dossier export")
@click.argument("dossier")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--restore-deleted", is_flag=True, help="Write again what you deleted in the file.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option("--diff", is_flag=True, help="Write nothing; show every change, line by line.")
@with_progress
@with_json
@with_state
def dossier_export(
    state: State,
    dossier: str,
    folder: Path,
    restore_deleted: bool,
    dry_run: bool,
    diff: bool,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """One Markdown file with footnoted sources and a bibliography. What you write in
    it stays, as in the files of `export`; where you changed what we wrote, the exit
    code is 3. Parts that you move in the dossier move in the file, unless you moved
    them there yourself.
    """
    from archive.export.brief import export_brief

    reporter = Reporter(progress)
    merging = Merging(PROFILES[0], restore_deleted, False, False, dry_run or diff, diff)
    with state.archive() as archive:
        options = merging.options(say=not (as_json or reporter.json))
        report = export_brief(archive, archive.dossiers.get(dossier), folder, options)
    value = _export_json(report, merging) | {"folder": str(folder)}
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json:
        verb = "Would write" if merging.dry_run else "Written"
        for told, names in ((verb, report.written), ("Unchanged", report.unchanged)):
            for name in names:
                say(f"{told}: {folder / name}")
    name_rest(report, folder, dry_run=merging.dry_run)
    return 3 if report.left or report.conflicts else 0


def _export_json(report: ExportReport, merging: Merging) -> dict[str, Any]:
    value: dict[str, Any] = {
        "to_write" if merging.dry_run else "written": list(report.written),
        "unchanged": list(report.unchanged),
        "left": [{"path": one.path, "reason": one.reason} for one in report.left],
    }
    if report.conflicts:
        value["conflicts"] = [{"path": c.path, "reason": c.reason} for c in report.conflicts]
    if report.again:
        value["again"] = list(report.again)
    return value | merging.value()


def _words(archive: Archive, part: Part) -> str:
    """What a part is, on one line."""
    said = shorten(part.text, 200)
    if part.kind is PartKind.CLAIM:
        claim = archive.claims.get(part.claim or "")
        return f"{claim.statement} ({claim.verdict})" + (f" — {said}" if said else "")
    if part.kind is PartKind.PASSAGE:
        words = archive.annotations.get(part.annotation or "").exact
        return f"“{words}”" + (f" — {said}" if said else "")
    return said


def _say_dossier(dossier: Dossier, as_json: bool) -> None:
    if as_json:
        say_json(_dossier_json(dossier))
    else:
        say(f"{dossier.id}  {dossier.title}")


def _say_part(archive: Archive, part: Part, as_json: bool) -> None:
    if as_json:
        say_json(_part_json(part))
    else:
        say_table([[part.id, part.kind.value, _words(archive, part)]], right=frozenset())


def _dossier_json(dossier: Dossier) -> dict[str, Any]:
    return {
        "id": dossier.id,
        "title": dossier.title,
        "created": dossier.created,
        "modified": dossier.modified,
    }


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "dossier": part.dossier,
        "kind": part.kind.value,
        "text": part.text or None,
        "claim": part.claim,
        "passage": part.annotation,
        "created": part.created,
        "modified": part.modified,
    }


COMMANDS: tuple[click.Command, ...] = (
    family(
        "dossier",
        "Put claims and passages together, and write them out.",
        dossier_new,
        dossier_list,
        dossier_show,
        dossier_add,
        dossier_move,
        dossier_text,
        dossier_remove,
        dossier_rename,
        dossier_delete,
        dossier_export,
    ),
)
