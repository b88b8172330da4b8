"""Relations of entities: what owns what, who works for whom, what is not the same."""

from __future__ import annotations

from typing import Any

from archive.articles import checked_date, short, step_of
from archive.entities.checks import checked_type
from archive.errors import NotFound, UsageError
from archive.model import NOT_SAME, Relation, Step, draw_id
from archive.store import Store
from archive.store.values import date, to_fields
from archive.text.clean import clean


def relate(
    store: Store,
    actor: str,
    source: str,
    kind: str,
    target: str,
    *,
    since: object = None,
    until: object = None,
    note: str | None = None,
) -> Relation:
    """See :meth:`archive.entities.Entities.relate`."""
    name = checked_type(kind)
    with store.transaction(command="entity relate", actor=actor, summary="") as tx:
        one, other = store.marks.entity(source), store.marks.entity(target)
        if one.id == other.id:
            raise UsageError(
                f"{one.name} cannot be related to itself.",
                remedy="Name two entities that were not merged into one.",
                ids=(one.id,),
            )
        made = Relation(draw_id("r"), one.id, name, other.id, created=tx.at)
        for known in store.register.relations(one.id):
            pair = {(known.source, known.target)}
            if known.mutual:
                pair.add((known.target, known.source))
            if known.kind == name and (one.id, other.id) in pair:
                made = known
        fields: dict[str, Any] = dict(to_fields(made))
        if since is not None:
            fields["since"] = checked_date("since", since) if since else None
        if until is not None:
            fields["until"] = checked_date("until", until) if until else None
        first, last = date(fields["since"]), date(fields["until"])
        if first is not None and last is not None and first.first > last.last:
            raise UsageError(f"It cannot end in {last} and begin in {first}.")
        if note is not None:
            fields["note"] = clean(note)[0].strip()
        tx.summary = f"{short(one.name)} {name} {short(other.name)}"
        if tx.read("relations", made.id) is None:
            tx.insert("relations", made.id, fields)
        else:
            tx.update("relations", made.id, fields)
    return next(each for each in store.register.relations(one.id) if each.id == made.id)


def unrelate(store: Store, actor: str, id: str) -> Step:
    """See :meth:`archive.entities.Entities.unrelate`."""
    with store.transaction(command="entity unrelate", actor=actor, summary="") as tx:
        fields = tx.read("relations", id)
        if fields is None:
            raise NotFound(f"There is no relation {id}.", ids=(id,))
        one, other = store.marks.entity(fields["source"]), store.marks.entity(fields["target"])
        tx.summary = f"no longer: {short(one.name)} {fields['kind']} {short(other.name)}"
        tx.delete("relations", id)
    return step_of(store, tx)


def told_apart(store: Store) -> set[frozenset[str]]:
    """The pairs of entities that were said not to be the same."""
    return {
        frozenset((each.source, each.target))
        for each in store.register.relations()
        if each.kind == NOT_SAME
    }
