"""Entities: the things articles speak of, their names and mentions.

Everything here is a step with its Changes and can be undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from archive.annotations import compose
from archive.articles import remove_annotation, short, step_of
from archive.entities.checks import (
    checked_alias,
    checked_field,
    checked_name,
    checked_type,
    joined,
    same_form,
)
from archive.entities.making import create, find_or_create
from archive.entities.relating import relate, unrelate
from archive.errors import NotFound
from archive.model import (
    ENTITY_TYPES,
    Alias,
    Annotation,
    Entity,
    EntityRow,
    Motivation,
    Place,
    Relation,
    Span,
    Step,
)
from archive.store import Store, Transaction
from archive.store.values import to_fields, to_plain

if TYPE_CHECKING:
    from archive.entities.duplicates import Pair

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

    # tagging and reading

    def tag(
        self,
        article: str,
        span: Span,
        *,
        entity: str | None = None,
        name: str | None = None,
        type: str = _ANY_TYPE,
        details: Mapping[str, object] | None = None,
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
            details: aliases, identifiers, description of one that has to be
                made, as :meth:`edit` takes them.
            revision: the revision the span was chosen in, where that matters.

        Returns:
            The entity and the mention; the same mention a second time gives
            the first back.

        Raises:
            NotFound: if there is no such article or entity.
            UsageError: for a span that covers no words, or an empty name or type.
            Conflict: if the article is no longer at ``revision``.
        """
        with self._step("entity tag") as tx:
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
                named = checked_name(name or mention.exact)
                found = find_or_create(self._store, tx, named, type, details or {})
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

    def mentions(self, id: str) -> list[Annotation]:
        """The entity's mentions, by article in document order; NotFound as :meth:`get`."""
        return self._store.marks.mentions(self.get(id).id)

    def unmentioned(self, mark: Annotation) -> Entity | None:
        """The entity of a mark just deleted, if nothing mentions it any more.

        It stays in the register: what was said of it there is no mark's.
        """
        if mark.entity is None or self.mentions(mark.entity):
            return None
        return self.get(mark.entity)

    def named(self, name: str) -> list[Entity]:
        """Entities of this name or alias, case and accents aside, the most mentioned first."""
        form = " ".join(name.split())
        return self._store.marks.named(self._store.fold(form), form)

    def namesakes(self, names: Iterable[str], but: str | None = None) -> list[Entity]:
        """Entities that have one of these names or aliases, as :meth:`named` finds them.

        Args:
            but: id of the one whose names they are, or are to be.
        """
        found = {each.id: each for name in names for each in self.named(name)}
        return [each for each in found.values() if each.id != but]

    def suggest(self, prefix: str, limit: int = 8) -> list[Entity]:
        """Entities with a name, alias or word in one that begins so, the most mentioned first."""
        return self._store.marks.suggested(self._store.fold(" ".join(prefix.split())), limit)

    def likely_type(self, name: str) -> str | None:
        """The type of the entity made last whose name shares a word with this one, if any."""
        words = [word for word in name.split() if len(word) > 2]
        found = [each for word in (words[-1:] + words[:1]) for each in self.suggest(word, 50)]
        last = max(found, key=lambda each: (each.created, each.id), default=None)
        return None if last is None else last.type

    def register(self, name: str = "") -> list[EntityRow]:
        """All entities by name with their counts, or those with a word that begins so."""
        counts = self._store.register.counts()
        folded = self._store.fold(" ".join(name.split()))
        found = self._store.marks.suggested(folded, -1) if folded else self.all()
        found.sort(key=lambda each: (self._store.fold(each.name), each.name, each.id))
        return [EntityRow(each, *counts.get(each.id, (0, 0, 0))) for each in found]

    def types(self) -> list[str]:
        """The types there are: the usual ones, then the user's own, the most used first."""
        own: dict[str, int] = {}
        for entity in self.all():
            if entity.type not in ENTITY_TYPES:
                own[entity.type] = own.get(entity.type, 0) + 1
        return [*ENTITY_TYPES, *sorted(own, key=lambda type: (-own[type], type))]

    def places(self, id: str) -> list[Place]:
        """The mentions in context, by date of the article; NotFound as :meth:`get`."""
        return self._store.register.places(self.get(id).id)

    def claims(self, id: str) -> list[str]:
        """Ids of the claims that it makes or that name it; NotFound as :meth:`get`."""
        return self._store.register.claims(self.get(id).id)

    def together(self, id: str, limit: int = 12) -> list[tuple[Entity, int]]:
        """The entities that share most articles with it, with how many; NotFound as :meth:`get`."""
        found = self._store.register.together(self.get(id).id, limit)
        return [(self.get(key), number) for key, number in found]

    # making and changing

    def create(self, name: str, type: str = _ANY_TYPE, **fields: object) -> Entity:
        """Make an entity that is mentioned nowhere yet, even where another has its name.

        Args:
            fields: aliases, identifiers, description, as :meth:`edit` takes them.

        Raises:
            UsageError: for a value it cannot have.
        """
        with self._step("entity create") as tx:
            made = create(self._store, tx, name, type, fields)
            tx.summary = f"entity {short(made.name)}"
        return self.get(made.id)

    def edit(self, id: str, **fields: object) -> Entity:
        """Change type, name, aliases (Alias values or plain forms), identifiers or description.

        Raises:
            NotFound: if there is no such entity.
            UsageError: for another field or a value it cannot have.
        """
        values = {name: checked_field(name, value) for name, value in fields.items()}
        return self._update(id, "entity edit", f"edit {', '.join(values)} of", values)

    def rename(self, id: str, name: str, *, keep: bool = True) -> Entity:
        """Give an entity another canonical name.

        Args:
            keep: whether the former name stays as an alias.

        Raises:
            NotFound: if there is no such entity. UsageError: for a name it cannot have.
        """
        form, entity = checked_name(name), self.get(id)
        aliases = [alias for alias in entity.aliases if alias.form != form]
        if keep and entity.name != form:
            aliases.append(Alias(entity.name, origin="renamed"))
        values = {"name": form, "aliases": _plain(joined(aliases, but=form))}
        return self._update(id, "entity rename", f"rename to {short(form)}:", values)

    def add_alias(self, id: str, alias: Alias | str) -> Entity:
        """Give an entity a further name; the same form with other rules replaces the former.

        Raises:
            NotFound: if there is no such entity.
            UsageError: for what is no name, or more than ``MOST_ALIASES``.
        """
        added = checked_alias(alias if isinstance(alias, Alias) else Alias(alias))
        entity = self.get(id)
        former = next((each for each in entity.aliases if each.form == added.form), None)
        if former is not None and not added.origin:
            added = replace(added, origin=former.origin)
        others = [each for each in entity.aliases if each.form != added.form]
        values = {"aliases": _plain(joined([*others, added]))}
        return self._update(id, "entity alias", f"alias “{short(added.form)}” of", values)

    def change_alias(self, id: str, form: str, alias: Alias) -> Entity:
        """Write a further name otherwise, with other rules or both; it keeps place and origin.

        Args:
            form: as it is written now.

        Raises:
            NotFound: if there is no such entity, or it has no such alias.
            UsageError: for what is no name.
        """
        changed = checked_alias(alias)
        entity = self.get(id)
        if all(each.form != form for each in entity.aliases):
            raise NotFound(f"{entity.name} has no alias {short(form)!r}.", ids=(entity.id,))
        aliases = [
            replace(changed, origin=each.origin) if each.form == form else each
            for each in entity.aliases
            if each.form == form or each.form != changed.form
        ]
        values = {"aliases": _plain(joined(aliases, but=entity.name))}
        return self._update(id, "entity alias", f"alias “{short(changed.form)}” of", values)

    def remove_alias(self, id: str, form: str) -> Entity:
        """Take a name from an entity; if none is exactly so, those that fold to it.

        Raises:
            NotFound: if there is no such entity, or it has no such alias.
        """
        entity = self.get(id)
        line = " ".join(form.split())
        exactly = [alias for alias in entity.aliases if alias.form == line]
        gone = exactly or [alias for alias in entity.aliases if same_form(alias.form, line)]
        if not gone:
            raise NotFound(
                f"{entity.name} has no alias {short(line)!r}.",
                remedy=f"`newsmark entity show {entity.id}` lists them.",
                ids=(entity.id,),
            )
        values = {"aliases": _plain(each for each in entity.aliases if each not in gone)}
        return self._update(id, "entity alias", f"no alias “{short(line)}” of", values)

    def delete(self, id: str) -> Step:
        """Remove an entity with its mentions and relations, and those merged into it.

        Claims that it made lose their claimant.

        Raises:
            NotFound: if there is no such entity.
        """
        with self._step("entity delete") as tx:
            entity = self.get(id)
            register = self._store.register
            for key in [*register.merged_into(entity.id), entity.id]:
                for mark in register.mentions_of(key):
                    remove_annotation(self._store, tx, mark.id)
                for claim in register.claims_by(key):
                    tx.update("claims", claim, {"claimant": None})
                for relation in register.relations(key):
                    tx.delete("relations", relation.id)
                for rejection in register.rejections(entity=key):
                    tx.delete("rejections", rejection.id)
                tx.delete("entities", key)
            tx.summary = f"delete entity {short(entity.name)}"
        return step_of(self._store, tx)

    # cleaning up

    def merge(self, into: str, others: Sequence[str]) -> Step:
        """Make several entities one: mentions, claims, relations, names and identifiers move.

        The ids of the others lead to it from then on, for ever.

        Args:
            into: id of the entity that stays. ``others``: ids of those that go.

        Raises:
            NotFound: if one of them does not exist.
            UsageError: if one of the others is that entity already, or was said not to be it.
        """
        from archive.entities.merging import merge

        with self._step("entity merge") as tx:
            merge(self._store, tx, into, others)
        return step_of(self._store, tx)

    def split(
        self, id: str, mentions: Collection[str] = (), *, name: str, type: str | None = None
    ) -> Entity:
        """Give mentions to another entity of this name, and tell the two apart for good.

        Args:
            mentions: ids of mentions of ``id``; may be empty where ``name`` is
                of an entity that was merged into it: then all that it brought.
            name: name or id of an entity that was merged into it, which then
                stands again; any other name makes a new one.
            type: of a new one; the same type unless given.

        Raises:
            NotFound: if there is no such entity.
            UsageError: if one of the mentions is not its own, or none was chosen.
        """
        from archive.entities.merging import split

        wanted, kind = checked_name(name), None if type is None else checked_type(type)
        with self._step("entity split") as tx:
            apart = split(self._store, tx, id, mentions, name=wanted, type=kind)
        return self.get(apart.id)

    def duplicates(self, limit: int | None = None) -> list[Pair]:
        """Pairs of entities that may be one, the likeliest first; those told apart left out."""
        from archive.entities.duplicates import likely

        return likely(self._store, limit=limit)

    # relations

    def relations(self, id: str) -> list[Relation]:
        """The relations of an entity to others, the oldest first; NotFound as :meth:`get`."""
        return self._store.register.relations(self.get(id).id)

    def relate(
        self,
        source: str,
        kind: str,
        target: str,
        *,
        since: object = None,
        until: object = None,
        note: str | None = None,
    ) -> Relation:
        """Say how one entity is related to another; the same again changes dates and note.

        Args:
            kind: such as ``owns`` (see ``RELATIONS``), or the user's own words;
                ``NOT_SAME`` stops the two being offered as duplicates.
            since, until: dates, whole or partial, as values or text; empty for none.
            note: what there is to say of it. None keeps what stands, as with the dates.

        Raises:
            NotFound: if one of them does not exist.
            UsageError: if the two are one, or a date is none or before the other.
        """
        dates = {"since": since, "until": until}
        return relate(self._store, self._actor, source, kind, target, **dates, note=note)

    def unrelate(self, id: str) -> Step:
        """Take a relation away; NotFound if there is none of this id."""
        return unrelate(self._store, self._actor, id)

    # within

    def _step(self, command: str) -> AbstractContextManager[Transaction]:
        return self._store.transaction(command=command, actor=self._actor, summary="")

    def _update(self, id: str, command: str, what: str, values: dict[str, Any]) -> Entity:
        with self._step(command) as tx:
            entity = self.get(id)
            tx.summary = f"{what} {short(entity.name)}"
            if tx.update("entities", entity.id, values):
                tx.update("entities", entity.id, {"modified": tx.at})
        return self.get(id)


def _plain(aliases: Iterable[Alias]) -> list[Any]:
    return [to_plain(alias) for alias in aliases]
