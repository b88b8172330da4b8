"""Reads of the register of entities, and of what a sweep needs: texts, rejections, its queue.

The queue (``sweep_queue``) is derived: the articles that came in and in which
names were found. What was found stands nowhere; it is found anew when it is
shown, so that no alias, merge or rejection ever leaves a stale line behind.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from archive.model import Annotation, Place, Rejection, Relation, Span
from archive.store import values
from archive.store.connection import Database
from archive.store.records import ANNOTATIONS, REJECTIONS, RELATIONS, dumps

SWEPT: Final = "articles swept"  # a key of meta: the last Change whose articles were swept
_CHUNK: Final = 200


def rooted(entity: str) -> str:
    """SQL for the id of the entity that a row of ``entities`` named ``entity`` came to be.

    Args:
        entity: the alias of the table in the query around it.
    """
    return (
        f"CASE WHEN {entity}.merged_into IS NULL THEN {entity}.id ELSE ("
        f"WITH RECURSIVE chain (id, next) AS (SELECT {entity}.id, {entity}.merged_into UNION"
        " SELECT x.id, x.merged_into FROM entities x JOIN chain ON x.id = chain.next)"
        " SELECT id FROM chain WHERE next IS NULL) END"
    )


class SweptText(NamedTuple):
    """An article's current text, as a sweep reads it."""

    article: str
    revision: int
    text: str


