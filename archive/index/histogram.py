"""Articles over time: how many stand in each day, month or year of a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from archive.model import Counts

MOST_BARS = 48
"""Periods that a histogram shows at most, but for years."""


@lru_cache(maxsize=1 << 14)
def month_of(ordinal: int) -> str:
    """``2025-01`` for an ordinal of a day of that month."""
    return day_label(ordinal)[:7]


def day_label(ordinal: int) -> str:
    """``2025-01-20`` for the ordinal of that day."""
    return date.fromordinal(ordinal).isoformat()


def histogram(counts: Mapping[str, int]) -> Counts:
    """Counts of periods in a row, oldest first, empty ones too.

    Args:
        counts: how many articles stand in each day, month or year, by labels
            of one length; at least one.
    """
    return tuple((name, counts.get(name, 0)) for name in _row(min(counts), max(counts)))


def _row(first: str, last: str) -> list[str]:
    """All labels from one to another, of one length."""
    if len(first) == 10:
        days = range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())
        return [*map(day_label, days), last]
    if len(first) == 7:
        low, high = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
        return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(low, high + 1)]
    return [f"{year:04d}" for year in range(int(first), int(last) + 1)]
