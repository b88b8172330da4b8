"""Scopes narrower than whole articles: what belongs to one claim, entity or speaker.

A scope is the archive seen through a slit: the same parts, with only the
marks that belong to it and the claims that those make. Every exporter takes
it for the archive, with the articles in which the marks stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archive.annotations import Annotations
from archive.articles import Articles
from archive.claims import Claims
from archive.entities import Entities
from archive.errors import NotFound, UsageError
from archive.export.contract import Source
from archive.model import Annotation, Claim, Newcomer
from archive.store import Store, Transaction


class _ChosenAnnotations(Annotations):
    """Those annotations of an archive that are chosen; one asked for by its id is always found."""

    def __init__(self, store: Store, chosen: frozenset[str]) -> None:
        super().__init__(store, "")
        self._chosen = chosen

    def of(self, article_id: str) -> list[Annotation]:
        return [mark for mark in super().of(article_id) if mark.id in self._chosen]

    def all(self, article_ids: Collection[str] | None = None) -> list[Annotation]:
        return [mark for mark in super().all(article_ids) if mark.id in self._chosen]


class _ChosenClaims(Claims):
    """Those claims of an archive that are chosen."""

    def __init__(self, store: Store, chosen: frozenset[str]) -> None:
        super().__init__(store, "", self._nobody)
        self._chosen = chosen

    @staticmethod
    def _nobody(tx: Transaction, speaker: Newcomer) -> str:
        raise UsageError(f"A selection of claims makes no entity of {speaker.name}.")

    def all(self) -> list[Claim]:
        return [claim for claim in super().all() if claim.id in self._chosen]


@dataclass(frozen=True)
class Scope:
    """A part of an archive, to be exported in its place (a ``Source``).

    Attributes:
        ids: the articles in which its marks stand; to be given to the exporter.
        marks: ids of its annotations.
    """

    articles: Articles
    annotations: Annotations
    claims: Claims
    entities: Entities
    store: Store
    ids: tuple[str, ...]
    marks: frozenset[str]


def of_claim(archive: Source, claim: str) -> Scope:
    """A claim: its appearances, the passages that are evidence on it, the names in them.

    Raises:
        NotFound: if there is no such claim.
    """
    return _scope(archive, [archive.claims.get(claim)], ())


def of_speaker(archive: Source, entity: str) -> Scope:
    """What an entity says: the claims it makes, each as :func:`of_claim` has it.

    Raises:
        NotFound: if there is no such entity, or it makes no claim.
    """
    who = archive.entities.get(entity)
    claims = [one for one in archive.claims.all() if _is(archive, one.claimant, who.id)]
    if not claims:
        raise NotFound(f"{who.name} makes no claim.", ids=(who.id,))
    return _scope(archive, claims, ())


def of_entity(archive: Source, entity: str) -> Scope:
    """An entity: its mentions, the claims in whose words it is named, and those it makes.

    Raises:
        NotFound: if there is no such entity, or no mark that has to do with it.
    """
    who = archive.entities.get(entity)
    mentions = archive.entities.mentions(who.id)
    named = {
        mark.claim
        for article, here in _by_article(mentions).items()
        for mark in archive.annotations.of(article)
        if mark.claim is not None and _touches(mark, here)
    }
    claims = [
        one for one in archive.claims.all() if one.id in named or _is(archive, one.claimant, who.id)
    ]
    if not mentions and not claims:
        raise NotFound(f"No mark has to do with {who.name}.", ids=(who.id,))
    return _scope(archive, claims, mentions)


def _scope(archive: Source, claims: Iterable[Claim], marks: Iterable[Annotation]) -> Scope:
    chosen = {mark.id: mark for mark in marks}
    keys: set[str] = set()
    for claim in claims:
        keys.add(claim.id)
        for mark in archive.claims.appearances(claim.id):
            chosen[mark.id] = mark
        for evidence in archive.claims.evidence(claim.id):
            if evidence.annotation is not None:
                mark = archive.annotations.get(evidence.annotation)
                chosen[mark.id] = mark
    articles = _by_article(chosen.values())
    for article, passages in articles.items():
        for mark in archive.annotations.of(article):
            if mark.entity is not None and _touches(mark, passages):
                chosen[mark.id] = mark
    return Scope(
        archive.articles,
        _ChosenAnnotations(archive.store, frozenset(chosen)),
        _ChosenClaims(archive.store, frozenset(keys)),
        archive.entities,
        archive.store,
        tuple(articles),
        frozenset(chosen),
    )


def _by_article(marks: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for mark in marks:
        found.setdefault(mark.article, []).append(mark)
    return found


def _touches(mark: Annotation, others: Iterable[Annotation]) -> bool:
    """Whether a mark overlaps one of others of its article."""
    return mark.placement.placed and any(
        other.placement.placed and other.span.overlaps(mark.span) for other in others
    )


def _is(archive: Source, entity: str | None, wanted: str) -> bool:
    """Whether an entity is the one wanted, or was merged into it."""
    return entity is not None and archive.entities.get(entity).id == wanted
