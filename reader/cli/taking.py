"""Commands that take words and pages out: cite, browse."""

from __future__ import annotations

import asyncio

import click

from archive.errors import NotFound
from reader.cli.output import say, say_json
from reader.cli.passage import place, with_place
from reader.cli.state import State, command, with_json, with_state


@command("cite")
@with_place
@with_json
@with_state
def cite(
    state: State, id: str, quote: str | None, span: str | None, nth: int | None, as_json: bool
) -> int:
    """As Markdown: the passage given by --quote or --span, then title, outlet and date."""
    from archive.export.citing import address, quotation

    with state.archive() as archive:
        key, where = place(archive, id, quote, span, nth)
        article, text = archive.articles.get(key), archive.articles.document(key).text
        made = quotation(article, text, where)
        link = address(article, text, where)
    if as_json:
        say_json({"article": key, "exact": where.of(text), "markdown": made, "url": link})
    else:
        say(made)
    return 0


@command("browse")
@click.argument("id")
@with_state
def browse_(state: State, id: str) -> int:
    """Only http and https are opened. The address is printed first."""
    from archive.export.citing import address
    from reader.programs import browse

    with state.archive() as archive:
        key = archive.articles.resolve(id)
        link = address(archive.articles.get(key), "")
    if link is None:
        raise NotFound(
            f"Article {key} has no address of http or https.", remedy="`edit --url` gives it one."
        )
    say(link)
    asyncio.run(browse(link))
    return 0


COMMANDS: tuple[click.Command, ...] = (cite, browse_)
