"""Revisions: the texts themselves, compressed, with their markup and original bytes.

They are never changed, and removed only by a purge, so that a Change needs no
copy of a text and every undo finds the one it speaks of.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

from archive.errors import NotFound
from archive.model import Incoming, Origin
from archive.store.connection import Database

# On news texts level 4 takes half the time of level 6 for 3 % more space.
_LEVEL: Final = 4


@dataclass(frozen=True, slots=True)
class Packed:
    """A revision ready to be stored; made outside the write lock, since packing takes time.

    Attributes:
        at: when it came into the archive that it was taken from; None for now.
    """

    sha256: str
    words: int
    format: str
    source: str
    text: bytes
    markup: bytes
    original: bytes | None
    at: str | None = None


def pack(incoming: Incoming) -> Packed:
    """The revision that an incoming article brings, compressed with zlib."""
    return Packed(
        incoming.sha256,
        incoming.words,
        incoming.format,
        incoming.source,
        compressed(incoming.text.encode("utf-8")),
        compressed(incoming.markup.encode("utf-8", "backslashreplace")),
        None if incoming.original is None else compressed(incoming.original),
    )


def compressed(data: bytes) -> bytes:
    """Bytes as a revision keeps them."""
    return zlib.compress(data, _LEVEL)


class Revisions:
    """Reads of the texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def text(self, article: str, number: int | None = None) -> str:
        """The plain text of a revision, of the current one unless told.

        Raises:
            NotFound: if there is no such article or revision.
        """
        return self._blob("text", article, number).decode("utf-8")

    def text_and_markup(self, article: str, number: int | None = None) -> tuple[str, str]:
        """Plain text and markup of a revision; errors as :meth:`text`."""
        row = self._database.row(
            f"SELECT text, markup FROM revisions WHERE {_WHICH}", (article, number, article)
        )
        if row is None:
            raise _missing(article, number)
        return (
            zlib.decompress(row[0]).decode("utf-8"),
            zlib.decompress(row[1]).decode("utf-8"),
        )

    def original(self, article: str, number: int | None = None) -> bytes | None:
        """The bytes the revision was read from, or None if they were not kept."""
        row = self._database.row(
            f"SELECT original FROM revisions WHERE {_WHICH}", (article, number, article)
        )
        if row is None:
            raise _missing(article, number)
        return None if row[0] is None else zlib.decompress(row[0])

    def origin(self, article: str, number: int | None = None) -> Origin:
        """Where the revision came from; errors as :meth:`text`."""
        row = self._database.row(
            f"SELECT format, source, at FROM revisions WHERE {_WHICH}", (article, number, article)
        )
        if row is None:
            raise _missing(article, number)
        return Origin(*row)

    def number_of(self, article: str, sha256: str) -> int | None:
        """The latest revision of an article with this text, or None."""
        found: int | None = self._database.value(
            "SELECT max(number) FROM revisions WHERE article = ? AND sha256 = ?",
            (article, sha256),
        )
        return found

    def count(self) -> int:
        """How many revisions the archive's articles have."""
        return int(
            self._database.value(
                "SELECT count(*) FROM revisions WHERE article IN (SELECT id FROM articles)"
            )
        )

    def _blob(self, column: str, article: str, number: int | None) -> bytes:
        blob: bytes | None = self._database.value(
            f"SELECT {column} FROM revisions WHERE {_WHICH}", (article, number, article)
        )
        if blob is None:
            raise _missing(article, number)
        return zlib.decompress(blob)


_WHICH: Final = "article = ? AND number = coalesce(?, (SELECT revision FROM articles WHERE id = ?))"


def _missing(article: str, number: int | None) -> NotFound:
    if number is None:
        return NotFound(f"There is no article {article}.", ids=(article,))
    return NotFound(f"Article {article} has no revision {number}.", ids=(article,))
