"""Older segments made into one, so that few stay and each article is rewritten seldom."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from archive.index.engines.packing import joined
from archive.index.engines.whoosh_codec import PackedReader, PackedSegment, write_segment

_TIER = 8
_PER_TIER = 4
_LARGEST_TIER = 4


def to_merge(
    segments: Iterable[PackedSegment], *, forget: bool = False
) -> tuple[list[PackedSegment], list[list[PackedSegment]]]:
    """Which segments stay as they are, and which are to become one, group by group.

    Whoosh's merge policy, tiered: of each order of magnitude (base ``_TIER``)
    at most ``_PER_TIER`` segments stay side by side; one that is half deleted
    is rewritten, an empty one dropped.

    Args:
        forget: whether each that holds anything removed is rewritten.
    """
    kept: list[PackedSegment] = []
    rewritten: list[PackedSegment] = []
    tiers: dict[int, list[PackedSegment]] = {}
    for segment in segments:
        alive = segment.doc_count_all() - segment.deleted_count()
        if not alive:
            continue
        if 2 * alive < segment.doc_count_all() or (forget and segment.deleted_count()):
            rewritten.append(segment)
            continue
        tier = 0
        while alive >= _TIER ** (tier + 1):
            tier += 1
        tiers.setdefault(tier, []).append(segment)
    groups: list[list[PackedSegment]] = []
    for tier, members in tiers.items():
        if len(members) > _PER_TIER and tier <= _LARGEST_TIER:
            groups.append(members)
        else:
            kept += members
    if rewritten:
        groups.append(rewritten)
    return kept, groups


def merged(storage: Any, segments: Sequence[PackedSegment]) -> PackedSegment:
    """Write what is alive in these segments as one."""
    readers: list[PackedReader] = []
    try:
        for segment in segments:
            readers.append(segment.codec().terms_reader(storage, segment))
        return write_segment(storage, _Joined(segments, readers))
    finally:
        for reader in readers:
            reader.close()


class _Joined:
    """See :class:`archive.index.engines.whoosh_codec.Postings`."""

    def __init__(self, segments: Sequence[PackedSegment], readers: Sequence[PackedReader]) -> None:
        self._readers = readers
        self._moves: list[tuple[int, Sequence[int] | None]] = []
        self.ids: list[str] = []
        self.sketches: list[array[int]] = []
        for segment, reader in zip(segments, readers, strict=True):
            base = len(self.ids)
            stays = [not segment.is_deleted(number) for number in range(len(reader.ids))]
            for stay, id, own in zip(stays, reader.ids, reader.sketches(), strict=True):
                if stay:
                    self.ids.append(id)
                    self.sketches.append(own)
            new = iter(range(base, len(self.ids)))
            numbers = None if all(stays) else [next(new) if stay else -1 for stay in stays]
            self._moves.append((base, numbers))

    def fields(self) -> Iterable[str]:
        names = chain.from_iterable(reader.indexed_field_names() for reader in self._readers)
        return dict.fromkeys(names)

    def records(self, field: str) -> Iterator[tuple[str, bytes]]:
        entries = (_numbered(n, reader.entries(field)) for n, reader in enumerate(self._readers))
        for term, found in groupby(merge(*entries), itemgetter(0)):
            record = joined([(record, *self._moves[number]) for _, number, record in found])
            if record is not None:
                yield term, record


def _numbered(
    number: int, entries: Iterable[tuple[str, bytes]]
) -> Iterator[tuple[str, int, bytes]]:
    return ((term, number, record) for term, record in entries)
