"""What the library lists: everything in an order, or what a search and filters leave of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

from archive.model import ArticleRow, Counts, Facets, Order, OrderKey
from reader.session import Session

if TYPE_CHECKING:
    from archive.index.client import Reply
    from archive.index.results import Sort, Suggestion

ORDERS: tuple[OrderKey, ...] = get_args(OrderKey)
RELEVANCE: Sort = "relevance"
_ASCENDING = ("title", "outlet")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: a query as typed, values of facets, an order.

    Attributes:
        filters: pairs of a facet's field and a value; an article has one of
            the values of each field named.
    """

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    order: Sort = "date"
    descending: bool = True

    @property
    def narrowed(self) -> bool:
        """Whether it leaves anything out, so that the search has to answer."""
        return bool(self.query.strip() or self.filters)

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values filtered by, for each field."""
        found: dict[str, tuple[str, ...]] = {}
        for field, value in self.filters:
            found[field] = (*found.get(field, ()), value)
        return found

    @property
    def told(self) -> str:
        """Query and facets in one line, for people."""
        chosen = (f"{field}: {' or '.join(values)}" for field, values in self.chosen.items())
        return "  ".join(filter(None, (self.query.strip(), *chosen)))


class Listing:
    """The ids listed, and their rows page by page.

    Without query and filters the rows come straight from the archive in its
    own order, so that the first page needs no list of ids; that one is
    loaded behind it. Otherwise the search process gives the ids.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._home = cast("Sort", session.settings.order)
        self.request = Request(order=self._home, descending=natural(self._home))
        self.asked, self.typing = self.request, False  # the newest, answered or not
        self.ids: Sequence[str] | None = None
        self.total = 0
        self.facets = Facets()
        self.suggestions: Sequence[Suggestion] = ()
        self.found = 0  # articles, the copies folded among them
        self.complete = True  # false while a slow search goes on
        self.histogram: Counts = ()
        self.copies: Mapping[str, Sequence[str]] = {}
        self._unfolded: set[str] = set()
        self.note = ""
        self.wants_update = False
        self._generation = 0
        self._answered = asyncio.Event()
        self._answered.set()

    def unsearched(self, request: Request) -> dict[str, Any]:
        """The order of a request once it has no query: that of relevance has no sense then."""
        if request.order != RELEVANCE:
            return {"order": request.order, "descending": request.descending}
        return {"order": self._home, "descending": natural(self._home)}

    def begin(self) -> None:
        """Count the articles, so that the first page can be painted."""
        self.total = self._session.archive.articles.count()

    def rows(self, offset: int, limit: int) -> Sequence[ArticleRow]:
        """A page of rows; answers within a frame."""
        articles = self._session.archive.articles
        if self.ids is None:
            return articles.page(self._order, offset, limit)
        wanted = self.ids[offset : offset + limit]
        rows = articles.rows(wanted)
        if len(rows) == len(wanted):
            return rows
        # Gone since the list was made: the others keep their lines.
        there = {row.id: row for row in rows}
        return [there.get(id) or _gone(id) for id in wanted]

    def index_of(self, id: str | None) -> int | None:
        """The line of an article, or of the one that it is folded into, if the ids are loaded."""
        if self.ids is None or id is None:
            return None
        for one in (id, self._head_of(id)):
            if one is not None and one in self.ids:
                return self.ids.index(one)
        return None

    def _head_of(self, id: str) -> str | None:
        """The article into whose row this one is folded, or which others are folded into."""
        return next((one for one, others in self.copies.items() if id in (one, *others)), None)

    @property
    def whole(self) -> bool:
        """Whether nothing is missing that a slow search, or the index, has yet to find."""
        return self.complete and not self.wants_update

    def expect(self, request: Request, *, typing: bool) -> None:
        """Note what is about to be asked for; until it is answered, older rows stand here."""
        self.asked, self.typing = request, typing
        if request != self.request:
            self._answered.clear()

    def settle(self, request: Request) -> None:
        """Note that a request was answered, or that it cannot be."""
        if request == self.asked:
            self._answered.set()

    @property
    def awaited(self) -> bool:
        """Whether other rows than those that stand here are on their way."""
        return not self._answered.is_set()

    async def answered(self) -> None:
        """Wait until nothing is on its way any more."""
        await self._answered.wait()

    async def ask(
        self,
        request: Request,
        *,
        typing: bool = False,
        facets: bool = True,
        first: Callable[[], None] = lambda: None,
    ) -> bool:
        """Load what a request asks for.

        Args:
            request: query, filters, order.
            typing: the query is still being typed; its last word may be half a word.
            facets: whether the facets of everything are wanted; a search has its own anyway.
            first: called when the first rows of a slow search stand here; the rest follows.

        Returns:
            False if a newer request overtook this one; then nothing changed.

        Raises:
            QueryError: if the query cannot be read.
        """
        self._generation += 1
        generation = self._generation
        self.asked, self.typing = request, typing
        if request.narrowed:
            return await self._search(request, generation, typing, first)
        order = _order(request)
        ids = await self._session.load(lambda archive: archive.articles.ids(order))
        if generation != self._generation:
            return False
        self.request, self.ids, self.total, self.note = request, ids, len(ids), ""
        self.wants_update = False
        self.found, self.histogram, self.copies = len(ids), (), {}
        self.suggestions, self.complete = (), True
        if facets:
            from reader.widgets.histogram import over_time

            counted = await self._session.load(lambda archive: archive.articles.facets())
            if generation == self._generation:
                self.facets = counted
                self.histogram = over_time(counted.year, counted.month)
        return generation == self._generation

    async def _search(
        self, request: Request, generation: int, typing: bool, first: Callable[[], None]
    ) -> bool:
        def first_rows(reply: Reply) -> None:
            if generation == self._generation:
                self._take(request, reply)
                first()

        searcher = await self._session.search_client()
        reply = await searcher.search(
            request.query,
            # Rows come from the archive and the preview marks its own hits.
            limit=0,
            sort=request.order,
            descending=request.descending,
            filters=request.chosen,
            typing=typing,
            fold=True,
            recency=self._session.settings.recency,
            on_first=first_rows,
        )
        if reply is None or generation != self._generation:
            return False
        self._take(request, reply)
        return True

    def _take(self, request: Request, reply: Reply) -> None:
        """List what a search found, or its first rows."""
        hits = reply.hits
        self.wants_update, self.complete = reply.wants_update, hits.complete
        if request != self.request:
            self._unfolded.clear()
        self.request, self.found, self.histogram = request, hits.total, hits.histogram
        self.copies = hits.copies
        self._list(hits.order)
        self.facets, self.note, self.suggestions = hits.facets, hits.note, hits.suggestions

    def _list(self, order: Sequence[str]) -> None:
        """List these, the copies of those unfolded after each."""
        unfolded = self._unfolded.intersection(self.copies)
        if unfolded:
            order = [
                one for id in order for one in (id, *(self.copies[id] if id in unfolded else ()))
            ]
        self.ids, self.total = order, len(order)

    def toggle_copies(self, id: str) -> int:
        """Unfold the copies of an article, or fold them again; says how many they are.

        Args:
            id: the article, or one of its copies.
        """
        head = self._head_of(id)
        if head is None or self.ids is None:
            return 0
        heads = [one for one in self.ids if one not in self.unfolded]
        self._unfolded ^= {head}
        self._list(heads)
        return len(self.copies[head])

    @property
    def summary(self) -> str:
        """What a search found, in a few words, and what may still be found; empty without one."""
        if not self.request.narrowed:
            return ""
        if self.wants_update:
            so_far = f"{self.found:,} found so far." if self.found else "Nothing found so far."
            return f"{so_far} {self.note}"
        return f"{self.found:,} found" + ("" if self.complete else " so far, searching on …")

    @property
    def everything(self) -> set[str]:
        """The articles listed, the copies folded among them."""
        return {*(self.ids or ())}.union(*self.copies.values())

    @property
    def unfolded(self) -> set[str]:
        """The copies that are listed beneath what they are copies of."""
        return set().union(*(self.copies[one] for one in self._unfolded & self.copies.keys()))

    def next_order(self) -> tuple[Sort, bool]:
        """The order after the present one, with its natural direction."""
        known: list[Sort] = [RELEVANCE, *ORDERS] if self.request.query.strip() else list(ORDERS)
        now = self.request.order
        key = known[(known.index(now) + 1) % len(known)] if now in known else known[0]
        return key, natural(key)

    @property
    def _order(self) -> Order:
        return _order(self.request)


def natural(key: str) -> bool:
    """Whether an order is descending unless turned: newest, longest, best first; A before Z."""
    return key not in _ASCENDING


def _order(request: Request) -> Order:
    key: OrderKey = next((known for known in ORDERS if known == request.order), "date")
    return Order(key, request.descending)


def _gone(id: str) -> ArticleRow:
    return ArticleRow(id, "(deleted)", None, None, "", None, True, False, 0, 0, 0)
