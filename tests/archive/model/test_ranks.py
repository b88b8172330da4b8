"""Ranks: there is room between any two, whatever was put where before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model.ranks import between


@settings(max_examples=100)
@given(st.lists(st.integers(0, 1000), max_size=60))
def test_any_order_of_insertions_keeps_the_order(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        low = ranks[at - 1] if at else None
        high = ranks[at] if at < len(ranks) else None
        ranks.insert(at, between(low, high))
    assert ranks == sorted(set(ranks))
    assert not [rank for rank in ranks if rank.endswith("0")]


def test_many_things_put_last_or_first_keep_short_ranks() -> None:
    last, first = [between(None, None)], [between(None, None)]
    for _ in range(300):
        last.append(between(last[-1], None))
        first.append(between(None, first[-1]))
    assert last == sorted(set(last)) and first == sorted(set(first), reverse=True)
    assert max(map(len, last)) < 20 and max(map(len, first)) < 80


def test_what_is_not_in_order_is_refused() -> None:
    with pytest.raises(ValueError, match="no rank lies between"):
        between("b", "a")
