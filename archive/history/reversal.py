"""Applying a step's Changes the other way round, or saying which later step forbids it.

Only what overlaps matters: a field that a later step set anew, a record that
it removed, or made to hang on what would go. Read state, reading position
and places found again after an import are no reason to refuse; they are left
as they are, or go with the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from archive.errors import Conflict
from archive.model import Change, Step
from archive.store import Store, Transaction
from archive.store.records import RECORDS

# Fields that programs set by the way; what stands there now stays.
_BYTHEWAY: Final[Mapping[str, frozenset[str]]] = {
    "articles": frozenset({"read", "position"}),
    "annotations": frozenset({"modified"}),
    "claims": frozenset({"modified"}),
    "entities": frozenset({"modified"}),
    "evidence": frozenset(),
    "searches": frozenset({"seen", "modified"}),
    "dossiers": frozenset({"modified"}),
    "parts": frozenset({"modified"}),
    "schemes": frozenset(),
    "copies": frozenset(),
    "kept": frozenset(),
    "relations": frozenset(),
    "rejections": frozenset(),
    "answers": frozenset(),
}
_PLACE: Final = frozenset({"revision", "start", "end", "exact", "prefix", "suffix", "placement"})


@dataclass(slots=True)
class Touched:
    """What a reversal did.

    Attributes:
        removed: records that are gone, with their fields.
        written: records made again or changed.
        restored: the Changes whose fields were set back.
    """

    removed: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)
    restored: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Case:
    """One reversal: of which step, in which transaction."""

    store: Store
    tx: Transaction
    applied: Step


def reverse(store: Store, tx: Transaction, applied: Step) -> Touched:
    """Take back what a step changed.

    Args:
        applied: the step whose Changes are reversed: one that stands, or an
            undo that is itself taken back.

    Raises:
        Conflict: if a later step depends on it. The transaction is then to
            be given up.
    """
    case, touched = _Case(store, tx, applied), Touched()
    for change in reversed(store.log.changes(applied.number)):
        if change.before is None:
            _unmake(case, change)
            touched.removed.append((change.record, change.key, change.after or {}))
        elif change.after is None:
            _remake(case, change)
            touched.written.append((change.record, change.key))
        else:
            _restore(case, change)
            touched.written.append((change.record, change.key))
            touched.restored.append(change)
    _check_references(case, touched)
    return touched


def _unmake(case: _Case, change: Change) -> None:
    present = case.tx.read(change.record, change.key)
    if present is None:
        raise _conflict(case, change, None)
    for name, value in (change.after or {}).items():
        if present[name] == value or name in _BYTHEWAY[change.record]:
            continue
        if (
            change.record == "annotations"
            and name in _PLACE
            and not _set_by_user(case, change, name)
        ):
            continue
        raise _conflict(case, change, name)
    case.tx.delete(change.record, change.key)


def _remake(case: _Case, change: Change) -> None:
    if case.tx.read(change.record, change.key) is not None:
        raise _conflict(case, change, None)
    case.tx.insert(change.record, change.key, change.before or {})


def _restore(case: _Case, change: Change) -> None:
    present = case.tx.read(change.record, change.key)
    if present is None:
        raise _conflict(case, change, None)
    before: Mapping[str, Any] = change.before or {}
    after: Mapping[str, Any] = change.after or {}
    fields: dict[str, Any] = {}
    for name, left in after.items():
        if present[name] == left:
            fields[name] = before[name]
        elif name == "corrected":
            # Another correction came since; only this one's names are taken away.
            gone = set(left) - set(before[name])
            fields[name] = [kept for kept in present[name] if kept not in gone]
        elif name not in _BYTHEWAY[change.record]:
            raise _conflict(case, change, name)
    case.tx.update(change.record, change.key, fields)


def _check_references(case: _Case, touched: Touched) -> None:
    """Nothing may name a record that is gone, no claim be left without an appearance."""
    for record, key, fields in touched.removed:
        if case.tx.read(record, key) is not None:
            continue
        for other, other_key, name in case.store.log.referring(record, key):
            later = _later(case, other, other_key, {name}, 0)
            raise _refusal(
                case.applied, later, f"{_noun(other)} {other_key} hangs on it", other_key
            )
        if record == "annotations":
            _check_appears(case, fields.get("claim"))
    for change in touched.restored:
        if change.record == "annotations":
            _check_appears(case, (change.after or {}).get("claim"))
    for record, key in touched.written:
        present = case.tx.read(record, key) or {}
        for name, target in RECORDS[record].refs.items():
            named = present.get(name)
            if named is not None and case.tx.read(target, named) is None:
                later = _later(case, target, named, set(), 0)
                raise _refusal(case.applied, later, f"{_noun(target)} {named} is gone", named)


def _check_appears(case: _Case, claim: object) -> None:
    """A claim that a passage was taken from must still appear somewhere."""
    if (
        isinstance(claim, str)
        and case.tx.read("claims", claim)
        and not case.store.marks.appearances(claim)
    ):
        later = case.store.log.removal_of_appearance(claim, case.tx.step)
        raise _refusal(case.applied, later, f"claim {claim} would appear nowhere", claim)


def _set_by_user(case: _Case, change: Change, name: str) -> bool:
    """Whether a step of a user's, not an import, set the field after this Change."""
    return any(
        step.undoable and name in (later.after or {})
        for later, step in case.store.log.changes_of(change.record, change.key, change.number)
        if step.number != change.step
    )


def _conflict(case: _Case, change: Change, name: str | None) -> Conflict:
    fields = set() if name is None else {name}
    later = _later(case, change.record, change.key, fields, change.number)
    what = f"{_noun(change.record)} {change.key}"
    if name is not None:
        reason = f"the {name} of {what} was changed since"
    elif change.after is None:
        reason = f"{what} is there again"
    else:
        reason = f"{what} is gone"
    return _refusal(case.applied, later, reason, change.key)


def _later(case: _Case, record: str, key: str, fields: set[str], number: int) -> Step | None:
    """The last step that set one of the fields, or made or removed the record.

    The step being reversed and the reversal itself are left out.
    """
    found: Step | None = None
    for change, step in case.store.log.changes_of(record, key, number):
        whole = change.before is None or change.after is None
        if step.number not in (case.applied.number, case.tx.step) and (
            whole or fields & (change.after or {}).keys()
        ):
            found = step
    return found


def _refusal(applied: Step, later: Step | None, reason: str, key: str) -> Conflict:
    if later is None:
        return Conflict(
            f"Step {applied.number} ({applied.summary}) cannot be reversed: {reason}.", ids=(key,)
        )
    return Conflict(
        f"Step {later.number} ({later.summary}) depends on step {applied.number}: {reason}.",
        remedy=f"Take step {later.number} of {later.actor} back first.",
        ids=(key,),
    )


def _noun(record: str) -> str:
    odd = {
        "entities": "entity",
        "evidence": "evidence",
        "searches": "saved search",
        "copies": "judgement of copies",
        "kept": "decision to keep a mark as lost",
    }
    return odd.get(record, record.removesuffix("s"))
