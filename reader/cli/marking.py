"""Commands that mark a passage by itself: highlight, note."""

from __future__ import annotations

import click

from archive.errors import UsageError
from archive.model import Motivation
from reader.cli.passage import place, with_place
from reader.cli.speaking import say_annotation
from reader.cli.state import State, command, family, with_json, with_state


@command("highlight add")
@with_place
@click.option("--note", default="", help="Markdown.")
@click.option("--tag", "tags", multiple=True, help="Repeat for several.")
@click.option("--label", help="A short name of the kind of highlight.")
@with_json
@with_state
def highlight_add(
    state: State,
    id: str,
    quote: str | None,
    span: str | None,
    nth: int | None,
    note: str,
    tags: tuple[str, ...],
    label: str | None,
    as_json: bool,
) -> int:
    """On the command line, the passage given by --quote or --span."""
    with state.archive() as archive:
        article, where = place(archive, id, quote, span, nth)
        mark = archive.annotations.add(
            article, where, Motivation.HIGHLIGHTING, note=note, tags=tags, label=label
        )
        say_annotation(archive, mark, as_json)
    return 0


@command("note add")
@with_place
@click.argument("text", required=False)
@click.option("--note", help="The note, if not given as TEXT.")
@click.option("--tag", "tags", multiple=True, help="Repeat for several.")
@with_json
@with_state
def note_add(
    state: State,
    id: str,
    text: str | None,
    note: str | None,
    quote: str | None,
    span: str | None,
    nth: int | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> int:
    """On the command line, on the passage given by --quote or --span. TEXT is Markdown."""
    if (text is None) == (note is None) or not (text or note or "").strip():
        raise UsageError("What is the note?", remedy="Give its text after the article's id.")
    with state.archive() as archive:
        article, where = place(archive, id, quote, span, nth)
        mark = archive.annotations.add(
            article, where, Motivation.COMMENTING, note=text or note or "", tags=tags
        )
        say_annotation(archive, mark, as_json)
    return 0


COMMANDS: tuple[click.Command, ...] = (
    family("highlight", "Plain highlights.", highlight_add),
    family("note", "Notes on passages.", note_add),
)
