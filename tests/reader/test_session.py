"""What a session notices of the writes of others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from archive.core import open_archive
from reader.session import Session
from tests.reader.archives import make_archive


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    made = Session(make_archive(tmp_path / "news"), searcher=None)
    yield made
    await made.close()


async def test_a_change_by_another_is_noticed_once(session: Session) -> None:
    assert not session.changed()
    with open_archive(session.folder) as other:
        other.articles.star(other.articles.ids()[:1], True)
    assert session.changed()
    assert not session.changed()


async def test_a_query_remembered_changes_nothing(session: Session) -> None:
    await session.write(lambda archive: archive.searches.remember_query("chips"))
    assert not session.changed()
    with open_archive(session.folder) as other:
        other.articles.star(other.articles.ids()[:1], True)
    assert session.changed()
