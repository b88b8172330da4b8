"""On a real terminal: nothing it would obey, lines that fit, a bar."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest

from archive.core import open_archive
from reader.layout.cells import cell_count
from tests.corpus import ROOT
from tests.reader.archives import incoming, make_archive

HOSTILE = "Evil \x1b]0;owned\x07\x1b[2J\x9b31m\u202e txet\x7f title"


def on_a_terminal(*words: str, columns: int = 60) -> tuple[str, int]:
    """What the program sends to a terminal, and its exit code."""
    # These would be believed before the terminal is asked.
    surroundings = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    child = pexpect.spawn(
        sys.executable,
        ["-P", "-m", "reader", *words],
        env={**surroundings, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONUTF8": "1"},
        dimensions=(24, columns),
        encoding="utf-8",
        codec_errors="surrogateescape",
        timeout=30,
    )
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before).replace("\r\n", "\n"), int(child.exitstatus or 0)


@pytest.fixture
def hostile(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with an article that wants to take the terminal over."""
    folder = make_archive(home / "news")
    monkeypatch.setenv("NEWSMARK_ARCHIVE", str(folder))
    with open_archive(folder) as archive, archive.intake.open("import") as door:
        evil = incoming("evil", HOSTILE, f"{HOSTILE}\n\tindented\n\nend", outlet=HOSTILE)
        door.put([evil])
    return folder


@pytest.mark.parametrize(
    "words",
    [("list",), ("search", "owned"), ("list", "--json"), ("search", "--json", "owned"), ("dump",)],
)
def test_a_hostile_title_does_not_reach_the_terminal_raw(
    hostile: Path, words: tuple[str, ...]
) -> None:
    told, code = on_a_terminal(*words)
    assert code == 0
    assert "owned" in told
    for sign in "\x1b\x07\x9b\u202e\x7f":
        assert sign not in told


def test_a_text_keeps_its_lines_and_shows_its_tabs_as_blanks(hostile: Path) -> None:
    with open_archive(hostile) as archive:
        id = archive.articles.ids()[-1]
    told, _ = on_a_terminal("show", id)
    assert "\n    indented\n\nend\n" in told
    for sign in "\x1b\x07\x9b\u202e\x7f\t":
        assert sign not in told


def test_an_error_cannot_speak_to_the_terminal_either(hostile: Path) -> None:
    told, code = on_a_terminal("search", "(\x1b[2J")
    assert code == 2
    assert "\x1b" not in told
    told, code = on_a_terminal("show", "\x1b[2J\u202e")
    assert code == 1
    assert "\x1b" not in told and "\u202e" not in told


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_rows_fit_the_terminal(hostile: Path, columns: int) -> None:
    with open_archive(hostile) as archive, archive.intake.open("import") as door:
        door.put([incoming("wide", "長い題名" * 30, "x y", outlet="An outlet " * 9)])
    told, _ = on_a_terminal("list", columns=columns)
    lines = told.splitlines()
    assert len(lines) == 5
    assert max(cell_count(line) for line in lines) <= columns


def test_an_import_draws_a_bar_and_takes_it_away(home: Path) -> None:
    (home / "in").mkdir()
    for number in range(3):
        text = f"Title {number}\n\nText {number}.\n"
        (home / "in" / f"{number}.txt").write_text(text, "utf-8")
    told, code = on_a_terminal("--archive", str(home / "new"), "import", str(home / "in"))
    assert code == 0
    assert "importing" in told and "indexing" in told
    assert "█" in told and "100 %" in told
    assert told.endswith("\r\x1b[2K3 new, 0 unchanged; 3 articles in the archive.\n")


def test_purging_asks_first(hostile: Path) -> None:
    with open_archive(hostile) as archive:
        id = archive.articles.ids()[0]
    child = pexpect.spawn(
        sys.executable,
        ["-P", "-m", "reader", "delete", id, "--purge"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Remove 1 article for good")
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    with open_archive(hostile) as archive:
        assert id in archive.articles.ids()


def test_demo_opens_the_screen_on_the_sample_archive(home: Path) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-P", "-m", "reader", "demo"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
        dimensions=(30, 100),
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Mirabelle")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (home / "data" / "newsmark" / "demo" / "newsmark.sqlite3").exists()


def test_plain_mode_moves_no_cursor_and_pages_what_a_command_says(home: Path) -> None:
    folder = make_archive(home / "news")
    (home / "config" / "newsmark").mkdir(parents=True)
    (home / "config" / "newsmark" / "config.toml").write_text("mesure = 60\n", encoding="utf-8")
    child = pexpect.spawn(
        sys.executable,
        ["-P", "-m", "reader", "--plain", "--archive", str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONUTF8": "1"},
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=30,
        echo=False,
    )
    said = ""
    for line in ("find chip", "1", "", "claim 2", "entity OpenAI", "2", f"export {home}/out"):
        child.expect("[>:] $")
        said += child.before
        child.sendline(line)
    for line in ("help keys", "", "no more", "undo", "quit"):
        child.expect("[>:] $")
        said += child.before
        child.sendline(line)
    child.expect(pexpect.EOF)
    child.close()
    said += child.before
    assert child.exitstatus == 0 and "\x1b" not in said
    assert "Claim c-" in said and "Tagged as OpenAI, organisation." in said
    assert " written" in said and list((home / "out").rglob("*.md"))
    assert said.count(" more lines. Enter tells on") == 2
    assert "Undo: " in said
    assert said.count("did you mean measure?") == 1  # not again with each command
