"""Dates in figures as people write them: ``2025-1``, ``14/02/2025``, ``2025-Q1``.

Read is what can be meant in one way only. ``03/02/2025`` is a day of February
to most and of March to some: it is refused, and told how to be written.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_PART = re.compile(r"(\d{4})[- ]?([qtsh])([1-4])", re.ASCII)
_PART_YEAR = re.compile(r"([qtsh])([1-4])[- ]?(\d{4})", re.ASCII)
_MONTHS_OF = {"q": 3, "t": 3, "s": 6, "h": 6}
_DECADE = re.compile(r"(?:the |les )?(?:annees |decennie )?(\d{3})0(s?)", re.ASCII)
_VAGUE = re.compile(
    r"(?:(?:debut|fin|mi|mid|milieu|courant|early|late|beginning|end|middle|spring|summer|autumn"
    r"|fall|winter|printemps|ete|automne|hiver)\b|l'ete\b|l'hiver\b|l'automne\b)"
)


def figured(plain: str) -> tuple[int, int] | None:
    """The days that a date in figures covers, as ordinals; None for what is none, or is unclear.

    Args:
        plain: folded, without blanks at its ends.
    """
    try:
        return _figured(plain)
    except ValueError:  # the 31st of February; the year 0
        return None


def _figured(plain: str) -> tuple[int, int] | None:
    if match := _YEAR_FIRST.fullmatch(plain):
        return _days(int(match[1]), int(match[3]), int(match[4]) if match[4] else None)
    if match := _RUN_TOGETHER.fullmatch(plain):
        return _days(*map(int, match.groups()))
    if match := _MONTH_YEAR.fullmatch(plain):
        return _days(int(match[2]), int(match[1]), None)
    if (match := _YEAR_LAST.fullmatch(plain)) and len(match[4]) == 4:
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        if one <= 12 and other <= 12 and one != other:
            return None
        return _days(year, one, other) if other > 12 else _days(year, other, one)
    if match := _YEAR_PART.fullmatch(plain):
        return part_of_year(int(match[1]), int(match[3]), _MONTHS_OF[match[2]])
    if match := _PART_YEAR.fullmatch(plain):
        return part_of_year(int(match[3]), int(match[2]), _MONTHS_OF[match[1]])
    if (match := _DECADE.fullmatch(plain)) and (match[2] or "annees" in plain):
        first = int(match[1]) * 10
        return date(first, 1, 1).toordinal(), date(first + 9, 12, 31).toordinal()
    return None


def part_of_year(year: int, number: int, months: int) -> tuple[int, int]:
    """A quarter or a half of a year.

    Args:
        number: which, from 1.
        months: how long it is.

    Raises:
        ValueError: if there is no such part.
    """
    last = number * months
    if last > 12:
        raise ValueError(f"a year has no part {number}")
    first, _ = _days(year, last - months + 1, None)
    return first, _days(year, last, None)[1]


def _days(year: int, month: int, day: int | None) -> tuple[int, int]:
    """A month or a day, both ends included.

    Raises:
        ValueError: if there is none.
    """
    if day is not None:
        return (date(year, month, day).toordinal(),) * 2
    first = date(year, month, 1).toordinal()
    return first, first + calendar.monthrange(year, month)[1] - 1


def advice(plain: str) -> str:
    """What to write for a date that could not be read; empty where nothing can be said.

    Args:
        plain: folded, as for :func:`figured`.
    """
    if match := _YEAR_LAST.fullmatch(plain):
        one, other, year = int(match[1]), int(match[3]), match[4]
        if len(year) == 2:
            return "Write the year in four figures."
        if 1 <= one <= 12 and 1 <= other <= 12:
            months = " or ".join(calendar.month_name[n] for n in sorted((one, other)))
            days = f"{year}-{other:02}-{one:02} or {year}-{one:02}-{other:02}"
            return f"That may be in {months}: write {days}."
    if _VAGUE.match(plain):
        return "Say which months: 2025-01..2025-03."
    return ""
