"""Names that nobody entered yet, on the command line; a recogniser of the tests' own."""

from __future__ import annotations

import json

import pytest

from archive.core import open_archive
from tests.make import incoming, put
from tests.reader.cli.terminal import CommandLine
from tests.recogniser import Capitals

TEXT = "Mara Voss left Orbit. Mara Voss went to Lyon."


@pytest.fixture
def kit(nm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """An archive with an article of names that nobody entered."""
    monkeypatch.setattr("reader.cli.suggesting.recogniser", Capitals)
    with open_archive(nm.folder) as archive:
        (id,) = put(archive, incoming("Voss", TEXT, language="en"))
        put(archive, incoming("Bonn", "Bonn und Berlin.", language="de"))
        archive.sweeps.dismiss([id])
    return nm


def article(kit: CommandLine, title: str) -> str:
    found = kit.ok("list", "--json").json["articles"]
    return next(str(one["id"]) for one in found if one["title"] == title)


def test_names_are_suggested_listed_accepted_and_rejected(kit: CommandLine) -> None:
    voss, bonn = article(kit, "Voss"), article(kit, "Bonn")
    done = kit.ok("entity", "suggest", voss, bonn)
    assert done.out == (
        "1 article looked through; 3 names wait for review."
        " `newsmark entity suggested` lists them.\n"
    )
    assert "Passed over, as no pipeline reads them: 1 de." in done.err
    assert [line.split()[:5] for line in kit.ok("entity", "suggested").out.splitlines()] == [
        ["2×", "1", "art.", "person", "Mara"],
        ["1×", "1", "art.", "organisation", "Lyon"],
        ["1×", "1", "art.", "organisation", "Orbit"],
    ]
    assert kit.ok("entity", "queue", "--json").json["articles"][0]["found"] == 4
    told = kit.ok("entity", "suggested", "mara  voss", "--accept", "--type", "author").out
    assert told == "2 marked. `newsmark undo` takes it back.\n"
    (one,) = kit.ok("entities", "Voss", "--json").json["entities"]
    assert (one["name"], one["type"], one["mentions"]) == ("Mara Voss", "author", 2)
    rejected = kit.ok("entity", "suggested", "Lyon", "--reject", "--json").json
    assert (rejected["accepted"], rejected["rejected"]) == (0, 1)
    left = kit.ok("entity", "suggested", "--json").json
    assert [name["name"] for name in left["names"]] == ["Orbit"]
    assert left["names"][0]["passages"][0]["exact"] == "Orbit"
    kit.ok("undo")
    kit.ok("undo")
    assert kit("entities", "Voss").code == 1
    assert kit.ok("entity", "suggested", "--json").json["total"] == 3


def test_progress_and_summary_are_told_to_programs(kit: CommandLine) -> None:
    lines = kit.ok("entity", "suggest", "--all", "--progress", "json").out.splitlines()
    summary = json.loads(lines[-1])["summary"]
    assert summary["names_to_review"] > 3 and summary["articles_in_other_languages"] >= 1
    assert json.loads(lines[0])["stage"] == "looking for names"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["suggest"], 2, "Which articles?"),
        (["suggest", "--all", "--new"], 2, "Which articles?"),
        (["suggested"], 1, ""),
        (["suggested", "Nobody"], 1, "'Nobody' was not suggested"),
        (["suggested", "--accept"], 2, "Which names?"),
        (["suggested", "Voss", "--accept", "--reject"], 2, "Accept or reject?"),
    ],
)
def test_what_cannot_be_meant_is_answered(
    kit: CommandLine, arguments: list[str], code: int, said: str
) -> None:
    done = kit("entity", *arguments)
    assert done.code == code and said in done.err


def test_without_spacy_it_says_what_to_do(nm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.entities.spacy_names.find_spec", lambda name: None)
    done = nm("entity", "suggest", "--all")
    assert done.code == 2 and "pip install '.[nlp]'" in done.err
