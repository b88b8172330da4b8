"""Search: one query language, our own analysis, and an engine behind a seam.

::

    index = Index(archive)
    index.update()
    hits = index.search('"open source" lang:fr -tag:cloud')

The floors, from below: :mod:`~archive.index.chunks` (text to words) and
:mod:`~archive.index.analysis` (words to terms), :mod:`~archive.index.query`,
:mod:`~archive.index.days`, :mod:`~archive.index.phrases` and
:mod:`~archive.index.parse` (the tree), :mod:`~archive.index.proximity` (what near means),
:mod:`~archive.index.matcher` (the tree answered in memory, the judge of all
engines), :mod:`~archive.index.engines` (postings), :mod:`~archive.index.columns`
and :mod:`~archive.index.evaluate` (sets and facets),
:mod:`~archive.index.ranking` (what comes first), :mod:`~archive.index.copies`
(near-identical articles as one row), :mod:`~archive.index.similar` (more like
this), :mod:`~archive.index.slips` and :mod:`~archive.index.suggest` (what else to ask),
:mod:`~archive.index.highlights` and :mod:`~archive.index.snippets` (where the
words stand), :mod:`~archive.index.lifecycle` (where the index lives, how it
catches up), :mod:`~archive.index.searcher` (answers). The terminal asks through
:mod:`~archive.index.client`, which runs :mod:`~archive.index.server` as a
process of its own: of a slow search the first rows come first, and the whole
answer after them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from archive.index.analysis import KnownName
from archive.index.engines.base import IndexDamaged
from archive.index.highlights import highlight
from archive.index.lifecycle import Cancelled, Home, Progress, never, no_progress
from archive.index.parse import parse
from archive.index.query import Query
from archive.index.results import Filters, Hit, Hits, Snippet, Sort, Suggestion, UpdateReport
from archive.index.searcher import MOST_IN_MEMORY, Request, Searcher
from archive.store import Store

__all__ = [
    "Filters",
    "Hit",
    "Hits",
    "Index",
    "Snippet",
    "Sort",
    "Suggestion",
    "UpdateReport",
    "highlight",
]

PATIENCE = 120.0
"""Seconds a search waits for another process that is updating the index."""


class Owner(Protocol):
    """What the index needs of an archive."""

    @property
    def store(self) -> Store: ...

    @property
    def cache_dir(self) -> Path: ...


def home(cache_dir: Path) -> Home:
    """The index kept in an archive's cache folder, by the engine of this version."""
    from archive.index.engines.whoosh_engine import WhooshEngine

    return Home(cache_dir, WhooshEngine())


class Index:
    """The search index of one archive; belongs to the archive's thread.

    Args:
        archive: whose articles are searched.
    """

    def __init__(self, archive: Owner) -> None:
        self._archive = archive
        self._home: Home | None = None
        self._searcher: Searcher | None = None

    def _at_home(self) -> Home:
        if self._home is None:
            self._home = home(self._archive.cache_dir)
        return self._home

    def update(
        self,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        *,
        rebuild: bool = False,
        wait: float = 0.0,
    ) -> UpdateReport:
        """Bring the index up to date; builds it where it is missing or damaged.

        Args:
            progress: told how many articles are done, of how many.
            cancelled: asked often; what was done until then is kept.
            rebuild: build it anew, the old one serving meanwhile.
            wait: seconds to wait for another process that is updating;
                after them the report says ``busy`` and nothing was done.
        """
        return self._at_home().update(
            self._archive.store,
            progress=progress or no_progress,
            cancelled=cancelled or never,
            rebuild=rebuild,
            wait=wait,
        )

    def exists(self) -> bool:
        """Whether there is an index, however old."""
        return self._at_home().folder() is not None

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        sort: Sort = "relevance",
        descending: bool = True,
        filters: Filters | None = None,
        typing: bool = False,
        fold: bool = False,
        recency: bool = True,
        catch_up: bool = True,
        progress: Progress | None = None,
    ) -> Hits:
        """Find articles.

        Args:
            query: see :func:`archive.index.parse.parse`; empty finds everything.
            limit: how many hits come with snippet and fields; ``order`` names all.
            sort: ``relevance``, or a column.
            descending: for columns; relevance is always best first.
            filters: see :data:`archive.index.results.Filters`.
            typing: whether the query may be unfinished.
            fold: whether near-identical articles share one row; see ``Hits.copies``.
            recency: whether, of two that fit alike, the newer comes first.
            catch_up: update the index first where more articles changed than
                can be matched in memory; otherwise the answer's note says so.
            progress: of that update.

        Raises:
            QueryError: if the query cannot be read.
            UsageError: for an unknown order or filter.
        """
        searcher = self._opened()
        request = Request(query, limit, sort, descending, filters, typing, fold, recency)
        if catch_up:
            self._catch_up(searcher, progress)
        try:
            return searcher.search(request)
        except IndexDamaged:
            if catch_up:
                self._catch_up(searcher, progress)
            return searcher.search(request)

    def tree(self, query: str) -> Query:
        """The tree of a query, ``similar:ID`` as the words that it stands for now.

        Raises:
            QueryError: if the query cannot be read, or names an article that is none.
        """
        searcher = self._opened()
        searcher.refresh()
        return searcher.resolved(parse(query), query)

    def names(self) -> KnownName:
        """Says of a folded word whether the archive, as indexed now, knows it only as a name."""
        searcher = self._opened()
        searcher.refresh()
        return searcher.known_name

    def _opened(self) -> Searcher:
        if self._searcher is None:
            self._searcher = Searcher(self._archive.store, self._at_home())
        return self._searcher

    def _catch_up(self, searcher: Searcher, progress: Progress | None) -> None:
        searcher.refresh()
        if searcher.unindexed > MOST_IN_MEMORY:
            self.update(progress, wait=PATIENCE)

    def close(self) -> None:
        """Let go of the files."""
        if self._searcher is not None:
            self._searcher.drop()
        self._searcher = None
