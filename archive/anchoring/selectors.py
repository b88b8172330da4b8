"""Describing a passage so that it can be found again."""

from __future__ import annotations

from archive.errors import UsageError
from archive.model import Selectors, Span

CONTEXT = 32
"""Code points of context kept on each side, as Hypothesis and most W3C peers keep."""


def describe(text: str, span: Span) -> Selectors:
    """The selectors of a passage: its words, what surrounds them, and where they stand.

    Args:
        text: the whole plain text.
        span: code points of ``text``.

    Raises:
        UsageError: if the span is empty or ends past the text.
    """
    if not span:
        raise UsageError(
            f"The passage at {span.start} is empty.", remedy="Choose at least one character."
        )
    if span.end > len(text):
        raise UsageError(
            f"The passage {span.start}:{span.end} ends past the text,"
            f" which has {len(text)} characters."
        )
    return Selectors(
        span=span,
        exact=span.of(text),
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
    )


def trim(text: str, span: Span) -> Span:
    """The span without white space at its ends; empty where it covers nothing else."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
