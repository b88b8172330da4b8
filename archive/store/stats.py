"""Counts over the whole archive."""

from __future__ import annotations

from collections.abc import Collection

from archive.store.connection import Database
from archive.store.records import dumps

_BY_TABLE = {
    "articles": {
        "articles": "count(*)",
        "unread": "coalesce(sum(read = 0), 0)",
        "starred": "coalesce(sum(starred), 0)",
        "words": "coalesce(sum(words), 0)",
    },
    "revisions": {
        "revisions": "coalesce(sum(article IN (SELECT id FROM articles)), 0)",
    },
    "annotations": {
        "annotations": "count(*)",
        "highlights": "coalesce(sum(motivation = 'highlighting'), 0)",
        "notes": "coalesce(sum(motivation = 'commenting'), 0)",
        "ambiguous": "coalesce(sum(placement = 'ambiguous'), 0)",
        "lost": "coalesce(sum(placement = 'lost'), 0)",
    },
    "claims": {"claims": "count(*)"},
    "entities": {"entities": "coalesce(sum(merged_into IS NULL), 0)"},
    "evidence": {"evidence": "count(*)"},
}


def stats(database: Database) -> dict[str, int]:
    """Each count by its name; revisions are those of the articles there, not of deleted ones."""
    counts: dict[str, int] = {}
    for table, columns in _BY_TABLE.items():
        row = database.row(f"SELECT {', '.join(columns.values())} FROM {table}")
        counts |= dict(zip(columns, row or (), strict=True))
    return counts


def progress(
    database: Database, articles: Collection[str] | None, unchecked: str
) -> dict[str, int]:
    """How far one is with some articles: ``articles``, ``read``, ``starred``, ``marked``,
    ``claims`` that appear in them, and ``unchecked`` of these.

    Args:
        articles: their ids; None for all.
        unchecked: the verdict of a claim that nobody has checked.
    """
    asked = None if articles is None else dumps(list(articles))
    among = "(?1 IS NULL OR {} IN (SELECT value FROM json_each(?1)))"
    counted = database.row(
        "SELECT count(*), coalesce(sum(read), 0), coalesce(sum(starred), 0),"
        " coalesce(sum(id IN (SELECT article FROM annotations)), 0)"
        f" FROM articles WHERE {among.format('id')}",
        (asked,),
    )
    claims = database.row(
        "SELECT count(*), coalesce(sum(verdict = ?2), 0) FROM claims WHERE id IN"
        f" (SELECT claim FROM annotations WHERE {among.format('article')})",
        (asked, unchecked),
    )
    names = ("articles", "read", "starred", "marked", "claims", "unchecked")
    return dict(zip(names, (*(counted or ()), *(claims or ())), strict=True))
