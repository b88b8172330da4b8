"""What the command line prints, and how.

On a terminal, and in what goes to standard error, every string that came from
an article, a name, a note or a query goes through
:func:`~reader.layout.cells.sanitise`, so that no escape sequence or bidi
override of a hostile page reaches it. In a pipe the answer's words go out as
they are: the next program wants the text, not a picture of it.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from reader.layout.cells import TAB_CELLS, cell_count, drawn, sanitise

if TYPE_CHECKING:
    from archive.index.results import Suggestion

_BEYOND_ASCII = re.compile("[^\n -~]")
_LEAST = 24  # cells that the last column keeps as long as others can give way


def say(text: str, *, err: bool = False) -> None:
    """Print lines of text, made harmless where people read them: on a terminal, and as errors."""
    stream = sys.stderr if err else sys.stdout
    if err or stream.isatty():
        text = "\n".join(harmless(line) for line in text.split("\n"))
    _write(stream, text)


def say_suggestions(found: Iterable[Suggestion]) -> None:
    """Say beside the answer what else could be asked."""
    for one in found:
        say(f"  {one.text}" + (f"  {one.query}" if one.query else ""), err=True)


def say_json(value: Mapping[str, Any]) -> None:
    """Print one JSON value; on a terminal what it would obey is written as ``\\u`` escapes."""
    # Only UTF-8 can hold everything, and only JSON's own escapes are JSON.
    ascii_only = (sys.stdout.encoding or "utf-8").lower() not in ("utf-8", "utf8")
    text = json.dumps(value, ensure_ascii=ascii_only, indent=2)
    if sys.stdout.isatty():
        text = _BEYOND_ASCII.sub(_escaped, text)
    _write(sys.stdout, text)


def say_lines(lines: Iterable[str]) -> None:
    """Print lines for another program: in a pipe UTF-8, whatever the terminal's encoding is."""
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or sys.stdout.isatty():
        for line in lines:
            say(line)
        return
    sys.stdout.flush()
    for line in lines:
        raw.write(line.encode("utf-8") + b"\n")
    raw.flush()


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return character if sanitise(character) == character else f"\\u{ord(character):04x}"


def _write(stream: TextIO, text: str) -> None:
    # A lone surrogate can come from a file name; it must not stop the output. (As an
    # escape it is what JSON wants, too.)
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def harmless(line: str) -> str:
    """One line as a terminal may get it: tabs as blanks, what it would obey as stand-ins."""
    return sanitise(line.replace("\t", " " * TAB_CELLS))


def terminal_width() -> int | None:
    """Columns of the terminal that standard output is, None where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def shorten(text: str, width: int) -> str:
    """``text`` on one line and at most ``width`` characters long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: max(1, width - 1)] + "…"


_AROUND = 40  # code points of a query shown on each side of what is wrong in it


def pointed(text: str, at: int) -> str:
    """Two lines: what stands around a place of a text, and a caret under the place.

    Args:
        at: code-point offset in ``text``.
    """
    start, end = max(0, at - _AROUND), at + _AROUND
    flat = "".join(" " if sign.isspace() else sign for sign in text)
    before = ("…" if start else "") + drawn(flat[start:at])
    after = drawn(flat[at:end]) + ("…" if end < len(flat) else "")
    return f"  {before}{after}\n  {' ' * cell_count(before)}^"


def fit(text: str, width: int) -> str:
    """``text`` on one line and at most ``width`` terminal cells wide.

    Where the width is no terminal's (``sys.maxsize``) the words stay as they are.
    """
    flat = " ".join(text.split())
    if width == sys.maxsize:
        return flat
    flat = drawn(flat)
    if cell_count(flat) <= width:
        return flat
    cut = flat[:width]
    while cut and cell_count(cut) > width - 1:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def say_table(rows: Sequence[Sequence[str]], *, indent: int = 0, right: frozenset[int]) -> None:
    """Print rows in aligned columns.

    On a terminal they are cut to its width: the last column takes what room
    is left, and where that is too little the widest of the others give way,
    but never the first. In a pipe nothing is cut.

    Args:
        rows: cells of text, as many in each row; empty columns are left out.
        indent: blanks before each row.
        right: numbers of the columns that are aligned to the right.
    """
    columns = [
        number
        for number in range(len(rows[0]) if rows else 0)
        if any(row[number].strip() for row in rows)
    ]
    if not columns:
        return
    cells = [[fit(row[number], sys.maxsize) for number in columns] for row in rows]
    room = terminal_width()
    if room is not None:
        cells = [[drawn(cell) for cell in row] for row in cells]
    widths = [max(map(cell_count, column)) for column in zip(*cells, strict=True)]
    if room is not None:
        _make_room(widths, room - indent - 2 * (len(widths) - 1))
    last = len(columns) - 1
    for row in cells:
        line = [
            fit(cell, width) if at == last else _padded(fit(cell, width), width, number in right)
            for at, (cell, width, number) in enumerate(zip(row, widths, columns, strict=True))
        ]
        say((" " * indent + "  ".join(line)).rstrip())


def _make_room(widths: list[int], room: int) -> None:
    """Narrow columns until they fit into ``room`` cells, the last one first, down to 24."""
    excess = sum(widths) - room
    given = max(0, min(excess, widths[-1] - _LEAST))
    widths[-1] -= given
    for _ in range(excess - given):
        others = range(1, len(widths))
        widest = max(others, key=lambda at: widths[at], default=0)
        widths[widest] = max(1, widths[widest] - 1)


def _padded(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - cell_count(cell))
    return blanks + cell if right else cell + blanks
