"""The further contract of every exporter of data files: what it writes, what it leaves alone.

What each format makes of the newsroom of ``tests.archive.export.building``
stands under tests/fixtures/exporters/<format>/. To write a new one, run
``python -m tests.archive.export.test_contract`` and read what it wrote.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from archive.core import Archive, open_archive
from archive.errors import ArchiveError
from archive.export import FORMATS
from archive.export.contract import ExportReport, Left
from archive.export.files import CHANGED, FOREIGN, MANIFEST, Hashes
from archive.model import Motivation, Order
from tests.archive.export.building import make_newsroom, span
from tests.corpus import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "exporters"
DATA = [name for name in FORMATS if name != "markdown"]


@pytest.fixture
def filled(newsroom_folder: Path, tmp_path: Path) -> Iterator[Archive]:
    """The newsroom, in an archive of this test's own."""
    shutil.copytree(newsroom_folder, tmp_path / "newsroom")
    with open_archive(tmp_path / "newsroom", actor="ana") as opened:
        yield opened


@pytest.fixture(params=DATA)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that is not there yet, beside the archive's."""
    return tmp_path / "out"


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_it_writes_what_the_fixture_shows(filled: Archive, form: str, tmp_path: Path) -> None:
    report = FORMATS[form](filled, tmp_path / "out")
    assert report.left == () and not report.cancelled
    written = files_in(tmp_path / "out")
    assert sorted(report.written) == sorted(name for name in written if name != MANIFEST)
    assert written == files_in(FIXTURES / form)


def test_the_same_archive_gives_the_same_bytes(filled: Archive, form: str, tmp_path: Path) -> None:
    export = FORMATS[form]
    first = export(filled, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    again = export(filled, tmp_path / "out")
    assert again == ExportReport(unchanged=first.written, omitted=first.omitted)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before
    export(filled, tmp_path / "other")
    assert files_in(tmp_path / "other") == files_in(tmp_path / "out")


def test_a_changed_archive_replaces_its_own_files(filled: Archive, form: str, out: Path) -> None:
    FORMATS[form](filled, out)
    claim = filled.claims.all()[0]
    filled.claims.edit(claim.id, statement="Something else.", verdict="refuted")
    for article in filled.articles.ids():
        if "nine" in filled.articles.document(article).text:
            filled.annotations.add(article, span(filled, article, "café"), Motivation.HIGHLIGHTING)
            filled.entities.tag(article, span(filled, article, "Lyon"))
    report = FORMATS[form](filled, out)
    assert report.written and not report.left


def test_a_file_that_is_not_ours_is_left_alone(filled: Archive, form: str, tmp_path: Path) -> None:
    name = FORMATS[form](filled, tmp_path / "first").written[0]
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / name).write_text("mine", encoding="utf-8")
    report = FORMATS[form](filled, folder)
    assert report.left == (Left(name, FOREIGN),)
    assert (folder / name).read_text(encoding="utf-8") == "mine"


def test_a_file_changed_since_is_left_alone(filled: Archive, form: str, out: Path) -> None:
    name = FORMATS[form](filled, out).written[0]
    mine = (out / name).read_bytes() + b"mine"
    (out / name).write_bytes(mine)
    report = FORMATS[form](filled, out)
    assert report.left == (Left(name, CHANGED),)
    assert (out / name).read_bytes() == mine


def test_line_ends_changed_by_version_control_are_no_change(
    filled: Archive, form: str, out: Path
) -> None:
    written = FORMATS[form](filled, out).written
    for ends in (b"\n", b"\r\n"):
        for name in (*written, MANIFEST):
            data = (out / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ends)
            (out / name).write_bytes(data)
        assert FORMATS[form](filled, out).left == ()


def test_without_its_list_a_file_with_the_same_bytes_is_taken_for_ours_again(
    filled: Archive, form: str, out: Path
) -> None:
    first = FORMATS[form](filled, out)
    listed = (out / MANIFEST).read_bytes()
    (out / MANIFEST).unlink()
    assert FORMATS[form](filled, out).unchanged == first.written
    assert (out / MANIFEST).read_bytes() == listed


def test_a_list_that_is_not_ours_stops_everything(filled: Archive, form: str, out: Path) -> None:
    out.mkdir()
    (out / MANIFEST).write_text("deadbeef  my-own-file\n", encoding="utf-8")
    report = FORMATS[form](filled, out)
    assert report.left and not report.written
    assert [path.name for path in out.iterdir()] == [MANIFEST]


