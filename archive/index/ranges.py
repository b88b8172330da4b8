"""The dates after ``date:``, ``added:`` and ``due:``: one period, or the first and last of several.

Either end of a range may be quoted (``"janvier 2025".."février 2025"``), and
blanks may stand around the dots where what follows is a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.errors import QueryError
from archive.index.days import FIRST_DAY, LAST_DAY, Period, period
from archive.index.figures import advice
from archive.index.query import Dates, Due
from archive.text.folding import fold_word

QUOTES = '"“”„‟«»'
_DOTS = r"(?:\.{2,}|…)"
_SIDE = re.compile(
    rf'"([^"]*)"|[“”„‟]([^"“”„‟]*)["“”‟]|«([^»]*)»|((?:(?!{_DOTS})[^\s(){QUOTES}])+)'
)
_BETWEEN = re.compile(rf"(?P<before>\s*){_DOTS}(?P<after>\s*)")
_WITHIN = re.compile(rf"\s*{_DOTS}\s*")
_ON_THE_WAY = re.compile(r"(\d{4}(?:-\d\d)?)-\d")
_DATES = "Write 2025, 2025-01, 2024..2025 or words such as “last month”."


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a range, or the only date: what is written, and from which offset on."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Written:
    """What is written after the colon.

    Attributes:
        first, last: the ends; the same where one date is all; None where an end is open.
        end: offset in the query after it.
    """

    first: Side | None
    last: Side | None
    end: int


def written(query: str, at: int, today: date, *, typing: bool = False) -> Written | None:
    """What is written from an offset on; None where no date can begin there.

    Args:
        query, typing, today: as for :func:`archive.index.parse.parse`.
    """
    first, end = _side(query, at, typing)
    between = _BETWEEN.match(query, end)
    if between is None or (first is None and between["before"]):
        if first is None:
            return None
        return inside(first, end)
    end = between.end()
    last, after = _side(query, end, typing)
    if last is not None and between["after"] and not between["before"]:
        # `date:2024.. chip` is open, `date:2024.. 2025` is not.
        figures = any(sign.isdigit() for sign in last.text)
        last = last if figures and period(last.text, today) is not None else None
    if last is None:
        return Written(first, None, end - len(between["after"]))
    return Written(first, last, after)


def _side(query: str, at: int, typing: bool) -> tuple[Side | None, int]:
    match = _SIDE.match(query, at)
    if match is not None and match.lastindex is not None:
        return Side(match[match.lastindex], match.start(match.lastindex)), match.end()
    if typing and query[at : at + 1] in tuple(QUOTES):
        return Side(query[at + 1 :], at + 1), len(query)
    return None, at


def inside(side: Side, end: int) -> Written:
    """What one quotation says, which may be a whole range."""
    match = _WITHIN.search(side.text)
    if match is None:
        return Written(side, side, end)
    first, last = side.text[: match.start()], side.text[match.end() :]
    return Written(
        Side(first, side.at) if first.strip() else None,
        Side(last, side.at + match.end()) if last.strip() else None,
        end,
    )


def certain(found: Written, today: date) -> bool:
    """Whether what is written is nothing but dates in figures, or quoted dates."""
    sides = [side for side in (found.first, found.last) if side is not None]
    return bool(sides) and all(
        any(sign.isdigit() for sign in side.text) and period(side.text, today) is not None
        for side in sides
    )


def leaf(
    name: str, found: Written, query: str, today: date, *, unfinished: bool
) -> Dates | Due | None:
    """The leaf that a written range stands for; None where it is still being written.

    A ``*`` is any date: what has none is left out.

    Args:
        name: the field.
        unfinished: whether the query ends with it and is still being typed.

    Raises:
        QueryError: with the offset of what is no date.
    """
    first, last = found.first, found.last
    if last is not None and last.text.strip() and query[last.at : found.end][-1:] in tuple(QUOTES):
        unfinished = False  # the quotation is closed
    if first is None and last is None:
        if unfinished:
            return None
        raise QueryError(f"{name}: needs a date.", query=query, at=found.end, remedy=_DATES)
    low = _days(name, first, query, today, unfinished) if first else (FIRST_DAY, FIRST_DAY)
    high = _days(name, last, query, today, unfinished) if last else (LAST_DAY, LAST_DAY)
    if low is None or high is None:
        return None
    if first is not None and last is not None and low[0] > high[1]:
        if unfinished:
            return None  # 2024..2 on its way to 2024..2025
        raise QueryError(
            f"{first.text[:40]} comes after {last.text[:40]}.",
            query=query,
            at=first.at,
            remedy=f"Write {name}:{_quoted(last.text)}..{_quoted(first.text)} instead.",
        )
    if name == "due":
        return Due(low[0], high[1])
    return Dates(low[0], high[1], name == "added")


def _quoted(text: str) -> str:
    plain = text.strip()[:40]
    return f'"{plain}"' if " " in plain else plain


def _days(name: str, side: Side, query: str, today: date, unfinished: bool) -> Period | None:
    text = side.text.strip()
    if text == "*":
        return FIRST_DAY, LAST_DAY
    if unfinished:
        # "2025-0" or "2025-1" on its way to "2025-01" counts as far as it is a date;
        # "last mo" does not.
        way = _ON_THE_WAY.fullmatch(text)
        found = period(way[1] if way else text, today)
        found = found or period(text[:7], today) or period(text[:4], today)
        if found is None and not text[:1].isdigit():
            return None
    else:
        found = period(text, today)
    if found is None:
        shown = text if len(text) <= 40 else text[:39] + "…"
        raise QueryError(
            f"There is no date “{shown}”." if text else f"{name}: needs a date.",
            query=query,
            at=side.at,
            remedy=advice(fold_word(text)) or _meant(name, side.at, query, today),
        )
    return found


def _meant(name: str, at: int, query: str, today: date) -> str:
    """What to write instead: a date of several words wants quotation marks."""
    following = query[at : at + 60].split()
    for length in range(len(following), 1, -1):
        said = " ".join(following[:length])
        if period(said, today) is not None:
            return f'Write {name}:"{said}".'
        if told := advice(fold_word(said)):
            return told
    return _DATES
