"""Folders: sorted, complete, never left, whatever lies in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.ingest.items import Companion, Skipped
from archive.ingest.source import Source
from archive.ingest.walk import walk


def walked(*paths: Path) -> tuple[list[str], dict[str, str]]:
    """Relative paths of the files found, and the reasons by name."""
    found = list(walk(paths))
    files = [entry.relative for entry in found if isinstance(entry, Source)]
    reasons = {Path(e.path).name: e.reason for e in found if isinstance(e, Skipped)}
    return files, reasons


def test_goes_in_order_and_leaves_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.md", "a/1.md", ".git/x", ".hidden", "c.jsonl.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert walked(tmp_path) == (["a/1.md", "a/2.md", "b.txt", "c.jsonl"], {})


def test_a_file_alone_has_its_name_for_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert walked(tmp_path / "a.txt") == (["a.txt"], {})


def test_empty_and_missing_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    files, reasons = walked(tmp_path, tmp_path / "gone")
    assert files == []
    assert reasons == {
        "empty.txt": "it is empty",
        "gone": "there is no such file or folder",
    }


def test_links_are_not_followed_out_nor_round(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    (outside / "secret.txt").write_text("x")
    (inside / "sub").mkdir(parents=True)
    (inside / "sub" / "a.txt").write_text("x")
    (inside / "sub" / "loop").symlink_to(inside)
    (inside / "self").symlink_to("self")
    (inside / "broken").symlink_to("nowhere")
    (inside / "out").symlink_to(outside)
    (inside / "twice.txt").symlink_to(inside / "sub" / "a.txt")
    files, reasons = walked(inside)
    assert files == ["sub/a.txt"]
    assert set(reasons) == {"loop", "self", "broken", "out"}
    assert "back to a folder" in reasons["loop"]
    assert "out of the folder" in reasons["out"]


def test_a_link_named_by_the_user_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("x")
    (tmp_path / "link").symlink_to("real")
    assert walked(tmp_path / "link") == (["a.txt"], {})


def test_a_folder_without_permission_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "z.txt").write_text("x")
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "locked":  # root may read anything, so that chmod proves nothing
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    files, reasons = walked(tmp_path)
    assert files == ["z.txt"]
    assert reasons == {"locked": "no permission to read it"}


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in walked(tmp_path)[1]["pipe"]


def test_companions_of_saved_pages_are_left_and_named(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("p {}")
    assert walked(tmp_path) == ([], {})
    (found,) = walk([tmp_path])
    assert isinstance(found, Companion)
    assert "hold no article" in found.reason
    assert walked(tmp_path / "style.css")[0] == ["style.css"]


def test_names_that_are_no_utf8_can_be_stored(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
        file.write(b"x")
    assert walked(tmp_path)[0] == ["caf\\xe9.txt"]
