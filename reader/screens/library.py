"""The library: the list of articles, what narrows it, a preview of one."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from archive.errors import ArchiveError, QueryError, UsageError
from archive.text.plurals import counted
from reader.layout.cells import sanitise
from reader.messages import CursorPlaced, HeadingClicked, LineChosen, SelectionChanged
from reader.screens.catching_up import QUIET, CatchingUpScreen
from reader.screens.elsewhere import ElsewhereScreen
from reader.screens.listing import ORDERS, RELEVANCE, Listing, Request, natural
from reader.screens.returning import ReturningScreen
from reader.screens.taking import Source, TakingScreen
from reader.screens.trail import Reading
from reader.session import Session
from reader.widgets.article_list import ArticleList
from reader.widgets.first_steps import FirstSteps
from reader.widgets.ground import Ground
from reader.widgets.preview import Preview
from reader.widgets.status_line import Hints, StatusLine

if TYPE_CHECKING:
    from textual.widgets import Input


class LibraryScreen(ReturningScreen, CatchingUpScreen, ElsewhereScreen, TakingScreen):
    """All articles, searched, filtered, ordered."""

    HINTS: ClassVar[Hints] = (
        ("Enter read", "open"),
        ("/ search", "search"),
        ("f facets", "facets"),
        ("v select", "select"),
        ("m star", "star"),
        ("o order", "order"),
        (": command", "palette"),
        ("? help", "help"),
        ("q quit", "back"),
    )
    DEFAULT_CSS = """
    LibraryScreen {
        & #top { height: 1; background: $panel; color: $foreground; padding: 0 1; }
        & #middle { height: 1fr; layout: horizontal; }
        & FacetPane { width: 30; max-width: 45%; border-right: vkey $border; }
        & #main { width: 1fr; height: 1fr; layout: vertical; }
        & #list { height: 1fr; width: 1fr; }
        & Preview { height: 9; width: 1fr; border-top: hkey $border; }
        &.wide #main { layout: horizontal; }
        &.wide Preview { height: 1fr; width: 40%; border-top: none; border-left: vkey $border; }
        &.wide #preview-title { height: 3; }
        &.low Preview { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.listing = Listing(session)
        self._in_facets = False
        self._stale = False
        self._at: str | None = None  # the article to stand on in the list asked for last

    @property
    def mode(self) -> str:
        """Always ``library``."""
        return "library"

    def compose(self) -> ComposeResult:
        yield Static(id="top", markup=False)
        with Ground(id="middle"), Ground(id="main"):
            yield ArticleList(id="list")
            yield Preview(id="preview")
            yield FirstSteps(self.session.keymap)
        yield StatusLine()

    async def furnish(self) -> None:
        """Put in what is not shown at first; called after the first painting, before any key."""
        from reader.widgets.facet_pane import FacetPane
        from reader.widgets.histogram import Histogram
        from reader.widgets.query_line import QueryLine

        self.search = QueryLine("/", 'words "a phrase" -not outlet:name date:2025-01')
        self.histogram = Histogram(id="histogram")
        self.facets = FacetPane(id="facets")
        for hidden in (self.search, self.histogram, self.facets):
            hidden.display = False
        await self.mount(self.search, self.histogram, before="#middle")
        await self.query_one("#middle").mount(self.facets, before="#main")

    def on_mount(self) -> None:
        self.listing.begin()
        self.show_list(0)
        self.status.update(hints=self.hints())

    def on_ready_to_load(self) -> None:
        """Load what the first painting did not need; called once it is done."""
        self.spawn(self.ask(self.listing.request, keep=True))
        self.spawn(self.count_news())
        self.preview_soon()
        if self.session.has_search:
            self.spawn(self.warm_up())

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= 120, "wide")
        self.set_class(event.size.width < 120 and event.size.height < 22, "low")

    async def archive_changed(self) -> None:
        if not self.is_attached:
            return
        self._stale = True
        if self.typing_now:
            # Each letter asks anew anyway; what others write must not come between them.
            self.set_timer(QUIET, self._catch_up_later)
            return
        # What shows is read anew at once; the whole list only when it is looked at.
        self.rows.forget()
        if self.app.screen is self:
            self._catch_up()

    def _catch_up_later(self) -> None:
        if not self._stale or not self.is_attached:
            return
        if self.typing_now:
            self.set_timer(QUIET, self._catch_up_later)
            return
        self.rows.forget()
        if self.app.screen is self:
            self._catch_up()

    def on_screen_resume(self) -> None:
        if self._results is not None:
            # Where reading went on to, while the list stayed behind.
            self.rows.place(self._results.place)
            self._results = None
        if self._stale:
            self._catch_up()

    def _catch_up(self) -> None:
        self._stale = False
        self.spawn(self._ask_again())
        self.spawn(self.count_news())
        self.preview_soon()

    async def _ask_again(self) -> None:
        # What was asked last, not what is shown: a query just typed must not be overtaken.
        await self.ask(self.listing.asked, keep=True, typing=self.listing.typing)

    # what is listed

    async def ask(
        self, request: Request, *, keep: bool = False, typing: bool = False, catch_up: bool = True
    ) -> None:
        """See :meth:`CatchingUpScreen.ask`."""
        # What is asked again before it was ever shown has no article to stay on.
        same = keep and request == self.listing.request
        before = self.rows.current.id if self.rows.current is not None else None
        at, line = (self.stood_on(), self.rows.cursor) if same else (self._at, 0)

        early = False

        def first() -> None:
            nonlocal early
            if self.is_attached:
                early = True
                self._show_answer(line, at)
                self.listing.settle(request)

        try:
            if not await self.listing.ask(
                request, typing=typing, facets=self.counting, first=first
            ):
                return
        except ArchiveError as error:
            self.listing.settle(request)
            if not isinstance(error, QueryError):
                raise
            if typing and self.search.goes_on(error.at):
                return
            self.search.problem(str(error), error.at)
            if not typing and not keep:
                self.set_focus(self.search.line)
                self.search.line.cursor_position = error.at
            return
        if not self.is_attached:
            return
        if early:
            at = self.meant  # the user may have gone elsewhere among the first rows
        self._show_answer(line, at)
        self.listing.settle(request)
        if not typing and not same:
            self.remember(request.query)
        now = self.rows.current
        if not same or now is None or now.id != before:
            self.preview_soon()
        if catch_up and request.narrowed and self.listing.wants_update:
            self.update_index()

    def _show_answer(self, line: int, at: str | None) -> None:
        """Show what the listing holds now, whole or not, the cursor on ``at`` if it is there."""
        listing = self.listing
        found = listing.index_of(at)
        line = line if found is None else found
        self.meant = None if listing.whole else at
        self.show_list(line)
        self.histogram.display_counts(listing.histogram)
        if self.facets.display:
            self.facets.display_facets(listing.facets, listing.request.chosen)
        self.search.found(listing.summary)
        self.search.suggest(listing.suggestions)

    def source(self) -> Source | None:
        row, articles = self.rows.current, self.session.archive.articles
        if row is None:
            return None
        return Source(articles.get(row.id), articles.document(row.id).text)

    def show_list(self, cursor: int) -> None:
        listing = self.listing
        self.rows.display_rows(listing.total, listing.rows, cursor=cursor)
        self.rows.display_order(listing.request.order, listing.request.descending)
        self.rows.display_copies(listing.copies, listing.unfolded)
        empty = not listing.total and not listing.request.narrowed
        self.query_one(FirstSteps).display = empty
        self.rows.display = not empty
        self.query_one(Preview).display = self.preview_shown and not empty
        self.show_place()

    def show_place(self) -> None:
        listing, pane = self.listing, self.rows
        name = "Demo archive" if self.session.demo else self.session.folder.name
        chosen = listing.request.chosen
        filters = "  ".join(f"{field}: {' or '.join(values)}" for field, values in chosen.items())
        top = f"Newsmark  {name}" + (
            f"   only {filters}  ({self.key('escape')}: all)" if filters else ""
        )
        top += (
            f"   {self.news:,} new for saved searches ({self.key('searches')})" if self.news else ""
        )
        self.query_one("#top", Static).update(sanitise(top), layout=False)
        at = f"{pane.cursor + 1:,}/{listing.total:,}" if listing.total else "0"
        folded = listing.found - listing.total if listing.request.narrowed else 0
        at += f" +{counted(folded, 'copy', 'copies')}" if folded > 0 else ""
        picked = f"{len(pane.selected):,} selected  " if pane.selected else ""
        self.status.update(place=f"{picked}{listing.request.order}  {at}")

    def _ask_with(self, *, typing: bool = False, **changes: Any) -> None:
        now = self.listing.asked
        fields = {name: getattr(now, name) for name in ("query", "filters", "order", "descending")}
        self.ask_for(Request(**{**fields, **changes}), typing=typing)

    def ask_for(
        self,
        request: Request,
        *,
        typing: bool = False,
        keep: bool = False,
        at: str | None = None,
    ) -> None:
        if not keep:
            self.rows.display_news(set())
            self._at = at
        # Noted now: the asking itself starts a moment later.
        self.listing.expect(request, typing=typing)
        self.spawn(self.ask(request, typing=typing, keep=keep))

    # the cursor, the preview

    def move(self, name: str) -> None:
        (self.facets if self._in_facets else self.rows).move(name)

    def on_cursor_placed(self, message: CursorPlaced) -> None:
        if message.pane is self.rows:
            self.go_along()
            self.show_place()
            self.preview_soon()

    # messages of the parts

    def on_line_chosen(self, message: LineChosen) -> None:
        if message.pane is self.rows:
            self._open_row()
        elif message.pane is self.facets:
            self._toggle_facet()

    def on_heading_clicked(self, message: HeadingClicked) -> None:
        if message.column == self.listing.request.order:
            self.do_order_turn()
        else:
            self.do_order(message.column)

    def on_selection_changed(self, message: SelectionChanged) -> None:
        self.show_place()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.typed_at = monotonic()
        asked = self.listing.asked
        if event.value == asked.query or not self.search.display:
            return
        had_query = bool(asked.query.strip())
        changes: dict[str, object] = {"query": event.value}
        if event.value.strip() and not had_query:
            changes |= {"order": RELEVANCE, "descending": True}
        elif not event.value.strip():
            changes |= self.listing.unsearched(asked)
        self._ask_with(typing=True, **changes)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.set_focus(None)
        self._ask_with(query=event.value)

    # commands

    def do_back(self) -> None:
        if self._in_facets:
            self._leave_facets()
        elif not self.return_from_similar():
            self.do_quit()

    def do_escape(self) -> None:
        """Put away what was put on last: typing, facets, selection, search, filters."""
        pane, request = self.rows, self.listing.request
        if self._in_facets:
            self._leave_facets()
        elif pane.selected and not self.typing(self.focused):
            pane.select_only(set())
        elif self.return_from_similar():
            return
        elif self.search.display:
            self.set_focus(None)
            self.search.display = False
            self.search.line.value = ""
            self._ask_with(query="", **self.listing.unsearched(request))
        elif request.filters:
            self._ask_with(filters=())
        else:
            self.say(f"{self.key('back')} leaves the program.")

    def do_search(self, query: str | None = None) -> None:
        self._leave_facets()
        self.search.display = True
        if query is None:
            # At once: `focus()` waits its turn, and the next letters would be commands.
            self.set_focus(self.search.line)
            self.search.line.select_all()
            self.spawn(self.learn())
            return
        self.search.line.value = query

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.take_path(event.text)

    def do_select(self) -> None:
        if self._in_facets:
            self._toggle_facet()
        else:
            super().do_select()

    def do_open(self) -> None:
        if self._in_facets:
            self._toggle_facet()
        elif self.listing.awaited:
            # Quick fingers: what was asked for is meant, not what still shows.
            self.spawn(self._open_answer())
        else:
            self._open_row()

    async def _open_answer(self) -> None:
        await self.listing.answered()
        if self.app.screen is self and self.listing.request == self.listing.asked:
            self._open_row()

    def _open_row(self) -> None:
        row = self.rows.current
        if row is None:
            if self.query_one(FirstSteps).display:
                self.do_import()
            return
        self.read_on(Reading(row.id, None, self._results_from(row.id)))

    def read_on(self, reading: Reading) -> None:
        from reader.screens.article import ArticleScreen

        self._results = reading.results
        screen = ArticleScreen(
            self.session,
            reading.article,
            reading.results,
            at=reading.caret,
            beside=reading.beside,
        )
        if reading.revision in (0, screen.side.revision):
            screen.selecting_from = reading.anchor
        self.app.push_screen(screen)

    def do_order(self, key: str | None = None) -> None:
        if key is None:
            key, descending = self.listing.next_order()
        elif key in ORDERS or key == RELEVANCE:
            descending = natural(key)
        else:
            raise UsageError(f"No such order: {key}.", remedy=f"There are: {', '.join(ORDERS)}.")
        self._ask_with(order=key, descending=descending)
        self.say(f"By {key}")

    def do_order_turn(self) -> None:
        self._ask_with(descending=not self.listing.request.descending)

    def do_facets(self) -> None:
        if self._in_facets:
            self._leave_facets()
            self.facets.display = False
            return
        if not self.facets.display:
            self.facets.display = True
            self.spawn(self.ask(self.listing.request, keep=True))
        self._in_facets = True
        self.facets.activate(True)
        self.rows.activate(False)

    def _leave_facets(self) -> None:
        self._in_facets = False
        self.facets.activate(False)
        self.rows.activate(True)

    def _toggle_facet(self) -> None:
        if not self.facets.count:
            return
        line = self.facets.line(self.facets.cursor)
        if line.value is None:
            return
        self._ask_with(
            filters=tuple(sorted({*self.listing.asked.filters} ^ {(line.field, line.value)}))
        )
