"""The door of writing: all or nothing, killed or not, alone or with others."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.errors import ArchiveBusy, ArchiveError, UsageError
from archive.model import Motivation, Span
from archive.store import dump
from tests.corpus import ROOT
from tests.make import incoming, put

# Writes claims (two records and their changes in one step) until it is killed.
WRITER = """
import sys
from pathlib import Path
from archive.core import open_archive
from archive.model import Span
with open_archive(Path(sys.argv[1]), actor=sys.argv[2]) as archive:
    [article] = archive.articles.ids()
    for number in range(int(sys.argv[3])):
        archive.claims.add(article, Span(0, 8), statement=f"{sys.argv[2]} {number}")
        if number == 0:
            print("writing", flush=True)
"""


def writer(archive: Path, actor: str, times: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(archive), actor, str(times)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    return process


def whole_steps_only(archive: Archive) -> int:
    """How many claims there are, after checking that each came with all that belongs to it."""
    claims = archive.claims.all()
    for claim in claims:
        assert len(archive.claims.appearances(claim.id)) == 1
    steps = [step for step in archive.history.log(100_000) if step.command == "claim add"]
    assert len(steps) == len(claims)
    for step in steps:
        records = [change.record for change in archive.history.changes(step.number)]
        assert records == ["claims", "annotations"]
    assert archive.store.database.value("PRAGMA integrity_check") == "ok"
    return len(claims)


def test_a_writer_killed_at_any_moment_leaves_whole_steps_only(
    archive: Archive, article: str
) -> None:
    rng = random.Random(7)
    for _ in range(4):
        process = writer(archive.path, "killed", 100_000)
        time.sleep(rng.uniform(0.02, 0.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with open_archive(archive.path) as again:
            whole_steps_only(again)
    assert whole_steps_only(archive) > 0


def test_two_processes_writing_at_once_lose_nothing(archive: Archive, article: str) -> None:
    processes = [writer(archive.path, actor, 30) for actor in ("ann", "ben")]
    put(archive, *(incoming(f"Meanwhile {number}") for number in range(30)))
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert whole_steps_only(archive) == 60
    assert archive.articles.count() == 31
    statements = {claim.statement for claim in archive.claims.all()}
    assert statements == {f"{actor} {n}" for actor in ("ann", "ben") for n in range(30)}


def test_a_mark_waits_for_another_writer_and_then_is_made(archive: Archive, article: str) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        other = sqlite3.connect(archive.store.database.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        held.set()
        time.sleep(0.1)
        other.execute("COMMIT")
        other.close()
        done.set()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    archive.annotations.add(article, Span(0, 8), Motivation.HIGHLIGHTING)
    assert done.is_set()
    thread.join()


def test_a_lock_held_too_long_is_reported_and_nothing_half_done(
    archive: Archive, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.connection.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(archive.store.database.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = list(dump(archive.store))
    with pytest.raises(ArchiveBusy) as caught:
        archive.articles.star([article], True)
    assert caught.value.exit_code == 5
    assert "try again" in caught.value.remedy
    assert list(dump(archive.store)) == before
    other.execute("ROLLBACK")
    other.close()
    archive.articles.star([article], True)


def test_an_exception_inside_takes_everything_back(archive: Archive, article: str) -> None:
    before = list(dump(archive.store))
    with (
        pytest.raises(ZeroDivisionError),
        archive.store.transaction(command="x", actor="ann", summary="") as tx,
    ):
        tx.update("articles", article, {"title": "Half done"})
        raise ZeroDivisionError
    assert list(dump(archive.store)) == before
    archive.articles.star([article], True)


def test_an_empty_transaction_leaves_no_step(archive: Archive) -> None:
    with archive.store.transaction(command="x", actor="ann", summary="") as tx:
        pass
    assert tx.step is None
    assert archive.history.log() == []


def test_only_fields_that_differ_are_recorded(archive: Archive, article: str) -> None:
    with archive.store.transaction(command="x", actor="ann", summary="") as tx:
        assert tx.update("articles", article, {"title": "Other", "starred": False})
        assert not tx.update("articles", article, {"title": "Other"})
    assert tx.step is not None
    [change] = archive.history.changes(tx.step)
    assert (change.before, change.after) == ({"title": "First"}, {"title": "Other"})


def test_a_field_that_does_not_exist_is_refused(archive: Archive, article: str) -> None:
    with (
        pytest.raises(UsageError, match="no field 'colour'"),
        archive.store.transaction(command="x", actor="ann", summary="") as tx,
    ):
        tx.update("articles", article, {"colour": "red"})


def test_nothing_may_be_left_hanging(archive: Archive, article: str) -> None:
    archive.annotations.add(article, Span(0, 8), Motivation.HIGHLIGHTING)
    before = list(dump(archive.store))
    with (
        pytest.raises(sqlite3.IntegrityError),
        archive.store.transaction(command="x", actor="ann", summary="") as tx,
    ):
        tx.delete("articles", article)
    assert list(dump(archive.store)) == before


def test_text_that_is_no_unicode_is_kept_as_escapes(archive: Archive, article: str) -> None:
    mark = archive.annotations.add(
        article, Span(0, 8), Motivation.COMMENTING, note="a\udcff\x00b", tags=["\ud800"]
    )
    assert (mark.note, mark.tags) == ("a\\udcff\x00b", ("\\ud800",))


def test_a_full_disk_is_reported_as_such(archive: Archive, article: str) -> None:
    database = archive.store.database
    pages = database.value("PRAGMA page_count")
    database.run(f"PRAGMA max_page_count={pages}")
    with pytest.raises(ArchiveError, match="full") as caught:
        put(archive, incoming("Big", " ".join(str(n) for n in range(60_000))))
    assert "room" in caught.value.remedy
    assert archive.articles.ids() == [article]


def test_others_writing_is_noticed(
    archive: Archive, article: str, another: Callable[[str], Archive]
) -> None:
    before = archive.store.data_version()
    archive.articles.star([article], True)
    assert archive.store.data_version() == before, "one's own writing is not"
    another("ben").articles.star([article], False)
    assert archive.store.data_version() != before
