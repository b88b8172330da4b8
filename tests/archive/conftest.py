"""An empty archive for each test, and an article in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from tests.make import add_article


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive, written by ``ann``."""
    with open_archive(tmp_path / "archive", create=True, actor="ann") as opened:
        yield opened


@pytest.fixture
def article(archive: Archive) -> str:
    """The id of an article with the text ``tests.make.TEXT``."""
    return add_article(archive, "First", outlet="Les Échos", published="2025-01-20")


@pytest.fixture
def another(archive: Archive) -> Iterator[Callable[[str], Archive]]:
    """Opens the same archive once more, as another actor, as another process would."""
    opened: list[Archive] = []

    def open_as(actor: str) -> Archive:
        opened.append(open_archive(archive.path, actor=actor))
        return opened[-1]

    yield open_as
    for each in opened:
        each.close()


@pytest.fixture
def another_archive(tmp_path: Path) -> Iterator[Archive]:
    """A second, empty archive, written by ``ben``."""
    with open_archive(tmp_path / "second", create=True, actor="ben") as opened:
        yield opened
