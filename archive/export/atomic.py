"""Replacing a file whole, so that whoever is killed at whatever moment leaves the old or the new.

The new bytes go to a temporary file beside it, are forced to disk and take
the old name in one step. What a killed export left behind is removed by the
next one.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_TEMPORARY = re.compile(r"\.newsmark-(\d+)\.tmp")
_STALE_SECONDS = 600.0
_WITHOUT_PERMISSIONS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)


class Fresh:
    """A file being written beside the one whose place it is to take.

    Attributes:
        file: where its bytes go.
    """

    def __init__(self, path: Path, temporary: Path, file: BinaryIO) -> None:
        self.file = file
        self._path, self._temporary = path, temporary

    def sync(self) -> None:
        """See it through to the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def take_place(self) -> None:
        """Be the file from now on; it must have been synced."""
        self.file.close()
        self._temporary.replace(self._path)


@contextmanager
def beside(path: Path) -> Iterator[Fresh]:
    """A new file for ``path``, whose folder must be there; gone if it does not take its place.

    Raises:
        OSError: as from the file system; then the old file stands.
    """
    temporary = path.parent / f".newsmark-{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            yield Fresh(path, temporary, file)
    finally:
        temporary.unlink(missing_ok=True)


def replace(path: Path, data: bytes, like: os.stat_result | None = None) -> None:
    """Write a file; its folder must be there.

    Args:
        like: of the file replaced, whose permissions are kept where there are any.

    Raises:
        OSError: as from the file system; then the old file stands.
    """
    with beside(path) as fresh:
        fresh.file.write(data)
        if like is not None and os.name == "posix":
            _allow(fresh.file.fileno(), stat.S_IMODE(like.st_mode))
        fresh.sync()
        fresh.take_place()


def _allow(file: int, mode: int) -> None:
    """Give an open file its permissions; some file systems keep none and refuse any change."""
    if stat.S_IMODE(os.fstat(file).st_mode) != mode:
        try:
            os.fchmod(file, mode)
        except OSError as error:
            if error.errno not in _WITHOUT_PERMISSIONS:
                raise


def clean(folder: Path) -> None:
    """Remove what an export that was killed left in a folder."""
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
