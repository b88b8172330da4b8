"""Articles over time."""

from __future__ import annotations

from archive.index.columns import Columns
from archive.index.histogram import MOST_BARS
from archive.model import Counts
from tests.archive.index.given import Given, any_store
from tests.archive.index.making import fields, row


def bars(*dates: str | None) -> Counts:
    """The histogram of articles of these dates."""
    made = [fields(id=f"a{number}") for number in range(len(dates))]
    pairs = [(one, row(one, date=date)) for one, date in zip(made, dates, strict=True)]
    columns = Columns(any_store(Given(pairs)))
    return columns.histogram(columns.live)


def test_days_in_a_row_with_the_empty_ones() -> None:
    assert bars("2025-01-30", "2025-02-01", "2025-02-01") == (
        ("2025-01-30", 1),
        ("2025-01-31", 0),
        ("2025-02-01", 2),
    )


def test_months_where_days_would_be_too_many_or_are_not_known() -> None:
    assert bars("2024-12", "2025-02-03") == (("2024-12", 1), ("2025-01", 0), ("2025-02", 1))
    assert bars("2024-12") == (("2024-12", 1),)
    assert len(bars("2022-01-01", "2025-06-30")) == 42


def test_years_where_months_would_be_too_many() -> None:
    found = bars("2006-05-01", "2024", "2024-02")
    assert found[0] == ("2006", 1)
    assert found[-1] == ("2024", 2)
    assert len(found) == 19 < MOST_BARS


def test_a_date_that_tells_no_month_stands_in_no_month() -> None:
    assert bars("2025", "2025-03", "2025-04") == (("2025-03", 1), ("2025-04", 1))


def test_nothing_dated_has_no_histogram() -> None:
    assert bars(None, None) == bars() == ()
