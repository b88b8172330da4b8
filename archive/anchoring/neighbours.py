"""Telling places with the same words apart by the words around them.

The alignment of two texts chooses one of several places where the same words
stand, be it by the chance of a single comma. What is counted here asks nothing
of the alignment, so that places it chose and places it did not can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

NEIGHBOURS = 6
"""Words looked at on each side of a passage of the old text."""

NEARBY = 16
"""Words looked at on each side within the passage's own paragraph."""

SCATTER = 4
"""Words more on each side of a place, among which those neighbours may be scattered."""

_IDEOGRAPH = 2
"""Letters that a word of one ideograph or kana is worth."""

_KINDRED = 0.3
"""Share of the neighbours, by their letters, without which a place is told from no other."""

_LEAD = 0.2
"""Lead over another place in that share, without which the two are not told apart."""

_OWN = 0.5
"""The same of those in the passage's own paragraph, which may be few."""

_LETTERS = 6
"""Lead over another place in letters, since a short word is met by chance."""

_RUN = 12
"""Lead in letters of the words next to the passage, unbroken, that is no chance."""


@dataclass(frozen=True, slots=True)
class Company:
    """How many letters of a passage's neighbouring words stand around a place.

    Neighbours are those in the passage's own paragraph: what stands beyond it
    is as near to every copy that was put in its stead.

    Attributes:
        before, after: of the nearest, those that stand on that side of the place.
        there: of so many.
        own, own_there: the same of more of them, looked for in the paragraph
            of the place alone.
        adjoining: those that stand right beside the place, as they did beside
            the passage, up to the first other word.
        intact: whether the passage's whole paragraph stands there word by word.
    """

    before: int
    after: int
    there: int
    own: int
    own_there: int
    adjoining: int
    intact: bool

    @property
    def shared(self) -> int:
        """Letters on both sides."""
        return self.before + self.after

    @property
    def strange(self) -> bool:
        """Whether next to nothing of the passage's surroundings stands around the place."""
        return self.shared < _KINDRED * self.there and self.own < _OWN * self.own_there

    def leads(self, other: Company) -> bool:
        """Whether this place is clearly rather meant than another of the same passage."""
        if self.intact != other.intact:
            return self.intact
        if max(other.before - self.before, other.after - self.after) >= _LETTERS:
            return False
        if self.adjoining >= other.adjoining + _RUN:
            return True
        return _ahead(self.shared, other.shared, self.there, _KINDRED) or _ahead(
            self.own, other.own, self.own_there, _OWN
        )


Sides = tuple[Sequence[str], Sequence[str]]
"""Words before and words after."""


def company(old: Sides, new: Sides, paragraph: Sides, *, same: bool) -> Company:
    """Compare the words around a passage with those around a place.

    Args:
        old: all words of the passage's paragraph, before and after it.
        new: ``NEIGHBOURS + SCATTER`` words before and after the place.
        paragraph: all words of the paragraph of the place, before and after it.
        same: whether the words in which passage and place stand are the same: a
            passage may be a part of a word that other words have too.
    """
    next_to = old[0][-NEIGHBOURS:], old[1][:NEIGHBOURS]
    near = old[0][-NEARBY:], old[1][:NEARBY]
    place = paragraph[0][-NEARBY - SCATTER :], paragraph[1][: NEARBY + SCATTER]
    return Company(
        before=_shared(next_to[0], new[0]),
        after=_shared(next_to[1], new[1]),
        there=sum(_letters(word) for side in next_to for word in side),
        own=sum(_shared(*sides) for sides in zip(near, place, strict=True)),
        own_there=sum(_letters(word) for side in near for word in side),
        adjoining=_run(reversed(next_to[0]), reversed(new[0])) + _run(next_to[1], new[1]),
        intact=same and old == paragraph,
    )


def _ahead(mine: int, others: int, there: int, least: float) -> bool:
    lead = mine - others
    return lead >= _LETTERS and lead >= _LEAD * there and mine >= least * there


def _letters(word: str) -> int:
    """What a word is worth; punctuation, found everywhere, nothing."""
    if not word[0].isalnum():
        return 0
    return _IDEOGRAPH if word[0] >= "\u3040" else len(word)


def _run(old: Iterable[str], new: Iterable[str]) -> int:
    """Letters of the words that both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    return sum(_letters(word) for word, _ in same)


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Letters of the words that stand in both, in their order."""
    from rapidfuzz.distance import Indel

    return sum(
        _letters(word)
        for code in Indel.opcodes(old, new)
        if code.tag == "equal"
        for word in old[code.src_start : code.src_end]
    )
