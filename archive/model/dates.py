"""Partial dates: what an article says of its day, no more and no less.

``2025-01`` stays ``2025-01``; it covers all of January. Comparison is by the
period covered, in days of the proleptic Gregorian calendar as the date was
written (its own local day: ``2020-07-02T01:00+02:00`` is the 2nd of July).
The grammar is the calendar-date subset of ISO 8601: year, year-month, full
date, and a full date with time and optional offset.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

_PARTIAL = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?P<time>[T ]\S+)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    Attributes:
        text: the ISO form, kept as given (``2025``, ``2025-01``,
            ``2025-01-20``, ``2025-01-20T08:30:00+01:00``).
        first: ordinal (``date.toordinal``) of the first day covered.
        last: ordinal of the last day covered.
    """

    text: str
    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read an ISO date, partial or whole.

        Raises:
            ValueError: if ``text`` is no such date (``2025-13``, ``soon``).
        """
        text = text.strip()
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise ValueError(f"not an ISO date: {text[:40]!r}")
        year, month, day = (int(match[g]) if match[g] else None for g in ("year", "month", "day"))
        if year is None or year < 1:
            raise ValueError(f"no such year: {text[:40]!r}")
        if month is None:
            return cls(text, date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
        if not 1 <= month <= 12:
            raise ValueError(f"no such month: {text[:40]!r}")
        if day is None:
            days = calendar.monthrange(year, month)[1]
            first = date(year, month, 1).toordinal()
            return cls(text, first, first + days - 1)
        if match["time"]:
            datetime.fromisoformat(text)
            text = text[:10] + "T" + text[11:]
        ordinal = date(year, month, day).toordinal()
        return cls(text, ordinal, ordinal)

    def overlaps(self, first: int, last: int) -> bool:
        """Whether any day covered lies in ``[first, last]`` (both included, ordinals)."""
        return self.first <= last and first <= self.last

    def __str__(self) -> str:
        return self.text
