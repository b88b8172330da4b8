"""Reads of annotations, claims, entities and evidence."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from archive.errors import NotFound
from archive.model import Annotation, Claim, Entity, Evidence
from archive.store import values
from archive.store.connection import Database
from archive.store.records import ANNOTATIONS, CLAIMS, ENTITIES, EVIDENCE, dumps

# Document order; marks without a place in the current text come last.
_IN_ORDER: Final = "placement IN ('ambiguous', 'lost'), \"start\", \"end\", id"


class Marks:
    """Reads of everything that hangs on articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def annotation(self, key: str) -> Annotation:
        """One annotation; NotFound if there is none of this id."""
        found = self._annotations("id = ?", key)
        if not found:
            raise NotFound(
                f"There is no annotation {key}.",
                remedy="`annotations` lists those there are; undo brings back what was deleted.",
                ids=(key,),
            )
        return found[0]

    def of_article(self, article: str) -> list[Annotation]:
        """An article's annotations in document order, unplaced ones last."""
        return self._annotations("article = ?", article)

    def all_annotations(self, articles: Collection[str] | None = None) -> list[Annotation]:
        """Annotations of all articles or of these, by article and in document order."""
        where, parameters = "1", []
        if articles is not None:
            where, parameters = (
                "article IN (SELECT value FROM json_each(?))",
                [dumps(list(articles))],
            )
        return [
            values.annotation(row)
            for row in self._database.rows(
                f"SELECT {ANNOTATIONS.selection} FROM annotations WHERE {where}"
                f" ORDER BY article, {_IN_ORDER}",
                parameters,
            )
        ]

    def unplaced(self, article: str | None, *, kept: bool) -> list[Annotation]:
        """Marks without a place in the present text of their article, by article and place.

        Args:
            kept: also those that were decided to stay lost in that very text.
        """
        decided = (
            "id IN (SELECT k.annotation FROM kept k JOIN annotations n ON n.id = k.annotation"
            " JOIN articles a ON a.id = n.article AND a.revision = k.revision)"
        )
        return self._annotations(
            "placement IN ('ambiguous', 'lost') AND (?1 IS NULL OR article = ?1)"
            f" AND (?2 OR NOT {decided})",
            article,
            kept,
            order=f"article, {_IN_ORDER}",
        )

    def kept(self, annotation: str) -> str | None:
        """Id of the decision to keep a mark as lost, if there is one."""
        found: str | None = self._database.value(
            "SELECT id FROM kept WHERE annotation = ?", (annotation,)
        )
        return found

    def appearances(self, claim: str) -> list[Annotation]:
        """A claim's appearances, the oldest first."""
        return self._annotations("claim = ?", claim, order="created, id")

    def mentions(self, entity: str) -> list[Annotation]:
        """An entity's mentions, those of merged-in entities too, by article in document order."""
        return self._annotations(
            "entity IN (SELECT ? UNION SELECT id FROM entities WHERE merged_into IS NOT NULL"
            f" AND ({_ROOT}) = ?)",
            entity,
            entity,
            order=f"article, {_IN_ORDER}",
        )

    def _annotations(
        self, where: str, *parameters: str | bool | None, order: str = _IN_ORDER
    ) -> list[Annotation]:
        rows = self._database.rows(
            f"SELECT {ANNOTATIONS.selection} FROM annotations WHERE {where} ORDER BY {order}",
            parameters,
        )
        return [values.annotation(row) for row in rows]

    def claim(self, key: str) -> Claim:
        """One claim; NotFound if there is none of this id."""
        row = self._database.row(f"SELECT {CLAIMS.selection} FROM claims WHERE id = ?", (key,))
        if row is None:
            raise NotFound(f"There is no claim {key}.", ids=(key,))
        return values.claim(row)

    def all_claims(self) -> list[Claim]:
        """All claims, the oldest first."""
        return [
            values.claim(row)
            for row in self._database.rows(
                f"SELECT {CLAIMS.selection} FROM claims ORDER BY created, id"
            )
        ]

    def evidence(self, key: str) -> Evidence:
        """One piece of evidence; NotFound if there is none of this id."""
        found = self._evidence("id = ?", key)
        if not found:
            raise NotFound(f"There is no evidence {key}.", ids=(key,))
        return found[0]

    def evidence_of(self, claim: str) -> list[Evidence]:
        """What bears on a claim, the oldest first."""
        return self._evidence("claim = ?", claim)

    def all_evidence(self) -> list[Evidence]:
        """The evidence on all claims, the oldest first."""
        return self._evidence("1")

    def evidence_on(self, annotation: str) -> list[Evidence]:
        """The evidence whose passage this annotation is."""
        return self._evidence("annotation = ?", annotation)

    def evidence_in(self, article: str) -> list[Evidence]:
        """The evidence whose passages lie in an article."""
        return self._evidence(
            "annotation IN (SELECT id FROM annotations WHERE article = ?)", article
        )

    def _evidence(self, where: str, *parameters: str) -> list[Evidence]:
        rows = self._database.rows(
            f"SELECT {EVIDENCE.selection} FROM evidence WHERE {where} ORDER BY created, id",
            parameters,
        )
        return [values.evidence(row) for row in rows]

    def entity(self, key: str) -> Entity:
        """One entity, the one it was merged into if it was; NotFound if there is none."""
        seen: set[str] = set()
        following = key
        while following not in seen:
            seen.add(following)
            row = self._database.row(
                f"SELECT {ENTITIES.selection} FROM entities WHERE id = ?", (following,)
            )
            if row is None:
                raise NotFound(f"There is no entity {key}.", ids=(key,))
            entity = values.entity(row)
            if entity.merged_into is None:
                return entity
            following = entity.merged_into
        raise NotFound(f"Entity {key} was merged into itself.", ids=(key,))

    def all_entities(self) -> list[Entity]:
        """All entities that were not merged into others, by name."""
        return [
            values.entity(row)
            for row in self._database.rows(
                f"SELECT {ENTITIES.selection} FROM entities WHERE merged_into IS NULL"
                " ORDER BY name, id"
            )
        ]

    def named(self, folded: str, form: str) -> list[Entity]:
        """Entities with a name that folds to ``folded``, the most mentioned first.

        Args:
            folded: the folded form to look for.
            form: the form as written; names whose case matters must equal it.
        """
        return self._by_names("n.folded = ? AND (n.exact IS NULL OR n.exact = ?)", folded, form)

    def suggested(self, folded: str, limit: int) -> list[Entity]:
        """Entities with a name, or a word in one, that begins with ``folded``; most used first."""
        pattern = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return self._by_names(
            "n.folded LIKE ? ESCAPE '\\' OR n.folded LIKE ? ESCAPE '\\'",
            pattern + "%",
            "% " + pattern + "%",
            limit=limit,
        )

    def _by_names(self, where: str, *parameters: str, limit: int = -1) -> list[Entity]:
        rows = self._database.rows(
            f"SELECT n.entity FROM entity_names n WHERE {where} GROUP BY n.entity"
            " ORDER BY (SELECT count(*) FROM annotations WHERE entity = n.entity) DESC,"
            " min(n.folded), n.entity",
            parameters,
        )
        found: dict[str, Entity] = {}
        for (key,) in rows:
            entity = self.entity(key)
            found.setdefault(entity.id, entity)
            if len(found) == limit:
                break
        return list(found.values())


# The entity at the end of a chain of merges that starts at entities.id.
_ROOT: Final = """
    WITH RECURSIVE chain (id, next) AS (
        SELECT entities.id, entities.merged_into
        UNION
        SELECT m.id, m.merged_into FROM entities m JOIN chain ON m.id = chain.next
    )
    SELECT id FROM chain WHERE next IS NULL
"""
