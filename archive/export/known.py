"""Which files of a folder are ours: found by the id in them, remembered in one hidden file.

A file is known by kind and id, wherever it was moved or renamed inside the
folder: Markdown says them in its front matter (``newsmark:`` and ``id:``, in
any order and among other keys), HTML in a ``meta`` element. Of several files
with one id the one that we last wrote is it, or if that is not there any more
the one with the shortest path; the others are copies.

``.newsmark`` lists what was written and where, so that a file which was deleted
is known to have been there, and a copy is told from the file. It is a help
only: without it nothing but that is lost.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.export.filenames import SUFFIX

MANIFEST = ".newsmark"
Key = tuple[str, str]
"""Kind and id of a record that has a file."""

Memory = dict[Key, set[str]]
"""The paths at which the files of a record were last written, one for each suffix."""

_HEAD = 4096
_MOST = 1 << 18
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KIND = re.compile(r"""^newsmark:[ \t]*["']?(\w+)["']?[ \t]*$""", re.MULTILINE)
_RECORD = re.compile(r"""^id:[ \t]*["']?([\w-]+)["']?[ \t]*$""", re.MULTILINE)
_META = re.compile(r'<meta name="newsmark" content="(\w+) ([\w-]+)">')
_LINE = re.compile(r"(\w+) ([\w-]+)(?: ([^\s\ud800-\udfff][^\r\n\ud800-\udfff]*))?")
_TITLE = "# What newsmark export wrote here. Nothing is lost if you delete this file.\n"


@dataclass
class Known:
    """The files of ours in a folder.

    Attributes:
        paths: the file of each record, relative, with forward slashes.
        copies: further files with the id of one of these, and that one's path.
    """

    paths: dict[Key, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)


def find(root: Path, suffix: str = SUFFIX) -> Known:
    """Look through a folder; folders whose names begin with a dot are passed over."""
    found: dict[Key, list[str]] = {}
    for path in files(root, suffix):
        key = identify(_head(path))
        if key is not None:
            found.setdefault(key, []).append(path.relative_to(root).as_posix())
    memory = remembered(root)
    known = Known()
    for key, paths in found.items():
        written = memory.get(key, ())
        first = next((path for path in paths if path in written), paths[0])
        known.paths[key] = first
        known.copies.update((path, first) for path in paths if path != first)
    return known


def files(
    root: Path, suffix: str = SUFFIX, unreadable: Callable[[Path, OSError], None] | None = None
) -> list[Path]:
    """The files below a folder, shorter paths first; the same order everywhere.

    Args:
        unreadable: told of a folder that cannot be read, and why.
    """
    found = _walk(root, suffix, unreadable)
    return sorted(found, key=lambda path: (len(str(path)), str(path)))


def identify(data: bytes) -> Key | None:
    """Kind and id of the file that begins with these bytes; None if it is not ours."""
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if utf16 else "utf-8", "replace").replace("\r\n", "\n")
    text = text.removeprefix("\ufeff")
    if not re.match(r"---[ \t]*\n", text):
        meta = _META.search(text) if text.startswith("<!DOCTYPE html>") else None
        return (meta[1], meta[2]) if meta else None
    closing = _CLOSING.search(text, 4)
    front = text[: closing.start()] if closing else text
    kind, record = _KIND.search(front), _RECORD.search(front)
    if kind is None:
        return None
    if record is None:
        return ("index", "index") if kind[1] == "index" else None
    return kind[1], record[1]


def remembered(root: Path) -> Memory:
    """What the manifest lists; empty where there is none that is ours."""
    try:
        text = (root / MANIFEST).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}  # missing, or something else of this name
    memory: Memory = {}
    if text.startswith(_TITLE):
        for match in filter(None, map(_LINE.fullmatch, text.split("\n"))):
            paths = memory.setdefault((match[1], match[2]), set())
            paths.update([match[3]] if match[3] else [])
    return memory


def manifest(memory: Memory) -> bytes:
    """The manifest's bytes; a path that no line of UTF-8 can hold is left out."""
    lines: list[str] = []
    for (kind, id), paths in sorted(memory.items()):
        plain = sorted(path for path in paths if _LINE.fullmatch(f"{kind} {id} {path}"))
        lines += [f"{kind} {id} {path}\n" for path in plain] or [f"{kind} {id}\n"]
    return (_TITLE + "".join(lines)).encode()


def is_manifest(data: bytes) -> bool:
    """Whether a file of that name is ours to replace."""
    return data.startswith(_TITLE.encode())


def by_kind(paths: Mapping[Key, str], kind: str) -> dict[str, str]:
    """The paths of one kind of record by id."""
    return {id: path for (one, id), path in paths.items() if one == kind}


def has_suffix(name: str, suffix: str) -> bool:
    """Whether a file's name ends so; where case does not matter, it may have been turned."""
    return name.lower().endswith(suffix)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
            # Front matter longer than that is long because of its user: read on.
            if len(data) == _HEAD and data.count(b"\n---") == 0:
                data += file.read(_MOST)
            return data
    except OSError:
        return b""  # unreadable: if we mean to write it, that names it


def _walk(
    root: Path, suffix: str, unreadable: Callable[[Path, OSError], None] | None
) -> Iterator[Path]:
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                        waiting.append(Path(entry.path))
                    elif has_suffix(entry.name, suffix) and entry.is_file(follow_symlinks=False):
                        yield Path(entry.path)
        except OSError as error:  # a folder that may not be read holds nothing we could write
            if unreadable is not None:
                unreadable(folder, error)
