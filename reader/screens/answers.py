"""What the lines of a table that came in were answered: why not taken, who else has the name."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from archive.searches.manual import Line
from archive.text.plurals import counted
from reader.keymap import Keymap
from reader.screens.help import PAGE_CSS, PAGE_MOVES, PageLines

_WIDEST = 72  # cells of a reason's line, where there is room
_AROUND = 24  # cells of a screen that are not a reason's


class AnswersScreen(ModalScreen[None]):
    """Shows the answers that are more than a count; any way of leaving leaves.

    Args:
        summary: what the job reported: ``skipped`` and ``shared_names``, as lists.
        keymap: the keys in force.
    """

    DEFAULT_CSS = "AnswersScreen {" + PAGE_CSS + "}"
    AUTO_FOCUS = ""

    def __init__(self, summary: Mapping[str, Any], keymap: Keymap) -> None:
        super().__init__()
        self._summary, self._keymap = summary, keymap

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("What the table brought", classes="caption", markup=False)
            yield PageLines()
            yield Static("Esc or q leaves", classes="hint", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        room = max(20, min(_WIDEST, event.size.width - _AROUND))
        self.query_one(PageLines).display_page(answers(self._summary, room))

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key in ("escape", "q", "enter"):
            self.dismiss(None)
            return
        command = self._keymap.resolve("library", (), event.key).command or ""
        move = PAGE_MOVES.get(event.key, command.removeprefix("move "))
        self.query_one(PageLines).move(move)


def answers(summary: Mapping[str, Any], room: int = _WIDEST) -> list[Line]:
    """The lines of the page; none where every line of the table was taken as it stands.

    Args:
        room: characters after which a reason goes on in another line.
    """
    skipped, shared = summary.get("skipped") or [], summary.get("shared_names") or []
    lines: list[Line] = []
    if skipped:
        lines.append(Line(f"Not taken   {counted(len(skipped), 'line')}", heading=True))
    for one in skipped:
        lines += _wrapped(str(one["place"]), str(one["reason"]), room)
    if shared:
        lines.append(Line(f"Shared names   {counted(len(shared), 'line')}", heading=True))
    for one in shared:
        others = ", ".join(f"{other['name']} ({other['id']})" for other in one["with"])
        told = f"{one['name']} ({one['id']}) shares one with {others}"
        lines += _wrapped(str(one["place"]), told, room)
    return lines


def _wrapped(place: str, text: str, room: int) -> Iterator[Line]:
    """A place and what is said of it, on as many lines as that takes."""
    for number, part in enumerate(textwrap.wrap(text, room)):
        yield Line(" " if number else place, part)
