"""How Whoosh's files hold our postings.

Whoosh keeps segments, atomic commits, deletions, locks and clean-up; what a
segment's files hold is ours (:mod:`archive.index.engines.packing`), through
its codec seam. Its own posting blocks (128 pickled postings each) and its
hashed term index took two thirds of the time of a build and most of that of a
query.

A segment has two files: the records of its terms, and a table with the ids of
its documents, for each field its terms in order with the places of their
records, and its vocabulary: how often each word stands in the segment, and
how often as a name.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import chain, repeat
from operator import add, sub
from typing import Any, Protocol

from whoosh.codec.base import FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from archive.index.analysis import Slot, glob
from archive.index.engines.base import IndexDamaged
from archive.index.engines.packing import (
    HEAD,
    Packed,
    Words,
    count_of,
    places_of,
    single_document,
)

INDEX_NAME = "MAIN"
"""What Whoosh calls the one index of a folder."""

_TABLE_EXT = ".tab"
_RECORDS_EXT = ".rec"
_MOST_AT_ONCE = 4096
_LARGE = 1 << 15
_TRIED_FIRST = 64


class PackedMatcher(ListMatcher):  # type: ignore[misc]
    """A record as Whoosh's own kind of posting list."""

    def __init__(self, packed: Packed, term: tuple[str, bytes] | None, scorer: Any) -> None:
        self.packed = packed
        self._i = 0
        self._term = term
        self._scorer = scorer
        self._format = self._terminfo = self._all_weights = None

    @cached_property
    def _ids(self) -> list[int]:
        return list(self.packed.documents())

    @cached_property
    def _weights(self) -> list[float]:
        return [float(count) for count in self.packed.frequencies()]

    @cached_property
    def _values(self) -> list[bytes]:
        return [array("I", row).tobytes() for row in self.packed.positions()]


class Postings(Protocol):
    """What goes into a segment: collected from texts, or from older segments.

    Attributes:
        ids: the articles, by document number.
        sketches: the sketches of their bodies (:mod:`archive.index.copies`).
    """

    @property
    def ids(self) -> Sequence[str]: ...

    @property
    def sketches(self) -> Sequence[array[int]]: ...

    def fields(self) -> Iterable[str]:
        """The names of its fields."""
        ...

    def records(self, field: str) -> Iterable[tuple[str, bytes]]:
        """A field's terms in order, each with its record."""
        ...


