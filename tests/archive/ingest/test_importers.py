"""One contract for every importer: each fixture, and what must come of it.

A fixture is an input file under tests/fixtures/importers/<format>/ with its
expectation beside it in ``<name>.expected.json``: the articles and the skipped
places, in order. To write a new one, put the input there and run
``python -m tests.archive.ingest.test_importers``, then read what it wrote.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.ingest.identity import identity_of
from archive.ingest.importers import IMPORTERS, by_name, choose
from archive.ingest.items import Item, Notice, Skipped
from archive.ingest.marks import Found, Mark, Record
from archive.ingest.source import Source
from tests.archive.ingest.reading import check_document, read_file, source_of, told

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "importers"
INPUTS = sorted(p for p in FIXTURES.glob("*/*") if not p.name.endswith(".expected.json"))


def described(found: Found) -> dict[str, object]:
    if isinstance(found, Skipped):
        return {"skipped": told(found)}
    if isinstance(found, Notice):
        return {"notice": told(found)}
    if isinstance(found, Mark | Record):
        told_of: dict[str, object] = json.loads(json.dumps(asdict(found)))
        return {name: value for name, value in told_of.items() if value not in ("", None, [])}
    document = found.text
    return {
        "identity": identity_of(found),
        "title": found.title,
        "published": str(found.published) if found.published else None,
        "language": found.language,
        "outlet": found.outlet,
        "authors": list(found.authors),
        "tags": list(found.tags),
        "url": found.url,
        "source": found.source,
        "blocks": [
            [
                " ".join(
                    f"{k}={v}"
                    for k, v in [
                        ("kind", b.kind.value),
                        ("level", b.level),
                        ("depth", b.depth),
                        ("quote", b.quote),
                    ]
                    if v
                ),
                b.span.of(document.text),
            ]
            for b in document.blocks
        ],
        "inlines": [[i.kind.value, i.span.of(document.text), i.target] for i in document.inlines],
        "warnings": [told(warning) for warning in found.warnings],
    }


def expected_of(path: Path) -> Path:
    return path.with_name(path.name + ".expected.json")


@pytest.fixture(params=INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def fixture(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_gives_what_the_fixture_expects(fixture: Path) -> None:
    expected = json.loads(expected_of(fixture).read_text(encoding="utf-8"))
    assert [described(found) for found in read_file(fixture)] == expected


def test_the_file_finds_its_importer(fixture: Path) -> None:
    importer = choose(source_of(fixture))
    assert not isinstance(importer, Skipped)
    assert importer.name == fixture.parent.name


def test_documents_keep_their_promises(fixture: Path) -> None:
    for found in read_file(fixture):
        if isinstance(found, Item):
            check_document(found.text)
            assert found.text.text.strip()
            assert found.title and "\n" not in found.title


def test_the_original_is_enough_to_read_it_again(fixture: Path) -> None:
    importer = by_name(fixture.parent.name)
    for found in read_file(fixture):
        if isinstance(found, Item):
            assert found.original is not None
            again = Source(found.source, fixture.name, memory=found.original)
            (once_more,) = importer.read(again)
            assert isinstance(once_more, Item)
            assert (once_more.title, once_more.text) == (found.title, found.text)


def test_gzip_makes_no_difference(fixture: Path, tmp_path: Path) -> None:
    packed = tmp_path / (fixture.name + ".gz")
    packed.write_bytes(gzip.compress(fixture.read_bytes()))
    plain = [described(found) for found in read_file(fixture)]
    for was, now in zip(plain, map(described, read_file(packed)), strict=True):
        if "source" in was:
            now["source"] = str(now["source"]).replace(".gz", "")
        assert now == was


def test_every_importer_has_a_fixture() -> None:
    assert {path.parent.name for path in INPUTS} == {importer.name for importer in IMPORTERS}


def test_an_unknown_format_is_a_usage_error_that_names_the_known() -> None:
    with pytest.raises(UsageError, match=r"jsonl, html"):
        by_name("docx")


if __name__ == "__main__":
    for path in INPUTS:
        if not expected_of(path).exists():
            lines = json.dumps(list(map(described, read_file(path))), ensure_ascii=False, indent=1)
            expected_of(path).write_text(lines + "\n", encoding="utf-8")
