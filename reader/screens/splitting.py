"""Two sides: an article and another one, or an article and the claims.

The side with the caret is what commands are about; keys of reading, finding and marking work
there as they do in an article alone. What is linked from one side goes to the claim of the other:
the one marked under its caret, or the one under the cursor of the claims.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.widget import Widget

from archive.errors import NotFound, UsageError
from reader.screens.beside import CLAIMS, Choices, ClaimsBeside, article_called
from reader.screens.claiming import ClaimingScreen
from reader.screens.keeping import KeepingScreen
from reader.screens.results import Results
from reader.screens.side import Side
from reader.session import Session
from reader.visited import Visited
from reader.widgets.forms import Prompt
from reader.widgets.ground import Ground
from reader.widgets.side_frame import SideFrame
from reader.widgets.side_pane import SidePane
from reader.widgets.status_line import Hints

STACKED = 100  # columns under which two sides stand above each other
_LOW = 20  # rows under which, standing so, only the one with the caret shows


class SplittingScreen(KeepingScreen, ClaimingScreen):
    """The part of the article screen that shows a second side."""

    SPLIT_HINTS: ClassVar[Hints] = (
        ("Tab other side", "split turn"),
        ("B evidence", "evidence here"),
    )
    SELECT_HINTS: ClassVar[Hints] = (
        ("q ends", "back"),
        ("c claim", "claim add"),
        ("e entity", "entity tag"),
        ("H highlight", "highlight add"),
        ("a note", "note add"),
        ("Y quotation", "copy quotation"),
        ("y copy", "copy"),
        ("+ more", "grow"),
        ("- less", "shrink"),
        ("? help", "help"),
    )
    CLAIM_HINTS: ClassVar[Hints] = (
        ("Enter opens", "claim open"),
        ("1-9 verdict", "claim verdict"),
        ("/ filter", "claims filter"),
        ("q closes", "back"),
        ("? help", "help"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._other: Side | None = None
        self.claims: ClaimsBeside | None = None
        self.in_claims = False

    @property
    def sides(self) -> Sequence[Side]:
        return (self.side,) if self._other is None else (self.side, self._other)

    @property
    def split(self) -> bool:
        """Whether there are two sides."""
        return self._other is not None or self.claims is not None

    def hints(self) -> Hints:
        own = {"beside": self.CLAIM_HINTS, "visual": self.SELECT_HINTS}.get(self.mode, self.HINTS)
        more = self.SPLIT_HINTS if self.split else ()
        selecting = self.mode == "visual"
        return self.in_force((*own, *more) if selecting else (*more, *own))

    @abstractmethod
    def turned(self) -> None:
        """Show what belongs to the side with the caret; called when that is another."""

    @abstractmethod
    def watch_side(self, side: Side) -> None:
        """Follow the scrolling of a side that is new."""

    @abstractmethod
    def put_away(self) -> None:
        """Put away what was begun on the side with the caret and does not go along."""

    # showing

    def show_sides(self) -> None:
        """Arrange the sides for the window there is, and say what each of them is."""
        columns, rows = self.size
        self.set_class(self.split, "split")
        self.set_class(columns < (STACKED if self.split else 80), "narrow")
        captions: dict[Widget, str] = {side.view: side.caption for side in self.sides}
        if self.claims is not None:
            captions[self.claims.pane] = self.claims.caption
        meant = self.claims.pane if self.claims is not None and self.in_claims else self.view
        for frame in self.query(SideFrame):
            active = frame.content is meant
            frame.entitle(captions[frame.content] if self.split else "", active=active)
            room = columns >= STACKED or rows >= _LOW
            frame.display = active or (room and not self.has_class("focused"))

    def on_side_frame_pressed(self, message: SideFrame.Pressed) -> None:
        """The claims have no focus that the mouse would give them."""
        if self.claims is not None and message.frame.content is self.claims.pane:
            self._turn_to(None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A page takes the focus where it is pressed."""
        side = next((one for one in self.sides if one.view is event.widget), None)
        if side is not None and (self.in_claims or side is not self.side):
            self._turn_to(side)

    def _turn_to(self, side: Side | None) -> None:
        """Give the caret to one of the sides; None is the claims."""
        self.put_away()
        if side is not None and side is not self.side:
            self.side, self._other = side, self.side
        self.in_claims = side is None
        if self.claims is not None:
            self.claims.pane.activate(self.in_claims)
        self.show_sides()
        self.set_focus(None if self.in_claims else self.view)
        self.turned()

    async def _put_beside(self, frame: SideFrame) -> None:
        frame.add_class("second")
        await self.query_one("#middle", Ground).mount(frame, before=self.query_one(SidePane))

    def _take_away(self, content: Widget) -> None:
        """Take a side away; what is left is the first."""
        for frame in self.query(SideFrame):
            if frame.content is content:
                frame.remove()
            else:
                frame.remove_class("second")

    # commands

    async def do_split(self, *words: str) -> None:
        """Put an article, or the claims, beside this one; without words, ask which."""
        if not words:
            await self._ask_beside()
        elif words[0] == CLAIMS:
            await self._split_claims(" ".join(words[1:]))
        else:
            called = " ".join(words)
            await self._split_article(
                await self.session.load(lambda archive: article_called(archive, called))
            )

    async def _ask_beside(self) -> None:
        results, but = self.side.results, self.article_id
        first = [*self.session.visited.articles, *(results.ids if results is not None else ())]
        choices = await self.session.load(lambda archive: Choices.load(archive, first, but))

        def answered(choice: str | None) -> None:
            if choice is not None:
                self.run_command("split", choice)

        self.app.push_screen(
            Prompt("What beside this article?", choices.offers, pick=True), answered
        )

    async def _split_article(self, article: str) -> None:
        if self.in_claims:
            self._turn_to(self.side)
            self.read_here(article)
            return
        if self._other is not None:
            self._turn_to(self._other)
            self.read_here(article)
            return
        side = Side(self.session, article, visited=Visited())
        if self.claims is not None:
            self._drop_claims()
        await self._put_beside(SideFrame(side.view))
        self._other = side
        side.begin()
        self.watch_side(side)
        self._turn_to(side)
        self.say(f"{self.key('split turn')} changes sides, {self.key('back')} closes this.")

    async def _split_claims(self, query: str) -> None:
        if self._other is not None:
            self._drop(self._other)
        if self.claims is None:
            claims = ClaimsBeside(self.session)
            await self._put_beside(SideFrame(claims.pane))
            self.claims = claims
        await self.claims.look_up(query)
        self._turn_to(None)

    async def do_split_turn(self) -> None:
        """Go to the other side; where there is none, ask what is to be there."""
        if not self.split:
            await self._ask_beside()
        else:
            self._turn_to(None if self.claims is not None and not self.in_claims else self._next())

    def _next(self) -> Side:
        return self._other or self.side

    def do_split_close(self) -> None:
        """Put away the side without the caret; beside an article, the claims."""
        if not self.split:
            raise UsageError(
                "There is one side only.", remedy=f"{self.key('split')} opens another."
            )
        if self._other is not None:
            self._drop(self._other)
        else:
            self._drop_claims()
        self._turn_to(self.side)

    def close_side(self) -> bool:
        """Put away the side with the caret, or the claims; False where there is one side only."""
        if self.claims is not None:
            self._drop_claims()
        elif self._other is not None:
            here = self.side
            self._turn_to(self._other)
            self._drop(here)
        else:
            return False
        self._turn_to(self.side)
        return True

    def _drop(self, side: Side) -> None:
        """Put away an article that has not the caret; what is left leads on from there."""
        self.let_go(side)
        self._other = None
        self._take_away(side.view)
        here = self.side
        if here.visited is not self.session.visited:
            here.visited = self.session.visited
            here.visited.arrive(here.article_id, here.results)

    def _drop_claims(self) -> None:
        if self.claims is not None:
            self._take_away(self.claims.pane)
        self.claims, self.in_claims = None, False

    def read_here(
        self,
        article: str,
        results: Results | None = None,
        *,
        arriving: int = 0,
        at: int | None = None,
    ) -> None:
        """Read another article on the side with the caret; arguments as for :class:`Side`."""
        before = self.side
        self.let_go(before)
        self.side = Side(
            self.session,
            article,
            results,
            arriving=arriving,
            at=at,
            view=before.view,
            visited=before.visited,
        )
        self.side.begin()
        self.show_sides()
        self.turned()
        self.show_results()

    async def renew_sides(self) -> bool:
        """Show what the archive holds now; False where the only article is gone."""
        for side in self.sides:
            try:
                changed = side.renew()
            except NotFound:
                if self._other is None:
                    return False
                if side is self.side:
                    self._turn_to(self._other)
                self._drop(side)
                self._turn_to(self.side)
                self.say("The article on the other side is gone.")
                continue
            if changed:
                self.say(f"The text changed: this is revision {side.revision}.")
        if self.claims is not None:
            await self.claims.look_up()
            self.show_sides()
        return True

    # the claims

    def claims_meant(self) -> list[str]:
        claim = self.claims.claim if self.claims is not None else ""
        if not claim:
            raise UsageError("There is no claim here.", remedy="c in the article makes one.")
        return [claim]

    def do_claim_open(self) -> None:
        from reader.screens.claim import ClaimScreen

        (claim,) = self.claims_meant()
        self.app.push_screen(ClaimScreen(self.session, claim, self._open_passage))

    def _open_passage(self, article: str, at: int | None) -> None:
        """Show a passage of a claim's card on the article's side, the claims still beside it."""
        while self.app.screen is not self:
            self.app.pop_screen()
        self._turn_to(self.side)
        if article != self.article_id:
            self.side.visited.leave(self.view.caret)
            self.read_here(article, at=at)
        elif at is not None:
            self.view.caret = at

    def do_claims_filter(self, *words: str) -> None:
        if self.claims is None:
            return
        if words:
            self.spawn(self._filter(" ".join(words)))
            return

        def answered(query: str) -> None:
            self.spawn(self._filter(query))

        self._ask("Which claims? Nothing is all of them.", answered, self.claims.query)

    async def _filter(self, query: str) -> None:
        if self.claims is not None:
            await self.claims.look_up(query.strip())
            self.show_sides()

    def put_away_claims(self) -> bool:
        """Put away their filter, else go back to the text; False where the caret is there."""
        if not self.in_claims or self.claims is None:
            return False
        if self.claims.query:
            self.spawn(self._filter(""))
        else:
            self._turn_to(self.side)
        return True

    async def bearing_on(self) -> Sequence[str]:
        if self.claims is not None and self.claims.claim:
            return [self.claims.claim]
        if self._other is not None and (claim := await self._other.claim_here()):
            return [claim]
        return await super().bearing_on()
