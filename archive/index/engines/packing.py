"""Postings as bytes: a term's places as one record, many terms as one block.

Nothing here knows Whoosh. A record is three arrays (document numbers as
differences, counts, positions), read and written whole at the speed of C;
positions are not even looked at unless a phrase asks for them. Terms stay one
block of UTF-8, searched by bisection, so that opening is quick and a hundred
thousand words are no hundred thousand objects.
"""

from __future__ import annotations

import re
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from itertools import accumulate, compress
from operator import sub

from archive.index.analysis import within_one_edit

POSITION_BITS = 24
POSITION_MASK = (1 << POSITION_BITS) - 1

_HEAD = struct.Struct("<IIccc")
HEAD = _HEAD.size
_SINGLE = struct.Struct("<IIcccIBI")
_LONG = ord("I")
_FEW = 4  # fewer than one document in so many: each is converted for itself


def _code(top: int) -> str:
    return "B" if top < 1 << 8 else "H" if top < 1 << 16 else "I"


def _narrow(values: list[int]) -> array[int]:
    return array(_code(max(values)), values)


def pack(places: array[int]) -> bytes:
    """A term's record.

    Args:
        places: ascending numbers, document << POSITION_BITS | position.
    """
    if len(places) == 1:  # as most words do
        document, position = places[0] >> POSITION_BITS, places[0] & POSITION_MASK
        return _SINGLE.pack(1, 1, b"I", b"B", b"I", document, 1, position)
    documents = [place >> POSITION_BITS for place in places]
    counts = Counter(documents)
    ids = list(counts)
    deltas = _narrow([ids[0], *map(sub, ids[1:], ids)])
    frequencies = _narrow(list(counts.values()))
    positions = _narrow([place & POSITION_MASK for place in places])
    head = _HEAD.pack(
        len(ids),
        len(positions),
        deltas.typecode.encode(),
        frequencies.typecode.encode(),
        positions.typecode.encode(),
    )
    return b"".join((head, deltas.tobytes(), frequencies.tobytes(), positions.tobytes()))


class Packed:
    """A term's record, read as far as asked.

    Attributes:
        count: how many documents it names.

    Raises:
        ValueError, struct.error: if the bytes are no whole record.
    """

    def __init__(self, record: bytes, read: Callable[[int, int], bytes] | None = None) -> None:
        """
        Args:
            record: the record, or how it begins (``HEAD`` bytes at least).
            read: where only the beginning is given, reads bytes of it by offset and number.
        """
        self._record = record
        self._read = read
        count, places, *codes = _HEAD.unpack_from(record)
        self.count: int = count
        self._codes = [code.decode("ascii") for code in codes]
        sizes = [array(code).itemsize for code in self._codes]
        self._ends = list(
            accumulate((_HEAD.size, count * sizes[0], count * sizes[1], places * sizes[2]))
        )
        if read is None and self._ends[3] != len(record):
            raise ValueError("a posting record has the wrong length")

    def part(self, number: int) -> array[int]:
        """One of its arrays: documents as differences, how often in each, positions."""
        values: array[int] = array(self._codes[number])
        start, end = self._ends[number], self._ends[number + 1]
        part = self._record[start:end] if self._read is None else self._read(start, end - start)
        if len(part) != end - start:
            raise ValueError("a posting record was cut short")
        values.frombytes(part)
        return values

    def documents(self) -> Iterator[int]:
        """Document numbers, ascending."""
        return accumulate(self.part(0))

    def frequencies(self) -> array[int]:
        """How often the term stands in each document."""
        return self.part(1)

    def positions(self) -> Iterator[array[int]]:
        """Its positions, document by document."""
        positions = self.part(2)
        end = 0
        for count in self.frequencies():
            start, end = end, end + count
            yield positions[start:end]

    def rows(
        self, wanted: Container[int], code: str | None = None
    ) -> Iterator[tuple[int, array[int]]]:
        """The positions in those documents that are wanted.

        Args:
            wanted: document numbers.
            code: of the arrays of positions, if not as narrow as they may be.
        """
        documents = list(self.documents())
        places = list(compress(range(len(documents)), map(wanted.__contains__, documents)))
        if not places:
            return
        positions = self.part(2)
        other = code if code != positions.typecode else None
        if other is not None and _FEW * len(places) > len(documents):
            positions, other = array(other, positions), None
        ends = list(accumulate(self.frequencies(), initial=0))
        for place in places:
            own = positions[ends[place] : ends[place + 1]]
            yield documents[place], own if other is None else array(other, own)


