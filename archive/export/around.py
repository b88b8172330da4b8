"""The words around a mark: in its sentence for a mention, in its sentences for a passage."""

from __future__ import annotations

from typing import NamedTuple

from archive.model import Annotation, Span
from archive.text.document import Document
from archive.text.sentences import sentence_at

_REACH = 100
_FAR = 300


class Context(NamedTuple):
    """The words around a mark; ``…`` where more was left off."""

    before: str
    after: str


def stands(annotation: Annotation, document: Document) -> bool:
    """Whether a mark's words are where it says in this text.

    They are not where it has no place, nor where another process has revised
    the article since the marks were read.
    """
    return annotation.placement.placed and annotation.span.of(document.text) == annotation.exact


def of_mention(annotation: Annotation, document: Document) -> Context:
    """The rest of the sentence that a mark begins in; what the mark remembers where it is lost."""
    if not stands(annotation, document):
        return remembered(annotation)
    span = annotation.span
    sentence = sentence_at(document, span.start)
    around = Span(min(sentence.start, span.start), max(sentence.end, span.end))
    before = document.text[around.start : span.start]
    after = document.text[span.end : around.end]
    return Context(_tail(before, _REACH), _head(after, _REACH))


def of_passage(annotation: Annotation, document: Document) -> Context:
    """The rest of the sentences that a mark begins and ends in; else as for a mention."""
    if not stands(annotation, document):
        return remembered(annotation)
    span = annotation.span
    first = sentence_at(document, span.start)
    last = sentence_at(document, max(span.start, span.end - 1))
    before = document.text[min(first.start, span.start) : span.start]
    after = document.text[span.end : max(last.end, span.end)]
    return Context(_tail(before, _FAR), _head(after, _FAR))


def remembered(annotation: Annotation) -> Context:
    """The words around a mark when it was made."""
    selectors = annotation.selectors
    return Context(_tail(selectors.prefix, _REACH), _head(selectors.suffix, _REACH))


def plain(context: Context, words: str) -> str:
    """Marked words in their context, without the signs for what was left off."""
    before = context.before.removeprefix("… ").removeprefix("…")
    return before + words + context.after.removesuffix("…")


def _tail(text: str, reach: int) -> str:
    if len(text) <= reach:
        return text
    cut = text[-reach:]
    return "… " + cut.partition(" ")[2] if " " in cut else "…" + cut


def _head(text: str, reach: int) -> str:
    if len(text) <= reach:
        return text
    cut = text[:reach]
    return cut.rpartition(" ")[0] + " …" if " " in cut else cut + "…"
