"""Hits in an article: those of the search that led here, and those found in the page."""

from __future__ import annotations

from abc import abstractmethod

from textual import on
from textual.widgets import Input

from archive.model import Span
from archive.text.plurals import counted
from reader.layout.find import best
from reader.screens.finding import FindingScreen
from reader.screens.linking import LinkingScreen
from reader.screens.results import Results
from reader.screens.side import Side
from reader.screens.trail import Reading
from reader.session import Session
from reader.widgets.search_line import SearchLine


class HitsScreen(LinkingScreen):
    """The part of the article screen that finds, and goes from hit to hit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._find_from = 0

    @property
    def search(self) -> SearchLine:
        """The line to find in, shown or not."""
        return self.query_one(SearchLine)

    @abstractmethod
    def go_to(self, article_id: str, arriving: int) -> None:
        """Read another article of the search instead of this one.

        Args:
            arriving: 1 to begin at its first hit, -1 at its last.
        """

    @abstractmethod
    def leave(self) -> None:
        """Go back to the library, the place of reading kept."""

    def show_results(self) -> None:
        """Mark the hits of the search that led here, if one did."""
        results = self.side.results
        if results is not None and results.query.strip():
            self.spawn(self._show_hits(self.side, results))

    async def _show_hits(self, side: Side, results: Results) -> None:
        searcher = await self.session.search_client()
        hits: list[Span] = await searcher.highlight(results.query, side.article_id)
        if not self.is_attached or side not in self.sides:
            return
        side.shows_results = True
        if hits:
            side.view.hits = hits
            if side.at is None:
                first = 0 if side.arriving else best(side.view.document.text, hits)
                side.view.to_hit(len(hits) - 1 if side.arriving < 0 else first)
        found = f"{counted(len(hits), 'hit')} in the text"
        self.say(f"{results.where}: {found}; {self._ways()} go on, to the next article too.")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self.search.display:
            self.side.shows_results = False
            number = self.view.find(event.value, origin=self._find_from)
            self.search.found(f"{number:,} found" if event.value else "")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self._close_search()
        found = f"{len(self.view.hits):,} found"
        self.say(f"{found}; {self._ways()} go through them, Esc puts them away.")

    def _ways(self) -> str:
        """The keys to the next hit and the one before."""
        return f"{self.key('find next')} {self.key('find previous')}"

    def _close_search(self) -> None:
        self.search.display = False
        self.set_focus(self.view)

    def do_similar(self) -> None:
        title = self.session.archive.articles.get(self.article_id).title
        library = next(s for s in self.app.screen_stack if isinstance(s, FindingScreen))
        reading = Reading(self.article_id, self.view.caret, self.side.results)
        self.leave()
        while self.app.screen is not library:  # it may have been opened from a ledger, a card
            self.app.pop_screen()
        library.show_similar(self.article_id, title, reading)

    def do_find(self, text: str | None = None) -> None:
        if text is not None:
            self.side.shows_results = False
            self.say(f"{self.view.find(text):,} found; {self._ways()} go through them.")
            return
        self._find_from = self.view.caret
        self.search.display = True
        self.search.line.value = ""
        self.set_focus(self.search.line)

    def do_find_next(self) -> None:
        caret = self.view.caret
        if self.side.shows_results and all(hit.start <= caret for hit in self.view.hits):
            self.go_on(1)
        else:
            self._say_hit(self.view.next_hit())

    def do_find_previous(self) -> None:
        caret = self.view.caret
        if self.side.shows_results and all(hit.start >= caret for hit in self.view.hits):
            self.go_on(-1)
        else:
            self._say_hit(self.view.previous_hit())

    def go_on(self, step: int) -> None:
        """To the next article listed, or the one before."""
        results = self.side.results
        id = results.step(step) if results is not None else None
        if id is None:
            self.say(f"This is the {'last' if step > 0 else 'first'} article of the list.")
            return
        self.go_to(id, step)

    def _say_hit(self, number: int | None) -> None:
        found = len(self.view.hits)
        nothing = f"Nothing found yet: {self.key('find')} finds."
        self.say(nothing if number is None else f"{number + 1:,} of {found:,}")
