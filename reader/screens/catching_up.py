"""The library while the index is behind the archive: it is brought up to date, and asked again.

After an import elsewhere, or where the index was deleted or damaged, more
articles may wait than can be matched in memory. The index then catches up in a
job beside, its first articles are found while the rest is still being read,
and what is shown says so until the answer is whole.
"""

from __future__ import annotations

from abc import abstractmethod
from time import monotonic

from reader.screens.listing import Request
from reader.screens.picking import PickingScreen
from reader.session import Session

QUIET = 1.0
"""Seconds after the last letter until what changed meanwhile is shown."""

_AGAIN = 1.0
"""Seconds between two askings while the index catches up."""

_UPDATING = ("reindex", "import")
"""The jobs that bring the index up to date; one that ends without having done so was stopped."""


class CatchingUpScreen(PickingScreen):
    """The part of the library that has the index brought up to date."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked_again = 0.0
        self.typed_at = -QUIET  # when the last letter came
        # The article that the cursor belongs on while what shows is not whole: it may
        # not have it yet. None for the top, and where all is shown.
        self.meant: str | None = None

    @property
    def typing_now(self) -> bool:
        """Whether the fingers are on a line: nothing may come between two letters."""
        return self.typing(self.focused) and monotonic() - self.typed_at < QUIET

    def stood_on(self) -> str | None:
        """The article to stay on when what shows is asked for again; None for the top.

        Nobody chose the first line of a list that still grows: others come before it.
        """
        if not self.listing.whole:
            return self.meant
        row = self.rows.current
        return None if row is None else row.id

    def go_along(self) -> None:
        """The user moved the cursor: where it is now, it belongs."""
        row = self.rows.current
        self.meant = None if row is None or self.listing.whole else row.id

    @abstractmethod
    async def ask(
        self, request: Request, *, keep: bool = False, typing: bool = False, catch_up: bool = True
    ) -> None:
        """List what a request asks for.

        Args:
            keep: stay on the article under the cursor.
            typing: the query is still being typed.
            catch_up: update the index if too much is missing in it.
        """

    async def warm_up(self) -> None:
        """Let the search process open its index before the first key is typed into it."""
        searcher = await self.session.search_client()
        reply = await searcher.search("a", limit=0, typing=True)
        if reply is not None and reply.wants_update:
            self.update_index()

    def update_index(self) -> None:
        """Too many new articles to match in memory: the index catches up beside."""
        if not self.session.jobs.running:
            self.do_reindex()

    def job_moved(self) -> None:
        """Ask again, now that the index holds more: not at each step, and not between letters."""
        now = monotonic()
        if (
            self.listing.wants_update
            and now - self._asked_again >= _AGAIN
            and self.app.screen is self
            and not self.typing_now
        ):
            self._asked_again = now
            self._ask_what_shows(catch_up=False)

    def job_ended(self, command: str) -> None:
        # Should the index still lag after an update, that was stopped or failed, and
        # starting it again would never end.
        if self.listing.wants_update:
            self._ask_what_shows(catch_up=command not in _UPDATING)

    def _ask_what_shows(self, *, catch_up: bool) -> None:
        request, typing = self.listing.request, self.typing(self.focused)
        self.spawn(self.ask(request, keep=True, typing=typing, catch_up=catch_up))
