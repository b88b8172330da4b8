"""Which words of the old text stand where in the new one.

Both texts are cut into words and punctuation, compared in folded typography
and aligned by their longest common subsequence (rapidfuzz's Indel alignment,
itself bit-parallel). White space is no token, so re-wrapping changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from archive.anchoring.neighbours import NEIGHBOURS, SCATTER, Company, company
from archive.model import Span
from archive.text.folding import fold_typography

# Ideographs and kana are written without spaces: each is a word of its own.
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Combining accents, soft hyphens, zero-width characters and variation selectors
# belong to what they follow and do not end a word.
_JOINS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff"
_TOKEN = re.compile(
    rf"[{_CJK}][{_JOINS}]*"
    rf"|[^\W{_CJK}]+(?:[{_JOINS}]+[^\W{_CJK}]*)*"
    rf"|\.{{2,}}|[^\w\s][{_JOINS}]*"
)
_BLANK = re.compile(r"\n\s*\n")

_MATRIX = 1 << 28
"""Cells (a bit each, so 32 MB) beyond which texts are cut before they are aligned.

A piece that could not be cut is aligned up to four times that.
"""

_SHINGLE = 6
"""Words in a row that mark the same place in both texts when each has them once."""

_STRANGERS = 3
"""Words of other paragraphs that hardly stand between two places by chance."""


class Tokens:
    """A text's words and punctuation marks.

    Attributes:
        starts, ends: code-point offsets of each token.
        keys: each token as it is compared.
        paragraphs: the number of the paragraph each token stands in.
    """

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.keys: list[str] = []
        self.paragraphs: list[int] = []
        breaks = [match.start() for match in _BLANK.finditer(text)]
        folded: dict[str, str] = {}
        for match in _TOKEN.finditer(text):
            word = match[0]
            if not word.isascii():
                key = folded.get(word)
                if key is None:
                    key = folded[word] = fold_typography(word).text
                word = key
                if not word:  # without a look of its own, such as a zero-width space
                    continue
            self.starts.append(match.start())
            self.ends.append(match.end())
            self.paragraphs.append(bisect_left(breaks, match.start()))
            self.keys.append(word)

    def touching(self, span: Span) -> tuple[int, int]:
        """Half-open range of the tokens that share a code point with ``span``."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def paragraph(self, first: int, last: int) -> tuple[list[str], list[str]]:
        """The tokens before and after a range in the paragraphs it begins and ends in."""
        if first >= last:
            return [], []
        low = bisect_left(self.paragraphs, self.paragraphs[first])
        high = bisect_right(self.paragraphs, self.paragraphs[last - 1])
        return self.keys[low:first], self.keys[last:high]

    def is_word(self, index: int) -> bool:
        return self.keys[index][0].isalnum() or self.keys[index][0] == "_"


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where the diff puts a passage.

    Attributes:
        span: code points of the new text.
        same: whether exactly the old words stand there.
        survived: share of the old words (by their letters) that stand there.
        company: share of the neighbouring words on both sides that came along.
        words: how many of the passage's words survived.
    """

    span: Span
    same: bool
    survived: float
    company: float
    words: int


class WordMap:
    """The alignment of two texts, made once for all passages of the old one.

    Args:
        old, new: the texts.
        backwards: align them from their ends. Of several alignments equally
            long this takes the opposite one.
    """

    def __init__(self, old: str, new: str, *, backwards: bool = False) -> None:
        self._texts = old, new
        self._old, self._new = Tokens(old), Tokens(new)
        self._to_new = [-1] * len(self._old.keys)
        self._to_old = [-1] * len(self._new.keys)
        step = -1 if backwards else 1
        olds, news = range(len(self._to_new))[::step], range(len(self._to_old))[::step]
        for at_old, at_new, length in _equal_runs(self._old.keys[::step], self._new.keys[::step]):
            for index in range(length):
                origin, place = olds[at_old + index], news[at_new + index]
                self._to_new[origin] = place
                self._to_old[place] = origin

    @cached_property
    def _backwards(self) -> WordMap:
        return WordMap(*self._texts, backwards=True)

    def map(self, span: Span) -> Mapped | None:
        """Where a passage of the old text went; None if none of its words survived.

        Args:
            span: code points of the old text.
        """
        old, new = self._old, self._new
        first, last = old.touching(span)
        kept = self._kept(first, last)
        if not kept:
            return None
        low, start = self._edge(first, kept[0], span.start, leading=True)
        high, end = self._edge(last - 1, kept[-1], span.end, leading=False)
        weight = sum(len(old.keys[index]) for index in range(first, last))
        return Mapped(
            span=Span(start, end),
            same=new.keys[low : high + 1] == old.keys[first:last]
            and self._whole(first, last - 1, span),
            survived=sum(len(old.keys[index]) for index in kept) / weight,
            company=self._company(first, last, low, high),
            words=sum(1 for index in kept if old.is_word(index)),
        )

    def _kept(self, first: int, last: int) -> list[int]:
        """The old tokens of a range that stand in the new text, without strays at the ends.

        A comma or full stop finds an equal easily, even in the next paragraph;
        at an end of the passage it would drag the border there.
        """
        kept = [index for index in range(first, last) if self._to_new[index] >= 0]
        while len(kept) > 1 and self._stray(kept[-1], kept[-2]):
            kept.pop()
        while len(kept) > 1 and self._stray(kept[0], kept[1]):
            kept.pop(0)
        return kept

    def _stray(self, outer: int, inner: int) -> bool:
        """Whether the outer of two neighbouring survivors is equal only by chance."""
        old, new = self._old, self._new
        there, here = self._to_new[outer], self._to_new[inner]
        if (
            new.paragraphs[there] != new.paragraphs[here]
            and old.paragraphs[outer] == old.paragraphs[inner]
        ):
            return True
        return not old.is_word(outer) and abs(there - here) > abs(outer - inner) + 1

    def _edge(self, edge: int, kept: int, offset: int, *, leading: bool) -> tuple[int, int]:
        """The new outermost token and offset on one side of a passage.

        Args:
            edge: the old outermost token. ``kept``: the outermost that survived.
            offset: the passage's old border, which may lie inside ``edge``.
        """
        old, new = self._old, self._new
        step = -1 if leading else 1
        token = self._to_new[kept]
        if kept == edge:
            cut = self._cut(edge, offset, leading=leading) if self._alike(edge) else 0
            return token, new.starts[token] + cut if leading else new.ends[token] - cut
        # The words at this end were replaced: take in as many of what replaced
        # them. If the neighbour outside the passage stayed, that is all of it.
        outside = edge + step
        gap: list[int] = []
        at = token + step
        within = old.paragraphs[kept] == old.paragraphs[edge]
        while 0 <= at < len(new.keys) and self._to_old[at] < 0:
            if within and new.paragraphs[at] != new.paragraphs[token]:
                break
            gap.append(at)
            at += step
        bounded = 0 <= outside < len(old.keys) and self._to_new[outside] == at
        wanted = abs(edge - kept)
        if not bounded or len(gap) > 2 * wanted + 2:
            del gap[wanted:]
        if old.is_word(edge):
            while gap and not new.is_word(gap[-1]):
                gap.pop()
        outermost = gap[-1] if gap else token
        return outermost, new.starts[outermost] if leading else new.ends[outermost]

    def _cut(self, edge: int, offset: int, *, leading: bool) -> int:
        """How far a passage's border lies inside its outermost old token; 0 if it does not."""
        return max(0, offset - self._old.starts[edge] if leading else self._old.ends[edge] - offset)

    def _alike(self, index: int) -> bool:
        """Whether a surviving token has its old length; equal in folding, it may not."""
        old, new, token = self._old, self._new, self._to_new[index]
        return old.ends[index] - old.starts[index] == new.ends[token] - new.starts[token]

    def _whole(self, first: int, last: int, span: Span) -> bool:
        """Whether both ends could be kept: no token was to be cut that has another length."""
        return all(
            (self._to_new[edge] >= 0 and self._alike(edge))
            or not self._cut(edge, offset, leading=leading)
            for edge, offset, leading in ((first, span.start, True), (last, span.end, False))
        )

    def _company(self, first: int, last: int, low: int, high: int) -> float:
        """Share of the old neighbours that stand near the new place."""
        near = range(low - 2 * NEIGHBOURS, high + 2 * NEIGHBOURS + 1)
        around = [
            *range(max(0, first - NEIGHBOURS), first),
            *range(last, min(len(self._old.keys), last + NEIGHBOURS)),
        ]
        if not around:
            return 1.0
        return sum(self._to_new[index] in near for index in around) / len(around)

    def settled(self, passage: Span) -> bool:
        """Whether no other alignment as long puts a passage of the old text elsewhere."""
        one, other = self.map(passage), self._backwards.map(passage)
        if one is None or other is None:
            return one is other
        if one.same or other.same:
            return one.span == other.span
        return one.span.start < other.span.end and other.span.start < one.span.end

    def apart(self, one: Span, other: Span, passage: Span) -> bool:
        """Whether surviving words of other paragraphs stand between two places.

        Args:
            one, other: code points of the new text.
            passage: code points of the old text, to whose paragraph both may belong.
        """
        first, last = self._old.touching(passage)
        mine = self._old.paragraphs[first:last]
        low = self._new.touching(min(one, other))[1]
        high = self._new.touching(max(one, other))[0]
        between = (self._to_old[index] for index in range(low, high))
        strangers = (at for at in between if at >= 0 and self._old.paragraphs[at] not in mine)
        return sum(1 for _ in islice(strangers, _STRANGERS)) == _STRANGERS

    def company(self, place: Span, passage: Span) -> Company:
        """How many of a passage's neighbours stand around a place, aligned or not.

        Args:
            place: code points of the new text.
            passage: code points of the old text.
        """
        first, last = self._old.touching(passage)
        low, high = self._new.touching(place)
        wider = NEIGHBOURS + SCATTER
        return company(
            self._old.paragraph(first, last),
            (self._new.keys[max(0, low - wider) : low], self._new.keys[high : high + wider]),
            self._new.paragraph(low, high),
            same=self._old.keys[first:last] == self._new.keys[low:high],
        )

    def taken(self, place: Span, passage: Span) -> bool:
        """Whether a place in the new text is where another passage of the old one went.

        Args:
            place: code points of the new text.
            passage: code points of the old text; what stands there is not "another".
        """
        low, high = self._new.touching(place)
        around = range(max(0, low - NEIGHBOURS), min(len(self._to_old), high + NEIGHBOURS))
        first, last = self._old.touching(passage)
        others = [origin for index in around if (origin := self._to_old[index]) >= 0]
        inside = [self._to_old[index] for index in range(low, high)]
        elsewhere = sum(origin >= 0 and not first <= origin < last for origin in inside)
        if 2 * elsewhere < len(inside) or 5 * len(others) < 3 * len(around):
            return False
        # Matched by chance, words come from far apart; another passage stands together.
        return others[-1] - others[0] <= 2 * len(around)


