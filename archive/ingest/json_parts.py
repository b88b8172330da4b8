"""JSON documents read as far as they go: what stands before and after a break is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from archive.errors import UnreadableInput
from archive.ingest.decode import decode
from archive.ingest.items import Skipped
from archive.ingest.source import Source

_MOST_BREAKS: Final = 100
_DECODER: Final = json.JSONDecoder()
_OPENING: Final = re.compile(r"\{")


def objects(
    source: Source, wanted: Callable[[Any], bool]
) -> Iterator[tuple[str, dict[str, Any]] | Skipped]:
    """The objects of interest in a JSON document, in order, each with its place.

    Args:
        source: its whole text is one document, or one document a line.
        wanted: whether an object is one of interest.

    Yields:
        its place (line and column, or its number in the document) and the
        object itself; a Skipped where the document is broken. Objects inside
        a broken one count too.

    Raises:
        UnreadableInput: if the file cannot be read, or is no text.
    """
    data = source.data()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(data, source.name).text
    at, breaks, lines, number = 0, 0, _Lines(text), 0
    while (opening := _OPENING.search(text, at)) is not None:
        at = opening.start()
        if breaks == _MOST_BREAKS:
            reason = f"it is broken in {_MOST_BREAKS} places: what comes after was not read"
            yield Skipped(source.name, lines.place(at), reason)
            return
        try:
            value, end = _DECODER.raw_decode(text, at)
        except RecursionError:
            yield Skipped(source.name, lines.place(at), "it is nested too deeply")
            return
        except ValueError as error:
            breaks += 1
            where = getattr(error, "pos", at)
            reason = f"the JSON is broken here: {getattr(error, 'msg', error)}"
            if breaks == 1:
                remedy = "fetch or copy the file again; what else could be read came in"
                yield Skipped(source.name, lines.place(where), reason, remedy)
            at += 1
            continue
        for found in _inside(value, wanted):
            number += 1
            yield lines.place(at) if found is value else f"annotation {number}", found
        at = end


def _inside(value: Any, wanted: Callable[[Any], bool]) -> Iterator[dict[str, Any]]:
    """The outermost objects of interest in a value, in order."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            if wanted(one):
                yield one
            else:
                pending.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            pending.extend(reversed(one))


class _Lines:
    """Says on which line an offset lies; asked in ascending order it reads the text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at, self._line, self._begun = 0, 1, 0

    def place(self, offset: int) -> str:
        if offset < self._at:
            self._at, self._line, self._begun = 0, 1, 0
        self._line += self._text.count("\n", self._at, offset)
        self._begun = max(self._begun, self._text.rfind("\n", 0, offset) + 1)
        self._at = offset
        return f"line {self._line}, column {offset - self._begun + 1}"


def read_text(source: Source) -> str:
    """The whole of a text file.

    Raises:
        UnreadableInput: if it cannot be read, is too large, or is no text.
    """
    data = source.data()
    decoded = decode(data, source.name)
    if decoded.text.strip():
        return decoded.text
    raise UnreadableInput("it is empty or only white space", path=source.name)
