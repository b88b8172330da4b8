"""What queues of things to decide about share: looking through articles beside the loop."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TypeVar

from archive.core import Archive
from archive.errors import Cancelled
from reader.screens.paned import PanedScreen
from reader.session import Session

T = TypeVar("T")


class QueueScreen(PanedScreen):
    """A screen that looks through articles and takes what was decided off its list.

    Looking stops when the screen is left.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._left = False
        self._own = False  # whether the last write was a decision made here
        self._done = 0
        self._top = ""

    @property
    @abstractmethod
    def about(self) -> str:
        """What is looked for and what was found, for the line at the top."""

    def show_top(self) -> None:
        """Show what the screen is about and how far looking is."""
        far = f"   looking through: {self._done} %" if self._done else ""
        top = f"{self.about}{far}"
        if self.is_attached and top != self._top:
            self._top = top
            self.say_above(top)

    @abstractmethod
    async def look_again(self) -> None:
        """Look once more through what is shown: somebody wrote, or took something back."""

    async def opened(self) -> None:
        """Show what the screen is about, and how far looking is from now on."""
        self.show_top()
        self.set_interval(0.2, self.show_top)

    def on_unmount(self) -> None:
        self._left = True

    async def archive_changed(self) -> None:
        # A decision took its lines from the list; what others wrote, or an undo, is looked for.
        if self._own:
            self._own = False
        else:
            await self.look_again()

    async def decided(self) -> None:
        """Tell the other screens of a decision made here."""
        self._own = True
        await self.wrote()

    async def looked(self, work: Callable[[Archive], T]) -> T | None:
        """What looking finds, or None where the screen was left meanwhile."""
        try:
            found = await self.session.load(work)
        except Cancelled:
            return None
        return found if self.is_attached else None

    def left(self) -> bool:
        """Whether nobody waits for what is looked for any more."""
        return self._left

    def progress(self, done: int, total: int) -> None:
        """Note how far looking is; called in the loader's thread."""
        self._done = 0 if done >= total else 100 * done // total

    def do_back(self) -> None:
        self._left = True
        super().do_back()
