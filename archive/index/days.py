"""Dates as people say them, in English and French: ``last month``, ``il y a 3 jours``.

A period is a pair of ordinals (``date.toordinal``), both days included. Weeks
begin on Monday (ISO 8601). *Last month* is the calendar month before this
one; *the last month* of so many (``last 3 months``) is counted back from
today, today included.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from archive.index.figures import figured, part_of_year
from archive.model import PartialDate
from archive.text.folding import fold_word

FIRST_DAY, LAST_DAY = 1, 3_652_059  # 0001-01-01 and 9999-12-31, as ordinals

Period = tuple[int, int]

_UNITS = {
    "day": "day days jour jours",
    "week": "week weeks semaine semaines",
    "month": "month months mois",
    "quarter": "quarter quarters trimestre trimestres",
    "year": "year years an ans annee annees",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_MONTHS = (
    "january jan janvier janv",
    "february feb fevrier fevr fev",
    "march mar mars",
    "april apr avril avr",
    "may mai",
    "june jun juin",
    "july jul juillet juil",
    "august aug aout",
    "september sept sep septembre",
    "october oct octobre",
    "november nov novembre",
    "december dec decembre",
)
_MONTH_OF = {word: n for n, words in enumerate(_MONTHS, 1) for word in words.split()}
_WEEKDAYS = (
    "monday lundi",
    "tuesday mardi",
    "wednesday mercredi",
    "thursday jeudi",
    "friday vendredi",
    "saturday samedi",
    "sunday dimanche",
)
_WEEKDAY_OF = {word: n for n, words in enumerate(_WEEKDAYS) for word in words.split()}
_NUMBERS = (
    "one un une a",
    "two deux",
    "three trois",
    "four quatre",
    "five cinq",
    "six six",
    "seven sept",
    "eight huit",
    "nine neuf",
    "ten dix",
    "eleven onze",
    "twelve douze",
)
_NUMBER_OF = {word: n for n, words in enumerate(_NUMBERS, 1) for word in words.split()}
_MOST = 100_000


def _either(words: object) -> str:
    return "|".join(sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


_NTHS = (
    "1st 1er first premier",
    "2nd 2e 2eme second deuxieme",
    "3rd 3e 3eme third troisieme",
    "4th 4e 4eme fourth quatrieme",
)
_NTH_OF = {word: n for n, words in enumerate(_NTHS, 1) for word in words.split()}


_U = rf"(?P<unit>{_either(_UNIT_OF)})"
_N = rf"(?P<number>\d+|{_either(_NUMBER_OF)})"
_M = rf"(?P<month>{_either(_MONTH_OF)})\.?"
_W = rf"(?P<weekday>{_either(_WEEKDAY_OF)})"
_NTH = rf"(?P<part>{_either(_NTH_OF)})"
_LAST = r"(?:last|past|previous)"
_DERNIER = r"(?:derniere?s?|passee?s?|precedente?s?|ecoulee?s?)"
_FORMS: tuple[tuple[str, str], ...] = (
    ("offset 0", r"today|aujourd'hui|ce jour"),
    ("offset 1", r"yesterday|hier"),
    ("offset 2", r"(?:the )?day before yesterday|avant-hier"),
    ("this", rf"(?:this|current) {_U}|(?:ce|cet|cette) {_U}(?:[- ]ci)?|{_U} en cours"),
    ("rolling", rf"(?:the |in the )?{_LAST} {_N} {_U}|(?:les |ces )?{_N} {_DERNIER} {_U}"),
    ("rolling", rf"(?:les |ces )?{_N} {_U} {_DERNIER}"),
    ("before", rf"{_LAST} {_U}|(?:le |la |l')?{_U} {_DERNIER}"),
    ("ago", rf"{_N} {_U} ago|il y a {_N} {_U}"),
    ("weekday", rf"(?P<last>{_LAST} )?{_W}|{_W}(?P<dernier> {_DERNIER})"),
    ("month", rf"{_M}(?: (?P<year>\d{{4}}))?"),
    ("day", rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?(?: of)? {_M}(?:,? (?P<year>\d{{4}}))?"),
    ("day", rf"{_M} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"),
    ("quarter", r"[qt](?P<part>[1-4])"),
    (
        "quarter",
        rf"(?:the |le )?{_NTH} (?:quarter|trimestre)(?: (?:of|de))?(?: (?P<year>\d{{4}}))?",
    ),
    ("half", rf"(?:the |le )?{_NTH} (?:half|semestre)(?: (?:of|de))?(?: (?P<year>\d{{4}}))?"),
)
_EDGES: tuple[tuple[str, Callable[[Period], Period]], ...] = (
    (r"(?:since|depuis|from|a partir de) ", lambda found: (found[0], LAST_DAY)),
    (r"(?:before|avant) ", lambda found: (FIRST_DAY, max(FIRST_DAY, found[0] - 1))),
    (r"(?:after|apres) ", lambda found: (min(LAST_DAY, found[1] + 1), LAST_DAY)),
    (r"(?:until|till|up to|jusqu'a|jusqu'en) ", lambda found: (FIRST_DAY, found[1])),
)


def _numbered(pattern: str) -> re.Pattern[str]:
    """The expression, each repetition of a group's name counted: names must be unique."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        name = match[1]
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}{seen[name]}>"

    return re.compile(re.sub(r"\(\?P<(\w+)>", rename, pattern))


