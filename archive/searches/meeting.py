"""Which saved searches do these new articles meet?

Whoever brought articles in asks that when they are stored. A few are matched
in memory by the plain matcher, each analysed once for all searches; for many
the index, which has to take them in anyway, answers at a fraction of the cost.
What has been matched is marked, so that an import killed before this was done
is made up for by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.errors import QueryError
from archive.model import Met, SavedSearch
from archive.store import Store

if TYPE_CHECKING:
    from archive.index import Index
    from archive.index.query import Query

FEW = 64
"""So many articles are matched in memory even where an index is at hand."""

MOST_IN_MEMORY = 500
"""So many articles (7 ms each, of 2,000 words) are matched without one; more are left for later."""


@dataclass
class _Asked:
    """A saved search with its query parsed, and whom it found: article to Change."""

    search: SavedSearch
    tree: Query | None
    problem: str
    found: dict[str, int] = field(default_factory=dict)


def meet(
    store: Store,
    actor: str,
    index: Index | None,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> list[Met]:
    """See :meth:`archive.searches.Searches.meet`."""
    searches = store.searches.all()
    if not searches:
        return []
    since = max(store.searches.mark(), min(search.seen for search in searches))
    mark = store.last_change()
    arrived = store.searches.arrived(since)
    if not arrived:
        if mark > since:
            _keep(store, actor, [], mark)
        return []
    few = len(arrived) <= (MOST_IN_MEMORY if index is None else FEW)
    if index is None and not few:
        return []
    asked = [_asked(search, index) for search in searches]
    if index is None and any(_names_an_article(one.tree) for one in asked):
        return []  # what is like an article, only the index can tell
    if index is not None and not few:
        _look_up(index, asked, arrived)
    else:
        done = _match(store, index, asked, arrived, since, progress, cancelled)
        mark = mark if done == len(arrived) else max([since, *list(arrived.values())[:done]])
    if mark > since:
        _keep(store, actor, asked, mark)
    return [
        Met(one.search, len(one.found), one.problem) for one in asked if one.found or one.problem
    ]


def _asked(search: SavedSearch, index: Index | None) -> _Asked:
    from archive.index.parse import parse

    read = parse if index is None else index.tree
    try:
        return _Asked(search, read(search.query), "")
    except QueryError as error:
        # It could be read when it was saved: by another version of the program.
        return _Asked(search, None, str(error))


def _names_an_article(tree: Query | None) -> bool:
    from archive.index.query import Similar, mapped

    found: list[Query] = []

    def look(leaf: Query) -> Query:
        if isinstance(leaf, Similar):
            found.append(leaf)
        return leaf

    if tree is not None:
        mapped(tree, look)
    return bool(found)


def _match(
    store: Store,
    index: Index | None,
    asked: list[_Asked],
    arrived: Mapping[str, int],
    since: int,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> int:
    """Match articles in memory; says how many, counted from the first, before it was stopped."""
    from archive.index.analysis import never_a_name
    from archive.index.matcher import Prepared

    known_name = never_a_name if index is None else index.names()
    rows = {row.id: row for row in store.columns(since)}
    places = {id: place for place, id in enumerate(arrived, 1)}
    done = 0
    for fields in store.search_fields(arrived):
        if cancelled():
            return done
        row = rows.get(fields.id)
        prepared = None if row is None else Prepared(fields, row)
        for one in asked:
            if prepared is None or one.tree is None or arrived[fields.id] <= one.search.seen:
                continue
            if prepared.matches(one.tree, known_name):
                one.found[fields.id] = arrived[fields.id]
        done = places[fields.id]
        progress(done, len(arrived))
    return len(arrived)


def _look_up(index: Index, asked: list[_Asked], arrived: Mapping[str, int]) -> None:
    """Ask the index for all a search finds, and keep those that came in."""
    for one in asked:
        if one.tree is not None:
            order = index.search(one.search.query, limit=0).order
            one.found = {id: arrived[id] for id in order if arrived.get(id, 0) > one.search.seen}


def _keep(store: Store, actor: str, asked: list[_Asked], mark: int) -> None:
    with store.transaction(command="meet", actor=actor, summary="", undoable=False, durable=False):
        for one in asked:
            store.searches.add_news(one.search.id, one.found)
        store.searches.set_mark(mark)
