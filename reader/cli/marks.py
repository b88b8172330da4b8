"""Commands on marks of any kind: list, edit, delete."""

from __future__ import annotations

import click

from archive.errors import UsageError
from reader.cli.output import say, say_json, say_table, shorten, terminal_width
from reader.cli.passage import place, with_nth, with_quote, with_span
from reader.cli.progress import found
from reader.cli.speaking import (
    annotation_row,
    annotation_with_article,
    say_annotation,
    say_step,
)
from reader.cli.state import QUERY_SETTINGS, State, command, family, with_json, with_state


@command("annotations", context_settings=QUERY_SETTINGS)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@with_json
@with_state
def annotations_(state: State, query: tuple[str, ...], as_json: bool) -> int:
    """All, or those in the articles that a query finds (see `search`).

    A mark that a new text of its article left without a place says
    `ambiguous` or `lost` where its offsets would stand.
    """
    with state.archive() as archive:
        among = found(archive, " ".join(query)) if query else None
        marks = archive.annotations.all(among)
        of_articles: dict[str, list[list[str]]] = {}
        if not as_json:
            for one in marks:
                of_articles.setdefault(one.article, []).append(annotation_row(archive, one))
        titles = {row.id: row.title for row in archive.articles.rows(list(of_articles))}
    if as_json:
        told = [annotation_with_article(one) for one in marks]
        say_json({"total": len(marks), "annotations": told})
    for article, rows in of_articles.items():
        room = (terminal_width() or 1000) - 12
        say(f"{article}  {shorten(titles.get(article, ''), max(20, room))}")
        say_table(rows, indent=2, right=frozenset())
    if not marks and not as_json:
        say("No marks.", err=True)
    return 0 if marks else 1


@command("annotation edit")
@click.argument("annotation", metavar="ANNOTATION")
@click.option("--note", help="Markdown; empty takes it away.")
@click.option("--label", help="Empty takes it away.")
@click.option("--tag", "tags", multiple=True, help="Repeat for several; replaces all.")
@with_quote
@with_span
@with_nth
@with_json
@with_state
def annotation_edit(
    state: State,
    annotation: str,
    note: str | None,
    label: str | None,
    tags: tuple[str, ...],
    quote: str | None,
    span: str | None,
    nth: int | None,
    as_json: bool,
) -> int:
    """With --quote or --span a mark moves, or one that was lost gets a place again.

    An empty --tag takes all tags away.
    """
    moved = quote is not None or span is not None
    if note is None and label is None and not tags and not moved:
        raise UsageError("Nothing to change.", remedy="Name a field, such as --note.")
    with state.archive() as archive:
        mark = archive.annotations.get(annotation)
        where = place(archive, mark.article, quote, span, nth)[1] if moved else None
        changed = archive.annotations.edit(
            annotation,
            note=note,
            label=label,
            tags=[tag for tag in tags if tag.strip()] if tags else None,
            span=where,
        )
        say_annotation(archive, changed, as_json)
    return 0


@command("annotation delete")
@click.argument("annotation", metavar="ANNOTATION")
@with_json
@with_state
def annotation_delete(state: State, annotation: str, as_json: bool) -> int:
    """On the command line, the mark of this id.

    A claim whose last appearance it was goes with it, and the evidence that
    rests on either; an entity stays in the register. `undo` brings everything back.
    """
    with state.archive() as archive:
        mark = archive.annotations.get(annotation)
        step = archive.annotations.delete(annotation)
        left = archive.entities.unmentioned(mark)
    say_step(step, as_json)
    if left is not None:
        say(f"{left.name} ({left.id}) stays in the register, mentioned nowhere.", err=True)
    return 0


COMMANDS: tuple[click.Command, ...] = (
    annotations_,
    family("annotation", "A mark of any kind, by its id.", annotation_edit, annotation_delete),
)
