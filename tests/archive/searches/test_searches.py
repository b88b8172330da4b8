"""Saved searches: kept, edited, undone, dumped."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from archive.core import Archive
from archive.errors import NotFound, QueryError, UsageError
from archive.store import dump


def test_a_search_is_found_by_its_name_its_key_and_its_id(archive: Archive) -> None:
    made, step = archive.searches.add("Modèles ouverts", '"open weights" lang:fr', key="1")
    assert step.undoable and step.summary == "save search “Modèles ouverts”"
    for wanted in ("modeles  OUVERTS", "1", made.id):
        assert archive.searches.get(wanted) == made
    with pytest.raises(NotFound, match="no saved search 'chips'") as caught:
        archive.searches.get("chips")
    assert "“Modèles ouverts”" in caught.value.remedy


def test_searches_are_listed_by_name(archive: Archive) -> None:
    for name in ("beta", "Écho", "Alpha", "echo 2"):
        archive.searches.add(name, "x")
    assert [one.name for one in archive.searches.all()] == ["Alpha", "beta", "Écho", "echo 2"]


@pytest.mark.parametrize(
    ("name", "query", "more", "message"),
    [
        ("", "x", {}, "1 to 200"),
        ("chips", "x", {}, "already"),
        ("New", "  ", {}, "finds everything"),
        ("New", "x", {"sort": "size"}, "no order 'size'"),
        ("New", "x", {"key": "1"}, "The key 1 runs “Chips”"),
        ("New", "x", {"key": "é"}, "cannot be a key"),
        ("New", "x", {"key": "12"}, "cannot be a key"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    archive: Archive, name: str, query: str, more: dict[str, Any], message: str
) -> None:
    archive.searches.add("Chips", "chip", key="1")
    before = list(dump(archive.store))
    with pytest.raises(UsageError, match=message):
        archive.searches.add(name, query, **more)
    assert list(dump(archive.store)) == before


def test_a_query_that_cannot_be_read_is_not_saved(archive: Archive) -> None:
    with pytest.raises(QueryError) as caught:
        archive.searches.add("Chips", "chip (act")
    assert caught.value.at == 5
    made, _ = archive.searches.add("Chips", "chip")
    with pytest.raises(QueryError):
        archive.searches.edit(made.id, query='"chip')
    assert archive.searches.get("chips").query == "chip"


def test_editing_and_deleting_are_steps_that_can_be_taken_back(archive: Archive) -> None:
    made, _ = archive.searches.add("Chips", "chip", key="c")
    assert archive.searches.edit(made.id, name="Chips").number == 0
    archive.searches.edit(made.id, name="Chip news", query="chip OR nvidia", key=None)
    edited = archive.searches.get("chip news")
    assert (edited.query, edited.key, edited.id) == ("chip OR nvidia", None, made.id)
    archive.searches.delete(made.id)
    assert archive.searches.all() == []
    archive.history.undo()
    assert archive.searches.get("Chip news") == edited
    archive.history.undo()
    assert archive.searches.get("Chips").query == "chip"
    archive.history.undo()
    assert archive.searches.all() == []
    archive.history.redo()
    assert archive.searches.get("Chips") == made


def test_two_of_one_name_can_only_come_of_an_undo_and_are_told_apart(
    archive: Archive, another: Callable[[str], Archive]
) -> None:
    first, _ = archive.searches.add("Chips", "chip")
    archive.searches.delete(first.id)
    second, _ = another("ben").searches.add("chips", "nvidia")
    archive.history.undo()
    with pytest.raises(UsageError, match="There are 2") as caught:
        archive.searches.get("chips")
    assert set(caught.value.ids) == {first.id, second.id}
    assert archive.searches.get(second.id) == second


def test_a_saved_search_is_in_the_dump(archive: Archive) -> None:
    made, _ = archive.searches.add("Chips", "chip", sort="date", key="c")
    lines = dump(archive.store, revisions=False, log=False)
    (line,) = [line for line in lines if line.startswith('{"record":"searches"')]
    kept = json.loads(line)
    assert kept.pop("record") == "searches" and kept.pop("id") == made.id
    assert (kept["name"], kept["query"], kept["sort"], kept["key"]) == (
        "Chips", "chip", "date", "c",
    )  # fmt: skip


def test_the_history_has_each_query_once_the_newest_first(archive: Archive) -> None:
    for query in ("chips", "open weights", "  ", "chips", "chips "):
        archive.searches.remember_query(query)
    assert archive.searches.queries() == ["chips", "open weights"]
    assert archive.searches.queries(1) == ["chips"]


def test_the_history_is_capped_and_can_be_forgotten(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.searches.MOST_QUERIES", 3)
    for number in range(5):
        archive.searches.remember_query(f"q{number}")
    assert archive.searches.queries(9) == ["q4", "q3", "q2"]
    archive.searches.forget_queries()
    assert archive.searches.queries() == []


def test_the_history_is_no_step_and_no_change(archive: Archive) -> None:
    before = list(dump(archive.store))
    archive.searches.remember_query("what nobody need know")
    assert list(dump(archive.store)) == before
    with pytest.raises(NotFound):
        archive.history.undo()
