"""Kindle's ``My Clippings.txt``, in English and French: highlights, notes, bookmarks.

Five lines a clipping: title and author, what it is and where and when, a
blank line, the words, a row of equals signs. A note belongs to the highlight
of the same book whose location holds its own; one that belongs to none is a
note on the book. Highlighting a passage again leaves both clippings in the
file, and both come in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from archive.ingest.importers.base import Importer
from archive.ingest.items import Notice, Skipped
from archive.ingest.json_parts import read_text
from archive.ingest.marks import Mark, Reads, Whereabouts, line, moment, words
from archive.ingest.source import Source
from archive.model import Motivation

_RULE: Final = re.compile(r"^={10}[ \t]*$", re.MULTILINE)
_FIRST: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?[^\n]+\n- [^\n]*(?:Location|Loc\.|page|emplacement|Added|Ajout)",
    re.IGNORECASE,
)
_BOOK: Final = re.compile(r"(?P<title>.*\S)\s*\((?P<author>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_NOTE: Final = re.compile(r"(?:your |votre )?note\b", re.IGNORECASE)
_BOOKMARK: Final = re.compile(r"(?:your |votre )?(?:bookmark|signet)\b", re.IGNORECASE)
_LOCATION: Final = re.compile(r"\b(?:location|loc\.|emplacement)\s*(\d+)(?:-(\d+))?", re.IGNORECASE)
_PAGE: Final = re.compile(r"\bpage\s*(\d+)(?:-(\d+))?", re.IGNORECASE)
_LIMIT: Final = re.compile(
    r"<?\s*(?:you have reached the clipping limit|vous avez atteint la limite)", re.I
)
_DATE: Final = re.compile(
    r"(?:(?P<month_first>[^\W\d]+)\s+)?(?P<day>\d{1,2})(?:er)?,?\s+(?:(?P<month>[^\W\d]+)\s+)?"
    r"(?P<year>\d{4}),?\s+(?:à\s+)?(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?:\s*(?P<half>[AP])\.?M)?",
    re.IGNORECASE,
)
_MONTHS: Final = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_REMEDY: Final = "the other clippings came in"


@dataclass(frozen=True, slots=True)
class _Clipping:
    mark: Mark
    note: bool
    first: int
    last: int


def looks(head: bytes) -> bool:
    """Whether the file begins with a clipping."""
    return b"\n==========" in head and _FIRST.match(head.replace(b"\r\n", b"\n")) is not None


def read(source: Source) -> Reads:
    """The clippings of the file."""
    text = words(read_text(source))
    at, number = 0, 1
    clippings: list[_Clipping] = []
    bookmarks = 0
    while at < len(text):
        rule = _RULE.search(text, at)
        part = text[at : rule.start() if rule else len(text)]
        begins = number + len(part) - len(part.lstrip("\n\ufeff "))
        found = _clipping(source, f"line {_line_of(part, number)}", part) if part.strip() else None
        if rule is None and isinstance(found, _Clipping):
            reason = "the last clipping does not end with a row of equals signs: cut short?"
            yield Notice(source.name, f"line {begins}", reason)
        if isinstance(found, _Clipping):
            clippings.append(found)
        elif isinstance(found, Notice):
            yield found
        elif part.strip():
            bookmarks += 1
        end = rule.end() if rule else len(text)
        number += text.count("\n", at, end)
        at = end
    if bookmarks:
        yield Notice(source.name, "", f"bookmarks hold no words: {bookmarks} passed over")
    yield from _with_notes(clippings)


def _line_of(part: str, number: int) -> int:
    return number + part[: len(part) - len(part.lstrip())].count("\n")


def _clipping(source: Source, place: str, part: str) -> _Clipping | Notice | None:
    """One clipping; None for a bookmark."""
    lines = part.strip().lstrip("\ufeff").split("\n")
    about = lines[1].strip() if len(lines) > 1 else ""
    if not about.startswith("-"):
        return Skipped(source.name, place, "this is no clipping: it lacks its second line", _REMEDY)
    about = about[1:].strip()
    body = "\n".join(lines[2:]).strip()
    if _BOOKMARK.match(about):
        return None
    if not body:
        return Skipped(source.name, place, "this clipping holds no words", _REMEDY)
    if _LIMIT.match(body):
        reason = "the publisher's limit was reached: Kindle did not keep the words"
        return Skipped(source.name, place, reason, "look the passage up in the book")
    note = _NOTE.match(about) is not None
    heading = line(lines[0].lstrip("\ufeff"))
    book = _BOOK.fullmatch(heading)
    title = line(book["title"]) if book else heading
    author = line(book["author"]) if book else ""
    first, last = _location(about)
    made = _made(about)
    mark = Mark(
        identity=f"kindle:{heading}\n{about.partition('|')[0].strip()}\n{first}-{last}\n{body}",
        on=Whereabouts(key=heading, title=title, authors=(author,) if author else ()),
        exact="" if note else body,
        source=source.name,
        place=place,
        order=(first, last),
        motivation=Motivation.COMMENTING if note else Motivation.HIGHLIGHTING,
        note=body if note else "",
        created=made,
        modified=made,
    )
    return _Clipping(mark, note, first, last)


def _with_notes(clippings: list[_Clipping]) -> Reads:
    """Each highlight with its notes, and the notes that belong to none."""
    notes: dict[int, list[_Clipping]] = defaultdict(list)
    homeless: list[_Clipping] = []
    for clipping in clippings:
        if clipping.note:
            home = _home(clipping, clippings)
            (homeless if home is None else notes[home]).append(clipping)
    for index, clipping in enumerate(clippings):
        if clipping.note:
            continue
        said = [one.mark for one in notes[index]]
        if not said:
            yield clipping.mark
            continue
        yield replace(
            clipping.mark,
            note="\n\n".join(mark.note for mark in said),
            motivation=Motivation.COMMENTING,
            modified=max(mark.modified for mark in (clipping.mark, *said)),
        )
    yield from (clipping.mark for clipping in homeless)


def _home(note: _Clipping, clippings: list[_Clipping]) -> int | None:
    """The highlight that a note belongs to: of those around it the shortest, then the last."""
    around = [
        (one.last - one.first, -index)
        for index, one in enumerate(clippings)
        if not one.note
        and one.mark.on.key == note.mark.on.key
        and one.first <= note.first <= one.last
        and note.first
    ]
    return -min(around)[1] if around else None


def _location(about: str) -> tuple[int, int]:
    match = _LOCATION.search(about) or _PAGE.search(about)
    if match is None:
        return (0, 0)
    first = int(match[1][:9])
    last = int(match[2][:9]) if match[2] else first
    if last < first:  # ``1234-40`` is short for ``1234-1240``
        size = 10 ** len(match[2])
        last = first - first % size + last
    return (first, max(first, last))


def _made(about: str) -> str:
    """When the clipping was made; the device's clock has no zone and is taken for UTC."""
    match = _DATE.search(about.rpartition("|")[2])
    if match is None:
        return ""
    name = (match["month"] or match["month_first"] or "").casefold()
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].upper() == "P" else 0)
    try:
        made = datetime(
            int(match["year"]),
            _MONTHS.get(name, 0),
            int(match["day"]),
            hour,
            int(match["minute"]),
            int(match["second"] or 0),
        )
    except ValueError:
        return ""
    return moment(made)


IMPORTER = Importer("kindle", read, frozenset(), looks)
