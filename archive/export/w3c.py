"""Annotations as W3C Web Annotation JSON-LD: one file, ``annotations.jsonld``.

An AnnotationCollection whose one page holds every annotation of the scope,
one to a line, so that a version-control system shows what changed. Each is
whole by itself (it repeats the context). Offsets are code points, as the
standard has them (https://www.w3.org/TR/annotation-model/, 4.2.5); a mark
without a place in the current text has its quotation and no position.

A page of the web is its target's ``source``; the article itself is always
its ``scope``, as ``urn:newsmark:article:ID`` with its title, by which an
import finds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote as percent

from archive.export.contract import Cancelled, ExportReport, Left, Progress, Source
from archive.export.dossier import Dossier, gather
from archive.export.files import Files, Pace, export_files
from archive.model import Annotation, Article, Claim, Entity

NAME: Final = "annotations.jsonld"
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_WEB: Final = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
# What may stand in an address (RFC 3986), escapes already made included.
_IN_URL: Final = "%/:?#@!$&'()*+,;=-._~"
_STRAY_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")


def export_w3c(
    archive: Source,
    folder: Path,
    ids: Sequence[str] | None = None,
    *,
    text: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ExportReport:
    """Write every annotation of the scope; see :class:`archive.export.contract.Exporter`.

    ``text`` changes nothing: the format holds quotations, not texts.
    """
    dossier = gather(archive, ids)
    total = sum(map(len, dossier.annotations.values()))

    def work(files: Files, pace: Pace) -> Sequence[Left]:
        files.put(NAME, _collection(dossier, total, pace))
        return ()

    return export_files(folder, total, progress, cancelled, work)


def _collection(dossier: Dossier, total: int, pace: Pace) -> Iterator[str]:
    collection = {
        "@context": CONTEXT,
        "id": urn("annotations"),
        "type": "AnnotationCollection",
        "label": "Newsmark annotations",
        "total": total,
    }
    page = {"id": urn("annotations", "1"), "type": "AnnotationPage", "startIndex": 0}
    yield f'{_dumps(collection)[:-1]},\n"first":{_dumps(page)[:-1]},"items":['
    separator = "\n"
    for key, marks in dossier.annotations.items():
        for mark in marks:
            yield separator + _dumps(web_annotation(dossier, dossier.articles[key], mark))
            separator = ",\n"
            pace.step()
    yield f'\n]}},\n"last":{_dumps(page["id"])}}}\n'


def web_annotation(dossier: Dossier, article: Article, mark: Annotation) -> dict[str, Any]:
    """One annotation as a Web Annotation.

    Args:
        dossier: where its claim and entity are looked up.
        article: the one it stands in.
    """
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "id": urn("annotation", mark.id),
        "type": "Annotation",
        "motivation": str(mark.motivation),
    }
    if mark.creator:
        value["creator"] = {"type": "Person", "name": mark.creator}
    value |= {"created": mark.created, "modified": mark.modified}
    bodies = list(_bodies(mark, dossier.claims.get(mark.claim or ""), dossier.entity(mark.entity)))
    if bodies:
        value["body"] = bodies
    return value | {"target": _target(article, mark)}


def _bodies(mark: Annotation, claim: Claim | None, entity: Entity | None) -> Iterator[Any]:
    # A text with an id of its own would be a resource of the web, which has no purpose.
    if claim is not None:
        yield _resource(urn("claim", claim.id), "assessing")
        yield _text(claim.statement, "assessing")
        yield _text(claim.verdict, "classifying")
    if entity is not None:
        yield _resource(urn("entity", entity.id), "identifying")
        yield from (_resource(page, "identifying") for page in wikidata_pages(entity))
        yield _text(entity.name, "identifying")
    if mark.note:
        yield _text(mark.note, "commenting", "text/markdown")
    for tag in mark.tags:
        yield _text(tag, "tagging")
    if mark.label:
        yield _text(mark.label, "classifying")


def _text(value: str, purpose: str, format: str = "text/plain") -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": format, "purpose": purpose}


def _resource(source: str, purpose: str) -> dict[str, str]:
    return {"type": "SpecificResource", "source": source, "purpose": purpose}


def _target(article: Article, mark: Annotation) -> dict[str, Any]:
    quote = {
        "type": "TextQuoteSelector",
        "exact": mark.exact,
        "prefix": mark.selectors.prefix,
        "suffix": mark.selectors.suffix,
    }
    selectors: list[dict[str, Any]] = [quote]
    if mark.placement.placed:
        position = {"start": mark.span.start, "end": mark.span.end}
        selectors.append({"type": "TextPositionSelector", **position})
    return {
        "type": "SpecificResource",
        "source": web_address(article.url) or urn("article", article.id),
        "scope": {"id": urn("article", article.id), "type": "Text", "label": article.title},
        "selector": selectors,
    }


def wikidata_pages(entity: Entity) -> Iterator[str]:
    """Addresses of an entity in Wikidata, by its identifiers."""
    for scheme, value in entity.identifiers:
        if scheme.casefold() == "wikidata" and re.fullmatch(r"Q\d+", value, re.ASCII):
            yield f"http://www.wikidata.org/entity/{value}"


def urn(kind: str, key: str = "") -> str:
    """The name of a record for other programs, such as ``urn:newsmark:claim:c-7h2k9m4q``."""
    return f"urn:newsmark:{kind}:{percent(key, safe='-')}" if key else f"urn:newsmark:{kind}"


def web_address(url: str | None) -> str | None:
    """An http(s) address as a URI (RFC 3986), what may not stand in one escaped; else None."""
    if url is None or not _WEB.match(url.strip()):
        return None
    return percent(_STRAY_PERCENT.sub("%25", url.strip()), safe=_IN_URL, errors="replace")


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
