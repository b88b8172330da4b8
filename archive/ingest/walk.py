"""Paths given by the user to the files they stand for, in a stable order.

A folder is walked sorted by name, hidden entries left out. It is never left
through a symbolic link, and no link inside it is followed: what it points to
inside the folder comes in under its own name anyway, which also makes loops
harmless. Links that lead elsewhere are reported.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.ingest.items import Companion, Skipped
from archive.ingest.source import Source, unreadable

MAX_DEPTH = 200

# What lies beside articles in saved pages and vaults; named one by one it is read all the same.
_COMPANIONS = re.compile(
    r"\.(?:css|js|mjs|map|svg|png|jpg|jpeg|gif|webp|avif|ico|bmp|tif|tiff|woff|woff2|"
    r"ttf|otf|eot|mp3|mp4|m4a|webm|ogg|wav|mov|avi|pdf|epub|zip|exe|so|dll|"
    r"pyc|sqlite3|sqlite3-wal|sqlite3-shm|canvas|ann|sha256)",
    re.IGNORECASE,
)

Found = Source | Skipped | Companion


def walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Found]:
    """The files behind ``paths``, folders opened.

    Yields:
        a Source for each regular file, a Skipped for what cannot be read, a
        Companion for what lies in a folder beside its articles; nothing is
        raised for a bad path, so that the rest goes on.
    """
    for given in paths:
        path = Path(given)
        name = printable(os.fspath(given))
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            yield _refused(error, name)
            continue
        if stat.S_ISDIR(mode):
            yield from _folder(path, name, "", path.resolve())
        else:
            yield _file(path, name, path.name)


def _folder(folder: Path, name: str, relative: str, root: Path) -> Iterator[Found]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield _refused(error, name)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        shown = name.rstrip("/") + "/" + printable(entry.name)
        below = f"{relative}/{entry.name}" if relative else entry.name
        if entry.is_symlink():
            if notice := _link(path, shown, root):
                yield notice
        elif entry.is_dir(follow_symlinks=False):
            if below.count("/") < MAX_DEPTH:
                yield from _folder(path, shown, below, root)
            else:
                yield Skipped(shown, "", f"it lies more than {MAX_DEPTH} folders deep")
        elif _COMPANIONS.fullmatch(path.suffix):
            reason = f"{path.suffix.lower()} files hold no article"
            yield Companion(shown, "", reason, "name it to import it")
        else:
            yield _file(path, shown, below)


def _link(path: Path, name: str, root: Path) -> Skipped | None:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Skipped(name, "", "the symbolic link leads nowhere or in a circle")
    parent = path.parent.resolve()
    if target == parent or target in parent.parents:
        return Skipped(name, "", "the symbolic link leads back to a folder it lies in")
    if not target.is_relative_to(root):
        return Skipped(
            name,
            "",
            "the symbolic link leads out of the folder imported",
            f"import {printable(str(target))} by its own name",
        )
    return None


def _file(path: Path, name: str, relative: str) -> Source | Skipped:
    try:
        status = path.stat()
    except OSError as error:
        return _refused(error, name)
    if not stat.S_ISREG(status.st_mode):
        return Skipped(name, "", "it is no regular file (a pipe, socket or device)")
    if status.st_size == 0:
        return Skipped(name, "", "it is empty")
    relative = unicodedata.normalize("NFC", printable(relative)).replace(os.sep, "/")
    return Source(name, relative.removesuffix(".gz"), path, size=status.st_size)


def _refused(error: OSError | ValueError, name: str) -> Skipped:
    if isinstance(error, OSError):
        told = unreadable(error, name)
        return Skipped(name, told.place, told.message, told.remedy)
    return Skipped(name, "", f"it is no path: {error}")


def printable(name: str) -> str:
    """A file name as text that can be stored: bytes that are no UTF-8 become ``\\xNN``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
