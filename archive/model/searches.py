"""A search kept under a name, and what it met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that the user asks again and again.

    Attributes:
        name: as the user calls it; no two have the same but for capitals and accents.
        query: as typed; it could be read when it was saved.
        sort: ``relevance`` or a column to order by.
        descending: of a column; relevance is always best first.
        key: the digit or letter that runs it from the list of searches, or None.
        seen: number of the last Change there was when it was last run; articles
            that came since are news.
    """

    id: str
    name: str
    query: str
    sort: str = "relevance"
    descending: bool = True
    key: str | None = None
    seen: int = 0
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """What articles that came in meant to one saved search.

    Attributes:
        new: how many of them it finds.
        problem: why it could not be asked, or empty.
    """

    search: SavedSearch
    new: int
    problem: str = ""
