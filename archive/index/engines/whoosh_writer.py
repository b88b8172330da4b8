"""Writing Whoosh segments: texts to places of terms, whole segments at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from archive.index.analysis import stem
from archive.index.chunks import CHUNK, LONG_CHUNK, pieces
from archive.index.copies import key_of, sketch
from archive.index.engines.base import IndexDamaged
from archive.index.engines.packing import POSITION_BITS, POSITION_MASK
from archive.index.engines.whoosh_codec import (
    PackedCodec,
    PackedReader,
    PackedSegment,
    Pool,
    check_sizes,
)
from archive.index.matcher import GAP, field_texts
from archive.store import SearchFields

_TIER = 8
_PER_TIER = 4
_LARGEST_TIER = 3

_Append = Callable[[int], None]
_Entry = tuple[int, tuple[_Append, ...], tuple[tuple[int, _Append], ...], int]


class WhooshWriter(SegmentWriter):  # type: ignore[misc]
    """See :class:`archive.index.engines.base.Writer`.

    Terms go straight into a :class:`Pool`: what a chunk of text means is
    looked up once a segment, as the lists that its terms' places go to.
    """

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, timeout=5.0, codec=PackedCodec(), compound=False)
        self._mark, self._sign = 0, ""
        try:
            check_sizes(self.storage, self.segments)
        except IndexDamaged:
            self.cancel()
            raise
        for name in list(self.storage):  # a table of contents that a killed run did not finish
            if ".toc." in name:
                self.storage.delete_file(name)
        self.pool = Pool()
        self._chunks: dict[tuple[str, str | None], dict[str, _Entry]] = {}
        self._located: dict[str, tuple[Any, int]] | None = None
        self._keys: list[int] = []  # of the body being written

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

    def _locate(self) -> dict[str, tuple[Any, int]]:
        if self._located is None:
            self._located = {}
            for segment in self.segments:
                reader = self._reader(segment)
                reader.close()
                for number, id in enumerate(reader.ids):
                    if not segment.is_deleted(number):
                        self._located[id] = (segment, number)
        return self._located

    def _reader(self, segment: PackedSegment) -> PackedReader:
        found: PackedReader = self.codec.terms_reader(self.storage, segment)
        return found

    def add(self, fields: SearchFields) -> None:
        number = self._begin(fields.id)
        self._keys.clear()
        for name, texts, language in field_texts(fields):
            known = self._chunks.setdefault((name, language), {})
            base = number << POSITION_BITS
            for text in texts:
                if base & POSITION_MASK > POSITION_MASK - 3 * GAP:
                    break
                base = self._text(name, text, language, known, base) + GAP
        self.pool.sketches.append(sketch(self._keys))

    def _begin(self, id: str) -> int:
        number: int = self.docnum
        self.perdocwriter.start_doc(number)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True
        self.pool.ids.append(id)
        return number

    def _text(
        self, name: str, text: str, language: str | None, known: dict[str, _Entry], base: int
    ) -> int:
        last = (base | POSITION_MASK) - 2 * GAP  # a text past it (16 M words) is cut
        get = known.get
        keys = self._keys if name == "body" else None
        for chunk in CHUNK.findall(text):
            entry = get(chunk)
            if entry is None:
                entry = self._entry(name, chunk, language)
                if len(chunk) <= LONG_CHUNK:
                    known[chunk] = entry
            advance, first, others, key = entry
            for append in first:
                append(base)
            for rel, append in others:
                append(base + rel)
            base += advance
            if keys is not None and advance:
                keys.append(key)
            if base > last:
                break
        return base

    def _entry(self, name: str, chunk: str, language: str | None) -> _Entry:
        found = pieces(chunk)
        lists: list[tuple[int, _Append]] = []
        for piece in found:
            lists.append((piece.rel, self.pool.places(name, piece.surface).append))
            stemmed = stem(piece.surface, language) if piece.stemmable else None
            if stemmed is not None:
                lists.append((piece.rel, self.pool.places(name, stemmed).append))
            if piece.name and name != "url" and not any(map(str.isdigit, piece.surface)):
                # What holds a figure is never stemmed: nobody asks whether it is a name.
                lists.append((piece.rel, self.pool.places(name, "n:" + piece.surface).append))
            if piece.alias:  # no name, and yet without a stem
                lists.append((piece.rel, self.pool.places(name, "a:" + piece.surface).append))
        first = tuple(append for rel, append in lists if not rel)
        others = tuple(pair for pair in lists if pair[0])
        return (found[-1].rel + 1 if found else 0), first, others, key_of(found)

    def commit(self, mark: int, sign: str) -> None:
        self._mark, self._sign = mark, sign
        super().commit(mergetype=_merge)

    def absorb(self, segment: PackedSegment) -> None:
        """Take over what is alive in an older segment."""
        reader = self._reader(segment)
        try:
            numbers = [
                -1 if segment.is_deleted(old) else self._begin(id)
                for old, id in enumerate(reader.ids)
            ]
            self.pool.sketches += [
                own for number, own in zip(numbers, reader.sketches(), strict=True) if number >= 0
            ]
            for name, term in reader.terms():
                packed = reader.packed(name, term)
                if packed is None:
                    continue
                rows = zip(packed.documents(), packed.positions(), strict=True)
                moved = [
                    numbers[old] << POSITION_BITS | at
                    for old, row in rows
                    if numbers[old] >= 0
                    for at in row
                ]
                if moved:
                    self.pool.places(name, term.decode("utf-8")).extend(moved)
        finally:
            reader.close()

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


def _merge(writer: WhooshWriter, segments: list[PackedSegment]) -> list[PackedSegment]:
    """Whoosh's merge policy, tiered: few segments, and each article rewritten seldom.

    Of each order of magnitude (base ``_TIER``) at most ``_PER_TIER`` segments
    stay side by side; one that is half deleted is rewritten, an empty one dropped.
    """
    kept: list[PackedSegment] = []
    tiers: dict[int, list[PackedSegment]] = {}
    for segment in segments:
        alive = segment.doc_count_all() - segment.deleted_count()
        if not alive:
            continue
        if 2 * alive < segment.doc_count_all():
            writer.absorb(segment)
            continue
        tier = 0
        while alive >= _TIER ** (tier + 1):
            tier += 1
        tiers.setdefault(tier, []).append(segment)
    for tier, members in tiers.items():
        if len(members) > _PER_TIER and tier <= _LARGEST_TIER:
            for segment in members:
                writer.absorb(segment)
        else:
            kept += members
    return kept
