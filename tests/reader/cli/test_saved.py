"""searches, and search by a saved one; what an import says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import open_archive
from tests.reader.cli.terminal import CommandLine


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_saved_searches_are_listed_with_what_they_find(nm: CommandLine) -> None:
    made = nm.ok("searches", "add", "Chips", "nvidia", "OR", "chip", "--key", "1", "--json").json
    assert made["summary"] == "save search “Chips”"
    nm.ok("searches", "add", "Batteries", '"quiet week"', "--sort", "date")
    first, second = nm.ok("searches", "--json").json["searches"]
    assert list(first) == [
        "id", "name", "query", "sort", "descending", "key", "found", "new", "problem",
    ]  # fmt: skip
    assert (first["name"], first["query"], first["sort"]) == ("Batteries", '"quiet week"', "date")
    assert (second["id"], second["key"], second["found"]) == (made["id"], "1", 1)
    lines = nm.ok("searches").out.splitlines()
    assert lines[1].split() == ["1", "1", "Chips", "nvidia", "OR", "chip"]


def test_without_saved_searches_there_is_a_hint(nm: CommandLine) -> None:
    answer = nm("searches")
    assert answer.code == 1 and "searches add NAME QUERY" in answer.err


def test_a_saved_search_is_run_and_narrowed_by_words(nm: CommandLine) -> None:
    nm.ok("searches", "add", "Labs", "openai OR nvidia", "--sort", "date")
    found = nm.ok("search", "--saved", "labs", "--json").json
    assert (found["query"], found["saved"]) == ("openai OR nvidia", "Labs")
    assert [hit["published"] for hit in found["hits"]] == ["2025-02", "2025-01-27"]
    narrowed = nm.ok("search", "--saved", "labs", "lang:fr", "--json").json
    assert (narrowed["query"], narrowed["total"]) == ("(openai OR nvidia) lang:fr", 1)


def test_a_search_needs_words_or_a_saved_one(nm: CommandLine) -> None:
    assert nm("search").code == 2
    missing = nm("search", "--saved", "nothing")
    assert missing.code == 1 and "no saved search" in missing.err


def test_renaming_editing_and_deleting_can_be_undone(nm: CommandLine) -> None:
    nm.ok("searches", "add", "Labs", "openai", "--key", "1")
    nm.ok("searches", "rename", "labs", "Companies")
    nm.ok("searches", "edit", "companies", "--query", "nvidia", "--no-key")
    (kept,) = nm.ok("searches", "--json").json["searches"]
    assert (kept["name"], kept["query"], kept["key"]) == ("Companies", "nvidia", None)
    nm.ok("searches", "delete", "companies")
    assert nm("searches").code == 1
    nm.ok("undo")
    nm.ok("undo")
    (kept,) = nm.ok("searches", "--json").json["searches"]
    assert (kept["query"], kept["key"]) == ("openai", "1")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "Labs", "x", "--key", "j"), "needs the key j itself"),
        (("add", "Labs", "x", "--key", "ab"), "cannot be a key"),
        (("add", "Labs", "(x"), "not closed"),
        (("edit", "kept"), "What is to be changed?"),
        (("edit", "kept", "--key", "1", "--no-key"), "opposite"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(
    nm: CommandLine, words: tuple[str, ...], why: str
) -> None:
    nm.ok("searches", "add", "Kept", "x")
    answer = nm("searches", *words)
    assert answer.code == 2 and why in answer.err


def test_an_import_says_what_is_new_for_which_search(nm: CommandLine) -> None:
    nm.ok("searches", "add", "Open-weight models", '"open weights"')
    nm.ok("searches", "add", "Trains", "locomotive")
    text = " date 2025-03 Weights\n\nModels with open weights again.\n"
    answer = nm.ok("import", write(nm.folder.parent, "a.txt", text))
    assert answer.out.splitlines()[-1] == "1 new for “Open-weight models”"
    told = nm.ok("search", "--saved", "open-weight models")
    assert told.out.splitlines()[1].strip().startswith("new · 2025-03")
    assert "new · " not in nm.ok("search", "--saved", "open-weight models").out
    again = nm.ok("import", "--json", write(nm.folder.parent, "b.txt", text + "\nAnd more.\n"))
    (met,) = again.json["searches"]
    assert (met["name"], met["new"], met["problem"]) == ("Open-weight models", 1, None)


def test_news_wait_in_the_list_until_the_search_is_run(nm: CommandLine) -> None:
    nm.ok("searches", "add", "Weights", "weights")
    nm.ok("import", "--no-index", write(nm.folder.parent, "a.txt", "Weights\n\nOpen weights.\n"))
    assert nm.ok("searches", "--json").json["searches"][0]["new"] == 1
    (new,) = nm.ok("search", "--saved", "weights", "--json").json["new"]
    assert new == nm.id("Weights")
    assert nm.ok("searches", "--json").json["searches"][0]["new"] == 0


def test_the_history_of_queries_is_listed_and_forgotten(nm: CommandLine) -> None:
    with open_archive(nm.folder) as archive:
        for query in ("chips", "open weights"):
            archive.searches.remember_query(query)
    assert nm.ok("searches", "history").out == "open weights\nchips\n"
    assert nm.ok("searches", "history", "--limit", "1", "--json").json["queries"] == [
        "open weights"
    ]
    nm.ok("searches", "history", "--clear")
    assert nm("searches", "history").code == 1
