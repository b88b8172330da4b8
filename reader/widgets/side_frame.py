"""What stands on one side of a screen that shows two, under a line that says what it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from reader.layout.cells import sanitise
from reader.widgets.ground import Ground


class SideFrame(Ground):
    """One side; its caption shows while there is another beside it.

    Args:
        content: what stands on the side.
    """

    DEFAULT_CSS = """
    SideFrame {
        width: 1fr;
        height: 1fr;
        layout: vertical;
        & > .caption { height: 1; padding: 0 1; background: $panel; color: $foreground 75%; }
        & > .caption { text-wrap: nowrap; text-overflow: ellipsis; }
        &.active > .caption { background: $primary; color: $background; text-style: bold; }
        & > ArticleView, & > ClaimList { width: 1fr; height: 1fr; }
    }
    """

    class Pressed(Message):
        """The mouse was pressed on a side.

        Args:
            frame: which one.
        """

        def __init__(self, frame: SideFrame) -> None:
            super().__init__()
            self.frame = frame

    def __init__(self, content: Widget) -> None:
        super().__init__()
        self.content = content
        self._caption = Static(classes="caption", markup=False)
        self._caption.display = False

    def compose(self) -> ComposeResult:
        yield self._caption
        yield self.content

    def on_mouse_down(self) -> None:
        self.post_message(self.Pressed(self))

    def entitle(self, caption: str, *, active: bool) -> None:
        """Say what the side shows.

        Args:
            caption: one line; nothing takes the line away.
            active: whether keys lead here, which a sign says without colour too.
        """
        self._caption.display = bool(caption)
        self._caption.update(f"{'▸' if active else ' '} {sanitise(caption[:300])}", layout=False)
        self.set_class(active, "active")