def joined(parts: Sequence[tuple[bytes, int, Sequence[int] | None]]) -> bytes | None:
    """One record of a term's records in several segments, or None where nothing stays.

    Positions are handed on as they are, whole arrays at a time: they are most
    of a record, and joining segments takes no look at them.

    Args:
        parts: for each segment, in order, its record; by how much its
            documents' numbers go up; and, where documents go, the new number
            by each old one, -1 for those that go (the second is then unused).
    """
    if len(parts) == 1 and not parts[0][1] and parts[0][2] is None:
        return parts[0][0]
    deltas: list[array[int]] = []
    frequencies: list[array[int]] = []
    positions: list[array[int]] = []
    last = 0
    for record, base, numbers in parts:
        own, counts, places = _arrays(record)
        if numbers is not None:
            own, counts, places = _kept(own, counts, places, numbers)
            base = 0
        if not own:
            continue
        ended, gap = base + sum(own), base + own[0] - last
        if gap >= 1 << 8 * own.itemsize:
            own = array(_code(gap), own)
        own[0] = gap
        last = ended
        deltas.append(own)
        frequencies.append(counts)
        positions.append(places)
    if not deltas:
        return None
    columns = [_chained(column) for column in (deltas, frequencies, positions)]
    codes = (column.typecode.encode() for column in columns)
    head = _HEAD.pack(len(columns[0]), len(columns[2]), *codes)
    return b"".join((head, *(column.tobytes() for column in columns)))


def _arrays(record: bytes) -> tuple[array[int], array[int], array[int]]:
    packed = Packed(record)
    return packed.part(0), packed.part(1), packed.part(2)


def _kept(
    deltas: array[int], counts: array[int], places: array[int], numbers: Sequence[int]
) -> tuple[array[int], array[int], array[int]]:
    """What stays of a record's arrays, with the documents' new numbers."""
    kept: list[tuple[int, int]] = []
    positions = array(places.typecode)
    end = 0
    for old, count in zip(accumulate(deltas), counts, strict=True):
        start, end = end, end + count
        if numbers[old] >= 0:
            kept.append((numbers[old], count))
            positions += places[start:end]
    if not kept:
        return array("B"), array("B"), positions
    documents = [document for document, _ in kept]
    gaps = _narrow([documents[0], *map(sub, documents[1:], documents)])
    return gaps, _narrow([count for _, count in kept]), positions


def _chained(columns: list[array[int]]) -> array[int]:
    """Arrays one after the other, as wide as the widest."""
    code = max((column.typecode for column in columns), key="BHI".index)
    found: array[int] = array(code)
    for column in columns:
        found += column if column.typecode == code else array(code, column)
    return found


def places_of(record: bytes) -> int:
    """How many places a record names."""
    places: int = _HEAD.unpack_from(record)[1]
    return places


def count_of(head: bytes) -> int:
    """How many documents a record names, by its first ``HEAD`` bytes."""
    count: int = _HEAD.unpack(head)[0]
    return count


def single_document(block: bytes, start: int, end: int) -> int | None:
    """The document of a record that names one only, or None where it may name more."""
    if end - start == _SINGLE.size and block[start + 8] == _LONG:
        document: int = _SINGLE.unpack_from(block, start)[5]
        return document
    return None


class Words:
    """Many words in order, as one block of bytes.

    Args:
        stored: what :meth:`join` made.
    """

    def __init__(self, stored: tuple[bytes, bytes]) -> None:
        self._block, starts = stored
        self._starts = array("I", starts)

    @staticmethod
    def join(words: list[str]) -> tuple[bytes, bytes]:
        """The block of sorted words, none of which holds a line break, and where each starts."""
        rows = [f"{word}\n".encode() for word in words]
        return b"".join(rows), array("I", accumulate(map(len, rows), initial=0)).tobytes()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._block[self._starts[number] : self._starts[number + 1] - 1]

    def at(self, word: bytes) -> int:
        """Where the word stands, or would stand."""
        return bisect_left(range(len(self)), word, key=self.__getitem__)

    def find(self, word: bytes) -> int | None:
        """Where the word stands, or None."""
        at = self.at(word)
        return at if at < len(self) and self[at] == word else None

    def matching(self, pattern: re.Pattern[bytes], first: int, last: int) -> list[int]:
        """The numbers, of those from one up to another, of the words that match.

        Args:
            pattern: multi-line, and anchored to the ends of a line.
        """
        # Without the last line break, after which an empty word would stand.
        found = pattern.finditer(self._block, self._starts[first], self._starts[last] - 1)
        return [bisect_right(self._starts, match.start()) - 1 for match in found]

    def beginning(self, prefix: str) -> tuple[int, int]:
        """The numbers of the first word that begins so, and of the first after it that does not."""
        start = prefix.encode("utf-8")
        return self.at(start), self.at(start + b"\xff")

    def ending(self, suffix: str, shortest: int, longest: int) -> Iterator[str]:
        """The words that end so and have so many bytes."""
        block, wanted = self._block, suffix.encode("utf-8") + b"\n"
        at = block.find(wanted)
        while at >= 0:
            end = at + len(wanted) - 1
            start = block.rfind(b"\n", 0, end) + 1
            if shortest <= end - start <= longest:
                yield block[start:end].decode("utf-8")
            at = block.find(wanted, end)

    def within_one_edit(self, word: str) -> set[str]:
        """The words that one edit makes of this one (three code points at least), itself too.

        An edit leaves the first half of a word as it was, or what follows the
        letter after it.
        """
        half = len(word) // 2
        near = self.between(*self.beginning(word[:half]))
        size = len(word.encode("utf-8"))
        near += self.ending(word[half + 1 :], size - 4, size + 4)
        return {other for other in near if within_one_edit(word, other)}

    def between(self, first: int, last: int) -> list[str]:
        """The words from one number up to another."""
        block = self._block[self._starts[first] : self._starts[last]]
        return block.decode("utf-8").split("\n")[:-1]
