"""export and dump."""

from __future__ import annotations

import json
from pathlib import Path

from tests.reader.cli.terminal import CommandLine


def test_an_export_counts_its_files(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    assert nm.ok("export", str(out), "--json").json == {
        "written": 4,
        "unchanged": 0,
        "left": [],
        "cancelled": False,
    }
    assert nm.ok("export", str(out)).out == f"0 files written, 4 unchanged in {out}\n"
    assert len(list((out / "articles").iterdir())) == 3
    assert (out / "index.md").is_file()


def test_an_export_of_a_query(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    nm.ok("export", str(out), "--query", "batteries", "--text")
    (page,) = (out / "articles").iterdir()
    assert "Then nothing happened again." in page.read_text("utf-8")
    nothing = nm("export", str(home / "none"), "--query", "nothinglikethis")
    assert nothing.code == 1
    assert not (home / "none").exists()


def test_files_that_are_not_ours_are_left_alone(nm: CommandLine, home: Path) -> None:
    out = home / "out"
    nm.ok("export", str(out))
    page = next((out / "articles").glob("*deepseek*"))
    page.write_text(page.read_text("utf-8") + "mine", "utf-8")
    (out / "index.md").write_text("mine", "utf-8")
    answer = nm("export", str(out), "--json")
    assert answer.code == 3
    assert {one["path"] for one in answer.json["left"]} == {"index.md", f"articles/{page.name}"}
    assert f"Left alone: {out / 'index.md'}: " in answer.err
    assert (out / "index.md").read_text("utf-8") == "mine"
    assert page.read_text("utf-8").endswith("mine")


def test_an_export_into_a_file_is_exit_2(nm: CommandLine, home: Path) -> None:
    (home / "file").write_text("x", "utf-8")
    assert nm("export", str(home / "file")).code == 2


def test_an_export_tells_a_program_how_far_it_is(nm: CommandLine, home: Path) -> None:
    lines = nm.ok("export", str(home / "out"), "--progress", "json").out.splitlines()
    told = [json.loads(line) for line in lines]
    assert told[-1] == {"summary": {"written": 4, "unchanged": 0, "left": [], "cancelled": False}}
    assert told[-2] == {"stage": "exporting", "done": 4, "total": 4, "current": ""}


def test_a_dump_is_json_lines_and_the_same_twice(nm: CommandLine) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    first = nm.ok("dump").out
    records = [json.loads(line) for line in first.splitlines()]
    kinds = [record["record"] for record in records if "record" in record]
    assert kinds.count("articles") == 3
    assert kinds.count("annotations") == 1
    assert nm.ok("dump").out == first
