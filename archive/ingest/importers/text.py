"""Plain text: the title on the first line that has one, then the body."""

from __future__ import annotations

from archive.ingest.decode import Decoded, decode
from archive.ingest.importers.base import Importer
from archive.ingest.items import Notice, Read
from archive.ingest.making import make_item
from archive.ingest.source import Source
from archive.text.clean import clean
from archive.text.plain import build_plain


def broken_bytes(decoded: Decoded, source: Source) -> tuple[Notice, ...]:
    """A warning where the file's encoding was broken in places; else nothing."""
    if not decoded.broken:
        return ()
    reason = f"{decoded.broken} places are no {decoded.encoding}: shown as U+FFFD"
    return (Notice(source.name, decoded.place, reason, "save it again as UTF-8"),)


def read(source: Source) -> Read:
    """The one article of the file."""
    data = source.data()
    decoded = decode(data, source.name)
    text, replaced = clean(decoded.text)
    first, _, body = text.lstrip("\n \t").partition("\n")
    yield make_item(
        source,
        build_plain(body),
        title=first,
        original=data,
        replaced=replaced,
        warnings=broken_bytes(decoded, source),
    )


# It claims nothing: what no other importer knows, and is text, comes here.
IMPORTER = Importer("text", read, frozenset(), lambda head: False)
