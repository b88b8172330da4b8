"""import and reparse."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

from reader.jobs import Job, Progress
from tests.reader.cli.terminal import CommandLine, start


def folder_of_articles(home: Path) -> Path:
    folder = home / "in"
    folder.mkdir()
    (folder / "one.txt").write_text("Chips fall\n\nThe price of chips fell again.\n", "utf-8")
    (folder / "two.md").write_text("---\ntitle: Two\ndate: 2025-13\n---\n\nText of two.\n", "utf-8")
    return folder


def test_import_makes_the_archive_and_counts(bare: CommandLine, home: Path) -> None:
    folder = folder_of_articles(home)
    told = bare.ok("import", str(folder), "--json").json
    assert told["warnings"][0]["path"].endswith("two.md")
    counts = {name: told[name] for name in ("articles", "annotations", "claims", "entities")}
    assert counts == {"articles": 2, "annotations": 0, "claims": 0, "entities": 0}
    counts = {name: told[name] for name in ("new", "unchanged", "revised", "copies")}
    assert counts == {"new": 2, "unchanged": 0, "revised": 0, "copies": 0}
    assert (told["skipped"], told["cancelled"]) == ([], False)
    assert told["step"] == bare.ok("log", "--json").json["steps"][0]["step"]
    again = bare.ok("import", str(folder))
    assert again.out == "0 new, 2 unchanged; 2 articles in the archive.\n"
    (folder / "one.txt").write_text("Chips fall\n\nThe price of chips fell twice.\n", "utf-8")
    assert "1 revised" in bare.ok("import", str(folder)).out


def test_what_cannot_be_read_is_named_and_stops_nothing(bare: CommandLine, home: Path) -> None:
    folder = folder_of_articles(home)
    (folder / "empty.txt").write_text("", "utf-8")
    answer = bare("import", str(folder), str(home / "absent"))
    assert answer.code == 6
    assert answer.out == "2 new, 0 unchanged, 2 skipped; 2 articles in the archive.\n"
    assert f"Skipped: {folder / 'empty.txt'}: " in answer.err
    assert f"Skipped: {home / 'absent'}: there is no such file or folder" in answer.err
    assert "Note: " in answer.err and "2025-13" in answer.err
    skipped = bare("import", str(folder), "--json").json["skipped"]
    assert [list(one) for one in skipped] == [["path", "place", "reason", "remedy"]]


def test_where_nothing_can_be_read_no_archive_is_made(bare: CommandLine, home: Path) -> None:
    answer = bare("import", str(home / "absent"))
    assert (answer.code, answer.out) == (6, "")
    assert f"Skipped: {home / 'absent'}: there is no such file or folder" in answer.err
    assert "no archive was made" in answer.err
    told = bare("import", str(home / "absent"), "--json").json
    assert (told["articles"], len(told["skipped"])) == (0, 1)
    assert not bare.folder.exists()


def test_a_long_list_of_reasons_is_cut(bare: CommandLine, home: Path) -> None:
    (home / "in").mkdir()
    for number in range(30):
        (home / "in" / f"{number}.txt").write_text("", "utf-8")
    answer = bare("import", str(home / "in"))
    assert answer.err.count("Skipped: ") == 20
    assert "... and 10 more" in answer.err


def test_an_unknown_format_is_exit_2(bare: CommandLine, home: Path) -> None:
    answer = bare("import", str(folder_of_articles(home)), "--format", "pdf")
    assert answer.code == 2
    assert "Known formats: " in answer.err


def test_a_search_after_no_index_answers_for_all(bare: CommandLine, home: Path) -> None:
    lines = [
        json.dumps({"id": n, "source": "S", "title": f"T{n}", "body": f"Quokka number {n}."})
        for n in range(200)
    ]
    (home / "many.jsonl").write_text("\n".join(lines), "utf-8")
    bare.ok("import", str(home / "many.jsonl"), "--no-index")
    assert not list(home.glob("cache/newsmark/*/index/current"))
    found = bare.ok("search", "quokka", "--limit", "0", "--json").json
    assert (found["total"], len(found["hits"])) == (200, 200)


def test_import_indexes_unless_told_not_to(bare: CommandLine, home: Path) -> None:
    bare.ok("import", str(folder_of_articles(home)))
    assert list(home.glob("cache/newsmark/*/index/current"))


def test_originals_are_kept_unless_told_not_to(bare: CommandLine, home: Path) -> None:
    folder = folder_of_articles(home)
    bare.ok("import", str(folder / "one.txt"))
    bare.ok("import", str(folder / "two.md"), "--no-originals", "--no-index")
    one, two = bare.id("Chips"), bare.id("Two")
    assert bare.ok("reparse", one, "--json").json == {
        "id": one,
        "outcome": "unchanged",
        "revision": 1,
        "searches": [],
    }
    assert "unchanged" in bare.ok("reparse", one).out
    answer = bare("reparse", two)
    assert answer.code == 1
    assert "was not kept" in answer.err


def test_import_tells_a_program_how_far_it_is(bare: CommandLine, home: Path) -> None:
    folder = folder_of_articles(home)
    lines = bare.ok("import", "--progress", "json", str(folder), "--json").out.splitlines()
    told = [json.loads(line) for line in lines]
    assert list(told[0]) == ["stage", "done", "total", "current"]
    assert {one["stage"] for one in told[:-1]} == {"importing", "indexing"}
    assert told[-1]["summary"]["new"] == 2
    assert told[-1]["summary"]["articles"] == 2


def many_articles(home: Path, count: int) -> str:
    file = home / "many.jsonl"
    body = "The quokka is a small marsupial. " * 30
    with file.open("w", encoding="utf-8") as lines:
        for n in range(count):
            one = {"id": n, "source": "S", "title": f"Title {n}", "body": f"{n}. {body}"}
            lines.write(json.dumps(one) + "\n")
    return str(file)


def interrupted(stage: str, *words: str) -> dict[str, Any]:
    """Run the program, press Ctrl-C as soon as it is in the middle of ``stage``; its summary."""
    running = start(*words, "--progress", "json")
    assert running.stdout is not None and running.stderr is not None
    for line in running.stdout:
        told = json.loads(line)
        if told["stage"] == stage and told["done"] > 0:
            break
    running.send_signal(signal.SIGINT)
    rest = running.stdout.read().splitlines()
    errors = running.stderr.read()
    assert running.wait(30) == 130
    assert "Traceback" not in errors
    return dict(json.loads(rest[-1])["summary"])


def test_ctrl_c_while_indexing_keeps_every_article(bare: CommandLine, home: Path) -> None:
    summary = interrupted("indexing", "import", many_articles(home, 1500))
    assert (summary["cancelled"], summary["articles"]) == (False, 1500)
    assert bare.ok("search", "quokka", "--json").json["total"] == 1500


def test_ctrl_c_in_the_middle_loses_nothing(bare: CommandLine, home: Path) -> None:
    file = many_articles(home, 3000)
    summary = interrupted("importing", "import", file, "--no-index")
    assert summary["cancelled"] is True
    assert 0 < summary["new"] == summary["articles"] < 3000
    assert bare.ok("stats", "--json").json["articles"] == summary["articles"]
    finished = bare.ok("import", file, "--no-index", "--json").json
    assert finished["unchanged"] == summary["articles"]
    assert finished["articles"] == 3000


async def test_a_job_of_the_screen_runs_this_program(bare: CommandLine, home: Path) -> None:
    reports: list[Progress] = []
    job = Job(bare.folder, ["import", str(folder_of_articles(home))])
    finished = await job.run(reports.append)
    assert (finished.exit_code, finished.errors) == (0, "")
    assert finished.summary["new"] == 2
    assert {report.stage for report in reports} == {"importing", "indexing"}
    export = await Job(bare.folder, ["export", str(home / "out")]).run(reports.append)
    assert (export.exit_code, export.summary["written"]) == (0, 3)
    reindex = await Job(bare.folder, ["reindex"]).run(reports.append)
    assert (reindex.exit_code, reindex.summary) == (0, {"complete": True, "articles": 2})
