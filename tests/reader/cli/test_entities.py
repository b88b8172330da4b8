"""The register on the command line: shown, cleaned up, swept, taken in and out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.core import open_archive
from tests.make import incoming, put
from tests.reader.cli.terminal import CommandLine

TEXT = "Apple sells phones. An apple fell. Tim Cook runs Apple, says d’Apple."


@pytest.fixture
def kit(nm: CommandLine) -> CommandLine:
    """An archive that speaks of Apple, and an entity of that name."""
    with open_archive(nm.folder) as archive:
        put(archive, incoming("On Apple", TEXT, published="2025-01"))
    nm.ok("entity", "create", "Apple", "--type", "organisation", "--id", "wikidata:Q312")
    return nm


def test_entities_are_listed_with_counts_sorted_grouped_and_filtered(kit: CommandLine) -> None:
    kit.ok("entity", "create", "Tim Cook", "--type", "person", "--alias", "Timothy Cook")
    kit.ok("entity", "sweep", "--accept", "--entity", "Apple")
    rows = kit.ok("entities", "--sort", "mentions", "--json").json["entities"]
    assert [(row["name"], row["mentions"], row["articles"]) for row in rows] == [
        ("Apple", 3, 1),
        ("Tim Cook", 0, 0),
    ]
    assert rows[0]["identifiers"] == [["wikidata", "Q312"]]
    assert [r["name"] for r in kit.ok("entities", "timo", "--json").json["entities"]] == [
        "Tim Cook"
    ]
    assert kit("entities", "--type", "place").code == 1
    assert kit("entities", "--min-mentions", "4").code == 1
    lines = kit.ok("entities", "--group").out.splitlines()
    assert lines[0] == "organisation (1)" and lines[2] == "person (1)"
    assert lines[1].split()[1:] == ["3×", "1", "art.", "0", "cl.", "Apple"]


def test_an_entity_is_shown_with_its_mentions_in_context(kit: CommandLine) -> None:
    kit.ok("entity", "sweep", "--accept")
    kit.ok("entity", "create", "Tim Cook", "--type", "person")
    kit.ok("entity", "relate", "tim cook", "works for", "apple", "--since", "1998")
    kit.ok("entity", "alias", "add", "Apple", "AAPL", "--exact-case", "--language", "en")
    out = kit.ok("entity", "show", "Apple", "--limit", "1").out
    assert "also AAPL  (en, as written)" in out and "wikidata: Q312" in out
    assert "employs  Tim Cook  1998.." in out
    assert "3 mentions in 1 article\n" in out and "2025-01" in out and "… and 2 more" in out
    shown = kit.ok("entity", "show", "AAPL", "--json").json
    assert [m["exact"] for m in shown["mentions"]] == ["Apple", "Apple", "Apple"]
    assert shown["mentions"][0]["start"] == 0
    assert shown["relations"][0]["source_name"] == "Tim Cook"


def test_a_wrong_merge_is_made_and_split_again(kit: CommandLine) -> None:
    other = kit.ok("entity", "create", "Apple Records", "--json").json["id"]
    kit.ok("entity", "sweep", "--accept")
    assert "Apple Records" in kit.ok("entity", "merge", "Apple", "Apple Records").out
    assert kit.ok("entity", "show", other, "--json").json["merged"] == [other]
    assert kit("entity", "merge", "Apple", other).code == 2
    back = kit.ok("entity", "split", "Apple", "--name", "Apple Records", "--json").json
    assert back["id"] == other
    assert kit("entity", "merge", "Apple", other).code == 2, "told apart since"
    kit.ok("entity", "not-same", "Apple", other, "--remove")
    kit.ok("entity", "merge", "Apple", other)


def test_mentions_are_chosen_by_words_or_article(kit: CommandLine) -> None:
    kit.ok("entity", "sweep", "--accept")
    answer = kit("entity", "split", "Apple", "--name", "Fruit", "--form", "apples")
    assert answer.code == 2 and "No mention of Apple is meant" in answer.err
    made = kit.ok("entity", "split", "Apple", "--name", "Fruit", "--form", "Apple", "--json").json
    assert len(kit.ok("entity", "show", made["id"], "--json").json["mentions"]) == 3
    kit.ok("undo")
    assert len(kit.ok("entity", "show", "Apple", "--json").json["mentions"]) == 3


def test_names_and_types_are_changed(kit: CommandLine) -> None:
    assert "Apple Inc (Apple)" in kit.ok("entity", "rename", "Apple", "Apple Inc").out
    assert "(" not in kit.ok("entity", "alias", "remove", "Apple Inc", "APPLE").out
    kit.ok("entity", "rename", "Apple Inc", "Apple", "--forget")
    assert kit.ok("entity", "type", "Apple", "Fruit seller", "--json").json["type"] == (
        "fruit seller"
    )
    answer = kit("entity", "alias", "add", "Apple", "A")
    assert answer.code == 2 and "found everywhere" in answer.err
    assert kit("entity", "alias", "remove", "Apple", "nothing").code == 1
    assert "delete entity Apple" in kit.ok("entity", "delete", "Apple").out
    assert kit("entity", "show", "Apple").code == 1


def test_duplicates_are_offered_and_told_apart(kit: CommandLine) -> None:
    assert kit("entity", "duplicates").code == 1
    kit.ok("entity", "create", "APPLE Inc.", "--type", "organisation")
    (pair,) = kit.ok("entity", "duplicates", "--json").json["pairs"]
    assert {pair["entity"]["name"], pair["other"]["name"]} == {"Apple", "APPLE Inc."}
    assert pair["score"] > 0.9
    assert "fold to one" in kit.ok("entity", "duplicates").out
    kit.ok("entity", "not-same", pair["entity"]["id"], pair["other"]["id"])
    assert kit("entity", "duplicates").code == 1


def test_a_sweep_shows_then_marks_or_rejects(kit: CommandLine) -> None:
    shown = kit.ok("entity", "sweep", "--json").json
    assert [p["exact"] for p in shown["passages"]] == ["Apple", "Apple", "Apple"]
    assert "[Apple]  sells phones" in kit.ok("entity", "sweep").out
    id = kit.id("On Apple")
    assert kit.ok("entity", "sweep", id, "--reject", "--json").json["rejected"] == 3
    assert kit("entity", "sweep").code == 1
    kit.ok("undo")
    assert (
        kit.ok("entity", "sweep", "--query", "phones", "--accept", "--json").json["accepted"] == 3
    )
    kit.ok("undo")
    assert kit.ok("entity", "sweep", "--json").json["total"] == 3
    assert kit("entity", "sweep", "--accept", "--reject").code == 2
    assert kit("entity", "sweep", id, "--new").code == 2
    assert "Write --entity Apple." in kit("entity", "sweep", "Apple").err
    assert "no article 'nobody'" in kit("entity", "sweep", "nobody").err


def test_progress_is_told_to_programs(kit: CommandLine) -> None:
    lines = kit.ok("entity", "sweep", "--accept", "--progress", "json").out.splitlines()
    told = [json.loads(line) for line in lines]
    assert told[0]["stage"] == "sweeping" and told[-1]["summary"]["accepted"] == 3


def test_what_is_imported_is_swept_into_the_queue(kit: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    file.write_text("Apple again\n\nThe new phone of Apple costs more.\n", encoding="utf-8")
    answer = kit.ok("import", str(file), "--no-index")
    assert "1 mention to review" in answer.out
    assert kit.ok("entity", "queue", "--json").json["articles"][0]["found"] == 1
    kit.ok("entity", "sweep", "--new", "--accept")
    assert kit("entity", "queue").code == 1


def test_a_table_goes_out_and_comes_in_equal(kit: CommandLine, tmp_path: Path) -> None:
    kit.ok("entity", "create", "=cmd|' /C calc'!A0", "--alias", "a | b", "--description", "+1")
    kit.ok("entity", "alias", "add", "Apple", "AAPL", "--exact-case", "--language", "fr")
    out = kit.ok("entities", "--csv").out
    assert "'=cmd" in out and "'+1" in out
    file = tmp_path / "register.csv"
    file.write_text(out, encoding="utf-8", newline="")
    there = kit.ok("entities", "--json").json["entities"]
    names = [one["name"] for one in there]
    assert kit.ok("entity", "import", str(file), "--json").json == {
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "refused": [],
        "rows": [
            {"line": number, "outcome": "unchanged", "id": one["id"], "name": name, "shared": []}
            for number, (one, name) in enumerate(zip(there, names, strict=True), start=2)
        ],
    }
    for name in ("Apple", "=cmd|' /C calc'!A0"):
        kit.ok("entity", "delete", name)
    assert kit.ok("entity", "import", str(file), "--json").json["new"] == 2
    rows = kit.ok("entities", "--json").json["entities"]
    assert rows[0]["name"] == "=cmd|' /C calc'!A0" and rows[0]["description"] == "+1"
    assert rows[0]["aliases"][0]["form"] == "a | b"
    assert rows[1]["aliases"][0] == {
        "form": "AAPL",
        "language": "fr",
        "exact_case": True,
        "origin": "csv",
    }


def test_a_broken_table_is_named_by_line_and_the_rest_comes_in(
    kit: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "broken.csv"
    file.write_text(
        'name,type,aliases\nNvidia,organisation,NVDA\n"broken,person,\n!!!,person,\n'
        "Apple,organisation,AAPL\nArm,organisation,x,y\n",
        encoding="utf-8",
    )
    answer = kit("entity", "import", str(file))
    assert answer.code == 6 and "1 new, 1 changed" in answer.out
    for line in ("line 3: a quotation mark", "line 4: ", "line 6: it has 4 cells"):
        assert line in answer.err
    kit.ok("undo")
    assert len(kit.ok("entities", "--json").json["entities"]) == 1


def test_a_table_is_answered_line_by_line_with_whom_it_met(
    kit: CommandLine, tmp_path: Path
) -> None:
    (apple,) = kit.ok("entity", "list", "--json").json["entities"]
    file = tmp_path / "more.csv"
    file.write_text(
        "name,type,aliases\napple,organisation,AAPL\nFruit,other,Apple | AAPL\n!!,x,\n"
        "Apple,organisation,\n",
        encoding="utf-8",
    )
    answer = kit("entity", "import", str(file))
    said = answer.out.splitlines()
    assert answer.code == 6 and "line 4: '!!' is no name" in answer.err
    assert said[0] == f"line 2: Apple ({apple['id']}) was there, changed"
    assert said[1].startswith("line 3: Fruit (e-")
    assert said[1].endswith(f") new; Apple ({apple['id']}) has such a name too")
    assert said[2].startswith(f"line 5: Apple ({apple['id']}) was there, unchanged; Fruit (e-")
    assert said[3] == "1 new, 1 changed, 1 unchanged."
    told = kit("entity", "import", str(file), "--progress", "json").out.splitlines()
    assert json.loads(told[0]) == {"stage": "taking in", "done": 5, "total": 6, "current": ""}
    summary = json.loads(told[-1])["summary"]
    assert (summary["unchanged"], summary["skipped"][0]["place"]) == (3, "line 4")


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"title\nx\n", 2, "no column"),
        (b"name\n\xff\xfe\n", 6, "line 2: it is not UTF-8"),
    ],
)
def test_what_is_no_table_is_said(
    kit: CommandLine, tmp_path: Path, content: bytes, code: int, says: str
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    answer = kit("entity", "import", str(file))
    assert answer.code == code and says in answer.err
    assert kit("entity", "import", str(tmp_path / "none.csv")).code == 6


def test_a_second_entity_of_a_name_is_made_on_purpose_only(kit: CommandLine) -> None:
    (apple,) = kit.ok("entity", "list", "--json").json["entities"]
    for words in (("apple",), ("Fruit", "--alias", "Apple")):
        refused = kit("entity", "create", *words)
        assert refused.code == 2 and apple["id"] in refused.err and "--another" in refused.err
    assert kit.ok("entity", "list", "--json").json["total"] == 1
    kit.ok("entity", "create", "Apple", "--type", "fruit", "--another")
    assert kit.ok("entity", "list", "--json").json["total"] == 2


def test_a_name_given_to_two_is_said_and_not_accepted_with_the_rest(kit: CommandLine) -> None:
    (apple,) = kit.ok("entity", "list", "--json").json["entities"]
    kit.ok("entity", "create", "Yukos", "--alias", "phones")
    told = kit.ok("entity", "alias", "add", "Yukos", "Apple").err
    assert f"Apple ({apple['id']}, organisation) has that name too" in told
    assert "has that name too" in kit.ok("entity", "rename", "Yukos", "Apple").err
    kit.ok("undo")
    assert "has that name too" in kit.ok("entity", "edit", "Yukos", "--alias", "Apple").err
    kit.ok("undo")
    assert kit.ok("entity", "sweep", "--entity", "Yukos").out.count("Yukos?") == 3
    swept = kit.ok("entity", "sweep", "--entity", "Yukos", "--accept")
    assert "1 mention marked" in swept.out
    assert "3 passages left" in swept.err and "--ambiguous" in swept.err
    assert f"Apple ({apple['id']})" in swept.err
    answer = kit("entity", "sweep", "--entity", "Yukos", "--accept", "--json")
    assert answer.code == 1 and (answer.json["accepted"], answer.json["ambiguous"]) == (0, 3)
    taken = kit.ok("entity", "sweep", "--entity", "Yukos", "--accept", "--ambiguous", "--json")
    assert (taken.json["accepted"], taken.json["ambiguous"]) == (3, 0)
