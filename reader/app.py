"""The terminal interface: one archive, its screens, and what goes on behind them.

The first painting comes before everything that can wait: the list of all
ids, the facets, the search process, the forms.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Offset

from archive.errors import ArchiveError
from reader.commands.own_keys import load_keys
from reader.config import Loaded
from reader.filters import last_filters
from reader.key_order import KeyOrder
from reader.messages import ArticleAsked, SyncTold
from reader.screens.base import CommandScreen, place_of
from reader.screens.library import LibraryScreen
from reader.session import Searcher, Session
from reader.themes import NO_COLOUR, THEMES, theme_name
from reader.widgets.real_cursor import point_of


def search_client(folder: Path) -> Searcher:
    from archive.index.client import SearchClient

    return SearchClient(folder)


def _load_the_rest() -> None:
    """Import, beside the loop, what the next keys will need."""
    for name in (
        "reader.screens.article",
        "reader.screens.ledger",
        "reader.screens.claim",
        "archive.claims.ledger",
        "archive.entities",
        "archive.anchoring",
        "reader.widgets.mark_forms",
        "reader.screens.help",
        "archive.history",
    ):
        import_module(name)


class Newsmark(App[None]):
    """The application.

    Args:
        session: the archive and what goes with it; closed when the program leaves.
        driver: what the screen is run with; None for what Textual chooses.
        beside: an article to open at once, and what is to be beside it.
    """

    TITLE = "Newsmark"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        session: Session,
        driver: type[Driver] | None = None,
        beside: Sequence[str] = (),
    ) -> None:
        # It would make greys of the colours; the theme without any is chosen by the settings.
        os.environ.pop("NO_COLOR", None)
        super().__init__(driver_class=driver)
        self.session = session
        self._beside = beside
        self._keys = KeyOrder(self, super().on_event)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_name(session.settings.theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What changes every line last: see :mod:`reader.filters`."""
        settings, theme = self.session.settings, self.current_theme
        ground = theme.background if settings.own_background else None
        colours = theme.name != NO_COLOUR.name
        return [*super().get_line_filters(), *last_filters(ground, colours, settings.ascii)]

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor stands; Textual asks with each frame."""
        screens = self.screen_stack if self.is_running else ()
        return (point_of(screens[-1]) if screens else None) or self._told_position

    @cursor_position.setter
    def cursor_position(self, told: Offset) -> None:
        # Textual's lines tell theirs on their own, at first before they have a place.
        self._told_position = told

    async def on_event(self, event: events.Event) -> None:
        """Give keys their turn; see :mod:`reader.key_order`."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    async def keys_done(self) -> None:
        """Wait until every key that was sent has had its effect."""
        done = asyncio.Event()
        self.call_later(done.set)
        await done.wait()
        await self._keys.done()

    async def on_mount(self) -> None:
        library = LibraryScreen(self.session)
        await self.push_screen(library)
        self.call_after_refresh(self._after_first_painting, library)

    async def _after_first_painting(self, library: LibraryScreen) -> None:
        await library.furnish()
        self._keys.open()
        # What lives now lives as long as the program: the collector need not walk it.
        gc.collect()
        gc.freeze()
        gc.set_threshold(5_000, 50, 100)
        self.session.find_left()
        library.on_ready_to_load()
        self._tell_problems(library)
        if self._beside:
            library.read_beside(*self._beside)
        self.run_worker(self._start_search(library))
        self.run_worker(asyncio.to_thread(_load_the_rest))
        if self.session.delays.poll:
            self.set_interval(self.session.delays.poll, self.look_for_changes)

    def _tell_problems(self, library: LibraryScreen) -> None:
        """Say what of the settings could not be read, the first of it; else where a tour begins."""
        problems = self.session.problems
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            library.status.say(f"{problems[0].short}{more}", error=True)
        elif self.session.demo:
            library.say(f"{self.session.key('prompt', 'library')} help tour shows you round.")
        else:
            library.offer_return()

    async def _start_search(self, library: LibraryScreen) -> None:
        try:
            # Its imports, a fiftieth of a second, are no business of the loop.
            await asyncio.to_thread(import_module, "archive.index.client")
            await self.session.start_search()
        except ArchiveError as error:
            library.say_error(error)

    async def look_for_changes(self) -> None:
        """Refresh the screens if another process wrote; keep where the user is."""
        # While the program leaves, its screens are taken apart and this timer still ticks.
        if not self.is_running or self._exit:
            return
        self.session.left.keep(place_of(self))
        if self.session.changed():
            for screen in list(self.screen_stack):
                # One may be left while another reads.
                if isinstance(screen, CommandScreen) and screen.is_attached:
                    await screen.archive_changed()

    async def on_article_asked(self, message: ArticleAsked) -> None:
        """Open an article at a place."""
        from reader.screens.article import ArticleScreen

        screen = ArticleScreen(self.session, message.article)
        await self.push_screen(screen)
        screen.view.caret = message.start

    def end(self, code: int) -> None:
        """Leave in order, since the terminal is gone or the system asks for it.

        Args:
            code: the exit code, 128 and the signal's number.
        """
        self.session.left.keep(place_of(self))
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.ending()
        self.session.exit_code = code
        self.exit()

    def action_suspend_process(self) -> None:
        """Stop until the shell goes on with the program, where there is a shell that can."""
        from reader.terminal import Terminal

        stopped = isinstance(self._driver, Terminal) and self._driver.sleep()
        if not stopped and isinstance(self.screen, CommandScreen):
            self.screen.say("No shell here could wake the program again; it goes on.")

    def action_help_quit(self) -> None:
        """Ctrl-C stops nothing here: say what does."""
        if isinstance(self.screen, CommandScreen):
            self.screen.say_ways_out()

    async def on_sync_told(self, message: SyncTold) -> None:
        """Show what a sync found, if anything."""
        from reader.screens.syncing import SyncScreen, told

        if told(message.summary):
            await self.push_screen(
                SyncScreen(self.session, message.folder, message.prefer, message.summary)
            )

    async def on_unmount(self) -> None:
        await self.session.close()


def run(
    loaded: Loaded,
    *,
    demo: bool = False,
    beside: Sequence[str] = (),
    searcher: Callable[[Path], Searcher] | None = search_client,
) -> tuple[str, int]:
    """Open the terminal interface on an archive and stay until the user leaves.

    Args:
        loaded: the settings, and the archive's folder; made where it is missing or empty.
        demo: whether this is the sample archive, which the title says.
        beside: an article to open at once, and what is to be beside it: as ``split`` takes it.
        searcher: makes the search client.

    Returns:
        What the user asked to open next (``demo``, or nothing) and the exit code.

    Raises:
        NotAnArchive: if the folder is something else.
    """
    keys = load_keys(loaded.settings.keys)
    session = Session(
        loaded.folder,
        keymap=keys.keymap,
        demo=demo,
        searcher=searcher,
        settings=loaded.settings,
        problems=(*loaded.problems, *keys.problems),
        given=loaded.given,
    )
    Newsmark(session, _driver(), beside).run()
    return session.then, session.exit_code


def _driver() -> type[Driver] | None:
    """What the screen is run with; None for what Textual chooses, also in a browser."""
    if sys.platform == "win32" or "TEXTUAL_DRIVER" in os.environ:
        return None
    from reader.terminal import Terminal

    return Terminal
