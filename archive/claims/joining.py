"""Which passages belong to which claim: attaching, merging two claims, splitting one.

A claim always has an appearance: what would take its last one is refused, or
is a merge, which takes the claim away as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from archive.articles import short
from archive.errors import NotFound, UsageError
from archive.model import Annotation, Claim, Motivation, Span, draw_id
from archive.store import Store, Transaction
from archive.store.values import to_fields, to_plain

_FILLED: Final = ("claimant", "attribution", "said_on", "due", "confidence")
_KEPT: Final = ("kind", "claimant", "attribution", "said_on", "due")


def merge(store: Store, tx: Transaction, into: str, others: Sequence[str]) -> None:
    """Let one claim take over the appearances and evidence of others, which go.

    What the claim does not say of itself it takes from the others, the first
    that says it: who, how and when said, due date, confidence, and a verdict
    while it has none yet; their notes come after its own. Where both have the
    same passage, it appears there once, unless a note, tag or label stands on
    the second mark. What a dossier has of the others is of this claim now.
    """
    if into in others:
        raise UsageError(
            "A claim cannot be merged into itself.", remedy="Name two claims.", ids=(into,)
        )
    if not others:
        raise UsageError("Which claims are to be merged?", remedy="Name two at least.")
    kept = store.marks.claim(into)
    gone = [store.marks.claim(key) for key in others]
    places = {_place(mark): mark.id for mark in store.marks.appearances(into)}
    for one in gone:
        for mark in store.marks.appearances(one.id):
            twin = places.setdefault(_place(mark), mark.id)
            if twin != mark.id and mark.placement.placed and _plain(mark):
                _fold(store, tx, mark.id, twin)
            else:
                tx.update("annotations", mark.id, {"claim": into, "modified": tx.at})
        for part in store.dossiers.naming(claim=one.id):
            tx.update("parts", part.id, {"claim": into, "modified": tx.at})
    evidence = {_bears(fields): key for key, fields in _evidence(store, into)}
    for one in gone:
        for key, fields in _evidence(store, one.id):
            if _bears(fields) in evidence:
                tx.delete("evidence", key)
            else:
                evidence[_bears(fields)] = key
                tx.update("evidence", key, {"claim": into})
    fields = _filled(store, kept, gone)
    if fields:
        tx.update("claims", into, {**fields, "modified": tx.at})
    for one in gone:
        tx.delete("claims", one.id)
    tx.summary = f"merge {_named(gone)} into “{short(kept.statement)}”"


def _place(mark: Annotation) -> tuple[str, Span]:
    return mark.article, mark.span


def _plain(mark: Annotation) -> bool:
    """Whether a mark says no more than that the claim stands there."""
    return not (mark.note or mark.tags or mark.label)


def _fold(store: Store, tx: Transaction, mark: str, twin: str) -> None:
    """Let a mark go, and what names it name another on the same passage."""
    for evidence in store.marks.evidence_on(mark):
        tx.update("evidence", evidence.id, {"annotation": twin})
    for part in store.dossiers.naming(annotation=mark):
        tx.update("parts", part.id, {"annotation": twin, "modified": tx.at})
    tx.delete("annotations", mark)


def split(
    store: Store, tx: Transaction, claim: str, marks: Sequence[str], statement: str | None
) -> str:
    """Make a claim of its own out of some appearances of one; its id.

    It has the other's kind, claimant, attribution and dates, but no verdict,
    confidence, notes or evidence yet: they were on what both said.
    """
    found = store.marks.claim(claim)
    chosen = [store.marks.annotation(key) for key in dict.fromkeys(marks)]
    for mark in chosen:
        if mark.claim != claim:
            raise UsageError(
                f"Annotation {mark.id} is no appearance of claim {claim}.", ids=(mark.id, claim)
            )
    if not chosen:
        raise UsageError("Which appearances?", remedy="Name the marks that become a claim.")
    if len(chosen) == len(store.marks.appearances(claim)):
        raise UsageError(
            "A claim must keep an appearance.",
            remedy="Leave one out, or edit the claim itself.",
            ids=(claim,),
        )
    said = " ".join((statement or chosen[0].exact).split())
    if not said:
        raise UsageError("A claim's statement cannot be empty.")
    verdict = store.ledger.scheme().first
    made = Claim(draw_id("c"), said, verdict=verdict, created=tx.at, modified=tx.at)
    kept = {name: to_plain(getattr(found, name)) for name in _KEPT}
    tx.insert("claims", made.id, {**to_fields(made), **kept})
    for mark in chosen:
        tx.update("annotations", mark.id, {"claim": made.id, "modified": tx.at})
    tx.summary = f"split “{short(said)}” from “{short(found.statement)}”"
    return made.id


def attach(store: Store, tx: Transaction, claim: str, marks: Sequence[str]) -> None:
    """Let marks be appearances of a claim: highlights, notes, appearances of other claims."""
    found = store.marks.claim(claim)
    chosen = [store.marks.annotation(key) for key in dict.fromkeys(marks)]
    for mark in chosen:
        _attach(store, tx, found, mark)
    words = f"“{short(chosen[0].exact)}”" if len(chosen) == 1 else f"{len(chosen)} passages"
    tx.summary = f"{words} say “{short(found.statement)}”"


def _attach(store: Store, tx: Transaction, claim: Claim, mark: Annotation) -> None:
    if mark.claim == claim.id:
        return
    if mark.motivation is Motivation.IDENTIFYING:
        raise UsageError(
            f"Annotation {mark.id} names an entity; it is no claim.",
            remedy="Mark the passage itself.",
            ids=(mark.id,),
        )
    if mark.claim is not None and len(store.marks.appearances(mark.claim)) == 1:
        raise UsageError(
            f"Annotation {mark.id} is the only appearance of claim {mark.claim}.",
            remedy="Merge the two claims.",
            ids=(mark.id, mark.claim),
        )
    tx.update(
        "annotations",
        mark.id,
        {"claim": claim.id, "motivation": Motivation.ASSESSING.value, "modified": tx.at},
    )


def _filled(store: Store, kept: Claim, gone: Sequence[Claim]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name in _FILLED:
        if getattr(kept, name) is None:
            said = [getattr(one, name) for one in gone if getattr(one, name) is not None]
            if said:
                fields[name] = to_plain(said[0])
    first = store.ledger.scheme().first
    judged = [one.verdict for one in gone if one.verdict != first]
    if kept.verdict == first and judged:
        fields["verdict"] = judged[0]
    notes = list(dict.fromkeys(one.notes for one in (kept, *gone) if one.notes.strip()))
    if notes and notes != [kept.notes]:
        fields["notes"] = "\n\n".join(notes)
    return fields


def _evidence(store: Store, claim: str) -> list[tuple[str, dict[str, Any]]]:
    return [(one.id, dict(to_fields(one))) for one in store.marks.evidence_of(claim)]


def _bears(fields: dict[str, Any]) -> tuple[object, ...]:
    """What makes two pieces of evidence the same one."""
    return tuple(fields[name] for name in ("stance", "annotation", "url", "note"))


def _named(claims: Sequence[Claim]) -> str:
    return f"“{short(claims[0].statement)}”" if len(claims) == 1 else f"{len(claims)} claims"


def known(store: Store, key: str) -> str:
    """The whole id of the claim that ``key`` is, or begins; NotFound, or UsageError if several."""
    wanted = key.strip().lower()
    if not wanted:
        raise NotFound("There is no claim without an id.", remedy="`newsmark claims` lists them.")
    found = store.ledger.starting_with(wanted, 9)
    if wanted in found or len(found) == 1:
        return wanted if wanted in found else found[0]
    if not found:
        raise NotFound(
            f"There is no claim {key}.", remedy="`newsmark claims` lists them.", ids=(key,)
        )
    raise UsageError(
        f"Several claims' ids begin with {key!r}: {', '.join(found[:8])}.",
        remedy="Give more of the id.",
        ids=tuple(found),
    )
