from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-01", date(2025, 1, 1), date(2025, 1, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-01-20", date(2025, 1, 20), date(2025, 1, 20)),
        ("2020-07-02T01:05:20+02:00", date(2020, 7, 2), date(2020, 7, 2)),
        ("2023-12-08T22:40:04Z", date(2023, 12, 8), date(2023, 12, 8)),
        ("2013-06-15 22:00", date(2013, 6, 15), date(2013, 6, 15)),
    ],
)
def test_a_partial_date_covers_its_whole_period(text: str, first: date, last: date) -> None:
    partial = PartialDate.parse(text)
    assert (partial.first, partial.last) == (first.toordinal(), last.toordinal())


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-13", "2025-00", "2025-02-30", "0000", "20250120", "2025-1", "٢٠٢٥"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_a_partial_date_keeps_its_text() -> None:
    assert str(PartialDate.parse(" 2025-01 ")) == "2025-01"


@given(st.dates(), st.dates(), st.dates())
def test_a_day_overlaps_exactly_the_ranges_that_hold_it(day: date, one: date, two: date) -> None:
    first, last = sorted((one, two))
    partial = PartialDate.parse(day.isoformat())
    assert partial.overlaps(first.toordinal(), last.toordinal()) == (first <= day <= last)
