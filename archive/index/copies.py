"""Near-identical articles: sketches that tell how much two texts share, and groups of copies.

A sketch is the smallest hashes of a text's shingles of three words, of which
every fourth is looked at: the share of them that two texts have in common
estimates the Jaccard likeness of the texts (Broder, "On the resemblance and
containment of documents", 1997; bottom-k as in Cohen and Kaplan 2007). Its
first number is a hash of the whole text, so that exact copies meet however
short they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import filterfalse, islice
from zlib import crc32

from archive.index.chunks import CHUNK, Piece, pieces

SIZE = 24
"""Hashes kept of a text, at most."""

LIKENESS = 0.6
"""From this estimate on two texts are copies; one word changed in twelve is about so much."""

_FEWEST = 6  # hashes below which a sketch tells nothing but equality
_EVERY = 3  # a mask: every fourth shingle
_MIX = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D
_BITS = 0xFFFFFFFF
_KEYS = 4  # of the smallest hashes, copies share at least one: all but 0.4 ** 4 of the time
_MOST_HOLDING = 64
_SLICE = 200

Sketch = Sequence[int]


def key_of(found: Iterable[Piece]) -> int:
    """The number that stands for a chunk of text: that of its words, folded."""
    words = "\n".join(piece.surface for piece in found if not piece.alias)
    return crc32(words.encode("utf-8"))


def sketch(keys: Sequence[int]) -> array[int]:
    """The sketch of a text.

    Args:
        keys: of its chunks, in order (:func:`key_of`).
    """
    if not keys:
        return array("I")
    one, two, three = _MIX
    shingles = {
        (a * one ^ b * two ^ c * three) & _BITS
        for a, b, c in zip(keys, islice(keys, 1, None), islice(keys, 2, None), strict=False)
        if not a & _EVERY
    }
    # What is smallest must not depend on the first word, which chose the shingle.
    mixed = sorted((hash_ * three ^ hash_ >> 15) & _BITS for hash_ in shingles)
    return array("I", [crc32(array("I", keys).tobytes()), *mixed[:SIZE]])


def sketch_of(text: str) -> array[int]:
    """The sketch of a text that no index holds."""
    return sketch([key_of(found) for chunk in CHUNK.findall(text) if (found := pieces(chunk))])


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of their shingles that two texts have in common, estimated; 0 to 1."""
    if not one or not other:
        return 0.0
    if one[0] == other[0]:
        return 1.0
    return _share(frozenset(one[1:]), other[1:])


def _share(first: frozenset[int], second: Sequence[int]) -> float:
    shared = first.intersection(second)
    fewer, more = sorted((len(first), len(second)))
    if fewer < _FEWEST or len(shared) < LIKENESS * more:
        return 0.0
    union = sorted(first.union(second))[:SIZE]
    return len(shared.intersection(union)) / len(union)


class Copies:
    """Which articles are copies of one another, found out bit by bit.

    Every article joins the first one that it is like, so that likeness is not
    handed on along a chain of ever less like ones.

    Attributes:
        group: for each article in a group of several, the group's number.
    """

    def __init__(self) -> None:
        self.group: dict[int, int] = {}
        self._known: dict[int, int] = {}  # the hash of the whole text, by ordinal
        self._waiting: dict[int, Sketch] = {}
        # One array for all, and a bare number where a list would hold one: of
        # 100,000 texts sets and lists would take 200 MB more.
        self._hashes = array("I")
        self._leaders: dict[int, int] = {}  # where the hashes of an article begin
        self._exact: dict[int, int] = {}
        self._holding: dict[int, int | list[int]] = {}

    def take(self, sketches: Iterable[tuple[int, Sketch]]) -> None:
        """Take in articles by ordinal; those whose text is known already cost nothing."""
        known = self._known
        for ordinal, own in sketches:
            whole = own[0] if own else -1
            if known.get(ordinal) != whole:
                known[ordinal] = whole
                self._waiting[ordinal] = own

    def work(self, enough: Callable[[], bool]) -> bool:
        """Go on with what was taken in; says whether all is done.

        Args:
            enough: asked often; whether to stop for now.
        """
        while self._waiting and not enough():
            for ordinal in sorted(self._waiting)[:_SLICE]:
                self._place(ordinal, self._waiting.pop(ordinal))
        return not self._waiting

    def _place(self, ordinal: int, own: Sketch) -> None:
        if self.group.get(ordinal) != ordinal:  # else others are its copies: it lends its number
            self.group.pop(ordinal, None)
        if not own:
            return
        hashes, keys = frozenset(own[1:]), own[1 : _KEYS + 1]
        leader = self._exact.get(own[0])
        if leader is None and len(hashes) >= _FEWEST:
            leader = self._like(hashes, keys)
        if leader is not None and leader != ordinal:
            self.group[ordinal] = self.group[leader] = leader
            self._exact.setdefault(own[0], leader)
            return
        self._exact[own[0]] = ordinal
        self._keep(ordinal, own[1:])
        for key in keys:
            holding = self._holding.setdefault(key, ordinal)
            if isinstance(holding, list):
                holding.append(ordinal)
            elif holding != ordinal:
                self._holding[key] = [holding, ordinal]

    def _keep(self, leader: int, hashes: Sequence[int]) -> None:
        """Keep a leader's hashes, behind their number; those of an older text of it are left."""
        self._leaders[leader] = len(self._hashes)
        self._hashes.append(len(hashes))
        self._hashes.extend(hashes)

    def _hashes_of(self, leader: int) -> Sequence[int]:
        start = self._leaders[leader] + 1
        return self._hashes[start : start + self._hashes[start - 1]]

    def _like(self, hashes: frozenset[int], keys: Sequence[int]) -> int | None:
        """The first leader that shares a key, and enough besides; boilerplate tells nothing."""
        tried: set[int] = set()
        for key in keys:
            holding = self._holding.get(key, [])
            for leader in holding[:_MOST_HOLDING] if isinstance(holding, list) else [holding]:
                if leader not in tried:
                    tried.add(leader)
                    if _share(hashes, self._hashes_of(leader)) >= LIKENESS:
                        return leader
        return None


def folded(
    order: Sequence[int], group: Mapping[int, int]
) -> tuple[list[int], dict[int, list[int]]]:
    """The rows of a list: the first of each group, and the others by that first, in order."""
    first_of: dict[int, int] = {}
    others: dict[int, list[int]] = {}
    behind: set[int] = set()
    for ordinal in filter(group.__contains__, order):  # few have copies
        first = first_of.setdefault(group[ordinal], ordinal)
        if first != ordinal:
            others.setdefault(first, []).append(ordinal)
            behind.add(ordinal)
    return list(filterfalse(behind.__contains__, order)), others
