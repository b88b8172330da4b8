"""What every command shares: its declaration, its archive, the articles it is meant for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.errors import NotFound, UsageError
from archive.text.clean import clean
from reader.cli.output import say, shorten
from reader.commands.catalogue import find
from reader.config import Settings, load

if TYPE_CHECKING:
    from archive.core import Archive

Function = TypeVar("Function", bound=Callable[..., Any])

# Words that begin with `-` belong to the query where a command takes one:
# `search deepseek -openai` leaves out openai.
QUERY_SETTINGS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


class Command(click.Command):
    """A command whose words are cleaned as an article's would be.

    An argument may hold bytes that are no text and controls; the archive
    takes neither. Paths stay as they are, for a file may well have such a name.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; see :class:`click.Command`."""
        rest = super().parse_args(ctx, args)
        for parameter in self.params:
            name = parameter.name
            if name in ctx.params and not isinstance(parameter.type, click.Path):
                ctx.params[name] = _cleaned(ctx.params[name])
        return rest


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)[0]
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    return value


def command(name: str, **settings: Any) -> Callable[[Callable[..., int]], click.Command]:
    """Declare the command of this name in the catalogue, which says what it does.

    Args:
        name: as in the catalogue (``claim add``); click sees its last word.
        settings: click's own.
    """
    summary = find(name).summary

    def declare(function: Callable[..., int]) -> click.Command:
        details = cleandoc(function.__doc__ or "")
        return click.command(
            name.split()[-1],
            cls=Command,
            short_help=summary,
            help=f"{summary}.\n\n{details}".strip(),
            **settings,
        )(function)

    return declare


def family(name: str, summary: str, *members: click.Command) -> click.Group:
    """Commands that share their first word."""
    return click.Group(name, {str(one.name): one for one in members}, help=summary)


class State:
    """The command line's own state.

    Args:
        flag: the folder given with ``--archive``.
        run: runs a command line, for what runs several.
        given: what ``--set`` said, as ``name=value``.
    """

    def __init__(
        self, flag: str | None, run: Callable[[Sequence[str]], int], given: Sequence[str] = ()
    ) -> None:
        self.run = run
        self.loaded = load(flag, given)

    @property
    def folder(self) -> Path:
        """The archive's folder."""
        return self.loaded.folder

    @property
    def settings(self) -> Settings:
        """The settings in force; what could not be read of them is told by :meth:`complain`."""
        return self.loaded.settings

    def complain(self) -> None:
        """Say on standard error what of the settings could not be read."""
        for problem in self.loaded.problems:
            say(f"newsmark: {problem}", err=True)

    @contextmanager
    def archive(self, *, create: bool = False) -> Iterator[Archive]:
        """The archive, open as long as the block runs."""
        from archive.core import open_archive

        with open_archive(self.folder, create=create, actor=self.settings.actor) as archive:
            yield archive


with_state = click.make_pass_decorator(State)


def with_json(function: Function) -> Function:
    """Add ``--json`` to a command that answers."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(function)


def with_targets(function: Function) -> Function:
    """Let a command take article ids, or ``--query`` for all that a query finds."""
    function = click.option("--query", help="All articles that this query finds.")(function)
    return click.argument("ids", nargs=-1, metavar="[ID]...")(function)


def targets(archive: Archive, ids: Sequence[str], query: str | None) -> list[str]:
    """The articles a command is meant for; at least one.

    Raises:
        UsageError: if neither ids nor a query were given, or both.
        NotFound: if an id is not in the archive, or the query finds nothing.
    """
    if bool(ids) == (query is not None):
        raise UsageError("Which articles?", remedy="Give ids, or --query QUERY, not both.")
    if query is None:
        return list(dict.fromkeys(archive.articles.resolve(one) for one in ids))
    from reader.cli.progress import found

    articles = found(archive, query)
    if not articles:
        raise NotFound(f"No article matches {shorten(query, 60)!r}.")
    return articles
