"""Articles over time."""

from __future__ import annotations

from archive.index.histogram import MOST_BARS, histogram
from archive.model import PartialDate


def dated(*texts: str) -> dict[tuple[int | None, int | None], int]:
    found: dict[tuple[int | None, int | None], int] = {}
    for text in texts:
        day = PartialDate.parse(text)
        found[day.first, day.last] = found.get((day.first, day.last), 0) + 1
    return found


def test_days_in_a_row_with_the_empty_ones() -> None:
    assert histogram(dated("2025-01-30", "2025-02-01", "2025-02-01")) == (
        ("2025-01-30", 1),
        ("2025-01-31", 0),
        ("2025-02-01", 2),
    )


def test_months_where_days_would_be_too_many_or_are_not_known() -> None:
    assert histogram(dated("2024-12", "2025-02-03")) == (
        ("2024-12", 1),
        ("2025-01", 0),
        ("2025-02", 1),
    )
    assert len(histogram(dated("2022-01-01", "2025-06-30"))) == 42


def test_years_where_months_would_be_too_many() -> None:
    bars = histogram(dated("2006-05-01", "2024", "2024-02"))
    assert bars[0] == ("2006", 1)
    assert bars[-1] == ("2024", 2)
    assert len(bars) == 19 < MOST_BARS


def test_a_date_that_tells_no_month_stands_in_no_month() -> None:
    assert histogram(dated("2025", "2025-03", "2025-04")) == (("2025-03", 1), ("2025-04", 1))


def test_nothing_dated_has_no_histogram() -> None:
    assert histogram({(None, None): 3}) == ()
    assert histogram({}) == ()
