"""Help that cannot be wrong: made from the keymap and the catalogue."""

from __future__ import annotations

import textwrap
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from archive.searches.manual import Line, page
from reader.commands import Command, complete, for_mode
from reader.keymap import Keymap, shown
from reader.widgets.line_list import LineList, fit
from reader.widgets.search_line import SearchLine

_TITLES = {
    "library": "the library",
    "article": "an article",
    "visual": "a selection",
    "searches": "the list of searches",
    "ledger": "the ledger of claims",
    "claim": "a claim",
    "history": "the history",
    "sync": "what was edited in files",
    "review": "the review of marks that lost their place",
    "register": "the register of entities",
    "entity": "an entity",
    "sweep": "a sweep",
    "pairs": "likely duplicates",
    "dossiers": "the list of dossiers",
    "dossier": "a dossier",
}
_NOTE = 84  # cells of a line of a note


def keys_shown(command: Command, mode: str, keymap: Keymap) -> str:
    """All keys of a command in a mode; those that differ in an argument as a range."""
    exact = keymap.keys_for(mode, command.name)
    if exact:
        return "  ".join(exact)
    lines = keymap.modes[mode]
    withs = [shown(keys) for keys, line in lines.items() if line.startswith(command.name + " ")]
    known = [k for k in withs if len(k) == 1] or withs
    return f"{known[0]} … {known[-1]}" if known and command.arguments else ""


class HelpLines(LineList):
    """Commands with their keys and summaries."""

    def __init__(self, mode: str, keymap: Keymap) -> None:
        super().__init__(id="help-lines")
        self._mode, self._keymap = mode, keymap
        self._commands: list[Command] = []

    @property
    def count(self) -> int:
        """How many commands show."""
        return len(self._commands)

    def display_commands(self, commands: list[Command]) -> None:
        """Show these."""
        self._commands, self.cursor = commands, 0
        self.renew()

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """Keys, name and arguments, summary."""
        command = self._commands[index]
        dim = self.look("dim", style)
        keys = keys_shown(command, self._mode, self._keymap) or ":"
        wide = width >= 76
        name = f"{command.name} {command.arguments}".rstrip() if wide else command.name
        first, second = (16, 26) if wide else (9, 19)
        return [
            Segment(" " + fit(keys, first) + " ", style + Style(bold=True)),
            Segment(fit(name, second) + " ", dim),
            Segment(fit(command.summary, max(4, width - first - second - 4)), style),
        ]


class QueryLines(LineList):
    """How queries are written, with what each way finds."""

    def __init__(self) -> None:
        super().__init__(id="query-lines")
        self._lines = [
            Line(line.written, part, line.heading)
            for line in page()
            for part in (textwrap.wrap(line.finds, _NOTE) if not line.written else [line.finds])
        ]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def can_hold_cursor(self, index: int) -> bool:
        """Headings cannot."""
        return not self._lines[index].heading

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """A heading, or what is written and what it finds."""
        line = self._lines[index]
        if line.heading:
            return [Segment(f" {line.written}", style + Style(bold=True, underline=True))]
        first = min(30, width // 3 + 4) if line.written else 0
        return [
            Segment(f"   {fit(line.written, first)} ", style + Style(bold=True)),
            Segment(fit(line.finds, max(4, width - first - 4)), style),
        ]


class HelpScreen(ModalScreen[None]):
    """The keys and commands of a mode, and how to query; ``/`` searches, Tab changes.

    Args:
        mode: the mode of the screen beneath.
        keymap: the keys in force.
        topic: ``query`` to begin with the queries.
    """

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 96; max-width: 98%; height: 94%;
            padding: 0 1; background: $surface; border: round $primary;
        }
        & .caption { text-style: bold; color: $primary; margin: 0 0 1 0; }
        & .hint { color: $foreground 75%; }
        & HelpLines, QueryLines { height: 1fr; }
    }
    """
    AUTO_FOCUS = ""
    _MOVES: ClassVar[dict[str, str]] = {
        "pagedown": "page down",
        "pageup": "page up",
        "home": "first",
        "end": "last",
        "space": "page down",
    }

    def __init__(self, mode: str, keymap: Keymap, topic: str = "") -> None:
        super().__init__()
        self._mode, self._keymap = mode, keymap
        self._queries = topic == "query"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(classes="caption", markup=False)
            search = SearchLine("/", "letters of a command")
            search.display = False
            yield search
            yield HelpLines(self._mode, self._keymap)
            yield QueryLines()
            yield Static(classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(HelpLines).display_commands(self._ordered())
        self._show()

    def _show(self) -> None:
        """Show the page that is turned to."""
        self.query_one(HelpLines).display = not self._queries
        self.query_one(QueryLines).display = self._queries
        here = f"What works in {_TITLES.get(self._mode, self._mode)}"
        caption = "How to write a query" if self._queries else here
        self.query_one(".caption", Static).update(caption)
        moves = " ".join(
            next(iter(self._keymap.keys_for("library", f"move {way}")), "")
            for way in ("down", "up")
        )
        self.query_one(".hint", Static).update(
            f"Tab shows the keys  {moves} move  Esc or q leaves"
            if self._queries
            else f"/ searches  Tab shows how to query  {moves} move  Esc or q leaves"
        )

    def _ordered(self) -> list[Command]:
        """What the mode alone has first, what works everywhere last."""
        return sorted(for_mode(self._mode), key=lambda command: len(command.modes))

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.query_one(HelpLines).display_commands(
            complete(self._mode, event.value) if event.value.strip() else self._ordered()
        )

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.set_focus(None)

    def on_key(self, event: events.Key) -> None:
        typing = self.focused is not None and self.focused.has_class("typing")
        if event.key == "escape" or (not typing and event.key in ("q", "question_mark", "f1")):
            event.stop()
            self.dismiss(None)
        elif not typing:
            self._read_on(event)

    def _read_on(self, event: events.Key) -> None:
        if event.key == "tab":
            self._queries = not self._queries
            self.query_one(SearchLine).display = False
            self._show()
        elif event.character == "/" and not self._queries:
            search = self.query_one(SearchLine)
            search.display = True
            self.set_focus(search.line)
        else:
            command = self._keymap.resolve("library", (), event.key).command or ""
            name = self._MOVES.get(event.key, command.removeprefix("move "))
            pane = self.query_one(QueryLines) if self._queries else self.query_one(HelpLines)
            if not pane.move(name):
                return
        event.stop()
        event.prevent_default()