class PackedSegment(W3Segment):  # type: ignore[misc]
    """A segment that remembers the commit it belongs to and what it weighs.

    Attributes:
        mark: the archive's change number of the commit.
        sign: that change's sign.
        sizes: bytes of each file, so that a file cut short is noticed on opening.
    """

    mark: int = 0
    sign: str = ""
    sizes: dict[str, int]

    def should_assemble(self) -> bool:
        return False


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec, but for terms and postings."""

    def new_segment(self, storage: Any, indexname: str) -> PackedSegment:
        return PackedSegment(self, indexname)

    def field_writer(self, storage: Any, segment: PackedSegment) -> PackedWriter:
        return PackedWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: PackedSegment) -> PackedReader:
        return PackedReader(storage, segment)


class PackedWriter(FieldWriter):  # type: ignore[misc]
    """Writes :class:`Postings` as the files of a segment."""

    def __init__(self, storage: Any, segment: PackedSegment) -> None:
        self._table = segment.create_file(storage, _TABLE_EXT)
        self._records = segment.create_file(storage, _RECORDS_EXT)
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Postings) -> None:
        fields: dict[str, tuple[tuple[bytes, bytes], bytes]] = {}
        counted: dict[str, int] = {}
        named: dict[str, int] = {}
        end = 0
        for name in items.fields():
            order: list[str] = []
            ends = array("Q", [end])
            waiting: list[bytes] = []
            for term, record in items.records(name):
                order.append(term)
                waiting.append(record)
                end += len(record)
                ends.append(end)
                if len(waiting) >= _MOST_AT_ONCE:
                    self._records.write(b"".join(waiting))
                    waiting.clear()
                if ":" in term:
                    if term.startswith("n:") and name != "url":
                        named[term[2:]] = named.get(term[2:], 0) + places_of(record)
                elif name == "url":  # found by wildcards too, but no word to offer
                    counted.setdefault(term, 0)
                else:
                    counted[term] = counted.get(term, 0) + places_of(record)
            self._records.write(b"".join(waiting))
            fields[name] = (Words.join(order), ends.tobytes())
        words = sorted(counted)
        vocabulary = (
            Words.join(words),
            array("I", map(counted.__getitem__, words)).tobytes(),
            array("I", [named.get(word, 0) for word in words]).tobytes(),
        )
        sketches = (
            array("B", map(len, items.sketches)).tobytes(),
            b"".join(own.tobytes() for own in items.sketches),
        )
        self._table.write(marshal.dumps(("\n".join(items.ids), fields, vocabulary, sketches)))

    def close(self) -> None:
        self._table.close()
        self._records.close()
        self.is_closed = True


@lru_cache(maxsize=64)
def _pattern(surface: str) -> re.Pattern[bytes]:
    """A wildcard as the expression for a line of a block of terms."""
    letters = r"[^\n:]*", r"(?:[^\n:\x80-\xff]|[\xc2-\xf4][\x80-\xbf]+)"
    escape = lambda sign: re.escape(sign.encode("utf-8")).decode("latin-1")  # noqa: E731
    return re.compile(f"(?m)^{glob(surface, *letters, escape)}$".encode("latin-1"))


def narrowed(places: array[int]) -> array[int]:
    """The same numbers in half the bytes, where they fit: with 100,000 articles 15 MB less."""
    if places[-1] >= 1 << 32:
        return places
    halves = memoryview(places).cast("B").cast("I")
    return array("I", halves[sys.byteorder == "big" :: 2].tobytes())


class PackedReader(TermsReader):  # type: ignore[misc]
    """A segment's table, and its records as they are asked for.

    Attributes:
        size: how many documents it holds, those taken out too.
        words: all surfaces.
        counts, named: parallel to ``words``: how often they stand in the
            segment, and how often as a name.
    """

    def __init__(self, storage: Any, segment: PackedSegment) -> None:
        table = segment.open_file(storage, _TABLE_EXT)
        self._ids, fields, (words, counts, named), self._sketches = marshal.loads(table.read())
        table.close()
        self.size = self._ids.count("\n") + 1 if self._ids else 0
        self.words = Words(words)
        self.counts = array("I", counts)
        self.named = array("I", named)
        self._fields = {
            name: (Words(block), narrowed(array("Q", at))) for name, (block, at) in fields.items()
        }
        self._records = segment.open_file(storage, _RECORDS_EXT)

    @property
    def ids(self) -> list[str]:
        """The articles, by document number; made anew, as they are seldom wanted."""
        return self._ids.split("\n") if self._ids else []

    def sketches(self) -> Iterator[array[int]]:
        """The sketch of each document's body, in order."""
        sizes, packed = self._sketches
        values = array("I", packed)
        end = 0
        for size in sizes:
            start, end = end, end + size
            yield values[start:end]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self._fields and self._fields[name][0].find(text) is not None

    def indexed_field_names(self) -> Iterable[str]:
        return self._fields.keys()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name, (terms, _) in self._fields.items():
            for number in range(len(terms)):
                yield name, terms[number]

    def entries(self, name: str) -> Iterator[tuple[str, bytes]]:
        """A field's terms in order, each with its record."""
        if name not in self._fields:
            return
        terms, ends = self._fields[name]
        for first in range(0, len(terms), _MOST_AT_ONCE):
            last = min(first + _MOST_AT_ONCE, len(terms))
            base = ends[first]
            block = self._records.get(base, ends[last] - base)
            places = [end - base for end in ends[first : last + 1]]
            records = map(block.__getitem__, map(slice, places, places[1:]))
            yield from zip(terms.between(first, last), records, strict=True)

    def packed(self, name: str, text: bytes) -> Packed | None:
        """The record of a term, or None where the segment does not have it."""
        if name not in self._fields:
            return None
        terms, ends = self._fields[name]
        number = terms.find(text)
        if number is None:
            return None
        at, size = ends[number], ends[number + 1] - ends[number]
        if size < _LARGE:
            return Packed(self._records.get(at, size))
        # The positions, which are the most of it, only where somebody asks for them.
        get = self._records.get
        return Packed(get(at, HEAD), lambda start, length: get(at + start, length))

    def count(self, name: str, text: bytes) -> int:
        """How many documents hold a term."""
        terms, ends = self._fields.get(name, (None, None))
        number = terms.find(text) if terms is not None else None
        if number is None or ends is None:
            return 0
        return count_of(self._records.get(ends[number], HEAD))

    def surfaces(self, name: str, slot: Slot) -> Sequence[int]:
        """The numbers, in a field, of the terms that a prefix or a wildcard stands for.

        What stands for any word at all are all of them: where a stem stands, a word does.
        """
        if name not in self._fields:
            return ()
        terms, _ = self._fields[name]
        if slot.any_word:
            return range(len(terms))
        if slot.wild:
            literal = re.split(r"[*?]", slot.surface, maxsplit=1)[0]
            return array("I", terms.matching(_pattern(slot.surface), *terms.beginning(literal)))
        first, last = terms.beginning(slot.surface)
        # Stems of English words, if it is "e".
        low, high = terms.beginning(slot.surface + ":")
        return array("I", chain(range(first, low), range(high, last)))

    def _sizes(self, name: str, numbers: Sequence[int]) -> Iterator[int]:
        """The bytes of the records of these terms."""
        _, ends = self._fields[name]
        at = ends.__getitem__
        return map(sub, map(at, map(add, numbers, repeat(1))), map(at, numbers))

    def weight(self, name: str, numbers: Sequence[int]) -> int:
        """The bytes of the records of these terms, all together."""
        return sum(self._sizes(name, numbers))

    def weightiest(self, name: str, numbers: Sequence[int], most: int) -> list[int]:
        """Those of these terms that stand in the most places, ascending."""
        found = nlargest(most, zip(self._sizes(name, numbers), numbers, strict=True))
        return sorted(number for _, number in found)

    def documents(self, name: str, numbers: Sequence[int], check: Callable[[], None]) -> set[int]:
        """The documents that hold any of these terms of a field."""
        found: set[int] = set()
        if len(numbers) > _MOST_AT_ONCE:
            # Of many words the most frequent often stand everywhere.
            found = self.documents(name, self.weightiest(name, numbers, _TRIED_FIRST), check)
            if len(found) == self.size:
                return found
        for block in self._records_of(name, numbers, check):
            document = single_document(block, 0, len(block))
            if document is not None:
                found.add(document)
            else:
                found.update(Packed(block).documents())
        return found

    def rows(
        self, name: str, numbers: Sequence[int], wanted: Container[int], check: Callable[[], None]
    ) -> Iterator[tuple[int, array[int]]]:
        """Where these terms of a field stand in the wanted documents; a document may come often.

        The positions are arrays of one kind, the receiver's own.
        """
        for block in self._records_of(name, numbers, check):
            document = single_document(block, 0, len(block))
            if document is None or document in wanted:
                yield from Packed(block).rows(wanted, "I")

    def _records_of(
        self, name: str, numbers: Sequence[int], check: Callable[[], None]
    ) -> Iterator[bytes]:
        """The records of terms, ascending; terms in a row are read at once."""
        if not numbers:
            return
        _, ends = self._fields[name]
        first = 0
        for place in range(1, len(numbers) + 1):
            follows = place < len(numbers) and numbers[place] == numbers[place - 1] + 1
            if follows and place - first < _MOST_AT_ONCE:
                continue
            check()
            base = ends[numbers[first]]
            block = self._records.get(base, ends[numbers[place - 1] + 1] - base)
            for number in numbers[first:place]:
                yield block[ends[number] - base : ends[number + 1] - base]
            first = place

    def _found(self, fieldname: str, tbytes: bytes) -> Packed:
        packed = self.packed(fieldname, tbytes)
        if packed is None:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}")
        return packed

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        counts = self._found(fieldname, tbytes).frequencies()
        return TermInfo(weight=sum(counts), df=len(counts), maxweight=max(counts))

    def matcher(
        self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None
    ) -> PackedMatcher:
        return PackedMatcher(self._found(fieldname, tbytes), (fieldname, tbytes), scorer)

    def close(self) -> None:
        self._records.close()


def write_segment(storage: Any, postings: Postings) -> PackedSegment:
    """Write postings as a segment; nobody knows of it before a commit names it."""
    codec = PackedCodec()
    segment = codec.new_segment(storage, INDEX_NAME)
    documents = codec.per_document_writer(storage, segment)
    for number in range(len(postings.ids)):
        documents.start_doc(number)
        documents.finish_doc()
    documents.close()
    writer = codec.field_writer(storage, segment)
    try:
        writer.add_postings(None, None, postings)
    finally:
        writer.close()
    segment.set_doc_count(len(postings.ids))
    return segment


def check_sizes(storage: Any, segments: Iterable[PackedSegment]) -> None:
    """Raises :class:`IndexDamaged` where a file is gone or was cut short."""
    for segment in segments:
        for name, size in segment.sizes.items():
            found = storage.file_length(name) if storage.file_exists(name) else None
            if found != size:
                raise IndexDamaged(f"{name} has {found} bytes instead of {size}")
