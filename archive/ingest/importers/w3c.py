"""W3C Web Annotations in JSON-LD: collections, pages, lists, single ones; ours and others'.

Ours come back as they were: claims, entities and ids too. Of others' the
quotation, the position, comments and tags are read; offsets are code points
by the standard and UTF-16 units by the habit of many programs, and whichever
of them points at the words quoted is taken.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import unquote

from archive.ingest.importers.base import Importer
from archive.ingest.items import Skipped
from archive.ingest.json_parts import objects
from archive.ingest.marks import (
    ANNOTATION_ID,
    CLAIM_ID,
    ENTITY_ID,
    Mark,
    Reads,
    Whereabouts,
    line,
    moment,
    tags_of,
    whole_number,
    words,
)
from archive.ingest.source import Source
from archive.model import Motivation

_SIGN: Final = re.compile(rb'[:,\[]\s*"https?://www\.w3\.org/ns/anno\.jsonld"')
_URN: Final = re.compile(r"urn:newsmark:(\w+):(.+)")
_MOTIVATIONS: Final = {
    "highlighting": Motivation.HIGHLIGHTING,
    "identifying": Motivation.IDENTIFYING,
    "assessing": Motivation.ASSESSING,
}


def looks(head: bytes) -> bool:
    """Whether this is JSON that names the standard's context."""
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return begins in (b"{", b"[") and _SIGN.search(head) is not None


def read(source: Source) -> Reads:
    """The annotations of the file."""
    for found in objects(source, _wanted):
        yield found if isinstance(found, Skipped) else _mark(source, *found)


def _wanted(value: dict[str, Any]) -> bool:
    return "target" in value and "Annotation" in _listed(value.get("type", value.get("@type")))


def _mark(source: Source, place: str, value: dict[str, Any]) -> Mark | Skipped:
    own = line(value.get("id", value.get("@id")))
    target = next(iter(_listed(value.get("target"))), None)
    where = _where(target)
    quote, position = _selectors(target)
    if where is None:
        return Skipped(source.name, place, "this annotation names no source")
    body = _Body(value)
    exact = words(quote.get("exact"))
    if not own:
        own = f"{where.key} {position} {exact} {body.note}"
    if not (exact or body.note.strip() or body.tags):
        return Skipped(source.name, place, "this annotation has neither words nor a body")
    motivation = _MOTIVATIONS.get(next(iter(_listed(value.get("motivation"))), ""))
    claim = entity = None
    if motivation is Motivation.ASSESSING and exact:
        statement = body.texts.get("assessing", [""])[0]
        claim = (line(statement) or line(exact), _first(body.texts, "classifying") or "")
        del body.texts["classifying"][:1]
    elif motivation is Motivation.IDENTIFYING and exact:
        entity = _first(body.texts, "identifying") or line(exact)
    else:
        motivation = Motivation.COMMENTING if body.note.strip() else Motivation.HIGHLIGHTING
    created = moment(value.get("created"))
    return Mark(
        identity=f"w3c:{own}",
        on=where,
        exact=exact,
        source=source.name,
        place=place,
        prefix=words(quote.get("prefix")),
        suffix=words(quote.get("suffix")),
        position=position,
        units="either",
        order=position or (),
        motivation=motivation,
        note=body.note,
        tags=body.tags,
        label=_first(body.texts, "classifying") or None,
        id=_own(own, "annotation", ANNOTATION_ID),
        claim=claim,
        claim_id=body.named("assessing", "claim", CLAIM_ID),
        entity=entity,
        entity_id=body.named("identifying", "entity", ENTITY_ID),
        creator=_agent(value.get("creator")),
        created=created,
        modified=moment(value.get("modified")) or created,
    )


class _Body:
    """What the bodies of an annotation say, by their purpose."""

    def __init__(self, annotation: dict[str, Any]) -> None:
        self.texts: dict[str, list[str]] = {"classifying": []}
        self.sources: dict[str, list[str]] = {}
        if isinstance(annotation.get("bodyValue"), str):
            self.texts["commenting"] = [words(annotation["bodyValue"])]
        for body in _listed(annotation.get("body")):
            if isinstance(body, str):
                self.texts.setdefault("linking", []).append(line(body))
                continue
            if not isinstance(body, dict):
                continue
            purpose = line(next(iter(_listed(body.get("purpose"))), "")) or "commenting"
            value = words(body.get("value", body.get("chars")))
            if value.strip():
                self.texts.setdefault(purpose, []).append(value)
            if source := _address(body.get("source", body.get("id"))):
                self.sources.setdefault(purpose, []).append(source)
        self.tags = tags_of(self.texts.pop("tagging", []))

    @property
    def note(self) -> str:
        """Comments and whatever else has no place of its own here, parted by blank lines."""
        own = {"assessing", "identifying", "classifying"}
        said = [
            text for purpose, texts in self.texts.items() if purpose not in own for text in texts
        ]
        return "\n\n".join(said)

    def named(self, purpose: str, kind: str, form: re.Pattern[str]) -> str | None:
        """The id of a record of ours that a body of this purpose names."""
        keys = (_own(source, kind, form) for source in self.sources.get(purpose, ()))
        return next((key for key in keys if key), None)


def _where(target: object) -> Whereabouts | None:
    if isinstance(target, str):
        target = {"source": target}
    if not isinstance(target, dict):
        return None
    source = target.get("source", target.get("id"))
    url = _address(source)
    scopes = [_own(_address(one), "article") for one in _listed(target.get("scope"))]
    id = next((one for one in (*scopes, _own(url, "article")) if one), None)
    if not url and id is None:
        return None
    titles = (
        line(one.get("title", one.get("name", one.get("label"))))
        for one in (source, *_listed(target.get("scope")))
        if isinstance(one, dict)
    )
    title = next(filter(None, titles), "")
    web = url if url.startswith(("http://", "https://")) else None
    return Whereabouts(key=url, title=title or url, id=id, url=web)


def _selectors(target: object) -> tuple[dict[str, Any], tuple[int, int] | None]:
    quote: dict[str, Any] = {}
    position: tuple[int, int] | None = None
    pending = _listed(target.get("selector")) if isinstance(target, dict) else []
    for _ in range(100):  # refinements of refinements; nobody nests deeper
        if not pending:
            break
        selector = pending.pop(0)
        if not isinstance(selector, dict):
            continue
        kinds = _listed(selector.get("type", selector.get("@type")))
        if "TextQuoteSelector" in kinds and not quote:
            quote = selector
        elif "TextPositionSelector" in kinds:
            start, end = whole_number(selector.get("start")), whole_number(selector.get("end"))
            if start is not None and end is not None and start < end:
                position = (start, end)
        pending += _listed(selector.get("refinedBy"))
    return quote, position


def _own(name: str, kind: str, form: re.Pattern[str] | None = None) -> str | None:
    """The id in a name such as ``urn:newsmark:claim:c-7h2k9m4q``."""
    match = _URN.fullmatch(name)
    if match is None or match[1] != kind:
        return None
    key = unquote(match[2])
    return key if form is None or form.fullmatch(key) else None


def _agent(value: object) -> str:
    agent = next(iter(_listed(value)), None)
    if isinstance(agent, dict):
        names = (agent.get(key) for key in ("name", "nickname", "id"))
        agent = next((name for one in names for name in _listed(one) if name), "")
    return line(agent)


def _address(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    return line(value)


def _first(texts: dict[str, list[str]], purpose: str) -> str:
    return line(next(iter(texts.get(purpose, ())), ""))


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


IMPORTER = Importer("w3c", read, frozenset((".jsonld",)), looks)
