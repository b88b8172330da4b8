"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.model import Counts, Facets, Span

Sort = Literal["relevance", "date", "title", "outlet", "added", "length"]
SORTS: tuple[Sort, ...] = ("relevance", "date", "title", "outlet", "added", "length")
Filters = Mapping[str, str | Sequence[str]]
"""For a facet's field (of ``FILTERS``), the value or values of which an article must have one."""
FILTERS = ("language", "outlet", "year", "month", "tag", "entity", "mark")


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
class Suggestion:
    """What a query that found nothing, or holds a slip, may have meant.

    Attributes:
        kind: ``spelling`` (a term that matches nothing, with terms near it that do),
            ``field`` (a name before a colon that is none), ``without`` (the
            query less one of its terms) or ``term`` (a term that matches nothing).
        text: one sentence for the user.
        query: the whole query to ask instead, or empty where there is none.
        total: how many articles that query finds.
    """

    kind: Literal["spelling", "field", "without", "term"]
    text: str
    query: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer, complete but for the texts of hits past the limit.

    Attributes:
        query: as typed.
        total: how many articles match, exactly; copies that were folded count.
        hits: the first of them.
        order: ids of all of them, in the order asked for; where copies are
            folded, the first of each group.
        facets: values of the articles found, with counts.
        note: one sentence the user should read, or empty.
        copies: for an id in ``order``, the ids of the near-identical articles
            folded into its row; empty unless folding was asked for.
        histogram: the articles found over time: a label (``2025-01-20``,
            ``2025-01`` or ``2025``, whichever suits the span) and a count for
            each period in a row, oldest first, empty periods too.
        suggestions: what else to ask, where nothing was found or the query may hold a slip.
        complete: false for the first rows of a slow search that goes on;
            ``total``, ``order`` and ``facets`` are then of these rows.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    order: tuple[str, ...]
    facets: Facets
    note: str = ""
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    histogram: Counts = ()
    suggestions: tuple[Suggestion, ...] = ()
    complete: bool = True


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
