"""What is drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from archive.core import Archive
from archive.model import Counts
from archive.text.plurals import counted


@dataclass(frozen=True, slots=True)
class Picture:
    """Articles over time, and how far one is with them.

    Attributes:
        query: what they were found by; empty for all there are.
        over_time: how many stand in each period, oldest first, empty ones too.
        articles: how many there are.
        read, starred: of the articles.
        marked: those that carry a mark.
        claims: claims that appear in them.
        unchecked: claims that still have the scheme's first verdict.
    """

    query: str
    over_time: Counts
    articles: int
    read: int
    starred: int
    marked: int
    claims: int
    unchecked: int

    @property
    def title(self) -> str:
        """What is to be seen."""
        if not self.query:
            return counted(self.articles, "article")
        return f"{counted(self.articles, 'article')}: {self.query}"

    @property
    def progress(self) -> tuple[tuple[str, int, int], ...]:
        """Each share as its name, its number, and of how many."""
        return (
            ("read", self.read, self.articles),
            ("starred", self.starred, self.articles),
            ("marked", self.marked, self.articles),
            ("claims checked", self.claims - self.unchecked, self.claims),
        )


def picture(
    archive: Archive, query: str, articles: Collection[str] | None, over_time: Counts
) -> Picture:
    """A picture of an archive, or of what a query found in it.

    Args:
        query: how the articles were found.
        articles: their ids; None for all.
        over_time: how many stand in each period.
    """
    return Picture(query, over_time, **archive.progress(articles))


def found(archive: Archive, query: str = "") -> Picture:
    """Search, and make a picture of what is found.

    Raises:
        QueryError: if the query cannot be read.
    """
    from archive.index import Index

    index = Index(archive)
    try:
        hits = index.search(query, limit=0)
    finally:
        index.close()
    return picture(archive, query, hits.order if query else None, hits.histogram)
