"""Passages shown in a text as links to where they are told of: cut so that they can stand in it.

Passages may overlap one another and whatever markup the text has; links may
not nest, and Markdown's markup may not cross.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.model import Span
from archive.text.document import Inline, InlineKind


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a text.

    Attributes:
        span: code points of the plain text.
        target: the link destination, as it is written in Markdown.
    """

    span: Span
    target: str


def cut(
    places: Sequence[Place], inlines: Sequence[Inline], within: Span
) -> Iterator[Place | Inline]:
    """The pieces of passages in a stretch of text; none overlaps another.

    Where passages overlap, the one that begins last is shown. Inside a link of
    the text a passage is strong instead of a link, and code belongs to it
    whole or not at all.

    Args:
        inlines: the markup in the stretch, which the pieces do not cross.
        within: the stretch, in one block.
    """
    near = [p for p in (_fitted(place, inlines, within) for place in places) if p is not None]
    edges: set[int] = set()
    for place in near:
        for inline in inlines:
            other = inline.span
            if other.overlaps(place.span) and (
                inline.kind is InlineKind.LINK or not place.span.encloses(other)
            ):
                edges |= {other.start, other.end}
    borders = edges | {at for place in near for at in (place.span.start, place.span.end)}
    waiting: Place | None = None
    for start, end in pairwise(sorted(borders)):
        piece = Span(start, end)
        over = [place for place in near if place.span.encloses(piece)]
        if not over:
            continue
        shown = max(over, key=lambda place: (place.span.start, -place.span.end))
        if any(i.kind is InlineKind.LINK and i.span.encloses(piece) for i in inlines):
            yield Inline(InlineKind.STRONG, piece)
            continue
        if waiting is not None:
            on = waiting.target == shown.target and waiting.span.end == start
            if on and start not in edges:
                piece = Span(waiting.span.start, end)
            else:
                yield waiting
        waiting = Place(piece, shown.target)
    if waiting is not None:
        yield waiting


def _fitted(place: Place, inlines: Sequence[Inline], within: Span) -> Place | None:
    """A passage as far as it stands in the stretch, without code that it covers in part."""
    start, end = max(place.span.start, within.start), min(place.span.end, within.end)
    for inline in inlines:
        code = inline.span
        if inline.kind is InlineKind.CODE:
            start = code.end if code.start < start < code.end else start
            end = code.start if code.start < end < code.end else end
    return Place(Span(start, end), place.target) if start < end else None
