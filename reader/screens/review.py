"""The review of marks that lost their place: then and now side by side, decided by a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from archive.claims.drift import drift
from archive.core import Archive
from archive.errors import ArchiveError, UsageError
from archive.model import Annotation
from archive.review import Doubt
from archive.text.plurals import counted
from reader.messages import CursorPlaced, LineChosen
from reader.screens.base import CommandScreen
from reader.screens.card import marked_runs
from reader.screens.claiming import Opener
from reader.screens.paned import PanedScreen
from reader.session import Session
from reader.widgets.card_list import CardList, Entry
from reader.widgets.line_list import LineList, fit
from reader.widgets.status_line import Hints

_CONTEXT = 400  # code points shown on either side
NONE = """No mark waits: each has its place, or was kept as lost.

When an article comes in with a new text, its marks are found again in it.
Those that several places fit, or none, wait here."""


class DoubtList(LineList):
    """Marks that wait, one a line: placement, article, words."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._marks: Sequence[Annotation] = ()
        self._titles: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self._marks)

    @property
    def current(self) -> Annotation | None:
        """The mark under the cursor."""
        return self._marks[self.cursor] if self._marks else None

    def display_marks(self, marks: Sequence[Annotation], titles: dict[str, str]) -> None:
        """Show these; the cursor keeps its line."""
        self._marks, self._titles = marks, titles
        self.renew()

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, placement, title, words."""
        mark = self._marks[index]
        title = max(8, width // 3)
        return [
            Segment("▸ " if index == self.cursor else "  ", self.look("glyph", style)),
            Segment(fit(mark.placement.value, 10), self.look("glyph", style)),
            Segment(fit(self._titles[mark.article], title) + "  ", self.look("dim", style)),
            Segment(fit(mark.exact, max(4, width - title - 14)), style),
        ]


class ReviewScreen(PanedScreen):
    """Lists marks without a place; a key accepts, keeps as lost, or leaves for later.

    Args:
        session: the archive and what goes with it.
        open_article: shows an article, for choosing a place in it.
    """

    MODE = "review"
    TOP = "Review"
    EMPTY = NONE
    HINTS: ClassVar[Hints] = (
        ("a accept", "review accept"),
        ("n other place", "review other"),
        ("e choose", "review choose"),
        ("x keep as lost", "review keep"),
        ("Space later", "review skip"),
        ("u undo", "undo"),
        ("? help", "help"),
        ("q back", "back"),
    )
    DEFAULT_CSS = """
    ReviewScreen {
        & DoubtList { height: 30%; min-height: 3; border-bottom: hkey $border; }
        & #sides > Vertical { width: 1fr; }
        & #now-side { border-left: vkey $border; }
        & .caption { text-style: bold; color: $primary; padding: 0 1; height: 1; }
    }
    """

    def __init__(self, session: Session, open_article: Opener) -> None:
        super().__init__(session)
        self._open_article = open_article
        self._doubt: Doubt | None = None
        self._place = 0

    @property
    def pane(self) -> DoubtList:
        """The marks."""
        return self.query_one(DoubtList)

    def compose_pane(self) -> ComposeResult:
        yield DoubtList(id="doubts")
        with Horizontal(id="sides"):
            with Vertical(id="then-side"):
                yield Static("Then", classes="caption", markup=False)
                yield CardList(id="then")
            with Vertical(id="now-side"):
                yield Static("Now", classes="caption", id="now-caption", markup=False)
                yield CardList(id="now")

    async def archive_changed(self) -> None:
        def look(archive: Archive) -> tuple[list[Annotation], dict[str, str]]:
            marks = archive.review.pending()
            return marks, {one.article: archive.articles.get(one.article).title for one in marks}

        marks, titles = await self.session.load(look)
        if not self.is_attached:
            return
        self.pane.display_marks(marks, titles)
        self.query_one("#sides").display = bool(marks)
        self.show_whether(bool(marks))
        self.say_above(f"{counted(len(marks), 'mark')} without a place")
        await self._look_at()

    async def _look_at(self) -> None:
        """Show the mark under the cursor then and now."""
        mark = self.pane.current
        if mark is None:
            self._doubt = None
            return
        id = mark.id
        try:
            doubt = await self.session.load(lambda archive: archive.review.look(id))
        except ArchiveError:
            return  # decided meanwhile; the list is on its way
        now = self.pane.current if self.is_attached else None
        if now is not None and now.id == id:
            if self._doubt is None or self._doubt.mark.id != id:
                self._place = 0
            self._doubt = doubt
            self._show()

    def _show(self) -> None:
        doubt = self._doubt
        if doubt is None:
            return
        span = doubt.mark.span
        self.query_one("#then", CardList).display_entries(
            [_side(doubt.before, span.start, span.end, ((doubt.mark.exact, "passage"),))]
        )
        if doubt.places:
            place = doubt.places[self._place % len(doubt.places)]
            words = place.of(doubt.now)
            changes = marked_runs(words, drift(doubt.mark.exact, words))
            runs = tuple((text, part or "passage") for text, part in changes)
            entry = _side(doubt.now, place.start, place.end, runs)
            caption = f"Now: place {self._place % len(doubt.places) + 1} of {len(doubt.places)}"
        else:
            entry = Entry((("Nothing in the present text is like it.", "dim"),))
            caption = "Now"
        self.query_one("#now", CardList).display_entries([entry])
        self.query_one("#now-caption", Static).update(caption)

    def _wanted(self) -> str:
        if self.pane.current is None:
            raise UsageError("No mark waits here.", remedy="q goes back.")
        return self.pane.current.id

    def on_cursor_placed(self, message: CursorPlaced) -> None:
        if message.pane is self.pane:
            self.spawn(self._look_at())

    def on_line_chosen(self, message: LineChosen) -> None:
        self.run_line("review choose")

    # commands

    async def do_review_accept(self, place: str = "") -> None:
        mark = self._wanted()
        if place and not (place.isascii() and place.isdigit() and len(place) < 4):
            raise UsageError(f"A place is a number, not {place[:20]!r}.")
        shown = self._doubt
        if shown is None or shown.mark.id != mark:
            await self._look_at()
        many = len(self._doubt.places) if self._doubt is not None else 0
        number = int(place) if place else (self._place % many + 1 if many else 1)
        placed = await self.session.write(lambda archive: archive.review.accept(mark, number))
        await self.wrote()
        self.say(f"Placed on “{' '.join(placed.exact.split())[:60]}”. u takes it back.")

    async def do_review_keep(self) -> None:
        mark = self._wanted()
        await self.session.write(lambda archive: archive.review.keep([mark]))
        await self.wrote()
        self.say("Kept as lost, until its article changes. u takes it back.")

    def do_review_other(self) -> None:
        self._wanted()
        if self._doubt is None or len(self._doubt.places) < 2:
            raise UsageError("No other place is proposed.", remedy="e chooses one in the article.")
        self._place += 1
        self._show()

    def do_review_skip(self) -> None:
        self.pane.move("down")

    def do_review_choose(self) -> None:
        """Open the article; the passage selected there becomes the mark's place by ``R``."""
        mark = self._wanted()
        self.session.place_for = mark
        doubt = self._doubt
        at = doubt.places[self._place % len(doubt.places)].start if doubt and doubt.places else None
        annotation = self.pane.current
        if annotation is not None:
            self._open_article(annotation.article, at)
            self.app.call_after_refresh(self._explain)

    def _explain(self) -> None:
        screen = self.app.screen
        if isinstance(screen, CommandScreen):
            screen.say("Select the passage (v), then R puts the mark there; q goes back.")

    def do_back(self) -> None:
        self.session.place_for = ""
        super().do_back()


def _side(text: str, start: int, end: int, runs: Sequence[tuple[str, str]]) -> Entry:
    """A passage among its neighbours."""
    before = " ".join(text[max(0, start - _CONTEXT) : start].split("\n"))
    after = " ".join(text[end : end + _CONTEXT].split("\n"))
    return Entry(((before, "dim"), *runs, (after, "dim")))
