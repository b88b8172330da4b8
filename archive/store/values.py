"""Rows of the tables as the model's frozen values, and values as fields to write."""

from __future__ import annotations

from dataclasses import fields as fields_of_class
from typing import Any

from archive.model import (
    Alias,
    Annotation,
    Answer,
    Article,
    Attribution,
    Claim,
    ClaimKind,
    Copies,
    Dossier,
    Entity,
    Evidence,
    Meaning,
    Motivation,
    Part,
    PartialDate,
    Placement,
    Rejection,
    Relation,
    SavedSearch,
    Scheme,
    Selectors,
    Span,
    Stance,
)
from archive.store.connection import Row
from archive.store.records import (
    ANNOTATIONS,
    ANSWERS,
    ARTICLES,
    CLAIMS,
    COPIES,
    ENTITIES,
    EVIDENCE,
    REJECTIONS,
    RELATIONS,
    SCHEMES,
    SEARCHES,
    Fields,
)


def date(text: str | None) -> PartialDate | None:
    """A stored date as a value."""
    return None if text is None else PartialDate.parse(text)


def article(row: Row) -> Article:
    """The article of a row selected by ``ARTICLES.selection``."""
    values = ARTICLES.decode(row)
    for name in ("authors", "tags", "corrected"):
        values[name] = tuple(values[name])
    values["published"] = date(values["published"])
    return Article(row[0], **values)


def annotation(row: Row) -> Annotation:
    """The annotation of a row selected by ``ANNOTATIONS.selection``."""
    values = ANNOTATIONS.decode(row)
    return Annotation(
        id=row[0],
        article=values["article"],
        revision=values["revision"],
        selectors=Selectors(
            Span(values["start"], values["end"]),
            values["exact"],
            values["prefix"],
            values["suffix"],
        ),
        motivation=Motivation(values["motivation"]),
        placement=Placement(values["placement"]),
        note=values["note"],
        tags=tuple(values["tags"]),
        label=values["label"],
        claim=values["claim"],
        entity=values["entity"],
        creator=values["creator"],
        created=values["created"],
        modified=values["modified"],
    )


def claim(row: Row) -> Claim:
    """The claim of a row selected by ``CLAIMS.selection``."""
    values = CLAIMS.decode(row)
    values["kind"] = ClaimKind(values["kind"])
    if values["attribution"] is not None:
        values["attribution"] = Attribution(values["attribution"])
    values["said_on"] = date(values["said_on"])
    values["due"] = date(values["due"])
    return Claim(row[0], **values)


def entity(row: Row) -> Entity:
    """The entity of a row selected by ``ENTITIES.selection``."""
    values = ENTITIES.decode(row)
    values["aliases"] = tuple(Alias(*alias) for alias in values["aliases"])
    values["identifiers"] = tuple((scheme, value) for scheme, value in values["identifiers"])
    return Entity(row[0], **values)


def evidence(row: Row) -> Evidence:
    """The piece of evidence of a row selected by ``EVIDENCE.selection``."""
    values = EVIDENCE.decode(row)
    values["stance"] = Stance(values["stance"])
    return Evidence(row[0], **values)


def search(row: Row) -> SavedSearch:
    """The saved search of a row selected by ``SEARCHES.selection``."""
    return SavedSearch(row[0], **SEARCHES.decode(row))


def scheme(row: Row) -> Scheme:
    """The scheme of a row selected by ``SCHEMES.selection``; ValueError if it is none."""
    values = SCHEMES.decode(row)
    names, meanings = tuple(values["names"]), tuple(map(Meaning, values["meanings"]))
    if not names or len(names) != len(meanings):
        raise ValueError("a scheme has as many meanings as names, and one at least")
    return Scheme(names, meanings)


def copies(row: Row) -> Copies:
    """The judgement of a row selected by ``COPIES.selection``."""
    return Copies(row[0], **COPIES.decode(row))


def relation(row: Row) -> Relation:
    """The relation of a row selected by ``RELATIONS.selection``."""
    values = RELATIONS.decode(row)
    values["since"], values["until"] = date(values["since"]), date(values["until"])
    return Relation(row[0], **values)


def rejection(row: Row) -> Rejection:
    """The rejection of a row selected by ``REJECTIONS.selection``."""
    return Rejection(row[0], **REJECTIONS.decode(row))


def answer(row: Row) -> Answer:
    """The answer of a row selected by ``ANSWERS.selection``."""
    return Answer(row[0], **ANSWERS.decode(row))


def selector_fields(selectors: Selectors) -> dict[str, Any]:
    """The columns that selectors fill."""
    return {
        "start": selectors.span.start,
        "end": selectors.span.end,
        "exact": selectors.exact,
        "prefix": selectors.prefix,
        "suffix": selectors.suffix,
    }


Value = (
    Article
    | Annotation
    | Claim
    | Entity
    | Evidence
    | SavedSearch
    | Dossier
    | Part
    | Copies
    | Relation
    | Rejection
    | Answer
)


def to_fields(value: Value) -> Fields:
    """The fields of a value, its id aside, as a transaction takes them."""
    written: dict[str, Any] = {}
    for slot in fields_of_class(value):
        held = getattr(value, slot.name)
        if slot.name == "id":
            continue
        if isinstance(held, Selectors):
            written |= selector_fields(held)
        else:
            written[slot.name] = _plain(held)
    return written


def _plain(held: Any) -> Any:
    if isinstance(held, PartialDate):
        return held.text
    if isinstance(held, Alias):
        origin = [held.origin] if held.origin else []
        return [held.form, held.language, held.case_sensitive, *origin]
    if isinstance(held, tuple):
        return [_plain(item) for item in held]
    return held


def to_plain(value: Any) -> Any:
    """One value of a record as its column's field: dates as text, aliases as lists."""
    return _plain(value)
