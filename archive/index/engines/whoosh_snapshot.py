"""An index held open: where words stand, read from packed postings.

What can be wrong with files on a disk is open-ended, so whatever fails while
reading them is an :class:`IndexDamaged`, with its cause.
"""

from __future__ import annotations

from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from itertools import islice, repeat
from operator import add
from typing import Any

from whoosh.index import FileIndex

from archive.index.analysis import Slot, near_words, terms
from archive.index.engines.base import FIRST_WORDS, Abandoned, IndexDamaged, Leaf
from archive.index.engines.packing import Packed
from archive.index.engines.whoosh_codec import PackedReader, PackedSegment, check_sizes
from archive.index.proximity import near
from archive.index.query import DEFAULT_FIELDS, Words

_CACHED_POSTINGS = 600_000  # 55 MB
_OWN_SIZE = 4  # what an empty dictionary weighs, in postings
_KEPT_SURFACES = 64
_WORDS_AT_ONCE = 1 << 16  # decoded, to be compared with one
_MOST_NEAR = 4  # so many places near one another count; more make no better hit

_Placed = tuple[int, Slot, tuple[str, ...]]  # a slot's place in the row, and its terms
_Rows = dict[int, Sequence[int]]
_Starts = dict[int, Collection[int]]


@contextmanager
def reading() -> Iterator[None]:
    """Turns whatever broken files raise into :class:`IndexDamaged`."""
    try:
        yield
    except (Abandoned, IndexDamaged, MemoryError):
        raise
    except Exception as error:
        raise IndexDamaged(f"the index cannot be read ({type(error).__name__}: {error})") from error


class _Segment:
    """One segment of a snapshot.

    Attributes:
        ordinals: ordinals by document number, -1 where there is none.
    """

    def __init__(self, storage: Any, segment: PackedSegment) -> None:
        self.reader: PackedReader = segment.codec().terms_reader(storage, segment)
        self._gone = tuple(segment.deleted_docs())
        self.ordinals: Sequence[int] = ()
        self._numbers: dict[int, int] = {}
        self._surfaces: dict[tuple[str, Slot, int | None], Sequence[int]] = {}

    @property
    def live(self) -> list[str]:
        """The ids by document number, empty where the article was taken out."""
        ids = self.reader.ids
        for number in self._gone:
            ids[number] = ""
        return ids

    def bind(self, ordinals: Sequence[int]) -> None:
        """Learn the ordinals by document number."""
        self.ordinals = ordinals
        self._numbers = {}

    def packed(self, field: str, term: str) -> Packed | None:
        return self.reader.packed(field, term.encode("utf-8"))

    def surfaces(self, field: str, slot: Slot, most: int | None = None) -> Sequence[int]:
        """The numbers of the terms that a slot expands to: all, or the ``most`` frequent."""
        found = self._surfaces.get((field, slot, most))
        if found is None:
            if most is None:
                found = self.reader.surfaces(field, slot)
            else:
                found = self.surfaces(field, slot)
                if len(found) > most:
                    found = self.reader.weightiest(field, found, most)
            if len(self._surfaces) > _KEPT_SURFACES:
                self._surfaces.clear()
            self._surfaces[field, slot, most] = found
        return found

    def numbers(self, ordinals: Set[int]) -> set[int]:
        """The document numbers of articles."""
        if not self._numbers:
            self._numbers = {ordinal: number for number, ordinal in enumerate(self.ordinals)}
        known = self._numbers
        return {known[ordinal] for ordinal in ordinals if ordinal in known}


