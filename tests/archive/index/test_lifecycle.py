"""The life of an index: built, caught up, killed, damaged, shared, and never wrong."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
import weakref
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.errors import ArchiveError
from archive.index import Index, home
from archive.index.lifecycle import file_lock
from archive.index.searcher import Request, Searcher
from archive.model import Motivation
from tests.make import add_article, incoming, put, span_of

ROOT = Path(__file__).resolve().parents[3]


def fill(archive: Archive, number: int, first: int = 0) -> list[str]:
    return put(
        archive,
        *(
            incoming(f"Article {n}", f"Common words and number{n} here.", language="en")
            for n in range(first, first + number)
        ),
    )


def index_folder(archive: Archive) -> Path:
    folder = archive.cache_dir / "index"
    return folder / (folder / "current").read_text("ascii").strip()


def test_an_update_indexes_what_is_new_and_nothing_twice(archive: Archive) -> None:
    fill(archive, 70)
    index = Index(archive)
    seen: list[tuple[int, int]] = []
    report = index.update(lambda done, total: seen.append((done, total)))
    assert report.indexed == 70
    assert seen[-1] == (70, 70)
    assert index.update().indexed == 0
    fill(archive, 3, first=70)
    assert index.update().indexed == 3
    assert index.search("common").total == 73


def test_a_search_answers_for_every_stored_article(archive: Archive) -> None:
    index = Index(archive)
    fill(archive, 3)
    assert index.search("common").total == 3, "a few are matched in memory"
    assert not (archive.cache_dir / "index" / "current").exists()
    fill(archive, 80, first=3)
    assert index.search("common").total == 83, "many are indexed first"
    assert (archive.cache_dir / "index" / "current").exists()


def test_a_note_a_claim_and_a_tag_are_found_at_once(archive: Archive) -> None:
    one, other = add_article(archive, "One"), add_article(archive, "Two")
    index = Index(archive)
    index.update()
    span = span_of(archive, one, "OpenAI")
    archive.annotations.add(one, span, Motivation.COMMENTING, note="zebra stripes")
    archive.articles.tag([other], add=["savannah"])
    hits = index.search("zebra")
    assert hits.order == (one,)
    assert hits.hits[0].fields == ("note",)
    assert hits.hits[0].snippet.text == "zebra stripes"
    assert index.search("tag:savannah").order == (other,)
    assert index.search("has:note").order == (one,)
    assert index.search("is:annotated").order == (one,)
    index.update()
    assert index.search("zebra").order == (one,)


def test_an_edited_article_is_found_by_its_new_words_only(archive: Archive) -> None:
    one = add_article(archive, "Zebra")
    index = Index(archive)
    index.update()
    archive.articles.edit(one, title="Gnu")
    assert index.search("zebra").total == 0
    assert index.search("gnu").order == (one,)
    archive.articles.delete([one])
    assert index.search("gnu").total == 0
    archive.history.undo()
    assert index.search("gnu").order == (one,)


def test_read_state_counts_at_once_and_wherever_it_stands(archive: Archive) -> None:
    one, two, three = fill(archive, 3)
    index = Index(archive)
    index.update()
    archive.articles.mark_read([one], True)
    archive.articles.star([two], True)
    assert set(index.search("is:unread").order) == {two, three}
    assert set(index.search("is:starred OR number0").order) == {one, two}
    assert index.search("common -is:starred -is:read").order == (three,)


def test_cancelling_keeps_what_was_done(archive: Archive) -> None:
    fill(archive, 450)
    index = Index(archive)
    calls = iter(range(1000))
    report = index.update(cancelled=lambda: next(calls) > 0)
    assert report.cancelled
    assert 0 < report.indexed < 450
    assert index.update().indexed == 450 - report.indexed
    assert index.search("common").total == 450


def test_a_deleted_index_is_built_again(archive: Archive) -> None:
    fill(archive, 70)
    index = Index(archive)
    index.update()
    assert index.search("common").total == 70
    shutil.rmtree(archive.cache_dir)
    assert index.search("common").total == 70
    assert Index(archive).search("number7").total == 1


@pytest.mark.parametrize("suffix", ["tab", "rec", "toc"])
def test_an_index_cut_to_half_repairs_itself(archive: Archive, suffix: str) -> None:
    fill(archive, 70)
    index = Index(archive)
    index.update()
    assert index.search("common").total == 70
    for path in index_folder(archive).glob(f"*.{suffix}"):
        os.truncate(path, path.stat().st_size // 2)
    assert index.search("common number8").total == 1
    report = Index(archive).update()
    assert Index(archive).search("common").total == 70
    assert report.rebuilt or not report.indexed


def test_an_index_of_another_layout_is_replaced(archive: Archive) -> None:
    fill(archive, 70)
    Index(archive).update()
    folder = index_folder(archive)
    old = folder.with_name("ancient-1-0000")
    folder.rename(old)
    (old.parent / "current").write_text(old.name, "ascii")
    assert Index(archive).update().rebuilt
    assert not old.exists()
    assert Index(archive).search("common").total == 70


def indexed(folder: Path, numbers: range) -> None:
    """Take articles in and index them, in a run of the program of its own."""
    with open_archive(folder, create=True) as archive:
        fill(archive, len(numbers), first=numbers.start)
        Index(archive).update()


def test_an_archive_put_back_from_a_copy_finds_what_came_in_after(tmp_path: Path) -> None:
    folder, copy = tmp_path / "mine", tmp_path / "copy"
    indexed(folder, range(5))
    shutil.copytree(folder, copy)
    indexed(folder, range(5, 12))
    shutil.rmtree(folder)
    copy.rename(folder)
    # As many articles as were lost, in the same second, so that every number is the same.
    indexed(folder, range(20, 27))
    with open_archive(folder) as archive:
        assert Index(archive).search("number23").total == 1
        assert Index(archive).search("number7").total == 0
        assert Index(archive).search("common").total == 12
        assert not Index(archive).update().rebuilt


def test_an_archive_put_back_as_it_was_finds_nothing_of_what_it_lost(tmp_path: Path) -> None:
    folder, copy = tmp_path / "mine", tmp_path / "copy"
    indexed(folder, range(5))
    shutil.copytree(folder, copy)
    indexed(folder, range(5, 12))
    shutil.rmtree(folder)
    copy.rename(folder)
    with open_archive(folder) as archive:
        assert Index(archive).search("common").total == 5
        assert Index(archive).update().rebuilt


def test_a_copy_and_what_it_is_copied_from_each_have_an_index(tmp_path: Path) -> None:
    folder, copy = tmp_path / "mine", tmp_path / "copy"
    indexed(folder, range(5))
    shutil.copytree(folder, copy)
    with open_archive(folder) as mine, open_archive(copy) as other:
        assert mine.uuid == other.uuid
        assert mine.cache_dir != other.cache_dir
        fill(mine, 70, first=100)
        fill(other, 80, first=200)
        for _ in range(2):
            assert Index(mine).search("common").total == 75
            assert Index(other).search("common").total == 85
            assert not Index(mine).update().rebuilt
            assert not Index(other).update().rebuilt


def test_an_archive_that_was_moved_keeps_its_index(tmp_path: Path) -> None:
    folder, moved = tmp_path / "mine", tmp_path / "moved"
    indexed(folder, range(5))
    folder.rename(moved)
    with open_archive(moved) as archive:
        assert not Index(archive).update().rebuilt
        assert Index(archive).search("common").total == 5
    link = tmp_path / "link"
    link.symlink_to(moved)
    with open_archive(moved) as archive, open_archive(link) as same:
        assert same.cache_dir == archive.cache_dir


def test_a_purge_of_what_was_indexed_last_costs_no_new_index(archive: Archive) -> None:
    fill(archive, 3)
    last = add_article(archive, "To be forgotten")
    archive.articles.edit(last, title="To be forgotten at once")
    Index(archive).update()
    archive.articles.purge([last])
    report = Index(archive).update()
    assert (report.rebuilt, report.removed) == ("", 1)
    assert Index(archive).search("forgotten").total == 0


def test_nothing_of_what_was_purged_is_left_in_the_files(archive: Archive) -> None:
    fill(archive, 20)
    secret = add_article(archive, "Whistleblower", "Whistleblowers were heard here.")
    Index(archive).update()
    archive.articles.edit(secret, title="Nobody at all")
    Index(archive).update()

    def kept() -> bool:
        return any(b"whistleblow" in path.read_bytes() for path in index_folder(archive).iterdir())

    assert kept()
    archive.articles.purge([secret])
    Index(archive).update()
    assert not kept()
    assert Index(archive).search("common").total == 20


def test_rebuilding_serves_from_the_old_one_meanwhile(archive: Archive) -> None:
    fill(archive, 70)
    index, reader = Index(archive), Index(archive)
    index.update()
    totals: list[int] = []
    report = index.update(
        lambda _done, _total: totals.append(reader.search("common", catch_up=False).total),
        rebuild=True,
    )
    assert report.rebuilt == "asked for"
    assert totals
    assert set(totals) == {70}
    assert reader.search("common").total == 70


def test_of_an_index_that_was_rebuilt_nothing_stays_in_memory(archive: Archive) -> None:
    fill(archive, 10)
    index = Index(archive)
    index.update()
    searcher = Searcher(archive.store, home(archive.cache_dir))
    searcher.search(Request("common", fold=True))
    assert searcher._snapshot is not None
    before = weakref.ref(searcher._snapshot)
    index.update(rebuild=True)
    searcher.refresh()
    gc.collect()
    assert before() is None


def test_while_another_process_updates_one_returns_politely(archive: Archive) -> None:
    fill(archive, 3)
    index = Index(archive)
    index.update()
    with file_lock(archive.cache_dir / "index" / "lock", 0) as held:
        assert held
        assert index.update().busy
    assert not index.update().busy


def test_a_cache_that_cannot_be_written_is_named(archive: Archive) -> None:
    (archive.cache_dir / "index").write_text("in the way", "utf-8")
    with pytest.raises(ArchiveError, match="cannot be written") as caught:
        Index(archive).update()
    assert "XDG_CACHE_HOME" in caught.value.remedy


SCRIPT = """
import sys
from pathlib import Path
from archive.core import open_archive
from archive.index import Index
with open_archive(Path(sys.argv[1])) as archive:
    print("ready", flush=True)
    Index(archive).update(rebuild=len(sys.argv) > 2, wait=60)
"""


def updater(archive: Archive, *more: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(archive.path), *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_killed_at_any_moment_it_goes_on_and_leaves_no_litter(archive: Archive) -> None:
    fill(archive, 800)
    for delay in (0.05, 0.2, 0.35, 0.5):
        process = updater(archive, "rebuild")
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        assert Index(archive).search("common").total == 800
    Index(archive).update()
    folder = archive.cache_dir / "index"
    assert sum(path.is_dir() for path in folder.iterdir()) == 1


def test_two_updaters_at_once_do_no_harm(archive: Archive) -> None:
    fill(archive, 300)
    both = [updater(archive), updater(archive)]
    for process in both:
        assert process.wait(60) == 0
        assert process.stdout is not None
        process.stdout.close()
    with open_archive(archive.path) as again:
        hits = Index(again).search("common")
        assert hits.total == len(set(hits.order)) == 300
