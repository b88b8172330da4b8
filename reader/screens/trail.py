"""The way back from articles that are like one: what was shown before they were listed."""

from __future__ import annotations

from dataclasses import dataclass

from reader.screens.listing import Request
from reader.screens.results import Results


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to read, or that was left for those like it.

    Attributes:
        article: its id.
        caret: code-point offset of the caret in its text; None for where it was last.
        results: the search that had led to it, if one did.
        anchor: the offset where a selection under way began; None without one.
        revision: the one that caret and anchor speak of; 0 if that is the present one.
        beside: what to put beside it, as ``split`` takes it; nothing for it alone.
    """

    article: str
    caret: int | None
    results: Results | None
    anchor: int | None = None
    revision: int = 0
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one comes from.

    Attributes:
        query: the query that led away from there.
        request: what the library listed.
        at: id of the article under its cursor.
        reading: the article being read, if one was.
    """

    query: str
    request: Request
    at: str | None
    reading: Reading | None
