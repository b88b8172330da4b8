"""What the screens of one run share: the archive, its threads, the search, the keys.

The loop holds a connection of its own for reads that take a fraction of a
millisecond (a page of rows); everything else goes to a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from archive.core import Archive, open_archive
from archive.errors import UsageError
from archive.model import ENTITY_TYPES
from reader.config import Problem, Settings
from reader.jobs import Jobs
from reader.keymap import Keymap, default
from reader.left import Draft, Left, Place
from reader.locations import state_folder
from reader.typed import Typed
from reader.visited import Visited
from reader.writer import Writer

if TYPE_CHECKING:
    from archive.index.client import Reply
    from archive.index.results import Filters, Sort
    from archive.model import Span

T = TypeVar("T")


class Searcher(Protocol):
    """The search process as the screens use it; see ``archive.index.client``."""

    async def start(self) -> None: ...

    async def search(
        self,
        query: str,
        *,
        sort: Sort = "relevance",
        descending: bool = True,
        filters: Filters | None = None,
        limit: int = 20,
        typing: bool = False,
        fold: bool = False,
        recency: bool = True,
        on_first: Callable[[Reply], None] | None = None,
    ) -> Reply | None: ...

    async def highlight(self, query: str, article: str) -> list[Span]: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Delays:
    """Seconds the screens wait; tests set them to zero.

    Attributes:
        preview: between the last cursor move and loading the preview.
        poll: between two looks for writes of other processes.
    """

    preview: float = 0.07
    poll: float = 1.0


def types_to_choose(archive: Archive, settings: Settings) -> list[str]:
    """Types of entities: the usual ones, those of the settings, others in use."""
    known = archive.entities.types()
    usual, used = known[: len(ENTITY_TYPES)], known[len(ENTITY_TYPES) :]
    return list(dict.fromkeys([*usual, *settings.entity_types, *used]))


class Session:
    """One run of the program on one archive.

    Args:
        folder: the archive's folder, made where it is missing or empty.
        searcher: makes the search client; None for a run without search.
        settings: what the user would have otherwise; else what each setting is of itself.
        problems: what could not be read of them, to be said at the start.
        given: settings of this run alone, as ``name=value``, which its jobs get too.

    Raises:
        NotAnArchive: if the folder is something else.
    """

    def __init__(
        self,
        folder: Path,
        *,
        demo: bool = False,
        searcher: Callable[[Path], Searcher] | None = None,
        keymap: Keymap | None = None,
        delays: Delays | None = None,
        settings: Settings | None = None,
        problems: Sequence[Problem] = (),
        given: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.demo = demo
        self.settings = settings or Settings()
        self.problems = problems
        actor = self.settings.actor
        self.archive: Archive = open_archive(folder, create=True, actor=actor)
        self.writer = Writer(lambda: open_archive(folder, actor=actor), "writer")
        self.loader = Writer(lambda: open_archive(folder), "loader")
        self.keymap = keymap or default()
        self.jobs = Jobs(folder, stop=self.key("cancel", "library"), given=given)
        self.delays = delays or Delays()
        self.then = ""  # what to open once the screen is left: ``demo``, or nothing
        self.evidence_for: Sequence[str] = ()  # claims for which a passage is being looked for
        self.last_dossier = ""  # the dossier into which something was put last
        self.visited = Visited()
        state = state_folder(self.archive.store.uuid)
        self.left, self.typed = Left(state), Typed(state)
        self.left_at: Place | None = None  # where an earlier run was left, until gone back to
        self.draft = Draft()  # what was being written then, until its form opens again
        self.exit_code = 0
        # Where each queue of sentences was left: articles looked through (None: all), sentence.
        self.suggested: dict[frozenset[str] | None, tuple[str, int]] = {}
        self.place_for = ""  # the mark for which a place is being chosen
        self._searcher: Searcher | None = None
        self._make_searcher = searcher
        self._ready = asyncio.Event()
        self._seen = self.archive.store.data_version()
        self._last = self.archive.store.last_change()

    def write(self, work: Callable[[Archive], T]) -> Awaitable[T]:
        """Do something of the user's in the writer's thread, in the order of the calls.

        Raises:
            ArchiveError: whatever ``work`` raised, when awaited; then nothing was written.
        """
        return self.writer.do(work)

    def load(self, work: Callable[[Archive], T]) -> Awaitable[T]:
        """Read what takes longer than a frame, in the loader's thread."""
        return self.loader.do(work)

    async def start_search(self) -> None:
        """Start the search process; to be called after the first painting."""
        if self._make_searcher is not None and self._searcher is None:
            searcher = self._make_searcher(self.folder)
            await searcher.start()
            self._searcher = searcher
        self._ready.set()

    @property
    def has_search(self) -> bool:
        """Whether this run has a search at all."""
        return self._make_searcher is not None

    async def search_client(self) -> Searcher:
        """The search client, as soon as it has started.

        Raises:
            UsageError: if this run has no search.
        """
        await self._ready.wait()
        if self._searcher is None:
            raise UsageError("There is no search here.")
        return self._searcher

    def remember_line(self, prompt: str, line: str) -> None:
        """Keep what was typed at a prompt, for this run and those after it.

        Args:
            prompt: which one: ``command``, ``pipe``, or a command that asks for a path.
            line: as it was typed, blanks at its beginning included.
        """
        if self.typed.remember(prompt, line):
            self.load(lambda _: self.typed.keep(prompt, line))

    def find_left(self) -> None:
        """Look for where an earlier run was left, and what was being written there."""
        self.left_at = self.left.found()
        if self.left_at is not None:
            self.draft = self.left_at.draft

    def draft_on(self, asked: Draft) -> Draft:
        """What was half written there when an earlier run was ended, if it was.

        It is given once: the form that gets it keeps it.

        Args:
            asked: a draft without words.
        """
        if replace(self.draft, words="") != asked:
            return asked
        found, self.draft = self.draft, Draft()
        return found

    def key(self, command: str, mode: str) -> str:
        """The key for a command, as people write it; where it has none, how to type it."""
        return next(iter(self.keymap.keys_for(mode, command)), f":{command}")

    @property
    def label_digits(self) -> dict[str, str]:
        """The digits of the labels that the user gave names, by name."""
        return {label.name: digit for digit, label in self.settings.labels.items()}

    @property
    def label_colours(self) -> dict[str, str]:
        """The colours of those, by digit."""
        return {digit: label.colour for digit, label in self.settings.labels.items()}

    def entity_types(self) -> list[str]:
        """Types to choose from: the usual ones, those of the settings, others in use."""
        return types_to_choose(self.archive, self.settings)

    def changed(self) -> bool:
        """Whether anyone else, the writer's thread included, made a change since the last call.

        What is written without a Change, such as a query remembered, is nothing to see.
        """
        version = self.archive.store.data_version()
        if version == self._seen:
            return False
        self._seen = version
        last, self._last = self._last, self.archive.store.last_change()
        return last != self._last

    async def close(self) -> None:
        """Finish the writes, stop the search process, close the archive."""
        await self.jobs.close()
        if self._searcher is not None:
            await self._searcher.close()
            self._searcher = None
        self.writer.close()
        self.loader.close()
        self.archive.close()
