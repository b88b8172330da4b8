"""Help that cannot be wrong: made from the keymap and the catalogue."""

from __future__ import annotations

import textwrap

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from archive.searches.manual import Line
from reader.commands import Command, complete, for_mode
from reader.commands.topics import CAPTIONS, MODES, keys_shown, page_on
from reader.keymap import Keymap, Sequence, key_name
from reader.widgets.line_list import LineList, fit
from reader.widgets.search_line import SearchLine

_SHORT = {"": "the keys here", "query": "how to query", "tour": "a tour", "settings": "settings"}
_NOTE = 84  # cells of a line of a note
PAGE_CSS = """
    align: center middle;
    background: $background 60%;
    & > Vertical {
        width: 96; max-width: 98%; height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    & .caption { text-style: bold; color: $primary; margin: 0 0 1 0; }
    & .hint { color: $foreground 75%; }
    & HelpLines, PageLines { height: 1fr; }
"""
"""What pages that lie above a screen look like."""
PAGE_MOVES = {
    "pagedown": "page down",
    "pageup": "page up",
    "home": "first",
    "end": "last",
    "space": "page down",
}
"""Keys that move on a page, whatever the keymap."""


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


class PageLines(LineList):
    """A page of the help: what is written or pressed, and what that does."""

    def __init__(self) -> None:
        super().__init__(id="page-lines")
        self._lines: list[Line] = []
        self._first = 0  # cells of the first column

    def display_page(self, page: list[Line]) -> None:
        """Show this page from its top."""
        self._lines = [
            Line(line.written, part, line.heading)
            for line in page
            for part in (textwrap.wrap(line.finds, _NOTE) if not line.written else [line.finds])
        ]
        longest = max(len(line.written) for line in page if not line.heading)
        self._first, self.cursor = min(30, longest + 1), 0
        self.renew()

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
        first = min(self._first, width // 3 + 4) if line.written else 0
        return [
            Segment(f"   {fit(line.written, first)} ", style + Style(bold=True)),
            Segment(fit(line.finds, max(4, width - first - 4)), style),
        ]


class HelpScreen(ModalScreen[None]):
    """The keys and commands of a mode, and how to query; ``/`` searches, Tab changes.

    Args:
        mode: the mode of the screen beneath.
        keymap: the keys in force.
        topic: the page to begin with, or a command's; none for the keys of the mode.
    """

    DEFAULT_CSS = "HelpScreen {" + PAGE_CSS + "}"
    AUTO_FOCUS = ""

    def __init__(self, mode: str, keymap: Keymap, topic: str = "") -> None:
        super().__init__()
        self._mode, self._keymap = mode, keymap
        self._topic = topic
        self._pending: Sequence = ()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(classes="caption", markup=False)
            search = SearchLine("/", "letters of a command")
            search.display = False
            yield search
            yield HelpLines(self._mode, self._keymap)
            yield PageLines()
            yield Static(classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(HelpLines).display_commands(self._ordered())
        self._show()

    def _show(self) -> None:
        """Show the page that is turned to."""
        commands, page = self.query_one(HelpLines), self.query_one(PageLines)
        commands.display, page.display = not self._topic, bool(self._topic)
        if self._topic:
            page.display_page(page_on(self._topic, self._keymap))
        here = f"What works in {MODES.get(self._mode, self._mode)}"
        caption = CAPTIONS.get(self._topic, self._topic or here)
        self.query_one(".caption", Static).update(caption)
        down, up = (self._keymap.keys_for("library", f"move {way}") for way in ("down", "up"))
        moves = " ".join([*down[:1], *up[:1]])
        turn = f"Tab shows {_SHORT[self._next()]}"
        search = "" if self._topic else "/ searches  "
        hint = f"{search}{turn}  {moves} move  Esc or q leaves"
        self.query_one(".hint", Static).update(hint)

    def _next(self) -> str:
        """The page that Tab turns to."""
        turns = list(_SHORT)
        return turns[(turns.index(self._topic) + 1) % len(turns)] if self._topic in turns else ""

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
            self._topic = self._next()
            self.query_one(SearchLine).display = False
            self._show()
        elif event.character == "/" and not self._topic:
            search = self.query_one(SearchLine)
            search.display = True
            self.set_focus(search.line)
        else:
            key = key_name(event.key, event.character)
            found = self._keymap.resolve("library", self._pending, key)
            self._pending = found.pending
            name = PAGE_MOVES.get(event.key, (found.command or "").removeprefix("move "))
            pane = self.query_one(PageLines) if self._topic else self.query_one(HelpLines)
            if not pane.move(name):
                return
        event.stop()
        event.prevent_default()
