"""Broken files of annotations: each fault is named with its place, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.core import Archive
from archive.ingest.importers import choose
from archive.ingest.items import Notice, Skipped
from archive.ingest.marks import Found, Mark, Record
from archive.ingest.pipeline import import_paths
from archive.ingest.reading import read_source
from archive.ingest.source import MAX_ARTICLE, Source
from tests.archive.ingest.reading import read_anything
from tests.archive.ingest.test_importers import INPUTS

FORMATS = ("hypothesis", "w3c", "readwise", "kindle", "newsmark")
FILES = [path for path in INPUTS if path.parent.name in FORMATS]
READWISE = "Highlight,Book Title,Book Author,Note,Location\r\n"


def read_as(form: str, data: bytes) -> list[Found]:
    source = Source("a", "a", memory=data, size=len(data))
    return [found for _, found in read_source(source, form)]


def faults(found: list[Found]) -> list[Skipped]:
    return [one for one in found if isinstance(one, Skipped)]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "data",
    [b"", b"  \n", b"\x00\x01\x02\xff" * 40, b"%PDF-1.4", b"{" * 2000],
    ids=["empty", "blank", "binary", "pdf", "braces"],
)
def test_what_is_nothing_of_the_kind_is_refused_with_a_reason(form: str, data: bytes) -> None:
    found = read_as(form, data)
    assert found == faults(found)
    assert not [one for one in faults(found) if "failed on it" in one.reason]


@pytest.mark.parametrize("form", FORMATS[:-1])
def test_a_file_too_large_for_memory_is_refused(form: str) -> None:
    [fault] = read_as(form, b'{"a":"' + b" " * MAX_ARTICLE)
    assert isinstance(fault, Skipped)
    assert "larger than 64 MB" in fault.reason and fault.remedy == "split it"


def test_a_line_too_long_of_ours_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ingest.importers.newsmark.MAX_LINE", 1 << 20)
    head = b'{"record":"archive","holds":"articles","schema":1}\n'
    claim = b'{"record":"claims"}\n'
    data = head + claim + b'{"x":"' + b"y" * (1 << 21) + b'"}\n' + claim
    data += b'{"record":"end","lines":5}\n'
    found = read_anything(data, "a.jsonl")
    assert [fault.place for fault in faults(found)] == ["line 3"]
    assert [one.place for one in found if isinstance(one, Record)] == ["line 2", "line 4"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
@settings(max_examples=12)
@given(data=st.data())
def test_no_damage_brings_an_importer_down(path: Path, data: st.DataObject) -> None:
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    filling = data.draw(
        st.binary(max_size=4)
        | st.sampled_from([b"null", b"[]", b"{}", b'"', b"-1", b"1e999", b"\r", b",,", b"\\ud800"])
    )
    damaged = whole[:start] + filling + whole[end:]
    for one in read_as(path.parent.name, damaged):
        if isinstance(one, Notice):
            assert "failed on it" not in one.reason, one
        if isinstance(one, Mark):
            json.dumps([one.exact, one.note, one.tags]).encode("utf-8", "strict")
            assert "\x00" not in one.exact + one.note and one.on.title


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_damaged_or_whole_it_can_be_brought_in(
    archive: Archive, tmp_path: Path, path: Path
) -> None:
    whole = path.read_bytes()
    for number, data in enumerate((whole, whole[: len(whole) // 2], whole[len(whole) // 3 :])):
        file = tmp_path / f"{number}{path.suffix}"
        file.write_bytes(data)
        import_paths(archive, [file], format=path.parent.name)
    for mark in archive.annotations.all():
        text = archive.articles.document(mark.article).text
        assert not mark.placement.placed or mark.span.of(text) == mark.exact


def test_broken_json_keeps_what_stands_before_and_after_the_break() -> None:
    rows = [
        {"id": str(number), "uri": "u", "text": f"note {number}", "target": []}
        for number in range(4)
    ]
    data = json.dumps({"rows": rows}).replace('"note 1"', '"note 1').encode()
    found = read_as("hypothesis", data)
    assert [one.note for one in found if isinstance(one, Mark)] == ["note 0", "note 2", "note 3"]
    [fault] = faults(found)
    assert fault.place.startswith("line 1, column ") and "broken here" in fault.reason
    assert "came in" in fault.remedy


def test_latin_1_and_utf_16_are_read() -> None:
    text = READWISE + "Été à la mer,Un été,Zoé,,3\r\n"
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        [mark] = read_as("readwise", text.encode(encoding))
        assert isinstance(mark, Mark) and mark.exact == "Été à la mer"


def test_nothing_else_is_taken_for_annotations() -> None:
    for data, name in (
        (
            b'{"id": 1, "title": "On anno", "body": "see \\"http://www.w3.org/ns/anno.jsonld\\""}',
            "a",
        ),
        (b'{"id": 1, "title": "On anno", "body": "\\"TextQuoteSelector\\" \\"uri\\""}\n', "a.json"),
        (b"Highlight of the year\n\nBook Title, Highlight,\n" + b"words " * 40, "a.txt"),
        (b"A title\n\nWords.\n==========\nMore.\n", "a.txt"),
        (b'{"record": "a gold one", "id": 1, "body": "words"}\n', "a.jsonl"),
    ):
        chosen = choose(Source(name, name, memory=data, size=len(data)))
        assert isinstance(chosen, Skipped) or chosen.name not in FORMATS, (data, chosen)