_COMPILED: list[tuple[str, re.Pattern[str]]] = []


def period(text: str, today: date) -> Period | None:
    """The days that a date covers, as typed; None for what is no date.

    Args:
        text: an ISO date, partial or whole (``2025-01``), other figures
            (:mod:`archive.index.figures`), or words.
        today: the day from which ``last week`` is counted.
    """
    plain = " ".join(fold_word(text).split())
    for pattern, edge in _EDGES:
        match = re.match(pattern, plain)
        if match is not None:
            inner = plain[match.end() :]
            found = _plainly(inner, inner, today)
            return edge(found) if found is not None else None
    return _plainly(text, plain, today)


def _plainly(text: str, plain: str, today: date) -> Period | None:
    return _written(text) or figured(plain) or _said(plain, today)


def _written(text: str) -> Period | None:
    try:
        known = PartialDate.parse(text)
    except ValueError:
        return None
    return known.first, known.last


def _said(plain: str, today: date) -> Period | None:
    if not _COMPILED:  # its compiling takes longer than the start of the program can pay
        _COMPILED.extend((name, _numbered(pattern)) for name, pattern in _FORMS)
    for name, form in _COMPILED:
        match = form.fullmatch(plain)
        if match is not None:
            given = {
                group.rstrip("123"): value
                for group, value in match.groupdict().items()
                if value is not None
            }
            try:
                return _answer(name, given, today)
            except (ValueError, OverflowError):  # the 31st of February; a year before the first
                return None
    return None


def _answer(name: str, given: dict[str, str], today: date) -> Period | None:
    unit = _UNIT_OF.get(given.get("unit", ""), "day")
    number = _number(given.get("number", "1"))
    if number is None:
        return None
    if name.startswith("offset"):
        return _of(today - timedelta(int(name[-1])), "day")
    if name == "this":
        return _of(today, unit)
    if name == "rolling":
        first = _back(today, unit, number) + timedelta(1)
        return (min(first, today).toordinal(), today.toordinal())
    if name == "before":
        return _of(_back(today, unit, 1), unit)
    if name == "ago":
        return _of(_back(today, unit, number), unit)
    if name == "weekday":
        behind = (today.weekday() - _WEEKDAY_OF[given["weekday"]]) % 7
        if behind == 0 and ("last" in given or "dernier" in given):
            behind = 7
        return _of(today - timedelta(behind), "day")
    return _named(name, given, today)


def _named(name: str, given: dict[str, str], today: date) -> Period:
    """A month, a day of one, a quarter or a half; without a year, the last that has begun."""
    months = {"quarter": 3, "half": 6}.get(name)
    part = 0
    if months:
        part = _NTH_OF.get(given["part"]) or int(given["part"])
        month, day = months * (part - 1) + 1, 1
    else:
        month, day = _MONTH_OF[given["month"]], int(given.get("day", "1"))
    year = int(given["year"]) if "year" in given else today.year
    if "year" not in given and (month, day) > (today.month, today.day):
        year -= 1
    return part_of_year(year, part, months) if months else _of(date(year, month, day), name)


def _number(text: str) -> int | None:
    number = int(text) if text.isdecimal() and len(text) < 7 else _NUMBER_OF.get(text)
    return number if number is not None and 0 < number <= _MOST else None


def _of(day: date, unit: str) -> Period:
    """The day, week, month, quarter or year in which a day lies."""
    if unit == "day":
        return day.toordinal(), day.toordinal()
    if unit == "week":
        monday = day.toordinal() - day.weekday()
        return monday, monday + 6
    if unit == "year":
        return date(day.year, 1, 1).toordinal(), date(day.year, 12, 31).toordinal()
    first = day.month if unit == "month" else day.month - (day.month - 1) % 3
    last = first if unit == "month" else first + 2
    days = calendar.monthrange(day.year, last)[1]
    return date(day.year, first, 1).toordinal(), date(day.year, last, days).toordinal()


def _back(day: date, unit: str, number: int) -> date:
    """The same day so many units earlier; the month's last where it has no such day."""
    if unit in ("day", "week"):
        return day - timedelta(number * (7 if unit == "week" else 1))
    months = number * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
