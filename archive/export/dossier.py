"""What an export is about, gathered once: the articles of the scope and all that hangs on them.

Records are read in bulk and looked up by id from then on; an article's text
is read when its page is written and not kept, so that a big archive needs
little memory.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from archive.errors import NotFound
from archive.export import around
from archive.export.around import Context
from archive.export.contract import Source
from archive.model import (
    Annotation,
    Article,
    Claim,
    Entity,
    Evidence,
    Motivation,
    Order,
    Span,
)
from archive.text.document import Document


class _Tagged:
    """An article's marks that name an entity, to be asked for those over a passage.

    Args:
        marks: in document order.
    """

    def __init__(self, marks: list[Annotation]) -> None:
        self._marks = marks
        self._starts = [mark.span.start for mark in marks]
        self._reach = list(accumulate((mark.span.end for mark in marks), max))

    def over(self, span: Span) -> Iterator[Annotation]:
        """Those that overlap ``span``."""
        first = bisect_right(self._reach, span.start)
        last = bisect_left(self._starts, span.end)
        return (m for m in self._marks[first:last] if m.span.overlaps(span))


@dataclass
class Dossier:
    """The scope of one export.

    Attributes:
        articles: those in scope by id, newest first, undated last.
        annotations: those of each article in document order, ties by id;
            the ones without a place come last.
        claims: those that appear in the scope, by id.
        entities: those the scope speaks of (all, if it is the whole
            archive), by id. An id that was merged leads to what it became.
        evidence: by claim. ``proves``: by the annotation that is evidence.
        appearances: of each claim within the scope, in the articles' order.
        mentions: of each entity within the scope, in the articles' order.
    """

    archive: Source
    articles: dict[str, Article]
    annotations: dict[str, list[Annotation]]
    claims: dict[str, Claim]
    entities: dict[str, Entity]
    evidence: dict[str, list[Evidence]]
    proves: dict[str, list[Evidence]]
    appearances: dict[str, list[Annotation]]
    mentions: dict[str, list[Annotation]]
    _contexts: dict[str, Context] = field(default_factory=dict)
    _tagged: dict[str, _Tagged] = field(default_factory=dict)

    def entity(self, id: str | None) -> Entity | None:
        """The entity with this id, through mergers; None if it is not of the scope."""
        return self.entities.get(id) if id is not None else None

    def listed(self) -> list[Entity]:
        """The entities of the scope, by name without regard to case, ties by id."""
        distinct = {entity.id: entity for entity in self.entities.values()}
        return sorted(distinct.values(), key=lambda e: (e.name.casefold(), e.id))

    def claims_by(self, entity: str) -> list[Claim]:
        """The claims of the scope that this entity makes, in the order of their appearance."""
        return self._making.get(entity, [])

    @cached_property
    def _making(self) -> dict[str, list[Claim]]:
        making: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            claimant = self.entity(claim.claimant)
            if claimant is not None:
                making[claimant.id].append(claim)
        return making

    def claims_naming(self, entity: str) -> list[Claim]:
        """The claims of the scope in whose words this entity is mentioned."""
        return [self.claims[id] for id in self._naming.get(entity, ())]

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        naming: dict[str, dict[str, None]] = defaultdict(dict)
        for claim in self.claims:
            for appearance in self.appearances[claim]:
                for entity in self.within(appearance):
                    naming[entity.id][claim] = None
        return {entity: list(claims) for entity, claims in naming.items()}

    def within(self, annotation: Annotation) -> list[Entity]:
        """The entities mentioned inside a mark, each once, in document order."""
        if not annotation.placement.placed:
            return []
        tagged = self._tagged.get(annotation.article)
        if tagged is None:
            marks = self.annotations[annotation.article]
            tagged = _Tagged([m for m in marks if m.placement.placed and m.entity is not None])
            self._tagged[annotation.article] = tagged
        found: dict[str, Entity] = {}
        for other in tagged.over(annotation.span):
            entity = self.entity(other.entity)
            if entity is not None:
                found.setdefault(entity.id, entity)
        return list(found.values())

    def annotation(self, id: str) -> tuple[Annotation, Article] | None:
        """A mark and its article, in or out of the scope; None if one is gone."""
        try:
            annotation = self.archive.annotations.get(id)
            return annotation, self.archive.articles.get(annotation.article)
        except NotFound:
            return None

    def context(self, annotation: Annotation, document: Document) -> Context:
        """The words around a mark, remembered for the other pages that show it.

        Args:
            document: the text of the mark's article as it now stands.
        """
        self._contexts[annotation.id] = around.of_mention(annotation, document)
        return self._contexts[annotation.id]

    def remembered(self, annotation: Annotation) -> Context:
        """The words around a mark as its article's page has them."""
        return self._contexts.get(annotation.id) or around.remembered(annotation)


def gather(archive: Source, ids: Sequence[str] | None = None) -> Dossier:
    """Read what the pages of a scope need.

    Args:
        ids: the articles in scope; None for all. Unknown ids are passed over.
    """
    articles = dict(_articles(archive, archive.articles.ids(Order("date"), among=ids)))
    annotations: dict[str, list[Annotation]] = {id: [] for id in articles}
    for annotation in archive.annotations.all(None if ids is None else list(articles)):
        if annotation.article in annotations:
            annotations[annotation.article].append(annotation)
    for marks in annotations.values():
        marks.sort(key=_document_order)
    appearances: dict[str, list[Annotation]] = defaultdict(list)
    mentions: dict[str, list[Annotation]] = defaultdict(list)
    living = {entity.id: entity for entity in archive.entities.all()}
    entities = dict(living) if ids is None else {}
    for annotation in (mark for marks in annotations.values() for mark in marks):
        if annotation.claim is not None:
            appearances[annotation.claim].append(annotation)
        if annotation.entity is not None:
            entity = living.get(annotation.entity) or _get_entity(archive, annotation.entity)
            if entity is not None:
                entities[annotation.entity] = entity
                mentions[entity.id].append(annotation)
    known = {claim.id: claim for claim in archive.claims.all()}
    claims = {id: known[id] for id in appearances if id in known}
    for claim in claims.values():
        if claim.claimant is not None and claim.claimant not in entities:
            claimant = living.get(claim.claimant) or _get_entity(archive, claim.claimant)
            if claimant is not None:
                entities[claim.claimant] = claimant
    evidence = archive.claims.all_evidence()
    return Dossier(
        archive,
        articles,
        annotations,
        claims,
        entities,
        evidence,
        _by_annotation(evidence.values()),
        appearances,
        mentions,
    )


def is_mention(annotation: Annotation) -> bool:
    """Whether a mark only names an entity."""
    return annotation.motivation is Motivation.IDENTIFYING


def _articles(archive: Source, ids: Iterable[str]) -> Iterator[tuple[str, Article]]:
    for id in ids:
        try:
            yield id, archive.articles.get(id)
        except NotFound:
            continue  # deleted by another process since the ids were read


def _document_order(annotation: Annotation) -> tuple[bool, int, int, str]:
    span = annotation.span
    return (not annotation.placement.placed, span.start, span.end, annotation.id)


def _by_annotation(lists: Iterable[list[Evidence]]) -> dict[str, list[Evidence]]:
    proves: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in lists:
        for one in evidence:
            if one.annotation is not None:
                proves[one.annotation].append(one)
    return proves


def _get_entity(archive: Source, id: str) -> Entity | None:
    try:
        return archive.entities.get(id)
    except NotFound:
        return None
