"""What an export may write in a folder, and what it leaves alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import ArchiveError, UsageError
from archive.export.contract import Left
from archive.export.folder import Folder, Standing, seal, standing
from tests.corpus import ROOT

CONTENT = '---\nnewsmark: article\nid: "7h2k9m4q"\n---\n\n# Title\n'


def put(root: Path, relative: str = "articles/a.md", content: str = CONTENT) -> Folder:
    folder = Folder(root)
    folder.put(relative, content)
    return folder


def test_a_file_is_written_once_and_then_not_touched(tmp_path: Path) -> None:
    root = tmp_path / "new" / "vault"
    assert put(root).report().written == ("articles/a.md",)
    path = root / "articles" / "a.md"
    assert path.read_text() == seal(CONTENT)
    before = path.stat()
    assert put(root).report().unchanged == ("articles/a.md",)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert put(root, content=CONTENT + "More.\n").report().written == ("articles/a.md",)
    assert path.read_text() == seal(CONTENT + "More.\n")


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        ("My own notes.\n", Standing.FOREIGN),
        ("", Standing.FOREIGN),
        (seal(CONTENT).replace("Title", "My title"), Standing.CHANGED),
        (seal(CONTENT) + "\nMine.\n", Standing.CHANGED),
        (CONTENT, Standing.CHANGED),
        (seal(CONTENT)[:-30], Standing.CHANGED),
    ],
)
def test_what_is_not_ours_as_we_left_it_is_left(
    tmp_path: Path, there: str, reason: Standing
) -> None:
    path = tmp_path / "a.md"
    path.write_text(there)
    report = put(tmp_path, "a.md", "---\nnewsmark: article\n---\nnew\n").report()
    assert report.left == (Left("a.md", reason.value),)
    assert path.read_text() == there


def test_line_ends_changed_by_version_control_are_no_change(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(seal(CONTENT).replace("\n", "\r\n").encode())
    assert put(tmp_path, "a.md").report().unchanged == ("a.md",)
    assert standing((tmp_path / "a.md").read_bytes()) is Standing.OURS


def test_a_target_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        Folder(path)
    with pytest.raises(ArchiveError, match="Cannot export"):
        Folder(path / "below")


def test_a_symbolic_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    root, outside = tmp_path / "vault", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "b.md").write_text(seal(CONTENT))
    (root / "articles").symlink_to(outside)
    (root / "b.md").symlink_to(outside / "b.md")
    assert put(root).report().left == (
        Left("articles/a.md", "a symbolic link leads out of the folder"),
    )
    assert put(root, "b.md", "other\n").report().left == (Left("b.md", "it is a symbolic link"),)
    assert put(root, "../c.md").report().written == ()
    assert sorted(p.name for p in outside.iterdir()) == ["b.md"]
    assert not (tmp_path / "c.md").exists()


def test_folders_and_files_in_the_way_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    (tmp_path / "articles").write_text("mine")
    assert put(tmp_path, "a.md").report().left == (Left("a.md", "it is not a file"),)
    assert put(tmp_path).report().left == (
        Left("articles/a.md", "articles is a file, not a folder"),
    )


def test_a_name_too_long_for_the_file_system_is_named(tmp_path: Path) -> None:
    (left,) = put(tmp_path, "x" * 300 + ".md").report().left
    assert "too long" in left.reason


def test_leftovers_of_a_killed_export_are_cleaned(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    dead = 2**22 + 1  # above the largest process id there can be
    for folder in (tmp_path, tmp_path / "articles"):
        (folder / f".newsmark-{dead}.tmp").write_text("half")
        (folder / f".newsmark-{os.getppid()}.tmp").write_text("being written by another")
    put(tmp_path)
    assert (
        sorted(p.name for p in tmp_path.rglob(".newsmark*"))
        == [f".newsmark-{os.getppid()}.tmp"] * 2
    )


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.md")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match="No space left"):
        put(tmp_path, "a.md", CONTENT + "new\n")
    assert (tmp_path / "a.md").read_text() == seal(CONTENT)
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_a_killed_export_leaves_a_whole_file(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from archive.export.folder import Folder\n"
        "folder = Folder(Path(sys.argv[1]))\n"
        "for n in range(10**6): folder.put('a.md', f'{n}\\n' * 20000)\n"
    )
    for wait in (0.2, 0.05):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT)
        while not (tmp_path / "a.md").exists():
            time.sleep(0.01)
        time.sleep(wait)
        process.kill()
        process.wait()
        assert standing((tmp_path / "a.md").read_bytes()) is Standing.OURS
        Folder(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_our_files_are_found_wherever_they_were_moved(tmp_path: Path) -> None:
    folder = put(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "articles" / "a.md").rename(tmp_path / "mine" / "b.md")
    (tmp_path / "mine" / "b copy.md").write_text(CONTENT)
    (tmp_path / "notes.md").write_text("newsmark: article\n")
    (tmp_path / ".trash").mkdir()
    (tmp_path / ".trash" / "a.md").write_text(CONTENT)
    assert folder.known() == {("article", "7h2k9m4q"): "mine/b.md"}
