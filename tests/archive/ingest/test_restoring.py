"""A dump becomes the archive it was made of, or nothing at all."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.core import Archive, open_archive
from archive.errors import ArchiveError, Cancelled, NewerArchive, NotAnArchive, UnreadableInput
from archive.export import FORMATS
from archive.ingest.restoring import restore
from archive.model import Meaning, Motivation, Order
from archive.store import dump
from archive.store.schema import MIGRATIONS
from tests.archive.export.building import make_newsroom, put, span

Records = list[dict[str, Any]]


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive in which much was done, undone, deleted and purged."""
    folder = make_newsroom(tmp_path_factory.mktemp("restoring") / "archive")
    with open_archive(folder, actor="ben") as archive:
        ids = archive.articles.ids()
        gone = put(archive, "gone", "Gone", "Soon deleted.", original=b"\x00\xff raw")
        archive.annotations.add(gone, span(archive, gone, "Soon"), Motivation.HIGHLIGHTING)
        archive.articles.delete([gone])
        purged = put(archive, "purged", "Purged", "Never to be seen again.")
        archive.articles.purge([purged])
        archive.articles.star(ids, True)
        archive.articles.tag(ids, add=["tag"])
        archive.history.undo()
        archive.articles.mark_read(ids[:1], True)
        archive.articles.edit(ids[0], title="Corrected, “twice”")
        dossier = archive.dossiers.new("A dossier")
        archive.dossiers.add(dossier.id, claim=archive.claims.all()[0].id, text="Not so.")
        saved, _ = archive.searches.add("Prices", "price")
        with archive.store.transaction(command="search", actor="ben", summary="") as tx:
            archive.store.searches.add_news(saved.id, {ids[0]: saved.seen + 1})
            archive.store.searches.set_mark(saved.seen + 1)
            archive.store.searches.remember_query("a private question", 10)
            assert tx.step is None
        archive.searches.add("Labs", "openai", sort="date", key="1")
        archive.claims.verdicts.add("mostly true", Meaning.TRUE)
        archive.claims.sources.judge(ids[0], ids[1], same=True)
    return folder


