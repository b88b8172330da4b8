"""Exported files edited in every way, exported again three times while the archive changes."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from archive.core import Archive
from archive.export import ExportReport, export_markdown
from archive.export.brief import export_brief
from archive.export.comments import parse
from archive.export.contract import Options
from archive.export.known import find
from archive.export.sync import sync
from archive.model import Motivation, Stance
from tests.archive.export.building import newsroom, put, span
from tests.archive.export.editing import (
    ATOM,
    BODY,
    FRONT,
    copied,
    edited,
    front_edited,
    in_rows,
    outside,
)

ROUNDS = 3
NAMES = ("Prix & co [1].md", "été  #2.md", "(a) b%20c.md")


def first_change(archive: Archive, ids: list[str]) -> None:
    """Titles, verdicts, marks that come and go."""
    claque, answer, _ = ids
    archive.articles.edit(claque, title="Another: title")
    archive.articles.tag([claque], add=["x"])
    archive.claims.edit(archive.claims.all()[0].id, verdict="refuted", notes="Asked again.")
    archive.annotations.add(
        answer, span(archive, answer, "chief executive"), Motivation.COMMENTING, note="Who?"
    )
    gone = next(m for m in archive.annotations.of(claque) if "code est ouvert" in m.exact)
    archive.annotations.delete(gone.id)


def second_change(archive: Archive, ids: list[str]) -> None:
    """What was deleted comes back; names, evidence and a new article."""
    archive.history.undo()
    entity = archive.entities.all()[0]
    archive.entities.edit(entity.id, name="Renamed: [one]", description="New words.")
    claim = archive.claims.all()[-1]
    archive.claims.add_evidence(claim.id, Stance.CONTEXT, url="https://x.example/1", note="See.")
    late = put(archive, "late", "Late news", "Something new about Alta Labs.", language="en")
    archive.entities.tag(late, span(archive, late, "Alta Labs"), name="Alta Labs", type="other")


def third_change(archive: Archive, ids: list[str]) -> None:
    """A new text, and an article less."""
    _, answer, brief = ids
    text = archive.articles.document(answer).text
    put(archive, "answer", "Alta Labs halves its prices", text.replace("half", "two thirds"))
    archive.articles.delete([brief])


CHANGES: tuple[Callable[[Archive, list[str]], None], ...] = (
    first_change,
    second_change,
    third_change,
)


class Vault:
    """A user at work in an exported folder."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.draw = random.Random(seed)
        self.number = 0

    def files(self) -> dict[str, bytes]:
        return {
            p.relative_to(self.root).as_posix(): p.read_bytes() for p in self.root.rglob("*.md")
        }

    def work(self, round: int) -> tuple[str, set[str]]:
        """Edit every file in several ways, move some, delete one, copy one.

        Returns:
            id of the file deleted, if no copy takes its place, and the paths of the copies.
        """
        for path in sorted(self.root.rglob("*.md")):
            text = path.read_bytes().decode("utf-8")
            for kind in self.draw.sample([*BODY, *FRONT], 4):
                text = self._edit(text, kind)
            path.write_bytes(text.encode("utf-8"))
        paths = find(self.root).paths
        keys = sorted(paths)
        moved, dropped, doubled = self.draw.sample([k for k in keys if k[0] != "index"], 3)
        folder = self.root / "mine" / str(round)
        folder.mkdir(parents=True)
        (self.root / paths[moved]).rename(folder / NAMES[round])
        (self.root / paths[dropped]).unlink()
        copy = f"{paths[doubled]} copied to a longer path.md"
        (self.root / copy).write_bytes((self.root / paths[doubled]).read_bytes())
        known = find(self.root)
        return "" if dropped in known.paths else dropped[1], set(known.copies)

    def _edit(self, text: str, kind: str) -> str:
        self.number += 1
        if kind in FRONT:
            return front_edited(text, kind, self.number)
        more: object = self.draw.randrange(100)
        if kind in ("insert", "inside"):
            more = self.draw.choice(["", " words", "\n\nwords\n", "- x\n  > y"])
        elif kind == "prefix":
            more = self.draw.choice(["> ", "  ", "\t"])
        return edited(text, (kind, self.draw.randrange(100), more), self.number)


def links_of_ours(root: Path, stale: set[str]) -> int:
    """Follow the links in all regions that stand as we wrote them; how many there are.

    Args:
        stale: files that are not kept up to date.
    """
    followed = 0
    for path in root.rglob("*.md"):
        if path.relative_to(root).as_posix() in stale:
            continue
        for region in parse(path.read_text("utf-8")).regions.values():
            for target in re.findall(r"\]\(([^)#]+\.md)", region.content if region.clean else ""):
                followed += 1
                there = os.path.normpath(path.parent / unquote(target))
                assert Path(there).is_file(), f"{path} leads to {target}"
    return followed


def nothing_lost(name: str, was: str, now: str, *, ordered: bool = True) -> None:
    """Whether a file that was exported again has all that its user wrote, where it stood.

    Args:
        ordered: what was written inside our parts too, which these may take along.
    """
    wrote, has = ATOM.findall(was), ATOM.findall(now)
    assert (has if ordered else sorted(has)) == (wrote if ordered else sorted(wrote)), name
    assert was.startswith("\ufeff") == now.startswith("\ufeff")
    if in_rows(was) and in_rows(now):
        kept = copied(now)
        mine = outside(was, kept & copied(was)).rstrip("\r\n")
        assert outside(now, kept).rstrip("\r\n") == mine, name


