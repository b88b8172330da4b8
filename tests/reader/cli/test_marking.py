"""highlight, note, claim, entity, evidence, annotation, annotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reader.cli.terminal import CommandLine


def test_a_quote_matches_exactly_first(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    mark = nm.ok("highlight", "add", id, "--quote", "27 times less than o1", "--json").json
    assert mark["exact"] == "27 times less than o1"
    assert nm.text(id)[mark["start"] : mark["end"]] == mark["exact"]
    assert (mark["article"], mark["motivation"], mark["label"]) == (id, "highlighting", None)


def test_then_by_typography_folded(nm: CommandLine) -> None:
    id = nm.id("L’œuvre")
    mark = nm.ok("highlight", "add", id, "--quote", "Aujourd'hui, les critiques", "--json").json
    assert mark["exact"] == "Aujourd’hui, les critiques"


def test_a_quote_that_is_not_there_is_exit_1(nm: CommandLine) -> None:
    answer = nm("highlight", "add", nm.id("DeepSeek"), "--quote", "27 times cheaper")
    assert answer.code == 1
    assert "does not contain these words" in answer.err


def test_a_quote_that_is_there_twice_wants_a_number(nm: CommandLine) -> None:
    id = nm.id("A quiet")
    answer = nm("highlight", "add", id, "--quote", "othing happened")
    assert answer.code == 2
    assert "occurs 2 times" in answer.err
    assert "   1  " in answer.err
    assert "Then n[othing happened] again." in answer.err
    assert "--nth" in answer.err
    mark = nm.ok("highlight", "add", id, "--quote", "othing happened", "--nth", "2", "--json").json
    assert mark["start"] == nm.text(id).rindex("othing happened")
    assert nm("highlight", "add", id, "--quote", "othing happened", "--nth", "3").code == 1


def test_a_span_counts_code_points(nm: CommandLine) -> None:
    id = nm.id("L’œuvre")
    mark = nm.ok("highlight", "add", id, "--span", "0:6", "--json").json
    assert (mark["start"], mark["end"], mark["exact"]) == (0, 6, "OpenAI")


@pytest.mark.parametrize(
    "span", ["5:5", "6:2", "0:999999", "-1:4", "a:b", "4", ":", "0:" + "9" * 5000, "1:٣", "29:30"]
)
def test_what_is_no_span_is_exit_2(nm: CommandLine, span: str) -> None:
    answer = nm("highlight", "add", nm.id("L’œuvre"), "--span", span)
    assert answer.code == 2
    assert answer.err.startswith("newsmark: ")


@pytest.mark.parametrize(
    "options", [(), ("--quote", "x", "--span", "0:1"), ("--span", "0:4", "--nth", "1")]
)
def test_one_way_to_name_a_passage(nm: CommandLine, options: tuple[str, ...]) -> None:
    assert nm("highlight", "add", nm.id("DeepSeek"), *options).code == 2


def test_an_empty_quote_is_exit_2(nm: CommandLine) -> None:
    assert nm("highlight", "add", nm.id("DeepSeek"), "--quote", "  ").code == 2


def test_a_note_is_given_behind_the_id_or_by_option(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    one = nm.ok("note", "add", id, "Really?", "--quote", "no bubble", "--json").json
    assert (one["motivation"], one["note"]) == ("commenting", "Really?")
    two = nm.ok("note", "add", id, "--note", "*Yes*", "--quote", "no bubble", "--json").json
    assert two["note"] == "*Yes*"
    for words in ((), ("",), ("a", "--note", "b")):
        assert nm("note", "add", id, *words, "--quote", "no bubble").code == 2


def test_a_claim_with_all_that_belongs_to_it(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("entity", "tag", id, "--quote", "DeepSeek-R1", "--type", "model")
    made = nm.ok(
        "claim", "add", id, "--quote", "It costs 27 times less than o1", "--kind", "quantity",
        "--claimant", "deepseek-r1", "--attribution", "paraphrase", "--note", "vendor", "--json",
    ).json  # fmt: skip
    assert made["motivation"] == "assessing"
    assert (made["statement"], made["kind"]) == ("It costs 27 times less than o1", "quantity")
    edited = nm.ok(
        "claim", "edit", made["claim"], "--verdict", "refuted", "--confidence", "80",
        "--said-on", "2025-01", "--json",
    ).json  # fmt: skip
    assert (edited["verdict"], edited["confidence"], edited["said_on"]) == (
        "refuted",
        80,
        "2025-01",
    )
    assert edited["attribution"] == "paraphrase"
    assert (
        nm.ok("claim", "edit", made["claim"], "--confidence", "", "--json").json["confidence"]
        is None
    )
    nm.ok("claim", "add", nm.id("A quiet"), "--quote", "The end.", "--claim", made["claim"])
    listed = nm.ok("claim", "list", "--json").json
    assert listed["total"] == 1
    assert len(listed["claims"][0]["appearances"]) == 2
    line = nm.ok("claim", "list").out
    assert "refuted" in line and "2×" in line and "DeepSeek-R1" in line


def test_claims_that_cannot_be(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    passage = ("--quote", "no bubble")
    assert nm("claim", "add", id, *passage, "--claimant", "Nobody").code == 1
    assert nm("claim", "add", id, *passage, "--kind", "rumour").code == 2
    assert nm("claim", "add", id, *passage, "--claim", "c-nothing").code == 1
    assert nm("claim", "add", id, *passage, "--claim", "c-x", "--kind", "fact").code == 2
    assert nm("claim", "edit", "c-nothing", "--verdict", "refuted").code == 1
    claim = nm.ok("claim", "add", id, *passage, "--json").json["claim"]
    assert nm("claim", "edit", claim).code == 2
    assert nm("claim", "edit", claim, "--confidence", "101").code == 2
    assert nm("claim", "edit", claim, "--due", "soon").code == 2
    assert nm("claim", "list").code == 0


def test_evidence_is_a_mark_or_a_page(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    claim = nm.ok("claim", "add", id, "--quote", "no bubble", "--json").json["claim"]
    page = nm.ok("evidence", "add", claim, "https://example.org/a", "--json").json
    assert (page["url"], page["annotation"], page["stance"]) == (
        "https://example.org/a", None, "supports",
    )  # fmt: skip
    assert nm("evidence", "add", claim, "m-nothing").code == 1
    assert nm("evidence", "add", "c-nothing", "https://example.org").code == 1
    nm.ok("evidence", "delete", page["id"])
    assert nm("evidence", "delete", page["id"]).code == 1


def test_entities_are_made_once_and_found_by_name(nm: CommandLine) -> None:
    one, other = nm.id("DeepSeek"), nm.id("L’œuvre")
    first = nm.ok(
        "entity", "tag", one, "--quote", "OpenAI", "--type", "organisation", "--json"
    ).json
    second = nm.ok("entity", "tag", other, "--quote", "OpenAI", "--json").json
    assert first["entity"] == second["entity"]
    assert (second["name"], second["type"]) == ("OpenAI", "organisation")
    nm.ok("entity", "edit", "openai", "--alias", "Open AI Inc", "--description", "A lab.")
    third = nm.ok("entity", "tag", one, "--quote", "o1", "--entity", "open ai inc", "--json").json
    assert third["entity"] == first["entity"]
    (listed,) = nm.ok("entity", "list", "--json", "op").json["entities"]
    assert listed["aliases"] == ["Open AI Inc"]
    assert listed["mentions"] == 3
    assert "OpenAI (Open AI Inc)" in nm.ok("entity", "list").out
    assert nm("entity", "list", "zz").code == 1
    assert nm("entity", "edit", "openai").code == 2
    assert nm("entity", "tag", one, "--quote", "o1", "--entity", "x", "--name", "y").code == 2
    assert nm("entity", "tag", one, "--quote", "o1", "--entity", "e-nothing").code == 1


def test_a_name_that_two_entities_have_is_exit_2(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("entity", "tag", id, "--quote", "Nvidia", "--type", "organisation")
    nm.ok("entity", "tag", id, "--quote", "o1", "--type", "model")
    nm.ok("entity", "edit", "o1", "--alias", "Nvidia")
    answer = nm("entity", "edit", "nvidia", "--type", "other")
    assert answer.code == 2
    assert "(organisation)" in answer.err and "(model)" in answer.err


def test_annotations_of_all_and_of_a_query(nm: CommandLine) -> None:
    assert nm("annotations").code == 1
    assert nm("annotations", "--json").json == {"total": 0, "annotations": []}
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble", "--label", "doubt")
    nm.ok("entity", "tag", nm.id("A quiet"), "--quote", "end", "--name", "The End")
    told = nm.ok("annotations", "--json").json
    assert told["total"] == 2
    assert {mark["article"] for mark in told["annotations"]} == {
        nm.id("DeepSeek"), nm.id("A quiet"),
    }  # fmt: skip
    (one,) = nm.ok("annotations", "--json", "-nvidia").json["annotations"]
    assert one["exact"] == "end"
    assert list(one)[:10] == [
        "id", "motivation", "start", "end", "exact", "placement", "claim", "entity", "note", "tags",
    ]  # fmt: skip
    out = nm.ok("annotations").out
    assert f"{nm.id('DeepSeek')}  DeepSeek shakes the chip market\n  m-" in out
    assert "end = The End" in out
    assert "doubt" in out


def test_a_mark_is_edited_moved_and_deleted(nm: CommandLine) -> None:
    mark = nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble", "--json").json["id"]
    edited = nm.ok(
        "annotation", "edit", mark, "--note", "Why?", "--tag", "a", "--tag", "b", "--label", "1",
        "--quote", "see no bubble", "--json",
    ).json  # fmt: skip
    assert (edited["note"], edited["tags"], edited["label"]) == ("Why?", ["a", "b"], "1")
    assert edited["exact"] == "see no bubble"
    bare = nm.ok(
        "annotation", "edit", mark, "--note", "", "--tag", "", "--label", "", "--json"
    ).json
    assert (bare["note"], bare["tags"], bare["label"]) == (None, [], None)
    assert nm("annotation", "edit", mark).code == 2
    nm.ok("annotation", "delete", mark)
    assert nm("annotation", "delete", mark).code == 1
    assert nm("annotation", "edit", mark, "--note", "x").code == 1


def test_an_entity_outlives_its_last_mention_and_that_is_said(nm: CommandLine) -> None:
    tag = ("entity", "tag", nm.id("DeepSeek"), "--name", "Acme", "--json", "--quote")
    first, last = (nm.ok(*tag, words).json["id"] for words in ("Investors", "OpenAI"))
    assert nm.ok("annotation", "delete", first).err == ""
    assert "stays in the register, mentioned nowhere" in nm.ok("annotation", "delete", last).err
    assert "0×" in nm.ok("entity", "list", "Acme").out


def test_marks_that_a_new_text_left_behind_say_so(bare: CommandLine, home: Path) -> None:
    nm, file = bare, home / "a.txt"
    keep = "This paragraph stays as it is in every version of the text, word for word and more."
    gone = "A wholly different thing is said about capybaras in the marsh here."
    file.write_text(f"Title\n\n{keep}\n\n{gone}\n\n{keep[5:]} Again.\n", "utf-8")
    nm.ok("import", str(file), "--no-index")
    id = nm.id("Title")
    nm.ok("highlight", "add", id, "--quote", "capybaras in the marsh")
    nm.ok("highlight", "add", id, "--quote", "every version of the text", "--nth", "1")
    file.write_text(f"Title\n\nBefore all.\n\n{keep}\n\n{keep[5:]} Again.\n", "utf-8")
    assert "1 revised" in nm.ok("import", str(file), "--no-index").out
    shown = nm.ok("show", id, "--json").json
    placed, lost = shown["annotations"]
    assert shown["text"][placed["start"] : placed["end"]] == "every version of the text"
    assert (lost["placement"], lost["start"], lost["end"]) == ("lost", None, None)
    assert lost["exact"] == "capybaras in the marsh"
    assert "lost" in nm.ok("annotations").out
    assert "lost" in nm.ok("show", id).out
    again = nm.ok("annotation", "edit", lost["id"], "--quote", "Before all.", "--json").json
    assert (again["placement"], again["exact"]) == ("exact", "Before all.")
