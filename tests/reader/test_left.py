"""Where a run was, found by the next."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.left import Left, Place

GONE = 2**31 - 1  # no process has so high a number
PLACE = Place("chip act", (("language", "fr"),), "date", False, "abc", 2, 17, 5)


def leave(folder: Path, place: Place, number: int = GONE, *, at: int = 0) -> Path:
    """Leave a place as a process of this number that ended."""
    Left(folder).keep(place)
    file = folder / f"place-{number}.json"
    (folder / f"place-{os.getpid()}.json").rename(file)
    os.utime(file, (at, at))
    return file


def test_the_newest_place_of_a_run_that_is_no_more_is_found_whole(tmp_path: Path) -> None:
    leave(tmp_path, Place(article="older"), os.getppid(), at=9)  # that one still runs
    first = leave(tmp_path, Place(article="old"), GONE - 1, at=1)
    last = leave(tmp_path, PLACE, at=2)
    assert not first.exists()  # who kept a later one has let go of it
    assert Left(tmp_path).found() == PLACE
    assert last.stat().st_mode & 0o077 == 0


def test_a_run_that_went_nowhere_leaves_the_place_of_the_one_before(tmp_path: Path) -> None:
    leave(tmp_path, PLACE)
    run = Left(tmp_path)
    run.keep(Place(order="title"))
    assert run.found() == PLACE
    run.keep(Place(article="new"))
    assert run.found() is None
    run.keep(Place())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", ["", '{"query": "a"}', "[1]", '{"filters": 1}', "\udcff", "null"])
def test_a_file_that_was_torn_is_no_place(tmp_path: Path, said: str) -> None:
    leave(tmp_path, PLACE).write_text(said, "utf-8", "surrogateescape")
    assert Left(tmp_path).found() is None


def test_where_nothing_can_be_written_no_place_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = Left(tmp_path / "file" / "folder")
    run.keep(PLACE)
    assert run.found() is None
