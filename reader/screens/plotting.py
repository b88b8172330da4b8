"""The picture of what the library lists."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.layout.cells import sanitise
from reader.plots import Picture, text


class PlotScreen(ModalScreen[None]):
    """Shows a picture until a key puts it away."""

    DEFAULT_CSS = """
    PlotScreen {
        align: center middle;
        background: $background 60%;
        & > VerticalScroll {
            width: 96; max-width: 98%; height: auto; max-height: 94%;
            padding: 1 2; background: $surface; border: round $primary;
        }
    }
    """

    def __init__(self, picture: Picture, *, ascii_only: bool) -> None:
        super().__init__()
        self._picture, self._ascii = picture, ascii_only

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(id="plot", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        width = min(96, event.size.width * 98 // 100) - 6
        lines = text(self._picture, max(20, width), ascii_only=self._ascii)
        self.query_one("#plot", Static).update("\n".join(map(sanitise, lines)))

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("escape", "q", "enter", "P", "f10"):
            event.stop()
            self.dismiss(None)
