"""The connection to an archive's database, and the words for when it fails.

Whatever SQLite reports is translated here once: a held lock becomes
:class:`ArchiveBusy`, a damaged file :class:`NotAnArchive`, a full disk or a
missing permission an :class:`ArchiveError` that says so. What is left over is
a mistake of ours and escapes as it is.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from archive.errors import ArchiveBusy, ArchiveError, NotAnArchive

Row = tuple[Any, ...]

BUSY_SECONDS: Final = 5.0
# How long to sleep between two tries for the write lock. What the user does
# tries more often than an import, so that it slips in between two batches.
_PAUSE: Final = 0.001
_PAUSE_IN_BULK: Final = 0.005

_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REMEDIES: Final = {
    sqlite3.SQLITE_READONLY: "Check that you may write to the folder and its files.",
    sqlite3.SQLITE_PERM: "Check that you may write to the folder and its files.",
    sqlite3.SQLITE_CANTOPEN: "Check that you may read and write the folder and its files.",
    sqlite3.SQLITE_FULL: "Make room on the disk; nothing was changed.",
    sqlite3.SQLITE_IOERR: "Check the disk; nothing was changed.",
}


class Database:
    """One SQLite connection in autocommit mode, whose errors are the archive's.

    Every read is fetched whole before it returns, so no read holds back
    another process's checkpoint.

    Args:
        file: the database; it must exist, an empty file will do.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._durable: bool | None = None
        try:
            self._connection = sqlite3.connect(
                file, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256
            )
        except sqlite3.Error as error:
            raise self._explained(error) from error
        self._identity = self._on_disk()

    def _on_disk(self) -> tuple[int, int] | None:
        """What tells the file at the path from any other; None where there is none."""
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def close(self) -> None:
        """Close the connection; a transaction still open is rolled back."""
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self._execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def run(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement; the id of the last row it inserted, or 0."""
        try:
            return self._execute(sql, parameters).lastrowid or 0
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement once for each set of parameters."""
        try:
            self._connection.executemany(sql, parameters)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def begin(self, *, durable: bool) -> None:
        """Open a transaction that holds the write lock.

        Args:
            durable: whether its commit must survive a power cut (synchronous
                FULL) or only a killed process (NORMAL).

        Raises:
            ArchiveBusy: if another process held the lock for 5 s.
            ArchiveError: if the file is no longer the one that was opened. It would take
                what is written, and be gone with it when it is closed.
        """
        if self._on_disk() != self._identity:
            raise ArchiveError(
                f"The archive at {self.file.parent} was moved or replaced while it was open;"
                " nothing was written.",
                remedy="Leave the program and open the archive again.",
            )
        if durable != self._durable:
            self.run(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable
        self.patiently("BEGIN IMMEDIATE", pause=_PAUSE if durable else _PAUSE_IN_BULK)

    def patiently(self, sql: str, *, pause: float = _PAUSE) -> None:
        """Run a statement that needs a lock, trying again for 5 s.

        SQLite's own waiting sleeps up to 100 ms between tries, too long to
        slip in between two batches of an import, and does not cover a change
        of journal mode.

        Raises:
            ArchiveBusy: if the lock was not free in all that time.
        """
        deadline = time.monotonic() + BUSY_SECONDS
        self.run("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self._connection.execute(sql)
                    return
                except sqlite3.OperationalError as error:
                    explained = self._explained(error)
                    if not isinstance(explained, ArchiveBusy) or time.monotonic() > deadline:
                        raise explained from error
                time.sleep(pause)
        finally:
            self.run(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")

    def commit(self) -> None:
        """Commit the open transaction."""
        self.run("COMMIT")

    def rollback(self) -> None:
        """Give the open transaction up; SQLite may have done so already."""
        if self._connection.in_transaction:
            self.run("ROLLBACK")

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open on this connection."""
        return self._connection.in_transaction

    def _execute(self, sql: str, parameters: Sequence[object]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, parameters)
        except UnicodeEncodeError:
            # An argument from a command line that was no UTF-8: look for what is stored for it.
            known = [storable(each) if isinstance(each, str) else each for each in parameters]
            return self._connection.execute(sql, known)

    def _explained(self, error: sqlite3.Error) -> Exception:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
        folder = self.file.parent
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return ArchiveBusy(
                f"Another process is writing to the archive at {folder}.",
                remedy="Nothing was changed; try again when it is done.",
            )
        if code in _DAMAGED:
            return NotAnArchive(
                f"The database {self.file} is damaged or no database ({error}).",
                remedy="Restore it from a copy, or name another folder.",
            )
        if code in _REMEDIES:
            return ArchiveError(f"Cannot use {self.file}: {error}.", remedy=_REMEDIES[code])
        return error


def storable(text: str) -> str:
    """``text`` with lone surrogates (from undecodable file names) spelled as escapes.

    They are no characters, UTF-8 cannot hold them, and two different names
    must stay different.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    # A StrEnum member becomes the string it is.
    return str(text)
