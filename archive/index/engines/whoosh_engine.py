"""Whoosh as the engine. Only modules of this package name it; they load lazily.

Whoosh gives segments, atomic commits, deletions and the term index; the
postings are packed by :mod:`archive.index.engines.whoosh_codec`. Two more
reasons why its query classes are not used: its matchers take 12 ms for a word
that stands in 40 % of 10,000 articles and our words are three terms in eight
fields each, and its collectors cannot count exactly without visiting all hits
one by one. Reading a posting list whole and leaving AND, OR and NOT to
Python's sets does the same in a tenth of the time.
"""

from __future__ import annotations

from pathlib import Path

from whoosh import fields as whoosh_fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from archive.index.engines.whoosh_helper import Helper
from archive.index.engines.whoosh_snapshot import WhooshSnapshot, reading
from archive.index.engines.whoosh_writer import WhooshWriter
from archive.index.query import TEXT_FIELDS


def _open(folder: Path) -> FileIndex:
    return FileIndex(FileStorage(str(folder), supports_mmap=False))


class WhooshEngine:
    """See :class:`archive.index.engines.base.Engine`.

    Attributes:
        helper: who shares the work of the writers of one folder, until they rest.
    """

    layout = "whoosh-6"

    def __init__(self) -> None:
        self.helper: Helper | None = None

    def create(self, folder: Path) -> None:
        columns = {name: whoosh_fields.TEXT() for name in TEXT_FIELDS}
        schema = whoosh_fields.Schema(id=whoosh_fields.ID(), **columns)
        FileIndex.create(FileStorage(str(folder), supports_mmap=False), schema)

    def open(self, folder: Path) -> WhooshSnapshot:
        with reading():
            return WhooshSnapshot(_open(folder))

    def writer(self, folder: Path) -> WhooshWriter:
        if self.helper is None or self.helper.folder != folder:
            self.rest()
            self.helper = Helper(folder)
        with reading():
            return WhooshWriter(_open(folder), self.helper)

    def rest(self) -> None:
        if self.helper is not None:
            self.helper.stop()
        self.helper = None
