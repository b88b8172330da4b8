"""An article made of nothing but the passages that somebody quoted from it.

Where the archive has no article that a mark could stand in (a book, a page
nobody fetched), its quotations become one, a paragraph each, in the order in
which they stand there. When the article itself comes in later, under the
same identity, it takes their place and the marks are looked for in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.items import MAX_TITLE
from archive.ingest.marks import Mark, Whereabouts
from archive.ingest.titles import cut
from archive.model import QUOTATIONS, Incoming, Span
from archive.text.language import detect
from archive.text.plain import build_plain


def as_paragraphs(mark: Mark) -> Mark:
    """The mark with its words as a text of paragraphs has them."""
    return replace(mark, exact=build_plain(mark.exact).text)


def text_of(marks: Sequence[Mark], before: str = "") -> str:
    """The quotations as a text.

    Args:
        marks: with words as :func:`as_paragraphs` leaves them.
        before: the text they are added to; it stays as it is, so that what
            stands in it keeps its place.
    """
    parts: list[str] = []
    for mark in sorted(marks, key=lambda mark: mark.order):
        if mark.exact and mark.exact not in parts:
            parts.append(mark.exact)
    # One that lies within another is found there.
    parts = [
        part
        for part in parts
        if part not in before and not any(part != other and part in other for other in parts)
    ]
    return "\n\n".join(([before] if before else []) + parts)


def place_in(text: str, exact: str) -> Span | None:
    """Where a quotation stands in such a text: as a paragraph of its own, else where first."""
    if not exact:
        return None
    at = f"\n\n{text}\n\n".find(f"\n\n{exact}\n\n")
    if at < 0:
        at = text.find(exact)
    return Span(at, at + len(exact)) if at >= 0 else None


def incoming(on: Whereabouts, identity: str, text: str, source: str) -> Incoming:
    """The article, on its way in.

    Args:
        text: of quotations; if there is none, the title stands for it.
        source: the file they came from.
    """
    document = build_plain(text or on.title)
    return Incoming(
        identity=identity,
        title=cut(on.title)[:MAX_TITLE],
        text=document.text,
        markup=document.markup(),
        sha256=document.sha256,
        words=len(document.text.split()),
        format=QUOTATIONS,
        source=source,
        url=on.url,
        outlet=on.outlet,
        authors=on.authors,
        language=detect(document.text),
        tags=on.tags,
    )