class Register:
    """Reads of entities as a whole, and writes of the sweep's queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Of each entity that occurs: mentions, articles with one, claims.

        Claims are those it makes and those in whose appearances it is named.
        """
        found: dict[str, tuple[int, int, int]] = {}
        for key, mentions, articles in self._database.rows(
            f"SELECT {rooted('e')}, count(*), count(DISTINCT n.article) FROM annotations n"
            " JOIN entities e ON e.id = n.entity GROUP BY 1"
        ):
            found[key] = (mentions, articles, 0)
        for key, claims in self._database.rows(
            f"SELECT root, count(DISTINCT claim) FROM ({_CLAIMS.format('1')}) GROUP BY root"
        ):
            mentions, articles, _ = found.get(key, (0, 0, 0))
            found[key] = (mentions, articles, claims)
        return found

    def claims(self, entity: str) -> list[str]:
        """Ids of the claims that an entity makes, or that name it."""
        return [
            row[0]
            for row in self._database.rows(
                f"SELECT DISTINCT claim FROM ({_CLAIMS.format(f'{_OF} = ?1')}) ORDER BY claim",
                (entity,),
            )
        ]

    def together(self, entity: str, limit: int) -> list[tuple[str, int]]:
        """Ids of the entities that share most articles with this one, with how many."""
        return [
            (key, number)
            for key, number in self._database.rows(
                f"SELECT {rooted('o')} AS root, count(DISTINCT m.article) AS number"
                " FROM annotations n JOIN entities e ON e.id = n.entity"
                " JOIN annotations m ON m.article = n.article"
                " JOIN entities o ON o.id = m.entity"
                f" WHERE {_OF} = ?1 AND {rooted('o')} <> ?1"
                " GROUP BY root ORDER BY number DESC, root LIMIT ?2",
                (entity, limit),
            )
        ]

    def articles(self) -> dict[str, frozenset[str]]:
        """The articles in which each entity is mentioned."""
        found: dict[str, set[str]] = {}
        for key, article in self._database.rows(
            f"SELECT DISTINCT {rooted('e')}, n.article FROM annotations n"
            " JOIN entities e ON e.id = n.entity"
        ):
            found.setdefault(key, set()).add(article)
        return {key: frozenset(ids) for key, ids in found.items()}

    def articles_of(self, entity: str) -> frozenset[str]:
        """The articles in which an entity, or one that was merged into it, is mentioned."""
        rows = self._database.rows(
            "SELECT DISTINCT article FROM annotations WHERE entity IN"
            " (SELECT ?1 UNION SELECT id FROM entities WHERE merged_into = ?1)",
            (entity,),
        )
        return frozenset(row[0] for row in rows)

    def places(self, entity: str) -> list[Place]:
        """The entity's mentions in context, by date of the article, undated ones last."""
        rows = self._database.rows(
            f'SELECT n.id, n.article, n."start", n.exact, n.prefix, n.suffix, a.title,'
            " a.published, n.placement NOT IN ('ambiguous', 'lost') FROM annotations n"
            " JOIN entities e ON e.id = n.entity JOIN articles a ON a.id = n.article"
            f' WHERE {_OF} = ? ORDER BY a.first IS NULL, a.first, a.id, n."start"',
            (entity,),
        )
        return [
            Place(key, article, start, prefix, exact, suffix, title, values.date(day), bool(placed))
            for key, article, start, exact, prefix, suffix, title, day, placed in rows
        ]

    def merged_into(self, entity: str) -> dict[str, str]:
        """The entities that were merged straight into this one: id and the name each had."""
        sql = "SELECT id, name FROM entities WHERE merged_into = ? ORDER BY id"
        return dict(self._database.rows(sql, (entity,)))

    def claims_by(self, entity: str) -> list[str]:
        """Ids of the claims whose claimant is exactly this entity."""
        rows = self._database.rows("SELECT id FROM claims WHERE claimant = ?", (entity,))
        return [row[0] for row in rows]

    def mentions_of(self, entity: str) -> list[Annotation]:
        """The mentions that name exactly this entity, not those merged into it."""
        return [
            values.annotation(row)
            for row in self._database.rows(
                f"SELECT {ANNOTATIONS.selection} FROM annotations WHERE entity = ?"
                ' ORDER BY article, "start", id',
                (entity,),
            )
        ]

    def relations(self, entity: str | None = None) -> list[Relation]:
        """The relations of an entity, or all, the oldest first."""
        return [
            values.relation(row)
            for row in self._database.rows(
                f"SELECT {RELATIONS.selection} FROM relations"
                " WHERE ?1 IS NULL OR source = ?1 OR target = ?1 ORDER BY created, id",
                (entity,),
            )
        ]

    def rejections(
        self, articles: Collection[str] | None = None, entity: str | None = None
    ) -> list[Rejection]:
        """What was rejected, in these articles or in any, for one entity or for any."""
        return [
            values.rejection(row)
            for row in self._database.rows(
                f"SELECT {REJECTIONS.selection} FROM rejections"
                " WHERE (?1 IS NULL OR article IN (SELECT value FROM json_each(?1)))"
                " AND (?2 IS NULL OR entity = ?2) ORDER BY created, id",
                (None if articles is None else dumps(list(articles)), entity),
            )
        ]

    def roots(self) -> dict[str, str]:
        """Each entity that was merged into another, with the one it came to be."""
        sql = f"SELECT e.id, {rooted('e')} FROM entities e WHERE e.merged_into IS NOT NULL"
        return dict(self._database.rows(sql))

    # what a sweep reads and leaves

    def any_entity(self) -> bool:
        """Whether there is an entity at all."""
        return self._database.row("SELECT 1 FROM entities LIMIT 1") is not None

    def entities_changed(self, since: int) -> bool:
        """Whether an entity was made, changed or deleted after a Change.

        Args:
            since: the Change's number.
        """
        sql = "SELECT 1 FROM changes WHERE number > ? AND record = 'entities' LIMIT 1"
        return self._database.row(sql, (since,)) is not None

    def mention_spans(self, articles: Collection[str]) -> list[tuple[str, str, Span]]:
        """Article, entity as named and span of each mention placed in these articles' texts."""
        return [
            (article, entity, Span(start, end))
            for article, entity, start, end in self._database.rows(
                'SELECT n.article, n.entity, n."start", n."end" FROM annotations n'
                " WHERE n.entity IS NOT NULL AND n.placement NOT IN ('ambiguous', 'lost')"
                " AND n.article IN (SELECT value FROM json_each(?))",
                (dumps(list(articles)),),
            )
        ]

    def revisions(self, articles: Collection[str]) -> dict[str, int]:
        """The current revision of each of these articles that is there."""
        asked = "SELECT id, revision FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._database.rows(asked, (dumps(list(articles)),)))

    def before_last_import(self) -> int:
        """The last Change before those of the step that brought an article in last."""
        return int(
            self._database.value(
                "SELECT coalesce(min(number) - 1, 0) FROM changes WHERE step = (SELECT max(step)"
                " FROM changes WHERE record = 'articles' AND before IS NULL)"
            )
        )

    def texts(self, ids: Iterable[str]) -> Iterator[SweptText]:
        """Current texts of these articles in this order; those gone are left out."""
        remaining = iter(ids)
        while chunk := list(islice(remaining, _CHUNK)):
            for article, revision, packed in self._database.rows(
                "SELECT a.id, a.revision, r.text FROM json_each(?) j"
                " JOIN articles a ON a.id = j.value"
                " JOIN revisions r ON r.article = a.id AND r.number = a.revision ORDER BY j.key",
                (dumps(chunk),),
            ):
                yield SweptText(article, revision, zlib.decompress(packed).decode("utf-8"))

    def swept(self) -> int:
        """The last Change whose articles were swept, or 0."""
        return int(self._database.value("SELECT value FROM meta WHERE key = ?", (SWEPT,)) or 0)

    def set_swept(self, change: int) -> None:
        """Move the mark on; to be called in a transaction."""
        self._database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SWEPT, str(change)))

    def queue(self) -> dict[str, int]:
        """Articles that wait for review, with how much was found when they came in."""
        return dict(
            self._database.rows(
                "SELECT q.article, q.found FROM sweep_queue q JOIN articles a ON a.id = q.article"
                " ORDER BY a.added, a.id"
            )
        )

    def set_queue(self, found: Mapping[str, int]) -> None:
        """Let articles wait for review, those with 0 no longer; to be called in a transaction."""
        self._database.many(
            "INSERT OR REPLACE INTO sweep_queue (article, found) VALUES (?, ?)",
            [(article, number) for article, number in found.items() if number],
        )
        self._database.many(
            "DELETE FROM sweep_queue WHERE article = ?",
            [(article,) for article, number in found.items() if not number],
        )


_OF: Final = rooted("e")
# Each claim with the entity that makes it, or that is named in one of its appearances.
_CLAIMS: Final = (
    f"SELECT {_OF} AS root, c.id AS claim FROM claims c JOIN entities e ON e.id = c.claimant"
    " WHERE {0} UNION"
    f" SELECT {_OF}, c.claim FROM annotations n JOIN entities e ON e.id = n.entity"
    ' JOIN annotations c ON c.article = n.article AND c.claim IS NOT NULL AND c."start"'
    ' <= n."start" AND c."end" >= n."end" WHERE {0}'
)
