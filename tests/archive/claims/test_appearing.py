"""Which appearance was the first, as far as the dates tell."""

from __future__ import annotations

import pytest

from archive.claims.appearing import Standing, standing
from archive.core import Archive
from archive.model import PartialDate, Span
from tests.archive.claims.making import again, say

FIRST, POSSIBLY, LATER, UNDATED = Standing


def told(*dates: str | None) -> list[Standing]:
    return standing([None if date is None else PartialDate.parse(date) for date in dates])


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ((), []),
        (("2025-01-20",), [FIRST]),
        (("2025-01-20", "2025-01-21"), [FIRST, LATER]),
        # January holds the 20th: nobody knows which of the two came first.
        (("2025-01-20", "2025-01"), [POSSIBLY, POSSIBLY]),
        (("2025-01-20", "2025-01", "2025-01-21"), [POSSIBLY, POSSIBLY, LATER]),
        (("2025", "2024-12", "2026"), [LATER, FIRST, LATER]),
        (("2025-01-20", "2025-01-20"), [POSSIBLY, POSSIBLY]),
        # On one day, the times tell, wherever the clocks stood.
        (("2025-01-20T10:00:00+01:00", "2025-01-20T09:30:00+00:00"), [FIRST, LATER]),
        (("2025-01-20T23:00:00-05:00", "2025-01-21T01:00:00+09:00"), [LATER, FIRST]),
        (("2025-01-20T10:00:00", "2025-01-20T09:30:00+00:00"), [POSSIBLY, POSSIBLY]),
        (("2025-01-19", "2025-01-20T09:30:00+00:00"), [FIRST, LATER]),
        # What has no date may be older than all others.
        (("2025-01-20", None), [POSSIBLY, UNDATED]),
        ((None,), [UNDATED]),
    ],
)
def test_an_appearance_is_first_only_if_nothing_else_may_be(
    dates: tuple[str | None, ...], expected: list[Standing]
) -> None:
    assert told(*dates) == expected


def test_appearances_come_by_date_and_the_undated_last(archive: Archive) -> None:
    claim, _ = say(archive, "Later.", published="2025-02-01")
    again(archive, claim, "Undated.")
    again(archive, claim, "First.", published="2025-01-05")
    again(archive, claim, "Perhaps.", published="2025-01")
    found = [(one.mark.exact, one.standing) for one in archive.claims.dated(claim.id)]
    assert found == [
        ("Perhaps.", POSSIBLY),
        ("First.", POSSIBLY),
        ("Later.", LATER),
        ("Undated.", UNDATED),
    ]


def test_five_thousand_dates_are_compared_in_a_moment() -> None:
    dates = [f"20{number % 50:02}-{1 + number % 12:02}" for number in range(5000)]
    assert told(*dates).count(POSSIBLY) + told(*dates).count(FIRST) >= 1


def test_an_article_that_says_it_twice_is_first_with_both(archive: Archive) -> None:
    text = "Prices fell. Indeed, prices fell."
    claim, mark = say(archive, "Prices fell.", title="A", text=text, published="2025-01-01")
    archive.claims.add_appearance(claim.id, mark.article, Span(13, 33))
    again(archive, claim, "They fell.", published="2025-01-02")
    assert [one.standing for one in archive.claims.dated(claim.id)] == [FIRST, FIRST, LATER]
