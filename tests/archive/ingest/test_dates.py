"""Dates in the forms that archives hold them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from archive.ingest.dates import read_date


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2025", "2025"),
        (2025, "2025"),
        ("2025-01", "2025-01"),
        ("2025/1/9", "2025-01-09"),
        ("2025.01.09", "2025-01-09"),
        (date(2025, 1, 9), "2025-01-09"),
        (datetime(2025, 1, 9, 8), "2025-01-09T08:00:00"),
        ("2025-01-09 08:30:00 +0100", "2025-01-09T08:30:00+0100"),
        ("2025-01-09 08:30 UTC", "2025-01-09T08:30"),
        ("Thu, 09 Jan 2025 08:30:00 +0100", "2025-01-09T08:30:00+01:00"),
        (1736411400, "2025-01-09T08:30:00+00:00"),
        ("1736411400000", "2025-01-09T08:30:00+00:00"),
    ],
)
def test_is_read(value: object, text: str) -> None:
    found = read_date(value)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("value", [None, "", "  ", False])
def test_nothing_is_no_date(value: object) -> None:
    assert read_date(value) is None


@pytest.mark.parametrize(
    "value", ["2025-13", "2025-02-30", "03/04/2025", "soon", "2025-01-09T25:00", [2025], {}, 1e400]
)
def test_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        read_date(value)
