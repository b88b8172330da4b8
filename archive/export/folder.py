"""A folder of files that we write and their user edits: what may be written there, and how.

A Markdown file of ours is merged (:mod:`archive.export.regions`), an HTML
page replaced while it is as we left it (:mod:`archive.export.sealed`). What
is not ours, cannot be read or leads out of the folder is left alone and
named. A file is replaced whole, and only if it has not been touched since it
was read.
"""

from __future__ import annotations

import difflib
import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from archive.errors import ArchiveError, UsageError
from archive.export import atomic, known
from archive.export.contract import ExportReport, Left, Options
from archive.export.dialects import CommonMark
from archive.export.filenames import SUFFIX
from archive.export.properties import BrokenFrontMatter
from archive.export.regions import Page, merge, render
from archive.export.sealed import Standing, seal, standing

_TRIES = 3
_ODD_PATHS = (errno.ENAMETOOLONG, errno.EINVAL, errno.EISDIR, errno.EILSEQ)


_Making = Callable[[bytes | None], bytes]
"""Makes a file's new bytes of its old ones (None: there is no file), or raises _LeaveAlone."""


class _Existing(NamedTuple):
    """A file as it was read."""

    data: bytes
    stat: os.stat_result


class _LeaveAlone(Exception):
    """A file must not be written; the argument says why."""