@pytest.mark.parametrize("seed", range(4))
def test_no_byte_of_the_user_is_lost(archive: Archive, tmp_path: Path, seed: int) -> None:
    ids = newsroom(archive)
    root = tmp_path / "vault"
    options = Options(profile=("commonmark", "obsidian", "gfm", "commonmark")[seed % 4])
    export_markdown(archive, root, options=options)
    vault = Vault(root, seed)
    for round, change in enumerate(CHANGES):
        dropped, copies = vault.work(round)
        before = vault.files()
        change(archive, ids)
        report = export_markdown(archive, root, text=round == 1, options=options)
        after = vault.files()
        assert before.keys() <= after.keys()
        assert {one.path for one in report.left} == copies
        assert bool(report.again) == (dropped != "" and (round < 2 or dropped != ids[2]))
        assert not before.keys() & set(report.again)
        for name, old in before.items():
            was, now = old.decode("utf-8"), after[name].decode("utf-8")
            if name in copies or name in report.gone:
                assert now == was
            nothing_lost(name, was, now)
        again = export_markdown(archive, root, text=round == 1, options=options)
        assert (again.written, again.left, again.conflicts) == ((), report.left, report.conflicts)
        assert vault.files() == after
    if options.profile != "obsidian":
        assert links_of_ours(root, copies | set(report.gone)) > 5


def put_together(archive: Archive) -> list[str]:
    """Four dossiers with every kind of part; their ids."""
    claims, marks = archive.claims.all(), archive.annotations.all()
    made = []
    for number in range(4):
        id = archive.dossiers.new(f"Brief {number}: [prices]").id
        archive.dossiers.add(id, heading="What they say")
        archive.dossiers.add(id, text="- my\n- own *words*")
        archive.dossiers.add(id, claim=claims[number % len(claims)].id, text="Both agree.")
        for mark in marks[number : number + 3]:
            archive.dossiers.add(id, annotation=mark.id)
        made.append(id)
    return made


def rearrange(archive: Archive, dossier: str, round: int) -> None:
    """Parts that move, come, go and change, and another title."""
    first, second, *_, last = archive.dossiers.parts(dossier)
    archive.dossiers.move(last.id, before=second.id)
    archive.dossiers.write(first.id, f"What they said, round {round}")
    if round == 1:
        archive.dossiers.remove(second.id)
        archive.dossiers.rename(dossier, f"Renamed: {dossier}")
    archive.dossiers.add(dossier, text=f"> Added in round {round}", after=first.id)


@pytest.mark.parametrize("seed", range(30, 36))
def test_no_byte_of_the_user_is_lost_in_a_brief(
    archive: Archive, tmp_path: Path, seed: int
) -> None:
    ids = newsroom(archive)
    dossiers = put_together(archive)
    root = tmp_path / "briefs"

    def export() -> list[ExportReport]:
        return [export_brief(archive, archive.dossiers.get(id), root) for id in dossiers]

    assert not [one for report in export() for one in (*report.left, *report.conflicts)]
    vault = Vault(root, seed)
    for round, change in enumerate(CHANGES):
        dropped, copies = vault.work(round)
        before = vault.files()
        change(archive, ids)
        for id in dossiers[round:]:
            rearrange(archive, id, round)
        reports = export()
        after = vault.files()
        assert before.keys() <= after.keys()
        assert {one.path for report in reports for one in report.left} == copies
        assert any(report.again for report in reports) == (dropped != "")
        for name, old in before.items():
            was, now = old.decode("utf-8"), after[name].decode("utf-8")
            assert now == was or name not in copies
            nothing_lost(name, was, now, ordered=False)
        again = export()
        assert [(one.left, one.conflicts) for one in again] == [
            (one.left, one.conflicts) for one in reports
        ]
        assert not [name for report in again for name in report.written]
        assert vault.files() == after


_OURS = re.compile(r"<!-- /?newsmark [^\r\n]*? -->|^newsmark_keys: [^\r\n]*", re.MULTILINE)


def without_ours(data: bytes) -> list[str]:
    """A file's lines without our comments and bookkeeping, blank ones left off."""
    lines = _OURS.sub("", data.decode("utf-8")).splitlines()
    return [line.rstrip() for line in lines if line.strip(" \t>")]


@pytest.mark.parametrize("seed", range(10, 22))
def test_a_sync_between_loses_no_word_of_the_user_either(
    archive: Archive, tmp_path: Path, seed: int
) -> None:
    ids = newsroom(archive)
    root = tmp_path / "vault"
    options = Options(profile=("commonmark", "obsidian", "gfm")[seed % 3])
    export_markdown(archive, root, options=options)
    vault = Vault(root, seed)
    for round, change in enumerate(CHANGES[:2]):
        vault.work(round)
        change(archive, ids)
        before = vault.files()
        prefer = "files" if seed % 2 else None
        told = sync(archive.store, root, actor="ana", prefer=prefer)
        assert vault.files() == before
        done = sync(archive.store, root, actor="ana", apply=True, prefer=prefer)
        assert done.into_archive == told.into_archive
        after = vault.files()
        assert {k: without_ours(v) for k, v in after.items()} == {
            k: without_ours(v) for k, v in before.items()
        }
        atoms = {atom for data in before.values() for atom in ATOM.findall(data.decode("utf-8"))}
        export_markdown(archive, root, options=options)
        now = {atom for d in vault.files().values() for atom in ATOM.findall(d.decode("utf-8"))}
        assert atoms <= now
        assert not sync(archive.store, root, actor="ana", prefer=prefer).into_archive
