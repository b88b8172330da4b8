"""A folder of files that cannot say themselves whose they are: data, not prose.

JSON, CSV and brat's files have no place for a closing comment such as the
Markdown files bear, so that a list beside them, ``newsmark.sha256``, says which
files are ours and what we last wrote in them. It has the form that
``sha256sum --check`` reads; where a file has line ends other than line feeds a
comment beside its line holds the hash it has with those, so that line ends
turned by a version-control system are no change. A file that is not in it, or whose bytes it does
not know, is somebody else's work: it is left alone and named.

The list is written ahead: a file's new hash is added to it before the file is
replaced, through a temporary file beside it, so that whoever is killed at
whatever moment leaves the old file or the new one, and either is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from archive.errors import ArchiveError, Cancelled, UsageError
from archive.export import atomic
from archive.export.contract import Cancelled as Asked
from archive.export.contract import ExportReport, Left, Progress

MANIFEST: Final = "newsmark.sha256"
FOREIGN: Final = "not written by newsmark"
CHANGED: Final = "changed since it was written"
_UNCHANGED: Final = "unchanged"
_HEADING: Final = (
    "# Written by newsmark export, which replaces only files that stand here unchanged.\n"
)
_LINE: Final = re.compile(r"(# )?([0-9a-f]{64})  (\S.*)")
Hashes = tuple[str, str]
"""sha256 of a file's bytes, and of its bytes with line feeds for line ends: what is compared."""

_CHUNK: Final = 1 << 18
_REMEDY: Final = "Files already written are whole; export again to write the rest."


