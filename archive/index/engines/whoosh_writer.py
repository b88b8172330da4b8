"""A transaction on Whoosh's index: articles in and out, whole segments at a time."""

from __future__ import annotations

import gc
from collections.abc import Iterable

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from archive.index.engines.base import IndexDamaged
from archive.index.engines.whoosh_codec import (
    PackedCodec,
    PackedReader,
    PackedSegment,
    check_sizes,
    write_segment,
)
from archive.index.engines.whoosh_helper import Helper
from archive.index.engines.whoosh_merge import merged, to_merge
from archive.index.engines.whoosh_pool import Pool
from archive.store import SearchFields


class WhooshWriter(SegmentWriter):  # type: ignore[misc]
    """See :class:`archive.index.engines.base.Writer`.

    Of Whoosh's own writer the lock, the table of contents and the cleaning up
    are used; segments are written whole, by :func:`write_segment`.

    Args:
        index: the index.
        helper: who takes a share of the articles, if there are many.
    """

    def __init__(self, index: FileIndex, helper: Helper) -> None:
        super().__init__(index, timeout=5.0, codec=PackedCodec(), compound=False)
        self._collects = gc.isenabled()
        gc.disable()  # millions of lists that stay, none in a circle: looking took a quarter
        self._mark, self._sign = 0, ""
        self._helper = helper
        try:
            check_sizes(self.storage, self.segments)
        except IndexDamaged:
            self.cancel()
            raise
        for name in list(self.storage):  # a table of contents that a killed run did not finish
            if ".toc." in name:
                self.storage.delete_file(name)
        self._pool = Pool()
        self._located: dict[str, tuple[PackedSegment, int]] | None = None

    def remove(self, ids: Iterable[str]) -> int:
        located = self._locate()
        removed = 0
        for id in ids:
            place = located.pop(id, None)
            if place is not None:
                segment, number = place
                segment.delete_document(number)
                removed += 1
        return removed

    def _locate(self) -> dict[str, tuple[PackedSegment, int]]:
        if self._located is None:
            self._located = {}
            for segment in self.segments:
                reader: PackedReader = self.codec.terms_reader(self.storage, segment)
                reader.close()
                for number, id in enumerate(reader.ids):
                    if not segment.is_deleted(number):
                        self._located[id] = (segment, number)
        return self._located

    def add(self, fields: SearchFields) -> None:
        if not self._helper.takes(fields):
            self._pool.add(fields)

    def commit(self, mark: int, sign: str, *, forget: bool = False) -> None:
        self._mark, self._sign = mark, sign
        try:
            segments = self._segments(forget)
            super().commit(mergetype=lambda _writer, _segments: segments)
        finally:
            self._collect()

    def _segments(self, forget: bool) -> list[PackedSegment]:
        """The segments from now on: old ones, ones made of old ones, and what was added."""
        for fields in self._helper.finish():
            self._pool.add(fields)
        segments, groups = to_merge(self.segments, forget=forget)
        if self._pool.ids:
            segments.append(write_segment(self.storage, self._pool))
        segments += [merged(self.storage, group) for group in groups]
        return segments + self._helped()

    def _helped(self) -> list[PackedSegment]:
        """The helper's segment; where it was lost, what it had been given makes one here."""
        segment, lost = self._helper.segment()
        if lost:
            pool = Pool()
            for fields in lost:
                pool.add(fields)
            return [write_segment(self.storage, pool)]
        return [segment] if segment is not None else []

    def cancel(self) -> None:
        self._helper.stop()
        self._collect()
        super().cancel()

    def _collect(self) -> None:
        """Let the collector look again, as it did before this writer came."""
        if self._collects:
            gc.enable()

    def _commit_toc(self, segments: list[PackedSegment]) -> None:
        for segment in segments:
            segment.mark, segment.sign = self._mark, self._sign
            prefix = segment.segment_id() + "."
            segment.sizes = {
                name: self.storage.file_length(name)
                for name in self.storage
                if name.startswith(prefix)
            }
        super()._commit_toc(segments)
