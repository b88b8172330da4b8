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
from typing import NamedTuple

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


class _Profile(NamedTuple):
    """What an article has in the columns of few values."""

    language: str | None
    outlet: str | None
    year: str | None
    month: str | None


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
        self._profiles: list[int] = []
        self._profile_numbers: dict[_Profile, int] = {}
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
        self._profiles.extend(map(self._profile, rows))
        self._days.extend(row.first for row in rows)
        self._marked.update(number for number, row in enumerate(rows) if row.marks)
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
            self._profiles.append(0)
        self.rows[ordinal] = row
        self._profiles[ordinal] = self._profile(row)
        self._days[ordinal] = row.first
        (self._marked.add if row.marks else self._marked.discard)(ordinal)
        (self._tagged.add if row.tags else self._tagged.discard)(ordinal)
        (self._naming.add if row.entities else self._naming.discard)(ordinal)
        self.live.add(ordinal)

    def _profile(self, row: ColumnRow) -> int:
        """The number of what a row has in the columns of few values, taken together."""
        found = _Profile(row.language, row.outlet, *_periods(row))
        return self._profile_numbers.setdefault(found, len(self._profile_numbers))

    def _profiled(self, ordinals: Iterable[int]) -> list[tuple[_Profile, int]]:
        """The profiles of these articles, each with how many have it.

        Many articles share one, so what is counted by language, outlet and
        date is counted once, by profile, and then added up.
        """
        counts = Counter(map(self._profiles.__getitem__, ordinals))
        profiles = list(self._profile_numbers)
        return [(profiles[own], number) for own, number in counts.items()]

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
        if name == "language":
            return (row.language,)
        if name == "outlet":
            return (row.outlet,)
        year, month = _periods(row)
        return (year if name == "year" else month,)

    def facets(self, ordinals: Collection[int]) -> Facets:
        """Values of these articles with counts, at most 200 of each."""
        tagged, naming = self._tagged.intersection(ordinals), self._naming.intersection(ordinals)
        marked = self._marked.intersection(ordinals)
        languages, outlets, years, months = (Counter[str | None]() for _ in _Profile._fields)
        for (language, outlet, year, month), number in self._profiled(ordinals):
            languages[language] += number
            outlets[outlet] += number
            years[year] += number
            months[month] += number
        return Facets(
            language=_ranked(languages),
            outlet=_ranked(outlets),
            year=_ranked(years),
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
        days = set(map(self._days.__getitem__, ordinals)) - {None}
        first, last = min(filter(None, days), default=0), max(filter(None, days), default=0)
        if not last:
            return ()
        if last - first < MOST_BARS:
            rows = map(self.row, ordinals)
            exact = (row.first for row in rows if row.first is not None and row.first == row.last)
            labels = Counter(map(day_label, exact))
            if labels:
                return histogram(labels)
        years, months = Counter[str](), Counter[str]()
        for (_, _, year, month), number in self._profiled(ordinals):
            if year is not None:
                years[year] += number
            if month is not None:
                months[month] += number
        return histogram(months if months and last - first < 30 * MOST_BARS else years)

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
    return _ranked(Counter(values))


def _ranked(counts: Counter[str | None]) -> Counts:
    named = [(value, count) for value, count in counts.items() if value is not None]
    return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0]))[:_MOST_VALUES])


@lru_cache(maxsize=1 << 14)
def _year(ordinal: int) -> str:
    return f"{date.fromordinal(ordinal).year:04d}"


def _periods(row: ColumnRow) -> tuple[str | None, str | None]:
    """The year and the month of an article, where its date tells them."""
    if row.first is None:
        return None, None
    year = _year(row.first)
    if row.last is None or row.last - row.first > 30:
        return year, None
    return year, month_of(row.first)
