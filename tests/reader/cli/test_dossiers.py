"""dossier: from an empty one to a brief."""

from __future__ import annotations

import re
from pathlib import Path

from tests.reader.cli.terminal import CommandLine


def test_a_dossier_from_beginning_to_brief(nm: CommandLine, home: Path) -> None:
    id = nm.id("DeepSeek")
    nm.ok("claim", "add", id, "--quote", "It costs 27 times less than o1")
    nm.ok("highlight", "add", id, "--quote", "no bubble")
    claim = nm.ok("claim", "list", "--json").json["claims"][0]["id"]
    marks = nm.ok("annotations", "--json").json["annotations"]
    bubble = next(mark["id"] for mark in marks if mark["exact"] == "no bubble")

    made = nm.ok("dossier", "new", "The price of chips", "--json").json["id"]
    title = "the price of CHIPS"
    heading = nm.ok("dossier", "add", title, "--heading", "Claims", "--json").json["id"]
    nm.ok("dossier", "add", title, "--claim", claim, "--text", "Not so.")
    first = nm.ok("dossier", "add", made, "--text", "In *short*.", "--before", heading, "--json")
    passage = nm.ok("dossier", "add", made, "--passage", bubble, "--json").json
    assert (passage["kind"], passage["passage"]) == ("passage", bubble)
    nm.ok("dossier", "move", passage["id"], "--after", heading)
    nm.ok("dossier", "text", first.json["id"], "In **brief**.")
    shown = nm.ok("dossier", "show", made, "--json").json
    assert [part["kind"] for part in shown["parts"]] == ["text", "heading", "passage", "claim"]
    lines = nm.ok("dossier", "show", title).out.splitlines()
    assert lines[0] == f"{made}  The price of chips"
    assert lines[4].endswith("It costs 27 times less than o1 (unchecked) — Not so.")

    out = home / "briefs"
    [name] = nm.ok("dossier", "export", title, str(out), "--json").json["written"]
    source = (out / name).read_text("utf-8")
    told = re.sub(r"<!--.*-->\n*", "", source)
    assert "In **brief**.\n\n## Claims\n\n> no bubble\n" in told
    assert f"[^{bubble}]: " in source and "## Sources" in source
    (out / name).write_text(source.replace("# The price", "# Prices") + "mine", "utf-8")
    nm.ok("dossier", "rename", made, "Chips")
    tried = nm("dossier", "export", "chips", str(out), "--diff")
    assert tried.code == 3
    assert "+> # Chips" in tried.out and f"Would write: {out / name}" in tried.out
    merged = nm("dossier", "export", "chips", str(out))
    assert (merged.code, "title was changed by hand" in merged.err) == (3, True)
    assert (out / name).read_text("utf-8").endswith("mine")

    nm.ok("dossier", "remove", heading)
    nm.ok("undo")
    assert nm.ok("dossier", "list").out.startswith(f"{made}  4 parts  Chips")
    nm.ok("dossier", "delete", "chips")
    assert nm("dossier", "list").code == 1
    nm.ok("undo")
    assert len(nm.ok("dossier", "list", "--json").json["dossiers"]) == 1


def test_mistakes_are_told_from_things_not_found(nm: CommandLine) -> None:
    nm.ok("dossier", "new", "Chips")
    assert nm("dossier", "add", "chips").code == 2
    assert nm("dossier", "add", "chips", "--heading", " ").code == 2
    assert nm("dossier", "add", "chips", "--claim", "c-nothing0").code == 1
    assert nm("dossier", "show", "nothing").code == 1
    assert nm("dossier", "move", "p-nothing0").code == 1


def test_a_brief_written_as_a_job_reports_in_one_line(nm: CommandLine, home: Path) -> None:
    made = nm.ok("dossier", "new", "Chips", "--json").json["id"]
    export = ("dossier", "export", "--progress", "json", "--", "chips", str(home / "briefs"))
    for written, unchanged in (([f"chips-{made}.md"], []), ([], [f"chips-{made}.md"])):
        summary = {"written": written, "unchanged": unchanged, "left": []}
        assert nm.ok(*export).json == {"summary": {**summary, "folder": str(home / "briefs")}}
