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
        style = self.rich_style
        width = self.size.width
        right = "  ".join(sanitise(part) for part in (self.pending, self.job, self.place) if part)
        right = f" {right} " if right else ""
        mode = f" {self.mode.upper()} " if self.mode else ""
        room = width - len(mode) - cell_len(right)
        if room < 8:
            right, room = "", width - len(mode)
        text = self.message or _GAP.join(hint for hint, _ in self.hints)
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

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.message:
            self.say("")
            return
        at = event.x - (cell_len(self.mode) + 2 if self.mode else 0) - 1
        for hint, line in self.hints:
            if 0 <= at < cell_len(hint):
                self.post_message(CommandAsked(line))
                return
            at -= cell_len(hint) + len(_GAP)
