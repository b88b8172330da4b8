"""A folder of files that are partly ours: what may be written there, and how.

Each file ends with a comment that rendering hides and that holds the sha256
of everything before it. A file without it is not ours; one that does not
match it was changed since; both are left alone and named. (Line ends turned
into CRLF by a version-control system are no change.) A file is replaced
whole, through a temporary file beside it, so that whoever is killed at
whatever moment leaves the old file or the new one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from archive.errors import ArchiveError, UsageError
from archive.export.contract import ExportReport, Left

_SEAL = re.compile(rb"<!-- newsmark sha256:([0-9a-f]{64}) -->\n?\Z")
_OURS = re.compile(rb"\A---\n(?:[^\n]*\n)*?newsmark: ")
_KIND_AND_ID = re.compile(r'^newsmark: (\w+)\n(?:id: "?([\w-]+)"?$)?', re.MULTILINE)
_TEMPORARY = re.compile(r"\.newsmark-(\d+)\.tmp")
_STALE_SECONDS = 600.0
_HEAD = 512
_SUFFIX = ".md"


class Standing(Enum):
    """How an existing file stands to us."""

    OURS = "ours"
    CHANGED = "changed since it was written"
    FOREIGN = "not written by newsmark"


def seal(content: str) -> str:
    """``content`` with the closing comment below a blank line; it must end with a newline."""
    content += "\n"
    digest = hashlib.sha256(content.encode("utf-8")).hexdigest()
    return f"{content}<!-- newsmark sha256:{digest} -->\n"


def standing(data: bytes) -> Standing:
    """Whether a file with these bytes is ours and as we left it."""
    data = data.replace(b"\r\n", b"\n")
    match = _SEAL.search(data)
    if match is None:
        return Standing.CHANGED if _OURS.match(data) else Standing.FOREIGN
    digest = hashlib.sha256(data[: match.start()]).hexdigest()
    return Standing.OURS if digest.encode() == match[1] else Standing.CHANGED


class Folder:
    """One export into ``root``; collects the report.

    Args:
        root: made if missing, with its parents.

    Raises:
        UsageError: if ``root`` is a file.
        ArchiveError: if it cannot be made or read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._written: list[str] = []
        self._unchanged: list[str] = []
        self._left: list[Left] = []
        self._safe: dict[Path, str] = {}
        if root.exists() and not root.is_dir():
            raise UsageError(f"{root} is a file.", remedy="Name a folder to export to.")
        try:
            root.mkdir(parents=True, exist_ok=True)
            self._inside = root.resolve(strict=True)
            self._clean(root)
        except (OSError, RuntimeError) as error:
            raise ArchiveError(
                f"Cannot export to {root}: {_reason(error)}.",
                remedy="Choose a folder you may write to.",
            ) from error

    def known(self) -> dict[tuple[str, str], str]:
        """The files of ours that are there, wherever they were moved inside the folder.

        Returns:
            (kind, id) of the front matter to relative path. Of several files
            with one id the one with the shortest path: the others are copies.
        """
        found: dict[tuple[str, str], str] = {}
        for path in sorted(self._files(self.root), key=lambda path: (len(str(path)), path)):
            try:
                with path.open("rb") as file:
                    head = file.read(_HEAD).replace(b"\r\n", b"\n").decode("utf-8", "replace")
            except OSError:
                continue  # unreadable: if we mean to write it, put() names it
            match = _KIND_AND_ID.search(head) if head.startswith("---\n") else None
            if match is not None:
                found.setdefault((match[1], match[2] or ""), path.relative_to(self.root).as_posix())
        return found

    def put(self, relative: str, content: str) -> None:
        """Write ``content``, sealed, unless a file there must be left alone.

        Args:
            relative: path in the folder, with forward slashes.

        Raises:
            ArchiveError: if the disk is full or the folder may not be written.
        """
        path = self.root / relative
        data = seal(content).encode("utf-8")
        try:
            reason = self._unsafe(path.parent) or self._place(path)
            old = path.read_bytes() if not reason and path.exists() else None
        except OSError as error:
            reason = _reason(error)
        if reason:
            self._left.append(Left(relative, reason))
            return
        if old is not None:
            state = standing(old)
            if state is not Standing.OURS:
                self._left.append(Left(relative, state.value))
                return
            if old.replace(b"\r\n", b"\n") == data:
                self._unchanged.append(relative)
                return
        try:
            _replace(path, data)
        except OSError as error:
            if error.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EISDIR):
                self._left.append(Left(relative, _reason(error)))
                return
            raise ArchiveError(
                f"Cannot write {path}: {_reason(error)}.",
                remedy="Files already written are whole; export again to write the rest.",
            ) from error
        self._written.append(relative)

    def report(self, *, cancelled: bool = False) -> ExportReport:
        """What was done so far."""
        return ExportReport(
            tuple(self._written), tuple(self._unchanged), tuple(self._left), cancelled
        )

    def _unsafe(self, parent: Path) -> str:
        """Why nothing may be written in this folder, or an empty string; makes it if missing."""
        if parent not in self._safe:
            reason = ""
            try:
                if not parent.resolve().is_relative_to(self._inside):
                    reason = "a symbolic link leads out of the folder"
                else:
                    parent.mkdir(parents=True, exist_ok=True)
                    if parent != self.root:
                        self._clean(parent)
            except FileExistsError:
                reason = f"{parent.name} is a file, not a folder"
            except (OSError, RuntimeError) as error:
                reason = _reason(error)
            self._safe[parent] = reason
        return self._safe[parent]

    @staticmethod
    def _place(path: Path) -> str:
        if path.is_symlink():
            return "it is a symbolic link"
        if path.exists() and not path.is_file():
            return "it is not a file"
        return ""

    def _files(self, folder: Path) -> Iterator[Path]:
        for directory, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                path = Path(directory, name)
                if name.endswith(_SUFFIX) and path.is_file() and not path.is_symlink():
                    yield path

    @staticmethod
    def _clean(folder: Path) -> None:
        """Remove what an export that was killed left behind."""
        with os.scandir(folder) as entries:
            for entry in entries:
                match = _TEMPORARY.fullmatch(entry.name)
                if match and entry.is_file(follow_symlinks=False) and _stale(entry, int(match[1])):
                    Path(entry.path).unlink(missing_ok=True)


def _stale(entry: os.DirEntry[str], pid: int) -> bool:
    if os.name == "posix":
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, OverflowError):
            return True
        except PermissionError:
            return False
        if pid == os.getpid():
            return False
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _STALE_SECONDS


def _replace(path: Path, data: bytes) -> None:
    temporary = path.parent / f".newsmark-{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _reason(error: OSError | RuntimeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
