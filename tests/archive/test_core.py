"""Opening an archive and what it knows of itself."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.errors import ArchiveError
from archive.model import Motivation, Span
from tests.make import TEXT, incoming, put


def test_the_actor_is_who_was_told_else_the_environment_else_the_login(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSMARK_ACTOR", "env")
    with open_archive(archive.path) as opened:
        assert opened.actor == "env"
    with open_archive(archive.path, actor="told") as opened:
        assert opened.actor == "told"
    monkeypatch.delenv("NEWSMARK_ACTOR")
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    with open_archive(archive.path) as opened:
        assert opened.actor == "login"

    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    with open_archive(archive.path) as opened:
        assert opened.actor == "user"


def test_the_cache_is_the_users_alone_and_made_when_asked_for(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert not (tmp_path / "cache").exists()
    folder = archive.cache_dir
    assert folder == tmp_path / "cache" / "newsmark" / archive.uuid
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert archive.cache_dir == folder
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert archive.cache_dir == tmp_path / "home" / ".cache" / "newsmark" / archive.uuid


def test_a_cache_that_cannot_be_made_is_an_error_of_ours(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ArchiveError, match="cache folder"):
        _ = archive.cache_dir


def test_stats_count_everything(archive: Archive) -> None:
    assert set(archive.stats().values()) == {0}
    first, second = put(archive, incoming("One"), incoming("Two", "Short text."))
    archive.claims.add(first, Span(0, 8))
    archive.entities.tag(first, Span(9, 20))
    archive.annotations.add(first, Span(9, 20), Motivation.HIGHLIGHTING)
    archive.annotations.add(second, Span(0, 5), Motivation.COMMENTING, note="n")
    archive.articles.star([first], True)
    archive.articles.mark_read([second], True)
    put(archive, incoming("One", TEXT[75:]))
    assert archive.stats() == {
        "articles": 2,
        "unread": 1,
        "starred": 1,
        "words": len(TEXT[75:].split()) + 2,
        "revisions": 3,
        "annotations": 4,
        "highlights": 1,
        "notes": 1,
        "ambiguous": 0,
        "lost": 3,
        "claims": 1,
        "entities": 1,
        "evidence": 0,
    }
