"""The ledger: all claims, filtered as one types, ordered, put together, judged by a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Input

from archive.core import Archive
from archive.errors import QueryError, UsageError
from archive.text.plurals import counted
from reader.messages import LineChosen
from reader.screens.claiming import ClaimingScreen, Opener
from reader.screens.paned import PanedScreen
from reader.session import Session
from reader.widgets.claim_list import ClaimList, Line
from reader.widgets.search_line import SearchLine
from reader.widgets.status_line import Hints

if TYPE_CHECKING:
    from archive.claims.ordering import Grouping, Ordering
    from archive.index.results import Suggestion

_FIRST = 128  # rows painted before the whole ledger is read
EMPTY = """No claim here yet.

Open an article, stand on a sentence or select words, and press c:
the claim is kept, and stands here with everywhere it appears."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ledger shows."""

    query: str = ""
    order: Ordering = "added"
    descending: bool | None = None
    group: Grouping = "none"
    due: bool = False  # only what falls due, its speakers with their scores


@dataclass(frozen=True, slots=True)
class _Found:
    """What the ledger answers.

    Attributes:
        scored: how the predictions among them came out in all, where that was asked.
        suggestions: what else could be asked.
    """

    lines: Sequence[Line]
    total: int
    verdicts: Sequence[str]
    scored: str = ""
    suggestions: Sequence[Suggestion] = ()


