"""A home of its own for each test, and an archive of three articles in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reader.archives import make_archive
from tests.reader.cli.terminal import CommandLine


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything that the program keeps goes; no archive is named."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("NEWSMARK_ACTOR", "ann")
    monkeypatch.delenv("NEWSMARK_ARCHIVE", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("NEWSMARK_TRACE", raising=False)
    return tmp_path


@pytest.fixture
def bare(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line where there is no archive yet."""
    folder = home / "news"
    monkeypatch.setenv("NEWSMARK_ARCHIVE", str(folder))
    return CommandLine(capsys, folder)


@pytest.fixture
def nm(bare: CommandLine) -> CommandLine:
    """The command line on an archive of ``tests.reader.archives.ARTICLES``."""
    make_archive(bare.folder)
    return bare
