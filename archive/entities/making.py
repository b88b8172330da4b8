"""Making entities, within a step."""

from __future__ import annotations

from collections.abc import Mapping

from archive.entities.checks import checked_field, checked_name, checked_type
from archive.model import Entity, draw_id
from archive.store import Store, Transaction
from archive.store.values import to_fields


def create(
    store: Store, tx: Transaction, name: str, type: str, fields: Mapping[str, object]
) -> Entity:
    """Make an entity.

    Args:
        fields: aliases, identifiers, description.

    Raises:
        UsageError: for a value it cannot have.
    """
    values = {key: checked_field(key, value) for key, value in fields.items()}
    named, kind = checked_name(name), checked_type(type)
    entity = Entity(draw_id("e"), kind, named, created=tx.at, modified=tx.at)
    tx.insert("entities", entity.id, {**to_fields(entity), **values})
    return store.marks.entity(entity.id)


def find_or_create(
    store: Store, tx: Transaction, name: str, type: str, fields: Mapping[str, object]
) -> Entity:
    """The entity of a name, one of the type asked for before others; made if there is none.

    Args:
        fields: aliases, identifiers, description of one that has to be made.

    Raises:
        UsageError: for a value it cannot have.
    """
    wanted, form = checked_type(type), checked_name(name)
    found = store.marks.named(store.fold(form), form)
    if found:
        return next((entity for entity in found if entity.type == wanted), found[0])
    return create(store, tx, form, wanted, fields)
