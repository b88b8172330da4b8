"""Ranks: keys that say an order, with room between any two.

A thing is moved by giving it another rank; nothing else changes, so that two
people may arrange one list and each take the own steps back. A rank is a
fraction between 0 and 1 written in base 36 without its point, as text that
sorts as the fractions do.
"""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(_DIGITS)


def between(before: str | None, after: str | None) -> str:
    """A rank that sorts after ``before`` and before ``after``.

    Args:
        before, after: ranks that this module gave, ``before`` the smaller;
            None for the beginning and the end.

    Raises:
        ValueError: if they are not in order.
    """
    low, high = before or "", after
    if high is not None and low >= high:
        raise ValueError(f"no rank lies between {low!r} and {high!r}")
    return _middle(low, high)


def _middle(low: str, high: str | None) -> str:
    shared = 0
    if high is not None:
        while shared < len(high) and (low[shared : shared + 1] or "0") == high[shared]:
            shared += 1
        if shared:
            return high[:shared] + _middle(low[shared:], high[shared:])
    first = _DIGITS.index(low[0]) if low else 0
    last = _DIGITS.index(high[0]) if high else _BASE
    if high is None and last - first > 1 and low:
        return _DIGITS[first + 1]  # most things come last: go on in small steps
    if last - first > 1:
        return _DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return _DIGITS[first] + _middle(low[1:], None)
