"""JSON Lines of ours, as ``export --format jsonl`` writes them.

Every line is a record; whatever it lacks or has wrong costs that line alone.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from archive.ingest.importers.base import Importer
from archive.ingest.importers.jsonl import lines
from archive.ingest.items import Skipped
from archive.ingest.marks import Reads, Record
from archive.ingest.source import Source

MAX_LINE: Final = 512 << 20
"""Bytes of a line: an article of 64 MB, its markup and its original."""

KINDS: Final = frozenset(
    "entities relations claims articles revisions annotations rejections evidence dossiers"
    " parts".split()
)
_FIRST: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"record"\s*:\s*"archive"')


def read(source: Source) -> Reads:
    """The records of the file, one line at a time."""
    number, ended = 0, False
    for number, line in enumerate(lines(source.chunks(), MAX_LINE), start=1):
        place = f"line {number}"
        if line is None:
            yield Skipped(source.name, place, f"it is longer than {MAX_LINE >> 20} MB")
            continue
        if not line or line.isspace():
            continue
        record = parsed(line)
        if isinstance(record, str):
            yield Skipped(source.name, place, record, "the other lines came in")
        elif record.get("record") == "archive":
            if record.get("holds") == "everything":
                reason = "it is a dump of a whole archive"
                remedy = "newsmark restore makes an archive of it"
                yield Skipped(source.name, place, reason, remedy)
                return
        elif record.get("record") == "end":
            ended = True
        elif record.get("record") in KINDS:
            yield Record(record.pop("record"), record, source.name, place)
        else:
            yield Skipped(source.name, place, "it is no record that this version knows")
    if not ended:
        reason = source.truncated or "the line that ends such a file is missing: it was cut short"
        remedy = "fetch or copy the file again; what came before was read"
        yield Skipped(source.name, f"after line {number}", reason, remedy)


def parsed(line: bytes) -> dict[str, Any] | str:
    """The object on a line, or why it is none."""
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"it is no UTF-8 at byte {error.start}"
    except json.JSONDecodeError as error:
        return f"it is no JSON: column {error.colno}: {error.msg}"
    except (ValueError, RecursionError) as error:
        return f"it is no JSON: {error}"
    return record if isinstance(record, dict) else "it is no object"


IMPORTER = Importer("newsmark", read, frozenset((".jsonl",)), lambda h: _FIRST.match(h) is not None)
