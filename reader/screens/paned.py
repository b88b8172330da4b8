"""What the screens of one list share: a line that says what is listed, the list, and a way out."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from reader.layout.cells import sanitise
from reader.screens.base import CommandScreen
from reader.widgets.line_list import LineList
from reader.widgets.status_line import StatusLine


class PanedScreen(CommandScreen):
    """A screen with a line at the top, a list, and words to show where nothing is listed.

    Attributes:
        MODE: the mode whose keys are in force.
        TOP: what the line at the top says at first.
        EMPTY: what stands in the place of an empty list; nothing if empty.

    A screen made of several parts names this one first: Textual takes styles from the first
    base alone.
    """

    MODE: ClassVar[str]
    TOP: ClassVar[str] = ""
    EMPTY: ClassVar[str] = ""
    DEFAULT_CSS = """
    PanedScreen {
        & > #top { height: 1; background: $panel; padding: 0 1; }
        & > LineList { height: 1fr; }
        & > #none { height: 1fr; padding: 2 3; display: none; }
    }
    """

    @property
    def mode(self) -> str:
        """Always :attr:`MODE`."""
        return self.MODE

    @property
    @abstractmethod
    def pane(self) -> LineList:
        """The list."""

    def compose(self) -> ComposeResult:
        yield Static(self.TOP, id="top", markup=False)
        yield from self.compose_pane()
        if self.EMPTY:
            yield Static(self.EMPTY, id="none", markup=False)
        yield StatusLine()

    @abstractmethod
    def compose_pane(self) -> ComposeResult:
        """The list, and what stands about it."""

    async def on_mount(self) -> None:
        self.status.update(hints=self.hints())
        await self.opened()

    async def opened(self) -> None:
        """Show what there is; called once, when the screen stands."""
        await self.archive_changed()

    def say_above(self, top: str) -> None:
        """Put other words into the line at the top; they are made harmless."""
        self.query_one("#top", Static).update(sanitise(top), layout=False)

    def show_whether(self, filled: bool) -> None:
        """Show the list where there is something in it, else :attr:`EMPTY`."""
        self.pane.display = filled
        self.query_one("#none").display = not filled

    def move(self, name: str) -> None:
        self.pane.move(name)

    def do_escape(self) -> None:
        self.do_back()

    def do_back(self) -> None:
        self.app.pop_screen()
