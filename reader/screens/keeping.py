"""Keeping where reading stopped, and that an article was read to its end."""

from __future__ import annotations

from collections.abc import Awaitable

from archive.errors import ArchiveError
from reader.screens.base import CommandScreen
from reader.screens.side import Side
from reader.screens.touring import TouringScreen


class KeepingScreen(TouringScreen):
    """The part of the article screen that keeps the places when it is left."""

    def ending(self) -> None:
        # The side with the caret last: the same article may be on both.
        for side in reversed(self.sides):
            if (work := side.unkept()) is not None:
                self.session.write(work)  # the program waits for it, and shows nothing any more

    def keep_place(self) -> None:
        """Remember where reading stopped, and that it was read if its end was seen."""
        for side in reversed(self.sides):
            self.let_go(side)

    def let_go(self, side: Side) -> None:
        """Keep the place in a side that goes."""
        if (work := side.unkept()) is not None:
            # Queued now; the app outlives this screen and shows what was written.
            writing = self.session.write(work)
            self.app.run_worker(self._after_leaving(writing))

    async def _after_leaving(self, writing: Awaitable[None]) -> None:
        try:
            await writing
        except ArchiveError as error:
            self._tell_others(error)
        else:
            await self.wrote()

    def _tell_others(self, error: ArchiveError) -> None:
        for screen in self.app.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.say_error(error)
