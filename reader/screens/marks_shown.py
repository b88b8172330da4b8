"""The marks of an article as text and side pane show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.core import Archive
from archive.model import Annotation, Claim, Entity, Motivation
from reader.layout.marks import Mark, MarkKind
from reader.widgets.side_pane import PaneMark

KINDS: Mapping[Motivation, MarkKind] = {
    Motivation.ASSESSING: MarkKind.CLAIM,
    Motivation.IDENTIFYING: MarkKind.ENTITY,
    Motivation.HIGHLIGHTING: MarkKind.HIGHLIGHT,
    Motivation.COMMENTING: MarkKind.NOTE,
}


@dataclass(frozen=True, slots=True)
class MarksShown:
    """Annotations in document order, with the claims and entities they name, by id.

    Attributes:
        bearing: by id of a mark, what it says of which claims.
        unjudged: the verdict of a claim that nobody judged, which need not be told.
        digits: the digits of labels by what they are named.
    """

    annotations: Sequence[Annotation] = ()
    claims: Mapping[str, Claim] | None = None
    entities: Mapping[str, Entity] | None = None
    bearing: Mapping[str, Sequence[str]] | None = None
    unjudged: str = ""
    digits: Mapping[str, str] | None = None

    @classmethod
    def load(cls, archive: Archive, article: str, digits: Mapping[str, str]) -> MarksShown:
        """The marks of an article as they stand; ``digits`` as in the class."""
        annotations = archive.annotations.of(article)
        claims = {a.claim: archive.claims.get(a.claim) for a in annotations if a.claim}
        entities = {a.entity: archive.entities.get(a.entity) for a in annotations if a.entity}
        bearing: dict[str, list[str]] = {}
        for piece in archive.claims.evidence_in(article):
            said = archive.claims.get(piece.claim).statement
            bearing.setdefault(piece.annotation or "", []).append(f"{piece.stance}: {said}")
        unjudged = archive.claims.verdicts.scheme.first
        return cls(annotations, claims, entities, bearing, unjudged, digits)

    def find(self, id: str) -> Annotation | None:
        """The annotation of this id, if it is among them."""
        return next((one for one in self.annotations if one.id == id), None)

    def claim(self, annotation: Annotation) -> Claim | None:
        """The claim that an annotation is an appearance of."""
        return (self.claims or {}).get(annotation.claim or "")

    def entity(self, annotation: Annotation) -> Entity | None:
        """The entity that an annotation mentions."""
        return (self.entities or {}).get(annotation.entity or "")

    def on_text(self) -> list[Mark]:
        """The marks that have a place in the current text."""
        return [
            Mark(one.id, one.span, KINDS[one.motivation], self._digit(one))
            for one in self.annotations
            if one.placement.placed
        ]

    def in_pane(self) -> list[PaneMark]:
        """All marks, those without a place too."""
        return [
            PaneMark(
                one.id,
                KINDS[one.motivation],
                one.span if one.placement.placed else None,
                one.exact,
                self._detail(one),
                one.placement,
                self._digit(one),
            )
            for one in self.annotations
        ]

    def _detail(self, annotation: Annotation) -> str:
        bears = (self.bearing or {}).get(annotation.id, ())
        label = annotation.label or ""
        filed = f"({label})" if label and label not in "123456789" else ""
        return " ".join(filter(None, (filed, self._own(annotation), *bears)))

    def _digit(self, annotation: Annotation) -> str:
        """The digit of a mark's label, empty for a label that has none."""
        label = annotation.label or ""
        return (
            label if len(label) == 1 and label.isdecimal() else (self.digits or {}).get(label, "")
        )

    def _own(self, annotation: Annotation) -> str:
        claim, entity = self.claim(annotation), self.entity(annotation)
        if claim is not None:
            same = " ".join(claim.statement.split()) == " ".join(annotation.exact.split())
            said = "" if same else f"{claim.statement} "
            verdict = "" if claim.verdict == self.unjudged else f", {claim.verdict}"
            return f"{said}[{claim.kind}{verdict}]{f' {claim.notes}' if claim.notes else ''}"
        if entity is not None:
            name = "" if entity.name == annotation.exact else f"{entity.name} "
            return f"{name}[{entity.type}]"
        return annotation.note
