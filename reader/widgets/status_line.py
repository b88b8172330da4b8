"""The last line: what just happened or can be done, and where one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from reader.layout.cells import sanitise
from reader.messages import CommandAsked
from reader.widgets.line_list import fit

Hints = Sequence[tuple[str, str]]
"""What can be done: a few words, such as ``f facets``, and the command line they stand for."""

_GAP = "  "
_LEAST = 40, 10  # columns and rows below which the line says so
_WAYS_OUT = ("help", "back")
"""What a line too narrow for all hints shows before any other: from there the rest is found."""


class StatusLine(Widget, can_focus=False):
    """A line in three parts: mode, message (or hints), place.

    An error keeps its place until something else is said; it begins with
    ``!`` so that it is one without colour too. A click on a hint runs its
    command; a click on a message brings the hints back.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--mode", "status--error", "status--dim"}
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        dock: bottom;
        background: $panel;
        & > .status--mode { background: $primary; color: $background; text-style: bold; }
        & > .status--error { color: $error; text-style: bold; }
        & > .status--dim { color: $foreground 75%; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.mode = ""
        self.message = ""
        self.error = False
        self.hints: Hints = ()
        self.place = ""
        self.job = ""
        self.pending = ""

    def say(self, message: str, *, error: bool = False) -> None:
        """Say what happened; an empty message brings the hints back."""
        self.message, self.error = message, error
        self.refresh()

    def update(
        self,
        *,
        mode: str | None = None,
        hints: Hints | None = None,
        place: str | None = None,
        job: str | None = None,
        pending: str | None = None,
    ) -> None:
        """Change parts of the line; None leaves a part as it is."""
        self.mode = self.mode if mode is None else mode
        self.hints = self.hints if hints is None else hints
        self.place = self.place if place is None else place
        self.job = self.job if job is None else job
        self.pending = self.pending if pending is None else pending
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line; when it is too narrow the message is cut, never the place."""
        style, width = self.rich_style, self.size.width
        mode, room, right = self._parts()
        hints = _GAP.join(hint for hint, _ in fitting(self.hints, room - 1))
        text = self.message or self._too_small() or hints
        dim = style + self.get_component_rich_style("status--dim", partial=True)
        look: Style = style if self.message else dim
        if self.error and self.message:
            text = "! " + text
            look = style + self.get_component_rich_style("status--error", partial=True)
        segments = [
            Segment(mode, style + self.get_component_rich_style("status--mode", partial=True)),
            Segment(fit(" " + text, room), look),
            Segment(right, style),
        ]
        return Strip(segments).adjust_cell_length(width, style)

    def _parts(self) -> tuple[str, int, str]:
        """Mode, the cells left for message or hints, and place."""
        right = "  ".join(sanitise(part) for part in (self.pending, self.job, self.place) if part)
        right = f" {right} " if right else ""
        mode = f" {self.mode.upper()} " if self.mode else ""
        room = self.size.width - cell_len(mode) - cell_len(right)
        if room < 8 or (self._too_small() and not self.message):
            return mode, self.size.width - cell_len(mode), ""
        return mode, room, right

    def _too_small(self) -> str:
        """What to say of a screen on which little can be read; empty of any other."""
        size = self.screen.size
        if size.width >= _LEAST[0] and size.height >= _LEAST[1]:
            return ""
        return f"{size.width}x{size.height}: needs 60x20"

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.message:
            self.say("")
            return
        mode, room, _ = self._parts()
        at = event.x - cell_len(mode) - 1
        for hint, line in fitting(self.hints, room - 1):
            if 0 <= at < cell_len(hint):
                self.post_message(CommandAsked(line))
                return
            at -= cell_len(hint) + len(_GAP)


def fitting(hints: Hints, room: int) -> Hints:
    """The hints there is room for, in their order: ways out first, then from the left.

    Args:
        hints: all of them.
        room: for all and the gaps between them, in cells.
    """
    kept: set[int] = set()
    ranks = sorted(range(len(hints)), key=lambda n: (hints[n][1] not in _WAYS_OUT, n))
    for number in ranks:
        size = cell_len(hints[number][0]) + (len(_GAP) if kept else 0)
        if size <= room:
            kept.add(number)
            room -= size
    return [hint for number, hint in enumerate(hints) if number in kept]
