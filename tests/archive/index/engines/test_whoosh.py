"""What is Whoosh's own: its files, damaged or read by Whoosh itself."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from archive.index import home
from archive.index.analysis import Slot
from archive.index.engines import whoosh_codec
from archive.index.engines.base import IndexDamaged
from archive.index.engines.whoosh_codec import narrowed
from archive.index.engines.whoosh_engine import WhooshEngine
from archive.index.query import Words
from tests.archive.index.given import write
from tests.archive.index.making import fields


def test_many_small_commits_leave_few_files(tmp_path: Path) -> None:
    made = [fields(f"word{n % 7} common", id=f"a{n}") for n in range(60)]
    write(WhooshEngine(), tmp_path, made, per_commit=1)
    assert len(list(tmp_path.glob("*.tab"))) < 15


def test_a_commit_clears_away_what_a_killed_one_left(tmp_path: Path) -> None:
    engine = WhooshEngine()
    write(engine, tmp_path, [fields("one", id="a")], per_commit=1)
    strays = [tmp_path / name for name in ("MAIN_abcdefghij123456.tab", "_MAIN_7.toc.123")]
    for stray in strays:
        stray.write_bytes(b"half of it")
    writer = engine.writer(tmp_path)
    writer.add(fields("two", id="b"))
    writer.commit(2, "sign 2")
    assert not any(stray.exists() for stray in strays)
    assert sorted(engine.open(tmp_path).ids()) == ["a", "b"]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_file_cut_short_is_damage(tmp_path: Path, share: float) -> None:
    engine = WhooshEngine()
    for suffix in ("tab", "rec", "toc"):
        folder = tmp_path / suffix
        folder.mkdir()
        write(engine, folder, [fields("some words here", id="a")], per_commit=1)
        (victim,) = folder.glob(f"*.{suffix}")
        victim.write_bytes(victim.read_bytes()[: int(share * victim.stat().st_size)])
        with pytest.raises(IndexDamaged):
            engine.open(folder)


def test_whoosh_itself_reads_what_we_write(tmp_path: Path) -> None:
    from whoosh.index import open_dir
    from whoosh.query import And as WhooshAnd
    from whoosh.query import Not as WhooshNot
    from whoosh.query import Term
    from whoosh.scoring import Frequency

    bodies = ["open chip", "open open act", "chip act", "nothing"]
    write(
        WhooshEngine(),
        tmp_path,
        [fields(body, id=f"a{n}") for n, body in enumerate(bodies)],
        per_commit=2,
    )
    with open_dir(str(tmp_path)).searcher(weighting=Frequency()) as searcher:
        found = searcher.search(Term("body", "open"))
        assert [(hit.docnum, hit.score) for hit in found] == [(1, 2.0), (0, 1.0)]
        both = WhooshAnd([Term("body", "act"), WhooshNot(Term("body", "chip"))])
        assert [hit.docnum for hit in searcher.search(both)] == [1]


def test_the_places_of_records_take_half_the_room_until_a_file_is_very_large() -> None:
    small, large = array("Q", [0, 7, 2**32 - 1]), array("Q", [0, 7, 2**32])
    assert narrowed(small) == array("I", small)
    assert narrowed(large) is large


def test_any_word_at_all_is_sought_among_the_most_frequent_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_codec, "_MOST_AT_ONCE", 4)
    monkeypatch.setattr(whoosh_codec, "_TRIED_FIRST", 2)
    bodies = ["one two three four five", "one six", "", "two seven"]
    made = [fields(body, id=f"a{n}", title="title") for n, body in enumerate(bodies)]
    write(WhooshEngine(), tmp_path, made, per_commit=4)
    snapshot = WhooshEngine().open(tmp_path)
    snapshot.bind({f"a{n}": n for n in range(4)}.get)
    any_body = Words((Slot("*", False, wild=True),), "body")
    assert set(snapshot.leaf(any_body, lambda: None)["body"]) == {0, 1, 3}
    any_title = Words((Slot("*", False, wild=True),), "title")
    assert set(snapshot.leaf(any_title, lambda: None)["title"]) == {0, 1, 2, 3}


def test_the_engine_of_this_version_is_at_home(tmp_path: Path) -> None:
    assert home(tmp_path).engine.layout == WhooshEngine.layout
