"""Approximate search: where does a pattern occur with the fewest edits?

The bit-parallel algorithm of Gene Myers ("A fast bit-vector algorithm for
approximate string matching based on dynamic programming", J. ACM 46(3), 1999)
in Hyyrö's formulation. One Python integer holds a whole column of the edit
matrix, so neither the length of a pattern nor its alphabet is limited; a
character of text costs about a microsecond.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Match(NamedTuple):
    """``text[start:end]`` is ``errors`` edits (Levenshtein) away from the pattern."""

    start: int
    end: int
    errors: int


def _scores(text: str, pattern: str, *, anchored: bool) -> Iterator[int]:
    """After each character of ``text``, the edits of the best match that ends there.

    Args:
        anchored: matches must begin at the start of ``text`` (else anywhere).
    """
    places: dict[str, int] = {}
    for index, character in enumerate(pattern):
        places[character] = places.get(character, 0) | 1 << index
    mask = (1 << len(pattern)) - 1
    last = 1 << (len(pattern) - 1)
    # Vertical differences of the column: +1 where `rise` has a bit, -1 where `fall` has.
    rise, fall, score = mask, 0, len(pattern)
    carry = 1 if anchored else 0
    known = places.get
    for character in text:
        equal = known(character, 0)
        diagonal = (((equal & rise) + rise) ^ rise) | equal
        up = fall | (mask & ~(diagonal | rise))
        down = rise & diagonal
        if up & last:
            score += 1
        elif down & last:
            score -= 1
        up = up << 1 | carry
        across = equal | fall
        rise = (down << 1 | ~(across | up)) & mask
        fall = up & across & mask
        yield score


def fewest_errors(text: str, pattern: str) -> int:
    """Edits between ``pattern`` and the stretch of ``text`` most like it.

    At most ``len(pattern)``, which is its distance from the empty stretch.
    """
    if not pattern:
        return 0
    return min(_scores(text, pattern, anchored=False), default=len(pattern))


def closest(text: str, pattern: str, limit: int) -> list[Match]:
    """All matches with the fewest errors, in text order; of adjoining ends the first.

    Args:
        text: searched from end to end.
        pattern: must not be empty for anything to match.
        limit: most errors allowed; the answer is empty if every match has more.
    """
    if not pattern:
        return []
    ends: list[int] = []
    best = limit
    for end, score in enumerate(_scores(text, pattern, anchored=False), 1):
        if score < best:
            best, ends = score, [end]
        elif score == best and (not ends or ends[-1] < end - 1):
            ends.append(end)
    return [Match(_start(text, pattern, end, best), end, best) for end in ends]


def _start(text: str, pattern: str, end: int, errors: int) -> int:
    """Where the match that ends at ``end`` begins; the longest, should several do."""
    window = text[max(0, end - len(pattern) - errors) : end][::-1]
    start = end
    for length, score in enumerate(_scores(window, pattern[::-1], anchored=True), 1):
        if score == errors:
            start = end - length
    return start