class WhooshSnapshot:
    """See :class:`archive.index.engines.base.Snapshot`."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index
        # The table of contents is read once: a commit in between would give
        # the reader of one generation the mark of another.
        toc = index._read_toc()
        newest = max(toc.segments, key=lambda segment: segment.mark, default=PackedSegment)
        self.mark: int = newest.mark
        self.sign: str = newest.sign
        self._generation = toc.generation
        check_sizes(index.storage, toc.segments)
        self._segments = [_Segment(index.storage, segment) for segment in toc.segments]
        self._fields = {
            name for segment in self._segments for name in segment.reader.indexed_field_names()
        }
        self._cache: OrderedDict[tuple[str, str | Words], dict[int, int]] = OrderedDict()
        self._cached = 0
        self._names: dict[str, bool] = {}

    def ids(self) -> Iterator[str]:
        return (id for segment in self._segments for id in segment.live if id)

    def bind(self, ordinal: Callable[[str], int | None]) -> set[int]:
        bound: set[int] = set()
        for segment in self._segments:
            # What was taken out has the empty id, and no article has that.
            found = map(ordinal, segment.live)
            segment.bind([-1 if number is None else number for number in found])
            bound.update(segment.ordinals)
        self._cache.clear()
        self._cached = 0
        bound.discard(-1)
        return bound

    def current(self) -> bool:
        with reading():
            return bool(self._index.latest_generation() == self._generation)

    def close(self) -> None:
        for segment in self._segments:
            segment.reader.close()

    # words

    def known_name(self, surface: str) -> bool:
        # "Only" allows for a stray lower-case spelling (an address, a hashtag):
        # at most one in five.
        known = self._names.get(surface)
        if known is None:
            count = named = 0
            for segment in self._segments:
                at = segment.reader.words.find(surface.encode("utf-8"))
                if at is not None:
                    count += segment.reader.counts[at]
                    named += segment.reader.named[at]
            known = self._names[surface] = named > 0 and 5 * named >= 4 * count
        return known

    def nearest(self, word: str, edits: int) -> list[tuple[str, int]]:
        far: dict[str, int] = {}
        counts: Counter[str] = Counter()
        with reading():
            for segment in self._segments:
                words, often = segment.reader.words, segment.reader.counts
                for first in range(0, len(words), _WORDS_AT_ONCE):
                    last = min(first + _WORDS_AT_ONCE, len(words))
                    known = words.between(first, last)
                    for edited, count, near_it in near_words(word, edits, known, often[first:last]):
                        far[near_it] = edited
                        counts[near_it] += count
        return sorted(counts.items(), key=lambda pair: (far[pair[0]], -pair[1], pair[0]))

    def beginning(self, prefix: str, most: int) -> list[tuple[str, int]]:
        counts: Counter[str] = Counter()
        with reading():
            for segment in self._segments:
                first, last = segment.reader.words.beginning(prefix)
                found = segment.reader.words.between(first, last)
                counts.update(dict(zip(found, segment.reader.counts[first:last], strict=True)))
        return [(word, count) for word, count in counts.most_common(most) if count]

    def sketches(self) -> Iterator[tuple[int, Sequence[int]]]:
        for segment in self._segments:
            for ordinal, own in zip(segment.ordinals, segment.reader.sketches(), strict=True):
                if ordinal >= 0:
                    yield ordinal, own

    def frequency(self, field: str, term: str) -> int:
        with reading():
            text = term.encode("utf-8")
            return sum(segment.reader.count(field, text) for segment in self._segments)

    def effort(self, words: Words) -> int:
        with reading():
            lists = sum(
                len(segment.surfaces(name, slot))
                for _, slot in words.telling
                if slot.ranges
                for name in self._where(words)
                for segment in self._segments
            )
            if len(words.slots) == 1:
                return lists
            rarest = [
                sum(self.frequency("body", term) for term in terms(slot, self.known_name))
                for slot in words.slots
                if not slot.ranges
            ]
            return lists + min(rarest, default=0)

    def _where(self, words: Words) -> list[str]:
        asked = (words.field,) if words.field else DEFAULT_FIELDS
        return [name for name in asked if name in self._fields]

    def _terms(self, slot: Slot) -> tuple[str, ...]:
        """The terms that satisfy a slot, but for what a beginning or a wildcard stands for."""
        found = dict.fromkeys(terms(slot, self.known_name))
        if slot.fuzzy:
            for segment in self._segments:
                near_it = segment.reader.words.within_one_edit(slot.surface)
                found.update(dict.fromkeys(sorted(near_it)))
        return tuple(found)

    # postings

    def leaf(self, words: Words, check: Callable[[], None], within: Set[int] | None = None) -> Leaf:
        with reading():
            slots = [(place, slot, self._terms(slot)) for place, slot in words.telling]
            found: dict[str, Mapping[int, int]] = {}
            for name in self._where(words):
                if len(slots) == 1:
                    found[name] = self._word(name, *slots[0][1:], check, within is not None)
                else:
                    found[name] = self._together(name, words, slots, check, within)
            return {name: rows for name, rows in found.items() if rows}

    def _word(
        self,
        field: str,
        slot: Slot,
        found: tuple[str, ...],
        check: Callable[[], None],
        quick: bool,
    ) -> dict[int, int]:
        """The surface counts beside its stems, so that the word as typed weighs more.

        Of what it expands to: which articles, not how often.
        """
        rows = [row for term in found if (row := self._postings(field, term, check))]
        total = rows[0] if rows else {}
        if len(rows) > 1:
            rows.sort(key=len)
            total = dict(rows.pop())
            get = total.get
            for row in rows:
                check()
                for ordinal, count in row.items():
                    total[ordinal] = get(ordinal, 0) + count
        if slot.ranges:
            return self._expanded(field, slot, check, quick) | total
        return total

    def _postings(self, field: str, term: str, check: Callable[[], None]) -> dict[int, int]:
        key = (field, term)
        known = self._cache.get(key)
        if known is not None:
            self._cache.move_to_end(key)
            return known
        check()
        found: dict[int, int] = {}
        for segment in self._segments:
            packed = segment.packed(field, term)
            if packed is not None:
                ordinals = map(segment.ordinals.__getitem__, packed.documents())
                found.update(zip(ordinals, packed.frequencies(), strict=True))
        found.pop(-1, None)
        self._keep(key, found)
        return found

    def _keep(self, key: tuple[str, str | Words], found: dict[int, int]) -> None:
        self._cache[key] = found
        self._cached += len(found) + _OWN_SIZE
        while self._cached > _CACHED_POSTINGS:
            self._cached -= len(self._cache.popitem(last=False)[1]) + _OWN_SIZE

    def _expanded(
        self, field: str, slot: Slot, check: Callable[[], None], quick: bool
    ) -> dict[int, int]:
        """The articles that hold a word which begins so, or fits a wildcard."""
        key = (field, slot.surface + ("" if slot.wild else "*"))  # no term holds a "*"
        known = self._cache.get(key)
        if known is not None:
            self._cache.move_to_end(key)
            return known
        ordinals: set[int] = set()
        for segment in self._segments:
            numbers = segment.surfaces(field, slot, FIRST_WORDS if quick else None)
            documents = segment.reader.documents(field, numbers, check)
            ordinals.update(map(segment.ordinals.__getitem__, documents))
        ordinals.discard(-1)
        found = dict.fromkeys(ordinals, 1)
        if not quick:
            self._keep(key, found)
        return found

    # words in a row, or near one another

    def _together(
        self,
        field: str,
        words: Words,
        slots: Collection[_Placed],
        check: Callable[[], None],
        within: Set[int] | None,
    ) -> Mapping[int, int]:
        known = self._cache.get((field, words)) if within is None else None
        if known is not None:
            self._cache.move_to_end((field, words))
            return known
        candidates: Set[int] | None = within
        for _, slot, found in slots:
            either = self._word(field, slot, found, check, within is not None).keys()
            candidates = either if candidates is None else candidates & either
            if not candidates:
                return {}
        counts: dict[int, int] = {}
        for segment in self._segments:
            wanted = segment.numbers(candidates or set())
            if wanted:
                most = FIRST_WORDS if within is not None else None
                starts = self._starts(segment, field, words, slots, wanted, check, most)
                counts.update((segment.ordinals[n], len(at)) for n, at in starts.items() if at)
        if within is None:
            self._keep((field, words), counts)
        return counts

    def _starts(
        self,
        segment: _Segment,
        field: str,
        words: Words,
        slots: Collection[_Placed],
        wanted: Set[int],
        check: Callable[[], None],
        most: int | None,
    ) -> _Starts:
        """Where in the wanted documents the words begin to stand in a row, or near another."""
        if words.slop is not None:
            all_rows = [
                self._rows(segment, field, slot, known, wanted, check, most)
                for _, slot, known in slots
            ]
            found: _Starts = {}
            for number in set(wanted).intersection(*all_rows):
                check()
                places = islice(near([rows[number] for rows in all_rows], words.slop), _MOST_NEAR)
                found[number] = {min(place) for place in places}
            return found
        starts: _Starts = {}
        behind: int | None = None  # the place in the phrase that ``starts`` tells of
        for offset, slot, known in self._rarest_first(segment, field, slots, most):
            check()
            rows = self._rows(segment, field, slot, known, wanted, check, most)
            if behind is None:
                starts = dict(rows)
            else:
                # What is fewest is moved: the places found so far.
                far = repeat(offset - behind)
                starts = {
                    number: both
                    for number, at in rows.items()
                    if (both := set(map(add, starts[number], far)).intersection(at))
                }
            behind, wanted = offset, starts.keys()
        if behind:
            return {number: {place - behind for place in at} for number, at in starts.items()}
        return starts

    @staticmethod
    def _rarest_first(
        segment: _Segment, field: str, slots: Collection[_Placed], most: int | None
    ) -> list[_Placed]:
        """The slots with their places in the phrase, those that stand in fewest places first."""

        def documents(placed: _Placed) -> tuple[int, int]:
            _, slot, terms = placed
            found = (segment.packed(field, term) for term in terms)
            own = sum(packed.count for packed in found if packed is not None)
            many = segment.surfaces(field, slot, most) if slot.ranges else ()
            return segment.reader.weight(field, many) if many else 0, own

        return sorted(slots, key=documents)

    def _rows(
        self,
        segment: _Segment,
        field: str,
        slot: Slot,
        found: tuple[str, ...],
        wanted: Set[int],
        check: Callable[[], None],
        most: int | None,
    ) -> _Rows:
        """The positions, ascending, in the wanted documents of the words that satisfy a slot."""
        rows: _Rows = {}
        for packed, some in _records(segment, field, found, wanted):
            check()
            for number, positions in packed.rows(some):
                rows[number] = _merged(rows[number], positions) if number in rows else positions
        if slot.ranges:
            numbers = segment.surfaces(field, slot, most)
            # Arrays: of a hundred thousand articles lists would take a hundred megabytes.
            many: dict[int, array[int]] = {}
            for number, positions in segment.reader.rows(field, numbers, wanted, check):
                known = many.get(number)
                if known is None:
                    many[number] = positions
                else:
                    known += positions
            for number, found_here in many.items():
                rows[number] = _merged(rows.get(number, ()), found_here)
        return rows

    def positions(
        self, words: Words, field: str, wanted: Set[int], check: Callable[[], None]
    ) -> _Rows:
        with reading():
            slots = [(place, slot, self._terms(slot)) for place, slot in words.telling]
            found: _Rows = {}
            for segment in self._segments:
                here = segment.numbers(wanted)
                rows: _Rows = {}
                if here and len(slots) == 1:
                    rows = self._rows(segment, field, *slots[0][1:], here, check, 0)
                elif here:
                    starts = self._starts(segment, field, words, slots, here, check, 0)
                    rows = {number: sorted(at) for number, at in starts.items()}
                found.update((segment.ordinals[number], at) for number, at in rows.items())
            return found


def _merged(one: Sequence[int], other: Sequence[int]) -> array[int]:
    return array("I", sorted({*one, *other}))


def _records(
    segment: _Segment, field: str, found: tuple[str, ...], wanted: Set[int]
) -> Iterator[tuple[Packed, Set[int]]]:
    """The records of a word's terms, each with the documents in which it says something new.

    A word of English or French text stands there under its stem too, so its
    surface need only be read in the documents that have no stem of it, and in
    those that also have it as a name or as the plainer form of another word
    (``net`` of ``.NET``), which have no stem.

    Args:
        found: the word's surface, then its stems.
    """
    surface, stems = found[:1], found[1:]
    covered: set[int] = set()
    for term in stems:
        packed = segment.packed(field, term)
        if packed is not None:
            yield packed, wanted
            covered.update(packed.documents())
    for term in surface:
        for mark in ("n:", "a:") if stems else ():
            unstemmed = segment.packed(field, mark + term)
            if unstemmed is not None:
                covered.difference_update(unstemmed.documents())
        packed = segment.packed(field, term)
        if packed is not None and (rest := wanted - covered):
            yield packed, rest
