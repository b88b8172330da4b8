"""A file on its way in: read whole or in chunks, gzip undone, from disk or memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import UnreadableInput

CHUNK = 1 << 18
MAX_ARTICLE = 64 << 20
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Source:
    """One input file.

    Attributes:
        name: the path as the user named it.
        relative: path relative to the folder imported (or the file's name),
            with ``/`` between parts and without ``.gz``.
        path: where its bytes lie, or None if ``memory`` holds them.
        size: bytes on the disk.
        consumed: bytes read from the disk so far.
        truncated: why the input ended too early, once that is known.
    """

    name: str
    relative: str
    path: Path | None = None
    memory: bytes = b""
    size: int = 0
    consumed: int = 0
    truncated: str = ""
    _head: bytes | None = field(default=None, repr=False)

    def chunks(self) -> Iterator[bytes]:
        """The content in pieces, decompressed if it is gzip.

        A damaged or truncated gzip ends the pieces and sets ``truncated``;
        everything before the damage has been given.

        Raises:
            UnreadableInput: if the file cannot be opened or read.
        """
        raw = self._raw()
        first = next(raw, b"")
        if first.startswith(_GZIP):
            yield from self._gunzip(first, raw)
        else:
            yield first
            yield from raw

    def head(self) -> bytes:
        """The first kilobytes of the content, to tell its format by."""
        if self._head is None:
            self._head = next((chunk for chunk in self.chunks() if chunk), b"")[: 1 << 16]
            self.consumed = 0
        return self._head

    def data(self, limit: int = MAX_ARTICLE) -> bytes:
        """The whole content.

        Raises:
            UnreadableInput: if it cannot be read, is longer than ``limit``
                bytes, or is a gzip cut short (an article is whole or it is none).
        """
        pieces: list[bytes] = []
        length = 0
        for chunk in self.chunks():
            length += len(chunk)
            if length > limit:
                raise UnreadableInput(
                    f"it is larger than {limit >> 20} MB, too much for one article",
                    path=self.name,
                    place=f"byte {limit}",
                    remedy="split it",
                )
            pieces.append(chunk)
        if self.truncated:
            raise UnreadableInput(
                self.truncated, path=self.name, remedy="fetch or copy the file again"
            )
        return b"".join(pieces)

    def _raw(self) -> Iterator[bytes]:
        if self.path is None:
            yield self.memory
            return
        self.consumed = 0
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    self.consumed += len(chunk)
                    yield chunk
        except OSError as error:
            raise unreadable(error, self.name) from error

    def _gunzip(self, first: bytes, raw: Iterator[bytes]) -> Iterator[bytes]:
        inflater = zlib.decompressobj(wbits=31)
        produced = 0
        pending = first
        while True:
            if inflater.eof:
                # gzip files may follow one another in one; padding after the last is allowed
                pending = inflater.unused_data + pending if inflater.unused_data else pending
                while not pending:
                    pending = next(raw, b"")
                    if not pending:
                        return
                if not pending.startswith(_GZIP[:1]):
                    if pending.strip(b"\0"):
                        self.truncated = (
                            f"after the gzip data, at byte {produced}, comes other data"
                        )
                    return
                inflater = zlib.decompressobj(wbits=31)
            if not pending:
                pending = next(raw, b"")
                if not pending:
                    self.truncated = f"its gzip data end too early, after {produced} bytes of text"
                    return
            before = inflater.copy()
            try:
                piece = inflater.decompress(pending, CHUNK * 4)
            except zlib.error as error:
                piece = _salvaged(before, pending)
                produced += len(piece)
                self.truncated = f"its gzip data are damaged after {produced} bytes ({error})"
                if piece:
                    yield piece
                return
            pending = inflater.unconsumed_tail
            produced += len(piece)
            if piece:
                yield piece


def _salvaged(inflater: zlib._Decompress, data: bytes) -> bytes:
    """What can be had of data in which zlib meets an error, which else costs the whole piece."""
    pieces = []
    try:
        for at in range(len(data)):
            pieces.append(inflater.decompress(data[at : at + 1]))
    except zlib.error:
        return b"".join(pieces)
    return b"".join(pieces)


def unreadable(error: OSError, name: str) -> UnreadableInput:
    """The error for a file or folder that the system refuses, with the remedy."""
    if isinstance(error, PermissionError):
        return UnreadableInput(
            "no permission to read it", path=name, remedy="give yourself read permission"
        )
    if isinstance(error, FileNotFoundError):
        return UnreadableInput("there is no such file or folder", path=name)
    return UnreadableInput(f"it cannot be read: {error.strerror or error}", path=name)
