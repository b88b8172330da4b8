"""Articles as the index sees them, made in one line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from archive.index.matcher import Prepared
from archive.index.parse import parse
from archive.model import PartialDate
from archive.store import ColumnRow, SearchFields


def fields(body: str = "", *, id: str = "a", **given: Any) -> SearchFields:
    """The searchable fields of an article; those not given are empty."""
    empty: dict[str, Any] = {
        "title": "",
        "outlet": None,
        "authors": (),
        "url": None,
        "tags": (),
        "language": None,
        "notes": (),
        "claims": (),
        "entities": (),
        "speakers": (),
    }
    return SearchFields(id=id, body=body, **{**empty, **given})


def row(of: SearchFields, *, date: str | None = None, **given: Any) -> ColumnRow:
    """The columns of that article."""
    day = PartialDate.parse(date) if date else None
    values: dict[str, Any] = {"added": "2025-01-01T00:00:00Z", "read": False, "starred": False}
    return ColumnRow(
        id=of.id,
        title=of.title,
        outlet=of.outlet,
        language=of.language,
        first=day.first if day else None,
        last=day.last if day else None,
        tags=of.tags,
        entities=of.entities,
        words=len(of.body.split()),
        **{**values, **given},
    )


def matches(
    query: str, article: SearchFields, *, names: Collection[str] = (), **columns: Any
) -> bool:
    """Whether the plain matcher finds the article, ``names`` being known only as names."""
    return Prepared(article, row(article, **columns)).matches(parse(query), names.__contains__)
