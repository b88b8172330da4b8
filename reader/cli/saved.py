"""Commands on searches that are kept: searches, and adding, renaming, editing, deleting one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from archive.errors import QueryError, UsageError
from archive.index.results import SORTS
from archive.model import Met, SavedSearch, Step
from reader.cli.output import say, say_json, say_table
from reader.cli.progress import Reporter
from reader.cli.speaking import say_step
from reader.cli.state import QUERY_SETTINGS, State, command, with_json, with_state
from reader.commands.catalogue import find
from reader.commands.own_keys import load_keys
from reader.commands.search_keys import checked_key

if TYPE_CHECKING:
    from archive.core import Archive
    from archive.index import Index

_with_sort = click.option(
    "--sort",
    type=click.Choice(SORTS),
    help="What comes first when it is run.",
)


def _checked(state: State, key: str | None) -> str | None:
    return checked_key(key, load_keys(state.settings.keys).keymap)


_with_key = click.option("--key", help="A digit or letter that runs it from the screen's list.")


def meet_searches(
    archive: Archive,
    index: Index | None,
    reporter: Reporter,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Met]:
    """Ask the saved searches about what came in.

    Args:
        reporter: told how far it is.
        cancelled: asked often; the rest is left for the next time.
    """
    try:
        return archive.searches.meet(
            index,
            progress=lambda done, total: reporter.report("matching", done, total),
            cancelled=cancelled,
        )
    finally:
        reporter.close()


def met_json(met: list[Met]) -> list[dict[str, Any]]:
    """What articles meant to saved searches, for programs."""
    return [
        {
            "id": one.search.id,
            "name": one.search.name,
            "new": one.new,
            "problem": one.problem or None,
        }
        for one in met
    ]


def say_met(met: list[Met]) -> None:
    """What articles meant to saved searches, for people."""
    for one in met:
        if one.problem:
            say(f"The saved search “{one.search.name}” cannot be run: {one.problem}", err=True)
        else:
            say(f"{one.new:,} new for “{one.search.name}”")


@click.group(
    "searches",
    short_help=find("searches").summary,
    help=f"{find('searches').summary}; and save, change or delete one.\n\n"
    "NAME is a search's name (capitals and accents do not matter), its key or its id.",
    invoke_without_command=True,
)
@with_json
@with_state
@click.pass_context
def searches(context: click.Context, state: State, as_json: bool) -> int | None:
    if context.invoked_subcommand is not None:
        return None
    from archive.index import Index

    with state.archive() as archive:
        saved = archive.searches.all()
        index = Index(archive)
        reporter = Reporter()
        found = {one.id: _count(index, one, reporter) for one in saved}
        reporter.close()
        if saved:
            meet_searches(archive, index, reporter)
        news = archive.searches.news()
    if as_json:
        told = [_search_json(one, found[one.id], news.get(one.id, 0)) for one in saved]
        say_json({"searches": told})
    elif saved:
        say_table(
            [_search_cells(one, found[one.id], news.get(one.id, 0)) for one in saved],
            right=frozenset({1}),
        )
    else:
        say("No search is saved yet; `newsmark searches add NAME QUERY` saves one.", err=True)
    return 0 if saved else 1


def _count(index: Index, search: SavedSearch, reporter: Reporter) -> int | QueryError:
    """How many articles a search finds, or why it cannot be asked."""
    try:
        return index.search(
            search.query,
            limit=0,
            progress=lambda done, total: reporter.report("indexing", done, total),
        ).total
    except QueryError as error:
        return error


def _search_json(search: SavedSearch, found: int | QueryError, new: int) -> dict[str, Any]:
    return {
        "id": search.id,
        "name": search.name,
        "query": search.query,
        "sort": search.sort,
        "descending": search.descending,
        "key": search.key,
        "found": found if isinstance(found, int) else None,
        "new": new,
        "problem": str(found) if isinstance(found, QueryError) else None,
    }


def _search_cells(search: SavedSearch, found: int | QueryError, new: int) -> list[str]:
    number = f"{found:,}" if isinstance(found, int) else "?"
    return [search.key or " ", number, f"{new:,} new" if new else "", search.name, search.query]


@command("searches add", context_settings=QUERY_SETTINGS)
@click.argument("name")
@click.argument("query", nargs=-1, required=True, type=click.UNPROCESSED)
@_with_sort
@_with_key
@with_json
@with_state
def add(
    state: State,
    name: str,
    query: tuple[str, ...],
    sort: str | None,
    key: str | None,
    as_json: bool,
) -> int:
    """From then on an import says how many of the articles it brought the search finds.

    The query is written as for `search`.
    """
    with state.archive() as archive:
        made, step = archive.searches.add(
            name,
            " ".join(query),
            sort=sort or "relevance",
            key=_checked(state, key),
        )
    say_step(step, as_json, id=made.id)
    return 0


@command("searches rename")
@click.argument("name")
@click.argument("new")
@with_json
@with_state
def rename(state: State, name: str, new: str, as_json: bool) -> int:
    """Its query, its key and its news stay."""
    return _edit(state, name, as_json, {"name": new})


@command("searches edit")
@click.argument("name")
@click.option("--query", help="What it finds from now on.")
@_with_sort
@_with_key
@click.option("--no-key", is_flag=True, help="Take its key away.")
@with_json
@with_state
def edit(
    state: State,
    name: str,
    query: str | None,
    sort: str | None,
    key: str | None,
    no_key: bool,
    as_json: bool,
) -> int:
    """With another query it has no news until further articles come in."""
    if no_key and key is not None:
        raise UsageError("--key and --no-key say opposite things.")
    given = {
        "query": query,
        "sort": sort,
        "key": "" if no_key else _checked(state, key),
    }
    fields = {field: value for field, value in given.items() if value is not None}
    if not fields:
        raise UsageError("What is to be changed?", remedy="Give --query, --sort or --key.")
    return _edit(state, name, as_json, fields)


def _edit(state: State, name: str, as_json: bool, fields: dict[str, str]) -> int:
    with state.archive() as archive:
        search = archive.searches.get(name)
        step = archive.searches.edit(search.id, **fields)
    say_step(step, as_json, id=search.id)
    return 0


@command("searches delete")
@click.argument("name")
@with_json
@with_state
def delete(state: State, name: str, as_json: bool) -> int:
    """The articles it finds stay; `undo` brings it back."""
    with state.archive() as archive:
        search = archive.searches.get(name)
        step: Step = archive.searches.delete(search.id)
    say_step(step, as_json, id=search.id)
    return 0


@command("searches history")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True)
@click.option("--clear", is_flag=True, help="Forget them all.")
@with_json
@with_state
def history(state: State, limit: int, clear: bool, as_json: bool) -> int:
    """The latest first, each once: what the arrows bring back in the screen's search line."""
    with state.archive() as archive:
        queries = archive.searches.queries(limit)
        if clear:
            archive.searches.forget_queries()
    if as_json:
        say_json({"queries": queries, "cleared": clear})
    elif clear:
        say("The history of queries is empty now.")
    else:
        for query in queries:
            say(query)
    return 0 if queries or clear else 1


for _member in (add, rename, edit, delete, history):
    searches.add_command(_member)
COMMANDS: tuple[click.Command, ...] = (searches,)
