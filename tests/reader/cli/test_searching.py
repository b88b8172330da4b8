"""search and reindex."""

from __future__ import annotations

import sqlite3

import pytest

from archive.core import open_archive
from tests.reader.archives import incoming
from tests.reader.cli.terminal import CommandLine


def test_a_hit_is_the_shape_promised(nm: CommandLine) -> None:
    nm.ok("reindex")
    found = nm.ok("search", "--json", "nvidia").json
    assert list(found) == ["query", "total", "hits"]
    assert (found["query"], found["total"]) == ("nvidia", 1)
    (hit,) = found["hits"]
    assert list(hit) == [
        "id", "title", "url", "outlet", "published", "language", "score", "snippet", "in",
        "copies",
    ]  # fmt: skip
    assert hit["id"] == nm.id("DeepSeek")
    assert hit["url"] is None
    assert (hit["published"], hit["outlet"], hit["language"]) == ("2025-01-27", "The Ledger", "en")
    assert hit["score"] > 0
    assert "Nvidia lost 17%" in hit["snippet"]
    assert hit["in"] == ["body"]


def test_nothing_found_is_exit_1_and_still_json(nm: CommandLine) -> None:
    answer = nm("search", "--json", "nothinglikethis")
    assert answer.code == 1
    assert list(answer.json) == ["query", "total", "hits", "suggestions"]
    assert (answer.json["total"], answer.json["hits"]) == (0, [])
    assert nm("search", "nothinglikethis").err == (
        "Nothing found.\n  No article holds nothinglikethis.\n"
    )


def test_a_slip_of_the_keys_is_put_right(nm: CommandLine) -> None:
    answer = nm("search", "nvidai")
    assert answer.code == 1
    assert "Did you mean nvidia?  nvidia\n" in answer.err
    (first, *_) = nm("search", "--json", "nvidai lost").json["suggestions"]
    assert (first["kind"], first["query"], first["total"]) == ("spelling", "nvidia lost", 1)


def test_what_may_be_a_slip_is_told_beside_what_is_found(nm: CommandLine) -> None:
    answer = nm("search", "foo:bar OR nvidia")
    assert answer.code == 0
    assert "foo: is no field; foo:bar is looked for as words.\n" in answer.err
    (only,) = nm("search", "--json", "foo:bar OR nvidia").json["suggestions"]
    assert only["kind"] == "term"
    assert "suggestions" not in nm("search", "--json", "nvidia").json


@pytest.mark.parametrize("words", [("-openai",), ("-openai", "--json"), ("--", "-openai")])
def test_a_query_may_begin_with_a_minus(nm: CommandLine, words: tuple[str, ...]) -> None:
    answer = nm.ok("search", *words)
    assert "A quiet week in batteries" in answer.out
    assert "DeepSeek" not in answer.out


def test_options_may_stand_anywhere(nm: CommandLine) -> None:
    answer = nm.ok("search", "openai", "-nvidia", "--json", "--limit", "5").json
    assert (answer["query"], answer["total"]) == ("openai -nvidia", 1)


def test_notes_claims_and_entities_are_found_and_named(nm: CommandLine) -> None:
    id = nm.id("A quiet")
    nm.ok("note", "add", id, "Zanzibar was quieter", "--quote", "The end.")
    nm.ok("claim", "add", id, "--quote", "Nothing happened.", "--statement", "Xylophones rest")
    nm.ok("entity", "tag", id, "--quote", "end", "--name", "Quagga Inc")
    for word, field in (("zanzibar", "note"), ("xylophones", "claim"), ("quagga", "entity")):
        (hit,) = nm.ok("search", "--json", word).json["hits"]
        assert (hit["id"], hit["in"]) == (id, [field])
    assert "in claim" in nm.ok("search", "xylophones").out


def test_for_people_hits_stand_in_brackets(nm: CommandLine) -> None:
    lines = nm.ok("search", '"in a day"').out.splitlines()
    assert lines[0] == f"{nm.id('DeepSeek')}  DeepSeek shakes the chip market"
    assert lines[1].strip() == "2025-01-27 · The Ledger · en"
    assert "[in a day]" in lines[2] or "[in] [a] [day]" in lines[2]


def test_copies_share_a_row_unless_asked_for_apart(nm: CommandLine) -> None:
    with open_archive(nm.folder) as archive, archive.intake.open("import") as door:
        door.put([incoming(f"c:{n}", f"Copy {n}", "A wombat digs a hole.") for n in range(3)])
    found = nm.ok("search", "wombat", "--json").json
    assert found["total"] == 3
    (hit,) = found["hits"]
    assert len(hit["copies"]) == 2
    assert "+2 copies" in nm.ok("search", "wombat").out
    apart = nm.ok("search", "wombat", "--copies", "--sort", "title", "--json").json["hits"]
    assert [one["title"] for one in apart] == ["Copy 0", "Copy 1", "Copy 2"]


