"""TOML files, with the line on which each key stands.

The standard library's reader says no lines but those of its own errors. A statement of TOML
(``[table]``, ``key = value``) can be read on its own, so the lines are found again by reading
the file statement by statement; that is done only when there is something to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LARGEST = 100_000
"""Bytes of the largest file that is read; nobody writes so many settings by hand."""


class Unreadable(Exception):
    """A file that is no TOML.

    Args:
        message: what is wrong with it.
        line: the line, counted from 1; 0 if it is not of one line.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def read(path: Path) -> tuple[dict[str, object], str]:
    """A file's content and its text; both empty where there is no file.

    Raises:
        Unreadable: if there is one and it cannot be read.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return {}, ""
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    import tomllib

    if len(raw) > LARGEST:
        raise Unreadable(f"more than {LARGEST:,} bytes")
    try:
        # A byte-order mark is what some editors put before a text.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable("this is not UTF-8", line) from error
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        raise _told(error, text) from error
    except RecursionError as error:
        raise Unreadable("brackets too deep in one another") from error


def _told(error: ValueError, text: str) -> Unreadable:
    """The reader's complaint with its place apart: it ends with ``(at line 3, column 5)``."""
    message, _, place = str(error).rpartition(" (at ")
    words = place.rstrip(")").replace(",", "").split()
    if words[:1] == ["line"] and len(words) == 4:
        return Unreadable(f"{message.lower()} (column {words[3]})", int(words[1]))
    if place.startswith("end of document"):
        return Unreadable(f"{message.lower()} (the file ends here)", text.count("\n") + 1)
    return Unreadable(str(error))


def lines(text: str) -> Mapping[tuple[str, ...], int]:
    """The line, counted from 1, on which each key of a well-formed file is first said.

    Args:
        text: what :func:`read` gave.

    Returns:
        By the keys that lead to it: ``("labels", "1")`` for ``1`` below ``[labels]``.
    """
    import tomllib

    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    begun: list[str] = []
    first = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not begun:
            first = number
        begun.append(line)
        try:
            said = tomllib.loads("\n".join(begun))
        except tomllib.TOMLDecodeError:
            continue
        header = begun[0].lstrip().startswith("[")
        begun = []
        paths = list(_paths(said))
        if header and paths:
            table = paths[-1]
            paths = [path[: len(table)] for path in paths]
        else:
            paths = [(*table, *path) for path in paths]
        for path in paths:
            found.setdefault(path, first)
    return found


def _paths(said: Mapping[str, object]) -> list[tuple[str, ...]]:
    """All keys of one statement, the outer before the inner."""
    found: list[tuple[str, ...]] = []
    for key, value in said.items():
        found.append((key,))
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, Mapping):
            found += [(key, *path) for path in _paths(inner)]
    return found
