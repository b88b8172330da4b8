"""Claims for tests, made in one line."""

from __future__ import annotations

from archive.core import Archive
from archive.model import Annotation, Claim, Span
from tests.make import add_article, span_of

WIRE = (
    "Zephyr said on Monday that its new plant would make forty thousand batteries a year. "
    "The company, based in Lyon, has never shown the figures to anybody outside. "
    "Analysts doubted that the plant could open before the end of next year. "
    "A spokesman declined to comment on the delays, on the costs and on the rumours of a sale."
)


def say(
    archive: Archive, words: str, *, title: str = "", published: str | None = None, text: str = ""
) -> tuple[Claim, Annotation]:
    """A claim of these words, in an article of its own that says no more than they do."""
    article = add_article(archive, title or words, text or words, published=published)
    return archive.claims.add(article, span_of(archive, article, words))


def again(
    archive: Archive, claim: Claim, words: str, *, title: str = "", published: str | None = None
) -> Annotation:
    """Another appearance of a claim, in an article of its own."""
    article = add_article(archive, title or words, words, published=published)
    return archive.claims.add_appearance(claim.id, article, Span(0, len(words)))


def lines(archive: Archive) -> list[str]:
    """The archive as text, without its history."""
    from archive.store import dump

    return list(dump(archive.store, log=False, revisions=False))
