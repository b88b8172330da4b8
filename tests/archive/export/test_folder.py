"""What an export may write in a folder, and what it leaves alone."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import ArchiveError, UsageError
from archive.export import atomic
from archive.export.contract import ExportReport, Left, Options
from archive.export.dialects import CommonMark
from archive.export.folder import Folder
from archive.export.known import MANIFEST, find, manifest, remembered
from archive.export.regions import Page, Region, render
from archive.export.sealed import Standing, seal, standing
from tests.corpus import ROOT

SEALED = '---\nnewsmark: article\nid: "7h2k9m4q"\n---\n\n# Title\n'


def page(title: str = "Title", id: str = "7h2k9m4q") -> Page:
    values = {"newsmark": "article", "id": id, "title": title}
    return Page(values, [Region("title", f"# {title}"), Region("m-1", "> words")])


def put(
    root: Path,
    relative: str = "articles/a.md",
    content: Page | None = None,
    *,
    restore_deleted: bool = False,
    dry_run: bool = False,
) -> ExportReport:
    folder = Folder(root, Options(restore_deleted=restore_deleted, dry_run=dry_run))
    folder.put(relative, content or page(), CommonMark())
    return folder.report()


def test_a_file_is_written_once_and_then_not_touched(tmp_path: Path) -> None:
    root = tmp_path / "new" / "vault"
    assert put(root).written == ("articles/a.md",)
    path = root / "articles" / "a.md"
    assert path.read_text() == render(page())
    before = path.stat()
    assert put(root).unchanged == ("articles/a.md",)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert put(root, content=page("Other")).written == ("articles/a.md",)
    assert path.read_text() == render(page("Other"))


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        ("My own notes.\n", Standing.FOREIGN.value),
        ("", Standing.FOREIGN.value),
        (render(page(id="0ther0ne")), Standing.FOREIGN.value),
        (seal(SEALED).replace("Title", "My title"), Standing.CHANGED.value),
        (seal(SEALED) + "\nMine.\n", Standing.CHANGED.value),
        (render(page()).replace('id: "7h', 'id: ["7h').encode("latin-1"), Standing.FOREIGN.value),
        (render(page()).replace("title: T", "mine: [\ntitle: T"), "no valid YAML (line "),
        (render(page()).replace("\n---\n", "\n"), "never closed"),
        (render(page("é")).encode("latin-1"), "it is not in UTF-8 (byte 44)"),
        (render(page("é")).encode("utf-16"), "it is not in UTF-8 (byte 0)"),
    ],
)
def test_what_is_not_ours_or_cannot_be_read_is_left_and_named(
    tmp_path: Path, there: str | bytes, reason: str
) -> None:
    path = tmp_path / "a.md"
    data = there if isinstance(there, bytes) else there.encode()
    path.write_bytes(data)
    (left,) = put(tmp_path, "a.md", page("New")).left
    assert left.path == "a.md"
    assert reason in left.reason
    assert path.read_bytes() == data


def test_a_file_sealed_by_an_earlier_version_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(seal(SEALED).replace("\n", "\r\n").encode())
    assert standing((tmp_path / "a.md").read_bytes()) is Standing.OURS
    assert put(tmp_path, "a.md").written == ("a.md",)
    assert (tmp_path / "a.md").read_text() == render(page())


def test_what_both_changed_is_named_and_the_file_written(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    path = tmp_path / "a.md"
    path.write_text(path.read_text().replace("# Title", "# Mine") + "<!-- newsmark x -->\n")
    for _ in range(2):
        report = put(tmp_path, "a.md", page("New"))
        assert [one.path for one in report.conflicts] == ["a.md"] * 2
        assert "title was changed by hand" in report.conflicts[0].reason
        assert "damaged (line " in report.conflicts[1].reason
    assert report.unchanged == ("a.md",)
    assert "# Mine" in path.read_text()
    assert "> # New" in path.read_text()


def test_a_file_deleted_whole_is_written_again_and_named(tmp_path: Path) -> None:
    assert put(tmp_path).again == ()
    (tmp_path / "articles" / "a.md").unlink()
    report = put(tmp_path)
    assert report.again == report.written == ("articles/a.md",)
    (tmp_path / "articles" / "a.md").unlink()
    (tmp_path / MANIFEST).write_text("my own file of this name")
    assert put(tmp_path).again == ()
    assert (tmp_path / MANIFEST).read_text() == "my own file of this name"


def test_a_region_deleted_by_hand_comes_back_when_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    path = tmp_path / "a.md"
    source = path.read_text()
    path.write_text(source[: source.index("<!-- newsmark m-1")])
    assert put(tmp_path, "a.md").unchanged == ("a.md",)
    assert put(tmp_path, "a.md", restore_deleted=True).written == ("a.md",)
    assert path.read_text() == source


def test_a_dry_run_writes_nothing_and_shows_all(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    shown: list[str] = []

    def dry(content: Page) -> ExportReport:
        folder = Folder(root, Options(dry_run=True, show=shown.append))
        folder.put("articles/a.md", content, CommonMark())
        return folder.report()

    assert dry(page()).written == ("articles/a.md",)
    assert not root.exists()
    assert shown[-1].startswith("--- /dev/null\n+++ b/articles/a.md\n@@ -0,0 ")
    put(root)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert dry(page("New")).written == ("articles/a.md",)
    assert "\n-# Title\n+# New\n" in shown[-1]
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_two_files_with_one_id_are_named_and_one_is_kept_up_to_date(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    copy = tmp_path / "a copy.md"
    copy.write_bytes((tmp_path / "a.md").read_bytes())
    report = put(tmp_path, "a.md", page("New"))
    assert report.left == (
        Left("a copy.md", "it has the same id as a.md, which is kept up to date"),
    )
    assert "# Title" in copy.read_text()
    assert "# New" in (tmp_path / "a.md").read_text()


def test_of_two_files_with_one_id_the_one_last_written_is_kept_up_to_date(tmp_path: Path) -> None:
    put(tmp_path)
    copy = tmp_path / "c.md"
    copy.write_bytes((tmp_path / "articles" / "a.md").read_bytes())
    known = find(tmp_path)
    assert known.paths == {("article", "7h2k9m4q"): "articles/a.md"}
    assert known.copies == {"c.md": "articles/a.md"}
    copy.unlink()
    (tmp_path / "articles" / "a.md").rename(tmp_path / "moved.md")
    put(tmp_path, find(tmp_path).paths["article", "7h2k9m4q"])
    copy.write_bytes((tmp_path / "moved.md").read_bytes())
    assert find(tmp_path).paths == {("article", "7h2k9m4q"): "moved.md"}
    (tmp_path / MANIFEST).unlink()
    assert find(tmp_path).copies == {"moved.md": "c.md"}


def test_the_list_of_what_was_written_holds_any_path_or_leaves_it_out(tmp_path: Path) -> None:
    memory = {
        ("article", "a"): {"an é « path » .md", "page.html"},
        ("article", "b"): {"two\nlines.md", "\udcff.md"},
        ("entity", "e"): set(),
    }
    data = manifest(memory)
    (tmp_path / MANIFEST).write_bytes(data.replace(b"\n", b"\r\n"))
    assert remembered(tmp_path) == memory | {("article", "b"): set()}
    assert manifest(remembered(tmp_path)) == data


def test_a_read_only_file_is_left_and_permissions_are_kept(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    (tmp_path / "a.md").chmod(0o640)
    put(tmp_path, "a.md", page("New"))
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640
    (tmp_path / "a.md").chmod(0o444)
    assert put(tmp_path, "a.md").left == (Left("a.md", "it is read-only"),)
    assert "# New" in (tmp_path / "a.md").read_text()


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP, errno.EIO])
def test_a_file_system_without_permissions_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    put(tmp_path, "a.md")
    (tmp_path / "a.md").chmod(0o600)

    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fchmod", refused)
    if code == errno.EIO:
        with pytest.raises(ArchiveError, match="Input/output error"):
            put(tmp_path, "a.md", page("New"))
    else:
        assert put(tmp_path, "a.md", page("New")).written == ("a.md",)
        assert "# New" in (tmp_path / "a.md").read_text()


def test_what_is_typed_while_an_export_runs_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.md")
    path = tmp_path / "a.md"
    fstat, typed = os.fstat, iter(["Mine.\n"])

    def slow(number: int) -> os.stat_result:
        found = fstat(number)
        for words in typed:
            with path.open("a") as file:
                file.write(words)
        return found

    monkeypatch.setattr("archive.export.folder.os.fstat", slow)
    assert put(tmp_path, "a.md", page("New")).written == ("a.md",)
    assert path.read_text() == render(page("New")) + "Mine.\n"


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
    (outside / "b.md").write_text(render(page()))
    (root / "articles").symlink_to(outside)
    (root / "b.md").symlink_to(outside / "b.md")
    assert put(root).left == (Left("articles/a.md", "a symbolic link leads out of the folder"),)
    assert put(root, "b.md").left == (Left("b.md", "it is a symbolic link"),)
    assert put(root, "../c.md").written == ()
    assert sorted(p.name for p in outside.iterdir()) == ["b.md"]
    assert not (tmp_path / "c.md").exists()


@pytest.mark.parametrize("dry_run", [False, True])
def test_folders_and_files_in_the_way_are_named(tmp_path: Path, dry_run: bool) -> None:
    (tmp_path / "a.md").mkdir()
    (tmp_path / "articles").write_text("mine")
    assert put(tmp_path, "a.md", dry_run=dry_run).left == (Left("a.md", "it is not a file"),)
    assert put(tmp_path, dry_run=dry_run).left == (
        Left("articles/a.md", "articles is a file, not a folder"),
    )


def test_a_name_too_long_for_the_file_system_is_named(tmp_path: Path) -> None:
    (left,) = put(tmp_path, "x" * 300 + ".md").left
    assert "too long" in left.reason


def test_leftovers_of_a_killed_export_are_cleaned(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    dead = 2**22 + 1  # above the largest process id there can be
    for folder in (tmp_path, tmp_path / "articles"):
        (folder / f".newsmark-{dead}.tmp").write_text("half")
        (folder / f".newsmark-{os.getppid()}.tmp").write_text("being written by another")
    put(tmp_path)
    assert (
        sorted(p.name for p in tmp_path.rglob(".newsmark-*"))
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
        put(tmp_path, "a.md", page("New"))
    assert (tmp_path / "a.md").read_text() == render(page())
    assert sorted(p.name for p in tmp_path.iterdir()) == [MANIFEST, "a.md"]


def test_a_killed_export_leaves_a_whole_file(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from archive.export import atomic\n"
        "from archive.export.sealed import seal\n"
        "path = Path(sys.argv[1], 'a.md')\n"
        "for n in range(10**6): atomic.replace(path, seal(f'{n}\\n' * 20000).encode())\n"
    )
    for wait in (0.2, 0.05):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT)
        while not (tmp_path / "a.md").exists():
            time.sleep(0.01)
        time.sleep(wait)
        process.kill()
        process.wait()
        assert standing((tmp_path / "a.md").read_bytes()) is Standing.OURS
        atomic.clean(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_our_files_are_found_wherever_they_were_moved(tmp_path: Path) -> None:
    source = render(page())
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "b.md").write_text(
        source.replace("newsmark: article\n", "cssclass: x\n", 1).replace(
            "newsmark_keys", "newsmark: 'article'\nnewsmark_keys"
        )
    )
    (mine / "b copy.md").write_text("\ufeff" + source.replace("\n", "\r\n"))
    (mine / "long.md").write_text(
        source.replace('id: "7h2k9m4q"', f"mine: {'x' * 5000}\nid: other", 1)
    )
    (mine / "loud.MD").write_text(source.replace("7h2k9m4q", "loud"))
    (mine / "utf16.md").write_text(source.replace("7h2k9m4q", "wide"), "utf-16")
    (tmp_path / "notes.md").write_text("newsmark: article\nid: x\n")
    (tmp_path / "later.md").write_text("---\ntitle: x\n---\nnewsmark: article\nid: x\n")
    (tmp_path / ".trash").mkdir()
    (tmp_path / ".trash" / "a.md").write_text(source)
    known = find(tmp_path)
    assert known.paths == {
        ("article", "7h2k9m4q"): "mine/b.md",
        ("article", "loud"): "mine/loud.MD",
        ("article", "other"): "mine/long.md",
        ("article", "wide"): "mine/utf16.md",
    }
    assert known.copies == {"mine/b copy.md": "mine/b.md"}
