"""The list of saved searches, with what came in for each since it was last run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from archive.core import Archive
from archive.errors import UsageError
from archive.model import SavedSearch
from reader.keymap import key_name
from reader.messages import LineChosen
from reader.screens.listing import Request
from reader.screens.paned import PanedScreen
from reader.screens.saving import SavingScreen
from reader.session import Session
from reader.widgets.search_list import SearchList
from reader.widgets.status_line import Hints

EMPTY = """No search is saved yet.

Search with / in the library, then press s and a:
the search is kept under a name, and with a key if you like.
Imports then say what they brought for it."""


class SearchesScreen(PanedScreen, SavingScreen):
    """Lists the saved searches; Enter or a search's own key runs one.

    Args:
        session: the archive and what goes with it.
        request: what the library asks for, which can be saved from here.
        run: shows what a search finds; called when this screen is gone.
    """

    MODE = "searches"
    TOP = "Saved searches"
    EMPTY = EMPTY
    HINTS: ClassVar[Hints] = (
        ("Enter runs", "searches run"),
        ("a save this one", "searches add"),
        ("e edit", "searches edit"),
        ("d delete", "searches delete"),
        ("u undo", "undo"),
        ("? help", "help"),
        ("q back", "back"),
    )

    def __init__(
        self, session: Session, request: Request, run: Callable[[SavedSearch], None]
    ) -> None:
        super().__init__(session)
        self._request, self._run = request, run

    @property
    def pane(self) -> SearchList:
        """The list."""
        return self.query_one(SearchList)

    def compose_pane(self) -> ComposeResult:
        yield SearchList(id="searches")

    async def archive_changed(self) -> None:
        def look(archive: Archive) -> tuple[list[SavedSearch], dict[str, int]]:
            return archive.searches.all(), archive.searches.news()

        searches, news = await self.session.load(look)
        if self.is_attached:
            self.pane.display_searches(searches, news)
            self.show_whether(bool(searches))

    def job_ended(self, _command: str) -> None:
        self.spawn(self.archive_changed())

    def on_key(self, event: events.Key) -> None:
        key = key_name(event.key, event.character)
        search = None if self._pending else self.pane.having_key(key)
        # The list's own keys come first; no search can have been given one of them.
        if search is not None and self.session.keymap.resolve("searches", (), key).unknown:
            event.stop()
            event.prevent_default()
            self.run_search(search)
        else:
            super().on_key(event)

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_searches_run()

    def request_now(self) -> Request:
        return self._request

    def search_meant(self, words: Sequence[str]) -> SavedSearch:
        if words:
            return super().search_meant(words)
        if self.pane.current is None:
            raise UsageError("No search is saved yet.", remedy="a saves the library's.")
        return self.pane.current

    def run_search(self, search: SavedSearch) -> None:
        self.app.pop_screen()
        self._run(search)
