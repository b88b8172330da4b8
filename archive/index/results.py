"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.model import Facets, Span

Sort = Literal["relevance", "date", "title", "outlet", "added"]
SORTS: tuple[Sort, ...] = ("relevance", "date", "title", "outlet", "added")
FILTERS = ("language", "outlet", "year", "tag", "entity")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article's text.

    Attributes:
        text: the words, on one line.
        spans: the hits, in code points of ``text``.
    """

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found.

    Attributes:
        score: how well it fits; comparable within one answer only.
        fields: names of the fields in which words of the query stand.
    """

    id: str
    score: float
    snippet: Snippet
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer, complete but for the texts of hits past the limit.

    Attributes:
        query: as typed.
        total: how many articles match, exactly.
        hits: the first of them.
        order: ids of all of them, in the order asked for.
        facets: values of the articles found, with counts.
        note: one sentence the user should read, or empty.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    order: tuple[str, ...]
    facets: Facets
    note: str = ""


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update did.

    Attributes:
        indexed: articles written to the index.
        removed: articles taken out of it.
        rebuilt: why the index was made anew, or empty.
        cancelled: whether it was stopped; what was done stays.
        busy: whether another process was updating, so that nothing was done.
    """

    indexed: int = 0
    removed: int = 0
    rebuilt: str = ""
    cancelled: bool = False
    busy: bool = False
