"""An empty archive whose drawn ids are the same on every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.core import Archive, open_archive


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr("archive.model.ids.secrets.choice", random.Random(7).choice)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_archive(tmp_path / "archive", create=True, actor="ana") as opened:
        yield opened
