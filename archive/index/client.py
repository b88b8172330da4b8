"""The asyncio side of the search process: started once, asked often, replaced when it dies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, QueryError, UsageError
from archive.index.child import command, environment
from archive.index.results import Filters, Hit, Hits, Snippet, Sort, Suggestion
from archive.model import Counts, Facets, Span

PATIENCE = 20.0
"""Seconds after which a process that has not answered is replaced."""

_LINE = 1 << 26


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the search process.

    Attributes:
        hits: what was found; ``hits.order`` names every article.
        unindexed: articles the index has not seen yet.
        wants_update: whether these are too many to be matched in memory, so
            that somebody should update the index.
    """

    hits: Hits
    unindexed: int
    wants_update: bool


class SearchClient:
    """Asks the search process of one archive; belongs to one event loop.

    Args:
        archive_dir: the archive's folder.
        patience: seconds to wait for an answer before the process is replaced.
    """

    def __init__(self, archive_dir: Path, *, patience: float = PATIENCE) -> None:
        self._archive_dir = str(archive_dir)
        self._patience = patience
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._waiting: dict[int, _Waiting] = {}
        self._generations = count(1)
        self._newest_search = 0

    @property
    def pid(self) -> int | None:
        """The process's id, or None while none runs."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Start the process, if none is running."""
        async with self._starting:
            if self._process is not None and self._process.returncode is None:
                return
            process = await asyncio.create_subprocess_exec(
                *command("archive.index.server", self._archive_dir),
                env=environment(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_LINE,
            )
            self._process = process
            self._reader = asyncio.create_task(self._read(process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None and process.stdin is not None
        try:
            while line := await process.stdout.readline():
                reply = json.loads(line)
                future = self._waiting.get(reply.get("gen"))
                if future is None or future.done():
                    continue
                if reply.get("complete", True):
                    del self._waiting[reply["gen"]]
                    future.set_result(reply)
                else:
                    future.goes_on(reply)
        except (ValueError, OSError):
            process.kill()
        if self._process is process:
            self._lose()
        # It says nothing more: what is left of it must not outlive the loop.
        process.stdin.close()
        await process.wait()

    def _lose(self) -> None:
        """The process is gone: nobody will answer what still waits."""
        self._process = None
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(ConnectionResetError("the search process ended"))

    async def search(
        self,
        query: str,
        *,
        sort: Sort = "relevance",
        descending: bool = True,
        filters: Filters | None = None,
        limit: int = 20,
        typing: bool = False,
        fold: bool = False,
        recency: bool = True,
        on_first: Callable[[Reply], None] | None = None,
    ) -> Reply | None:
        """Search; see :meth:`archive.index.Index.search`.

        Args:
            on_first: given the first rows of a slow search, which goes on; not
                called for a quick one, nor once a newer search was begun.

        Returns:
            The answer, or None if a newer search was begun meanwhile.

        Raises:
            QueryError: if the query cannot be read.
            UsageError: for an unknown order or filter.
            ArchiveError: if the process died or hung, twice.
        """
        generation = self._newest_search = next(self._generations)
        for older, future in list(self._waiting.items()):
            if future.search:
                self._waiting.pop(older)
                future.cancel()
        request = {
            "op": "search",
            "query": query,
            "sort": sort,
            "descending": descending,
            "filters": dict(filters or {}),
            "limit": limit,
            "typing": typing,
            "fold": fold,
            "recency": recency,
            "first": on_first is not None,
        }

        def first(reply: dict[str, Any]) -> None:
            if on_first is not None and self._newest_search == generation:
                on_first(_reply(query, reply))

        try:
            reply = await self._ask(request, generation, search=True, first=first)
        except _Superseded:
            return None
        except asyncio.CancelledError:
            if self._newest_search != generation and not _cancelling():
                return None
            raise
        return _reply(query, reply) if self._newest_search == generation else None

    async def snippets(
        self, query: str, ids: Sequence[str], *, typing: bool = True
    ) -> dict[str, Snippet]:
        """The passages of these articles that show the words of a query best."""
        request = {"op": "snippets", "query": query, "ids": list(ids), "typing": typing}
        reply = await self._ask(request, next(self._generations))
        _raise_error(query, reply)
        return {id: _snippet(found) for id, found in reply["snippets"].items()}

    async def highlight(self, query: str, article: str, *, typing: bool = True) -> list[Span]:
        """Where the words of a query stand in an article's text, in order.

        Args:
            query: as typed.
            article: its id.
            typing: whether the query may be unfinished; its last word then
                marks the words that it begins too, as it found them.

        Raises:
            QueryError: if the query cannot be read.
        """
        request = {"op": "highlight", "query": query, "id": article, "typing": typing}
        reply = await self._ask(request, next(self._generations))
        _raise_error(query, reply)
        return [Span(start, end) for start, end in reply["spans"]]

    async def _ask(
        self,
        request: dict[str, Any],
        generation: int,
        *,
        search: bool = False,
        first: Callable[[dict[str, Any]], None] | None = None,
    ) -> dict[str, Any]:
        for _ in range(2):
            await self.start()
            if search and generation != self._newest_search:
                # Begun while this one waited for the process, which answers the newest only.
                raise _Superseded
            process = self._process
            if process is None or process.stdin is None:
                continue
            future = _Waiting(search, first)
            self._waiting[generation] = future
            try:
                process.stdin.write(json.dumps({**request, "gen": generation}).encode() + b"\n")
                await process.stdin.drain()
                return await future.within(self._patience)
            except TimeoutError:
                process.kill()
                await process.wait()
                if self._process is process:
                    self._lose()
            except ConnectionError:
                continue
            finally:
                self._waiting.pop(generation, None)
        raise ArchiveError(
            "The search process does not answer.", remedy="Try again, or update the index."
        )

    async def close(self) -> None:
        """End the process."""
        process, reader = self._process, self._reader
        self._lose()
        if process is not None and process.returncode is None:
            if process.stdin is not None:
                process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 2.0)
            except TimeoutError:
                process.kill()
                await process.wait()
        if reader is not None:
            await asyncio.wait([reader], timeout=2.0)


class _Superseded(Exception):
    """A newer search was begun before this one was asked."""


class _Waiting(asyncio.Future[dict[str, Any]]):
    """An answer awaited.

    Attributes:
        search: whether a newer search makes it pointless.
        first: is given what comes before it, the first rows.
    """

    def __init__(self, search: bool, first: Callable[[dict[str, Any]], None] | None = None) -> None:
        super().__init__()
        self.search = search
        self.first = first
        self._heard = False  # of the process, since somebody began to wait

    def goes_on(self, reply: dict[str, Any]) -> None:
        """First rows came, and the rest is being worked at."""
        self._heard = True
        if self.first is not None:
            self.first(reply)

    async def within(self, patience: float) -> dict[str, Any]:
        """The answer.

        Args:
            patience: seconds to wait for it, or for the first rows and from then on again.

        Raises:
            TimeoutError: if nothing came for so long.
        """
        while True:
            self._heard = False
            await asyncio.wait([self], timeout=patience)
            if self.done() or not self._heard:
                return await asyncio.wait_for(self, 0)


def _cancelling() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _raise_error(query: str, reply: Mapping[str, Any]) -> None:
    if "error" in reply:
        if reply["at"] is not None:
            raise QueryError(reply["error"], query=query, at=reply["at"], remedy=reply["remedy"])
        raise UsageError(reply["error"], remedy=reply["remedy"])


def _snippet(found: Mapping[str, Any]) -> Snippet:
    return Snippet(found["text"], tuple(Span(start, end) for start, end in found["spans"]))


def _reply(query: str, reply: Mapping[str, Any]) -> Reply:
    _raise_error(query, reply)
    facets = {name: _counts(found) for name, found in reply["facets"].items()}
    hits = tuple(
        Hit(hit["id"], hit["score"], _snippet(hit["snippet"]), tuple(hit["in"]))
        for hit in reply["hits"]
    )
    found = Hits(
        query,
        reply["total"],
        hits,
        tuple(reply["order"].split()),
        Facets(**facets),
        reply["note"],
        {id: tuple(others) for id, others in reply["copies"].items()},
        _counts(reply["histogram"]),
        tuple(Suggestion(**one) for one in reply["suggestions"]),
        reply["complete"],
    )
    return Reply(found, reply["unindexed"], reply["wants_update"])


def _counts(found: Sequence[Sequence[Any]]) -> Counts:
    return tuple((value, number) for value, number in found)