class Folder:
    """One export into ``root``; collects the report.

    Args:
        root: made if missing, with its parents.
        options: of these ``dry_run`` and ``show`` matter for every file.
        suffix: of the files that are looked for.

    Raises:
        UsageError: if ``root`` is a file.
        ArchiveError: if it cannot be made or read.
    """

    def __init__(self, root: Path, options: Options | None = None, suffix: str = SUFFIX) -> None:
        self.root = root
        self._options = options or Options()
        self._written: list[str] = []
        self._unchanged: list[str] = []
        self._left: list[Left] = []
        self._conflicts: list[Left] = []
        self._again: list[str] = []
        self._safe: dict[Path, str] = {}
        self._suffix = suffix
        if root.exists() and not root.is_dir():
            raise UsageError(f"{root} is a file.", remedy="Name a folder to export to.")
        try:
            if not self._options.dry_run:
                root.mkdir(parents=True, exist_ok=True)
                atomic.clean(root)
            self._inside = root.resolve()
            self.known = known.find(root, suffix)
        except (OSError, RuntimeError) as error:
            raise ArchiveError(
                f"Cannot export to {root}: {_reason(error)}.",
                remedy="Choose a folder you may write to.",
            ) from error
        self._remembered = known.remembered(root)
        self._memory = {key: set(paths) for key, paths in self._remembered.items()}
        for copy, first in self.known.copies.items():
            self._left.append(
                Left(copy, f"it has the same id as {first}, which is kept up to date")
            )

    def put(self, relative: str, page: Page, dialect: CommonMark) -> None:
        """Write a page of Markdown, merged into the file that is there.

        Args:
            relative: path in the folder, with forward slashes.
            dialect: how conflicts and tombstones are written.

        Raises:
            ArchiveError: if the disk is full or the folder may not be written.
        """
        fresh = render(page)
        key = str(page.values["newsmark"]), str(page.values["id"])
        told: list[str] = []

        def made(old: bytes | None) -> bytes:
            told.clear()
            data = fresh.encode("utf-8")
            if old is None or old == data:
                return data
            if standing(old) is Standing.OURS:
                return data  # sealed, as files were before they could be merged
            if b"<!-- newsmark sha256:" in old:
                raise _LeaveAlone(Standing.CHANGED.value)
            if known.identify(old) != key:
                raise _LeaveAlone(Standing.FOREIGN.value)
            try:
                merged = merge(
                    old.decode("utf-8"),
                    page,
                    restore=self._options.restore_deleted,
                    tombstone=dialect.tombstone if self._options.tombstones else None,
                    conflict=dialect.conflict,
                )
            except UnicodeDecodeError as error:
                raise _LeaveAlone(f"it is not in UTF-8 (byte {error.start})") from error
            except BrokenFrontMatter as error:
                raise _LeaveAlone(str(error)) from error
            told.extend(merged.conflicts + merged.damaged)
            return merged.text.encode("utf-8")

        if self._put(relative, key, made):
            self._conflicts += [Left(relative, one) for one in told]

    def put_sealed(self, relative: str, key: known.Key, content: str) -> None:
        """Write a file that is wholly ours, unless its user changed it; see :meth:`put`."""
        data = seal(content).encode("utf-8")

        def made(old: bytes | None) -> bytes:
            if old is None:
                return data
            state = standing(old)
            if state is not Standing.OURS:
                raise _LeaveAlone(state.value)
            return old if old.replace(b"\r\n", b"\n") == data else data

        self._put(relative, key, made)

    def amend(self, key: known.Key, change: Callable[[str], str]) -> None:
        """Change a file of ours that is there.

        Args:
            key: the record whose file it is.
            change: makes its new text of the text it has at that moment.

        Raises:
            ArchiveError: as :meth:`put`.
        """

        def made(old: bytes | None) -> bytes:
            if old is None:
                raise _LeaveAlone("it is not there any more")
            try:
                return change(old.decode("utf-8")).encode("utf-8")
            except UnicodeDecodeError as error:
                raise _LeaveAlone(f"it is not in UTF-8 (byte {error.start})") from error
            except BrokenFrontMatter as error:
                raise _LeaveAlone(str(error)) from error

        self._put(self.known.paths[key], key, made)

    def gone(self, kind: str, ids: set[str]) -> tuple[str, ...]:
        """Files of ours whose record is not among ``ids``."""
        files = known.by_kind(self.known.paths, kind)
        return tuple(sorted(path for id, path in files.items() if id not in ids))

    def report(self, *, cancelled: bool = False, gone: tuple[str, ...] = ()) -> ExportReport:
        """What was done; call it once, at the end, for it writes what to remember."""
        if not self._options.dry_run:
            self._remember()
        return ExportReport(
            tuple(self._written),
            tuple(self._unchanged),
            tuple(self._left),
            cancelled,
            conflicts=tuple(self._conflicts),
            again=tuple(self._again),
            gone=gone,
        )

    def _put(self, relative: str, key: known.Key, made: _Making) -> bool:
        """Bring one file up to date; whether it is now, or would be, what it should be."""
        path = self.root / relative
        try:
            for _ in range(_TRIES):
                old = self._read(path)
                data = made(old.data if old is not None else None)
                if old is not None and old.data == data:
                    self._unchanged.append(relative)
                    self._note(key, relative)
                    return True
                if self._options.dry_run or self._replace(path, data, old):
                    break
            else:
                raise _LeaveAlone("another program keeps changing it")
        except _LeaveAlone as reason:
            self._left.append(Left(relative, str(reason)))
            return False
        if old is None and key in self._remembered:
            self._again.append(relative)
        self._written.append(relative)
        self._note(key, relative)
        if self._options.show is not None:
            self._options.show(_diff(relative, old.data if old is not None else b"", data))
        return True

    def _read(self, path: Path) -> _Existing | None:
        """The file that is there, or None."""
        try:
            reason = self._unsafe(path.parent)
            if reason:
                raise _LeaveAlone(reason)
            there = path.lstat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _LeaveAlone(_reason(error)) from error
        if stat.S_ISLNK(there.st_mode):
            raise _LeaveAlone("it is a symbolic link")
        if not stat.S_ISREG(there.st_mode):
            raise _LeaveAlone("it is not a file")
        try:
            with path.open("rb") as file:
                existing = _Existing(file.read(), os.fstat(file.fileno()))
        except OSError as error:
            raise _LeaveAlone(_reason(error)) from error
        return existing

    def _replace(self, path: Path, data: bytes, old: _Existing | None) -> bool:
        """Write a file; False if somebody else wrote it since it was read."""
        try:
            if old is not None:
                if not old.stat.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
                    raise _LeaveAlone("it is read-only")
                now = path.lstat()
                if (now.st_mtime_ns, now.st_size) != (old.stat.st_mtime_ns, old.stat.st_size):
                    return False
            elif path.exists():
                return False
            atomic.replace(path, data, old.stat if old is not None else None)
        except FileNotFoundError:
            return False
        except OSError as error:
            if error.errno in _ODD_PATHS:
                raise _LeaveAlone(_reason(error)) from error
            raise ArchiveError(
                f"Cannot write {path}: {_reason(error)}.",
                remedy="Files already written are whole; export again to write the rest.",
            ) from error
        return True

    def _unsafe(self, parent: Path) -> str:
        """Why nothing may be written in this folder, or an empty string; makes it if missing."""
        if parent not in self._safe:
            reason = ""
            try:
                if not parent.resolve().is_relative_to(self._inside):
                    reason = "a symbolic link leads out of the folder"
                elif self._options.dry_run:
                    blocked = parent.exists() and not parent.is_dir()
                    reason = f"{parent.name} is a file, not a folder" if blocked else ""
                else:
                    parent.mkdir(parents=True, exist_ok=True)
                    if parent != self.root:
                        atomic.clean(parent)
            except FileExistsError:
                reason = f"{parent.name} is a file, not a folder"
            except (OSError, RuntimeError) as error:
                reason = _reason(error)
            self._safe[parent] = reason
        return self._safe[parent]

    def _note(self, key: known.Key, relative: str) -> None:
        """Remember where a file is now; a page of another suffix is another file."""
        paths = self._memory.setdefault(key, set())
        paths -= {path for path in paths if known.has_suffix(path, self._suffix)}
        paths.add(relative)

    def _remember(self) -> None:
        path = self.root / known.MANIFEST
        try:
            old = path.read_bytes() if path.exists() else None
            data = known.manifest(self._memory)
            ours = old is None or known.is_manifest(old)
            if self._memory and ours and old != data and not path.is_symlink():
                atomic.replace(path, data)
        except OSError as error:
            raise ArchiveError(
                f"Cannot write {path}: {_reason(error)}.",
                remedy="The files themselves are whole; export again.",
            ) from error


def _diff(relative: str, old: bytes, new: bytes) -> str:
    texts = (data.decode("utf-8", "replace").removesuffix("\n") for data in (old, new))
    before, after = (text.split("\n") if text else [] for text in texts)
    names = f"a/{relative}" if old else "/dev/null", f"b/{relative}"
    return "\n".join(difflib.unified_diff(before, after, *names, lineterm=""))


def _reason(error: OSError | RuntimeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
