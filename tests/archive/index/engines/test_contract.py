"""What every engine must do: find, count, show and refuse just as the plain matcher does.

A second engine is one more entry in ``ENGINES``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.index.analysis import Slot, slots
from archive.index.columns import Columns
from archive.index.engines.base import Abandoned, Engine
from archive.index.engines.whoosh_engine import WhooshEngine
from archive.index.evaluate import Evaluation
from archive.index.lifecycle import Home
from archive.index.matcher import Prepared
from archive.index.parse import parse
from archive.index.phrases import quotation
from archive.index.query import Query, Words
from archive.index.searcher import Request, Searcher, go_on
from archive.store import ColumnRow, SearchFields
from tests.archive.index.given import Given, any_store, write
from tests.archive.index.making import fields, row
from tests.archive.index.trees import articles, made, queries, trees

ENGINES: list[type[Engine]] = [WhooshEngine]


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.__name__)
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param()
    return found


def columns_of(pairs: Sequence[tuple[SearchFields, ColumnRow]]) -> Columns:
    return Columns(any_store(Given(pairs)))


@pytest.mark.parametrize("kind", ENGINES)
@settings(max_examples=80, deadline=None)
@given(st.lists(articles, min_size=1, max_size=10), st.lists(trees, min_size=1, max_size=12))
def test_any_tree_finds_what_the_matcher_finds(
    tmp_path_factory: pytest.TempPathFactory,
    kind: type[Engine],
    given: list[dict[str, Any]],
    asked: list[Query],
) -> None:
    engine, folder = kind(), tmp_path_factory.mktemp("index")
    pairs = [made(number, one) for number, one in enumerate(given)]
    write(engine, folder, [fields for fields, _ in pairs], per_commit=4)
    columns = columns_of(pairs)
    snapshot = engine.open(folder)
    snapshot.bind(columns.ordinal)
    prepared = [Prepared(fields, row) for fields, row in pairs]
    for tree in asked:
        evaluation = Evaluation(tree, snapshot, columns, set(columns.live), go_on)
        found = {columns.row(number).id for number in evaluation.run()}
        judged = [one for one in prepared if one.matches(tree, snapshot.known_name)]
        assert found == {one.row.id for one in judged}
        for one in judged:
            number = columns.ordinal(one.row.id)
            assert number is not None
            known = set(one.fields_of(tree, snapshot.known_name))
            assert set(evaluation.fields_of(number)) == known
        quick = Evaluation(tree, snapshot, columns, set(columns.live), go_on, {0, 1, 2})
        assert {columns.row(number).id for number in quick.run()} <= found
    snapshot.close()


def searcher_of(
    engine: Engine, folder: Path, pairs: Sequence[tuple[SearchFields, ColumnRow]]
) -> Searcher:
    """A searcher on an index of these articles."""
    home = Home(folder, engine)
    generation = home.root / f"{engine.layout}-1"
    generation.mkdir(parents=True)
    write(engine, generation, [fields for fields, _ in pairs], per_commit=4)
    (home.root / "current").write_text(generation.name, "ascii")
    return Searcher(any_store(Given(pairs)), home)


@pytest.mark.parametrize("kind", ENGINES)
@settings(max_examples=60, deadline=None)
@given(st.lists(articles, min_size=1, max_size=8), st.lists(queries, min_size=1, max_size=8))
def test_any_query_is_answered_as_the_matcher_would(
    tmp_path_factory: pytest.TempPathFactory,
    kind: type[Engine],
    given: list[dict[str, Any]],
    asked: list[str],
) -> None:
    pairs = [made(number, one) for number, one in enumerate(given)]
    searcher = searcher_of(kind(), tmp_path_factory.mktemp("home"), pairs)
    searcher.refresh()
    prepared = [Prepared(fields, row) for fields, row in pairs]
    for query in asked:
        try:
            tree = searcher.resolved(parse(query), query)
        except QueryError as error:
            with pytest.raises(QueryError) as caught:
                searcher.search(Request(query))
            assert (caught.value.at, str(caught.value)) == (error.at, str(error))
            continue
        hits = searcher.search(Request(query, limit=100))
        judged = {one.row.id: one for one in prepared if one.matches(tree, searcher.known_name)}
        assert hits.total == len(hits.order) == len(judged)
        assert set(hits.order) == set(judged)
        rows = [one.row for one in judged.values()]
        assert dict(hits.facets.language) == counted(row.language for row in rows)
        assert dict(hits.facets.mark) == counted(mark for row in rows for mark in row.marks)
        dated = sum(row.first is not None for row in rows)
        assert sum(count for _, count in hits.histogram) == dated
        for hit in hits.hits:
            names = judged[hit.id].fields_of(tree, searcher.known_name)
            assert set(hit.fields) == set(names)
            if "body" in names:
                assert hit.snippet.spans, f"{query!r} shows nothing in {hit.snippet.text!r}"
        for suggestion in hits.suggestions:
            if suggestion.query:
                assert searcher.search(Request(suggestion.query)).total == suggestion.total
    searcher.drop()


def counted(values: Any) -> dict[str, int]:
    return {value: count for value, count in Counter(values).items() if value is not None}


def test_many_small_commits_lose_nothing(engine: Engine, tmp_path: Path) -> None:
    given_fields = [fields(f"word{n % 7} common", id=f"a{n}") for n in range(60)]
    write(engine, tmp_path, [*given_fields, *given_fields[:20]], per_commit=1)
    snapshot = engine.open(tmp_path)
    assert sorted(snapshot.ids()) == sorted(one.id for one in given_fields)
    columns = columns_of([(one, row(one)) for one in given_fields])
    snapshot.bind(columns.ordinal)
    for n in range(7):
        leaf = snapshot.leaf(Words(slots(f"word{n}")), go_on)
        expected = {columns.ordinal(f"a{m}") for m in range(60) if m % 7 == n}
        assert set(leaf["body"]) == expected
    snapshot.close()


def test_removed_articles_are_gone(engine: Engine, tmp_path: Path) -> None:
    write(engine, tmp_path, [fields("one", id="a"), fields("two", id="b")], per_commit=2)
    writer = engine.writer(tmp_path)
    assert writer.remove(["a", "absent"]) == 1
    writer.commit(9, "sign 9")
    snapshot = engine.open(tmp_path)
    assert list(snapshot.ids()) == ["b"]
    assert (snapshot.mark, snapshot.sign) == (9, "sign 9")
    snapshot.close()


def test_what_was_not_committed_is_not_seen(engine: Engine, tmp_path: Path) -> None:
    write(engine, tmp_path, [fields("one", id="a")], per_commit=1)
    writer = engine.writer(tmp_path)
    writer.add(fields("two", id="b"))
    writer.cancel()
    snapshot = engine.open(tmp_path)
    assert list(snapshot.ids()) == ["a"]
    assert snapshot.current()
    snapshot.close()


def test_an_abandoned_search_does_not_look_like_damage(engine: Engine, tmp_path: Path) -> None:
    write(engine, tmp_path, [fields("some words", id="a")], per_commit=1)
    snapshot = engine.open(tmp_path)
    snapshot.bind({"a": 0}.get)

    def enough() -> None:
        raise Abandoned

    for slot in (Slot("some"), Slot("so", False, True)):
        with pytest.raises(Abandoned):
            snapshot.leaf(Words((slot,)), enough)
    snapshot.close()


def test_a_phrase_with_a_pattern_is_as_much_effort_as_its_plain_words(
    engine: Engine, tmp_path: Path
) -> None:
    write(engine, tmp_path, [fields("the open act", id=f"a{n}") for n in range(9)], per_commit=9)
    snapshot = engine.open(tmp_path)
    (plain,) = quotation("the open act", "", 0, typing=False, near=False)
    (pattern,) = quotation("the op* act", "", 0, typing=False, near=False)
    (any_word,) = quotation("the * act", "", 0, typing=False, near=False)
    assert snapshot.effort(Words(plain)) == snapshot.effort(Words(any_word)) == 9
    assert snapshot.effort(Words(pattern)) > 9
    snapshot.close()
