"""Jobs: child processes that report in JSON lines."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import Conflict
from reader.jobs import NICENESS, Finished, Job, Jobs, Progress, give_way, outcome

TWIN = """
import json, signal, sys, time
# A shell that runs the tests in the background has it ignored; the program takes it for its own.
signal.signal(signal.SIGINT, signal.default_int_handler)
def say(**value): print(json.dumps(value), flush=True)
def work():
    say(stage="importing", done=1, total=2, current="a.txt")
    print("a library's chatter", flush=True)
    if "slow" in sys.argv:
        time.sleep(60)
    if "bad" in sys.argv:
        print("newsmark: no such file: bad", file=sys.stderr)
        sys.exit(6)
    say(stage="importing", done=2, total=2, current="b.txt")
    say(summary={"new": 2, "skipped": [1], "arguments": sys.argv[1:]})
try:
    work()
except KeyboardInterrupt:
    say(summary={"new": 1, "cancelled": True})
    sys.exit(130)
"""


def program() -> list[str]:
    return [sys.executable, "-c", TWIN]


async def test_reports_come_in_order_and_the_summary_at_the_end() -> None:
    reports: list[Progress] = []
    finished = await Job(Path("/a"), ["import", "x"], program()).run(reports.append)
    assert [(r.stage, r.done, r.total, r.current) for r in reports] == [
        ("importing", 1, 2, "a.txt"),
        ("importing", 2, 2, "b.txt"),
    ]
    assert finished.exit_code == 0
    assert finished.summary["arguments"] == [
        "--archive", "/a", "import", "--progress", "json", "x",
    ]  # fmt: skip


async def test_a_command_of_two_words_has_its_options_after_both() -> None:
    job = Job(Path("/a"), ["dossier export", "--", "d-1", "/out"], program())
    finished = await job.run(lambda progress: None)
    assert finished.summary["arguments"] == [
        "--archive", "/a", "dossier", "export", "--progress", "json", "--", "d-1", "/out",
    ]  # fmt: skip


async def test_a_job_has_the_settings_of_its_run() -> None:
    given = ("actor=ann", "keys=less")
    job = Job(Path("/a"), ["dossier export", "d-1"], program(), given)
    finished = await job.run(lambda progress: None)
    assert finished.summary["arguments"][:6] == [
        "--archive", "/a", "--set", "actor=ann", "--set", "keys=less",
    ]  # fmt: skip


async def test_a_cancelled_job_ends_with_what_it_stored() -> None:
    job = Job(Path("/a"), ["import", "slow"], program())
    finished = await job.run(lambda progress: job.cancel())
    assert finished.cancelled
    assert finished.summary["new"] == 1
    assert "stopped: 1 new; what was stored stays" in outcome("import", finished)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no priorities")
async def test_a_job_runs_behind_whoever_reads() -> None:
    program = [sys.executable, "-c", "import json, os, time; time.sleep(0.3); print(json.dumps("
               "{'summary': {'niceness': os.getpriority(os.PRIO_PROCESS, 0)}}))"]  # fmt: skip
    finished = await Job(Path("/a"), ["import"], program).run(lambda progress: None)
    assert finished.summary["niceness"] == max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0))


async def test_a_failed_job_says_why() -> None:
    told: list[tuple[str, str, bool]] = []
    jobs = Jobs(Path("/a"), program())
    jobs.start(["import", "bad"], lambda *what: told.append(what))
    while not told[-1][1]:
        await asyncio.sleep(0.01)
    assert told[-1] == ("", "import failed: newsmark: no such file: bad", True)


async def test_one_job_at_a_time() -> None:
    jobs = Jobs(Path("/a"), program())
    told: list[tuple[str, str, bool]] = []
    jobs.start(["import", "slow"], lambda *what: told.append(what))
    with pytest.raises(Conflict, match="import is still running"):
        jobs.start(["export", "x"], lambda *what: None)
    while not any("1" in line for line, _, _ in told):  # until then it may not listen to signals
        await asyncio.sleep(0.01)
    await jobs.close()
    assert not jobs.cancel()


def test_the_outcome_counts_what_there_is_to_count() -> None:
    finished = Finished(0, {"new": 12, "unchanged": 0, "passed_over": 2, "skipped": []}, "", False)
    assert outcome("import", finished) == "import done: 12 new, 2 passed over"
    few = {"articles": 1, "marks_to_review": 1, "copies": 1, "passed_over": 1, "warnings": ["w"]}
    assert outcome("import", Finished(0, few, "", False)).startswith(
        "import done: 1 article, 1 mark to review, 1 copy, 1 passed over, 1 warning"
    )
    moved = Finished(0, {"revised": 1, "marks_to_review": 3}, "", False)
    assert outcome("import", moved) == (
        "import done: 1 revised, 3 marks to review; R in the library reviews the marks"
    )


def test_the_outcome_names_the_first_place_that_could_not_be_read() -> None:
    bad = {"path": "/in/a.jsonl", "place": "line 2", "reason": "it is no JSON", "remedy": None}
    empty = {"path": "/in/b.txt", "place": None, "reason": "it is empty", "remedy": None}
    both = Finished(6, {"new": 3, "skipped": [bad, empty]}, "", False)
    assert outcome("import", both) == (
        "import done: 3 new, 2 skipped (a.jsonl, line 2: it is no JSON, …)"
    )
    one = Finished(6, {"skipped": [empty]}, "", False)
    assert outcome("import", one) == "import done: 1 skipped (b.txt: it is empty)"


def test_the_outcome_names_the_first_file_left_alone() -> None:
    left = [{"path": f"{name}.md", "reason": "changed since it was written"} for name in "ab"]
    summary = {"written": ["c.md"], "unchanged": [], "left": left, "folder": "briefs"}
    assert outcome("dossier export", Finished(3, summary, "", False)) == (
        "dossier export done: 1 written, 2 left in briefs (a.md: changed since it was written, …)"
    )
    conflict = [{"path": "c.md", "reason": "title was changed by hand"}]
    merged = Finished(3, {"written": ["c.md"], "left": [], "conflicts": conflict}, "", False)
    assert outcome("dossier export", merged) == (
        "dossier export done: 1 written, 1 conflict (c.md: title was changed by hand)"
    )


def test_the_outcome_says_what_is_new_for_which_saved_search() -> None:
    met = [
        {"id": "s-1", "name": "Chips", "new": 3, "problem": None},
        {"id": "s-2", "name": "Odd", "new": 0, "problem": "It cannot be read."},
    ]
    finished = Finished(0, {"new": 12, "searches": met}, "", False)
    assert outcome("import", finished) == "import done: 12 new; 3 new for “Chips”"


def test_a_job_that_ended_at_once_has_nothing_to_give_way_with() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    give_way(ended.pid)
