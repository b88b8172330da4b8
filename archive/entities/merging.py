"""Two entities made one, and one made two again.

A merge moves everything that names the entity merged: mentions, claims,
relations, rejections, names and identifiers. Its record stays, as a redirect
for ever, so that what was exported or noted under its id still leads
somewhere; redirects are kept one hop long. A split gives chosen mentions to
another entity. Where that is one which was merged in, it stands again under
its old id, with what it brought along.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.articles import short
from archive.entities.checks import joined, same_form
from archive.entities.relating import told_apart
from archive.entities.restoring import restore_relations
from archive.errors import UsageError
from archive.model import NOT_SAME, Alias, Annotation, Change, Entity, Relation, draw_id
from archive.store import Store, Transaction
from archive.store.values import to_fields, to_plain


def merge(store: Store, tx: Transaction, into: str, others: Sequence[str]) -> Entity:
    """Merge entities into one; see :meth:`archive.entities.Entities.merge`."""
    kept = store.marks.entity(into)
    gone = [store.marks.entity(key) for key in dict.fromkeys(others)]
    for entity in gone:
        if entity.id == kept.id:
            raise UsageError(
                f"{kept.name} cannot be merged into itself.",
                remedy="Name two entities; `newsmark entity list` prints them.",
                ids=(kept.id,),
            )
    apart = told_apart(store)
    for entity in gone:
        if frozenset((kept.id, entity.id)) in apart:
            raise UsageError(
                f"{kept.name} and {entity.name} were said not to be the same.",
                remedy="Take that back first (x on its card; entity not-same … --remove).",
                ids=(kept.id, entity.id),
            )
    if not gone:
        raise UsageError("Merge what?", remedy="Name the entities to merge into the first.")
    for entity in {each.id: each for each in gone}.values():
        _move(store, tx, entity.id, kept.id)
        tx.update("entities", entity.id, {"merged_into": kept.id, "modified": tx.at})
    tx.update("entities", kept.id, _together(kept, gone))
    tx.update("entities", kept.id, {"modified": tx.at})
    tx.summary = f"merge {', '.join(short(each.name, 30) for each in gone)} into {short(kept.name)}"
    return kept


def _together(kept: Entity, gone: Sequence[Entity]) -> dict[str, Any]:
    """The names, identifiers and description that one has after the others came to it."""
    aliases = list(kept.aliases)
    identifiers = list(kept.identifiers)
    descriptions = [kept.description]
    for entity in gone:
        brought = f"merge {entity.id}"
        aliases.append(Alias(entity.name, origin=brought))
        aliases += [
            Alias(each.form, each.language, each.case_sensitive, brought) for each in entity.aliases
        ]
        identifiers += entity.identifiers
        if entity.description not in descriptions:
            descriptions.append(entity.description)
    return {
        "aliases": [to_plain(alias) for alias in joined(aliases, but=kept.name)],
        "identifiers": [list(pair) for pair in dict.fromkeys(identifiers)],
        "description": "\n\n".join(part for part in descriptions if part),
    }


def _move(store: Store, tx: Transaction, old: str, new: str) -> None:
    """Let everything that names one entity name another."""
    there = {(mark.article, mark.span): mark for mark in store.register.mentions_of(new)}
    for mark in store.register.mentions_of(old):
        twin = there.get((mark.article, mark.span))
        if twin is not None and _says_nothing(store, mark):
            tx.delete("annotations", mark.id)  # the passage names the other one already
        else:
            tx.update("annotations", mark.id, {"entity": new})
    for key in store.register.claims_by(old):
        tx.update("claims", key, {"claimant": new})
    for rejection in store.register.rejections(entity=old):
        tx.update("rejections", rejection.id, {"entity": new})
    for key in store.register.merged_into(old):
        tx.update("entities", key, {"merged_into": new})
    _move_relations(store, tx, old, new)


def _says_nothing(store: Store, mark: Annotation) -> bool:
    return (
        not (mark.note or mark.tags or mark.label)
        and mark.claim is None
        and not store.marks.evidence_on(mark.id)
    )


def _move_relations(store: Store, tx: Transaction, old: str, new: str) -> None:
    known = {_meaning(each) for each in store.register.relations(new)}
    for relation in store.register.relations(old):
        ends = {
            side: new if getattr(relation, side) == old else getattr(relation, side)
            for side in ("source", "target")
        }
        meaning = (ends["source"], relation.kind, ends["target"])
        if ends["source"] == ends["target"] or meaning in known:
            tx.delete("relations", relation.id)
        else:
            known.add(meaning)
            tx.update("relations", relation.id, ends)


def _meaning(relation: Relation) -> tuple[str, str, str]:
    return relation.source, relation.kind, relation.target


def split(
    store: Store,
    tx: Transaction,
    id: str,
    mentions: Collection[str],
    *,
    name: str,
    type: str | None,
) -> Entity:
    """Give mentions to another entity; see :meth:`archive.entities.Entities.split`."""
    whole = store.marks.entity(id)
    chosen = set(mentions)
    known = {mark.id: mark for mark in store.marks.mentions(whole.id)}
    strange = sorted(chosen - known.keys())
    if strange:
        raise UsageError(
            f"{strange[0]} is no mention of {whole.name}.",
            remedy=f"`newsmark entity show {whole.id}` lists them.",
            ids=(strange[0],),
        )
    back = _merged_as(store, whole, name)
    if back is not None:
        apart = _bring_back(store, tx, whole, back, chosen)
    elif not chosen:
        raise UsageError(
            f"Which mentions of {whole.name} are of {name}?",
            remedy="Choose at least one of its mentions.",
            ids=(whole.id,),
        )
    else:
        apart = Entity(draw_id("e"), type or whole.type, name, created=tx.at, modified=tx.at)
        tx.insert("entities", apart.id, to_fields(apart))
        kept = [alias for alias in whole.aliases if not same_form(alias.form, name)]
        tx.update("entities", whole.id, {"aliases": [to_plain(alias) for alias in kept]})
        for key in sorted(chosen):
            tx.update("annotations", key, {"entity": apart.id})
    if frozenset((whole.id, apart.id)) not in told_apart(store):
        # Or they would be offered as duplicates at once.
        pair = Relation(draw_id("r"), whole.id, NOT_SAME, apart.id, created=tx.at)
        tx.insert("relations", pair.id, to_fields(pair))
    tx.update("entities", whole.id, {"modified": tx.at})
    tx.summary = f"split {short(apart.name)} from {short(whole.name)}"
    return apart


def _merged_as(store: Store, whole: Entity, name: str) -> str | None:
    """The id of the entity of this name or id that was merged into ``whole``.

    Raises:
        UsageError: if several of this name were, and no single one is written just so.
    """
    merged = store.register.merged_into(whole.id)
    if name in merged:
        return name
    fitting = [key for key, other in merged.items() if same_form(other, name)]
    written = [key for key in fitting if merged[key] == name]
    if len(written) == 1:
        return written[0]
    if len(fitting) > 1:
        listed = ", ".join(f"{merged[key]} ({key})" for key in fitting)
        raise UsageError(
            f"Several of the name {name!r} were merged into {whole.name}: {listed}.",
            remedy="Give the id.",
            ids=tuple(fitting),
        )
    return fitting[0] if fitting else None


def _bring_back(
    store: Store, tx: Transaction, whole: Entity, back: str, chosen: set[str]
) -> Entity:
    """Let an entity that was merged stand again, with what the merge took from it."""
    tx.update("entities", back, {"merged_into": None, "modified": tx.at})
    changes = _changes_of_merge(store, back)
    for change in changes:
        if change.key == whole.id:
            _give_up(tx, whole, change)
        for field, value in (change.before or {}).items():
            if value != back or field not in _NAMING.get(change.record, ()):
                continue
            if change.record == "annotations" and chosen:
                continue  # the user says which
            present = tx.read(change.record, change.key)
            if present is not None and present[field] == whole.id:
                tx.update(change.record, change.key, {field: back})
    _take_names(store, tx, whole, back)
    restore_relations(store, tx, whole.id, back, changes)
    for key in sorted(chosen):
        tx.update("annotations", key, {"entity": back})
    return store.marks.entity(back)


def _take_names(store: Store, tx: Transaction, whole: Entity, back: str) -> None:
    """Take from an entity, and from those that are still part of it, the names that one brought.

    It may have come by way of another, whose merge is then what a name's origin tells. A name
    that one of those left has too stays, as brought by that one.
    """
    brought = f"merge {back}"
    fields = tx.read("entities", back) or {}
    names = {fields["name"], *(form for form, *_ in fields["aliases"])}
    others: dict[str, str] = {}
    for key in store.register.merged_into(whole.id):
        other = tx.read("entities", key) or {}
        own = [alias for alias in other["aliases"] if Alias(*alias).origin != brought]
        tx.update("entities", key, {"aliases": own})
        for form in (other["name"], *(form for form, *_ in own)):
            others.setdefault(form, key)
    kept: list[Alias] = []
    for alias in whole.aliases:
        if alias.origin == brought and alias.form in others:
            kept.append(replace(alias, origin=f"merge {others[alias.form]}"))
        elif alias.origin != brought:
            merged = alias.origin.startswith("merge ") and alias.form in names
            if not merged or alias.form in others:
                kept.append(alias)
    tx.update("entities", whole.id, {"aliases": [to_plain(alias) for alias in kept]})


_NAMING = {
    "annotations": ("entity",),
    "claims": ("claimant",),
    "rejections": ("entity",),
    "relations": ("source", "target"),
    "entities": ("merged_into",),
}


def _give_up(tx: Transaction, whole: Entity, change: Change) -> None:
    """Take from an entity the identifiers and the description that a merge gave it."""
    before: Mapping[str, Any] = change.before or {}
    after: Mapping[str, Any] = change.after or {}
    if "identifiers" in after:
        brought = [pair for pair in after["identifiers"] if pair not in before["identifiers"]]
        own = [list(pair) for pair in whole.identifiers if list(pair) not in brought]
        tx.update("entities", whole.id, {"identifiers": own})
    if after.get("description") == whole.description:
        tx.update("entities", whole.id, {"description": before["description"]})


def _changes_of_merge(store: Store, back: str) -> list[Change]:
    """What the step wrote that merged an entity the last time."""
    for change, step in reversed(store.log.changes_of("entities", back, 0)):
        before, after = change.before or {}, change.after or {}
        if before.get("merged_into", back) is None and after.get("merged_into") is not None:
            return store.log.changes(step.number)
    return []
