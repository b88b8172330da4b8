"""Tables as CSV that a spreadsheet opens right, and that are read back equal.

UTF-8 with a byte-order mark, by which Excel knows the encoding; rows end in
CRLF (RFC 4180). A cell that a spreadsheet would run as a formula, or rewrite
as a number, gets an apostrophe before it, as people write it there
themselves (https://owasp.org/www-community/attacks/CSV_Injection). A cell that
begins with an apostrophe gets one more, so that taking one away from each
cell that begins so gives back what was written.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.model import PartialDate

BOM: Final = "\ufeff"
# Also after blanks: some programs trim cells before they look at them. Full-width signs
# count in Japanese and Chinese settings.
_FORMULA: Final = re.compile(r"['\s]*[=+\-@＝＋－＠|%]|['\t\r\n]")
Cell = str | int | PartialDate | None

_END: Final = re.compile(r"\r\n|\n|\r")
_ONE_LINE: Final = re.compile(r"[^\r\n]*")
# In quotation marks, doubled where they are meant; or as it is, up to the comma.
_CELL: Final = re.compile(r'(?:"((?:[^"]++|"")*+)"|([^",\r\n][^,\r\n]*|))(?=[,\r\n]|\Z)')
_NUMBER: Final = re.compile(r"\s*\d[\d.,]*(?:[eE][+-]?\d+)?\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        line: the line of the file on which it begins, from 1.
        cells: by the names of the columns.
    """

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read.

    Attributes:
        line: the line of the file on which it begins, from 1.
        reason: what is the matter.
    """

    line: int
    reason: str


def guard(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula or a number."""
    return f"'{text}" if _FORMULA.match(text) or _NUMBER.fullmatch(text) else text


def unguard(cell: str) -> str:
    """The text that :func:`guard` made a cell of."""
    return cell[1:] if cell.startswith("'") else cell


def write_rows(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table, byte-order mark and line ends included.

    Args:
        heading: names of the columns.
        rows: a cell for each column; texts are guarded, numbers and dates
            are not, None is an empty cell.
    """
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(heading)
    yield BOM + held.getvalue()
    for row in rows:
        held.seek(0)
        held.truncate()
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
        yield held.getvalue()


def read_rows(text: str, *, guarded: bool = True) -> Iterator[Row | Broken]:
    """The rows of a table by the names of their columns.

    Args:
        text: the whole file, decoded; a byte-order mark is passed over.
        guarded: whether :func:`write_rows` wrote it, so that guards are undone.

    Yields:
        each row that is no blank line; a :class:`Broken` for one with another
        number of cells than the heading, or with a quotation mark that does
        not close where its cell ends. Reading goes on with the next line.
    """
    heading: list[str] | None = None
    for found in _records(text.removeprefix(BOM)):
        if isinstance(found, Broken):
            yield found
            if heading is None:
                return  # without the names of the columns nothing can be said of the rest
            continue
        line, cells = found
        if cells == [""]:
            continue
        if heading is None:
            heading = [cell.strip() for cell in cells]
        elif len(cells) != len(heading):
            few = f"it has {len(cells)} cells where the heading names {len(heading)}"
            yield Broken(line, few)
        else:
            told = map(unguard, cells) if guarded else cells
            yield Row(line, dict(zip(heading, told, strict=True)))


def _records(text: str) -> Iterator[tuple[int, list[str]] | Broken]:
    at, line = 0, 1
    while at < len(text):
        begun = at
        cells: list[str] = []
        while (match := _CELL.match(text, at)) is not None:
            quoted = match[1]
            cells.append(match[2] if quoted is None else quoted.replace('""', '"'))
            at = match.end()
            if text[at : at + 1] != ",":
                break
            at += 1
        if match is None:
            yield Broken(line, "a quotation mark in it opens a cell and does not close it")
            at = begun + len(_ONE_LINE.match(text, begun)[0])  # type: ignore[index]
        else:
            yield line, cells
        end = _END.match(text, at)
        at = end.end() if end is not None else at
        line += len(_END.findall(text, begun, at))
