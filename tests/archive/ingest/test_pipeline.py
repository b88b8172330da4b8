"""The way in, end to end: files become articles, and nothing is lost on the way."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from archive.core import Archive
from archive.errors import Conflict, NotFound, UnreadableInput, UsageError
from archive.ingest import importers, pipeline
from archive.ingest.importers.base import Importer
from archive.ingest.items import Progress, Read
from archive.ingest.marks import Reads
from archive.ingest.pipeline import import_paths, reparse
from archive.ingest.source import Source
from archive.model import Article, Order
from tests.corpus import corpus_path

WORDS = ["price", "light", "silence", "falling", "every", "part", "house", "chips", "wafer"]


def body(seed: int, words: int = 60) -> str:
    """Words that have hardly an order, the same for the same seed."""
    draw = random.Random(seed)
    return " ".join(draw.choice(WORDS) + str(draw.randrange(20)) for _ in range(words))


def line(number: int, **fields: object) -> str:
    record = {"id": number, "source": "ex", "title": f"T{number}", "body": body(number)}
    return json.dumps(record | fields) + "\n"


def articles(archive: Archive) -> list[Article]:
    return [archive.articles.get(key) for key in archive.articles.ids(Order("title", False))]


def test_a_folder_of_formats_comes_in(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(f" date 2025-01 Alpha\n\n{body(1)}\n")
    (folder / "b.md").write_text(f"---\ntitle: Beta\ntags: [x]\n---\n{body(2)}\n")
    (folder / "c.jsonl").write_text(line(3, title="Gamma"))
    (folder / "d").write_text(f"Delta\n\n{body(4)}\n")
    summary = import_paths(archive, [folder])
    assert (summary.new, summary.unchanged, summary.skipped) == (4, 0, [])
    assert [a.title for a in articles(archive)] == ["Alpha", "Beta", "Delta", "Gamma"]
    assert [a.identity for a in articles(archive)] == [
        "path:a.txt",
        "path:b.md",
        "path:d",
        "id:ex/3",
    ]
    assert str(articles(archive)[0].published) == "2025-01"
    assert archive.articles.document(articles(archive)[0].id).text == body(1)


def test_the_second_run_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "n.jsonl.gz"
    file.write_bytes(gzip.compress("".join(map(line, range(70))).encode()))
    assert import_paths(archive, [file]).new == 70
    again = import_paths(archive, [file])
    assert (again.new, again.unchanged, again.revised) == (0, 70, 0)
    assert again.step is None


def test_a_changed_text_is_a_revision(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Title\n\n{body(1)}\n")
    import_paths(archive, [file])
    file.write_text(f"Title\n\n{body(1)} and more\n")
    summary = import_paths(archive, [file])
    assert (summary.new, summary.revised) == (0, 1)
    assert articles(archive)[0].revision == 2


def test_another_text_under_the_same_name_is_an_article_of_its_own(
    archive: Archive, tmp_path: Path
) -> None:
    for name, seed in (("one", 1), ("two", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(
            f"Title\n\n{body(seed)} {name * 9}\n" + "z " * 50 * seed
        )
    (tmp_path / "two" / "a.txt").write_text("Title\n\nNothing whatever in common here.\n")
    summary = import_paths(archive, [tmp_path / "one", tmp_path / "two"])
    assert summary.new == 2
    assert "an article of its own" in summary.warnings[-1].reason
    assert import_paths(archive, [tmp_path / "one", tmp_path / "two"]).unchanged == 2


def test_equal_texts_under_other_identities_are_copies(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "n.jsonl"
    file.write_text(line(1) + line(2, body=body(1)))
    summary = import_paths(archive, [file])
    assert (summary.new, summary.copies) == (2, 1)


def test_an_identity_twice_in_one_run_is_told(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "n.jsonl"
    file.write_text(line(1) + line(1, body=body(1) + " corrected"))
    summary = import_paths(archive, [file])
    assert (summary.new, summary.revised) == (1, 1)
    assert "the same identity" in summary.warnings[0].reason
    assert archive.articles.count() == 1
    assert import_paths(archive, [file]).unchanged == 2


def test_what_is_amiss_is_named_and_the_rest_comes_in(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "b.txt").write_text(" date 2025-13 Odd\n\n" + body(1))
    (folder / "c.txt").write_text("Title\n\n \n")
    (folder / "d.jsonl").write_text(line(1) + "{broken\n" + line(2))
    (folder / "e.txt").touch()
    summary = import_paths(archive, [folder, tmp_path / "nowhere"])
    assert summary.new == 3
    assert sorted(Path(s.path).name for s in summary.skipped) == [
        "a.txt",
        "c.txt",
        "d.jsonl",
        "e.txt",
        "nowhere",
    ]
    assert all(s.reason for s in summary.skipped)
    (warning,) = summary.warnings
    assert "2025-13" in warning.reason
    assert warning.path.endswith("b.txt")


def test_control_characters_are_counted(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Title\x1b\n\n{body(1)}\x07\n")
    assert import_paths(archive, [file]).replaced == 2


def test_cancelling_keeps_what_was_committed(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "n.jsonl"
    file.write_text("".join(map(line, range(200))))
    asked = iter([False, False, True])
    summary = import_paths(archive, [file], cancelled=lambda: next(asked))
    assert summary.cancelled
    assert summary.new == archive.articles.count() == 2 * pipeline.BATCH
    rest = import_paths(archive, [file])
    assert (rest.unchanged, rest.new) == (64, 136)


def test_an_interrupt_keeps_what_was_committed(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "n.jsonl"
    file.write_text("".join(map(line, range(200))))

    def interrupt(progress: Progress) -> None:
        if progress.articles:
            raise KeyboardInterrupt

    summary = import_paths(archive, [file], progress=interrupt)
    assert summary.cancelled
    assert summary.new == archive.articles.count() == pipeline.BATCH


def test_progress_runs_from_nothing_to_all(archive: Archive, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text("".join(map(line, range(50))))
    told: list[Progress] = []
    import_paths(archive, [tmp_path / "a.jsonl", tmp_path / "b.jsonl"], progress=told.append)
    assert told[0].done == 0
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert told[-1].done == told[-1].total
    assert told[-1].articles == 100


def test_originals_are_kept_unless_refused(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line(1))
    (tmp_path / "b.jsonl").write_text(line(2))
    import_paths(archive, [tmp_path / "a.jsonl"])
    import_paths(archive, [tmp_path / "b.jsonl"], originals=False)
    first, second = (a.id for a in articles(archive))
    assert archive.articles.original(first) == line(1).rstrip("\n").encode()
    assert archive.articles.original(second) is None
    assert archive.articles.origin(first).source == f"{tmp_path / 'a.jsonl'}:1"
    with pytest.raises(NotFound, match="was not kept"):
        reparse(archive, second)


def test_reparse_makes_a_revision_only_of_another_text(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Title\n\n{body(1)}\n")
    (key,) = import_paths(archive, [file]).ids
    file.unlink()
    assert reparse(archive, key).kind == "unchanged"
    old = importers.by_name("text")

    def read(source: Source) -> Reads:
        source.memory = source.memory.replace(b"light", b"LIGHT, that is")
        yield from old.read(source)

    better = Importer("text", read, frozenset(), lambda head: False)
    monkeypatch.setattr(importers, "IMPORTERS", (better,))
    outcome = reparse(archive, key)
    assert (outcome.kind, outcome.id) == ("revised", key)
    assert "LIGHT" in archive.articles.document(key).text
    assert archive.articles.get(key).revision == 2


def test_reparse_that_would_lose_the_text_is_refused(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Title\n\n{body(1)}\n")
    (key,) = import_paths(archive, [file]).ids
    old = importers.by_name("text")

    def read(source: Source) -> Reads:
        source.memory = b"Title\n\nSubscribe to read on."
        yield from old.read(source)

    worse = Importer("text", read, frozenset(), lambda head: False)
    monkeypatch.setattr(importers, "IMPORTERS", (worse,))
    with pytest.raises(Conflict, match="half its words"):
        reparse(archive, key)
    assert archive.articles.get(key).revision == 1


def test_reparse_of_what_is_no_article_any_more_says_so(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Title\n\n{body(1)}\n")
    (key,) = import_paths(archive, [file]).ids
    refusing = Importer("text", importers.jsonl.read, frozenset(), lambda head: False)
    monkeypatch.setattr(importers, "IMPORTERS", (refusing,))
    with pytest.raises(UnreadableInput, match="cannot be read again"):
        reparse(archive, key)


def test_a_format_can_be_forced_and_must_exist(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f"Title\n\n{body(1)}\n")
    assert import_paths(archive, [file], format="text").new == 1
    with pytest.raises(UsageError):
        import_paths(archive, [file], format="docx")


def test_a_fault_in_an_importer_costs_its_file_only(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: Source) -> Read:
        raise IndexError("list index out of range")

    faulty = Importer("faulty", broken, frozenset((".bad",)), lambda head: False)
    monkeypatch.setattr(importers, "IMPORTERS", (faulty, *importers.IMPORTERS))
    (tmp_path / "a.bad").write_text("x")
    (tmp_path / "b.txt").write_text(f"Title\n\n{body(1)}\n")
    summary = import_paths(archive, [tmp_path / "a.bad", tmp_path / "b.txt"])
    assert summary.new == 1
    assert "the faulty importer failed" in summary.skipped[0].reason


def test_real_articles_come_in_and_a_second_run_knows_them(
    archive: Archive, tmp_path: Path
) -> None:
    """The first 600 lines; the benchmark imports all 22,622."""
    with gzip.open(corpus_path("news.jsonl.gz")) as packed:
        lines = [next(packed) for _ in range(600)]
    file = tmp_path / "n.jsonl"
    file.write_bytes(b"".join(lines))
    summary = import_paths(archive, [file])
    assert (summary.new, summary.skipped, summary.warnings) == (600, [], [])
    assert import_paths(archive, [file]).unchanged == 600
    record = json.loads(lines[7])
    found = next(a for a in articles(archive) if a.title == record["title"])
    assert found.outlet == record["source"]
    assert found.language == record["lang"]