class LedgerScreen(PanedScreen, ClaimingScreen):
    """Lists claims; Enter opens one, digits give verdicts.

    Args:
        session: the archive and what goes with it.
        open_article: shows the article of a passage.
        query: what to list at first.
    """

    MODE = "ledger"
    TOP = "Claims"
    EMPTY = EMPTY
    HINTS: ClassVar[Hints] = (
        ("Enter opens", "claim open"),
        ("/ filter", "claims filter"),
        ("1-9 verdict", "claim verdict"),
        ("o order", "claims order"),
        ("b group", "claims group"),
        ("v select", "claims select"),
        ("? help", "help"),
        ("q back", "back"),
    )

    def __init__(self, session: Session, open_article: Opener, query: str = "") -> None:
        super().__init__(session)
        self._open_article = open_article
        self.asked = Asked(query)
        self.shown: Asked | None = None  # the last that was answered
        self._generation = 0
        self._before: Asked | None = None  # what was asked before what falls due
        self._scored = ""  # how many of the predictions shown came true

    @property
    def pane(self) -> ClaimList:
        """The list."""
        return self.query_one(ClaimList)

    @property
    def search(self) -> SearchLine:
        """The filter line, shown or not."""
        return self.query_one(SearchLine)

    def compose_pane(self) -> ComposeResult:
        search = SearchLine("/", "words kind:prediction verdict:unchecked speaker:name due:..today")
        search.display = bool(self.asked.query)
        yield search
        yield ClaimList(id="claims")

    async def opened(self) -> None:
        if self.asked.query:
            self.search.line.value = self.asked.query
        else:
            claims = self.session.archive.claims
            rows, total = claims.ledger.newest(_FIRST), claims.ledger.count()
            self._show(rows, total, claims.verdicts.scheme.names, whole=total <= _FIRST)
        await self._look_up(self.asked)

    async def archive_changed(self) -> None:
        if self.is_attached:
            await self._look_up(self.asked)

    async def _look_up(self, asked: Asked, *, typing: bool = False) -> None:
        """Show what is asked for, unless something newer was asked meanwhile."""
        self._generation += 1
        generation = self._generation
        self.asked = asked

        try:
            found = await self.session.load(lambda archive: _found(archive, asked, typing=typing))
        except QueryError as error:
            if generation == self._generation and self.is_attached:
                self.search.display = True
                self.search.problem(str(error), error.at)
            return
        if generation == self._generation and self.is_attached:
            self.shown, self._scored = asked, found.scored
            self._show(found.lines, found.total, found.verdicts, whole=True)
            self.search.suggest(found.suggestions)

    def _show(
        self, lines: Sequence[Line], total: int, verdicts: Sequence[str], *, whole: bool
    ) -> None:
        self.pane.display_claims(lines, verdicts)
        self.show_whether(bool(lines) or bool(self.asked.query))
        asked = self.asked
        self.search.found(f"{total:,} found")
        order = "" if asked.order == "added" and asked.descending is None else f" by {asked.order}"
        turned = "" if asked.descending is None else ", turned round"
        group = "" if asked.group == "none" else f", in groups of {asked.group}"
        more = "" if whole else " (reading…)"
        self.say_above(f"{counted(total, 'claim')}{order}{turned}{group}{more}")

    def claims_meant(self) -> list[str]:
        if self.pane.selected:
            return self.pane.chosen
        if self.pane.current is None:
            raise UsageError("There is no claim here.", remedy="c in an article makes one.")
        return [self.pane.current.id]

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_claim_open()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self.asked.query and self.search.display:
            self.spawn(self._look_up(replace(self.asked, query=event.value), typing=True))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.set_focus(None)
        self.spawn(self._look_up(replace(self.asked, query=event.value)))

    # commands

    def do_claim_open(self) -> None:
        from reader.screens.claim import ClaimScreen

        row = self.pane.current
        if row is not None:
            self.app.push_screen(ClaimScreen(self.session, row.id, self._open_article))

    def do_claims_filter(self, query: str | None = None) -> None:
        self.search.display = True
        if query is None:
            self.set_focus(self.search.line)
            self.search.line.select_all()
        else:
            self.search.line.value = query

    async def do_claims_order(self, order: str | None = None) -> None:
        from archive.claims.ordering import ORDERINGS

        after = (ORDERINGS.index(self.asked.order) + 1) % len(ORDERINGS)
        known = next((one for one in ORDERINGS if one == order), None)
        if order is not None and known is None:
            raise UsageError(f"No such order: {order}.", remedy=f"One of: {', '.join(ORDERINGS)}.")
        await self._look_up(replace(self.asked, order=known or ORDERINGS[after], descending=None))

    async def do_claims_order_turn(self) -> None:
        from archive.claims.ordering import DESCENDING

        natural = self.asked.order in DESCENDING
        turned = None if self.asked.descending is not None else not natural
        await self._look_up(replace(self.asked, descending=turned))

    async def do_claims_group(self, group: str | None = None) -> None:
        from archive.claims.ordering import GROUPINGS

        after = (GROUPINGS.index(self.asked.group) + 1) % len(GROUPINGS)
        known = next((one for one in GROUPINGS if one == group), None)
        if group is not None and known is None:
            raise UsageError(f"No such group: {group}.", remedy=f"One of: {', '.join(GROUPINGS)}.")
        await self._look_up(replace(self.asked, group=known or GROUPINGS[after]))

    async def do_claims_due(self) -> None:
        """Put what falls due under its speakers, with how many came true; again: as before."""
        if self.asked.due:
            before, self._before = self._before or Asked(), None
            await self._look_up(replace(before, query=self.asked.query))
            return
        self._before = before = self.asked
        await self._look_up(
            replace(before, order="due", descending=None, group="speaker", due=True)
        )
        if self._scored:
            self.say(f"Predictions: {self._scored}. P again lists all claims.")
        else:
            await self._look_up(before)
            self.say("No prediction is here.")

    def do_dossiers(self) -> None:
        from reader.screens.dossiers import DossiersScreen

        self.app.push_screen(DossiersScreen(self.session, self._open_article))

    def do_claims_select(self) -> None:
        self.pane.turn_selection()
        self.say(f"{len(self.pane.selected):,} selected")

    def do_claims_select_all(self) -> None:
        self.pane.turn_all()
        self.say(f"{len(self.pane.selected):,} selected")

    async def do_claim_merge(self) -> None:
        """Merge the selected claims into the one under the cursor."""
        row = self.pane.current
        others = sorted(self.pane.selected - {row.id if row else ""})
        if row is None or not others:
            raise UsageError(
                "Which claims are to be merged?",
                remedy="Select them (v), stand on the one that stays, and merge.",
            )
        into = row.id
        await self.session.write(lambda archive: archive.claims.merge(into, others))
        self.pane.selected = set()
        await self.wrote()
        self.say(f"Merged {len(others) + 1} claims into one. u takes it back.")

    def do_escape(self) -> None:
        """Put away what was put on last: typing, selection, filter; then leave."""
        if self.typing(self.focused):
            self.set_focus(None)
        elif self.pane.selected:
            self.pane.selected = set()
            self.pane.refresh()
        elif self.search.display:
            self.search.display = False
            self.search.line.value = ""
            self.spawn(self._look_up(replace(self.asked, query="")))
        else:
            self.do_back()


def _found(archive: Archive, asked: Asked, *, typing: bool) -> _Found:
    """Look up what is asked for."""
    from archive.claims.predictions import Score, added, due, scores

    ledger, scheme = archive.claims.ledger, archive.claims.verdicts.scheme
    rows = ledger.select(asked.query, order=asked.order, descending=asked.descending, typing=typing)
    scored: dict[str, Score] = {}
    if asked.due:
        rows = due(rows)
        scored = {one.claimant or "": one for one in scores(rows, scheme, date.today())}
    lines: list[Line] = []
    for group in ledger.group(rows, asked.group):
        if group.heading or group.key:
            score = scored.get(group.key) if asked.group == "speaker" else None
            told = f": {score.told}" if score else ""
            lines.append(f"{group.heading} ({len(group.rows):,}){told}")
        lines += group.rows
    hints = ledger.hints(asked.query, typing=typing) if asked.query.strip() else ()
    return _Found(lines, len(rows), scheme.names, added(scored.values()).told, hints)
