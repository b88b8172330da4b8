"""The algebra of a query over sets of ordinals.

Leaves about words are answered by an engine, leaves about dates and states by
the columns, so that both may stand anywhere, under OR and NOT too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Set

from archive.index.analysis import KnownName
from archive.index.columns import Columns
from archive.index.engines.base import Leaf, Snapshot
from archive.index.query import (
    TEXT_FIELDS,
    Alike,
    And,
    Due,
    Everything,
    Not,
    Nothing,
    Or,
    Query,
    Similar,
    Words,
    unwanted,
    wanted,
)
from archive.index.ranking import Ranking


class Evaluation:
    """One query on one snapshot.

    Args:
        query: the tree.
        snapshot: the index.
        columns: to which the snapshot is bound.
        indexed: articles whose indexed version is up to date; the others are left out.
        check: called often; raises to abandon the work.
        within: where the answer may be incomplete so that it is quick, the
            articles to look at (see ``Snapshot.leaf``). What is found is found
            by the whole query too: under a negation nothing is left out.
    """

    def __init__(
        self,
        query: Query,
        snapshot: Snapshot,
        columns: Columns,
        indexed: set[int],
        check: Callable[[], None],
        within: Set[int] | None = None,
    ) -> None:
        self._within = within
        self._whole = set(unwanted(query))
        self._query = query
        self._snapshot = snapshot
        self._columns = columns
        self._universe = indexed
        self._check = check
        self._leaves: dict[Words, Leaf] = {}

    def run(self) -> set[int]:
        """The articles of the universe that match."""
        return self._set(self._query) & self._universe

    def _set(self, query: Query) -> set[int]:
        self._check()
        match query:
            case Words():
                return set().union(*self._leaf(query).values())
            case And(parts):
                return self._and(parts)
            case Or(parts):
                return set().union(*map(self._set, parts))
            case Not(part):
                return self._universe - self._set(part)
            case Everything():
                return self._universe
            case Nothing() | Similar() | Due():
                return set()
            case Alike():
                return self._alike(query)
            case _:
                return self._columns.matching(query)

    def _and(self, parts: tuple[Query, ...]) -> set[int]:
        """Negations last, so that they only take away."""
        found: set[int] | None = None
        for part in sorted(parts, key=lambda part: isinstance(part, Not)):
            if isinstance(part, Not) and found is not None:
                found = found - self._set(part.part)
            else:
                here = self._set(part)
                found = here if found is None else found & here
            if not found:
                return set()
        return found or set()

    def _alike(self, query: Alike) -> set[int]:
        weights: defaultdict[int, int] = defaultdict(int)
        counts: Counter[int] = Counter()
        for words, weight in zip(query.words, query.weights, strict=True):
            self._check()
            holders = set().union(*self._leaf(words).values())
            counts.update(holders)
            for n in holders:
                weights[n] += weight
        but = self._columns.ordinal(query.but)
        return {
            n
            for n, weight in weights.items()
            if weight >= query.least and counts[n] >= query.several and n != but
        }

    def _leaf(self, words: Words) -> Leaf:
        found = self._leaves.get(words)
        if found is None:
            within = None if words in self._whole else self._within
            found = self._leaves[words] = self._snapshot.leaf(words, self._check, within)
        return found

    @property
    def known_name(self) -> KnownName:
        """Whether the archive knows a folded word only as a name."""
        return self._snapshot.known_name

    def fields_of(self, ordinal: int) -> tuple[str, ...]:
        """Names of the fields in which wanted words of the query stand."""
        leaves = [self._leaf(words) for words in wanted(self._query)]
        return tuple(
            name
            for name in TEXT_FIELDS
            if any(ordinal in leaf[name] for leaf in leaves if name in leaf)
        )

    def scores(self, ordinals: Iterable[int], *, recency: bool = True) -> dict[int, float]:
        """How well each of these hits fits; see :mod:`archive.index.ranking`."""
        return Ranking(
            wanted(self._query),
            self._leaf,
            self._snapshot,
            self._columns,
            len(self._universe),
            recency,
            self._check,
        ).scores(ordinals)
