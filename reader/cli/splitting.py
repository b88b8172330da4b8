"""The command that opens the screen with two sides."""

from __future__ import annotations

import click

from reader.cli.state import State, command, with_state

_CLAIMS = "claims"


@command("split")
@click.argument("article", metavar="ID")
@click.argument("other", metavar="[ID|claims]", default=_CLAIMS)
@with_state
def split(state: State, article: str, other: str) -> int:
    """Open the screen with an article and another one, or the claims, beside each
    other; above each other where the terminal is narrow.
    """
    with state.archive() as archive:
        first = archive.articles.resolve(article)
        second = _CLAIMS if other == _CLAIMS else archive.articles.resolve(other)
    from reader.screen import show

    return show(state.loaded, beside=(first, second))


COMMANDS: tuple[click.Command, ...] = (split,)
