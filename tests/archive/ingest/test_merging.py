"""Our own JSON Lines, taken into an empty archive and into one that has things already."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.core import Archive, open_archive
from archive.export import FORMATS
from archive.ingest.items import Summary
from archive.ingest.pipeline import import_paths
from archive.model import Motivation, Placement
from archive.store import dump
from archive.store.dump import excerpt
from tests.archive.export.building import make_newsroom, put, span


@pytest.fixture(scope="module")
def newsroom_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_newsroom(tmp_path_factory.mktemp("merging") / "archive")


@pytest.fixture
def newsroom(newsroom_folder: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(newsroom_folder, tmp_path / "newsroom")
    with open_archive(tmp_path / "newsroom", actor="ana") as opened:
        yield opened


def lines_of(archive: Archive) -> list[str]:
    return [line for line in dump(archive.store, log=False) if '"record":"archive"' not in line]


def exported(archive: Archive, folder: Path) -> Path:
    FORMATS["jsonl"](archive, folder)
    return folder / "newsmark.jsonl"


def changed(file: Path, change: Callable[[list[dict[str, Any]]], object]) -> Path:
    """The file with its records changed, beside it."""
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    change(records)
    other = file.with_name("changed.jsonl")
    other.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return other


def test_an_empty_archive_becomes_equal(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    keep = newsroom.entities.all()
    put(newsroom, "kept", "Kept", "With its\toriginal.", original=b"\x00\xff raw")
    newsroom.articles.mark_read(newsroom.articles.ids()[:1], True)
    newsroom.articles.star(newsroom.articles.ids()[:2], True)
    newsroom.articles.edit(newsroom.articles.ids()[0], title="Corrected")
    dossier = newsroom.dossiers.new("A dossier")
    newsroom.dossiers.add(dossier.id, heading="Claims")
    newsroom.dossiers.add(dossier.id, claim=newsroom.claims.all()[0].id, text="Not so.")
    newsroom.dossiers.add(dossier.id, annotation=newsroom.annotations.all()[0].id)
    with newsroom.store.transaction(command="entity merge", actor="ana", summary="") as tx:
        tx.update("entities", keep[1].id, {"merged_into": keep[0].id})
    file = exported(newsroom, tmp_path / "out")
    summary = import_paths(another_archive, [file])
    assert (summary.new, summary.marks, summary.skipped) == (4, 16, [])
    assert lines_of(another_archive) == lines_of(newsroom)
    assert list(excerpt(another_archive.store)) == list(excerpt(newsroom.store))
    assert another_archive.dossiers.parts(dossier.id) == newsroom.dossiers.parts(dossier.id) != []
    for name, export in FORMATS.items():
        one, other = tmp_path / "one" / name, tmp_path / "other" / name
        export(newsroom, one)
        export(another_archive, other)
        for path in one.rglob("*"):
            if path.is_file():
                assert (other / path.relative_to(one)).read_bytes() == path.read_bytes()


def test_a_second_time_adds_nothing(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    file = exported(newsroom, tmp_path / "out")
    first = import_paths(another_archive, [file])
    before = list(dump(another_archive.store))
    again = import_paths(another_archive, [file])
    assert (again.new, again.unchanged, again.marks, again.marks_unchanged) == (0, 3, 0, 16)
    assert list(dump(another_archive.store)) == before
    assert import_paths(newsroom, [file]).step is None
    assert first.step is not None
    another_archive.history.undo_import(first.step)
    assert another_archive.articles.count() == len(another_archive.annotations.all()) == 0
    assert import_paths(another_archive, [file]).marks == 16
    assert list(excerpt(another_archive.store)) == list(excerpt(newsroom.store))


def test_marks_on_an_article_that_has_another_text_here_are_anchored(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    text = newsroom.articles.document(newsroom.articles.ids()[0]).text
    article = newsroom.articles.get(newsroom.articles.ids()[0])
    file = exported(newsroom, tmp_path / "out")
    longer = f"A new beginning, put before everything else.\n\n{text}"
    here = put(another_archive, article.identity, "Title here", longer)
    assert here == article.id
    summary = import_paths(another_archive, [file])
    assert summary.revised == 1  # the file's text came in as the newer one
    [other] = [row for row in another_archive.history.log() if row.command == "import"][:1]
    assert other.number == summary.step
    marks = another_archive.annotations.of(here)
    assert len(marks) == len(newsroom.annotations.of(here))
    now = another_archive.articles.document(here).text
    assert all(mark.span.of(now) == mark.exact for mark in marks)


def test_marks_made_on_an_older_text_than_the_one_here_are_anchored_in_this(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    article = newsroom.articles.get(newsroom.articles.ids()[0])
    text = newsroom.articles.document(article.id).text
    file = exported(newsroom, tmp_path / "out")
    put(another_archive, article.identity, "T", text)
    put(another_archive, article.identity, "T", f"A new beginning.\n\n{text}")
    summary = import_paths(another_archive, [file])
    assert summary.marks_lost == 1  # the one that was lost before
    marks = another_archive.annotations.of(article.id)
    now = another_archive.articles.document(article.id).text
    assert {mark.revision for mark in marks} == {2}
    assert all(mark.span.of(now) == mark.exact for mark in marks)


def test_an_entity_of_the_same_name_and_type_is_the_one_that_is_here(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    other = put(another_archive, "other", "Other", "LUTÈCE IA is here, Alta Labs too.")
    lutece, _ = another_archive.entities.tag(
        other, span(another_archive, other, "LUTÈCE IA"), type="organisation"
    )
    alta, _ = another_archive.entities.tag(
        other, span(another_archive, other, "Alta Labs"), type="product"
    )
    import_paths(another_archive, [exported(newsroom, tmp_path / "out")])
    named = {entity.id: entity.name for entity in another_archive.entities.all()}
    assert sorted(named.values()) == [
        "Alta Labs",
        "Alta Labs",
        "LUTÈCE IA",
        "Nora Lind",
        "Orphée-2",
    ]
    assert len(another_archive.entities.mentions(lutece.id)) == 3
    assert len(another_archive.entities.mentions(alta.id)) == 1
    claimants = {claim.claimant for claim in another_archive.claims.all()}
    assert lutece.id in claimants and claimants <= named.keys()


def spoil(record: str, /, **fields: Any) -> Callable[[list[dict[str, Any]]], None]:
    def change(records: list[dict[str, Any]]) -> None:
        first = next(one for one in records if one["record"] == record)
        for name, value in fields.items():
            if value is ...:
                del first[name]
            else:
                first[name] = value

    return change


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("claims", {"kind": "gossip"}, "it cannot be read: 'gossip'"),
        ("claims", {"verdict": 7}, "its verdict is «7», not text"),
        ("claims", {"statement": ...}, "its statement is missing"),
        ("claims", {"statement": None}, "its statement is missing"),
        ("claims", {"id": "../../x"}, "«../../x» is no id"),
        ("claims", {"confidence": -1}, "its confidence is «-1», not a number"),
        ("claims", {"confidence": 1 << 70}, "its confidence is"),
        ("claims", {"due": "2025-13"}, "it cannot be read: no such month"),
        ("claims", {"extra": 1}, "it has a field that is not known here: «extra»"),
        ("claims", {"claimant": "e-nobody99"}, "its entity e-nobody99 is missing"),
        ("annotations", {"motivation": "x"}, "it cannot be read: 'x'"),
        ("annotations", {"start": 9, "end": 3}, "it cannot be read: not a span"),
        ("annotations", {"tags": [1]}, "its tags hold «1»"),
        ("annotations", {"article": "0000"}, "its article 0000 is missing"),
        ("annotations", {"revision": 9}, "revision 9 of its article is missing"),
        ("annotations", {"note": "\ud800"}, "its note is"),
        ("entities", {"aliases": [["x", None]]}, "its aliases hold"),
        ("entities", {"identifiers": {"a": "b"}}, "its identifiers is"),
        ("entities", {"merged_into": "e-nobody99"}, "entity e-nobody99, into which it was merged"),
        ("evidence", {"annotation": None, "url": None}, "evidence is a passage or a URL"),
        ("revisions", {"text": "other"}, "its text is not the one whose sha256 it names"),
        ("revisions", {"markup": "{}"}, "its markup cannot be read"),
        ("revisions", {"original": "!"}, "its original is no base64"),
        ("articles", {"read": "yes"}, "its read is «yes», not true or false"),
        ("articles", {"revision": 7}, "the revision that it names as its current one is missing"),
    ],
)
def test_a_bad_record_costs_itself_and_what_hangs_on_it(
    newsroom: Archive,
    another_archive: Archive,
    tmp_path: Path,
    kind: str,
    fields: dict[str, Any],
    reason: str,
) -> None:
    file = changed(exported(newsroom, tmp_path / "out"), spoil(kind, **fields))
    summary = import_paths(another_archive, [file])
    first = summary.skipped[0]
    assert reason in first.reason and first.place.startswith("line "), summary.skipped
    assert first.remedy
    assert summary.new >= 2 and summary.marks >= 3
    assert list(dump(another_archive.store))  # and what came in can be read again
    for mark in another_archive.annotations.all():
        assert another_archive.articles.get(mark.article)


def test_entities_merged_in_a_circle_stand_by_themselves(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    def circle(records: list[dict[str, Any]]) -> None:
        one, other = [record for record in records if record["record"] == "entities"][:2]
        one["merged_into"], other["merged_into"] = other["id"], one["id"]

    file = changed(exported(newsroom, tmp_path / "out"), circle)
    [notice] = import_paths(another_archive, [file]).skipped
    assert "in a circle" in notice.reason
    for mark in another_archive.annotations.all():
        if mark.entity:
            assert another_archive.entities.get(mark.entity)


def test_a_place_that_holds_other_words_is_not_believed(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    file = changed(
        exported(newsroom, tmp_path / "out"), spoil("annotations", exact="no such words")
    )
    summary = import_paths(another_archive, [file])
    assert summary.skipped == [] and summary.marks == 16
    [mark] = [m for m in another_archive.annotations.all() if m.exact == "no such words"]
    assert mark.placement is Placement.LOST


def test_a_file_cut_short_brings_what_it_holds_and_says_so(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    file = exported(newsroom, tmp_path / "out")
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * 3 // 4])
    summary: Summary = import_paths(another_archive, [file])
    assert [notice.place.partition(" ")[0] for notice in summary.skipped] == ["line", "after"]
    assert summary.new >= 1 and summary.marks


def test_a_dump_is_not_imported(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "dump.jsonl").write_text("\n".join(dump(newsroom.store)), encoding="utf-8")
    [notice] = import_paths(another_archive, [tmp_path / "dump.jsonl"]).skipped
    assert "dump of a whole archive" in notice.reason and "restore" in notice.remedy


def test_marks_made_here_meanwhile_stay(
    newsroom: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    file = exported(newsroom, tmp_path / "out")
    import_paths(another_archive, [file])
    mark = another_archive.annotations.all()[0]
    another_archive.annotations.edit(mark.id, note="mine")
    gone = another_archive.annotations.all()[-1]
    another_archive.annotations.delete(gone.id)
    own = another_archive.annotations.add(mark.article, mark.span, Motivation.HIGHLIGHTING)
    summary = import_paths(another_archive, [file])
    assert (summary.marks, summary.marks_deleted) == (0, 1)
    assert another_archive.annotations.get(mark.id).note == "mine"
    assert own.id in {each.id for each in another_archive.annotations.all()}
