"""Likely duplicates, one pair a line: merged, told apart, or left for later."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult

from archive.entities.duplicates import Pair
from archive.errors import UsageError
from archive.model import NOT_SAME, Entity
from reader.messages import LineChosen
from reader.screens.entity_base import EntityScreen
from reader.session import Session
from reader.widgets.context_list import ContextList, Line
from reader.widgets.status_line import Hints


class PairsScreen(EntityScreen):
    """Shows pairs of entities that may be one.

    Args:
        session: the archive and what goes with it.
    """

    MODE = "pairs"
    TOP = "Likely duplicates: looking …"
    HINTS: ClassVar[Hints] = (
        ("a merge", "pair merge"),
        ("x not the same", "pair apart"),
        ("Space skip", "pair skip"),
        ("o keep the other", "pair turn"),
        ("Enter opens", "entity open"),
        ("u undo", "undo"),
        ("q back", "back"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._skipped: set[frozenset[str]] = set()
        self._turned: set[frozenset[str]] = set()

    @property
    def pane(self) -> ContextList:
        """The pairs."""
        return self.query_one(ContextList)

    def compose_pane(self) -> ComposeResult:
        yield ContextList(id="pairs")

    async def opened(self) -> None:
        self.spawn(self.archive_changed())

    async def archive_changed(self) -> None:
        pairs = await self.session.load(lambda archive: archive.entities.duplicates(500))
        if not self.is_attached:
            return
        left = [self._as_turned(pair) for pair in pairs if _key(pair) not in self._skipped]
        self.pane.display_lines([_line(pair) for pair in left])
        told = f"{len(left):,}: the first of the two stays" if left else "none"
        self.say_above(f"Likely duplicates: {told}")

    def _as_turned(self, pair: Pair) -> Pair:
        if _key(pair) not in self._turned:
            return pair
        return replace(pair, kept=pair.other, other=pair.kept)

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_entity_open()

    @property
    def current(self) -> Pair:
        """The pair under the cursor; UsageError if there is none."""
        line = self.pane.current
        if line is None or not isinstance(line.thing, Pair):
            raise UsageError("There is no pair here.")
        return line.thing

    def entity_meant(self) -> Entity:
        return self.current.kept

    async def do_pair_merge(self) -> None:
        pair = self.current
        await self.merge(pair.kept, [pair.other])

    async def do_pair_apart(self) -> None:
        one, other = self.current.kept, self.current.other
        said = f"{one.name} and {other.name} are not the same"
        await self.changed(
            lambda archive: archive.entities.relate(one.id, NOT_SAME, other.id), said
        )

    def do_pair_skip(self) -> None:
        self._skipped.add(_key(self.current))
        self.spawn(self.archive_changed())
        self.say("Skipped: it is offered again next time.")

    def do_pair_turn(self) -> None:
        self._turned ^= {_key(self.current)}
        self.spawn(self.archive_changed())

    def do_entity_open(self) -> None:
        from reader.screens.entity_card import EntityCard

        self.app.push_screen(EntityCard(self.session, self.current.kept.id))


def _key(pair: Pair) -> frozenset[str]:
    return frozenset((pair.kept.id, pair.other.id))


def _line(pair: Pair) -> Line:
    one, other = pair.kept, pair.other
    why = "; ".join(pair.reasons)
    text = f"{one.name} ({one.type})  ←  {other.name} ({other.type})   {why}"
    return Line(text, lead=f"{round(100 * pair.score):>3} %", thing=pair)
