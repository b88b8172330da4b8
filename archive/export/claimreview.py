"""Claims as schema.org ClaimReview JSON-LD: one file, ``claims.jsonld``.

A graph of one node a line, the oldest claim first. A claim that was given a
verdict is a ClaimReview (https://schema.org/ClaimReview) of the Claim; one
whose verdict is open by the archive's scheme is the Claim alone, since nobody
has reviewed it. Verdicts keep their own words (``alternateName``); what says
true or false in the scheme has a rating from 1 to 5 too, and the usual
``conflicting`` stands in the middle. Other unclear ones, such as lack of
evidence, are no place on a scale.
An author is a person or an organisation to schema.org: a claimant that is
neither, such as a law, is credited by name (``creditText``).

``url``, the page on which a review is published, is not written: the archive
does not know one. Search engines ask for it; whoever publishes adds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from archive.export.contract import Cancelled, ExportReport, Left, Progress, Source
from archive.export.dossier import Dossier, gather
from archive.export.files import Files, Pace, export_files
from archive.export.w3c import urn, web_address, wikidata_pages
from archive.model import (
    Annotation,
    Article,
    Claim,
    Entity,
    Evidence,
    Meaning,
    PartialDate,
    Scheme,
)

NAME: Final = "claims.jsonld"
CONTEXT: Final = "https://schema.org"
_RATINGS: Final = {Meaning.FALSE: 1, Meaning.TRUE: 5}
_MIDDLE: Final = ("conflicting", 3)
_TYPES: Final = {"person": "Person", "organisation": "Organization"}


def export_claimreview(
    archive: Source,
    folder: Path,
    ids: Sequence[str] | None = None,
    *,
    text: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ExportReport:
    """Write every claim of the scope; see :class:`archive.export.contract.Exporter`.

    ``text`` changes nothing: the format holds no articles.
    """
    dossier = gather(archive, ids)
    claims = sorted(dossier.claims.values(), key=lambda claim: (claim.created, claim.id))

    def work(files: Files, pace: Pace) -> Sequence[Left]:
        files.put(NAME, _graph(dossier, claims, archive.claims.verdicts.scheme, pace))
        return ()

    return export_files(folder, len(claims), progress, cancelled, work)


def _graph(dossier: Dossier, claims: Sequence[Claim], scheme: Scheme, pace: Pace) -> Iterator[str]:
    yield f'{{"@context":{_dumps(CONTEXT)},"@graph":['
    separator = "\n"
    for claim in claims:
        yield separator + _dumps(_node(dossier, claim, scheme))
        separator = ",\n"
        pace.step()
    yield "\n]}\n"


def _node(dossier: Dossier, claim: Claim, scheme: Scheme) -> dict[str, Any]:
    item = _claim(dossier, claim)
    # A verdict that the scheme no longer has still says what it says in the usual one.
    meaning = scheme.meaning(claim.verdict) or Scheme().meaning(claim.verdict)
    if meaning is Meaning.OPEN:
        return item
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": claim.verdict}
    value = _RATINGS.get(meaning) if meaning is not None else None
    if meaning is Meaning.UNCLEAR and claim.verdict == _MIDDLE[0]:
        value = _MIDDLE[1]
    if value is not None:
        rating |= {"ratingValue": value, "worstRating": 1, "bestRating": 5}
    node: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": urn("review", claim.id),
        "claimReviewed": claim.statement,
        "reviewRating": rating,
        "itemReviewed": item,
        "dateCreated": claim.created,
        "dateModified": claim.modified,
    }
    reviewers = sorted({mark.creator for mark in dossier.appearances[claim.id] if mark.creator})
    if reviewers:
        node["author"] = _one_or_all({"@type": "Person", "name": name} for name in reviewers)
    if claim.notes.strip():
        node["reviewBody"] = claim.notes
    citations = [_citation(dossier, one) for one in dossier.evidence.get(claim.id, ())]
    if citations:
        node["citation"] = citations
    return node


def _claim(dossier: Dossier, claim: Claim) -> dict[str, Any]:
    item: dict[str, Any] = {
        "@type": "Claim",
        "@id": urn("claim", claim.id),
        "text": claim.statement,
    }
    claimant = dossier.entity(claim.claimant)
    if claimant is not None and claimant.type in _TYPES:
        item["author"] = _agent(claimant)
    elif claimant is not None:
        item["creditText"] = claimant.name
    if claim.said_on is not None:
        item["datePublished"] = _date(claim.said_on)
    if claim.due is not None:
        item["temporalCoverage"] = _date(claim.due)
    item["keywords"] = str(claim.kind)
    marks = dossier.appearances[claim.id]
    works = {mark.article: _article(dossier.articles[mark.article]) for mark in marks}
    item["appearance"] = [
        _quotation(works[mark.article], mark) for mark in sorted(marks, key=_by_age)
    ]
    return item


def _agent(entity: Entity) -> dict[str, Any]:
    agent: dict[str, Any] = {
        "@type": _TYPES[entity.type],
        "@id": urn("entity", entity.id),
        "name": entity.name,
    }
    pages = list(wikidata_pages(entity))
    if pages:
        agent["sameAs"] = pages[0] if len(pages) == 1 else pages
    return agent


def _article(article: Article) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "NewsArticle", "@id": urn("article", article.id)}
    work["headline"] = article.title
    if address := web_address(article.url):
        work["url"] = address
    if article.published is not None:
        work["datePublished"] = _date(article.published)
    if article.outlet:
        work["publisher"] = {"@type": "Organization", "name": article.outlet}
    if article.authors:
        work["author"] = _one_or_all({"@type": "Person", "name": name} for name in article.authors)
    if article.language:
        work["inLanguage"] = article.language
    return work


def _quotation(work: dict[str, Any], mark: Annotation) -> dict[str, Any]:
    return {
        "@type": "Quotation",
        "@id": urn("annotation", mark.id),
        "text": mark.exact,
        "isPartOf": work,
    }


def _citation(dossier: Dossier, evidence: Evidence) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "CreativeWork"}
    found = dossier.annotation(evidence.annotation) if evidence.annotation else None
    if found is not None:
        mark, article = found
        work = _quotation(_article(article), mark)
    elif evidence.url:
        address = web_address(evidence.url)
        work["url" if address else "name"] = address or evidence.url
    work |= {"@id": urn("evidence", evidence.id), "keywords": str(evidence.stance)}
    if evidence.note.strip():
        work["abstract"] = evidence.note
    return work


def _date(date: PartialDate) -> str:
    return date.text


def _by_age(mark: Annotation) -> tuple[str, str]:
    return (mark.created, mark.id)


def _one_or_all(values: Iterator[dict[str, str]]) -> Any:
    found = list(values)
    return found[0] if len(found) == 1 else found


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
