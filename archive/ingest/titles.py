"""Titles: one clean line of bearable length; and what of them the body repeats."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.ingest.items import MAX_TITLE
from archive.model import Span
from archive.text.clean import clean
from archive.text.document import Block, BlockKind, Document

# Not str.split(): the no-break spaces of French titles are to stay.
_BREAKS = re.compile("[ \t\n\x0b\x0c\r\x85\u2028\u2029]+")
_WORDS = re.compile(r"\w+")


def clean_line(raw: str) -> tuple[str, int]:
    """One line: white space collapsed, controls replaced.

    Returns:
        the line and how many control characters became U+FFFD.
    """
    text, replaced = clean(raw)
    return _BREAKS.sub(" ", text).strip(" \u00a0\u202f"), replaced


def cut(title: str) -> str:
    """At most :data:`MAX_TITLE` code points, ended at a word and by ``…``."""
    if len(title) <= MAX_TITLE:
        return title
    head = title[: MAX_TITLE - 1]
    word = head.rfind(" ")
    return (head[:word] if word > MAX_TITLE // 2 else head).rstrip() + "…"


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, spacing, case and punctuation aside."""
    words = _WORDS.findall(one.casefold())
    return bool(words) and words == _WORDS.findall(other.casefold())


def without_title(document: Document, title: str, *, outermost: bool = False) -> Document:
    """The document without the heading at its top that repeats ``title``.

    Args:
        outermost: whether that heading must be of level 1.
    """
    if not document.blocks:
        return document
    first = document.blocks[0]
    if first.kind is not BlockKind.HEADING or (outermost and first.level != 1):
        return document
    if not same_words(first.span.of(document.text), title):
        return document
    return without_block(document, 0)


def without_block(document: Document, index: int) -> Document:
    """The document without one block and the separator after it (or, for the last, before it).

    Raises:
        IndexError: if there is no such block.
    """
    blocks, text = document.blocks, document.text
    gone = blocks[index].span
    if index + 1 < len(blocks):
        start, end = gone.start, blocks[index + 1].span.start
    else:
        start, end = (blocks[index - 1].span.end if index else 0), len(text)
    return Document(
        text[:start] + text[end:],
        blocks[:index]
        + tuple(replace(b, span=b.span.shift(start - end)) for b in blocks[index + 1 :]),
        tuple(
            i if i.span.end <= start else replace(i, span=i.span.shift(start - end))
            for i in document.inlines
            if not i.span.overlaps(gone)
        ),
    )


def with_paragraph(document: Document, text: str) -> Document:
    """The document with a paragraph of ``text`` before it; spans move down."""
    first = Block(BlockKind.PARAGRAPH, Span(0, len(text)))
    if not document.text:
        return Document(text, (first,))
    by = len(text) + 2
    return Document(
        f"{text}\n\n{document.text}",
        (first, *(replace(block, span=block.span.shift(by)) for block in document.blocks)),
        tuple(replace(inline, span=inline.span.shift(by)) for inline in document.inlines),
    )
