"""JSON Lines: one article an object, one object a line; gzip read as it is.

Keys: ``id``, ``source`` (the outlet), ``title``, ``date``, ``lang``, ``url``,
``body``; read too: ``text`` or ``content``, ``published``, ``language``,
``outlet``, ``author`` or ``authors``, ``tags``. A line that is no article is
named and skipped; the lines after it come in.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator

from archive.errors import UnreadableInput
from archive.ingest.decode import decode
from archive.ingest.identity import joined_id
from archive.ingest.importers.base import Importer
from archive.ingest.items import Item, Read, Skipped
from archive.ingest.making import make_item
from archive.ingest.source import Source
from archive.text.clean import clean
from archive.text.plain import build_plain

MAX_LINE = 64 << 20

_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"[^\n]')


def read(source: Source) -> Read:
    """The articles of the file, one line at a time."""
    number = 0
    for number, line in enumerate(lines(source.chunks()), start=1):
        if line is None:
            reason = f"it is longer than {MAX_LINE >> 20} MB, too much for one article"
            yield Skipped(source.name, f"line {number}", reason, "split the article")
        elif line and not line.isspace():
            try:
                yield _article(source, number, line)
            except Exception as error:
                # A fault of the program, told as one; the other lines are to come in all the same.
                reason = f"the importer failed on it: {type(error).__name__}: {str(error)[:200]}"
                yield Skipped(source.name, f"line {number}", reason, "please report this line")
    if source.truncated:
        yield Skipped(
            source.name,
            f"after line {number}",
            f"{source.truncated}; the articles before it are kept",
            "fetch or copy the file again",
        )


def lines(chunks: Iterable[bytes], limit: int = MAX_LINE) -> Iterator[bytes | None]:
    """The lines of a stream as UTF-8, without their ends; None for one over ``limit`` bytes.

    Holds no more than one line and one chunk; of a line too long, nothing.
    """
    pending: list[bytes] = []
    length = 0
    for chunk in _as_utf8(chunks):
        head, *rest = chunk.split(b"\n")
        if not rest:
            length += len(head)
            if length <= limit:
                pending.append(head)
            else:
                pending.clear()
            continue
        yield _joined(pending, head, length, limit)
        for line in rest[:-1]:
            yield line if len(line) <= limit else None
        pending, length = [rest[-1]], len(rest[-1])
    if length:
        yield _joined(pending, b"", length, limit)


def _joined(pending: list[bytes], last: bytes, length: int, limit: int) -> bytes | None:
    return b"".join((*pending, last)) if length + len(last) <= limit else None


def _as_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The stream itself, or, where a mark says UTF-16, its translation; the mark dropped."""
    decoder: codecs.IncrementalDecoder | None = None
    for index, chunk in enumerate(chunks):
        if index == 0:
            if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                decoder = codecs.getincrementaldecoder("utf-16")("replace")
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass") if decoder else chunk


def _article(source: Source, number: int, line: bytes) -> Item | Skipped:
    place = f"line {number}"
    try:
        record = json.loads(_text(line, source.name))
    except json.JSONDecodeError as error:
        reason = f"it is no JSON: column {error.colno}: {error.msg}"
        return Skipped(source.name, place, reason)
    except UnreadableInput as error:
        return Skipped(source.name, f"{place}, {error.place}", error.message, error.remedy)
    except ValueError as error:
        return Skipped(source.name, place, f"it is no JSON: {error}")
    except RecursionError:
        return Skipped(source.name, place, "it is nested too deeply")
    if not isinstance(record, dict):
        return Skipped(source.name, place, f"it is a {_kind(record)}, not an object")
    body = next((v for k in ("body", "text", "content") if (v := record.get(k)) is not None), None)
    if not isinstance(body, str):
        missing = "it has no body" if body is None else f"its body is a {_kind(body)}, not text"
        return Skipped(source.name, place, missing, "give each article its text as «body»")
    text, replaced = clean(body)
    outlet = _string(record, "source", "outlet")
    own = _string(record, "id")
    return make_item(
        source,
        build_plain(text),
        title=_string(record, "title"),
        place=place,
        number=number,
        format_id=joined_id(outlet, own) if own else None,
        url=_string(record, "url", "link"),
        outlet=_string(record, "outlet", "source"),
        authors=_strings(record, "authors", "author"),
        published=next((v for k in ("date", "published") if (v := record.get(k))), None),
        language=_string(record, "lang", "language"),
        tags=_strings(record, "tags"),
        original=line,
        replaced=replaced,
    )


def _text(line: bytes, name: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return decode(line, name).text


def _string(record: dict[str, object], *keys: str) -> str | None:
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return None


def _strings(record: dict[str, object], *keys: str) -> tuple[str, ...]:
    for key in keys:
        value = record.get(key)
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list):
            named = (entry.get("name") if isinstance(entry, dict) else entry for entry in value)
            return tuple(entry for entry in named if isinstance(entry, str))
    return ()


def _kind(value: object) -> str:
    kinds = {list: "list", str: "text", bool: "truth value", dict: "record", type(None): "null"}
    return kinds.get(type(value), "number")


IMPORTER = Importer(
    "jsonl",
    read,
    frozenset((".jsonl", ".ndjson", ".jsonlines")),
    lambda head: _OBJECT.match(head) is not None,
)
