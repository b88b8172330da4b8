"""Drives the program in tests: keys in, what is shown and stored out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

from archive.core import Archive, open_archive
from archive.errors import QueryError
from archive.index.client import Reply
from archive.index.results import Filters, Hits, Sort, Suggestion
from archive.model import Order, Span
from reader.app import Newsmark
from reader.config import Settings
from reader.keymap import Keymap
from reader.screens.article import ArticleScreen
from reader.screens.base import CommandScreen
from reader.screens.library import LibraryScreen
from reader.session import Delays, Searcher, Session

T = TypeVar("T")


class FakeSearch:
    """Finds articles whose title or text holds the query, in the loop, at once."""

    def __init__(self, folder: Path) -> None:
        self.archive = open_archive(folder)
        self.slow: asyncio.Event | None = None
        self.first_rows = 1  # so many of a slow search come first
        self.held: asyncio.Event | None = None
        self.knows: int | None = None  # so many of the hits a rebuilt index holds by now
        self.asked: list[tuple[str, Filters, bool]] = []

    async def start(self) -> None:
        """Nothing to start."""

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
        self.asked.append((query, filters or {}, typing))
        if self.held is not None:
            await self.held.wait()
        if query.endswith('"') and query.count('"') == 1:
            raise QueryError("The phrase is not closed.", query=query, at=len(query))
        if re.search(r"date:\d{1,3}$", query):
            raise QueryError("There is no such date.", query=query, at=query.index(":") + 1)
        articles = self.archive.articles
        wanted, but = query, query.removeprefix("similar:")
        if but != query:
            wanted = ""  # here, all others are alike
        ids = [
            id
            for id in articles.ids(Order())
            if wanted.casefold() in (articles.get(id).title + articles.document(id).text).casefold()
            and id != but
            and all(
                getattr(articles.get(id), name) in value for name, value in (filters or {}).items()
            )
        ]
        copies = {id: tuple(one for one in articles.copies(id) if one in ids) for id in ids}
        heads = [id for n, id in enumerate(ids) if not {*copies[id]} & {*ids[:n]}] if fold else ids
        facets = articles.facets()
        hits = Hits(
            query,
            len(ids),
            (),
            tuple(heads),
            facets,
            copies={id: copies[id] for id in heads if copies[id]} if fold else {},
            histogram=tuple(sorted(facets.year)),
            suggestions=_meant(query),
        )
        if self.slow is not None and on_first is not None:
            rows = hits.order[: self.first_rows]
            early = replace(hits, order=rows, total=len(rows), complete=False)
            on_first(Reply(early, 0, False))
            await self.slow.wait()
        if self.knows is not None:
            oldest = hits.order[len(hits.order) - self.knows :]
            hits = replace(hits, order=oldest, total=self.knows)
        return Reply(hits, 0, self.knows is not None)

    async def highlight(self, query: str, article: str) -> list[Span]:
        text = self.archive.articles.document(article).text
        found = re.finditer(re.escape(query), text, re.IGNORECASE)
        return [Span(*match.span()) for match in found]

    async def close(self) -> None:
        self.archive.close()


def _meant(query: str) -> tuple[Suggestion, ...]:
    """What somebody who types ``openia`` may mean."""
    if query != "openia":
        return ()
    return (
        Suggestion("term", "“openia” matches nothing."),
        Suggestion("spelling", "Did you mean “openai”?", "openai", 2),
    )


class Desk:
    """The program running on an archive, and the archive seen from outside."""

    def __init__(self, app: Newsmark, pilot: Pilot[None], folder: Path) -> None:
        self.app, self.pilot, self.folder = app, pilot, folder

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what they set going, writes included."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Press the keys of a text, as quick fingers do: the program keeps them in their turn."""
        for letter in text:
            self.app.post_message(events.Key("space" if letter == " " else letter, letter))
        await self.app.keys_done()
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is going on any more."""
        await self.pilot.pause()
        for _ in range(3):
            await self.app.workers.wait_for_complete(
                [worker for worker in self.app.workers if not worker.is_finished]
            )
            await self.pilot.pause()

    def stored(self, look: Callable[[Archive], T]) -> T:
        """What another program would read."""
        with open_archive(self.folder) as archive:
            return look(archive)

    @property
    def library(self) -> LibraryScreen:
        """The library, on top or not."""
        found = next(s for s in self.app.screen_stack if isinstance(s, LibraryScreen))
        assert isinstance(found, LibraryScreen)
        return found

    @property
    def article(self) -> ArticleScreen:
        """The article open."""
        found = next(s for s in self.app.screen_stack if isinstance(s, ArticleScreen))
        assert isinstance(found, ArticleScreen)
        return found

    @property
    def said(self) -> str:
        """The message in the status line."""
        screen = self.app.screen
        assert isinstance(screen, CommandScreen)
        return screen.status.message

    def lines(self, widget: Widget) -> list[str]:
        """The text a line-drawing widget shows."""
        return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]

    def titles(self) -> list[str]:
        """The titles listed, in order."""
        listing = self.library.listing
        return [row.title for row in listing.rows(0, listing.total)]


@asynccontextmanager
async def desk(
    folder: Path,
    *,
    size: tuple[int, int] = (100, 30),
    searcher: Callable[[Path], Searcher] | None = FakeSearch,
    settings: Settings | None = None,
    keymap: Keymap | None = None,
) -> AsyncIterator[Desk]:
    """Run the program on an archive, without delays."""
    app = Newsmark(
        Session(
            folder,
            searcher=searcher,
            delays=Delays(preview=0, poll=0),
            settings=settings,
            keymap=keymap,
        )
    )
    async with app.run_test(size=size) as pilot:
        opened = Desk(app, pilot, folder)
        await opened.settle()
        yield opened
