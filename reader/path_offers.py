"""Files and folders that go on from the path being typed.

A folder is read once for each prompt and beside the loop: it may hold a
hundred thousand files, or hang on a network. Whoever types meanwhile is not
held up, and is offered what was found when it comes.
"""

from __future__ import annotations

import asyncio
import os
from bisect import bisect_left
from collections.abc import Awaitable
from itertools import islice
from pathlib import Path
from typing import Final

SHOWN: Final = 20
MOST_READ: Final = 100_000
"""How many names of a folder are read; of more, some are not offered."""


class PathOffers:
    """Offers of one prompt.

    Args:
        folders: whether only folders are offered.
    """

    def __init__(self, *, folders: bool = False) -> None:
        self._only = folders
        self._folders: dict[Path, asyncio.Task[list[tuple[str, bool]]]] = {}

    def offer(self, typed: str) -> list[str] | Awaitable[list[str]]:
        """What goes on from a path: at once where its folder was read, else when it has been.

        Args:
            typed: the path so far; empty for what is in the current folder.

        Returns:
            paths, at most ``SHOWN``, folders with a slash at their end; none
            where the folder cannot be read. Hidden names where one begins so.
        """
        path = Path(typed or ".").expanduser()
        whole = typed.endswith("/") or not typed
        folder, start = (path, "") if whole else (path.parent, path.name)
        task = self._folders.get(folder)
        if task is None:
            reading = asyncio.to_thread(read_names, folder)
            task = self._folders[folder] = asyncio.create_task(reading)
        if task.done():
            return self._fitting(folder, start, task.result())
        return asyncio.create_task(self._later(folder, start, task))

    async def _later(
        self, folder: Path, start: str, task: asyncio.Task[list[tuple[str, bool]]]
    ) -> list[str]:
        # Shielded: who types on asks again, and the folder is read already.
        return self._fitting(folder, start, await asyncio.shield(task))

    def _fitting(self, folder: Path, start: str, names: list[tuple[str, bool]]) -> list[str]:
        found: list[str] = []
        for name, is_folder in islice(names, bisect_left(names, (start, False)), None):
            if not name.startswith(start) or len(found) == SHOWN:
                break
            if (start or not name.startswith(".")) and (is_folder or not self._only):
                found.append(f"{folder / name}/" if is_folder else str(folder / name))
        return found


def read_names(folder: Path) -> list[tuple[str, bool]]:
    """The names in a folder, sorted, each with whether it is a folder; empty if unreadable."""
    try:
        with os.scandir(folder) as entries:
            return sorted((entry.name, entry.is_dir()) for entry in islice(entries, MOST_READ))
    except OSError:
        return []
