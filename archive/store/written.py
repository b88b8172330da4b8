"""What was last written into files that people edit, for telling later who changed a value."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from archive.store.connection import Database
from archive.store.records import dumps

Key = tuple[str, str]
"""A region's id, or an article's, and the hash that stands in the file."""


class Written:
    """Fields by region and hash; whatever the file, folder or copy of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> set[Key]:
        """All that is remembered."""
        return {(row[0], row[1]) for row in self._database.rows("SELECT region, hash FROM written")}

    def get(self, key: Key) -> dict[str, Any] | None:
        """The fields, as plain values; None where they are not remembered."""
        row = self._database.row("SELECT fields FROM written WHERE region = ? AND hash = ?", key)
        return None if row is None else json.loads(row[0])

    def remember(self, rows: Mapping[Key, Mapping[str, Any]]) -> None:
        """Keep these too; to be called in a transaction."""
        self._database.many(
            "INSERT OR REPLACE INTO written (region, hash, fields) VALUES (?, ?, ?)",
            [(region, hash, dumps(fields)) for (region, hash), fields in rows.items()],
        )


def forget(database: Database, regions: Collection[str]) -> None:
    """Let go of all that was written of these; to be called in a transaction."""
    database.run(
        "DELETE FROM written WHERE region IN (SELECT value FROM json_each(?))",
        (dumps(sorted(regions)),),
    )
