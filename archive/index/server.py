"""The search process: JSON lines in, JSON lines out.

Run as ``python -P -m archive.index.server ARCHIVE``. It only reads; the
index is updated by others, and noticed before each answer. Requests::

    {"op": "search", "gen": 7, "query": "…", "limit": 20, "sort": "relevance",
     "descending": true, "filters": {}, "typing": true, "fold": false,
     "recency": true, "first": false}
    {"op": "snippets", "gen": 8, "query": "…", "ids": ["…"], "typing": true}
    {"op": "highlight", "gen": 9, "query": "…", "id": "…", "typing": true}

Replies carry the request's ``gen``. Of searches only the newest counts: a
newer one replaces one that waits and stops one that runs, and neither is
answered. A search that asks for ``first`` rows and is slow gets two replies, of
which the former is not ``complete``. What is wrong with a query is a reply with
``error``, ``remedy`` and ``at``. The process ends when its input does.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from archive.errors import ArchiveError, QueryError
from archive.index import home
from archive.index.engines.base import Abandoned, IndexDamaged
from archive.index.parse import parse
from archive.index.results import Hits, Snippet
from archive.index.searcher import MOST_IN_MEMORY, Request, Searcher
from archive.store import Store
from archive.store.cache import cache_folder
from archive.text.folding import fold_word

_FROZEN = 50_000


class Inbox:
    """Requests as they come: the newest search, and all others in order."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._search: dict[str, Any] | None = None
        self._others: deque[dict[str, Any]] = deque()
        self._closed = False

    def read(self, stream: IO[str]) -> None:
        """Fill from a stream until it ends; lines that are no requests are passed over."""
        for line in stream:
            try:
                request = json.loads(line)
            except ValueError:
                continue
            if isinstance(request, dict):
                self.put(request)
        with self._changed:
            self._closed = True
            self._changed.notify()

    def put(self, request: dict[str, Any]) -> None:
        """Take a request in."""
        with self._changed:
            if request.get("op") == "search":
                self._search = request
            else:
                self._others.append(request)
            self._changed.notify()

    @property
    def idle(self) -> bool:
        """Whether nothing waits to be answered."""
        return self._search is None and not self._others and not self._closed

    def take(self) -> dict[str, Any] | None:
        """The next request, the search first; waits for it. None at the end."""
        with self._changed:
            while self.idle:
                self._changed.wait()
            if self._search is not None:
                found, self._search = self._search, None
                return found
            return self._others.popleft() if self._others else None

    def check(self) -> None:
        """Raises :class:`Abandoned` if a newer search waits, or the input ended."""
        if self._search is not None or self._closed:
            raise Abandoned


class Server:
    """Answers the requests of one inbox.

    Args:
        searcher: who finds.
        inbox: where requests come from.
    """

    def __init__(self, searcher: Searcher, inbox: Inbox) -> None:
        self._searcher = searcher
        self._inbox = inbox

    def run(self, out: IO[str]) -> None:
        """Answer until the input ends; while nothing is asked, work ahead."""
        while True:
            while self._inbox.idle and not self._searcher.work_ahead():
                pass
            request = self._inbox.take()
            if request is None:
                return
            for reply in self.answers(request):
                out.write(json.dumps(reply, ensure_ascii=True, separators=(",", ":")) + "\n")
                out.flush()

    def answers(self, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The replies to a request, the last of which is the answer.

        The first rows of a slow search come before it if the request asks for
        them; where a newer request makes them pointless nothing comes.
        """
        reply: dict[str, Any] = {"gen": request.get("gen")}
        try:
            for found in self._results(request):
                yield reply | found
        except Abandoned:
            return
        except QueryError as error:
            yield reply | {"error": error.message, "remedy": error.remedy, "at": error.at}
        except ArchiveError as error:
            yield reply | {"error": error.message, "remedy": error.remedy, "at": None}
        except (KeyError, TypeError, ValueError) as error:
            yield reply | {"error": f"This is no request: {error!r}.", "remedy": "", "at": None}

    def _results(self, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        op = request.get("op")
        if op == "search":
            yield from self._search(request)
        elif op == "snippets":
            query = str(request["query"])
            tree = parse(query, typing=bool(request.get("typing")))
            tree = self._searcher.resolved(tree, query)
            shown = self._searcher.show(tree, list(request["ids"]))
            yield {"snippets": {id: _snippet(passage) for id, passage in shown.items()}}
        elif op == "highlight":
            spans = self._searcher.highlight(
                str(request["query"]), str(request["id"]), typing=bool(request.get("typing"))
            )
            yield {"spans": [[span.start, span.end] for span in spans]}
        else:
            raise ValueError(f"no such op: {op!r}")

    def _search(self, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        asked = Request(
            str(request.get("query", "")),
            int(request.get("limit", 20)),
            request.get("sort", "relevance"),
            bool(request.get("descending", True)),
            dict(request.get("filters") or {}),
            bool(request.get("typing", False)),
            bool(request.get("fold", False)),
            bool(request.get("recency", True)),
        )
        check, first_rows = self._inbox.check, bool(request.get("first", False))
        try:
            for hits in self._searcher.answers(asked, check, first_rows=first_rows):
                yield self._found(hits)
        except IndexDamaged:
            # It has been let go of: what can be matched in memory is answered
            # now, and the update that "unindexed" calls for builds a new one.
            yield self._found(self._searcher.search(asked, check))

    def _found(self, hits: Hits) -> dict[str, Any]:
        return hits_to_json(hits) | {
            "unindexed": self._searcher.unindexed,
            "wants_update": self._searcher.unindexed > MOST_IN_MEMORY,
        }


def hits_to_json(hits: Hits) -> dict[str, Any]:
    """An answer as the client reads it back."""
    return {
        "total": hits.total,
        "order": " ".join(hits.order),
        "hits": [
            {
                "id": hit.id,
                "score": hit.score,
                "snippet": _snippet(hit.snippet),
                "in": list(hit.fields),
            }
            for hit in hits.hits
        ],
        "facets": asdict(hits.facets),
        "note": hits.note,
        "copies": hits.copies,
        "histogram": hits.histogram,
        "suggestions": [asdict(one) for one in hits.suggestions],
        "complete": hits.complete,
    }


def _snippet(passage: Snippet) -> dict[str, Any]:
    return {"text": passage.text, "spans": [[span.start, span.end] for span in passage.spans]}


def main(arguments: list[str]) -> int:
    """Serve the archive in the folder named."""
    gc.set_threshold(_FROZEN, 20, 20)
    store = Store(Path(arguments[0]), fold=fold_word)
    inbox = Inbox()
    searcher = Searcher(store, home(cache_folder(store.uuid, store.database.file)), patient=False)
    searcher.refresh()
    # The first query that finds nothing would pay for it: a twentieth of a second.
    import_module("rapidfuzz.process")
    # What stands now stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    threading.Thread(target=inbox.read, args=(sys.stdin,), daemon=True).start()
    Server(searcher, inbox).run(sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
