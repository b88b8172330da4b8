"""Whoosh as the engine. This module and its codec alone name it; both load lazily.

Whoosh gives segments, atomic commits, deletions and the term index; the
postings are packed by :mod:`archive.index.engines.whoosh_codec`. Two more
reasons why its query classes are not used: its matchers take 12 ms for a word
that stands in 40 % of 10,000 articles and our words are three terms in eight
fields each, and its collectors cannot count exactly without visiting all hits
one by one. Reading a posting list whole and leaving AND, OR and NOT to
Python's sets does the same in a tenth of the time.

What can be wrong with files on a disk is open-ended, so whatever fails while
reading them is an :class:`IndexDamaged`, with its cause.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import fields as whoosh_fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from archive.index.analysis import Slot, terms
from archive.index.engines.base import PREFIX_CAP, Abandoned, IndexDamaged, Leaf
from archive.index.engines.packing import Packed
from archive.index.engines.whoosh_codec import PackedReader, PackedSegment, check_sizes
from archive.index.engines.whoosh_writer import WhooshWriter
from archive.index.query import DEFAULT_FIELDS, TEXT_FIELDS, Words

_CACHED_POSTINGS = 3_000_000
_OWN_SIZE = 4  # what an empty dictionary weighs, in postings
_SUMMED = 3
_FEW = 5_000


@contextmanager
def _reading() -> Iterator[None]:
    """Turns whatever broken files raise into :class:`IndexDamaged`."""
    try:
        yield
    except (Abandoned, IndexDamaged, MemoryError):
        raise
    except Exception as error:
        raise IndexDamaged(f"the index cannot be read ({type(error).__name__}: {error})") from error


def _open(folder: Path) -> FileIndex:
    return FileIndex(FileStorage(str(folder), supports_mmap=False))


class WhooshEngine:
    """See :class:`archive.index.engines.base.Engine`."""

    layout = "whoosh-1"

    def create(self, folder: Path) -> None:
        columns = {name: whoosh_fields.TEXT() for name in TEXT_FIELDS}
        schema = whoosh_fields.Schema(id=whoosh_fields.ID(), **columns)
        FileIndex.create(FileStorage(str(folder), supports_mmap=False), schema)

    def open(self, folder: Path) -> WhooshSnapshot:
        with _reading():
            return WhooshSnapshot(_open(folder))

    def writer(self, folder: Path) -> WhooshWriter:
        with _reading():
            return WhooshWriter(_open(folder))


class _Leaf:
    """One segment of a snapshot.

    Attributes:
        live: ids by document number, empty where the article was taken out.
        ordinals: ordinals by document number, -1 where there is none.
    """

    def __init__(self, storage: Any, segment: PackedSegment) -> None:
        self.reader: PackedReader = segment.codec().terms_reader(storage, segment)
        self.live = list(self.reader.ids)
        for number in segment.deleted_docs():
            self.live[number] = ""
        self.ordinals: list[int] = []

    def packed(self, field: str, term: str) -> Packed | None:
        return self.reader.packed(field, term.encode("utf-8"))


class WhooshSnapshot:
    """See :class:`archive.index.engines.base.Snapshot`."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index
        # The table of contents is read once: a commit in between would give
        # the reader of one generation the mark of another.
        toc = index._read_toc()
        self.mark = max((segment.mark for segment in toc.segments), default=0)
        self._generation = toc.generation
        check_sizes(index.storage, toc.segments)
        self._leaves = [_Leaf(index.storage, segment) for segment in toc.segments]
        self._fields = {name for leaf in self._leaves for name in leaf.reader.indexed_field_names()}
        self._cache: OrderedDict[tuple[str, str], dict[int, int]] = OrderedDict()
        self._cached = 0
        self._names: dict[str, bool] = {}

    def ids(self) -> Iterator[str]:
        return (id for leaf in self._leaves for id in leaf.live if id)

    def bind(self, ordinal: Callable[[str], int | None]) -> set[int]:
        bound: set[int] = set()
        for leaf in self._leaves:
            # What was taken out has the empty id, and no article has that.
            found = map(ordinal, leaf.live)
            leaf.ordinals = [-1 if number is None else number for number in found]
            bound.update(leaf.ordinals)
        self._cache.clear()
        self._cached = 0
        bound.discard(-1)
        return bound

    def current(self) -> bool:
        with _reading():
            return bool(self._index.latest_generation() == self._generation)

    def close(self) -> None:
        for leaf in self._leaves:
            leaf.reader.close()

    # words

    def known_name(self, surface: str) -> bool:
        # "Only" allows for a stray lower-case spelling (an address, a hashtag):
        # at most one in five.
        known = self._names.get(surface)
        if known is None:
            count = named = 0
            for leaf in self._leaves:
                at = leaf.reader.words.find(surface.encode("utf-8"))
                if at is not None:
                    count += leaf.reader.counts[at]
                    named += leaf.reader.named[at]
            known = self._names[surface] = named > 0 and 5 * named >= 4 * count
        return known

    def expand(self, prefix: str, most: int | None) -> list[str]:
        """Surfaces that begin with ``prefix``, most frequent first; all, or ``most``."""
        low, high = prefix.encode("utf-8"), (prefix + "\U0010ffff").encode("utf-8")
        counts: Counter[str] = Counter()
        for leaf in self._leaves:
            start, end = leaf.reader.words.at(low), leaf.reader.words.at(high)
            words = leaf.reader.words.between(start, end)
            counts.update(dict(zip(words, leaf.reader.counts[start:end], strict=True)))
        return [word for word, _ in counts.most_common(most)]

    def _terms(self, slot: Slot) -> tuple[str, ...]:
        found = terms(slot, self.known_name)
        if slot.prefix:
            return (*found, *self.expand(slot.surface, None))
        if slot.also_prefix:
            return tuple(dict.fromkeys((*found, *self.expand(slot.surface, PREFIX_CAP))))
        return found

    # postings

    def leaf(self, words: Words, check: Callable[[], None]) -> Leaf:
        asked = (words.field,) if words.field else DEFAULT_FIELDS
        with _reading():
            names = [name for name in asked if name in self._fields]
            first = words.slots[0]
            if len(words.slots) == 1 and first.prefix:
                found = {name: self._beginning(name, first.surface, check) for name in names}
            else:
                slots = [self._terms(slot) for slot in words.slots]
                answer = self._word if len(slots) == 1 else self._phrase
                found = {name: answer(name, slots, check) for name in names}
            return {name: rows for name, rows in found.items() if rows}

    def _beginning(self, field: str, prefix: str, check: Callable[[], None]) -> dict[int, int]:
        """Where any word begins so: which articles, not how often."""
        found: set[int] = set()
        for leaf in self._leaves:
            documents = leaf.reader.beginning(field, prefix.encode("utf-8"), check)
            found.update(map(leaf.ordinals.__getitem__, documents))
        found.discard(-1)
        return dict.fromkeys(found, 1)

    def _word(
        self, field: str, slots: list[tuple[str, ...]], check: Callable[[], None]
    ) -> dict[int, int]:
        """The surface counts beside its stems, so that the word as typed weighs more."""
        rows = [row for term in slots[0] if (row := self._postings(field, term, check))]
        if len(rows) < 2:
            return rows[0] if rows else {}
        if len(rows) > _SUMMED and sum(map(len, rows)) > _FEW:
            # A beginning of common words: which articles, not how often.
            return dict.fromkeys(set().union(*rows), 1) | rows[0]
        rows.sort(key=len)
        total = dict(rows.pop())
        get = total.get
        for row in rows:
            check()
            for ordinal, count in row.items():
                total[ordinal] = get(ordinal, 0) + count
        return total

    def _postings(self, field: str, term: str, check: Callable[[], None]) -> dict[int, int]:
        key = (field, term)
        known = self._cache.get(key)
        if known is not None:
            self._cache.move_to_end(key)
            return known
        check()
        found: dict[int, int] = {}
        for leaf in self._leaves:
            packed = leaf.packed(field, term)
            if packed is not None:
                ordinals = map(leaf.ordinals.__getitem__, packed.documents())
                found.update(zip(ordinals, packed.frequencies(), strict=True))
        found.pop(-1, None)
        self._cache[key] = found
        self._cached += len(found) + _OWN_SIZE
        while self._cached > _CACHED_POSTINGS:
            self._cached -= len(self._cache.popitem(last=False)[1]) + _OWN_SIZE
        return found

    def _phrase(
        self, field: str, slots: list[tuple[str, ...]], check: Callable[[], None]
    ) -> dict[int, int]:
        candidates: set[int] | None = None
        for alternatives in slots:
            either = set().union(*(self._postings(field, term, check) for term in alternatives))
            candidates = either if candidates is None else candidates & either
            if not candidates:
                return {}
        found: dict[int, int] = {}
        for leaf in self._leaves:
            check()
            wanted = {
                number
                for number, ordinal in enumerate(leaf.ordinals)
                if ordinal in (candidates or ())
            }
            if not wanted:
                continue
            starts: dict[int, set[int]] = {}
            for offset, alternatives in enumerate(slots):
                here = self._starts(leaf, field, alternatives, offset, wanted, check)
                starts = (
                    {number: at & here[number] for number, at in starts.items() if number in here}
                    if offset
                    else here
                )
                wanted = {number for number, at in starts.items() if at}
            for number in wanted:
                found[leaf.ordinals[number]] = len(starts[number])
        return found

    @staticmethod
    def _starts(
        leaf: _Leaf,
        field: str,
        alternatives: tuple[str, ...],
        offset: int,
        wanted: set[int],
        check: Callable[[], None],
    ) -> dict[int, set[int]]:
        """Where in the wanted documents a phrase would begin, by this one of its words."""
        found: dict[int, set[int]] = {}
        for term in alternatives:
            packed = leaf.packed(field, term)
            if packed is None:
                continue
            check()
            for number, row in zip(packed.documents(), packed.positions(), strict=True):
                if number in wanted:
                    starts = {at - offset for at in row} if offset else set(row)
                    if number in found:
                        found[number] |= starts
                    else:
                        found[number] = starts
        return found
