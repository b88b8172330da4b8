"""Marks on the text, and an index that finds the spans on a line quickly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from archive.model import Span


class MarkKind(StrEnum):
    CLAIM = "claim"
    ENTITY = "entity"
    HIGHLIGHT = "highlight"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as the page shows it.

    Attributes:
        id: the annotation's id.
        span: code points of the plain text.
        kind: how it looks.
        label: the digit of what the user filed it under; empty for nothing.
    """

    id: str
    span: Span
    kind: MarkKind
    label: str = ""


class Looks:
    """Spans with a look each, sorted by start, with the running maximum of their ends.

    The maximum tells how far back a span may begin and still reach a line, so that a line's
    spans are found by two bisections however many there are.

    Args:
        spans: start, end and look of each, code points; empty ones are left out.
    """

    __slots__ = ("_ends", "_looks", "_reach", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int, int]]) -> None:
        ordered = sorted(one for one in spans if one[1] > one[0])
        self._starts = [start for start, _, _ in ordered]
        self._ends = [end for _, end, _ in ordered]
        self._looks = [look for _, _, look in ordered]
        self._reach = list(accumulate(self._ends, max))

    def __len__(self) -> int:
        return len(self._starts)

    def over(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The spans that share a code point with ``[start, end)``, by start."""
        for index in range(bisect_right(self._reach, start), bisect_left(self._starts, end)):
            if self._ends[index] > start:
                yield self._starts[index], self._ends[index], self._looks[index]


def innermost_first(marks: Iterable[Mark], offset: int) -> list[Mark]:
    """The marks over an offset, the shortest first."""
    return sorted(
        (mark for mark in marks if offset in mark.span),
        key=lambda mark: (len(mark.span), mark.span, mark.id),
    )
