"""What an engine must be able to do.

An engine stores the terms of articles and answers one leaf of a query at a
time: which articles hold these words, in which field, how often. AND, OR, NOT,
dates, states, ranking, sorting and facets are the same for all engines and
stand above this seam (:mod:`archive.index.evaluate`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Protocol

from archive.index.query import Words
from archive.store import SearchFields

Leaf = Mapping[str, Mapping[int, int]]
"""Per field: ordinal of an article (see ``Columns``) to how often the words stand there."""

FIRST_WORDS = 16
"""How many of the most frequent words a pattern stands for in the first rows of a slow search."""


class IndexDamaged(Exception):
    """The index is missing, cut short or of another layout; it must be built anew."""


class Abandoned(Exception):
    """Raised by a ``check``: nobody wants the answer any more."""


class Snapshot(Protocol):
    """An index as it was at one commit, held open."""

    mark: int
    """The last change of the archive that this index has seen."""

    sign: str
    """That change's sign (:meth:`archive.store.Store.sign`), as it was committed."""

    def ids(self) -> Iterable[str]:
        """The articles indexed."""
        ...

    def bind(self, ordinal: Callable[[str], int | None]) -> set[int]:
        """Learn the ordinals of articles; ids without one are left out from now on."""
        ...

    def leaf(self, words: Words, check: Callable[[], None], within: Set[int] | None = None) -> Leaf:
        """Where these words stand.

        Args:
            words: the leaf.
            check: called often; raises :class:`Abandoned` to stop the work.
            within: where the answer may be incomplete so that it is quick, the
                articles in which words in a row are looked for; beginnings and
                wildcards then stand for about ``FIRST_WORDS`` of their most
                frequent words only.

        Raises:
            IndexDamaged: where the files are not what they were.
        """
        ...

    def effort(self, words: Words) -> int:
        """About how many postings lists and articles a leaf makes one look at."""
        ...

    def positions(
        self, words: Words, field: str, wanted: Set[int], check: Callable[[], None]
    ) -> Mapping[int, Sequence[int]]:
        """Where in a field of these articles the words stand: positions of the first, ascending.

        What a beginning or a wildcard stands for may be left out.
        """
        ...

    def sketches(self) -> Iterable[tuple[int, Sequence[int]]]:
        """The sketches of the bodies (:mod:`archive.index.copies`), by ordinal."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """How many articles hold a term in a field."""
        ...

    def nearest(self, word: str, edits: int) -> Sequence[tuple[str, int]]:
        """Surfaces within so many edits, nearest and most frequent first, with their counts.

        Words of addresses are not among them.
        """
        ...

    def beginning(self, prefix: str, most: int) -> Sequence[tuple[str, int]]:
        """Surfaces that begin so, most frequent first, with their counts."""
        ...

    def known_name(self, surface: str) -> bool:
        """Whether the archive knows this folded word only as a name."""
        ...

    def current(self) -> bool:
        """Whether no newer commit stands beside this one."""
        ...

    def close(self) -> None: ...


class Writer(Protocol):
    """One transaction on an index; nothing is seen of it before ``commit``."""

    def remove(self, ids: Iterable[str]) -> int:
        """Take articles out; those absent are no error. Returns how many there were."""
        ...

    def add(self, fields: SearchFields) -> None:
        """Put an article in. Its older version must have been removed."""
        ...

    def commit(self, mark: int, sign: str, *, forget: bool = False) -> None:
        """Make it durable together with the archive's change that it stands for.

        Args:
            mark: that change's number.
            sign: its sign (:meth:`archive.store.Store.sign`).
            forget: whether nothing of what was ever removed may be left in the files.
        """
        ...

    def cancel(self) -> None: ...


class Engine(Protocol):
    """The two doors of an engine, both on a folder of its own."""

    layout: str
    """Changes whenever older indexes can no longer be read or lack something."""

    def create(self, folder: Path) -> None:
        """Make an empty index in an existing, empty folder."""
        ...

    def open(self, folder: Path) -> Snapshot:
        """Raises :class:`IndexDamaged` where there is no whole index."""
        ...

    def writer(self, folder: Path) -> Writer:
        """Raises :class:`IndexDamaged` likewise."""
        ...

    def rest(self) -> None:
        """Let go of what is held from one writer to the next: there will be none for a while."""
        ...
