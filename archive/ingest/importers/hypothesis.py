"""Hypothesis annotations, as its API and its exports give them in JSON.

An answer of the search (``{"total": …, "rows": […]}``), a list, or single
annotations. Positions are UTF-16 units of the page's own text, which is not
the article's: the words and those around them decide where a mark goes. A
reply stands where its parent does; a note on the page has no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from archive.ingest.importers.base import Importer
from archive.ingest.items import Skipped
from archive.ingest.json_parts import objects
from archive.ingest.marks import (
    Mark,
    Reads,
    Whereabouts,
    line,
    moment,
    tags_of,
    whole_number,
    words,
)
from archive.ingest.source import Source
from archive.model import Motivation

_BEGINS: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"(?:total|rows)"\s*:|[\[{])')
# In a string of JSON a quotation mark has a backslash before it: these are keys and values.
_SIGNS: Final = re.compile(rb'[:,{]\s*"(?:acct:[^"]*|TextQuoteSelector|rows)"')


def looks(head: bytes) -> bool:
    """Whether this begins like an answer of the API, or like annotations of it."""
    if _BEGINS.match(head) is None or _SIGNS.search(head) is None:
        return False
    return b'"uri"' in head or b'"rows"' in head or b'"document"' in head


def read(source: Source) -> Reads:
    """The annotations of the file."""
    parents: dict[str, Mark] = {}
    for found in objects(source, _wanted):
        if isinstance(found, Skipped):
            yield found
            continue
        place, row = found
        mark = _mark(source, place, row, parents)
        if isinstance(mark, Mark):
            parents[line(row.get("id"))] = mark
        yield mark


def _wanted(value: dict[str, Any]) -> bool:
    return "target" in value and ("uri" in value or "id" in value)


def _mark(
    source: Source, place: str, row: dict[str, Any], parents: dict[str, Mark]
) -> Mark | Skipped:
    quote, position = _selectors(row.get("target"))
    note, exact = words(row.get("text")), words(quote.get("exact"))
    own = line(row.get("id"))
    if not own:
        return Skipped(source.name, place, "this annotation has no id")
    references = row.get("references")
    for reference in reversed(references if isinstance(references, list) else []):
        if not exact and (parent := parents.get(line(reference))) is not None:
            quote = {"prefix": parent.prefix, "suffix": parent.suffix}
            exact, position = parent.exact, parent.position
            break
    tags = tags_of(row.get("tags"))
    if not exact and not note.strip() and not tags:
        return Skipped(source.name, place, f"annotation {own} has neither words nor a note")
    on = _where(row)
    if not on.key:
        return Skipped(source.name, place, f"annotation {own} names no page")
    user = line(row.get("user")).removeprefix("acct:")
    return Mark(
        identity=f"hypothesis:{own}",
        on=on,
        exact=exact,
        source=source.name,
        place=place,
        prefix=words(quote.get("prefix")),
        suffix=words(quote.get("suffix")),
        position=position,
        order=position or (),
        motivation=Motivation.COMMENTING if note.strip() else Motivation.HIGHLIGHTING,
        note=note,
        tags=tags,
        creator=user,
        created=moment(row.get("created")),
        modified=moment(row.get("updated")) or moment(row.get("created")),
    )


def _selectors(target: object) -> tuple[dict[str, Any], tuple[int, int] | None]:
    """The quotation, and the position in the page's own text."""
    quote: dict[str, Any] = {}
    position: tuple[int, int] | None = None
    for selector in _records(target, "selector"):
        kind = selector.get("type")
        if kind == "TextQuoteSelector" and not quote:
            quote = selector
        elif kind == "TextPositionSelector":
            start, end = whole_number(selector.get("start")), whole_number(selector.get("end"))
            if start is not None and end is not None and start < end:
                position = (start, end)
    return quote, position


def _records(values: object, key: str) -> Iterator[dict[str, Any]]:
    for value in values if isinstance(values, list) else [values]:
        inner = value.get(key) if isinstance(value, dict) else None
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict):
                yield one


def _where(row: dict[str, Any]) -> Whereabouts:
    url = line(row.get("uri"))
    document = row.get("document")
    titles = document.get("title") if isinstance(document, dict) else None
    title = line(titles[0] if isinstance(titles, list) and titles else titles)
    return Whereabouts(key=url or title, title=title or url, url=url or None)


IMPORTER = Importer("hypothesis", read, frozenset(), looks)
