"""How well each hit fits: the order of news.

The words are weighed by BM25F (Robertson and Zaragoza, "The Probabilistic
Relevance Framework", 2009) with one length norm, that of the whole text; a
word in a title counts four times one in a body. Of the best hits those go up
whose first lines hold the words, and those in which different words of the
query stand close together. Newer articles go up a little, by half of that
with every two years of age: enough to settle what is otherwise even, too
little to lift what fits worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from math import log

from archive.index.columns import Columns
from archive.index.engines.base import Leaf, Snapshot
from archive.index.query import Words

BOOSTS = {
    "title": 4.0,
    "entity": 2.5,
    "tag": 2.5,
    "claim": 2.0,
    "author": 2.0,
    "speaker": 2.0,
    "note": 1.5,
    "outlet": 1.0,
    "body": 1.0,
    "url": 1.0,
}
LOOKED_AT = 100
"""So many of the best hits are looked at more closely."""

LEAD = 60
"""Words at the beginning of a text that tell what it is about."""

_K1 = 1.2
_B = 0.75
_IN_LEAD = 0.2
_CLOSE = 0.4
_CLOSE_HALF = 4  # words in between that halve what closeness is worth
_MOST_WORDS = 8
_MOST_PLACES = 200


class Ranking:
    """Scores of one query's hits on one snapshot.

    Args:
        words: those the query wants.
        leaf: where words stand.
        snapshot: the index.
        columns: to which it is bound.
        size: how many articles are indexed.
        recency: whether newer ones go up a little.
        check: called often; raises to abandon the work.
    """

    def __init__(
        self,
        words: Iterable[Words],
        leaf: Callable[[Words], Leaf],
        snapshot: Snapshot,
        columns: Columns,
        size: int,
        recency: bool,
        check: Callable[[], None],
    ) -> None:
        self._words = list(dict.fromkeys(words))
        self._leaf = leaf
        self._snapshot = snapshot
        self._columns = columns
        self._size = max(1, size)
        self._recency = recency
        self._check = check

    def scores(self, ordinals: Iterable[int]) -> dict[int, float]:
        """How well each of these hits fits; zero for all where no words are wanted."""
        scores = dict.fromkeys(ordinals, 0.0)
        for words in self._words:
            self._check()
            self._weigh(words, scores)
        if not self._words:
            return scores
        if self._recency:
            factors = self._columns.recency()
            scores = {n: score * factors[n] for n, score in scores.items()}
        self._look_closer(scores)
        return scores

    def _weigh(self, words: Words, scores: dict[int, float]) -> None:
        norms = self._columns.norms()
        leaf = self._leaf(words)
        weights: dict[int, float] = {}
        for name in sorted(leaf, key=lambda name: len(leaf[name]), reverse=True):
            boost, counts = BOOSTS[name], leaf[name]
            if not counts.keys() <= scores.keys():
                counts = {n: count for n, count in counts.items() if n in scores}
            if not weights:
                weights = {n: boost * count for n, count in counts.items()}
                continue
            get = weights.get
            for n, count in counts.items():
                weights[n] = get(n, 0.0) + boost * count
        found = len(set().union(*leaf.values()))
        size = self._size
        idf = log(1 + (size - found + 0.5) / (found + 0.5)) if found <= size else 0.1
        top, short, per = idf * (_K1 + 1), _K1 * (1 - _B), _K1 * _B
        for n, weight in weights.items():
            scores[n] += top * weight / (weight + short + per * norms[n])

    def _look_closer(self, scores: dict[int, float]) -> None:
        """Raise, among the best, those with the words in the lead, and close together."""
        best = set(nlargest(LOOKED_AT, scores, key=scores.__getitem__))
        asked = [words for words in self._words if words.field in (None, "body")][:_MOST_WORDS]
        rows: list[Mapping[int, Sequence[int]]] = []
        for words in asked:
            self._check()
            rows.append(self._snapshot.positions(words, "body", best, self._check))
        raised: dict[int, float] = {}
        for n in best:
            places = [row[n][:_MOST_PLACES] for row in rows if row.get(n)]
            if places:
                leading = sum(row[0] < LEAD for row in places) / len(asked)
                near = closeness(places) if len(places) > 1 else 0.0
                share = len(places) / len(asked)
                raised[n] = scores[n] * (1 + _IN_LEAD * leading + _CLOSE * share * near)
        # Who was looked at stays before who was not.
        least = min(scores[n] for n in best) if best else 0.0
        scores.update((n, max(least, score)) for n, score in raised.items())


def closeness(rows: Sequence[Sequence[int]]) -> float:
    """How close together words stand: 1 side by side, half of it with four words in between.

    Args:
        rows: for each word its positions, ascending; none is empty.
    """
    count = len(rows)
    last = [-1] * count
    narrowest: int | None = None
    # Rows one after the other: sorting merges what is sorted already, faster than a heap.
    for at, number in sorted([(at, number) for number, row in enumerate(rows) for at in row]):
        last[number] = at
        first = min(last)
        if first >= 0 and (narrowest is None or at - first + 1 < narrowest):
            narrowest = at - first + 1
            if narrowest <= count:
                return 1.0
    if narrowest is None:
        return 0.0
    return 1 / (1 + (narrowest - count) / _CLOSE_HALF)