class Files:
    """One export of data files into ``root``; collects the report. A context manager.

    Args:
        root: made if missing, with its parents.

    Raises:
        UsageError: if ``root`` is a file.
        ArchiveError: if it cannot be made, read or written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._written: list[str] = []
        self._unchanged: list[str] = []
        self._left: list[Left] = []
        self._stale = False
        if root.exists() and not root.is_dir():
            raise UsageError(f"{root} is a file.", remedy="Name a folder to export to.")
        with self._explained(f"Cannot export to {root}", "Choose a folder you may write to."):
            root.mkdir(parents=True, exist_ok=True)
            atomic.clean(root)
            self._known = self._read_manifest()

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *_: object) -> None:
        """Write the list with one line a file, for whatever was written until now."""
        if self._stale and self._known is not None:
            with self._explained(f"Cannot write {self.root / MANIFEST}", _REMEDY):
                self._write_manifest(self._known)

    @property
    def known(self) -> frozenset[str]:
        """Names of the files that the list says are ours."""
        return frozenset(self._known or ())

    def put(self, name: str, pieces: Iterable[str]) -> None:
        """Write a file, unless one there must be left alone.

        Args:
            name: of the file in the folder.
            pieces: its text, written as UTF-8 as it is (line ends included)
                and held in memory piece by piece only. Where taking them
                raises, the file stays as it was.

        Raises:
            ArchiveError: if the disk is full or the folder may not be written.
        """
        path = self.root / name
        if self._known is None:
            self._left.append(Left(name, f"the list {MANIFEST} was {FOREIGN}"))
            return
        if path.is_symlink() or (path.exists() and not path.is_file()):
            kind = "a symbolic link" if path.is_symlink() else "not a file"
            self._left.append(Left(name, f"it is {kind}"))
            return
        with self._explained(f"Cannot write {path}", _REMEDY), atomic.beside(path) as fresh:
            new = _write(fresh.file, pieces)
            reason = self._settle(path, new)
            if not reason:
                fresh.sync()
                self._announce(name, new)
                fresh.take_place()
                self._known[name] = {new}
                self._written.append(name)
            elif reason == _UNCHANGED:
                self._stale = self._stale or self._known.get(name) != {new}
                self._known[name] = {new}
                self._unchanged.append(name)
            else:
                self._left.append(Left(name, reason))

    def report(self, *, cancelled: bool = False, omitted: Iterable[Left] = ()) -> ExportReport:
        """What was done so far."""
        return ExportReport(
            tuple(self._written),
            tuple(self._unchanged),
            tuple(self._left),
            cancelled,
            tuple(omitted),
        )

    def _settle(self, path: Path, new: Hashes) -> str:
        """Why the file there is not to be replaced; empty if it is, or is missing."""
        if not path.exists():
            return ""
        try:
            there = _hashes(path)
        except OSError as error:
            return error.strerror or str(error)
        if there[1] == new[1]:
            return _UNCHANGED
        ours = (self._known or {}).get(path.name)
        if ours is None:
            return FOREIGN
        return "" if there[1] in {one for _, one in ours} else CHANGED

    def _read_manifest(self) -> dict[str, set[Hashes]] | None:
        """Each file's name to the hashes of what we wrote in it; None if the list is not ours."""
        path = self.root / MANIFEST
        if not path.exists() and not path.is_symlink():
            return {}
        if path.is_symlink() or not path.is_file():
            return None
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        if not text.startswith(_HEADING):
            return None
        known: dict[str, set[Hashes]] = {}
        written = ""
        for line in text.splitlines():
            if match := _LINE.fullmatch(line):
                commented, digest, name = match.groups()
                ours = known.setdefault(name, set())
                if commented:
                    ours.discard((written, written))
                else:
                    written = digest
                ours.add((written, digest))
        return known

    def _announce(self, name: str, new: Hashes) -> None:
        """Add what is about to be written to the list."""
        assert self._known is not None  # put() leaves everything alone then
        path = self.root / MANIFEST
        begun = path.exists()
        with path.open("a", encoding="utf-8", newline="") as file:
            # A line that a kill cut short ends here, and is passed over.
            file.write("\n" if begun else _HEADING)
            file.writelines(_entry(name, new))
        self._known.setdefault(name, set()).add(new)
        self._stale = True

    def _write_manifest(self, known: dict[str, set[Hashes]]) -> None:
        there = sorted(name for name in known if (self.root / name).is_file())
        lines = [
            line for name in there for one in sorted(known[name]) for line in _entry(name, one)
        ]
        data = "".join([_HEADING, *lines]).encode("utf-8")
        atomic.replace(self.root / MANIFEST, data)

    @contextmanager
    def _explained(self, message: str, remedy: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ArchiveError(f"{message}: {error.strerror or error}.", remedy=remedy) from error


class Pace:
    """How far an export is, and whether to go on.

    Args:
        total: how many records or files there are.
        progress, cancelled: as every exporter takes them.
    """

    def __init__(self, total: int, progress: Progress | None, cancelled: Asked | None) -> None:
        self._done = 0
        self._total = total
        self._progress = progress
        self._cancelled = cancelled

    def step(self) -> None:
        """Count one more.

        Raises:
            Cancelled: once the user has stopped the export.
        """
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The export was stopped.")


def export_files(
    folder: Path,
    total: int,
    progress: Progress | None,
    cancelled: Asked | None,
    work: Callable[[Files, Pace], Iterable[Left]],
) -> ExportReport:
    """Do the work of an exporter of data files, and report it.

    Args:
        folder: see :class:`Files`. ``total``, ``progress``, ``cancelled``: see :class:`Pace`.
        work: puts the files; gives what the format cannot hold.

    Raises:
        UsageError, ArchiveError: see :class:`Files`.
    """
    with Files(folder) as files:
        try:
            omitted = work(files, Pace(total, progress, cancelled))
        except Cancelled:
            return files.report(cancelled=True)
        return files.report(omitted=omitted)


def _entry(name: str, hashes: Hashes) -> list[str]:
    written, compared = hashes
    line = f"{written}  {name}\n"
    return [line] if written == compared else [line, f"# {compared}  {name}\n"]


def _write(file: BinaryIO, pieces: Iterable[str]) -> Hashes:
    digests = _Digests()
    for piece in pieces:
        data = piece.encode("utf-8")
        digests.update(data)
        file.write(data)
    return digests.hashes()


def _hashes(path: Path) -> Hashes:
    digests = _Digests()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digests.update(chunk)
    return digests.hashes()


class _Digests:
    """The two hashes of a file, as its bytes come."""

    def __init__(self) -> None:
        self._written, self._compared = hashlib.sha256(), hashlib.sha256()
        self._held = b""

    def update(self, data: bytes) -> None:
        self._written.update(data)
        data = self._held + data
        # A carriage return and its line feed may come apart.
        self._held = b"\r" if data.endswith(b"\r") else b""
        self._compared.update(data[: len(data) - len(self._held)].replace(b"\r\n", b"\n"))

    def hashes(self) -> Hashes:
        whole = self._compared.copy()
        whole.update(self._held)
        return self._written.hexdigest(), whole.hexdigest()
