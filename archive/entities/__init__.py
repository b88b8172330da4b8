"""Entities: the things articles speak of, their names and mentions."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from archive.annotations import compose
from archive.articles import short
from archive.entities.checks import checked_field, checked_name, checked_type
from archive.model import Annotation, Entity, Motivation, Span, draw_id
from archive.store import Store, Transaction
from archive.store.values import to_fields

__all__ = ["Entities"]

_ANY_TYPE: Final = "other"


class Entities:
    """The entities of one archive.

    Args:
        store: the open archive.
        actor: who writes.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def tag(
        self,
        article: str,
        span: Span,
        *,
        entity: str | None = None,
        name: str | None = None,
        type: str = _ANY_TYPE,
        revision: int | None = None,
    ) -> tuple[Entity, Annotation]:
        """Mark a passage as the mention of an entity, which is made if there is none yet.

        Args:
            span: code points of the article's current text.
            entity: id of the entity; or else
            name: its name or alias, case and accents aside (but for aliases
                whose case matters); the words marked unless given. Among
                several entities of the name the one of the type asked for
                comes first, then the most mentioned.
            type: the type of an entity that has to be made.
            revision: the revision the span was chosen in, where that matters.

        Returns:
            The entity and the mention; the same mention a second time gives
            the first back.

        Raises:
            NotFound: if there is no such article or entity.
            UsageError: for a span that covers no words, or an empty name or type.
            Conflict: if the article is no longer at ``revision``.
        """
        with self._store.transaction(command="entity tag", actor=self._actor, summary="") as tx:
            mention = compose(
                self._store,
                tx,
                self._actor,
                article,
                span,
                Motivation.IDENTIFYING,
                revision=revision,
            )
            if entity is not None:
                found = self.get(entity)
            else:
                found = self._find_or_create(tx, checked_name(name or mention.exact), type)
            for same in self._store.marks.of_article(article):
                if same.entity == found.id and same.span == mention.span and same.placement.placed:
                    return found, same
            mention = replace(mention, entity=found.id)
            tx.summary = f"“{short(mention.exact)}” is {short(found.name)}"
            tx.insert("annotations", mention.id, to_fields(mention))
        return found, self._store.marks.annotation(mention.id)

    def get(self, id: str) -> Entity:
        """One entity, or the one it was merged into; NotFound if there is none of this id."""
        return self._store.marks.entity(id)

    def all(self) -> list[Entity]:
        """All entities by name, those merged into others left out."""
        return self._store.marks.all_entities()

    def edit(self, id: str, **fields: object) -> Entity:
        """Change type, name, aliases (Alias values or plain forms), identifiers or description.

        Raises:
            NotFound: if there is no such entity.
            UsageError: for another field or a value it cannot have.
        """
        values = {name: checked_field(name, value) for name, value in fields.items()}
        with self._store.transaction(command="entity edit", actor=self._actor, summary="") as tx:
            entity = self.get(id)
            tx.summary = f"edit {', '.join(values)} of {short(entity.name)}"
            if tx.update("entities", entity.id, values):
                tx.update("entities", entity.id, {"modified": tx.at})
        return self.get(id)

    def mentions(self, id: str) -> list[Annotation]:
        """The entity's mentions, by article in document order; NotFound as :meth:`get`."""
        return self._store.marks.mentions(self.get(id).id)

    def named(self, name: str) -> list[Entity]:
        """Entities of this name or alias, case and accents aside, the most mentioned first."""
        form = " ".join(name.split())
        return self._store.marks.named(self._store.fold(form), form)

    def suggest(self, prefix: str, limit: int = 8) -> list[Entity]:
        """Entities with a name, alias or word in one that begins so, the most mentioned first."""
        return self._store.marks.suggested(self._store.fold(" ".join(prefix.split())), limit)

    def _find_or_create(self, tx: Transaction, name: str, type: str) -> Entity:
        wanted = checked_type(type)
        found = self.named(name)
        if found:
            return next((entity for entity in found if entity.type == wanted), found[0])
        entity = Entity(draw_id("e"), wanted, name, created=tx.at, modified=tx.at)
        tx.insert("entities", entity.id, to_fields(entity))
        return entity
