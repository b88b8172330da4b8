"""Texts in the user's own editor."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from reader.editor import edited


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files that are edited lie."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "files"))
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def editor(at: Path, does: str) -> str:
    script = at / "editor"
    script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def test_what_was_written_before_an_editor_failed_is_kept(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ArchiveError) as failed:
        edited(editor(tmp_path, 'echo "an hour of work" >> "$1"; exit 139'), "Before")
    named = re.search(r"What you wrote lies in (\S+)\.$", str(failed.value))
    assert named is not None
    assert Path(named[1]).read_text("utf-8") == "Before\nan hour of work\n"
    assert Path(named[1]).parent.parent == folder


@pytest.mark.parametrize("does", ["exit 0", "exit 3", 'rm "$1"'])
def test_otherwise_no_file_is_left(tmp_path: Path, folder: Path, does: str) -> None:
    try:
        assert edited(editor(tmp_path, does), "Before") == "Before"
    except ArchiveError as error:
        assert "lies in" not in str(error)
    assert not list(folder.iterdir())
