"""Claims: what somebody says is so, where it is said, and what bears on it.

:class:`Claims` is the part of the archive that writes and reads them; with it
come the ledger that lists them all, the scheme of verdicts, and the sources
that stand behind evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from archive.annotations import compose
from archive.articles import short, step_of
from archive.claims import joining
from archive.claims.appearing import Appearance, Standing, appearances
from archive.claims.fields import EDITABLE, checked, member
from archive.claims.sources import Sources
from archive.claims.verdicts import Verdicts
from archive.errors import UsageError
from archive.model import (
    Annotation,
    Attribution,
    Claim,
    ClaimKind,
    Evidence,
    Motivation,
    Newcomer,
    Span,
    Stance,
    Step,
    draw_id,
)
from archive.store import Store, Transaction
from archive.store.values import to_fields

if TYPE_CHECKING:
    from archive.claims.ledger import Ledger
    from archive.claims.suggestions import Suggestion, Suggestions

__all__ = ["EDITABLE", "Appearance", "Claims", "Standing"]

EntityOf = Callable[[Transaction, Newcomer], str]
"""Gives the id of the entity that a newcomer is, which is made within the step if need be."""


class Claims:
    """The claims of one archive.

    Args:
        store: the open archive.
        actor: who writes.
        entity_of: makes entities of speakers who are none yet.
    """

    def __init__(self, store: Store, actor: str, entity_of: EntityOf) -> None:
        self._store = store
        self._actor = actor
        self._entity_of = entity_of

    @cached_property
    def ledger(self) -> Ledger:
        """All claims in memory, to be filtered, ordered, and compared with."""
        from archive.claims.ledger import Ledger  # it needs the query language

        return Ledger(self._store, self.sources)

    @cached_property
    def verdicts(self) -> Verdicts:
        """The scheme of verdicts."""
        return Verdicts(self._store, self._actor)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Sentences that may be worth a claim."""
        from archive.claims.suggestions import Suggestions  # its rules are many expressions

        return Suggestions(self._store, self._actor)

    @cached_property
    def sources(self) -> Sources:
        """Which articles are copies of one another."""
        return Sources(self._store, self._actor)

    def add(
        self,
        article: str,
        span: Span,
        *,
        statement: str | None = None,
        kind: ClaimKind = ClaimKind.FACT,
        claimant: str | Newcomer | None = None,
        attribution: Attribution | None = None,
        said_on: object = None,
        due: object = None,
        note: str = "",
        revision: int | None = None,
    ) -> tuple[Claim, Annotation]:
        """Record a new claim and the passage that makes it.

        Args:
            span: code points of the article's current text.
            statement: the claim in one sentence; the words marked unless given.
            claimant: id of the entity that makes it, or who becomes one with this step.
            said_on, due: dates, partial or whole, as values or ISO text.
            note: Markdown, on the passage.
            revision: the revision the span was chosen in, where that matters.

        Raises:
            NotFound: if there is no such article or entity.
            UsageError: for a span that covers no words, or a value that a field cannot have.
            Conflict: if the article is no longer at ``revision``.
        """
        given = {
            "kind": kind,
            "claimant": claimant,
            "attribution": attribution,
            "said_on": said_on,
            "due": due,
        }
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
            fields = self._values(tx, given)
            verdict = self._store.ledger.scheme().first
            claim = Claim(draw_id("c"), said, verdict=verdict, created=tx.at, modified=tx.at)
            tx.summary = f"claim “{short(said)}”"
            tx.insert("claims", claim.id, {**to_fields(claim), **fields})
            annotation = replace(annotation, claim=claim.id, note=note)
            tx.insert("annotations", annotation.id, to_fields(annotation))
        return self.get(claim.id), self._store.marks.annotation(annotation.id)

    def accept(
        self,
        suggestion: Suggestion,
        span: Span | None = None,
        *,
        statement: str | None = None,
        kind: ClaimKind | None = None,
    ) -> tuple[Claim, Annotation]:
        """Make a claim of a sentence suggested; errors as :meth:`add`.

        Args:
            span: the part of it that makes the claim; all of it unless given.
            statement: the claim in one sentence; the words marked unless given.
            kind: the one it seems to be unless given.
        """
        return self.add(
            suggestion.article,
            span or suggestion.span,
            statement=statement,
            kind=kind or suggestion.worth.kind,
            revision=suggestion.revision,
        )

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

    def known(self, key: str) -> str:
        """The whole id of the claim that ``key`` is or begins.

        Raises:
            NotFound: if no claim's does.
            UsageError: if several do; the message lists them.
        """
        return joining.known(self._store, key)

    def attach(self, id: str, marks: Sequence[str]) -> Step:
        """Let marks that are there be appearances of a claim, as one step.

        Args:
            marks: ids of highlights, notes, or appearances of other claims.

        Returns:
            The step; one numbered 0 if they all were appearances of it.

        Raises:
            NotFound: if there is no such claim or mark.
            UsageError: for an entity's mention, for another claim's only
                appearance (merge the two), or without any mark.
        """
        if not marks:
            raise UsageError("Which passages?", remedy="Name a mark, or an article's words.")
        with self._store.transaction(command="claim attach", actor=self._actor, summary="") as tx:
            joining.attach(self._store, tx, id, marks)
        return step_of(self._store, tx)

    def merge(self, into: str, others: Sequence[str]) -> Claim:
        """Let a claim take over what others have, as one step; see ``joining.merge``.

        Raises:
            NotFound: if there is no such claim.
            UsageError: for a merge into itself, or without others.
        """
        with self._store.transaction(command="claim merge", actor=self._actor, summary="") as tx:
            joining.merge(self._store, tx, into, list(dict.fromkeys(others)))
        return self.get(into)

    def split(self, id: str, marks: Sequence[str], *, statement: str | None = None) -> Claim:
        """Make a new claim of some of a claim's appearances; see ``joining.split``.

        Args:
            marks: ids of the appearances that go to the new claim.
            statement: the new claim's; the first mark's words unless given.

        Raises:
            NotFound: if there is no such claim or mark.
            UsageError: if a mark is no appearance of it, or none would be left.
        """
        with self._store.transaction(command="claim split", actor=self._actor, summary="") as tx:
            made = joining.split(self._store, tx, id, marks, statement)
        return self.get(made)

    def edit(self, id: str, **fields: object) -> Claim:
        """Change fields of one claim; arguments and errors as :meth:`edit_many`."""
        return self.edit_many([id], **fields)[0]

    def edit_many(self, ids: Sequence[str], **fields: object) -> list[Claim]:
        """Change fields of claims, as one step.

        Args:
            fields: those of ``EDITABLE``; None clears what may be empty. The
                claimant may be a :class:`~archive.model.Newcomer`.

        Raises:
            NotFound: if there is no such claim, or no such entity as claimant.
            UsageError: for another field or a value it cannot have; nothing is done.
        """
        keys = list(dict.fromkeys(ids))
        with self._store.transaction(command="claim edit", actor=self._actor, summary="") as tx:
            claims = [self.get(key) for key in keys]
            values = self._values(tx, fields)
            what = f"“{short(claims[0].statement)}”" if len(keys) == 1 else f"{len(keys)} claims"
            tx.summary = f"edit {', '.join(values)} of {what}"
            for key in keys:
                if tx.update("claims", key, values):
                    tx.update("claims", key, {"modified": tx.at})
        return [self.get(key) for key in keys]

    def _values(self, tx: Transaction, fields: Mapping[str, object]) -> dict[str, Any]:
        """Fields as the store takes them; a speaker who is no entity yet becomes one."""
        return {
            name: self._entity_of(tx, value)
            if name == "claimant" and isinstance(value, Newcomer)
            else checked(self._store, name, value)
            for name, value in fields.items()
        }

    def appearances(self, id: str) -> list[Annotation]:
        """The passages that make the claim, the first marked first; NotFound as :meth:`get`."""
        self.get(id)
        return self._store.marks.appearances(id)

    def dated(self, id: str) -> list[Appearance]:
        """The passages by the dates of their articles, and which was the first; NotFound."""
        self.get(id)
        return appearances(self._store, id)

    def evidence(self, claim_id: str) -> list[Evidence]:
        """What bears on the claim, the oldest first; NotFound as :meth:`get`."""
        self.get(claim_id)
        return self._store.marks.evidence_of(claim_id)

    def evidence_on(self, annotation: str) -> list[Evidence]:
        """The pieces of evidence whose passage a mark is: the other end of :meth:`evidence`."""
        return self._store.marks.evidence_on(annotation)

    def evidence_in(self, article: str) -> list[Evidence]:
        """The pieces of evidence whose passages lie in an article, the oldest first."""
        return self._store.marks.evidence_in(article)

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
        also: Sequence[str] = (),
    ) -> Evidence:
        """Say that a passage, or a page elsewhere, bears on a claim.

        Args:
            annotation: id of the mark on the passage; or else
            url: the page's address. Exactly one of the two.
            also: further claims that it bears on likewise, within the same step.

        Raises:
            NotFound: if there is no such claim or annotation.
            UsageError: if both or neither are given, the address has blanks, or
                the stance is unknown.
        """
        url = (url or "").strip() or None
        if (annotation is None) == (url is None):
            raise UsageError(
                "Evidence is a passage or a URL.",
                remedy="Give exactly one of the two.",
                ids=(claim,),
            )
        if url is not None and len(url.split()) > 1:
            raise UsageError(
                f"{url[:60]!r} is no address: it has blanks.",
                remedy="Write them as %20, or give one address at a time.",
                ids=(claim,),
            )
        with self._store.transaction(command="evidence add", actor=self._actor, summary="") as tx:
            if annotation is not None:
                self._store.marks.annotation(annotation)
            made = self._add_evidence(tx, [claim, *also], stance, annotation, url, note)
        return self._store.marks.evidence(made)

    def _add_evidence(
        self,
        tx: Transaction,
        claims: Sequence[str],
        stance: Stance,
        annotation: str | None,
        url: str | None,
        note: str,
    ) -> str:
        """Let something bear on claims; the id of the evidence on the first of them."""
        stance = Stance(member(Stance, "stance", stance))
        found = [self.get(claim) for claim in dict.fromkeys(claims)]
        what = f"“{short(found[0].statement)}”" if len(found) == 1 else f"{len(found)} claims"
        tx.summary = f"evidence ({stance}) on {what}"
        made = [
            Evidence(draw_id("v"), one.id, stance, annotation, url, note, tx.at) for one in found
        ]
        for evidence in made:
            tx.insert("evidence", evidence.id, to_fields(evidence))
        return made[0].id

    def add_passage(
        self,
        claim: str,
        stance: Stance,
        article: str,
        span: Span,
        *,
        note: str = "",
        revision: int | None = None,
        also: Sequence[str] = (),
    ) -> Evidence:
        """Highlight a passage and let it bear on a claim, as one step; errors as :meth:`add`.

        Args:
            also: further claims, as in :meth:`add_evidence`.
        """
        with self._store.transaction(command="evidence add", actor=self._actor, summary="") as tx:
            mark = compose(
                self._store,
                tx,
                self._actor,
                article,
                span,
                Motivation.HIGHLIGHTING,
                revision=revision,
            )
            tx.insert("annotations", mark.id, to_fields(mark))
            made = self._add_evidence(tx, [claim, *also], stance, mark.id, None, note)
        return self._store.marks.evidence(made)

    def edit_evidence(
        self, id: str, *, stance: Stance | None = None, note: str | None = None
    ) -> Evidence:
        """Change what a piece of evidence says; what is None stays.

        Raises:
            NotFound: if there is no such evidence.
            UsageError: for an unknown stance.
        """
        with self._store.transaction(command="evidence edit", actor=self._actor, summary="") as tx:
            claim = self.get(self._store.marks.evidence(id).claim)
            fields: dict[str, Any] = {} if note is None else {"note": note}
            if stance is not None:
                fields["stance"] = member(Stance, "stance", stance)
            tx.summary = f"edit {', '.join(fields)} of evidence on “{short(claim.statement)}”"
            tx.update("evidence", id, fields)
        return self._store.marks.evidence(id)

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
