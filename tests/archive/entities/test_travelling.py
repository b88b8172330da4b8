"""The register in dumps, in exports that come in, and in the search index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.entities.sweep import Decision
from archive.errors import UnreadableInput
from archive.export import FORMATS
from archive.index import Index
from archive.ingest.pipeline import import_paths
from archive.ingest.restoring import restore
from archive.model import NOT_SAME, Alias, Span
from archive.store import dump
from tests.make import add_article


@pytest.fixture
def register(archive: Archive, article: str) -> tuple[str, str]:
    """OpenAI, into which Open AI was merged, told apart from Altman; a passage rejected."""
    part = archive.entities
    kept, _ = part.tag(article, Span(75, 81), name="OpenAI", type="organisation")
    gone, _ = part.tag(article, Span(0, 8), name="Deep Research", type="organisation")
    part.add_alias(gone.id, Alias("OAI", "en", True, "csv"))
    part.merge(kept.id, [gone.id])
    part.edit(kept.id, description="Makers of quizzical chatterboxes.")
    part.relate(kept.id, NOT_SAME, part.create("Sam Altman", "person").id, since="2025")
    found = [f for those in archive.sweeps.over() for f in those]
    archive.sweeps.decide(Decision(f, None) for f in found)
    return kept.id, gone.id


def dumped(archive: Archive, file: Path) -> list[str]:
    lines = list(dump(archive.store))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return lines


def test_a_register_is_restored_whole(
    archive: Archive, register: tuple[str, str], tmp_path: Path
) -> None:
    lines = dumped(archive, tmp_path / "dump.jsonl")
    assert any('"record":"relations"' in line for line in lines)
    assert any('"record":"rejections"' in line for line in lines)
    restore(tmp_path / "dump.jsonl", tmp_path / "again")
    with open_archive(tmp_path / "again", actor="ann") as again:
        assert list(dump(again.store)) == lines
        assert again.entities.named("oai") == [] and len(again.entities.named("OAI")) == 1
        for _ in range(3):
            again.history.undo()


def test_a_dump_whose_redirects_turn_in_a_circle_is_refused(
    archive: Archive, register: tuple[str, str], tmp_path: Path
) -> None:
    kept, gone = register
    lines = [json.loads(line) for line in dumped(archive, tmp_path / "dump.jsonl")]
    for line in lines:
        if line["record"] == "entities" and line["id"] == kept:
            line["merged_into"] = gone
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "dump.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput, match="merged in a circle"):
        restore(tmp_path / "dump.jsonl", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_relations_come_in_with_an_export_once(
    archive: Archive, register: tuple[str, str], another_archive: Archive, tmp_path: Path
) -> None:
    FORMATS["jsonl"](archive, tmp_path / "out")
    for _ in range(2):
        summary = import_paths(another_archive, [str(tmp_path / "out" / "newsmark.jsonl")])
        assert summary.skipped == []
    assert another_archive.store.register.relations() == archive.store.register.relations()
    assert another_archive.entities.get(register[1]) == archive.entities.get(register[0])


def test_an_export_whose_redirects_turn_in_a_circle_comes_in_without_them(
    archive: Archive, register: tuple[str, str], another_archive: Archive, tmp_path: Path
) -> None:
    kept, _ = register
    FORMATS["jsonl"](archive, tmp_path / "out")
    file = tmp_path / "out" / "newsmark.jsonl"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    other = "e-zzzzzzzz"
    one = next(line for line in lines if line["record"] == "entities" and line["id"] == kept)
    at = lines.index(one)
    lines[at] = {**one, "merged_into": other}
    lines.insert(at, {**one, "id": other, "merged_into": kept})
    lines[-1]["lines"] = len(lines)
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    summary = import_paths(another_archive, [str(file)])
    assert any("in a circle" in str(notice) for notice in summary.skipped)
    roots = another_archive.store.register.roots()
    assert None not in roots.values()
    for mark in another_archive.annotations.all():
        assert mark.entity is None or another_archive.entities.get(mark.entity)


def test_names_are_cleaned_that_come_in_with_an_export(
    archive: Archive, register: tuple[str, str], another_archive: Archive, tmp_path: Path
) -> None:
    kept, gone = register
    FORMATS["jsonl"](archive, tmp_path / "out")
    file = tmp_path / "out" / "newsmark.jsonl"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["record"] == "entities" and line["id"] == kept:
            line["name"] = "Open\u200bAI\u202e \x1b[31mLtd\x1b[0m"
            line["aliases"] = [["\u2066OAI\u2069", None, False, ""], ["\u200b", None, False, ""]]
        elif line["record"] == "entities" and line["id"] == gone:
            line["name"] = "\u202e\ufeff"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    summary = import_paths(another_archive, [str(file)])
    assert any("no sign that can be seen" in str(notice) for notice in summary.skipped)
    came = another_archive.entities.get(kept)
    assert (came.name, [alias.form for alias in came.aliases]) == ("OpenAI Ltd", ["OAI"])


def test_articles_are_found_by_every_name_and_by_what_is_said_of_an_entity(
    archive: Archive,
    register: tuple[str, str],
    article: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    add_article(archive, "Other", "Nothing of the kind.")
    index = Index(archive)
    index.update()

    def finds(query: str) -> list[str]:
        return list(index.search(query, limit=0).order)

    for query in ('entity:"deep research"', "entity:OAI", "entity:openai", "chatterboxes"):
        assert finds(query) == [article], query
    assert finds('entity:"deep research" -has:claim') == [article]
    archive.entities.remove_alias(register[0], "OAI")
    back = archive.entities.split(register[0], name="Deep Research")
    archive.entities.rename(back.id, "Shallow Search", keep=False)
    index.update()
    assert finds("entity:OAI") == [article], "the one that came back brought it again"
    assert finds('entity:"shallow search"') == [article]
    assert finds('entity:"deep research"') == []
