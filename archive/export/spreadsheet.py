"""Claims, entities, annotations and evidence as CSV, a table each.

How the cells are written, so that a spreadsheet opens them right and runs
nothing that an article says, is :mod:`archive.text.tables`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from archive.export.contract import Cancelled, ExportReport, Left, Progress, Source
from archive.export.dossier import Dossier, gather
from archive.export.files import Files, Pace, export_files
from archive.model import Entity, Evidence
from archive.text.tables import Cell, write_rows

Cells = Sequence[Cell]

_CLAIMS: Final = (
    "id statement kind claimant attribution said_on due verdict confidence notes appearances "
    "articles evidence created modified"
).split()
_ENTITIES: Final = "id type name aliases identifiers description mentions created modified".split()
_ANNOTATIONS: Final = (
    "id motivation exact note tags label claim entity entity_name article title outlet url "
    "published placement revision start end prefix suffix creator created modified"
).split()
_EVIDENCE: Final = "id claim statement stance annotation exact article url note created".split()


def export_csv(
    archive: Source,
    folder: Path,
    ids: Sequence[str] | None = None,
    *,
    text: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ExportReport:
    """Write the four tables; see :class:`archive.export.contract.Exporter`.

    ``text`` changes nothing: a spreadsheet is no place for articles.
    """
    dossier = gather(archive, ids)
    evidence = [one for key in dossier.claims for one in dossier.evidence.get(key, ())]
    tables = {
        "claims.csv": (_CLAIMS, _claims(dossier), len(dossier.claims)),
        "entities.csv": (_ENTITIES, _entities(dossier), len(dossier.listed())),
        "annotations.csv": (
            _ANNOTATIONS,
            _annotations(dossier),
            sum(map(len, dossier.annotations.values())),
        ),
        "evidence.csv": (_EVIDENCE, _evidence(dossier, evidence), len(evidence)),
    }

    def work(files: Files, pace: Pace) -> Sequence[Left]:
        for name, (heading, rows, _) in tables.items():
            files.put(name, write_rows(heading, _paced(rows, pace)))
        return ()

    total = sum(count for _, _, count in tables.values())
    return export_files(folder, total, progress, cancelled, work)


def _paced(rows: Iterator[Cells], pace: Pace) -> Iterator[Cells]:
    for row in rows:
        yield row
        pace.step()


def _claims(dossier: Dossier) -> Iterator[Cells]:
    for claim in sorted(dossier.claims.values(), key=lambda one: (one.created, one.id)):
        claimant = dossier.entity(claim.claimant)
        marks = dossier.appearances[claim.id]
        yield (
            claim.id,
            claim.statement,
            claim.kind,
            claimant.name if claimant else None,
            claim.attribution,
            claim.said_on,
            claim.due,
            claim.verdict,
            claim.confidence,
            claim.notes,
            len(marks),
            _listed(dict.fromkeys(mark.article for mark in marks)),
            len(dossier.evidence.get(claim.id, ())),
            claim.created,
            claim.modified,
        )


def _entities(dossier: Dossier) -> Iterator[Cells]:
    for entity in dossier.listed():
        yield (
            entity.id,
            entity.type,
            entity.name,
            _listed(alias.form for alias in entity.aliases),
            _listed(f"{scheme}={value}" for scheme, value in entity.identifiers),
            entity.description,
            len(dossier.mentions.get(entity.id, ())),
            entity.created,
            entity.modified,
        )


def _annotations(dossier: Dossier) -> Iterator[Cells]:
    for key, marks in dossier.annotations.items():
        article = dossier.articles[key]
        for mark in marks:
            entity: Entity | None = dossier.entity(mark.entity)
            placed = mark.placement.placed
            yield (
                mark.id,
                mark.motivation,
                mark.exact,
                mark.note,
                _listed(mark.tags),
                mark.label,
                mark.claim,
                mark.entity,
                entity.name if entity else None,
                key,
                article.title,
                article.outlet,
                article.url,
                article.published,
                mark.placement,
                mark.revision,
                mark.span.start if placed else None,
                mark.span.end if placed else None,
                mark.selectors.prefix,
                mark.selectors.suffix,
                mark.creator,
                mark.created,
                mark.modified,
            )


def _evidence(dossier: Dossier, evidence: Sequence[Evidence]) -> Iterator[Cells]:
    for one in evidence:
        found = dossier.annotation(one.annotation) if one.annotation else None
        mark, article = found if found else (None, None)
        yield (
            one.id,
            one.claim,
            dossier.claims[one.claim].statement,
            one.stance,
            one.annotation,
            mark.exact if mark else None,
            article.id if article else None,
            one.url or (article.url if article else None),
            one.note,
            one.created,
        )


def _listed(values: Iterable[str]) -> str:
    return "; ".join(values)
