"""Words near one another: the one definition that matcher, engine and highlights share.

Words are near with a gap of ``slop`` where each of them can be given a
position of its own so that at most ``slop`` other positions lie between the
first and the last of these. Their order does not matter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence


def near(rows: Sequence[Collection[int]], slop: int) -> Iterator[tuple[int, ...]]:
    """The places where words stand near one another, by the first position of each.

    Args:
        rows: for each word the positions where it stands.
        slop: how many other positions may lie in between.

    Yields:
        For each position that can be the first, a position for each word, in
        the order of ``rows``; ascending by that first position.
    """
    if not all(map(len, rows)):
        return
    ordered = [sorted(row) for row in rows]
    reach = len(rows) - 1 + slop
    if len(rows) == 2:
        yield from _pairs(ordered[0], ordered[1], reach)
        return
    last = min(row[-1] for row in ordered)
    for first in sorted(set().union(*rows)):
        if first > last:
            return  # some word stands nowhere from here on
        windows = [
            row[bisect_left(row, first) : bisect_right(row, first + reach)] for row in ordered
        ]
        if all(windows):
            found = _assigned(windows, first)
            if found is not None:
                yield found


def _pairs(one: Sequence[int], other: Sequence[int], reach: int) -> Iterator[tuple[int, ...]]:
    """What :func:`near` yields for two words, which are most of what is asked."""
    first = -1
    for at, number in sorted([*((at, 0) for at in one), *((at, 1) for at in other)]):
        if at == first:
            continue
        following = one if number else other
        place = bisect_right(following, at)
        if place < len(following) and following[place] <= at + reach:
            first = at
            yield (following[place], at) if number else (at, following[place])


def _assigned(windows: Sequence[Sequence[int]], first: int) -> tuple[int, ...] | None:
    """A position for each word, none twice and one of them the first; None if there is no way.

    A matching by augmenting paths (Kuhn 1955): the windows are small.
    """
    for starter, window in enumerate(windows):
        if window[0] != first:
            continue
        taken = {first: starter}
        others = (number for number in range(len(windows)) if number != starter)
        if all(_place(number, windows, taken, {first}) for number in others):
            return tuple(sorted(taken, key=taken.__getitem__))
    return None


def _place(
    number: int, windows: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]
) -> bool:
    for at in windows[number]:
        if at in tried:
            continue
        tried.add(at)
        if at not in taken or _place(taken[at], windows, taken, tried):
            taken[at] = number
            return True
    return False
