"""The engine against the plain matcher: random trees on random texts, the same articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import home
from archive.index.analysis import Slot, slots
from archive.index.columns import Columns
from archive.index.engines.base import Abandoned, Engine, IndexDamaged
from archive.index.engines.whoosh_engine import WhooshEngine
from archive.index.evaluate import Evaluation
from archive.index.matcher import Prepared
from archive.index.query import Query, Words
from archive.index.searcher import go_on
from archive.store import ColumnRow, SearchFields
from tests.archive.index.making import fields, row
from tests.archive.index.trees import articles, made, trees


class Given:
    """A store of articles made up, for the columns alone."""

    def __init__(self, rows: list[ColumnRow]) -> None:
        self.rows = rows

    def last_change(self) -> int:
        return 1

    def columns(self, since: int | None) -> Iterator[ColumnRow]:
        return iter(self.rows)


def write(engine: Engine, folder: Path, given: list[SearchFields], per_commit: int) -> None:
    engine.create(folder)
    for start in range(0, len(given), per_commit):
        writer = engine.writer(folder)
        for one in given[start : start + per_commit]:
            writer.remove([one.id])
            writer.add(one)
        writer.commit(start + per_commit)


def names(evaluation: Evaluation, prepared: Prepared, tree: Query, columns: Columns) -> None:
    """The fields that the engine names for a hit are those that the matcher does."""
    number = columns.ordinal(prepared.row.id)
    assert number is not None
    known = set(prepared.fields_of(tree, evaluation.known_name))
    assert set(evaluation.fields_of(number)) == known


@settings(max_examples=100, deadline=None)
@given(st.lists(articles, min_size=1, max_size=10), st.lists(trees, min_size=1, max_size=12))
def test_engine_and_matcher_find_the_same(
    tmp_path_factory: pytest.TempPathFactory, given: list[dict[str, Any]], asked: list[Query]
) -> None:
    engine = WhooshEngine()
    folder = tmp_path_factory.mktemp("index")
    pairs = [made(number, one) for number, one in enumerate(given)]
    write(engine, folder, [fields for fields, _ in pairs], per_commit=4)
    columns = Columns(Given([row for _, row in pairs]))  # type: ignore[arg-type]
    snapshot = engine.open(folder)
    snapshot.bind(columns.ordinal)
    prepared = [Prepared(fields, row) for fields, row in pairs]
    for tree in asked:
        evaluation = Evaluation(tree, snapshot, columns, set(columns.live), go_on)
        found = {columns.row(number).id for number in evaluation.run()}
        judged = [one for one in prepared if one.matches(tree, snapshot.known_name)]
        assert found == {one.row.id for one in judged}
        for one in judged:
            names(evaluation, one, tree, columns)
        quick = Evaluation(tree, snapshot, columns, set(columns.live), go_on, most=1)
        assert {columns.row(number).id for number in quick.run()} <= found
    snapshot.close()


def test_many_small_commits_stay_few_segments_and_lose_nothing(tmp_path: Path) -> None:
    engine = WhooshEngine()
    given_fields = [fields(f"word{n % 7} common", id=f"a{n}") for n in range(60)]
    write(engine, tmp_path, [*given_fields, *given_fields[:20]], per_commit=1)
    snapshot = engine.open(tmp_path)
    assert sorted(snapshot.ids()) == sorted(one.id for one in given_fields)
    columns = Columns(Given([row(one) for one in given_fields]))  # type: ignore[arg-type]
    snapshot.bind(columns.ordinal)
    for n in range(7):
        leaf = snapshot.leaf(Words(slots(f"word{n}")), go_on)
        expected = {columns.ordinal(f"a{m}") for m in range(60) if m % 7 == n}
        assert set(leaf["body"]) == expected
    assert len(list(tmp_path.glob("*.tab"))) < 15
    snapshot.close()


def test_removed_articles_are_gone(tmp_path: Path) -> None:
    engine = WhooshEngine()
    write(engine, tmp_path, [fields("one", id="a"), fields("two", id="b")], per_commit=2)
    writer = engine.writer(tmp_path)
    assert writer.remove(["a", "absent"]) == 1
    writer.commit(9)
    snapshot = engine.open(tmp_path)
    assert list(snapshot.ids()) == ["b"]
    assert snapshot.mark == 9
    snapshot.close()


def test_what_was_not_committed_is_not_seen(tmp_path: Path) -> None:
    engine = WhooshEngine()
    write(engine, tmp_path, [fields("one", id="a")], per_commit=1)
    writer = engine.writer(tmp_path)
    writer.add(fields("two", id="b"))
    writer.cancel()
    snapshot = engine.open(tmp_path)
    assert list(snapshot.ids()) == ["a"]
    assert snapshot.current()
    snapshot.close()


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


def test_an_abandoned_search_does_not_look_like_damage(tmp_path: Path) -> None:
    write(WhooshEngine(), tmp_path, [fields("some words", id="a")], per_commit=1)
    snapshot = WhooshEngine().open(tmp_path)
    snapshot.bind({"a": 0}.get)

    def enough() -> None:
        raise Abandoned

    for slot in (Slot("some"), Slot("so", False, True)):
        with pytest.raises(Abandoned):
            snapshot.leaf(Words((slot,)), enough)
    snapshot.close()


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


def test_the_engine_of_this_version_is_at_home(tmp_path: Path) -> None:
    assert home(tmp_path).engine.layout == WhooshEngine.layout
