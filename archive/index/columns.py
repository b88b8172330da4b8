"""Our own columns in memory: what is sorted, filtered and counted by.

Every article has an *ordinal*, a small number given when it is first seen and
kept while this object lives; sets of articles are sets of ordinals. Counting
the facets of 10,000 hits takes some milliseconds here, against half a second
from an index's own fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import lru_cache
from itertools import chain, count
from operator import itemgetter

from archive.errors import UsageError
from archive.index.histogram import MOST_BARS, day_label, histogram, month_of
from archive.index.matcher import row_matches
from archive.index.query import Column
from archive.index.results import FILTERS, Filters, Sort
from archive.model import Counts, Facets
from archive.store import ColumnRow, Store

_MOST_VALUES = 200
_NEWEST = 0.1
_HALF_LIFE = 730  # days


class Columns:
    """The columns of one archive, refreshed from its changes.

    Args:
        store: the archive's store, used by the thread that calls.

    Attributes:
        ordinal: the ordinal of an article, gone or not (see ``live``); None for one never seen.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ordinals: dict[str, int] = {}
        self.ordinal: Callable[[str], int | None] = self._ordinals.get
        self.rows: list[ColumnRow | None] = []
        self.live: set[int] = set()
        self.ids: list[str] = []
        self._years: list[str | None] = []
        self._languages: list[str | None] = []
        self._outlets: list[str | None] = []
        self._months: list[str | None] = []
        self._days: list[int | None] = []
        self._marked: set[int] = set()
        self._tagged: set[int] = set()
        self._naming: set[int] = set()
        self._keys: dict[str, list[int]] = {}
        self._leaves: dict[Column, set[int]] = {}
        self._norms: list[float] = []
        self._recent: list[float] = []
        self._mark: int | None = None
        self.refresh()

    def refresh(self) -> bool:
        """Take in what has changed since; says whether anything had."""
        last = self._store.last_change()
        if last == self._mark:
            return False
        since = self._mark
        rows = list(self._store.columns(since))
        if since is None:
            self._fill(rows)
        else:
            for row in rows:
                self._put(row)
            present = {row.id for row in rows}
            for id in self._store.articles_touched_since(since)[0]:
                if id not in present:
                    self._drop(id)
        self._mark = last
        self._keys.clear()
        self._leaves.clear()
        self._norms.clear()
        self._recent.clear()
        return True

    def _fill(self, rows: list[ColumnRow]) -> None:
        """What :meth:`_put` does, for all rows at once."""
        self.ids.extend(row.id for row in rows)
        self._ordinals.update(zip(self.ids, count(), strict=False))
        self.rows.extend(rows)
        self._months.extend(_month(row) for row in rows)
        self._days.extend(row.first for row in rows)
        self._years.extend(_year(row.first) if row.first is not None else None for row in rows)
        self._marked.update(number for number, row in enumerate(rows) if row.marks)
        self._languages.extend(row.language for row in rows)
        self._outlets.extend(row.outlet for row in rows)
        self._tagged.update(number for number, row in enumerate(rows) if row.tags)
        self._naming.update(number for number, row in enumerate(rows) if row.entities)
        self.live.update(range(len(rows)))

    def _put(self, row: ColumnRow) -> None:
        ordinal = self._ordinals.get(row.id)
        if ordinal is None:
            ordinal = self._ordinals[row.id] = len(self.rows)
            self.rows.append(None)
            self.ids.append(row.id)
            self._days.append(None)
            for column in (self._years, self._months, self._languages, self._outlets):
                column.append(None)
        self.rows[ordinal] = row
        self._years[ordinal] = _year(row.first) if row.first is not None else None
        self._months[ordinal] = _month(row)
        self._days[ordinal] = row.first
        self._languages[ordinal] = row.language
        self._outlets[ordinal] = row.outlet
        (self._marked.add if row.marks else self._marked.discard)(ordinal)
        (self._tagged.add if row.tags else self._tagged.discard)(ordinal)
        (self._naming.add if row.entities else self._naming.discard)(ordinal)
        self.live.add(ordinal)

    def _drop(self, id: str) -> None:
        ordinal = self._ordinals.get(id)
        if ordinal is not None:
            self.rows[ordinal] = None
            self.live.discard(ordinal)

    def row(self, ordinal: int) -> ColumnRow:
        """The columns of a live article.

        Raises:
            KeyError: if it is gone.
        """
        row = self.rows[ordinal]
        if row is None:
            raise KeyError(ordinal)
        return row

    def matching(self, leaf: Column) -> set[int]:
        """The articles that satisfy a leaf which is not about words."""
        found = self._leaves.get(leaf)
        if found is None:
            found = self._leaves[leaf] = {n for n in self.live if row_matches(leaf, self.row(n))}
        return found

    def norms(self) -> list[float]:
        """Per ordinal, the length of the text relative to the mean."""
        if not self._norms:
            words = [row.words if row is not None else 0 for row in self.rows]
            mean = max(1.0, sum(words) / max(1, len(self.live)))
            self._norms = [count / mean for count in words]
        return self._norms

    def recency(self) -> list[float]:
        """Per ordinal, by what a score is multiplied: a little over 1 for what is newest."""
        if not self._recent:
            days = [row.first if row is not None else None for row in self.rows]
            newest = max((day for day in days if day is not None), default=0)
            self._recent = [
                1.0 if day is None else 1 + _NEWEST * 0.5 ** ((newest - day) / _HALF_LIFE)
                for day in days
            ]
        return self._recent

    def filtered(self, ordinals: set[int], filters: Filters) -> set[int]:
        """Those of ``ordinals`` that have, of each field filtered, one of the values given.

        Raises:
            UsageError: if a filter is none of ``FILTERS``.
        """
        for name, given in filters.items():
            if name not in FILTERS:
                raise UsageError(
                    f"There is no filter {name!r}.", remedy=f"Use {', '.join(FILTERS)}."
                )
            wanted = {given} if isinstance(given, str) else set(given)
            ordinals = {n for n in ordinals if not wanted.isdisjoint(self._values(name, n))}
        return ordinals

    def alternatives(self, found: set[int], filters: Filters) -> dict[str, Counts]:
        """For each field filtered, the values that could be chosen beside those that are.

        They are counted among what the other filters leave of ``found``.
        """
        counted: dict[str, Counts] = {}
        for name in filters:
            others = {other: given for other, given in filters.items() if other != name}
            counts: Counts = getattr(self.facets(self.filtered(found, others)), name)
            counted[name] = counts
        return counted

    def _values(self, name: str, ordinal: int) -> Collection[str | None]:
        row = self.row(ordinal)
        if name == "tag":
            return row.tags
        if name == "entity":
            return row.entities
        if name == "mark":
            return row.marks
        if name == "year":
            return (self._years[ordinal],)
        if name == "month":
            return (self._months[ordinal],)
        return (row.language if name == "language" else row.outlet,)

    def facets(self, ordinals: Collection[int]) -> Facets:
        """Values of these articles with counts, at most 200 of each."""
        tagged, naming = self._tagged.intersection(ordinals), self._naming.intersection(ordinals)
        marked = self._marked.intersection(ordinals)
        months = Counter(map(self._months.__getitem__, ordinals))
        return Facets(
            language=_count(map(self._languages.__getitem__, ordinals)),
            outlet=_count(map(self._outlets.__getitem__, ordinals)),
            year=_count(map(self._years.__getitem__, ordinals)),
            tag=_count(chain.from_iterable(self.row(n).tags for n in tagged)),
            entity=_count(chain.from_iterable(self.row(n).entities for n in naming)),
            month=tuple(sorted(((m, n) for m, n in months.items() if m is not None), reverse=True))[
                :_MOST_VALUES
            ],
            mark=_count(chain.from_iterable(self.row(n).marks for n in marked)),
        )

    def histogram(self, ordinals: Collection[int]) -> Counts:
        """These articles over time: periods in a row, oldest first, empty ones too.

        Periods are days, months or years, the shortest of which at most
        ``MOST_BARS`` cover the time that the articles span. A date known less
        closely than by such a period is left out; all undated, it is empty.
        """
        days = sorted(filter(None, map(self._days.__getitem__, ordinals)))
        if not days:
            return ()
        if days[-1] - days[0] < MOST_BARS:
            rows = map(self.row, ordinals)
            exact = (row.first for row in rows if row.first is not None and row.first == row.last)
            labels = Counter(map(day_label, exact))
            if labels:
                return histogram(labels)
        if days[-1] - days[0] < 30 * MOST_BARS:
            labels = Counter(filter(None, map(self._months.__getitem__, ordinals)))
            if labels:
                return histogram(labels)
        return histogram(Counter(filter(None, map(self._years.__getitem__, ordinals))))

    def ordered(self, ordinals: Iterable[int], sort: Sort, descending: bool) -> list[int]:
        """Sorted by a column; ties by id, and articles without a value last."""
        key = f"{sort} {descending}"
        ranks = self._keys.get(key)
        if ranks is None:
            ranks = self._keys[key] = self._ranks(sort, descending)
        return sorted(ordinals, key=ranks.__getitem__)

    def _ranks(self, sort: Sort, descending: bool) -> list[int]:
        value: Callable[[ColumnRow], str | int | None]
        if sort == "title":
            value = lambda row: row.title.casefold()  # noqa: E731
        elif sort == "outlet":
            value = lambda row: row.outlet.casefold() if row.outlet else None  # noqa: E731
        elif sort == "added":
            value = lambda row: row.added  # noqa: E731
        elif sort == "length":
            value = lambda row: row.words  # noqa: E731
        else:
            value = lambda row: row.first  # noqa: E731
        present = [(row.id, value(row), n) for n, row in enumerate(self.rows) if row is not None]
        present.sort(key=itemgetter(0))
        known = [triple for triple in present if triple[1] is not None]
        known.sort(key=itemgetter(1), reverse=descending)
        order = [n for _, _, n in known] + [n for _, there, n in present if there is None]
        ranks = [len(order)] * len(self.rows)
        for rank, n in enumerate(order):
            ranks[n] = rank
        return ranks


def _count(values: Iterable[str | None]) -> Counts:
    counts = Counter(values)
    counts.pop(None, None)
    named = [(value, count) for value, count in counts.items() if value is not None]
    return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0]))[:_MOST_VALUES])


@lru_cache(maxsize=1 << 14)
def _year(ordinal: int) -> str:
    return f"{date.fromordinal(ordinal).year:04d}"


def _month(row: ColumnRow) -> str | None:
    """The month of an article, where its date tells one."""
    if row.first is None or row.last is None or row.last - row.first > 30:
        return None
    return month_of(row.first)
