"""Exports of one claim, one entity, one speaker, of what a query finds."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest

from archive.core import Archive, open_archive
from archive.errors import NotFound
from archive.export import FORMATS, Scope, export_markdown, of_claim, of_entity, of_speaker
from archive.export.contract import PROFILES, Options, Source


@pytest.fixture
def filled(newsroom_folder: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(newsroom_folder, tmp_path / "newsroom")
    with open_archive(tmp_path / "newsroom", actor="ana") as opened:
        yield opened


def words(archive: Archive, scope: Scope) -> set[str]:
    return {archive.annotations.get(mark).exact for mark in scope.marks}


def entity(archive: Archive, name: str) -> str:
    return archive.entities.named(name)[0].id


def test_a_claim_comes_with_appearances_evidence_and_the_names_in_them(filled: Archive) -> None:
    claim = filled.claims.all()[0]
    scope = of_claim(filled, claim.id)
    assert words(filled, scope) == {
        "27 fois moins cher à l’usage que celui d’Alta Labs",
        "Orphée-2 costs 27 times less than its own model",
        "the company admits",
        "Alta Labs",
    }
    assert len(scope.ids) == 2
    assert [one.id for one in scope.claims.all()] == [claim.id]


def test_a_speaker_comes_with_the_claims_that_he_makes(filled: Archive) -> None:
    scope = of_speaker(filled, entity(filled, "Nora Lind"))
    assert words(filled, scope) == {"« Nous devons prendre très au sérieux ce qui vient d’Europe »"}


def test_an_entity_comes_with_mentions_and_claims_about_and_by_it(filled: Archive) -> None:
    scope = of_entity(filled, entity(filled, "Alta Labs"))
    assert words(filled, scope) == {
        "Alta Labs",
        "27 fois moins cher à l’usage que celui d’Alta Labs",
        "Orphée-2 costs 27 times less than its own model",
        "the company admits",
        "ses parts de marché tomberont sous 40 % avant 2027",
    }


def test_what_was_merged_into_an_entity_counts_as_it(filled: Archive) -> None:
    lind, alta = entity(filled, "Nora Lind"), entity(filled, "Alta Labs")
    with filled.store.transaction(command="entity merge", actor="ana", summary="") as tx:
        tx.update("entities", lind, {"merged_into": alta})
    assert "Nora Lind" in words(filled, of_entity(filled, lind))
    assert len(list(of_speaker(filled, alta).claims.all())) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_takes_a_scope(filled: Archive, tmp_path: Path, form: str) -> None:
    scope = of_speaker(filled, entity(filled, "Nora Lind"))
    FORMATS[form](scope, tmp_path / "out", scope.ids)
    everything = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    if form == "jsonl":  # whole articles, but only these marks on them
        records = [json.loads(line) for line in everything.splitlines() if line[:1] == "{"]
        marks = [one["exact"] for one in records if one["record"] == "annotations"]
        assert marks == ["« Nous devons prendre très au sérieux ce qui vient d’Europe »"]
        assert [one["name"] for one in records if one["record"] == "entities"] == ["Nora Lind"]
        return
    assert "Nous devons prendre" in everything
    if form != "brat":
        assert "27 fois" not in everything and "parts de marché" not in everything


def scoped(archive: Archive, what: str) -> tuple[Source, Sequence[str]]:
    """A part of the newsroom, as an exporter takes it."""
    if what == "query":
        return archive, [
            one.article for one in archive.annotations.all() if "[benchmarks]" in one.exact
        ]
    make = {"claim": of_claim, "entity": of_entity, "speaker": of_speaker}[what]
    of = archive.claims.all()[0].id if what == "claim" else entity(archive, "Nora Lind")
    scope = make(archive, of)
    return scope, scope.ids


ANCHOR = re.compile(r' id="([^"]+)"|^\^([mc]-\w+)$| \^([mc]-\w+)$', re.MULTILINE)
LINK = re.compile(
    r"\]\(([^)#\s:]*)(?:#\^?([\w-]+))?\)"
    r"|\[\[([^]|#]+)(?:#\^([\w-]+))?[^]]*\]\]"
    r'|<a href="([^"#:]*)(?:#([\w-]+))?">'
)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("what", ["claim", "entity", "speaker", "query"])
def test_every_profile_shows_a_scopes_marks_and_no_others_and_links_lead_somewhere(
    filled: Archive, tmp_path: Path, profile: str, what: str
) -> None:
    source, ids = scoped(filled, what)
    export_markdown(source, tmp_path / "out", ids, text=True, options=Options(profile=profile))
    pages = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_text("utf-8")
        for path in (tmp_path / "out").rglob("*.*")
        if path.suffix in (".md", ".html")
    }
    anchors = {name: set(map("".join, ANCHOR.findall(text))) for name, text in pages.items()}
    shown = {id for here in anchors.values() for id in here if id.startswith("m-")}
    chosen = {mark.id for article in ids for mark in source.annotations.of(article)}
    assert chosen and shown == chosen
    followed = 0
    for name, text in pages.items():
        for plain, anchor, wiki, block, href, fragment in LINK.findall(text):
            folder = "" if wiki else posixpath.dirname(name)
            there = unquote(plain or href) or (f"{wiki}.md" if wiki else posixpath.basename(name))
            target = posixpath.normpath(posixpath.join(folder, there))
            assert target in pages, (name, target)
            wanted = anchor or block or fragment
            assert not wanted or wanted in anchors[target], (name, target, wanted)
            followed += 1
    assert followed > 1


def test_what_nobody_marked_is_not_found(filled: Archive) -> None:
    with pytest.raises(NotFound, match="makes no claim"):
        of_speaker(filled, entity(filled, "Orphée-2"))
    with pytest.raises(NotFound):
        of_claim(filled, "c-nothing0")
