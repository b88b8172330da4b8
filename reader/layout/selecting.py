"""What a selection takes in: whole graphemes, words, sentences, paragraphs.

A selection is known by two places, both taken in, as in vim: the anchor, where it began, and
the caret. So it always holds at least the grapheme under the caret.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive.model import Span
from archive.text.document import Document
from archive.text.graphemes import previous_grapheme, snap
from archive.text.sentences import sentence_at
from archive.text.words import word_at


def between(text: str, anchor: int, caret: int) -> Span:
    """The graphemes from one place to another, both included, in either order.

    Args:
        text: the article's plain text.
        anchor, caret: code-point offsets; past the text's end, its end.
    """
    first, last = sorted((min(anchor, len(text)), min(caret, len(text))))
    if not text:
        return Span(0, 0)
    return snap(text, Span(min(first, len(text) - 1), min(last + 1, len(text))))


def ends(text: str, span: Span) -> tuple[int, int]:
    """Anchor and caret of a selection that takes in exactly ``span``."""
    if len(span) < 2:
        return span.start, span.start
    return span.start, max(span.start, previous_grapheme(text, span.end))


def word(document: Document, offset: int) -> Span | None:
    """The word at an offset, or None between words."""
    return word_at(document.text, offset)


def sentence(document: Document, offset: int) -> Span | None:
    """The sentence at an offset, or None in an empty text."""
    return sentence_at(document, offset) or None if document.text else None


def paragraph(document: Document, offset: int) -> Span | None:
    """The block at an offset, or before it; None where there is none."""
    if not document.blocks:
        return None
    return document.blocks[document.block_at(offset)].span or None


UNITS: Mapping[str, Callable[[Document, int], Span | None]] = {
    "word": word,
    "sentence": sentence,
    "paragraph": paragraph,
}


def grown(document: Document, selection: Span) -> Span:
    """The selection widened to the next larger unit: words, sentences, paragraphs, all.

    Args:
        document: what is selected in.
        selection: code points; where nothing is selected, an empty span.
    """
    last = max(selection.start, selection.end - 1)
    for unit in UNITS.values():
        head, tail = unit(document, selection.start), unit(document, last)
        start = min(selection.start, head.start) if head else selection.start
        end = max(selection.end, tail.end) if tail else selection.end
        if len(wider := Span(start, end)) > len(selection):
            return wider
    return Span(0, len(document.text))


def shrunk(document: Document, selection: Span, offset: int) -> Span | None:
    """The largest unit about ``offset`` that is smaller than the selection, if there is one."""
    for unit in reversed(tuple(UNITS.values())):
        span = unit(document, offset)
        if span and selection.encloses(span) and len(span) < len(selection):
            return span
    return None
