"""Dates in words, counted from Tuesday, the 24th of November 2026."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.days import FIRST_DAY, LAST_DAY, period
from archive.index.figures import advice
from archive.text.folding import fold_word

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("today", "2026-11-24", "2026-11-24"),
        ("aujourd’hui", "2026-11-24", "2026-11-24"),
        ("Yesterday", "2026-11-23", "2026-11-23"),
        ("hier", "2026-11-23", "2026-11-23"),
        ("avant-hier", "2026-11-22", "2026-11-22"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("cette semaine", "2026-11-23", "2026-11-29"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("la semaine dernière", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("mois dernier", "2026-10-01", "2026-10-31"),
        ("le mois\u00a0passé", "2026-10-01", "2026-10-31"),
        ("ce mois-ci", "2026-11-01", "2026-11-30"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("l’an dernier", "2025-01-01", "2025-12-31"),
        ("l'année dernière", "2025-01-01", "2025-12-31"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("last 7 days", "2026-11-18", "2026-11-24"),
        ("les 7 derniers jours", "2026-11-18", "2026-11-24"),
        ("past two weeks", "2026-11-11", "2026-11-24"),
        ("trois derniers mois", "2026-08-25", "2026-11-24"),
        ("3 days ago", "2026-11-21", "2026-11-21"),
        ("il y a 2 mois", "2026-09-01", "2026-09-30"),
        ("monday", "2026-11-23", "2026-11-23"),
        ("last tuesday", "2026-11-17", "2026-11-17"),
        ("mardi dernier", "2026-11-17", "2026-11-17"),
        ("January 2025", "2025-01-01", "2025-01-31"),
        ("janvier 2025", "2025-01-01", "2025-01-31"),
        ("décembre", "2025-12-01", "2025-12-31"),
        ("août", "2026-08-01", "2026-08-31"),
        ("20 janvier 2025", "2025-01-20", "2025-01-20"),
        ("January 20th, 2025", "2025-01-20", "2025-01-20"),
        ("1er mars", "2026-03-01", "2026-03-01"),
        ("Q1 2025", "2025-01-01", "2025-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-1", "2025-01-01", "2025-01-31"),
        ("2025-1-5", "2025-01-05", "2025-01-05"),
        ("2025/02/14", "2025-02-14", "2025-02-14"),
        ("20250214", "2025-02-14", "2025-02-14"),
        ("14/02/2025", "2025-02-14", "2025-02-14"),
        ("02/14/2025", "2025-02-14", "2025-02-14"),
        ("14.2.2025", "2025-02-14", "2025-02-14"),
        ("05/05/2025", "2025-05-05", "2025-05-05"),
        ("2/2025", "2025-02-01", "2025-02-28"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("T4-2025", "2025-10-01", "2025-12-31"),
        ("S2 2025", "2025-07-01", "2025-12-31"),
        ("H1 2025", "2025-01-01", "2025-06-30"),
        ("1er trimestre 2025", "2025-01-01", "2025-03-31"),
        ("le 2e semestre de 2024", "2024-07-01", "2024-12-31"),
        ("first quarter of 2025", "2025-01-01", "2025-03-31"),
        ("Q4", "2026-10-01", "2026-12-31"),
        ("2010s", "2010-01-01", "2019-12-31"),
        ("les années 2010", "2010-01-01", "2019-12-31"),
    ],
)
def test_days_weeks_and_months_as_people_say_them(said: str, first: str, last: str) -> None:
    found = period(said, TODAY)
    assert found is not None
    assert tuple(date.fromordinal(day).isoformat() for day in found) == (first, last)


def test_open_periods() -> None:
    assert period("since 2025", TODAY) == (date(2025, 1, 1).toordinal(), LAST_DAY)
    assert period("depuis janvier 2025", TODAY) == (date(2025, 1, 1).toordinal(), LAST_DAY)
    assert period("avant 2024", TODAY) == (FIRST_DAY, date(2023, 12, 31).toordinal())
    assert period("before yesterday", TODAY) == (FIRST_DAY, date(2026, 11, 22).toordinal())
    assert period("après 2025-03", TODAY) == (date(2025, 4, 1).toordinal(), LAST_DAY)
    assert period("jusqu’à hier", TODAY) == (FIRST_DAY, date(2026, 11, 23).toordinal())


def test_the_month_before_march_the_31st_ends_in_february() -> None:
    found = period("last month", date(2024, 3, 31))
    assert found == (date(2024, 2, 1).toordinal(), date(2024, 2, 29).toordinal())


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "31 february 2024",
        "2025-13",
        "last",
        "0 days ago",
        "90000 years ago",
        "since " * 3000,
        "9" * 5000 + " days ago",
        "since since today",
        "13 mars 0000",
    ],
    ids=lambda said: said[:20],
)
def test_what_is_no_date_is_none_at_once(said: str) -> None:
    began = time.perf_counter()
    assert period(said, TODAY) is None
    assert time.perf_counter() - began < 0.5


@given(
    st.dates(date(1, 1, 1)),
    st.sampled_from(["last 3 months", "last year", "monday", "2 weeks ago"]),
)
def test_a_period_begins_before_it_ends_and_not_after_today(today: date, said: str) -> None:
    found = period(said, today)
    if found is not None:
        assert FIRST_DAY <= found[0] <= found[1] <= LAST_DAY
        assert found[0] <= today.toordinal()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("03/02/2025", "February or March: write 2025-02-03 or 2025-03-02."),
        ("14/02/25", "Write the year in four figures."),
        ("début 2025", "Say which months"),
        ("fin 2025", "Say which months"),
        ("l’été 2024", "Say which months"),
        ("mid-2025", "Say which months"),
        ("31/02/2025", ""),
        ("3rd half 2025", ""),
    ],
)
def test_what_may_mean_several_days_is_no_date_but_told_how_to_be_written(
    said: str, told: str
) -> None:
    assert period(said, TODAY) is None
    assert told in advice(fold_word(said)) and bool(told) == bool(advice(fold_word(said)))
