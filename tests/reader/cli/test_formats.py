"""export --format: what the command line says of it; the formats have tests of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.export import FORMATS
from tests.reader.cli.terminal import CommandLine


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "markdown"])
def test_every_format_is_written_and_then_unchanged(nm: CommandLine, home: Path, form: str) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    first = nm.ok("export", str(home / "out"), "--format", form, "--json").json
    assert first["written"] and not first["left"]
    again = nm.ok("export", str(home / "out"), "--format", form, "--json").json
    assert again["written"] == 0 and again["unchanged"] == first["written"]


def test_a_file_that_is_not_ours_is_exit_3(nm: CommandLine, home: Path) -> None:
    (home / "out").mkdir()
    (home / "out" / "claims.csv").write_text("mine", "utf-8")
    answer = nm("export", str(home / "out"), "--format", "csv")
    assert answer.code == 3
    assert f"Left alone: {home / 'out' / 'claims.csv'}: not written by newsmark" in answer.err


def test_an_unknown_format_is_exit_2_and_names_the_known(nm: CommandLine, home: Path) -> None:
    answer = nm("export", str(home / "out"), "--format", "docx")
    assert answer.code == 2
    assert "claimreview" in answer.err


def test_annotations_are_imported_once_and_taken_back(nm: CommandLine, home: Path) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    nm.ok("export", str(home / "out"), "--format", "w3c")
    nm.ok("undo")
    nm.ok("read", nm.id("DeepSeek"))
    file = home / "clippings.txt"
    file.write_text(
        "DeepSeek shakes the chip market\n- Your Highlight on Location 1-2 | Added on Monday,"
        " March 2, 2020 11:48:08 PM\n\nInvestors were surprised.\n==========\n",
        "utf-8",
    )
    answer = nm.ok("import", str(file), "--no-index")
    assert "Annotations: 1 new, 0 unchanged.\n`newsmark undo --import " in answer.out
    again = nm.ok("import", str(file), "--no-index", "--json").json
    assert (again["annotations"], again["annotations_unchanged"], again["new"]) == (0, 1, 0)
    [mark] = nm.ok("annotations", "--json").json["annotations"]
    assert mark["article"] == nm.id("DeepSeek")
    nm.ok("undo", "--import", answer.out.rpartition("--import ")[2].split("`")[0])
    assert nm("annotations", "--json").json["annotations"] == []


def test_a_broken_file_of_annotations_is_exit_6_and_names_the_place(
    nm: CommandLine, home: Path
) -> None:
    file = home / "readwise.csv"
    file.write_text('Highlight,Book Title\n"open,A book\nwords,A book\n', "utf-8")
    answer = nm("import", str(file), "--no-index")
    assert answer.code == 6
    assert "readwise.csv, line 2: a quotation mark" in answer.err
    assert "Annotations: 1 new" in answer.out


def test_a_dump_is_restored_and_can_be_searched(nm: CommandLine, home: Path) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    (home / "dump.jsonl").write_text(nm.ok("dump").out, "utf-8")
    copy = home / "copy"
    answer = nm.ok("restore", str(home / "dump.jsonl"), "--archive", str(copy))
    assert answer.out.startswith(f"Restored into {copy}: 3 articles, 1 annotation, ")
    assert nm.ok("--archive", str(copy), "dump").out == nm.ok("dump").out
    found = nm.ok("--archive", str(copy), "search", "bubble", "--json").json
    assert [hit["id"] for hit in found["hits"]] == [nm.id("DeepSeek")]
    again = nm("restore", str(home / "dump.jsonl"), "--archive", str(copy))
    assert again.code == 6 and "not empty" in again.err


def test_what_an_import_left_waiting_is_dumped_and_restored_too(
    nm: CommandLine, home: Path
) -> None:
    nm.ok("entity", "create", "Nvidia", "--type", "organisation")
    nm.ok("searches", "add", "Chips", "chip")
    (home / "more.txt").write_text("More on Nvidia\n\nNvidia makes one more chip.\n", "utf-8")
    nm.ok("import", str(home / "more.txt"))
    (home / "dump.jsonl").write_text(nm.ok("dump").out, "utf-8")
    copy = str(home / "copy")
    nm.ok("restore", str(home / "dump.jsonl"), "--archive", copy)
    assert nm.ok("--archive", copy, "dump").out == nm.ok("dump").out
    waiting = nm.ok("entity", "queue", "--json").json
    assert (
        waiting["total"] and nm.ok("--archive", copy, "entity", "queue", "--json").json == waiting
    )
    news = nm.ok("searches", "--json").json
    assert nm.ok("--archive", copy, "searches", "--json").json == news


def test_a_damaged_dump_is_exit_6_with_the_line(nm: CommandLine, home: Path) -> None:
    lines = nm.ok("dump").out.splitlines()
    (home / "dump.jsonl").write_text("\n".join([*lines[:2], "{", *lines[3:]]), "utf-8")
    answer = nm("restore", str(home / "dump.jsonl"), "--archive", str(home / "copy"))
    assert answer.code == 6
    assert "dump.jsonl, line 3: it is no JSON" in answer.err
    assert not (home / "copy").exists()


def test_a_scope_is_named_by_claim_entity_or_speaker(nm: CommandLine, home: Path) -> None:
    id = nm.id("DeepSeek")
    quote = "It costs 27 times less than o1"
    nm.ok("entity", "tag", id, "--quote", "Nvidia", "--type", "organisation")
    nm.ok("claim", "add", id, "--quote", quote, "--claimant", "Nvidia")
    nm.ok("highlight", "add", id, "--quote", "no bubble")
    claim = nm.ok("claim", "list", "--json").json["claims"][0]["id"]
    for number, scope in enumerate((["--claim", claim], ["--speaker", "nvidia"])):
        out = home / str(number)
        nm.ok("export", str(out), "--format", "csv", *scope)
        assert (out / "annotations.csv").read_text("utf-8").count("\nm-") == 1
    nm.ok("export", str(home / "vault"), "--entity", "Nvidia")
    assert nm("export", str(home / "x"), "--speaker", "Nobody").code == 1
    two = nm("export", str(home / "x"), "--speaker", "Nvidia", "--query", "chip")
    assert two.code == 2 and not (home / "x").exists()
