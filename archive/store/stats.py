"""Counts over the whole archive."""

from __future__ import annotations

from archive.store.connection import Database

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
