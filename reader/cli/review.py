"""Commands on marks that lost their place: review, and deciding about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive.claims.drift import drift
from archive.errors import UsageError
from archive.model import Annotation
from archive.review import Doubt
from reader.cli.card import marked
from reader.cli.output import say, say_json, say_table
from reader.cli.passage import place as passage
from reader.cli.passage import with_nth, with_quote, with_span
from reader.cli.speaking import annotation_with_article, kind_of, say_annotation, say_step
from reader.cli.state import State, command, with_json, with_state
from reader.commands.catalogue import find

if TYPE_CHECKING:
    from archive.core import Archive

_CONTEXT = 60  # code points shown on either side


@click.group(
    "review",
    short_help=find("review").summary,
    help=f"{find('review').summary}; then show, accept or keep one.\n\n"
    "Marks are ambiguous (several places fit) or lost (none does). What was kept "
    "as lost is listed with --kept, and again when its article changes.",
    invoke_without_command=True,
)
@click.option("--article", metavar="ID", help="Only marks of this article.")
@click.option("--kept", is_flag=True, help="Also those that were kept as lost.")
@with_json
@with_state
@click.pass_context
def review(
    context: click.Context, state: State, article: str | None, kept: bool, as_json: bool
) -> int | None:
    if context.invoked_subcommand is not None:
        return None
    with state.archive() as archive:
        chosen = archive.articles.resolve(article) if article is not None else None
        marks = archive.review.pending(chosen, kept=kept)
        titles = {mark.article: archive.articles.get(mark.article).title for mark in marks}
    if as_json:
        say_json({"marks": [annotation_with_article(mark) for mark in marks]})
    elif marks:
        say_table([_cells(mark, titles[mark.article]) for mark in marks], right=frozenset())
    else:
        say("No mark waits: each has its place, or was kept as lost.", err=True)
    return 0 if marks else 1


def _cells(mark: Annotation, title: str) -> list[str]:
    return [mark.id, mark.placement.value, kind_of(mark), title, mark.exact]


@command("review show")
@click.argument("mark", metavar="MARK")
@with_json
@with_state
def review_show(state: State, mark: str, as_json: bool) -> int:
    """The words as they stood, then each place that may be meant, with what
    changed: [-gone-] {+come+}. `review accept` takes one by its number.
    """
    with state.archive() as archive:
        doubt = archive.review.look(mark)
    if as_json:
        say_json(_doubt_json(doubt))
        return 0
    exact = doubt.mark.exact
    say(f"{mark}  {doubt.mark.placement.value}  {doubt.article.title} ({doubt.article.id})")
    before, after = around(doubt.before, doubt.mark.span.start, doubt.mark.span.end)
    say(f"  then  …{before}«{' '.join(exact.split())}»{after}…")
    for number, span in enumerate(doubt.places, 1):
        words = span.of(doubt.now)
        before, after = around(doubt.now, span.start, span.end)
        say(f"  {number:>4}  …{before}«{marked(words, drift(exact, words))}»{after}…")
    if not doubt.places:
        say("  now   no place is like it.")
    return 0


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a passage, on one line."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(before.split("\n")), " ".join(after.split("\n"))


def _doubt_json(doubt: Doubt) -> dict[str, Any]:
    return annotation_with_article(doubt.mark) | {
        "revision": doubt.mark.revision,
        "places": [
            {"start": span.start, "end": span.end, "words": span.of(doubt.now)}
            for span in doubt.places
        ],
    }


@command("review accept")
@click.argument("mark", metavar="MARK")
@click.option("--place", type=click.IntRange(1), help="Which of those that `review show` lists.")
@with_quote
@with_span
@with_nth
@with_json
@with_state
def review_accept(
    state: State,
    mark: str,
    place: int | None,
    quote: str | None,
    span: str | None,
    nth: int | None,
    as_json: bool,
) -> int:
    """The first place proposed, unless told otherwise; or words of your choice."""
    if place is not None and (quote is not None or span is not None):
        raise UsageError("Which place?", remedy="Give --place, or --quote or --span.")
    with state.archive() as archive:
        if quote is None and span is None:
            placed = archive.review.accept(mark, place or 1)
        else:
            placed = _chosen(archive, mark, quote, span, nth)
        say_annotation(archive, placed, as_json)
    return 0


def _chosen(
    archive: Archive, mark: str, quote: str | None, span: str | None, nth: int | None
) -> Annotation:
    article = archive.annotations.get(mark).article
    return archive.review.place(mark, passage(archive, article, quote, span, nth)[1])


@command("review keep")
@click.argument("marks", nargs=-1, required=True, metavar="MARK...")
@with_json
@with_state
def review_keep(state: State, marks: tuple[str, ...], as_json: bool) -> int:
    """They stay lost, with their words, until their article changes again."""
    with state.archive() as archive:
        step = archive.review.keep(marks)
    say_step(step, as_json)
    return 0


for _member in (review_show, review_accept, review_keep):
    review.add_command(_member)

COMMANDS: tuple[click.Command, ...] = (review,)
