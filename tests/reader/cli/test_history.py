"""log, undo, redo."""

from __future__ import annotations

import pytest

from tests.reader.cli.terminal import CommandLine


def test_log_tells_the_latest_first(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("star", id)
    nm.ok("tag", nm.id("A quiet"), "--add", "x")
    steps = nm.ok("log", "--json").json["steps"]
    assert [step["command"] for step in steps] == ["tag", "star", "import"]
    assert list(steps[0]) == [
        "step", "at", "actor", "command", "summary", "undoable", "undone", "reverses",
    ]  # fmt: skip
    assert (steps[0]["actor"], steps[0]["undoable"], steps[2]["undoable"]) == ("ann", True, False)
    (one,) = nm.ok("log", "--limit", "1").out.splitlines()
    assert one.split()[0] == str(steps[0]["step"])
    assert "tag “A quiet week in batteries”: +x" in one
    touched = nm.ok("log", "--article", id[:6], "--json").json["steps"]
    assert [step["command"] for step in touched] == ["star", "import"]


def test_undo_and_redo_say_what_they_did(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("star", id)
    undone = nm.ok("undo", "--json").json
    assert undone["summary"] == "undo: star “DeepSeek shakes the chip market”"
    assert undone["reverses"] == undone["step"] - 1
    assert not nm.ok("list", "deepseek", "--json").json["articles"][0]["starred"]
    assert "(undone)" in nm.ok("log").out
    assert "redo: star" in nm.ok("redo").out
    assert nm.ok("list", "deepseek", "--json").json["articles"][0]["starred"]
    assert nm("redo").code == 1


def test_nothing_to_undo_is_exit_1(nm: CommandLine) -> None:
    answer = nm("undo")
    assert (answer.code, answer.err) == (1, "newsmark: There is nothing to undo.\n")
    assert nm("redo").code == 1


def test_what_a_later_step_depends_on_is_exit_4(
    nm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = nm.id("DeepSeek")
    nm.ok("edit", id, "--title", "First")
    monkeypatch.setenv("NEWSMARK_ACTOR", "bob")
    nm.ok("edit", id, "--title", "Second")
    monkeypatch.setenv("NEWSMARK_ACTOR", "ann")
    answer = nm("undo")
    assert answer.code == 4
    assert "Second" in nm.ok("show", id).out


def test_an_import_is_taken_back_by_its_number_alone(nm: CommandLine) -> None:
    number = nm.ok("log", "--json").json["steps"][0]["step"]
    nm.ok("star", nm.id("DeepSeek"))
    star = nm.ok("log", "--json").json["steps"][0]["step"]
    assert nm("undo", "--import", str(star)).code == 1
    assert nm("undo", "--import", "999").code == 1
    for wrong in ("0", "x", "9" * 30):
        assert nm("undo", "--import", wrong).code == 2
    nm.ok("undo")
    nm.ok("undo", "--import", str(number))
    assert nm("list").code == 1
    assert nm("undo", "--import", str(number)).code == 1
