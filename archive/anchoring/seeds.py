"""Where approximate search is worth the trouble.

A passage that was edited still shares short runs of characters with its
original. Each shared run votes for the place where the whole passage would
start; only the places with most votes are searched. Without this, every
deleted passage would cost a scan of the whole text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

GRAM = 5
"""Characters of a run: shorter ones occur everywhere, longer ones miss edited words."""

_COMMON = 48
"""Runs that occur more often than this say nothing about a place."""

_FEWEST = 8
"""Runs used even when all are common, as in a text that repeats itself."""

_SHARE = 6
"""One in so many of the pattern's runs must be shared, or the place is mere chance."""

_PLACES = 4


class Seeds:
    """The runs of one text with the offsets they occur at."""

    def __init__(self, text: str) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for index in range(len(text) - GRAM + 1):
            self._places[text[index : index + GRAM]].append(index)

    def starts(self, pattern: str) -> Sequence[tuple[int, int]]:
        """Ranges of offsets where a match of ``pattern`` may start, best first.

        The first of a range may be negative. Patterns shorter than a run find nothing.
        """
        known = self._places
        grams = [
            (offset, places)
            for offset in range(len(pattern) - GRAM + 1)
            if (places := known.get(pattern[offset : offset + GRAM])) is not None
        ]
        telling = [gram for gram in grams if len(gram[1]) <= _COMMON]
        if len(telling) < _FEWEST:
            telling = sorted(grams, key=lambda gram: len(gram[1]))[:_FEWEST]
        fewest = max(2, (len(pattern) - GRAM) // _SHARE)
        width = max(16, len(pattern) // 4)
        votes: Counter[int] = Counter()
        for offset, places in telling:
            votes.update({(place - offset) // width for place in places})
        # A start near the border of two buckets has its votes in both.
        joint = {bucket: count + votes.get(bucket + 1, 0) for bucket, count in votes.items()}
        ranked = sorted(joint.items(), key=lambda item: (-item[1], item[0]))
        chosen: list[int] = []
        for bucket, count in ranked:
            if count < max(fewest, ranked[0][1] // 2) or len(chosen) == _PLACES:
                break
            if bucket - 1 not in chosen and bucket + 1 not in chosen:
                chosen.append(bucket)
        return [(bucket * width, (bucket + 2) * width) for bucket in chosen]
