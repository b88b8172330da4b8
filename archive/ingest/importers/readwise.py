"""Readwise's CSV export: highlights of books, articles and posts, with notes and tags."""

from __future__ import annotations

import re
from typing import Final

from archive.ingest.importers.base import Importer
from archive.ingest.items import Skipped
from archive.ingest.json_parts import read_text
from archive.ingest.marks import Mark, Reads, Whereabouts, line, moment, words
from archive.ingest.source import Source
from archive.model import Motivation
from archive.text.tables import Broken, read_rows

_HEADING: Final = re.compile(rb'(?:\xef\xbb\xbf)?(?=[^\n]*Book Title)"?Highlight"?\s*,')
_TAGS: Final = re.compile(r"\s*,\s*")
_REMEDY: Final = "mend the line, or export again; the other rows came in"


def read(source: Source) -> Reads:
    """The highlights of the file, one row at a time."""
    for row in read_rows(read_text(source), guarded=False):
        if isinstance(row, Broken):
            yield Skipped(source.name, f"line {row.line}", row.reason, _REMEDY)
        else:
            yield _mark(source, row.line, row.cells)


def _mark(source: Source, number: int, cells: dict[str, str]) -> Mark | Skipped:
    place = f"line {number}"
    exact = words(cells.get("Highlight", "")).strip()
    note = words(cells.get("Note", "")).strip()
    title, author = line(cells.get("Book Title", "")), line(cells.get("Book Author", ""))
    if not exact and not note:
        return Skipped(source.name, place, "it has neither a highlight nor a note")
    if not title:
        return Skipped(source.name, place, "it has no book title")
    location = line(cells.get("Location", ""))
    key = f"{title} ({author})" if author else title
    at = moment(cells.get("Highlighted at", ""))
    return Mark(
        identity=f"readwise:{key}\n{location}\n{exact}",
        on=Whereabouts(
            key=key,
            title=title,
            authors=(author,) if author else (),
            url=line(cells.get("Source URL", cells.get("URL", ""))) or None,
            tags=_tags(cells.get("Document tags", "")),
        ),
        exact=exact,
        source=source.name,
        place=place,
        order=(int(location),) if location.isdecimal() else (),
        motivation=Motivation.COMMENTING if note else Motivation.HIGHLIGHTING,
        note=note,
        tags=_tags(cells.get("Tags", "")),
        label=line(cells.get("Color", "")) or None,
        created=at,
        modified=at,
    )


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in _TAGS.split(line(cell)) if tag))


IMPORTER = Importer("readwise", read, frozenset(), lambda head: _HEADING.match(head) is not None)
