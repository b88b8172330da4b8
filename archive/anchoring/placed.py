"""What became of a described passage in a new text."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Placement, Span


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a passage stands now, and how sure that is.

    Attributes:
        placement: ``EXACT``, the same words where the text around them went
            (typography and line breaks may differ); ``MOVED``, the same words
            in another place than the text around them went; ``EDITED``, found,
            but its words changed; ``AMBIGUOUS``, several places fit about
            equally well; ``LOST``, no place fits well enough.
        span: code points of the new text; None when ambiguous or lost.
        score: 0 to 1, the best candidate's likeness in words and context;
            0 where nothing resembled the passage.
        candidates: the places that fit, best first; only when ambiguous.
    """

    placement: Placement
    span: Span | None
    score: float
    candidates: tuple[Span, ...] = ()


LOST = Placed(Placement.LOST, None, 0.0)
