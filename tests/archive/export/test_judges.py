"""What others' readers make of our files: the W3C's schemas, pybrat, the csv module."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from pybrat.parser import BratParser
from referencing import Registry
from referencing.jsonschema import DRAFT4

from archive.core import Archive, open_archive
from archive.export import FORMATS
from archive.export.brat import fragments
from archive.model import Alias, ClaimKind, Motivation, Span, Stance
from tests.archive.export.building import put, span
from tests.corpus import corpus_path

ASTRAL = "🦀 Rust 1.84 ships. «\u202eevil\u202c» says 👩‍👩‍👧: it\n costs 5,58.  \n\n\tTabs\tand 𝒙."
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FORMAT = FormatChecker(())


def is_uri(value: object) -> bool:
    """RFC 3986, as far as signs and escapes go; the library's own check needs more packages."""
    if not isinstance(value, str):
        return True
    form = r"[A-Za-z][A-Za-z0-9+.-]*:(?:[\w.~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
    return re.fullmatch(form, value, re.ASCII) is not None


def is_moment(value: object) -> bool:
    return not isinstance(value, str) or DATE.fullmatch(value) is not None


FORMAT.checks("uri")(is_uri)
FORMAT.checks("date-time")(is_moment)


@pytest.fixture(scope="module")
def filled(newsroom_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The newsroom, and an article that is hard to count in."""
    folder = tmp_path_factory.mktemp("judged") / "archive"
    shutil.copytree(newsroom_folder, folder)
    with open_archive(folder, actor="ana") as opened:
        crab = put(opened, "crab", "=HYPERLINK(1)", ASTRAL, url="https://example.org/a b?é=[1]%zz")
        for words in ("Rust 1.84", "evil", "👧: it\n costs 5,58.  \n\n\tTabs\tand", "𝒙"):
            opened.annotations.add(crab, span(opened, crab, words), Motivation.HIGHLIGHTING)
        entity, _ = opened.entities.tag(crab, span(opened, crab, "Rust"), type="langage évolué")
        opened.entities.edit(
            entity.id, identifiers=[("wikidata", "Q575650")], aliases=[Alias("@rust")]
        )
        yield opened


@pytest.fixture(scope="module")
def exported(filled: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format, each in a folder of its name."""
    base = tmp_path_factory.mktemp("exported")
    for name in ("w3c", "claimreview", "jsonl", "csv", "brat"):
        FORMATS[name](filled, base / name)
    return base


@pytest.fixture(scope="module")
def collection(exported: Path) -> Any:
    return json.loads((exported / "w3c" / "annotations.jsonld").read_text(encoding="utf-8"))


def registry_of(folder: Path) -> Any:
    """The definitions that the suite's schemas refer to."""
    registry: Any = Registry()
    return registry.with_resources(
        (path.name, DRAFT4.create_resource(json.loads(path.read_text(encoding="utf-8"))))
        for path in (folder / "definitions").glob("*.json")
    )


def musts(folder: Path) -> Iterator[tuple[str, Draft4Validator]]:
    """The schemas that the W3C's suite marks as musts, what they refer to at hand."""
    registry = registry_of(folder)
    listed = json.loads((folder / "annotations" / "annotationMusts.test").read_text("utf-8"))
    for name in listed["assertions"]:
        schema = json.loads((folder / name).read_text(encoding="utf-8"))
        assert schema["assertionType"] == "must" and schema["expectedResult"] == "valid"
        yield name, Draft4Validator(schema, registry=registry, format_checker=FORMAT)


def test_every_annotation_passes_all_musts_of_the_w3c(collection: Any) -> None:
    judges = list(musts(corpus_path("annotation", "w3c_web_annotation_tests")))
    assert len(judges) == 54
    for annotation in collection["first"]["items"]:
        for name, judge in judges:
            assert judge.is_valid(annotation), (name, annotation)


def test_the_judges_refuse_what_is_wrong() -> None:
    judges = dict(musts(corpus_path("annotation", "w3c_web_annotation_tests")))
    wrong = {"type": "Annotation", "id": "no uri", "target": 7}
    assert sum(not judge.is_valid(wrong) for judge in judges.values()) >= 3


def test_the_collection_passes_its_musts_too(collection: Any) -> None:
    folder = corpus_path("annotation", "w3c_web_annotation_tests")
    registry = registry_of(folder)
    page = {"@context": collection["@context"], **collection["first"]}
    for kind, value in (("collections", collection), ("collections/pages", page)):
        for path in (folder / kind).glob("*.json"):
            schema = json.loads(path.read_text(encoding="utf-8"))
            if schema["assertionType"] == "must":
                judge = Draft4Validator(schema, registry=registry, format_checker=FORMAT)
                assert judge.is_valid(value), path.name


def test_offsets_of_web_annotations_are_code_points(filled: Archive, collection: Any) -> None:
    assert collection["total"] == len(collection["first"]["items"]) == 21
    placed = 0
    for annotation in collection["first"]["items"]:
        target = annotation["target"]
        assert is_uri(annotation["id"]) and is_uri(target["source"])
        assert DATE.fullmatch(annotation["created"])
        quote, *position = target["selector"]
        for one in position:
            text = filled.articles.document(target["scope"]["id"].rpartition(":")[2]).text
            assert text[one["start"] : one["end"]] == quote["exact"]
            assert text[: one["start"]].endswith(quote["prefix"])
            assert text[one["end"] :].startswith(quote["suffix"])
            placed += 1
    assert placed == 20  # one is lost


def test_a_mention_names_what_it_identifies(collection: Any) -> None:
    sources = {
        body["source"]
        for annotation in collection["first"]["items"]
        for body in annotation.get("body", ())
        if body["type"] == "SpecificResource" and annotation["motivation"] == "identifying"
    }
    assert "http://www.wikidata.org/entity/Q575650" in sources
    assert len(sources) == 6


def test_a_claim_review_has_what_its_readers_need(exported: Path) -> None:
    data = json.loads((exported / "claimreview" / "claims.jsonld").read_text(encoding="utf-8"))
    judge = Draft4Validator(CLAIM_REVIEW, format_checker=FORMAT)
    assert [error.message for error in judge.iter_errors(data)] == []
    kinds = [node["@type"] for node in data["@graph"]]
    assert kinds == ["ClaimReview", "Claim", "Claim"]


def test_the_archives_own_verdicts_are_exported(filled: Archive, tmp_path: Path) -> None:
    verdicts = filled.claims.verdicts
    verdicts.change("supported", rename="étayé")
    verdicts.change("unchecked", rename="à vérifier")
    verdicts.add("supported")  # of another meaning now
    FORMATS["claimreview"](filled, tmp_path / "claimreview")
    FORMATS["brat"](filled, tmp_path / "brat")
    graph = json.loads((tmp_path / "claimreview" / "claims.jsonld").read_text("utf-8"))["@graph"]
    assert [node["@type"] for node in graph] == ["ClaimReview", "Claim", "Claim"]
    rating = graph[0]["reviewRating"]
    assert (rating["alternateName"], rating["ratingValue"]) == ("étayé", 5)
    configured = (tmp_path / "brat" / "annotation.conf").read_text("utf-8")
    assert (
        "Value:a_verifier|etaye|refuted|conflicting|not_enough_evidence|supported\n" in configured
    )
    for _ in range(3):
        filled.history.undo()


_CLAIM = {
    "type": "object",
    "required": ["@id", "text", "appearance"],
    "properties": {
        "@type": {"enum": ["Claim"]},
        "@id": {"format": "uri"},
        "author": {"required": ["@type", "name"]},
        "appearance": {"type": "array", "minItems": 1},
    },
}
# What https://schema.org/ClaimReview and the search engines that read it ask for, ``url`` aside.
CLAIM_REVIEW = {
    "required": ["@context", "@graph"],
    "properties": {
        "@context": {"enum": ["https://schema.org"]},
        "@graph": {
            "items": {
                "oneOf": [
                    {**_CLAIM, "required": ["@type", *_CLAIM["required"]]},
                    {
                        "required": ["@type", "claimReviewed", "reviewRating", "itemReviewed"],
                        "properties": {
                            "@type": {"enum": ["ClaimReview"]},
                            "@id": {"format": "uri"},
                            "claimReviewed": {"type": "string", "minLength": 1},
                            "dateModified": {"format": "date-time"},
                            "reviewRating": {
                                "required": ["@type", "alternateName"],
                                "properties": {
                                    "ratingValue": {"minimum": 1, "maximum": 5},
                                    "worstRating": {"enum": [1]},
                                    "bestRating": {"enum": [5]},
                                },
                            },
                            "itemReviewed": _CLAIM,
                        },
                    },
                ]
            }
        },
    },
}


def test_brat_has_equal_texts_offsets_and_words(filled: Archive, exported: Path) -> None:
    seen = 0
    for example in BratParser(error="raise").parse(exported / "brat"):
        article = str(example.id).rpartition("-")[2]
        text = filled.articles.document(article).text
        assert example.text == text
        marks = [mark for mark in filled.annotations.of(article) if mark.placement.placed]
        assert len(example.entities) == len(marks)
        for entity, mark in zip(example.entities, marks, strict=True):
            parts = [Span(one.start, one.end) for one in entity.spans]
            assert parts == fragments(text, mark.span)
            assert parts[0].start == mark.span.start and parts[-1].end == mark.span.end
            assert entity.mention == " ".join(part.of(text) for part in parts)
            assert [one.eid for one in entity.references] == [mark.entity] * bool(mark.entity)
            seen += 1
    assert seen == 20


def test_brat_lines_are_all_well_formed(exported: Path) -> None:
    examples = BratParser(error="raise").parse(exported / "brat")
    assert [one.type for example in examples for one in example.relations] == ["Supports"]
    types = {one.type for example in examples for one in example.entities}
    configured = (exported / "brat" / "annotation.conf").read_text(encoding="utf-8").split("\n")
    assert types <= set(configured)
    assert "Langage_evolue" in types


def test_marks_on_one_span_are_one_annotation_of_brat_that_tells_of_them_all(
    archive: Archive, tmp_path: Path
) -> None:
    id = put(archive, "one", "One", "Alta Labs halves its prices.\n\nTwice a year.")
    here, there = span(archive, id, "Alta Labs"), span(archive, id, "Twice a year.")
    entity, _ = archive.entities.tag(id, here, name="Alta Labs", type="organisation")
    for note in ("", "Who\nelse?"):
        archive.annotations.add(id, here, Motivation.HIGHLIGHTING, note=note)
    passage = archive.annotations.add(id, there, Motivation.HIGHLIGHTING)
    claims = [
        archive.claims.add(id, there, statement=statement, kind=kind, note=note)[0]
        for statement, kind, note in (
            ("It is twice.", ClaimKind.QUANTITY, "Ask."),
            ("Every year.", ClaimKind.FACT, "Sure?"),
        )
    ]
    for mark in (passage, archive.annotations.of(id)[0]):
        archive.claims.add_evidence(claims[0].id, Stance.SUPPORTS, annotation=mark.id)
    FORMATS["brat"](archive, tmp_path)
    [example] = BratParser(error="raise").parse(tmp_path)
    first, second = example.entities
    assert (first.type, first.mention, second.type) == ("Organisation", "Alta Labs", "Claim")
    assert [one.eid for one in first.references] == [entity.id]
    assert [(one.type, one.arg1, one.arg2) for one in example.relations] == [
        ("Supports", first, second)
    ]
    [path] = tmp_path.glob("*.ann")
    notes = re.findall(r"^#\d+\tAnnotatorNotes (.*)$", path.read_text("utf-8"), re.MULTILINE)
    claim, other = sorted(claims, key=lambda one: archive.claims.appearances(one.id)[0].id)
    own = {mark.claim: mark.note for mark in archive.annotations.of(id)}
    assert sorted(notes) == sorted(
        [
            "T1\tAlso Highlight",
            "T1\tAlso Highlight: Who else?",
            f"T2\t{own[claim.id]}",
            f"T2\tAlso Claim ({other.kind}, {other.verdict}) {other.statement}: {own[other.id]}",
            "T2\tAlso Highlight",
            "T2\tSupports the claim in these words",
        ]
    )


def test_what_brat_cannot_hold_is_reported(filled: Archive, tmp_path: Path) -> None:
    [lost] = FORMATS["brat"](filled, tmp_path).omitted
    assert "is lost" in lost.reason


def test_a_spreadsheet_finds_whole_tables_and_no_formula(filled: Archive, exported: Path) -> None:
    rows = {}
    for path in (exported / "csv").glob("*.csv"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
        text = data.decode("utf-8-sig")
        rows[path.stem] = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        for row in rows[path.stem]:
            assert not [cell for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@\t\r")]
    counts = {name: len(found) for name, found in rows.items()}
    assert counts == {"annotations": 21, "claims": 3, "entities": 5, "evidence": 2}
    assert "'=HYPERLINK(1)" in {row["title"] for row in rows["annotations"]}
    assert {row["exact"] for row in rows["annotations"]} == {
        mark.exact for mark in filled.annotations.all()
    }


def test_json_lines_are_one_record_a_line(filled: Archive, exported: Path) -> None:
    lines = (exported / "jsonl" / "newsmark.jsonl").read_text(encoding="utf-8").split("\n")
    records = [json.loads(line) for line in lines[:-1]]
    assert lines[-1] == ""
    assert records[-1] == {"record": "end", "lines": len(records)}
    kinds = [record["record"] for record in records]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "archive": 1,
        "entities": 5,
        "claims": 3,
        "articles": 4,
        "revisions": 5,
        "annotations": 21,
        "rejections": 1,
        "evidence": 2,
        "end": 1,
    }