def _equal_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal tokens in order: place in ``old``, place in ``new``, length.

    Long texts are first cut where six words in a row occur once in both, so
    that memory stays bounded; what has no such place and is still too long
    counts as replaced.
    """
    from rapidfuzz.distance import Indel

    for old_start, old_end, new_start, new_end in _pieces(old, new):
        if (old_end - old_start) * (new_end - new_start) > 4 * _MATRIX:
            continue
        for code in Indel.opcodes(old[old_start:old_end], new[new_start:new_end]):
            if code.tag == "equal":
                yield (
                    old_start + code.src_start,
                    new_start + code.dest_start,
                    code.src_end - code.src_start,
                )


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Pieces of both texts to align with each other, small enough where possible."""
    old_start = new_start = 0
    if len(old) * len(new) > _MATRIX:
        for old_cut, new_cut in _landmarks(old, new):
            if (old_cut - old_start) * (new_cut - new_start) > _MATRIX // 16:
                yield old_start, old_cut, new_start, new_cut
                old_start, new_start = old_cut, new_cut
    yield old_start, len(old), new_start, len(new)


def _landmarks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places known from unique shingles, ascending in both texts (patience diff)."""
    mine, theirs = _unique_shingles(old), _unique_shingles(new)
    pairs = [(at, theirs[key]) for key, at in mine.items() if key in theirs]
    # The longest ascending chain; `tails` holds the smallest end of each length.
    tails: list[int] = []
    tops: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, at_new) in enumerate(pairs):
        length = bisect_left(tails, at_new)
        before[index] = tops[length - 1] if length else -1
        tails[length : length + 1] = [at_new]
        tops[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return reversed(chain)


def _unique_shingles(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Runs of words that occur exactly once, with their places, in text order."""
    places: dict[tuple[str, ...], int] = {}
    repeated: set[tuple[str, ...]] = set()
    for index in range(len(words) - _SHINGLE + 1):
        shingle = tuple(words[index : index + _SHINGLE])
        if shingle in places:
            repeated.add(shingle)
        else:
            places[shingle] = index
    for shingle in repeated:
        del places[shingle]
    return places
