"""Saved searches, the articles that came in and met them, and the queries asked before.

A saved search is a record like any other. What met it (``search_news``) is
derived: found from articles and search when the articles came, kept so that
nobody need look at their texts again. The queries asked (``queries``) are no
knowledge of the archive's and stand in no Change.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.model import Counts, SavedSearch
from archive.store import values
from archive.store.connection import Database, storable
from archive.store.records import SEARCHES

MARK = "searches met"  # a key of meta: the last Change whose articles were matched


class Searches:
    """Reads of saved searches and their news, and writes of what is derived."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedSearch]:
        """Every saved search, the oldest first."""
        return [
            values.search(row)
            for row in self._database.rows(
                f"SELECT {SEARCHES.selection} FROM searches ORDER BY created, id"
            )
        ]

    def arrived(self, since: int) -> dict[str, int]:
        """Articles there that came in, or got another text, after a Change, with their own.

        In the order they came. What an undo or a redo brought back did not come in.
        """
        return dict(
            self._database.rows(
                "SELECT c.article, max(c.number) FROM changes c JOIN steps s ON s.number = c.step"
                " JOIN articles a ON a.id = c.article WHERE c.number > ? AND c.record = 'articles'"
                " AND json_extract(c.after, '$.revision') IS NOT NULL AND s.reverses IS NULL"
                " GROUP BY c.article ORDER BY 2",
                (since,),
            )
        )

    def mark(self) -> int:
        """The last Change whose articles were matched against the searches."""
        return int(self._database.value("SELECT value FROM meta WHERE key = ?", (MARK,)) or 0)

    def set_mark(self, change: int) -> None:
        """Move the mark on; to be called in a transaction."""
        self._database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MARK, str(change)))

    def add_news(self, search: str, articles: Mapping[str, int]) -> None:
        """Note that articles met a search; to be called in a transaction.

        Args:
            articles: each with the Change by which it came in.
        """
        self._database.many(
            "INSERT OR REPLACE INTO search_news (search, article, change) VALUES (?, ?, ?)",
            [(search, article, change) for article, change in articles.items()],
        )

    def forget_news(self, search: str, change: int) -> None:
        """What came until a Change is no news any more; to be called in a transaction."""
        self._database.run(
            "DELETE FROM search_news WHERE search = ? AND change <= ?", (search, change)
        )

    def news(self, search: str | None = None) -> dict[str, list[str]]:
        """For each search, or for one, the articles that met it since it was last run."""
        found: dict[str, list[str]] = {}
        for key, article in self._database.rows(
            "SELECT n.search, n.article FROM search_news n JOIN searches s ON s.id = n.search"
            " JOIN articles a ON a.id = n.article WHERE n.change > s.seen"
            " AND (?1 IS NULL OR n.search = ?1) ORDER BY n.change, n.article",
            (search,),
        ):
            found.setdefault(key, []).append(article)
        return found

    def authors(self) -> Counts:
        """How many articles each author has, the most first."""
        return self._counts(
            "SELECT t.value, count(*) FROM articles a, json_each(a.authors) t"
            " WHERE a.authors <> '[]'"
        )

    def claim_values(self) -> dict[str, Counts]:
        """``kind``, ``verdict`` and ``speaker`` of claims, by how many articles these appear in."""
        claims = "claims c JOIN annotations n ON n.claim = c.id"
        number = "count(DISTINCT n.article)"
        return {
            "kind": self._counts(f"SELECT c.kind, {number} FROM {claims}"),
            "verdict": self._counts(f"SELECT c.verdict, {number} FROM {claims}"),
            "speaker": self._counts(
                f"SELECT e.name, {number} FROM {claims} JOIN entities e ON e.id = c.claimant"
            ),
        }

    def _counts(self, sql: str) -> Counts:
        found = self._database.rows(f"{sql} GROUP BY 1 ORDER BY 2 DESC, 1")
        return tuple((value, number) for value, number in found)

    def queries(self, limit: int) -> list[str]:
        """The queries asked last, each once, the newest first."""
        return [
            row[0]
            for row in self._database.rows(
                "SELECT query FROM queries ORDER BY number DESC LIMIT ?", (limit,)
            )
        ]

    def remember_query(self, query: str, most: int) -> None:
        """Put a query first and let go of the oldest; to be called in a transaction."""
        kept = storable(query)
        self._database.run("DELETE FROM queries WHERE query = ?", (kept,))
        self._database.run("INSERT INTO queries (query) VALUES (?)", (kept,))
        self._database.run(
            "DELETE FROM queries WHERE number NOT IN"
            " (SELECT number FROM queries ORDER BY number DESC LIMIT ?)",
            (most,),
        )

    def forget_queries(self) -> None:
        """Let go of all queries asked; to be called in a transaction."""
        self._database.run("DELETE FROM queries")
