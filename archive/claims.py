"""Claims: what somebody says is so, where it is said, and what bears on it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from archive.annotations import compose
from archive.articles import checked_date, short, step_of
from archive.errors import UsageError
from archive.model import (
    Annotation,
    Attribution,
    Claim,
    ClaimKind,
    Evidence,
    Motivation,
    Span,
    Stance,
    Step,
    draw_id,
)
from archive.store import Store
from archive.store.values import to_fields

EDITABLE: Final = (
    "statement",
    "kind",
    "claimant",
    "attribution",
    "said_on",
    "due",
    "verdict",
    "confidence",
    "notes",
)
"""The fields of a claim that :meth:`Claims.edit` takes."""


class Claims:
    """The claims of one archive.

    Args:
        store: the open archive.
        actor: who writes.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def add(
        self,
        article: str,
        span: Span,
        *,
        statement: str | None = None,
        kind: ClaimKind = ClaimKind.FACT,
        claimant: str | None = None,
        attribution: Attribution | None = None,
        note: str = "",
        revision: int | None = None,
    ) -> tuple[Claim, Annotation]:
        """Record a new claim and the passage that makes it.

        Args:
            span: code points of the article's current text.
            statement: the claim in one sentence; the words marked unless given.
            claimant: id of the entity that makes it.
            note: Markdown, on the passage.
            revision: the revision the span was chosen in, where that matters.

        Raises:
            NotFound: if there is no such article or entity.
            UsageError: for a span that covers no words, or an unknown kind or attribution.
            Conflict: if the article is no longer at ``revision``.
        """
        given = {"kind": kind, "claimant": claimant, "attribution": attribution}
        with self._store.transaction(command="claim add", actor=self._actor, summary="") as tx:
            annotation = compose(
                self._store,
                tx,
                self._actor,
                article,
                span,
                Motivation.ASSESSING,
                revision=revision,
            )
            said = " ".join((statement or annotation.exact).split())
            fields = {name: self._checked(name, value) for name, value in given.items()}
            claim = Claim(draw_id("c"), said, created=tx.at, modified=tx.at)
            tx.summary = f"claim “{short(said)}”"
            tx.insert("claims", claim.id, {**to_fields(claim), **fields})
            annotation = replace(annotation, claim=claim.id, note=note)
            tx.insert("annotations", annotation.id, to_fields(annotation))
        return self.get(claim.id), self._store.marks.annotation(annotation.id)

    def add_appearance(
        self,
        claim: str,
        article: str,
        span: Span,
        *,
        note: str = "",
        revision: int | None = None,
    ) -> Annotation:
        """Mark another passage that makes the same claim; errors as :meth:`add`."""
        with self._store.transaction(
            command="claim appearance", actor=self._actor, summary=""
        ) as tx:
            found = self.get(claim)
            annotation = compose(
                self._store,
                tx,
                self._actor,
                article,
                span,
                Motivation.ASSESSING,
                revision=revision,
            )
            annotation = replace(annotation, claim=claim, note=note)
            tx.summary = f"“{short(annotation.exact)}” says “{short(found.statement)}”"
            tx.insert("annotations", annotation.id, to_fields(annotation))
        return self._store.marks.annotation(annotation.id)

    def get(self, id: str) -> Claim:
        """One claim; NotFound if there is none of this id."""
        return self._store.marks.claim(id)

    def all(self) -> list[Claim]:
        """All claims, the oldest first."""
        return self._store.marks.all_claims()

    def edit(self, id: str, **fields: object) -> Claim:
        """Change fields of a claim (those of ``EDITABLE``); None clears what may be empty.

        Raises:
            NotFound: if there is no such claim, or no such entity as claimant.
            UsageError: for another field or a value it cannot have.
        """
        with self._store.transaction(command="claim edit", actor=self._actor, summary="") as tx:
            claim = self.get(id)
            values = {name: self._checked(name, value) for name, value in fields.items()}
            tx.summary = f"edit {', '.join(values)} of “{short(claim.statement)}”"
            if tx.update("claims", id, values):
                tx.update("claims", id, {"modified": tx.at})
        return self.get(id)

    def appearances(self, id: str) -> list[Annotation]:
        """The passages that make the claim, the first marked first; NotFound as :meth:`get`."""
        self.get(id)
        return self._store.marks.appearances(id)

    def evidence(self, claim_id: str) -> list[Evidence]:
        """What bears on the claim, the oldest first; NotFound as :meth:`get`."""
        self.get(claim_id)
        return self._store.marks.evidence_of(claim_id)

    def all_evidence(self) -> dict[str, list[Evidence]]:
        """What bears on each claim that has evidence, the oldest first."""
        found: dict[str, list[Evidence]] = {}
        for one in self._store.marks.all_evidence():
            found.setdefault(one.claim, []).append(one)
        return found

    def add_evidence(
        self,
        claim: str,
        stance: Stance,
        *,
        annotation: str | None = None,
        url: str | None = None,
        note: str = "",
    ) -> Evidence:
        """Say that a passage, or a page elsewhere, bears on a claim.

        Args:
            annotation: id of the mark on the passage; or else
            url: the page's address. Exactly one of the two.

        Raises:
            NotFound: if there is no such claim or annotation.
            UsageError: if both or neither are given, or the stance is unknown.
        """
        url = (url or "").strip() or None
        if (annotation is None) == (url is None):
            raise UsageError(
                "Evidence is a passage or a URL.",
                remedy="Give exactly one of the two.",
                ids=(claim,),
            )
        with self._store.transaction(command="evidence add", actor=self._actor, summary="") as tx:
            found = self.get(claim)
            if annotation is not None:
                self._store.marks.annotation(annotation)
            evidence = Evidence(
                id=draw_id("v"),
                claim=claim,
                stance=Stance(_member(Stance, "stance", stance)),
                annotation=annotation,
                url=url,
                note=note,
                created=tx.at,
            )
            tx.summary = f"evidence ({evidence.stance}) on “{short(found.statement)}”"
            tx.insert("evidence", evidence.id, to_fields(evidence))
        return self._store.marks.evidence(evidence.id)

    def delete_evidence(self, id: str) -> Step:
        """Remove a piece of evidence; NotFound if there is none of this id."""
        claim = self.get(self._store.marks.evidence(id).claim)
        with self._store.transaction(
            command="evidence delete",
            actor=self._actor,
            summary=f"delete evidence on “{short(claim.statement)}”",
        ) as tx:
            self._store.marks.evidence(id)
            tx.delete("evidence", id)
        return step_of(self._store, tx)

    def _checked(self, name: str, value: object) -> Any:
        if name not in EDITABLE:
            raise UsageError(
                f"A claim's {name!r} cannot be edited.", remedy=f"One of: {', '.join(EDITABLE)}."
            )
        if name in ("said_on", "due"):
            return checked_date(name, value)
        if name == "kind":
            return _member(ClaimKind, name, value)
        if name == "attribution":
            return None if value is None else _member(Attribution, name, value)
        if name == "confidence":
            return _confidence(value)
        if value is None and name in ("claimant", "notes"):
            return None if name == "claimant" else ""
        if not isinstance(value, str):
            raise UsageError(f"A claim's {name} must be text, not {value!r}.")
        if name == "claimant":
            return self._store.marks.entity(value).id
        if name == "notes":
            return value
        text = " ".join(value.split())
        if not text:
            raise UsageError(f"A claim's {name} cannot be empty.")
        return text


def _confidence(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise UsageError(f"Confidence is a whole number from 0 to 100, not {value!r}.")
    return value


def _member(kind: type[StrEnum], name: str, value: object) -> str:
    members = [member.value for member in kind]
    if value not in members:
        raise UsageError(f"Unknown {name} {value!r}.", remedy=f"One of: {', '.join(members)}.")
    return str(value)
