"""The bar that offers what can be done with a mouse selection."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import Static

# Label and the command it stands for.
CHOICES = (
    ("Claim", "claim add"),
    ("Entity", "entity tag"),
    ("Highlight", "highlight add"),
    ("Note", "note add"),
    ("Copy", "copy"),
)


class SelectionBar(Horizontal):
    """A row of buttons that floats beside the selection; hidden until :meth:`offer`.

    The keyboard has keys for all of this, so the bar takes no focus.
    """

    DEFAULT_CSS = """
    SelectionBar {
        display: none;
        overlay: screen;
        position: absolute;
        constrain: inside inside;
        width: auto;
        height: 1;
        background: $foreground;
        color: $background;
        & > Static { width: auto; height: 1; padding: 0 1; pointer: pointer; }
        & > Static:hover { background: $primary; color: $background; text-style: bold; }
    }
    """
    WIDTH: ClassVar[int] = sum(len(label) + 2 for label, _ in CHOICES)

    class Chosen(Message):
        """A button was clicked.

        Args:
            command: the command line it stands for.
        """

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def compose(self) -> ComposeResult:
        for label, command in CHOICES:
            yield Static(label, markup=False, name=command)

    def offer(self, near: Region) -> None:
        """Show the bar below a region of the screen, or above it at the screen's end.

        Args:
            near: screen cells, as :meth:`~reader.widgets.page_view.PageView.caret_region` gives.
        """
        screen = self.screen.size
        x = min(max(0, near.x - self.WIDTH // 2), max(0, screen.width - self.WIDTH))
        y = near.bottom + 1 if near.bottom + 1 < screen.height else max(0, near.y - 2)
        self.absolute_offset = Offset(x, y)
        self.display = True

    def put_away(self) -> None:
        """Hide the bar."""
        self.display = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.widget is not None and event.widget.name:
            self.put_away()
            self.post_message(self.Chosen(event.widget.name))
