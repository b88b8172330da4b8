"""What the library does with queries beside listing their answers: saved ones and their news."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, cast

from archive.core import Archive
from archive.errors import UsageError
from archive.model import SavedSearch
from reader.screens.listing import RELEVANCE, Request
from reader.screens.previewing import PreviewingScreen
from reader.screens.results import Results
from reader.screens.saving import SavingScreen
from reader.screens.suggesting import SuggestingScreen
from reader.screens.trail import Origin, Reading
from reader.session import Session

if TYPE_CHECKING:
    from archive.index.results import Sort
    from archive.searches.completion import Vocabulary
    from reader.widgets.facet_pane import FacetPane
    from reader.widgets.histogram import Histogram
    from reader.widgets.query_line import QueryLine


class FindingScreen(PreviewingScreen, SavingScreen, SuggestingScreen):
    """The part of the library that keeps searches and runs them.

    Attributes:
        search: the search line, shown or not. This and the next are there once the
            first painting is done.
        facets: what the list can be narrowed by, shown or not.
        histogram: the bars over time, shown or not.
    """

    search: QueryLine
    facets: FacetPane
    histogram: Histogram

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.news = 0  # articles that met saved searches since those were last run
        self._results: Results | None = None  # those being read
        self._trail: list[Origin] = []  # where lists of articles like one were come to from
        self._words_of = -1  # the last Change whose words the search line knows

    @property
    def counting(self) -> bool:
        """Whether something shows that needs the facets counted."""
        return self.histogram.display or self.facets.display

    @abstractmethod
    def show_list(self, cursor: int) -> None:
        """Show what is listed, with the cursor on a line."""

    @abstractmethod
    def ask_for(self, request: Request, *, keep: bool = False, at: str | None = None) -> None:
        """List what a request asks for.

        Args:
            keep: stay on the article under the cursor.
            at: id of an article to put the cursor on instead.
        """

    @abstractmethod
    def read_on(self, reading: Reading) -> None:
        """Open an article where it was left."""

    @abstractmethod
    def show_place(self) -> None:
        """Show where one is, above and below the list."""

    async def count_news(self) -> None:
        """Learn how much is new for the saved searches, and show it."""
        found = await self.session.load(lambda archive: archive.searches.news())
        self.news = sum(found.values())
        if self.is_attached:
            self.show_place()

    async def learn(self) -> None:
        """Teach the search line what can be typed: values of fields, queries asked before."""
        known = self._words_of

        def look(archive: Archive) -> tuple[int, Vocabulary | None, list[str]]:
            change = archive.store.last_change()
            vocabulary = archive.searches.vocabulary() if change != known else None
            return change, vocabulary, archive.searches.queries()

        change, vocabulary, history = await self.session.load(look)
        if self.is_attached:
            self._words_of = change
            self.search.know(vocabulary, history)

    def remember(self, query: str) -> None:
        """Keep a query that was asked and could be read."""
        if query.strip():
            self.spawn(self._remember(query))

    async def _remember(self, query: str) -> None:
        await self.session.write(lambda archive: archive.searches.remember_query(query))

    def read_beside(self, article: str, *other: str) -> None:
        """Open an article with something beside it.

        Args:
            article: its id.
            other: as the article's own ``split`` takes it.
        """
        self.read_on(Reading(article, None, self._results_from(article), beside=other))

    def do_split(self, *words: str) -> None:
        """Read the two articles selected beside each other, or this one beside that read last.

        Args:
            words: what to put beside this one instead, as the article's own ``split`` takes it.
        """
        meant, present = self._targets(), self.session.visited.present
        if words or len(meant) == 2:
            first, *others = meant
            others = list(words) or others
        elif len(meant) == 1 and present is not None and present.article != meant[0]:
            first, others = present.article, meant
        else:
            raise UsageError(
                "Which two articles beside each other?", remedy="Select two, or read one first."
            )
        self.rows.select_only(set())
        self.read_beside(first, *others)

    def take_path(self, pasted: str) -> None:
        """Ask to import what was pasted, which in an archive without articles can only mean that.

        A file dropped on a terminal is pasted as its path, often quoted or as an address.
        """
        path = pasted.strip().strip("'\"").removeprefix("file://")
        if path and not self.listing.total and not self.listing.request.narrowed:
            self._ask_path("Import which file or folder?", "import", path.splitlines()[0])

    def do_demo(self) -> None:
        self.session.then = "demo"
        self.app.exit()

    def do_histogram(self) -> None:
        self.histogram.display = not self.histogram.display
        if self.histogram.display and not self.listing.histogram:
            self.ask_for(self.listing.asked, keep=True)

    def do_copies(self) -> None:
        row, cursor = self.rows.current, self.rows.cursor
        number = self.listing.toggle_copies(row.id) if row is not None else 0
        if not number:
            self.say("No copies of this article are folded into its row.")
            return
        at = self.listing.index_of(row.id) if row is not None else None
        self.show_list(cursor if at is None else at)

    def do_similar(self) -> None:
        row = self.rows.current
        if row is not None:
            self.show_similar(row.id, row.title)

    def show_similar(self, id: str, title: str, reading: Reading | None = None) -> None:
        """List the articles that are like one.

        Args:
            reading: that article as it was being read, to be come back to.
        """
        request, row = Request(f"similar:{id}", (), RELEVANCE), self.rows.current
        self._results = None  # the list that reading led through is gone
        at = id if self.listing.index_of(id) is not None or row is None else row.id
        self._trail.append(Origin(request.query, self.listing.asked, at, reading))
        self.show_query(request)
        self.say(f"Like “{title[:60]}”; q goes back")

    def return_from_similar(self) -> bool:
        """Go back to where articles like one were asked for; False where they are not listed."""
        if not self._trail or self._trail[-1].query != self.listing.asked.query:
            self._trail.clear()
            return False
        origin = self._trail.pop()
        self.show_query(origin.request, origin.at)
        self.set_focus(None)
        reading = origin.reading
        if reading is not None:
            self.read_on(reading)
        return True

    def show_query(self, request: Request, at: str | None = None) -> None:
        """Ask for a query and show it in the search line, as if it had been typed."""
        self.ask_for(request, at=at)
        self.search.display = bool(request.query.strip())
        self.search.line.value = request.query

    def do_search_instead(self) -> None:
        if not self.search.take_hint():
            self.say("Nothing is suggested instead of this search.")

    def _results_from(self, id: str) -> Results | None:
        """The articles listed, to be gone through from one of them; None until they are known."""
        query, ids = self.listing.request.query, self.listing.ids
        if ids is None or id not in ids:
            return None
        return Results(query, ids, ids.index(id))

    def request_now(self) -> Request:
        return self.listing.asked

    def do_searches(self) -> None:
        from reader.screens.searches import SearchesScreen

        self.app.push_screen(SearchesScreen(self.session, self.listing.asked, self.run_search))

    def run_search(self, search: SavedSearch) -> None:
        self.show_query(Request(search.query, (), cast("Sort", search.sort), search.descending))
        self.spawn(self._visit(search))

    async def _visit(self, search: SavedSearch) -> None:
        fresh = await self.session.write(lambda archive: archive.searches.visit(search.id))
        self.rows.display_news(set(fresh))
        if fresh:
            self.say(f"{search.name}: {len(fresh):,} new since you last looked, marked +")
        await self.count_news()