def test_links_and_folders_in_the_way_are_named(filled: Archive, form: str, tmp_path: Path) -> None:
    names = FORMATS[form](filled, tmp_path / "first").written
    folder = tmp_path / "second"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.write_text("mine", encoding="utf-8")
    (folder / names[0]).symlink_to(outside)
    (folder / names[-1]).unlink(missing_ok=True)
    (folder / names[-1]).mkdir()
    report = FORMATS[form](filled, folder)
    assert {left.path for left in report.left} == {names[0], names[-1]}
    assert outside.read_text(encoding="utf-8") == "mine"


def test_progress_ends_at_the_whole(filled: Archive, form: str, out: Path) -> None:
    told: list[tuple[int, int]] = []
    FORMATS[form](filled, out, progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert told[-1][0] == told[-1][1]


def test_stopped_it_leaves_whole_files_and_no_others(filled: Archive, form: str, out: Path) -> None:
    FORMATS[form](filled, out)
    before = files_in(out)
    for mark in filled.annotations.all():
        filled.annotations.edit(mark.id, note="new")
    claim = filled.claims.all()[0]
    filled.claims.edit(claim.id, verdict="refuted")
    report = FORMATS[form](filled, out, cancelled=lambda: True)
    assert report.cancelled
    after = files_in(out)
    assert after.keys() == before.keys()
    assert all(
        after[name] == before[name] for name in after if name not in (*report.written, MANIFEST)
    )
    assert FORMATS[form](filled, out).left == ()


def test_a_scope_holds_only_its_articles(filled: Archive, form: str, out: Path) -> None:
    answer = next(row.id for row in filled.articles.page(Order(), 0, 9) if row.outlet == "The Wire")
    FORMATS[form](filled, out, [answer, "no-such-article"])
    everything = b"".join(files_in(out).values()).decode()
    assert "cut its prices" in everything or "27 times less" in everything
    assert "Doors open" not in everything and "parts de marché" not in everything


def test_a_full_disk_is_told_and_the_former_files_stay(
    filled: Archive, form: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FORMATS[form](filled, out)
    before = files_in(out)
    filled.claims.edit(filled.claims.all()[0].id, statement="Something else.", verdict="refuted")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match="No space left"):
        FORMATS[form](filled, out)
    assert files_in(out) == before


def test_a_disk_that_fills_up_meanwhile_leaves_nothing_open(
    filled: Archive, form: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def filling(file: BinaryIO, pieces: Iterable[str]) -> Hashes:
        file.write(next(iter(pieces)).encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.export.files._write", filling)
    with pytest.raises(ArchiveError, match="No space left") as told:
        FORMATS[form](filled, out)
    # While the error is being told, with all that it holds, the archive can be written to.
    assert filled.claims.edit(filled.claims.all()[0].id, statement="Else.").statement == "Else."
    assert told.value.remedy and not list(out.glob(".newsmark-*"))


def test_the_list_is_one_that_sha256sum_checks(filled: Archive, out: Path) -> None:
    FORMATS["csv"](filled, out)
    FORMATS["jsonl"](filled, out)
    program = "sha256sum" if sys.platform == "linux" else "shasum"
    command = [program, "--check", MANIFEST]
    done = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK\n") == 5


def test_killed_between_list_and_file_either_is_known(filled: Archive, out: Path) -> None:
    FORMATS["csv"](filled, out)
    listed = (out / MANIFEST).read_bytes()
    # What was announced and not yet written, and a line cut short.
    (out / MANIFEST).write_bytes(listed + b"\n" + b"0" * 64 + b"  claims.csv\n" + b"00ab")
    (out / f".newsmark-{os.getpid()}.tmp").write_bytes(b"half")
    report = FORMATS["csv"](filled, out)
    assert report.left == () and len(report.unchanged) == 4
    assert (out / MANIFEST).read_bytes() == listed
    assert not list(out.glob(".newsmark*"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as base:
        make_newsroom(Path(base, "archive"))
        with open_archive(Path(base, "archive")) as opened:
            for name in DATA:
                if not (FIXTURES / name).exists():
                    FORMATS[name](opened, FIXTURES / name)
