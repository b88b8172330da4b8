"""A thread with an archive connection of its own, and the queue that leads to it.

The loop that paints must not wait for the disk: what the user does goes to
one such thread, so that writes happen in the order in which keys were
pressed; reads too slow for a frame (a list of all ids, a whole document) go
to another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from archive.core import Archive

T = TypeVar("T")


class Writer:
    """Runs work on the archive, one piece after another, off the loop.

    Args:
        opener: opens the connection; called once, in the thread that uses it.
        name: the thread's name, for whoever looks at a stack.
    """

    def __init__(self, opener: Callable[[], Archive], name: str = "writer") -> None:
        self._opener = opener
        self._archive: Archive | None = None
        self._threads = ThreadPoolExecutor(1, thread_name_prefix=name)

    def do(self, work: Callable[[Archive], T]) -> Awaitable[T]:
        """Run ``work`` after everything asked for before.

        It is queued by the call, not by the waiting, so that calls keep
        their order; and whoever stops waiting does not stop it: a mark made
        just before its screen closed is still written.

        Returns:
            What ``work`` returns, when awaited.

        Raises:
            ArchiveError: whatever ``work`` raised, when awaited.
        """
        future = self._threads.submit(self._run, work)
        return asyncio.shield(asyncio.wrap_future(future))

    def close(self) -> None:
        """Finish what was asked for, close the connection, end the thread."""
        self._threads.submit(self._close).result()
        self._threads.shutdown()

    def _run(self, work: Callable[[Archive], T]) -> T:
        if self._archive is None:
            self._archive = self._opener()
        return work(self._archive)

    def _close(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None
