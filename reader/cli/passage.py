"""Naming a passage on the command line: by its words, or by offsets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from archive.anchoring import find_quote
from archive.errors import NotFound, UsageError
from archive.model import Span
from reader.cli.output import shorten
from reader.cli.state import Function

if TYPE_CHECKING:
    from archive.core import Archive

_SPAN = re.compile(r"(\d{1,12}):(\d{1,12})", re.ASCII)
_CONTEXT = 30  # code points shown around each place of a quote
_MOST_LISTED = 30

with_nth = click.option(
    "--nth", type=click.IntRange(1), help="Which one, where the quote occurs several times."
)
with_span = click.option(
    "--span", metavar="START:END", help="Code points of the text, END excluded."
)
with_quote = click.option(
    "--quote", metavar="TEXT", help="The words, as they stand in the article."
)


def with_place(function: Function) -> Function:
    """Let a command take an article and a passage of it."""
    for option in (with_nth, with_span, with_quote, click.argument("id")):
        function = option(function)
    return function


def place(
    archive: Archive, id: str, quote: str | None, span: str | None, nth: int | None
) -> tuple[str, Span]:
    """The article and the passage meant.

    Args:
        id: the article's id or the beginning of one.
        quote: looked for exactly, then with typography folded.
        span: ``START:END`` in code points.
        nth: which place of the quote, from 1.

    Raises:
        NotFound: if there is no such article, or the quote is not in it.
        UsageError: if the quote occurs several times and ``nth`` does not
            choose, or the span is not one.
    """
    article = archive.articles.resolve(id)
    if (quote is None) == (span is None):
        raise UsageError("Which passage?", remedy="Give --quote TEXT or --span START:END.")
    text = archive.articles.document(article).text
    if span is not None:
        if nth is not None:
            raise UsageError("--nth chooses among places of a quote.", remedy="Leave it out.")
        return article, parse_span(span, text)
    places = find_quote(text, quote or "")
    if not places:
        raise NotFound(
            f"Article {article} does not contain these words.",
            remedy=f"`newsmark show {article}` prints its text.",
            ids=(article,),
        )
    if nth is not None:
        if nth > len(places):
            often = "once" if len(places) == 1 else f"{len(places)} times"
            raise NotFound(f"The quote occurs {often} in article {article}, not {nth} times.")
        return article, places[nth - 1]
    if len(places) > 1:
        raise UsageError(
            f"The quote occurs {len(places)} times in article {article}:\n"
            f"{_listing(text, places)}\n",
            remedy="Choose one with --nth.",
            ids=(article,),
        )
    return article, places[0]


def parse_span(given: str, text: str) -> Span:
    """``START:END`` as a span of a text; UsageError if it is none."""
    match = _SPAN.fullmatch(given.strip())
    if match is None:
        raise UsageError(
            f"Not a span: {shorten(given, 40)!r}.", remedy="Write START:END, such as 120:164."
        )
    start, end = int(match[1]), int(match[2])
    if not start < end <= len(text):
        raise UsageError(
            f"Not a span of this text: {given}.",
            remedy=f"It needs START < END, and END at most {len(text)}.",
        )
    return Span(start, end)


def _listing(text: str, places: list[Span]) -> str:
    lines = []
    for number, span in enumerate(places[:_MOST_LISTED], 1):
        before = " ".join(text[max(0, span.start - _CONTEXT) : span.start].split("\n"))
        after = " ".join(text[span.end : span.end + _CONTEXT].split("\n"))
        lines.append(f"{number:>4}  {before:>{_CONTEXT}}[{shorten(span.of(text), 60)}]{after}")
    if len(places) > _MOST_LISTED:
        lines.append(f"      and {len(places) - _MOST_LISTED} more")
    return "\n".join(lines)
