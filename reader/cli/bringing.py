"""Commands by which articles come in: import, reparse, demo."""

from __future__ import annotations

from typing import Any

import click

from archive.core import Archive
from archive.errors import Cancelled
from archive.ingest.items import Notice, Progress, Summary
from archive.ingest.pipeline import import_paths, nothing_in
from archive.ingest.pipeline import reparse as reparse_article
from archive.model import Met
from archive.store.opening import is_vacant
from archive.text.plurals import counted
from reader.cli.output import say, say_json
from reader.cli.progress import (
    Interrupt,
    ProgressStyle,
    Reporter,
    bring_index_up_to_date,
    with_progress,
)
from reader.cli.saved import meet_searches, met_json, say_met
from reader.cli.state import State, command, with_json, with_state
from reader.config import load

_MOST_SHOWN = 20  # reasons printed before a long list is cut; --json has them all


@command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@click.option("--no-index", is_flag=True, help="Leave the search index for later.")
@click.option("--no-originals", is_flag=True, help="Do not keep the files' own bytes.")
@click.option("--format", "form", help="Read every file as this format instead of guessing.")
@with_progress
@with_json
@with_state
def import_(
    state: State,
    paths: tuple[str, ...],
    no_index: bool,
    no_originals: bool,
    form: str | None,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """Crawled text, plain text, Markdown, HTML pages and JSON Lines (gzip too);
    each file tells its format. What is in the archive already is left as it
    is, a changed text becomes a new revision.

    Annotations too: of Hypothesis and other programs that write Web
    Annotations (JSON), of Readwise (CSV) and Kindle (My Clippings.txt), and
    exports of Newsmark (JSON Lines). They go where their words stand; those
    without a place come in as lost.

    Ctrl-C stops it; what was stored by then stays, and the same command
    again does the rest.
    """
    reporter, interrupt = Reporter(progress), Interrupt()

    def imported(value: Progress) -> None:
        count = counted(value.articles, "article")
        reporter.report("importing", value.done, value.total, value.current, count)

    if is_vacant(state.folder) and (nothing := nothing_in(paths)) is not None:
        return _made_none(nothing, reporter, as_json)
    with state.archive(create=True) as archive, interrupt.caught():
        try:
            summary = import_paths(
                archive,
                paths,
                originals=not no_originals,
                format=form,
                progress=imported,
                cancelled=interrupt,
            )
        finally:
            reporter.close()
        if not no_index and not interrupt.asked and not summary.cancelled:
            bring_index_up_to_date(archive, reporter, interrupt)
        stopped = interrupt.asked or summary.cancelled
        met = [] if stopped else _meet(archive, no_index, reporter, interrupt)
        waiting = 0 if summary.cancelled else _sweep(archive, reporter, interrupt)
        counts = archive.stats()
    value = _summary(summary, counts["articles"]) | {"searches": met_json(met)}
    value |= {"names_to_review": waiting}
    reporter.summary(value)
    if reporter.json:
        pass  # the summary is told
    elif as_json:
        say_json(counts | value)
    else:
        _print(summary, counts["articles"])
        say_met(met)
        if waiting:
            found = counted(waiting, "mention")
            say(f"{found} to review: `newsmark entity sweep --new` shows what was found.")
    if interrupt.asked or summary.cancelled:
        return 130
    return 6 if summary.skipped else 0


def _made_none(nothing: Summary, reporter: Reporter, as_json: bool) -> int:
    """Say that there was nothing to make an archive of."""
    value = _summary(nothing, 0)
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json:
        _notices(nothing)
        say("Nothing there can be read, so no archive was made.", err=True)
    return 6


def _sweep(archive: Archive, reporter: Reporter, interrupt: Interrupt) -> int:
    """How many names of entities the articles that came in hold; they wait for review."""
    try:
        return archive.sweeps.sweep_new(
            progress=lambda done, total: reporter.report("sweeping", done, total),
            cancelled=interrupt,
        )
    except Cancelled:
        return 0  # the next import makes up for it
    finally:
        reporter.close()


def _meet(archive: Archive, no_index: bool, reporter: Reporter, interrupt: Interrupt) -> list[Met]:
    """What the articles mean to saved searches; without an index, many of them wait."""
    from archive.index import Index

    return meet_searches(archive, None if no_index else Index(archive), reporter, interrupt)


def _summary(summary: Summary, total: int) -> dict[str, Any]:
    return {
        "articles": total,
        "new": summary.new,
        "unchanged": summary.unchanged,
        "revised": summary.revised,
        "marks_to_review": summary.displaced,
        "copies": summary.copies,
        "replaced_characters": summary.replaced,
        "step": summary.step,
        "cancelled": summary.cancelled,
        "passed_over": summary.passed_over,
        **_marks(summary),
        "skipped": [_notice(one) for one in summary.skipped],
        "warnings": [_notice(one) for one in summary.warnings],
    }


def _marks(summary: Summary) -> dict[str, int]:
    if not summary.has_marks:
        return {}
    return {
        "annotations": summary.marks,
        "annotations_unchanged": summary.marks_unchanged,
        "annotations_updated": summary.marks_updated,
        "annotations_deleted_before": summary.marks_deleted,
        "annotations_lost": summary.marks_lost,
        "annotations_ambiguous": summary.marks_ambiguous,
    }


def _notice(notice: Notice) -> dict[str, str | None]:
    return {
        "path": notice.path,
        "place": notice.place or None,
        "reason": notice.reason,
        "remedy": notice.remedy or None,
    }


def _print(summary: Summary, total: int) -> None:
    parts = [f"{summary.new:,} new", f"{summary.unchanged:,} unchanged"]
    if summary.revised:
        parts.append(f"{summary.revised:,} revised")
    if summary.copies:
        parts.append(counted(summary.copies, "copy of another", "copies of others"))
    if summary.skipped:
        parts.append(f"{len(summary.skipped):,} skipped")
    if summary.passed_over:
        parts.append(f"{counted(summary.passed_over, 'other file')} passed over")
    say(", ".join(parts) + f"; {counted(total, 'article')} in the archive.")
    if summary.displaced:
        lost = counted(summary.displaced, "mark has", "marks have")
        say(f"{lost} no sure place in the new texts: `newsmark review` (R) shows them.")
    if summary.has_marks:
        said = [f"{summary.marks:,} new", f"{summary.marks_unchanged:,} unchanged"]
        said += [f"{summary.marks_updated:,} updated"] if summary.marks_updated else []
        if summary.marks_deleted:
            said.append(f"{summary.marks_deleted:,} deleted here before and left so")
        for count, what in ((summary.marks_lost, "lost"), (summary.marks_ambiguous, "ambiguous")):
            said += [f"{count:,} of the new ones {what}"] if count else []
        say(f"Annotations: {', '.join(said)}.")
        if summary.marks and summary.step is not None:
            say(f"`newsmark undo --import {summary.step}` takes the import back.")
    if summary.replaced:
        say(f"{summary.replaced:,} control characters were replaced by U+FFFD.")
    _notices(summary)
    if summary.cancelled:
        say("Stopped. What was stored stays; run the same command again for the rest.", err=True)


def _notices(summary: Summary) -> None:
    for heading, notices in (("Skipped", summary.skipped), ("Note", summary.warnings)):
        for notice in notices[:_MOST_SHOWN]:
            say(f"{heading}: {notice}", err=True)
        if len(notices) > _MOST_SHOWN:
            say(f"... and {len(notices) - _MOST_SHOWN:,} more; --json lists them all.", err=True)


@command("reparse")
@click.argument("id")
@with_json
@with_state
def reparse(state: State, id: str, as_json: bool) -> int:
    """With the importers of this version. A changed text becomes a new revision, on
    which the marks are placed anew; `undo` takes it back.
    """
    with state.archive() as archive:
        outcome = reparse_article(archive, archive.articles.resolve(id))
        revision = archive.articles.get(outcome.id).revision
        revised = outcome.kind == "revised"
        met = _meet(archive, False, Reporter(), Interrupt()) if revised else []
    if as_json:
        say_json(
            {
                "id": outcome.id,
                "outcome": outcome.kind,
                "revision": revision,
                "searches": met_json(met),
            }
        )
    elif outcome.kind == "unchanged":
        say(f"{outcome.id}  unchanged: it reads as before.")
    else:
        say(f"{outcome.id}  {outcome.kind}: now at revision {revision}.")
        say_met(met)
    return 0


@command("demo")
@click.option("--reset", is_flag=True, help="Restore it to how it came; your marks in it go.")
@click.option("--no-open", is_flag=True, help="Make the demo archive, do not open the screen.")
@click.option("--plain", is_flag=True, help="Lines and prompts instead of the screen.")
@with_state
def demo(state: State, reset: bool, no_open: bool, plain: bool) -> int:
    """A dozen invented articles, in an archive of their own. Marks made there stay."""
    from reader.demo import make_demo
    from reader.locations import demo_folder

    folder = demo_folder()
    make_demo(folder, reset=reset)
    if no_open:
        say(f"The demo archive is {folder}")
        return 0
    if plain:
        from reader.cli.plainly import speak

        return speak(load(str(folder), state.loaded.given), state.run, name="the demo archive")
    from reader.screen import show_demo

    return show_demo(state.loaded.given)


COMMANDS: tuple[click.Command, ...] = (import_, reparse, demo)
