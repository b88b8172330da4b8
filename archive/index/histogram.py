"""Articles over time: how many stand in each day, month or year of a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from archive.model import Counts

MOST_BARS = 48
"""Periods that a histogram shows at most, but for years."""

_LONGEST_DAY, _LONGEST_MONTH = 1, 31


@lru_cache(maxsize=1 << 14)
def month_of(ordinal: int) -> str:
    """``2025-01`` for an ordinal of a day of that month."""
    day = date.fromordinal(ordinal)
    return f"{day.year:04d}-{day.month:02d}"


def histogram(known: Mapping[tuple[int | None, int | None], int]) -> Counts:
    """Counts of periods in a row, oldest first; see :meth:`Columns.histogram`.

    Args:
        known: how many articles have a date of this first and last day (ordinals).
    """
    spans = {(a, b): n for (a, b), n in known.items() if a is not None and b is not None}
    if not spans:
        return ()
    first, last = min(a for a, _ in spans), max(a for a, _ in spans)
    label, longest = _periods(first, last, spans)
    counts: Counter[str] = Counter()
    for (start, end), number in spans.items():
        if end - start < longest and label(start) == label(end):
            counts[label(start)] += number
    if not counts:
        return ()
    return tuple((name, counts[name]) for name in _row(min(counts), max(counts)))


def _periods(
    first: int, last: int, spans: Mapping[tuple[int, int], int]
) -> tuple[Callable[[int], str], int]:
    """How a day is labelled, and the length in days of the longest such period."""
    closest = min(end - start for start, end in spans)
    if last - first < MOST_BARS and closest < _LONGEST_DAY:
        return lambda day: date.fromordinal(day).isoformat(), _LONGEST_DAY
    if last - first < 30 * MOST_BARS and closest < _LONGEST_MONTH:
        return month_of, _LONGEST_MONTH
    return lambda day: f"{date.fromordinal(day).year:04d}", 366


def _row(first: str, last: str) -> list[str]:
    """All labels from one to another, of one length."""
    if len(first) == 10:
        days = range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())
        return [*(date.fromordinal(day).isoformat() for day in days), last]
    if len(first) == 7:
        low, high = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
        return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(low, high + 1)]
    return [f"{year:04d}" for year in range(int(first), int(last) + 1)]
