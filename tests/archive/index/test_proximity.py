"""Near one another, as every combination of positions judges it."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.proximity import near

rows = st.lists(st.sets(st.integers(0, 14), max_size=5), min_size=2, max_size=4)


def is_near(chosen: tuple[int, ...], slop: int) -> bool:
    apart = max(chosen) - min(chosen) + 1 - len(chosen)
    return len(set(chosen)) == len(chosen) and apart <= slop


@settings(max_examples=150, deadline=None)
@given(rows, st.integers(0, 6))
def test_it_finds_the_first_places_that_trying_everything_finds(
    made: list[set[int]], slop: int
) -> None:
    found = list(near(made, slop))
    assert all(is_near(place, slop) for place in found)
    assert all(at in row for place in found for at, row in zip(place, made, strict=True))
    tried = {min(one) for one in product(*made) if is_near(one, slop)}
    assert [min(place) for place in found] == sorted(tried)


def test_gaps_are_counted_in_words_and_order_does_not_matter() -> None:
    assert list(near([{0}, {3}], 2)) == [(0, 3)]
    assert list(near([{3}, {0}], 2)) == [(3, 0)]
    assert not list(near([{0}, {3}], 1))


def test_a_word_asked_for_twice_must_stand_twice() -> None:
    assert not list(near([{4}, {4}], 5))
    assert list(near([{4, 6}, {4, 6}], 5)) == [(4, 6)]
