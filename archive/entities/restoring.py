"""Relations that a merge had to drop, and that stand again when it is split.

A relation between the two that became one, or a second one of the same
meaning, has no place while they are one; its Change remembers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.model import Change
from archive.store import Store, Transaction
from archive.store.log import Which

_Meaning = tuple[str, str, str]


def restore_relations(
    store: Store, tx: Transaction, whole: str, back: str, changes: Sequence[Change]
) -> None:
    """Write again the relations of ``back`` that its merge dropped.

    Left out are those whose other end is gone, those that stand already, and
    those of which the user has said since, by taking away the same relation of
    ``whole``, that they do not hold.

    Args:
        whole: id of the entity that ``back`` was part of; ``back`` stands again.
        changes: of the step of the merge, in their order.
    """
    roots = store.register.roots()
    there = {(r.source, r.kind, r.target) for r in store.register.relations(back)}
    refused = _taken_away(store, roots, changes[0].step) if changes else set()
    for key, fields in _dropped(changes).items():
        if back not in (fields["source"], fields["target"]) or tx.read("relations", key):
            continue
        meaning = _meaning(fields, roots)
        source, kind, target = meaning
        as_one = (whole if source == back else source, kind, whole if target == back else target)
        other = target if source == back else source
        if meaning in there or as_one in refused or tx.read("entities", other) is None:
            continue
        there.add(meaning)
        tx.insert("relations", key, {**fields, "source": source, "target": target})


def _dropped(changes: Sequence[Change]) -> dict[str, dict[str, Any]]:
    """The relations that a step deleted, as they were before it."""
    found: dict[str, dict[str, Any]] = {}
    for change in reversed(changes):
        if change.record != "relations":
            continue
        if change.after is None:
            found[change.key] = dict(change.before or {})
        elif change.key in found:
            found[change.key].update(change.before or {})
    return found


def _taken_away(store: Store, roots: dict[str, str], since: int) -> set[_Meaning]:
    """What the relations meant that the user took away after a step, and has not put back."""
    found = {
        _meaning(dict(change.before or {}), roots)
        for step in store.log.steps(-1, Which(command="entity unrelate"))
        if step.number > since and not step.undone
        for change in store.log.changes(step.number)
        if change.record == "relations" and change.after is None
    }
    return found - {(r.source, r.kind, r.target) for r in store.register.relations()}


def _meaning(fields: dict[str, Any], roots: dict[str, str]) -> _Meaning:
    source, target = fields["source"], fields["target"]
    return roots.get(source, source), fields["kind"], roots.get(target, target)
