"""An empty archive whose drawn ids are the same on every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from tests.archive.export.building import make_newsroom


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr("archive.model.ids.secrets.choice", random.Random(7).choice)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_archive(tmp_path / "archive", create=True, actor="ana") as opened:
        yield opened


@pytest.fixture(scope="session")
def newsroom_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with the newsroom in it, made once; to be copied, not opened."""
    return make_newsroom(tmp_path_factory.mktemp("newsroom") / "archive")
