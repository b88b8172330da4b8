"""Reads of the articles' rows: one, a page, all ids in an order, counts of values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from archive.errors import NotFound
from archive.model import Article, ArticleRow, Counts, Facets, Order, PartialDate
from archive.store import values
from archive.store.connection import Database, Row
from archive.store.records import ARTICLES, KEY_LENGTH, dumps

# Each order is one index, read forwards or backwards: descending, ties go by
# descending id. NULLs sort first in SQLite, so descending has them last by itself.
_COLUMNS: Final = {
    "date": "first",
    "title": "title_key",
    "outlet": "outlet_key",
    "added": "added",
    "length": "words",
}

_ROW: Final = """
    a.id, a.title, a.outlet, a.published, a.first, a.last, a.added, a.language, a.read, a.starred,
    (SELECT count(DISTINCT claim) FROM annotations WHERE article = a.id),
    (SELECT count(DISTINCT entity) FROM annotations WHERE article = a.id),
    a.words
"""


def _order(order: Order, table: str) -> str:
    column = f"{table}.{_COLUMNS[order.key]}"
    if order.descending:
        return f"{column} DESC, {table}.id DESC"
    return f"{column} ASC NULLS LAST, {table}.id ASC"


class Listing:
    """Reads of articles, without their texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Article:
        """One article.

        Raises:
            NotFound: if there is none of this id.
        """
        found = self.find(key)
        if found is None:
            raise NotFound(f"There is no article {key}.", ids=(key,))
        return found

    def find(self, key: str) -> Article | None:
        """One article, or None."""
        row = self._database.row(f"SELECT {ARTICLES.selection} FROM articles WHERE id = ?", (key,))
        return None if row is None else values.article(row)

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Up to ``limit`` ids that begin with ``prefix``, in order."""
        return [
            row[0]
            for row in self._database.rows(
                "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                (prefix, prefix + "\U0010ffff", limit),
            )
        ]

    def id_of(self, identity: str) -> str | None:
        """The id that stands for an identity, of an article there or deleted."""
        found: str | None = self._database.value(
            "SELECT id FROM identities WHERE identity = ?", (identity,)
        )
        return found

    def identity_of(self, key: str) -> str | None:
        """The identity an id stands for, of an article there or deleted."""
        found: str | None = self._database.value(
            "SELECT identity FROM identities WHERE id = ?", (key,)
        )
        return found

    def ids_from(self, first: str, last: str) -> list[str]:
        """Ids of the articles there whose identity lies in ``[first, last)``."""
        return [
            row[0]
            for row in self._database.rows(
                "SELECT i.id FROM identities i JOIN articles a ON a.id = i.id"
                " WHERE i.identity >= ? AND i.identity < ? ORDER BY i.identity",
                (first, last),
            )
        ]

    def with_text(self, sha256: str, limit: int = -1) -> list[str]:
        """Ids of the articles whose current text has this hash, the oldest first.

        Args:
            limit: how many at most; a negative number is no limit.
        """
        return [
            row[0]
            for row in self._database.rows(
                "SELECT id FROM articles WHERE sha256 = ? ORDER BY added, id LIMIT ?",
                (sha256, limit),
            )
        ]

    def titled(self, key: str) -> list[str]:
        """Ids of the articles whose folded title is ``key``, of its first 120 characters."""
        rows = self._database.rows(
            "SELECT id FROM articles WHERE title_key = ? ORDER BY id", (key[:KEY_LENGTH],)
        )
        return [row[0] for row in rows]

    def addresses(self) -> list[tuple[str, str]]:
        """Id and URL of each article that has one."""
        rows = self._database.rows("SELECT id, url FROM articles WHERE url IS NOT NULL ORDER BY id")
        return [(row[0], row[1]) for row in rows]

    def with_address(self, addresses: Iterable[str]) -> str | None:
        """The id of an article whose URL is one of these, a slash at the end aside."""
        asked = dumps(sorted({address.rstrip("/") for address in addresses}))
        found: str | None = self._database.value(
            "SELECT id FROM articles WHERE rtrim(url, '/') IN (SELECT value FROM json_each(?))"
            " ORDER BY added, id LIMIT 1",
            (asked,),
        )
        return found

    def count(self) -> int:
        """How many articles there are."""
        return int(self._database.value("SELECT count(*) FROM articles"))

    def ids(self, order: Order, among: Collection[str] | None = None) -> list[str]:
        """All ids in order, or those ``among`` that exist."""
        if among is None:
            found = self._database.rows(
                f"SELECT a.id FROM articles a ORDER BY {_order(order, 'a')}"
            )
        else:
            found = self._database.rows(
                "SELECT a.id FROM json_each(?) j JOIN articles a ON a.id = j.value"
                f" GROUP BY a.id ORDER BY {_order(order, 'a')}",
                (dumps(list(among)),),
            )
        return [row[0] for row in found]

    def page(self, order: Order, offset: int, limit: int) -> list[ArticleRow]:
        """``limit`` rows of the list in order, from ``offset`` on."""
        inner = _order(order, "o")
        found = self._database.rows(
            f"SELECT {_ROW} FROM (SELECT o.rowid AS r FROM articles o ORDER BY {inner}"
            f" LIMIT ? OFFSET ?) p JOIN articles a ON a.rowid = p.r ORDER BY {_order(order, 'a')}",
            (max(0, limit), max(0, offset)),
        )
        return [_row(row) for row in found]

    def rows(self, ids: Sequence[str]) -> list[ArticleRow]:
        """The rows of these ids in the order given; ids that are gone are left out."""
        found = self._database.rows(
            f"SELECT {_ROW} FROM json_each(?) j JOIN articles a ON a.id = j.value ORDER BY j.key",
            (dumps(list(ids)),),
        )
        return [_row(row) for row in found]

    def articles(self, ids: Sequence[str]) -> Iterator[Article]:
        """The articles of these ids in the order given; ids that are gone are left out."""
        columns = ", ".join(f'a."{name}"' for name in ("id", *ARTICLES.columns))
        for row in self._database.rows(
            f"SELECT {columns} FROM json_each(?) j JOIN articles a ON a.id = j.value"
            " ORDER BY j.key",
            (dumps(list(ids)),),
        ):
            yield values.article(row)

    def facets(self) -> Facets:
        """What all articles can be narrowed by, counted."""
        days = self._database.rows(
            "SELECT first, last, count(*) FROM articles WHERE first IS NOT NULL GROUP BY 1, 2"
        )
        years: dict[str, int] = {}
        months: dict[str, int] = {}
        for first, last, number in days:
            month = date.fromordinal(first).isoformat()[:7]
            years[month[:4]] = years.get(month[:4], 0) + number
            if date.fromordinal(last).isoformat()[:7] == month:
                months[month] = months.get(month, 0) + number
        return Facets(
            language=self._counts(
                "SELECT language, count(*) FROM articles WHERE language IS NOT NULL GROUP BY 1"
            ),
            outlet=self._counts(
                "SELECT outlet, count(*) FROM articles WHERE outlet IS NOT NULL GROUP BY 1"
            ),
            year=_sorted(years.items()),
            tag=self._counts(
                "SELECT t.value, count(*) FROM articles a, json_each(a.tags) t"
                " WHERE a.tags <> '[]' GROUP BY 1"
            ),
            entity=self._counts(
                "SELECT e.name, count(DISTINCT n.article) FROM annotations n"
                " JOIN entities e ON e.id = n.entity WHERE n.entity IS NOT NULL GROUP BY e.name"
            ),
            month=tuple(sorted(months.items(), reverse=True)),
            mark=self._counts(
                "SELECT mark, count(DISTINCT article) FROM (SELECT article, CASE motivation"
                " WHEN 'assessing' THEN 'claim' WHEN 'identifying' THEN 'entity'"
                " WHEN 'commenting' THEN 'note' ELSE 'highlight' END AS mark FROM annotations"
                " UNION ALL SELECT article, 'note' FROM annotations WHERE note <> ''"
                " UNION ALL SELECT article, 'lost' FROM annotations"
                " WHERE placement IN ('ambiguous', 'lost')"
                " UNION ALL SELECT article, 'evidence' FROM annotations"
                " WHERE claim IN (SELECT claim FROM evidence)"
                " OR id IN (SELECT annotation FROM evidence)) GROUP BY mark"
            ),
        )

    def _counts(self, sql: str) -> Counts:
        return _sorted(self._database.rows(sql))


def _sorted(counts: Collection[tuple[str, int]] | list[Row]) -> Counts:
    return tuple(sorted(((name, number) for name, number in counts), key=lambda c: (-c[1], c[0])))


def _row(row: Row) -> ArticleRow:
    published = None if row[3] is None else PartialDate(row[3], row[4], row[5])
    return ArticleRow(
        row[0],
        row[1],
        row[2],
        published,
        row[6],
        row[7],
        bool(row[8]),
        bool(row[9]),
        row[10],
        row[11],
        row[12],
    )
