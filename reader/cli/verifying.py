"""verify: hold exported files against the archive."""

from __future__ import annotations

from pathlib import Path

import click

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
        "cancelled": found.cancelled,
    }
    reporter.summary(value)
    nothing = not (found.files or found.wrong or found.cancelled)
    if nothing:
        pages = f" {counted(found.pages, 'HTML page')} not looked into." if found.pages else ""
        say(f"Nothing to check in {folder}: no article or quotation of ours.{pages}", err=True)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json and not nothing:
        for one in found.wrong:
            named = f"{one.id}: " if one.id else ""
            say(f"{folder / one.path}:{one.line}: {named}{one.reason}")
        told = f"{len(found.wrong):,} wrong" if found.wrong else "all hold"
        quotations = counted(found.quotations, "quotation")
        say(f"{quotations} in {counted(found.files, 'file')}: {told}")
    if found.cancelled:
        return 130
    if found.wrong:
        return 4
    return 1 if nothing else 0


COMMANDS: tuple[click.Command, ...] = (verify,)
