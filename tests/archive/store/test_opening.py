"""Making, finding and refusing archives."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.core import open_archive
from archive.errors import ArchiveError, NewerArchive, NotAnArchive
from archive.store import Store
from archive.store.opening import DATABASE
from archive.store.schema import APPLICATION_ID, MIGRATIONS, VERSION
from tests.make import add_article


def opened(folder: Path, *, create: bool = False) -> Store:
    return Store(folder, fold=str.casefold, create=create)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_archive_is_made_in_a_missing_folder_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "archive"
    opened(folder, create=True).close()
    assert mode(folder) == 0o700
    assert mode(folder / DATABASE) == 0o600


def test_an_archive_is_made_in_an_empty_folder(tmp_path: Path) -> None:
    store = opened(tmp_path, create=True)
    assert store.listing.count() == 0
    store.close()


def test_opening_again_finds_the_same_archive(tmp_path: Path) -> None:
    first = opened(tmp_path, create=True)
    second = opened(tmp_path)
    assert first.uuid == second.uuid
    first.close()
    second.close()


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    opened(tmp_path, create=True).close()
    plain = sqlite3.connect(tmp_path / DATABASE)
    assert plain.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert plain.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    plain.close()


def test_a_missing_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match="no archive at") as caught:
        opened(tmp_path / "nowhere")
    assert caught.value.remedy
    assert not (tmp_path / "nowhere").exists()


def test_an_empty_folder_is_no_archive_until_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match="is empty"):
        opened(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("create", [True, False])
def test_a_folder_with_other_files_is_refused(tmp_path: Path, create: bool) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(NotAnArchive, match="other files"):
        opened(tmp_path, create=create)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(NotAnArchive, match="not a folder"):
        opened(tmp_path / "file", create=True)


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, create: bool) -> None:
    (tmp_path / DATABASE).write_bytes(b"This is a diary, not a database.\n" * 100)
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(NotAnArchive, match="damaged or no database") as caught:
        opened(tmp_path, create=create)
    assert caught.value.remedy
    assert (tmp_path / DATABASE).read_bytes() == before


@pytest.mark.parametrize("create", [True, False])
def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path, create: bool) -> None:
    foreign = sqlite3.connect(tmp_path / DATABASE)
    foreign.execute("CREATE TABLE recipes (name TEXT)")
    foreign.commit()
    foreign.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(NotAnArchive, match="not written by this program"):
        opened(tmp_path, create=create)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_newer_archive_is_refused_with_both_versions_named(tmp_path: Path) -> None:
    opened(tmp_path, create=True).close()
    plain = sqlite3.connect(tmp_path / DATABASE)
    plain.execute("PRAGMA user_version = 99")
    plain.close()
    with pytest.raises(NewerArchive, match=f"version 99.*up to version {VERSION}"):
        opened(tmp_path)


def test_an_older_archive_is_brought_up_to_date_with_all_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("archive.store.opening.MIGRATIONS", MIGRATIONS[:1])
        patch.setattr("archive.store.opening.VERSION", 1)
        old = opened(tmp_path, create=True)
        with old.transaction(command="x", actor="ann", summary="") as tx:
            tx.add_identity("a", "test:a")
        old.close()
    new = opened(tmp_path)
    assert new.uuid == old.uuid and new.listing.identity_of("a") == "test:a"
    assert new.database.value("PRAGMA user_version") == VERSION
    assert new.searches.all() == []
    new.close()


def test_a_database_cut_to_half_is_refused(tmp_path: Path) -> None:
    opened(tmp_path, create=True).close()
    file = tmp_path / DATABASE
    with file.open("r+b") as handle:
        handle.truncate(file.stat().st_size // 2)
    with pytest.raises(NotAnArchive, match="damaged"):
        opened(tmp_path)


def test_pages_overwritten_with_noise_are_reported_not_raised_raw(tmp_path: Path) -> None:
    opened(tmp_path, create=True).close()
    file = tmp_path / DATABASE
    size = file.stat().st_size
    with file.open("r+b") as handle:
        handle.seek(4096)
        handle.write(b"\xa5" * (size - 4096))
    with pytest.raises(NotAnArchive, match="damaged"):
        opened(tmp_path).listing.count()


def test_several_processes_may_make_one_archive_at_once(tmp_path: Path) -> None:
    def make(_: int) -> str:
        store = opened(tmp_path / "archive", create=True)
        store.close()
        return store.uuid

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(16)))) == 1


def test_a_making_that_was_cut_off_is_finished_the_next_time(tmp_path: Path) -> None:
    (tmp_path / DATABASE).touch()
    with pytest.raises(NotAnArchive, match="is empty"):
        opened(tmp_path)
    store = opened(tmp_path, create=True)
    assert store.uuid
    store.close()


@contextmanager
def as_a_stranger() -> Iterator[None]:
    """The superuser may do everything, so the test becomes somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_without_permission_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    opened(folder, create=True).close()
    if os.geteuid() != 0:
        folder.chmod(0)
    with as_a_stranger(), pytest.raises(ArchiveError, match="Permission denied") as caught:
        opened(folder)
    folder.chmod(0o700)
    assert caught.value.remedy
    assert not isinstance(caught.value, NotAnArchive)


def test_an_archive_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(ArchiveError, match="Cannot open"):
        opened(tmp_path / "file" / "archive", create=True)


def test_nothing_is_written_into_an_archive_that_was_replaced_meanwhile(tmp_path: Path) -> None:
    folder, other = tmp_path / "mine", tmp_path / "other"
    with open_archive(folder, create=True) as archive:
        key = add_article(archive)
        shutil.copytree(folder, other)
        folder.rename(tmp_path / "away")
        with pytest.raises(ArchiveError, match="moved or replaced while it was open"):
            archive.articles.star([key], True)
        other.rename(folder)
        with pytest.raises(ArchiveError, match="nothing was written"):
            archive.articles.star([key], True)
    with open_archive(folder) as again, open_archive(tmp_path / "away") as away:
        assert not again.articles.get(key).starred and not away.articles.get(key).starred
