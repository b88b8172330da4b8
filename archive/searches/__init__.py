"""Searches that are kept: saved ones with their news, and the queries asked before.

A saved search is a record: what the user does to it is a step and can be
undone. That it was run (``seen``) is recorded like the reading of an article
and is no step. The queries asked are a convenience of the search line.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

from archive.articles import short, step_of
from archive.errors import NotFound, UsageError
from archive.model import Met, SavedSearch, Step, draw_id
from archive.searches.completion import Vocabulary
from archive.searches.meeting import meet
from archive.store import Store, Transaction
from archive.store.values import to_fields

if TYPE_CHECKING:
    from archive.index import Index

__all__ = ["EDITABLE", "Searches"]

EDITABLE: Final = ("name", "query", "sort", "descending", "key")
"""The fields of a saved search that :meth:`Searches.edit` takes."""

MOST_QUERIES: Final = 500
"""How many of the queries asked are remembered."""

_LONGEST_NAME: Final = 200
_ASCENDING: Final = ("title", "outlet")


class Searches:
    """The saved searches of one archive, and its history of queries.

    Args:
        store: the open archive.
        actor: who writes.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        return sorted(self._store.searches.all(), key=lambda one: self._store.fold(one.name))

    def get(self, wanted: str) -> SavedSearch:
        """The saved search of this name (capitals and accents do not matter), key or id.

        Raises:
            NotFound: if there is none.
            UsageError: if an undo brought back a second one of that name.
        """
        known = self._store.searches.all()
        folded = self._store.fold(" ".join(wanted.split()))
        named = [one for one in known if self._store.fold(one.name) == folded]
        found = named or [one for one in known if wanted in (one.id, one.key)]
        if not found:
            there = ", ".join(f"“{short(one.name, 30)}”" for one in self.all()[:8])
            raise NotFound(
                f"There is no saved search {short(wanted)!r}.",
                remedy=f"There are {there}." if there else "None was saved yet.",
            )
        if len(found) > 1:
            raise UsageError(
                f"There are {len(found)} saved searches {short(wanted)!r}.",
                remedy=f"Name one by its id: {', '.join(one.id for one in found)}.",
                ids=tuple(one.id for one in found),
            )
        return found[0]

    def add(
        self,
        name: str,
        query: str,
        *,
        sort: str = "relevance",
        descending: bool | None = None,
        key: str | None = None,
    ) -> tuple[SavedSearch, Step]:
        """Save a search.

        Args:
            query: see :func:`archive.index.parse.parse`; it must say something.
            sort: one of :data:`archive.index.results.SORTS`.
            descending: the natural way unless given: newest first, A before Z.
            key: a digit or letter to run it by.

        Raises:
            QueryError: if the query cannot be read.
            UsageError: for an empty or taken name, an empty query, an unknown
                order, a key that is taken or is no digit or letter.
        """
        with self._transaction("searches add") as tx:
            if descending is None:
                descending = sort not in _ASCENDING
            fields = self._checked(
                {"name": name, "query": query, "sort": sort, "descending": descending, "key": key}
            )
            made = SavedSearch(
                draw_id("s"),
                seen=self._store.last_change(),
                created=tx.at,
                modified=tx.at,
                **fields,
            )
            tx.summary = f"save search “{short(made.name)}”"
            tx.insert("searches", made.id, to_fields(made))
        return made, step_of(self._store, tx)

    def edit(self, id: str, **fields: object) -> Step:
        """Change a saved search; one whose query changed has no news until more comes in.

        Args:
            fields: of ``EDITABLE``.

        Returns:
            The step; one numbered 0 if nothing differed.

        Raises:
            NotFound: if there is none of this id.
            UsageError: as :meth:`add`, and for another field.
        """
        unknown = sorted(fields.keys() - set(EDITABLE))
        if unknown:
            raise UsageError(f"A saved search has no {unknown[0]!r} to edit.")
        with self._transaction("searches edit") as tx:
            present = self._by_id(id)
            checked = self._checked(fields, but=id)
            differing = {n: v for n, v in checked.items() if getattr(present, n) != v}
            tx.summary = f"edit {', '.join(differing)} of search “{short(present.name)}”"
            if "sort" in differing and "descending" not in fields:
                differing["descending"] = differing["sort"] not in _ASCENDING
            if "query" in differing:
                differing["seen"] = self._store.last_change()
            if differing:
                tx.update("searches", id, {**differing, "modified": tx.at})
        return step_of(self._store, tx)

    def delete(self, id: str) -> Step:
        """Delete a saved search; NotFound if there is none of this id."""
        with self._transaction("searches delete") as tx:
            tx.summary = f"delete search “{short(self._by_id(id).name)}”"
            tx.delete("searches", id)
        return step_of(self._store, tx)

    # news

    def meet(
        self,
        index: Index | None = None,
        *,
        progress: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[Met]:
        """Ask the saved searches about the articles that came in since this was last done.

        Without saved searches, or without such articles, next to nothing is done.

        Args:
            index: the archive's; knows names from words, and answers where more
                came than are worth matching in memory. Without it those wait.
            progress: told how many articles are matched, of how many.
            cancelled: asked often; what was found until then is kept.

        Returns:
            The searches that have news, or that cannot be asked any more.
        """
        return meet(self._store, self._actor, index, progress, cancelled)

    def news(self) -> dict[str, int]:
        """By id of the search, how many articles met it since it was last run."""
        return {id: len(articles) for id, articles in self._store.searches.news().items()}

    def news_of(self, id: str) -> list[str]:
        """The articles that met a search since it was last run, in the order they came."""
        return self._store.searches.news(id).get(id, [])

    def visit(self, id: str) -> list[str]:
        """Say that a search was run: recorded, but no step.

        Returns:
            The articles that were news until now.

        Raises:
            NotFound: if there is none of this id.
        """
        with self._transaction("seen", undoable=False, durable=False) as tx:
            present = self._by_id(id)
            fresh = self.news_of(id)
            if fresh:
                tx.summary = f"run search “{short(present.name)}”"
                last = self._store.last_change()
                tx.update("searches", id, {"seen": last})
                self._store.searches.forget_news(id, last)
        return fresh

    def vocabulary(self) -> Vocabulary:
        """What the fields of a query can be completed with; takes a while in a large archive."""
        return Vocabulary.of(self._store)

    # the queries asked

    def queries(self, limit: int = MOST_QUERIES) -> list[str]:
        """The queries asked last, each once, the newest first."""
        return self._store.searches.queries(limit)

    def remember_query(self, query: str) -> None:
        """Put a query first in the history; an empty one is none. No step, and no Change."""
        text = " ".join(query.split())
        if text and text not in self.queries(1):
            with self._transaction("query", undoable=False, durable=False):
                self._store.searches.remember_query(text, MOST_QUERIES)

    def forget_queries(self) -> None:
        """Let go of the whole history."""
        with self._transaction("query", undoable=False):
            self._store.searches.forget_queries()

    def _transaction(
        self, command: str, *, undoable: bool = True, durable: bool = True
    ) -> AbstractContextManager[Transaction]:
        return self._store.transaction(
            command=command, actor=self._actor, summary="", undoable=undoable, durable=durable
        )

    def _by_id(self, id: str) -> SavedSearch:
        for one in self._store.searches.all():
            if one.id == id:
                return one
        raise NotFound(f"There is no saved search {id}.", ids=(id,))

    def _checked(self, fields: dict[str, Any], but: str | None = None) -> dict[str, Any]:
        """The fields as they can be kept; UsageError for what cannot."""
        others = [one for one in self._store.searches.all() if one.id != but]
        checked = dict(fields)
        if "name" in fields:
            checked["name"] = name = " ".join(str(fields["name"]).split())
            if not name or len(name) > _LONGEST_NAME:
                raise UsageError(f"A name has 1 to {_LONGEST_NAME} characters.")
            if any(self._store.fold(one.name) == self._store.fold(name) for one in others):
                raise UsageError(
                    f"There is a saved search “{short(name)}” already.",
                    remedy="Choose another name, or edit that one.",
                )
        if "query" in fields:
            checked["query"] = _checked_query(str(fields["query"]))
        if "sort" in fields:
            _check_sort(str(fields["sort"]))
        if fields.get("key") == "":
            checked["key"] = None
        elif (key := fields.get("key")) is not None:
            if not (len(key) == 1 and key.isascii() and key.isalnum()):
                raise UsageError(f"{key!r} cannot be a key.", remedy="Use one digit or letter.")
            taken = next((one for one in others if one.key == key), None)
            if taken is not None:
                raise UsageError(
                    f"The key {key} runs “{short(taken.name)}”.", remedy="Choose another one."
                )
        return checked


def _checked_query(query: str) -> str:
    from archive.index.parse import parse

    text = " ".join(query.split())
    if not text:
        raise UsageError("An empty query finds everything.", remedy="Save one that says something.")
    parse(text)
    return text


def _check_sort(sort: str) -> None:
    from archive.index.results import SORTS

    if sort not in SORTS:
        raise UsageError(f"There is no order {sort!r}.", remedy=f"Use {', '.join(SORTS)}.")
