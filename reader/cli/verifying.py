"""verify: hold exported files against the archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.export.verify import Verification
from archive.export.verify import verify as verify_folder
from archive.text.plurals import counted
from reader.cli.output import say, say_json
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, with_progress
from reader.cli.state import State, command, with_json, with_state


@command("verify")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_progress
@with_json
@with_state
def verify(state: State, folder: Path, progress: ProgressStyle, as_json: bool) -> int:
    """Each quotation is rendered and must give the words marked, which must stand in the
    article's current text; each file must name the article's revision and text,
    and a full text in it must be that one.

    What does not hold is named with its file and line, and the exit code is
    then 4: run it where your newsroom checks its repository. Where nothing was
    found to check, that is said, and the exit code is 1.
    """
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        found = verify_folder(
            archive,
            folder,
            progress=lambda done, total: reporter.report("verifying", done, total),
            cancelled=interrupt,
        )
    value = {
        "files": found.files,
        "quotations": found.quotations,
        "wrong": [
            {"path": one.path, "line": one.line, "id": one.id, "reason": one.reason}
            for one in found.wrong
        ],
        "pages": found.pages,
        "cancelled": found.cancelled,
    }
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json:
        for one in found.wrong:
            named = f"{one.id}: " if one.id else ""
            say(f"{folder / one.path}:{one.line}: {named}{one.reason}")
        say(_told(folder, found))
    if found.cancelled:
        return 130
    if found.wrong:
        return 4
    return 0 if found.files else 1


def _told(folder: Path, found: Verification) -> str:
    if not found.files and not found.wrong and not found.cancelled:
        pages = f" {counted(found.pages, 'HTML page')} not looked into." if found.pages else ""
        return f"Nothing to check in {folder}: no article or quotation of ours.{pages}"
    told = f"{len(found.wrong):,} wrong" if found.wrong else "all hold"
    quotations = counted(found.quotations, "quotation")
    return f"{quotations} in {counted(found.files, 'file')}: {told}"


COMMANDS: tuple[click.Command, ...] = (verify,)
