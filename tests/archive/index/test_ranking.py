"""What comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.core import Archive
from archive.index import Index
from archive.index.ranking import closeness
from tests.make import incoming, put

FILLER = "Nothing of note happens in this sentence at all. " * 20


def ranked(archive: Archive, query: str, *texts: tuple[str, str, str], **how: bool) -> list[str]:
    """Titles in the order of a search of articles given as title, text and date."""
    made = [
        incoming(title, text, identity=str(n), language="en", published=date)
        for n, (title, text, date) in enumerate(texts)
    ]
    ids = dict(zip(put(archive, *made), (title for title, _, _ in texts), strict=True))
    index = Index(archive)
    index.update()
    return [ids[id] for id in index.search(query, **how).order]  # type: ignore[arg-type]


def test_a_title_weighs_more_than_a_lead_and_a_lead_more_than_the_rest(archive: Archive) -> None:
    assert ranked(
        archive,
        "chip",
        ("Late", FILLER + "A chip.", "2025"),
        ("Lead", "A chip. " + FILLER, "2025"),
        ("A chip", FILLER + "Nothing.", "2025"),
    ) == ["A chip", "Lead", "Late"]


def test_words_close_together_weigh_more(archive: Archive) -> None:
    assert ranked(
        archive,
        "chip duty",
        ("Apart", FILLER + "A chip. " + FILLER + "A duty.", "2025"),
        ("Beside", FILLER + "The chip duty. " + FILLER + "Nothing more.", "2025"),
        ("Near", FILLER + "The chip has a duty. " + FILLER + "None.", "2025"),
    ) == ["Beside", "Near", "Apart"]


def test_of_two_alike_the_newer_comes_first_unless_turned_off(archive: Archive) -> None:
    old, new = ("Old", "A chip and more.", "2010"), ("New", "A chip and more.", "2025")
    assert ranked(archive, "chip", old, new) == ["New", "Old"]
    index = Index(archive)
    scores = [hit.score for hit in index.search("chip").hits]
    even = [hit.score for hit in index.search("chip", recency=False).hits]
    assert scores[0] > scores[1]
    assert even[0] == even[1]


def test_an_old_article_that_fits_better_stays_before_a_new_one(archive: Archive) -> None:
    assert ranked(
        archive,
        "chip",
        ("New", FILLER + "One chip. " + FILLER, "2026"),
        ("The chip", "A chip and a chip.", "2001"),
    ) == ["The chip", "New"]


def test_closeness_halves_with_four_words_in_between() -> None:
    assert closeness([[3], [4]]) == 1.0
    assert closeness([[3, 90], [8, 200]]) == 0.5
    assert closeness([[1], [2], [3]]) == 1.0


@given(st.lists(st.sets(st.integers(0, 30), min_size=1, max_size=4), min_size=2, max_size=3))
def test_closeness_is_that_of_the_narrowest_stretch(rows: list[set[int]]) -> None:
    from itertools import product

    narrowest = min(max(one) - min(one) + 1 for one in product(*rows))
    expected = 1 / (1 + max(0, narrowest - len(rows)) / 4)
    assert closeness([sorted(row) for row in rows]) == pytest.approx(expected)