@pytest.fixture
def original(lived_in: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(lived_in, tmp_path / "original")
    with open_archive(tmp_path / "original", actor="ben") as opened:
        yield opened


@pytest.fixture
def dumped(original: Archive, tmp_path: Path) -> Path:
    file = tmp_path / "dump.jsonl"
    file.write_text("".join(f"{line}\n" for line in dump(original.store)), encoding="utf-8")
    return file


def changed(file: Path, change: Callable[[Records], object]) -> Path:
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    change(records)
    records[-1]["lines"] = len(records)
    file.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return file


def nothing_is_made(folder: Path) -> bool:
    return not folder.exists() and not list(folder.parent.glob(".*restoring*"))


def test_the_restored_archive_exports_the_same_bytes(
    original: Archive, dumped: Path, tmp_path: Path
) -> None:
    counts = restore(dumped, tmp_path / "restored")
    assert counts["articles"] == 3 and counts["identities"] == 4 and counts["revisions"] == 5
    with open_archive(tmp_path / "restored", actor="ben") as restored:
        assert list(dump(restored.store)) == list(dump(original.store))
        assert restored.uuid != original.uuid
        for name, export in FORMATS.items():
            one, other = tmp_path / "one" / name, tmp_path / "other" / name
            first, second = export(original, one, text=True), export(restored, other, text=True)
            assert first == second and first.written
            for path in one.rglob("*"):
                if path.is_file():
                    assert (other / path.relative_to(one)).read_bytes() == path.read_bytes()


def test_history_goes_on_where_it_was(original: Archive, dumped: Path, tmp_path: Path) -> None:
    restore(dumped, tmp_path / "restored")
    with open_archive(tmp_path / "restored", actor="ben") as restored:
        assert restored.history.log() == original.history.log()
        for archive in (original, restored):
            archive.history.undo()
            archive.history.undo()
        assert [step.summary for step in restored.history.log()] == [
            step.summary for step in original.history.log()
        ]
        deleted = next(step for step in restored.history.log() if step.command == "delete")
        assert deleted.undoable
        # What was deleted is still known by its id, its text and its original bytes.
        gone = put(restored, "gone", "Gone", "Soon deleted.")
        assert restored.articles.original(gone) == b"\x00\xff raw"
        assert gone == put(original, "gone", "Gone", "Soon deleted.")


def test_names_sorting_and_the_database_itself_are_in_order(
    original: Archive, dumped: Path, tmp_path: Path
) -> None:
    restore(dumped, tmp_path / "restored")
    with open_archive(tmp_path / "restored") as restored:
        for key in ("title", "outlet", "date", "added"):
            assert restored.articles.ids(Order(key)) == original.articles.ids(Order(key))
        assert [e.id for e in restored.entities.named("lutece ai")] == [
            e.id for e in original.entities.named("lutece ai")
        ]
        assert restored.stats() == original.stats()
        assert restored.searches.all() == original.searches.all()
        assert restored.store.searches.news() == original.store.searches.news() != {}
        assert restored.store.searches.mark() == original.store.searches.mark() > 0
        assert restored.store.searches.queries(9) == []
        assert restored.store.last_change() == original.store.last_change()
    database = sqlite3.connect(tmp_path / "restored" / "newsmark.sqlite3")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_gzip_and_other_line_ends_are_read(dumped: Path, tmp_path: Path) -> None:
    data = dumped.read_bytes()
    (tmp_path / "d.gz").write_bytes(gzip.compress(data.replace(b"\n", b"\r\n")))
    assert restore(tmp_path / "d.gz", tmp_path / "restored")["articles"] == 3


def test_an_empty_archive_and_an_empty_folder(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "dump.jsonl"
    file.write_text("\n".join(dump(archive.store)), encoding="utf-8")
    (tmp_path / "restored").mkdir()
    assert restore(file, tmp_path / "restored") == {}
    with open_archive(tmp_path / "restored") as restored:
        assert list(dump(restored.store)) == list(dump(archive.store))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_cut_short_anywhere_it_is_refused_with_the_line(
    dumped: Path, tmp_path: Path, share: float
) -> None:
    data = dumped.read_bytes()
    cut = data[: int(len(data) * share)]
    dumped.write_bytes(cut)
    with pytest.raises(UnreadableInput) as caught:
        restore(dumped, tmp_path / "restored")
    whole_lines = cut.count(b"\n")
    assert caught.value.place in (f"line {whole_lines}", f"line {whole_lines + 1}")
    assert caught.value.remedy and str(dumped) in str(caught.value)
    assert nothing_is_made(tmp_path / "restored")


def test_cut_after_a_whole_line_it_is_refused(dumped: Path, tmp_path: Path) -> None:
    lines = dumped.read_bytes().splitlines(keepends=True)
    dumped.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(UnreadableInput, match=f"line {len(lines)}: .*cut short"):
        restore(dumped, tmp_path / "restored")
    dumped.write_bytes(b"".join([*lines[:5], *lines[6:]]))
    with pytest.raises(UnreadableInput, match=f"had {len(lines)} lines, not {len(lines) - 1}"):
        restore(dumped, tmp_path / "restored")
    dumped.write_bytes(b"".join([*lines, lines[-1]]))
    with pytest.raises(UnreadableInput, match="something follows"):
        restore(dumped, tmp_path / "restored")
    packed = gzip.compress(b"".join(lines))
    dumped.write_bytes(packed[:-200])
    with pytest.raises(UnreadableInput, match=r"gzip data end too early|no JSON"):
        restore(dumped, tmp_path / "restored")
    assert nothing_is_made(tmp_path / "restored")


def first(records: Records, kind: str) -> dict[str, Any]:
    return next(one for one in records if one["record"] == kind)


def set_in(record: str, /, **fields: Any) -> Callable[[Records], None]:
    return lambda records: first(records, record).update(fields)


def in_a_circle(records: Records) -> None:
    one, other = [record for record in records if record["record"] == "entities"][:2]
    one["merged_into"], other["merged_into"] = other["id"], one["id"]


HOSTILE: list[tuple[Callable[[Records], object], str]] = [
    (set_in("articles", id="x'; DROP TABLE articles; --"), "is no id"),
    (set_in("articles", **{"title\" = '' --": 1}), "a field that is not known here"),
    (set_in("articles", read=7), "not true or false"),
    (set_in("articles", published="soon"), "it cannot be read"),
    (set_in("articles", revision=99), "lacks its current revision"),
    (set_in("articles", identity="another"), "lacks its identity"),
    (set_in("identities", id="../../etc"), "is no id"),
    (set_in("claims", kind="gossip"), "it cannot be read"),
    (lambda records: in_a_circle(records), "merged in a circle"),
    (set_in("evidence", annotation=None, url=None), "not one of a passage and a URL"),
    (set_in("claims", claimant="e-nobody99"), "names one of the entities that is missing"),
    (set_in("annotations", claim="c-nobody99"), "names one of the"),
    (set_in("annotations", revision=77), "a revision that is missing"),
    (set_in("annotations", start="0; DROP"), "not a number"),
    (set_in("revisions", text="other words"), "the line was changed"),
    (set_in("revisions", markup='{"blocks":[],"inlines":[["link",0,999999,""]]}'), "its markup"),
    (set_in("revisions", number=0), "its number"),
    (set_in("steps", undoable="yes"), "not a number"),
    (set_in("steps", extra=1), "a field is missing or too many"),
    (set_in("changes", of="sqlite_master"), "a record that is not known here"),
    (set_in("changes", after={"sql": "x"}), "a field that is not known here"),
    (set_in("changes", after={"title": 5}), "not text"),
    (set_in("changes", step=999), "a step that is missing"),
    (set_in("searches", query=None), "missing"),
    (set_in("parts", kind="picture"), "it cannot be read"),
    (set_in("parts", claim="c-nobody99"), "names one of the claims that is missing"),
    (set_in("search_news", change=-1), "not a number"),
    (set_in("meta", key="uuid"), "not known here"),
    (set_in("meta", value="1; DROP"), "not known here"),
    (set_in("claims", record="sqlite_master"), "no record that this version knows"),
    (lambda records: records.insert(2, records[1]), "there twice"),
    (set_in("archive", schema=0), "which version"),
    (set_in("archive", created=None), "when the archive was made"),
    (set_in("archive", holds="articles"), "import takes it in"),
    (lambda records: records.pop(0), "no dump of a newsmark archive"),
]


@pytest.mark.parametrize(("change", "reason"), HOSTILE)
def test_a_strangers_dump_is_refused_and_runs_nothing(
    dumped: Path, tmp_path: Path, change: Callable[[Records], object], reason: str
) -> None:
    with pytest.raises(UnreadableInput) as caught:
        restore(changed(dumped, change), tmp_path / "restored")
    assert reason in str(caught.value) and "line " in caught.value.place
    assert nothing_is_made(tmp_path / "restored")


def test_a_dump_of_a_newer_version_is_told_from_a_damaged_one(dumped: Path, tmp_path: Path) -> None:
    with pytest.raises(NewerArchive, match="version 99"):
        restore(changed(dumped, set_in("archive", schema=99)), tmp_path / "restored")
    assert nothing_is_made(tmp_path / "restored")


def test_a_dump_of_an_older_version_is_brought_up_to_date(
    dumped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = (*MIGRATIONS, "ALTER TABLE steps ADD COLUMN mood TEXT")
    monkeypatch.setattr("archive.store.loading.MIGRATIONS", newer)
    monkeypatch.setattr("archive.store.opening.MIGRATIONS", newer)
    monkeypatch.setattr("archive.store.opening.VERSION", len(newer))
    monkeypatch.setattr("archive.ingest.restoring.VERSION", len(newer))
    restore(dumped, tmp_path / "restored")
    with open_archive(tmp_path / "restored") as restored:
        assert restored.store.database.value("SELECT count(mood) FROM steps") == 0
        assert restored.articles.count() == 3


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_leaves_half_an_archive(
    lived_in: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    base = tmp_path_factory.mktemp("damaged")
    with open_archive(lived_in) as archive:
        whole = "".join(f"{line}\n" for line in dump(archive.store)).encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 40))
    filling = data.draw(st.binary(max_size=3) | st.sampled_from([b"null", b"[]", b'"', b"9" * 25]))
    (base / "dump").write_bytes(whole[:at] + filling + whole[at + length :])
    try:
        restore(base / "dump", base / "restored")
    except ArchiveError as error:
        assert isinstance(error, UnreadableInput | NewerArchive)
        assert nothing_is_made(base / "restored")
    else:
        with open_archive(base / "restored") as restored:
            for mark in restored.annotations.all():
                restored.articles.document(mark.article, mark.revision)
            FORMATS["csv"](restored, base / "csv")
    shutil.rmtree(base)


def test_a_folder_in_use_is_left_as_it_is(dumped: Path, original: Archive, tmp_path: Path) -> None:
    before = list(dump(original.store))
    with pytest.raises(NotAnArchive, match="not empty"):
        restore(dumped, original.path)
    assert list(dump(original.store)) == before
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotAnArchive):
        restore(dumped, tmp_path / "file")


def test_stopped_it_leaves_nothing_and_what_a_killed_one_left_is_cleared(
    dumped: Path, tmp_path: Path
) -> None:
    left = tmp_path / ".restored.restoring-999999999"
    left.mkdir()
    (left / "newsmark.sqlite3").write_bytes(b"half")
    many = "".join(
        json.dumps({"record": "identities", "id": f"x{number}", "identity": f"i{number}"}) + "\n"
        for number in range(200)
    )
    head, _, rest = dumped.read_text(encoding="utf-8").partition("\n")
    dumped.write_text(f"{head}\n{many}{rest}", encoding="utf-8")
    with pytest.raises(Cancelled):
        restore(dumped, tmp_path / "restored", cancelled=lambda: True)
    assert nothing_is_made(tmp_path / "restored")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        restore(tmp_path / "none", tmp_path / "restored")
