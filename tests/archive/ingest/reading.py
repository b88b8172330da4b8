"""Reading a file without an archive: what the importers say of it."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.items import Item, Notice, Skipped
from archive.ingest.marks import Found, Mark
from archive.ingest.reading import read_source
from archive.ingest.source import Source
from archive.text.document import Document


def source_of(path: Path) -> Source:
    return Source(path.name, path.name.removesuffix(".gz"), path, size=path.stat().st_size)


def read_file(path: Path) -> list[Found]:
    """All that the file's own importer finds in it."""
    return [found for _, found in read_source(source_of(path), None)]


def read_bytes(data: bytes, name: str = "a.txt") -> list[Item | Skipped]:
    """The articles in bytes in memory under a file name."""
    found = read_anything(data, name)
    assert not [one for one in found if not isinstance(one, Item | Skipped)], found
    return [one for one in found if isinstance(one, Item | Skipped)]


def read_anything(data: bytes, name: str) -> list[Found]:
    """All there is in bytes in memory under a file name."""
    source = Source(name, name.removesuffix(".gz"), memory=data, size=len(data))
    return [found for _, found in read_source(source, None)]


def marks(data: bytes, name: str) -> list[Mark]:
    """The annotations in ``data``, which holds nothing else."""
    found = read_anything(data, name)
    assert not [one for one in found if not isinstance(one, Mark)], found
    return [one for one in found if isinstance(one, Mark)]


def item(data: bytes, name: str = "a.txt") -> Item:
    """The one article in ``data``."""
    (found,) = read_bytes(data, name)
    assert isinstance(found, Item), found
    return found


def skipped(data: bytes, name: str = "a.txt") -> Skipped:
    """The one reason why ``data`` holds no article."""
    (found,) = read_bytes(data, name)
    assert isinstance(found, Skipped), found
    return found


def check_document(document: Document) -> None:
    """The promises of Document: blocks cover the text in order, marks lie inside blocks."""
    at = 0
    for index, block in enumerate(document.blocks):
        gap = document.text[at : block.span.start]
        assert gap in (("\n", "\n\n") if index else ("",)), (index, gap)
        at = block.span.end
    assert at == len(document.text)
    for inline in document.inlines:
        assert inline.span
        assert any(block.span.encloses(inline.span) for block in document.blocks), inline


def told(notice: Notice) -> dict[str, str]:
    return {"place": notice.place, "reason": notice.reason}