def test_sorting_and_limits(nm: CommandLine) -> None:
    hits = nm.ok("search", "--json", "--sort", "date", "openai").json["hits"]
    assert [hit["published"] for hit in hits] == ["2025-02", "2025-01-27"]
    one = nm.ok("search", "--limit", "1", "openai")
    assert "1 of 2" in one.err
    assert nm.ok("search", "--limit", "1", "openai", "--json").json["total"] == 2
    assert len(nm.ok("search", "--limit", "0", "openai", "--json").json["hits"]) == 2


def test_a_query_that_cannot_be_read_says_where(nm: CommandLine) -> None:
    answer = nm("search", "chip (market")
    assert answer.code == 2
    assert "  chip (market\n       ^\n" in answer.err


def test_a_search_answers_for_all_that_is_stored(nm: CommandLine) -> None:
    with open_archive(nm.folder) as archive, archive.intake.open("import") as door:
        door.put([incoming(f"m:{n}", f"Title {n}", f"Wombat number {n}.") for n in range(150)])
    assert nm.ok("search", "wombat", "--json").json["total"] == 150
    nm.ok("edit", nm.id("A quiet"), "--title", "A wombat week")
    assert nm.ok("search", "wombat", "--json").json["total"] == 151


def test_reindex_catches_up_and_rebuilds(nm: CommandLine) -> None:
    assert nm.ok("reindex", "--json").json == {"complete": True, "articles": 3}
    assert "all 3 articles" in nm.ok("reindex", "--rebuild").out
    assert nm.ok("search", "nvidia", "--json").json["total"] == 1


def test_a_search_needs_no_write_lock(nm: CommandLine) -> None:
    with sqlite3.connect(nm.folder / "newsmark.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert nm.ok("search", "nvidia", "--json").json["total"] == 1
        other.execute("ROLLBACK")


def test_facets_narrow_and_are_counted(nm: CommandLine) -> None:
    both = nm.ok("search", "openai", "--facet", "language=fr", "--facet", "language=en", "--json")
    assert both.json["total"] == 2 and "facets" not in both.json
    one = nm.ok(
        "search", "openai", "--facet", "language=fr", "--facet", "year=2025", "--facets", "--json"
    ).json
    assert one["total"] == 1
    assert one["facets"]["language"] == {"en": 1, "fr": 1}
    assert one["facets"]["month"] == {"2025-02": 1}
    assert one["over_time"] == {"2025-02": 1}
    told = nm.ok("search", "openai", "--facets").out.splitlines()
    assert "outlet    Le Courrier (1), The Ledger (1)" in told


@pytest.mark.parametrize("facet", ["language", "colour=blue"])
def test_what_is_no_facet_is_refused(nm: CommandLine, facet: str) -> None:
    assert nm("search", "openai", "--facet", facet).code == 2


def test_a_long_query_is_shown_around_what_is_wrong_in_it(nm: CommandLine) -> None:
    answer = nm("search", "chip " * 300 + "|| 日本 " + "market " * 10)
    echo, caret, _ = answer.err.splitlines()
    assert len(echo) < 100 and echo.startswith("  …chip") and echo.endswith("…")
    assert echo.index("||") == caret.index("^")
    wide = nm("search", "日本 || chip").err.splitlines()
    assert wide[1] == " " * (2 + len("日本 ") + 2) + "^"
    assert len(nm("search", "x" * 100_000).err) < 300


def test_a_wrong_query_is_answered_in_json_too(nm: CommandLine) -> None:
    answer = nm("search", "--json", "chip || market")
    assert answer.code == 2
    error = answer.json["error"]
    assert (error["at"], error["exit"], error["remedy"]) == (5, 2, "Write OR.")
    assert "^" in answer.err
    assert nm("show", "--json", "nosuch").json["error"]["exit"] == nm("show", "nosuch").code
    assert nm("search", "--json", "--limit", "x", "chip").json["error"]["exit"] == 2


def test_what_is_said_of_a_query_is_harmless_in_a_pipe_too(nm: CommandLine) -> None:
    for query in ("\u202eevil", "evil || \u202e", "title:\u202ex\u200fy"):
        answer = nm("search", query)
        assert answer.code in (1, 2)
        assert not {*"\u202e\u200f"} & {*answer.err}
