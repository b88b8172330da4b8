"""Crawled text: `` date 2025-01 TITLE`` on the first line, then paragraphs.

The leading space is optional, the date may be a year, a month, a day, a
timestamp or missing. Short title-like lines between paragraphs are headings.
"""

from __future__ import annotations

import re

from archive.ingest.decode import decode
from archive.ingest.importers.base import Importer
from archive.ingest.importers.text import broken_bytes
from archive.ingest.items import Read
from archive.ingest.making import make_item
from archive.ingest.source import Source
from archive.text.clean import clean
from archive.text.plain import build_plain

_FIRST = re.compile(r"(?P<space>[ \t]*)date(?:[ \t]+(?P<rest>.*))?")
# A day with a time after a blank is one date; "2025-13" is meant as one; "3D" and "2001:" are not.
_DATE = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?:[ ]?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
    r"|\d{10}(?:\d{3})?"
    r"|\d{4}(?:[-/.]\d+)*(?:T[\d:.]+\S*)?)(?=[ \t]|$)",
    re.ASCII,
)


def parts(first_line: str) -> tuple[str | None, str] | None:
    """The date as written (or None) and the title; None if it is no such line.

    Without a leading space and without a date, a small letter after ``date``
    says that this is prose ("date palms grow").
    """
    match = _FIRST.fullmatch(first_line)
    if match is None:
        return None
    rest = (match["rest"] or "").strip()
    if date := _DATE.match(rest):
        return date["date"], rest[date.end() :].strip()
    if not match["space"] and (not rest or rest[0].islower()):
        return None
    return None, rest


def looks(head: bytes) -> bool:
    """Whether the first line is one of this format, in whatever encoding agrees with ASCII."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head[:4096].decode(encoding, "replace").lstrip("\r\n")
    return parts(re.split("[\r\n]", text, maxsplit=1)[0]) is not None


def read(source: Source) -> Read:
    """The one article of the file."""
    data = source.data()
    decoded = decode(data, source.name)
    text, replaced = clean(decoded.text)
    first, _, body = text.lstrip("\n").partition("\n")
    found = parts(first)
    date, title = found if found is not None else (None, first)
    yield make_item(
        source,
        build_plain(body, headings=True),
        title=title,
        place="line 1",
        published=date,
        original=data,
        replaced=replaced,
        warnings=broken_bytes(decoded, source),
    )


IMPORTER = Importer("crawled", read, frozenset(), looks)
