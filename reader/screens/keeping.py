"""Keeping where reading stopped, and that an article was read to its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from archive.core import Archive
from archive.errors import ArchiveError
from archive.model import Article
from reader.screens.base import CommandScreen
from reader.screens.touring import TouringScreen


class KeepingScreen(TouringScreen):
    """The part of the article screen that keeps the place when it is left.

    Attributes:
        article: the article as it stands in the archive.
        end_seen: whether its last line was in sight.
    """

    article: Article
    end_seen = False

    def ending(self) -> None:
        if (work := self._work()) is not None:
            self.session.write(work)  # the program waits for it, and shows nothing any more

    def keep_place(self) -> None:
        """Remember where reading stopped, and that it was read if its end was seen."""
        if (work := self._work()) is not None:
            # Queued now; the app outlives this screen and shows what was written.
            writing = self.session.write(work)
            self.app.run_worker(self._after_leaving(writing))

    def _work(self) -> Callable[[Archive], None] | None:
        """The work of doing so; None where there is none."""
        id, position, article = self.article_id, self.view.caret, self.article
        finished = self.end_seen and not article.read
        if position == article.position and not finished:
            return None

        def work(archive: Archive) -> None:
            if not archive.articles.rows([id]):
                return  # deleted meanwhile: there is no place to keep
            if position != article.position:
                archive.articles.set_position(id, position)
            if finished:
                archive.articles.mark_read([id], True)

        return work

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
