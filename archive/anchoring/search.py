"""Finding a passage by its words and context alone, in flat text.

Candidates are the places where the very words stand and the places most like
prefix, words and suffix together (Myers' search at the places that
:mod:`archive.anchoring.seeds` proposes). Their likeness is weighed as in
Hypothesis' quote matching: 50 parts words, 20 prefix, 20 suffix.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.anchoring.flat import flatten
from archive.anchoring.myers import closest, fewest_errors
from archive.anchoring.seeds import Seeds
from archive.model import Selectors

_BUDGET = 0.45
"""Share of a pattern's characters that may differ."""

_LONG = 1200
"""Characters beyond which a passage is found by its two ends."""

_HITS = 64
"""Places with the very words that are weighed one by one."""

_TOLD = 32
"""Characters of context found whole that leave no other place worth a look."""

_SLACK = 8
"""Characters by which context may have been pushed away."""


_BREAK = 8
"""Characters of context that a paragraph's border is worth."""

_MOVED = 0.9
"""Most that context within the paragraph can count, where the rest differs."""

_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage to look for, all of it flat.

    Attributes:
        exact: its words. ``prefix``, ``suffix``: the context of either side.
        near_prefix, near_suffix: the part of the context that stands in the
            passage's own paragraph; None where all of it does.
    """

    exact: str
    prefix: str
    suffix: str
    near_prefix: str | None = None
    near_suffix: str | None = None

    @classmethod
    def of(cls, selectors: Selectors) -> Quote:
        """What is searched for a described passage."""
        before, after = _BLANK.split(selectors.prefix), _BLANK.split(selectors.suffix)
        return cls(
            flatten(selectors.exact).strip(),
            _context(selectors.prefix),
            _context(selectors.suffix),
            flatten(before[-1]) if len(before) > 1 else None,
            flatten(after[0]) if len(after) > 1 else None,
        )

    @property
    def pattern(self) -> str:
        return self.prefix + self.exact + self.suffix

    @property
    def bare(self) -> bool:
        """Whether nothing is known of the surroundings."""
        return not self.prefix and not self.suffix

    @property
    def opens_word(self) -> bool:
        """Whether it does not begin inside a word."""
        return _border_at(self.pattern, len(self.prefix))

    @property
    def closes_word(self) -> bool:
        """Whether it does not end inside a word."""
        return _border_at(self.pattern, len(self.prefix) + len(self.exact))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in flat text.

    Attributes:
        start, end: flat offsets.
        likeness: 0 to 1, how like the words are (1 only for the very words).
        context: 0 to 1, how like the surroundings are; 1 where none are known.
        score: both, weighed.
    """

    start: int
    end: int
    likeness: float
    context: float
    score: float

    def overlaps(self, other: Candidate) -> bool:
        return self.start < other.end and other.start < self.end


