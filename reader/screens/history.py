"""The history: who did what and when, narrowed as one types; any step taken back by a key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.widgets import Input

from archive.core import Archive
from archive.errors import ArchiveError, UsageError
from archive.model import Step
from archive.text.folding import fold_word
from archive.text.plurals import counted
from reader.messages import LineChosen
from reader.screens.paned import PanedScreen
from reader.session import Session
from reader.widgets.line_list import LineList, fit
from reader.widgets.search_line import SearchLine
from reader.widgets.status_line import Hints

_MOST = 5000
_PART = re.compile(r'(?:"[^"]*"?|[^\s"])+')
FIELDS = ("actor", "command", "record", "date")
"""What the filter line narrows by, besides words of the summary."""


class StepList(LineList):
    """Steps, the newest first."""

    header_height = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._steps: Sequence[Step] = ()

    @property
    def count(self) -> int:
        """How many are listed."""
        return len(self._steps)

    @property
    def current(self) -> Step | None:
        """The step under the cursor."""
        return self._steps[self.cursor] if self._steps else None

    def display_steps(self, steps: Sequence[Step]) -> None:
        """Show these; the cursor stays on its step."""
        at = self.current
        self._steps = steps
        if at is not None:
            numbers = [step.number for step in steps]
            self.cursor = numbers.index(at.number) if at.number in numbers else self.cursor
        self.renew()

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """The columns' names."""
        return [Segment(f"  {fit('Step', 7, right=True)}  {fit('When (UTC)', 16)}  Who and what")]

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Cursor, number, moment, actor, summary."""
        step = self._steps[index]
        dim = self.look("dim", style)
        gone = " (taken back)" if step.undone else ""
        number = fit(f"{step.number:,}", 7, right=True)
        return [
            Segment("▸ " if index == self.cursor else "  ", self.look("glyph", style)),
            Segment(f"{number}  {fit(step.at[:16].replace('T', ' '), 16)}  ", dim),
            Segment(fit(step.actor, 12) + "  ", dim),
            Segment(
                fit(step.summary + gone, max(4, width - 43)),
                style if step.undoable and not step.undone else dim,
            ),
        ]


class HistoryScreen(PanedScreen):
    """Lists what was done; ``x`` takes the step under the cursor back.

    Args:
        session: the archive and what goes with it.
    """

    MODE = "history"
    TOP = "History"
    HINTS: ClassVar[Hints] = (
        ("/ filter", "history filter"),
        ("x take this step back", "history undo"),
        ("u undo the last", "undo"),
        ("? help", "help"),
        ("q back", "back"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._query = ""
        self._generation = 0

    @property
    def pane(self) -> StepList:
        """The steps."""
        return self.query_one(StepList)

    @property
    def search(self) -> SearchLine:
        """The filter line, shown or not."""
        return self.query_one(SearchLine)

    def compose_pane(self) -> ComposeResult:
        search = SearchLine("/", "words actor:name command:claim record:ID date:yesterday")
        search.display = False
        yield search
        yield StepList(id="steps")

    async def archive_changed(self) -> None:
        if self.is_attached:
            await self._look(self._query)

    async def _look(self, query: str) -> None:
        self._generation += 1
        generation = self._generation
        self._query = query
        given, words = parted(query)

        def look(archive: Archive) -> list[Step]:
            steps = archive.history.log(
                _MOST,
                record=given.get("record"),
                actor=given.get("actor"),
                command=given.get("command"),
                date=given.get("date"),
            )
            return [
                step for step in steps if all(word in fold_word(step.summary) for word in words)
            ]

        try:
            steps = await self.session.load(look)
        except UsageError as error:
            if generation == self._generation and self.is_attached:
                self.search.problem(str(error), 0)
            return
        if generation == self._generation and self.is_attached:
            self.pane.display_steps(steps)
            more = "or more steps" if len(steps) == _MOST else ""
            self.search.found(f"{len(steps):,} found")
            self.say_above(counted(len(steps), "step", more))

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self._query and self.search.display:
            self.spawn(self._look(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.set_focus(None)

    def on_line_chosen(self, message: LineChosen) -> None:
        self.say_step()

    def say_step(self) -> None:
        """Say all of the step under the cursor."""
        step = self.pane.current
        if step is not None:
            self.say(f"{step.number}: {step.summary}")

    # commands

    def do_history_filter(self, query: str | None = None) -> None:
        self.search.display = True
        if query is None:
            self.set_focus(self.search.line)
        else:
            self.search.line.value = query

    async def do_history_undo(self) -> None:
        step = self.pane.current
        if step is None:
            raise UsageError("No step is listed here.")
        number = step.number
        try:
            await self.session.write(lambda archive: archive.history.undo_step(number))
        except ArchiveError as error:
            self.say_error(error)
            return
        await self.wrote()
        self.say(f"Taken back: {step.summary}. Ctrl-R does it again.")

    def do_escape(self) -> None:
        """Put away the filter; then leave."""
        if self.typing(self.focused):
            self.set_focus(None)
        elif self.search.display:
            self.search.display = False
            self.search.line.value = ""
            self.spawn(self._look(""))
        else:
            self.do_back()


def parted(query: str) -> tuple[dict[str, str], list[str]]:
    """The fields that a filter line names, and its other words, folded.

    Quotation marks hold words together, while they are typed too:
    ``command:"claim merge"``.
    """
    given: dict[str, str] = {}
    words: list[str] = []
    for part in _PART.findall(query):
        name, colon, value = part.replace('"', "").partition(":")
        if colon and name in FIELDS:
            if value.strip():
                given[name] = " ".join(value.split())
        else:
            words += map(fold_word, part.replace('"', "").split())
    return given, words
