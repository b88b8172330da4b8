"""Store: one open archive database, its reads, its write door, the index's door."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.store.connection import Database
from archive.store.dossiers import Dossiers
from archive.store.feed import ColumnRow, Feed, SearchFields
from archive.store.ledger import Ledger
from archive.store.listing import Listing
from archive.store.log import Log
from archive.store.marks import Marks
from archive.store.opening import open_database
from archive.store.purge import purge
from archive.store.records import Fold
from archive.store.register import Register
from archive.store.revisions import Revisions
from archive.store.searches import Searches
from archive.store.stats import progress, stats
from archive.store.suggestions import Suggestions
from archive.store.transaction import Transaction
from archive.store.written import Written


class Store:
    """One connection to an archive; it belongs to the thread that opened it.

    Args:
        folder: the archive's folder.
        fold: folds a title, outlet or name for sorting and looking up.
        create: make the archive where the folder is missing or empty.

    Raises:
        NotAnArchive, NewerArchive, ArchiveError: see
            :func:`archive.store.opening.open_database`.
    """

    def __init__(self, folder: Path, *, fold: Fold, create: bool = False) -> None:
        self._database = open_database(folder, create=create)
        self._fold = fold
        self.listing = Listing(self._database)
        self.revisions = Revisions(self._database)
        self.marks = Marks(self._database)
        self.dossiers = Dossiers(self._database)
        self.ledger = Ledger(self._database)
        self.log = Log(self._database)
        self.searches = Searches(self._database)
        self.register = Register(self._database)
        self.written = Written(self._database)
        self.suggestions = Suggestions(self._database)
        self._feed = Feed(self._database)
        self.uuid = str(self._database.value("SELECT value FROM meta WHERE key = 'uuid'"))

    @property
    def database(self) -> Database:
        """The connection, for the other modules of this package."""
        return self._database

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def fold(self, text: str) -> str:
        """``text`` folded as names are for looking up."""
        return self._fold(text)

    @contextmanager
    def transaction(
        self,
        *,
        command: str,
        actor: str,
        summary: str,
        undoable: bool = True,
        durable: bool = True,
        reverses: int | None = None,
        step: int | None = None,
    ) -> Iterator[Transaction]:
        """Write: all of it when the block ends, nothing when it raises.

        Args:
            command: the command's name (``claim add``).
            actor: who writes.
            summary: one line for people; the block may set ``tx.summary``.
            undoable: whether ``undo`` may take the step back.
            durable: whether it must survive a power cut once this returns.
            reverses: the step that this undoes or does again.
            step: number of a step that this continues.

        Raises:
            ArchiveBusy: if another process held the lock for 5 s.
        """
        self._database.begin(durable=durable)
        try:
            transaction = Transaction(
                self._database,
                self._fold,
                command=command,
                actor=actor,
                summary=summary,
                undoable=undoable,
                reverses=reverses,
                step=step,
            )
            yield transaction
            transaction.finish()
            self._database.commit()
        except BaseException:
            self._database.rollback()
            raise

    def purge(self, ids: Iterable[str], *, actor: str) -> None:
        """Remove articles with their texts and history; see :mod:`archive.store.purge`."""
        purge(self._database, list(ids), actor=actor)

    def data_version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self._database.value("PRAGMA data_version"))

    def stats(self) -> dict[str, int]:
        """Counts of everything; see :mod:`archive.store.stats`."""
        return stats(self._database)

    def progress(self, articles: Collection[str] | None) -> dict[str, int]:
        """How far one is with some articles; see :func:`archive.store.stats.progress`."""
        return progress(self._database, articles, self.ledger.scheme().first)

    def last_change(self) -> int:
        """Number of the last Change, 0 before the first."""
        return self._feed.last_change()

    def sign(self, mark: int) -> str:
        """What tells the Change of a number from one of the same number elsewhere.

        See :meth:`archive.store.feed.Feed.sign`.
        """
        return self._feed.sign(mark)

    def purged_since(self, mark: int) -> bool:
        """Whether articles were purged after the Change of this number."""
        return self._feed.purged_since(mark)

    def attests(self, mark: int, sign: str) -> bool:
        """Whether the Change of this number is the one that was signed so."""
        return self._feed.attests(mark, sign)

    def articles_touched_since(self, seq: int, limit: int | None = None) -> tuple[list[str], int]:
        """Articles whose searchable content changed after Change ``seq``, and the new mark.

        Deleted articles are among them; read state and position do not count.

        Args:
            seq: number of the last Change seen, 0 for none.
            limit: stop after about this many ids; ask again with the new mark.
        """
        return self._feed.touched_since(seq, limit)

    def search_fields(self, ids: Iterable[str]) -> Iterator[SearchFields]:
        """What is searched in these articles, in this order; those gone are left out."""
        return self._feed.search_fields(ids)

    def columns(self, since: int | None = None) -> Iterator[ColumnRow]:
        """What is sorted and counted by: all articles, or those touched after a Change.

        Read and starred count as a touch; articles gone are left out.
        """
        return self._feed.columns(since)