class Haystack:
    """A flat text to look in, again and again."""

    def __init__(self, text: str, breaks: Sequence[int]) -> None:
        self.text = text
        self._breaks = breaks

    @cached_property
    def _seeds(self) -> Seeds:
        return Seeds(self.text)

    def exact(self, quote: Quote) -> list[Candidate]:
        """The places where the very words stand, whole words where the original had them."""
        whole = self._hits(quote.pattern, len(quote.prefix), len(quote.exact))
        if whole and len(quote.pattern) >= len(quote.exact) + _TOLD:
            return [self.weigh(quote, start, end) for start, end in whole[:_HITS]]
        hits = [
            hit
            for hit in self._hits(quote.exact, 0, len(quote.exact))
            if self._bordered(quote, *hit)
        ]
        if len(hits) > _HITS:
            windows = self._seeds.starts(quote.pattern)
            hits = [
                (start, end)
                for start, end in hits
                if any(low <= start - len(quote.prefix) < high for low, high in windows)
            ][:_HITS]
        return [self.weigh(quote, start, end) for start, end in hits]

    def similar(self, quote: Quote) -> Iterator[Candidate]:
        """The places most like the passage in its surroundings; some may coincide."""
        if len(quote.exact) > _LONG:
            yield from self._by_ends(quote)
            return
        for start, end in self._aligned(quote):
            start, end = self._tidy(quote, start, end)
            if start < end:
                yield self.weigh(quote, start, end)

    def weigh(self, quote: Quote, start: int, end: int) -> Candidate:
        """The candidate at these flat offsets, weighed."""
        from rapidfuzz.distance import Levenshtein

        words = self.text[start:end]
        likeness = Levenshtein.normalized_similarity(quote.exact, words)
        parts: list[float] = []
        if quote.prefix:
            parts.append(self._before(quote, start))
        if quote.suffix:
            parts.append(self._after(quote, end))
        context = sum(parts) / len(parts) if parts else 1.0
        score = (50 * likeness + 20 * sum(parts)) / (50 + 20 * len(parts))
        return Candidate(start, end, likeness, context, score)

    def _before(self, quote: Quote, start: int) -> float:
        """0 to 1, how like the passage's prefix the text before ``start`` is."""
        low = max(0, start - len(quote.prefix) - _SLACK)
        whole = _presence(quote.prefix, self.text[low:start])
        if quote.near_prefix is None or whole == 1.0:
            return whole
        low = max(0, start - len(quote.near_prefix) - _SLACK)
        near = _presence(quote.near_prefix, self.text[low:start])
        return max(whole, _own(near, len(quote.near_prefix), self._broken(low - 1, start)))

    def _after(self, quote: Quote, end: int) -> float:
        """0 to 1, how like the passage's suffix the text from ``end`` is."""
        whole = _presence(quote.suffix, self.text[end : end + len(quote.suffix) + _SLACK])
        if quote.near_suffix is None or whole == 1.0:
            return whole
        high = end + len(quote.near_suffix) + _SLACK
        near = _presence(quote.near_suffix, self.text[end:high])
        return max(whole, _own(near, len(quote.near_suffix), self._broken(end, high)))

    def _broken(self, low: int, high: int) -> bool:
        """Whether a paragraph ends within these flat offsets."""
        at = bisect_left(self._breaks, low)
        return at < len(self._breaks) and self._breaks[at] < high

    def _hits(self, words: str, skip: int, length: int) -> list[tuple[int, int]]:
        hits: list[tuple[int, int]] = []
        at = self.text.find(words)
        while at >= 0:
            hits.append((at + skip, at + skip + length))
            at = self.text.find(words, at + 1)
        return hits

    def _bordered(self, quote: Quote, start: int, end: int) -> bool:
        """Whether words begin and end here where they did in the original."""
        return (not quote.opens_word or _border_at(self.text, start)) and (
            not quote.closes_word or _border_at(self.text, end)
        )

    def _aligned(self, quote: Quote) -> Iterator[tuple[int, int]]:
        """Places of the words within the closest matches of the whole pattern."""
        from rapidfuzz.distance import Levenshtein

        pattern = quote.pattern
        limit = int(len(pattern) * _BUDGET)
        borders = (len(quote.prefix), len(quote.prefix) + len(quote.exact))
        for low, high in self._seeds.starts(pattern):
            offset = max(0, low - limit // 2)
            window = self.text[offset : max(0, high + len(pattern) + limit // 2)]
            for match in closest(window, pattern, limit)[:2]:
                found = window[match.start : match.end]
                at = [0, len(found)]
                for code in Levenshtein.opcodes(pattern, found):
                    for side, border in enumerate(borders):
                        # An insertion at a border stays outside the passage.
                        inside = (
                            code.src_start <= border < code.src_end
                            if side == 0
                            else code.src_start < border <= code.src_end
                        )
                        if inside:
                            along = code.dest_start + border - code.src_start
                            at[side] = min(along, code.dest_end)
                yield offset + match.start + at[0], offset + match.start + at[1]

    def _by_ends(self, quote: Quote) -> Iterator[Candidate]:
        """A long passage, from where it opens to where it closes."""
        half = _LONG // 2
        heads = self.similar(Quote(quote.exact[:half], quote.prefix, ""))
        tails = list(self.similar(Quote(quote.exact[-half:], "", quote.suffix)))
        for head in heads:
            for tail in tails:
                if len(quote.exact) < 2 * (tail.end - head.start) < 4 * len(quote.exact):
                    yield self.weigh(quote, head.start, tail.end)

    def _tidy(self, quote: Quote, start: int, end: int) -> tuple[int, int]:
        """Ends at word borders where the original had them, and without white space."""
        text = self.text
        if quote.opens_word:
            start = _nearest_border(text, start)
        if quote.closes_word:
            end = _nearest_border(text, end)
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        return start, end


def _context(text: str) -> str:
    """Flat context; empty if it is all white space, which is found everywhere."""
    return "" if text.isspace() else flatten(text)


def _presence(context: str, text: str) -> float:
    """0 to 1, how well ``context`` is found anywhere in ``text``."""
    if context in text:
        return 1.0
    return 1 - fewest_errors(text, context) / len(context)


def _own(near: float, length: int, broken: bool) -> float:
    """The worth of context in the passage's own paragraph, when that may have moved.

    Args:
        near: how well that context is found. ``length``: its flat length.
        broken: whether the paragraph begins, or ends, about where it did.
    """
    return _MOVED * (near * length + _BREAK * broken) / (length + _BREAK)


def _word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _border_at(text: str, at: int) -> bool:
    """Whether no word runs across this offset."""
    return not (0 < at < len(text) and _word(text[at - 1]) and _word(text[at]))


def _nearest_border(text: str, at: int) -> int:
    """The word border closest to ``at``; ``at`` itself where no word runs across it."""
    step = 0
    while True:
        for near in (at - step, at + step):
            if _border_at(text, near):
                return near
        step += 1
