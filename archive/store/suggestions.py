"""Names that a recogniser took for ones, until somebody has looked at them.

Derived like the queue of sweeps: no Change tells of them, no dump holds them,
and those of a former text are passed over. What is accepted becomes a mention,
what is rejected a rejection, both records like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from archive.model import Span
from archive.store.connection import Database
from archive.store.records import dumps


class Suggestion(NamedTuple):
    """A passage that may name something.

    Attributes:
        revision: of which the span speaks.
        name: the passage on one line. ``type``: what it was taken for.
    """

    revision: int
    span: Span
    name: str
    type: str


class Suggestions:
    """Reads and writes of suggestions; what writes is to be called in a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles(self) -> list[str]:
        """The articles that have some, the oldest first."""
        rows = self._database.rows(
            "SELECT a.id FROM articles a WHERE EXISTS (SELECT 1 FROM suggestions s"
            " WHERE s.article = a.id AND s.revision = a.revision) ORDER BY a.added, a.id"
        )
        return [row[0] for row in rows]

    def of(self, articles: Collection[str]) -> dict[str, list[Suggestion]]:
        """The suggestions of each of these articles that has some, in the order of its text."""
        found: dict[str, list[Suggestion]] = {}
        for article, revision, start, end, name, type in self._database.rows(
            'SELECT article, revision, "start", "end", name, type FROM suggestions'
            ' WHERE article IN (SELECT value FROM json_each(?)) ORDER BY article, "start"',
            (dumps(list(articles)),),
        ):
            found.setdefault(article, []).append(Suggestion(revision, Span(start, end), name, type))
        return found

    def put(self, article: str, suggestions: Iterable[Suggestion]) -> None:
        """Let an article have these and no others."""
        self.drop([article])
        self._database.many(
            'INSERT OR REPLACE INTO suggestions (article, revision, "start", "end", name, type)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (article, one.revision, one.span.start, one.span.end, one.name, one.type)
                for one in suggestions
            ],
        )

    def drop(self, articles: Collection[str]) -> None:
        """Forget those of these articles."""
        self._database.run(
            "DELETE FROM suggestions WHERE article IN (SELECT value FROM json_each(?))",
            (dumps(list(articles)),),
        )
