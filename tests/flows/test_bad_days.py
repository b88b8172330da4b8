"""Bad days of the machine: what is damaged repairs itself or is named, and nothing is lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.desk import Desk, obey_permissions

DATABASE = "newsmark.sqlite3"
COUNT = 400
WIDE = 250  # cells, so that a message with a path in it stays on one line
SHARED_MEMORY = 33_000  # bytes that SQLite needs beside a database to open it at all


def many(folder: Path, count: int = COUNT, first: int = 0) -> Path:
    """A file of many articles, each with a word of its own."""
    file = folder / f"many-{first}.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for n in range(first, first + count):
            body = f"Quokka number{n} lives on an island. " + f"It eats leaves{n}. " * 40
            one = {"id": n, "source": "S", "title": f"Quokka {n}", "body": body, "lang": "en"}
            lines.write(json.dumps(one) + "\n")
    return file


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with many articles on it, made once and put away."""
    folder = tmp_path_factory.mktemp("imported")
    desk = Desk(folder / "desk")
    desk.base.mkdir()
    desk.run("import", str(many(desk.base)))
    return desk.put_away(folder / "away")


@pytest.fixture
def filled(desk: Desk, imported: Path) -> Desk:
    desk.lay(imported)
    return desk


def closed(desk: Desk) -> Path:
    """The database, with nothing left in its journal."""
    with sqlite3.connect(desk.archive / DATABASE) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return desk.archive / DATABASE


def index_of(desk: Desk) -> Path:
    return Path(desk.json("paths")["index"])


def intact(desk: Desk, articles: int) -> None:
    """The archive is sound, holds so many articles, and a search finds them all."""
    with sqlite3.connect(desk.archive / DATABASE) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert desk.json("stats")["articles"] == articles
    assert desk.json("search", "quokka", "--limit", "1")["total"] == articles


def limited(size: int) -> Callable[[], None]:
    """A disk on which no file can grow beyond so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


# the archive's folder and database


def test_the_screen_refuses_what_the_commands_refuse(desk: Desk) -> None:
    desk.archive.mkdir()
    (desk.archive / "diary.txt").write_text("mine", "utf-8")
    screen = desk.screen(columns=WIDE)
    screen.wait_for("holds other files and no")
    assert screen.wait_for_end() == 6
    assert [path.name for path in desk.archive.iterdir()] == ["diary.txt"]


def test_a_newer_archive_is_left_as_it_is(filled: Desk) -> None:
    with sqlite3.connect(filled.archive / DATABASE) as database:
        database.execute("PRAGMA user_version = 999")
    before = closed(filled).read_bytes()
    for words in (["list"], ["import", str(filled.base / "many-0.jsonl")]):
        said = filled.told(*words, code=6)
        assert "version 999" in said and "Use a newer version of the program." in said
    screen = filled.screen(columns=WIDE)
    screen.wait_for("version 999")
    assert screen.wait_for_end() == 6
    assert closed(filled).read_bytes() == before


@pytest.mark.parametrize("damage", ["garbage", "half", "noise", "nothing"])
def test_a_damaged_database_is_named_and_never_written_over(filled: Desk, damage: str) -> None:
    file = closed(filled)
    data = file.read_bytes()
    broken = {
        "garbage": b"this is no database at all. " * 500,
        "half": data[: len(data) // 2],
        "noise": data[:100] + os.urandom(len(data) - 100),
        "nothing": b"",
    }[damage]
    file.write_bytes(broken)
    for path in file.parent.glob(DATABASE + "-*"):
        path.unlink()
    for words in (["list"], ["search", "quokka"]):
        said = filled.told(*words, code=6)
        assert str(file) in said
    assert file.read_bytes() == broken


def test_a_database_that_may_only_be_read_says_so(filled: Desk) -> None:
    closed(filled).chmod(0o400)
    said = filled.told("list", code=6, beforehand=obey_permissions)
    assert str(filled.archive) in said and "you may read and write there" in said


# the index


@pytest.mark.parametrize("way", ["deleted", "cut to half", "emptied", "cache deleted"])
def test_the_search_of_the_screen_survives_its_index(filled: Desk, way: str) -> None:
    index = index_of(filled)
    screen = filled.screen()
    screen.wait_for("Quokka 3")
    screen.press("/", *"number17")
    screen.wait_for("1 found")
    if way == "deleted":
        shutil.rmtree(index)
    elif way == "cache deleted":
        shutil.rmtree(index.parent)
    else:
        for path in [path for path in index.rglob("*") if path.is_file()]:
            size = path.stat().st_size
            os.truncate(path, size // 2 if way == "cut to half" else 0)
    screen.press(*["\x7f"] * 2, *"23")
    screen.wait_for("1 found")
    screen.wait_for("Quokka 23")
    screen.press("enter", "q")
    assert screen.wait_for_end() == 0
    intact(filled, COUNT)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_each_file_of_the_index_may_be_cut_and_a_search_repairs_it(
    filled: Desk, share: float
) -> None:
    index = index_of(filled)
    names = [p.relative_to(index) for p in index.rglob("*") if p.is_file() and p.name != "lock"]
    saved = filled.base / "saved"
    shutil.copytree(index, saved)
    for name in names:
        shutil.rmtree(index)
        shutil.copytree(saved, index)
        os.truncate(index / name, int((saved / name).stat().st_size * share))
        found = filled.json("search", "number17 leaves17", "--limit", "1")
        assert found["total"] == 1, name
    intact(filled, COUNT)


def test_a_search_process_killed_while_typing_is_replaced(filled: Desk) -> None:
    screen = filled.screen()
    screen.wait_for("Quokka 3")
    screen.press("/", *"number1")
    screen.wait_for("found")
    killed = 0
    for pid in filled.processes():
        os.kill(pid, signal.SIGKILL)
        killed += 1
    assert killed == 1
    screen.press("7")
    screen.wait_for("Quokka 17")
    screen.press("7", "enter")
    screen.wait_for("Quokka 177")
    screen.press("q")
    screen.wait_for_end()


# several at once


def test_two_imports_and_a_reader_who_marks_lose_nothing(filled: Desk) -> None:
    other, third = many(filled.base, 600, 1000), many(filled.base, 600, 2000)
    id = filled.json("list", "--limit", "1")["articles"][0]["id"]
    running = [filled.start("import", str(file)) for file in (other, third)]
    marks = 0
    while any(one.poll() is None for one in running) and marks < 8:
        filled.run("highlight", "add", id, "--span", f"{marks}:{marks + 5}", alone=True)
        marks += 1
    for one in running:
        out, complaints = one.communicate(timeout=120)
        assert one.returncode == 0, out + complaints
        assert "600 new" in out
    assert filled.json("stats")["annotations"] == marks
    intact(filled, COUNT + 1200)


def test_two_screens_see_each_others_marks(filled: Desk) -> None:
    one, two = filled.screen(), filled.screen()
    for screen in (one, two):
        screen.wait_for("Quokka 3")
        screen.press("enter")
        screen.wait_for("c claim")
    one.press("c")
    one.wait_for("Claim marked")
    two.wait_for("1 mark")
    two.press("w", "H")
    one.wait_for("2 marks")
    for screen in (one, two):
        screen.press("q")
        screen.wait_for("Title")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert filled.json("stats")["annotations"] == 2


# a full disk


def test_a_disk_that_fills_up_while_importing_keeps_what_was_stored(filled: Desk) -> None:
    size = closed(filled).stat().st_size
    more = many(filled.base, 3000, 5000)
    said = filled.told("import", str(more), code=6, beforehand=limited(size + 300_000))
    assert str(filled.archive / DATABASE) in said
    assert "Make room on the disk" in said or "Check the disk" in said
    stored = filled.json("stats")["articles"]
    assert COUNT <= stored < COUNT + 3000
    answer = filled.json("import", str(more))
    assert answer["new"] + answer["unchanged"] == 3000
    intact(filled, COUNT + 3000)


def test_a_disk_that_is_full_refuses_a_mark_and_changes_nothing(filled: Desk) -> None:
    id = filled.json("list", "--limit", "1")["articles"][0]["id"]
    closed(filled)
    words = ("highlight", "add", id, "--span", "0:6")
    said = filled.told(*words, code=6, beforehand=limited(SHARED_MEMORY))
    assert str(filled.archive) in said and "nothing was changed" in said
    assert filled.json("stats")["annotations"] == 0
    filled.run(*words)
    intact(filled, COUNT)


def test_a_disk_that_fills_up_while_exporting_leaves_whole_files(filled: Desk) -> None:
    out = filled.base / "out"
    big = filled.base / "zz.txt"
    big.write_text("Big\n\n" + "A quokka of many words. " * 9000, "utf-8")
    filled.run("import", str(big))
    closed(filled)
    said = filled.told("export", str(out), "--text", code=6, beforehand=limited(200_000))
    assert str(out) in said and "export again to write the rest" in said
    assert not list(out.rglob("*.tmp"))
    filled.run("export", str(out), "--text")
    assert len(list((out / "articles").glob("*.md"))) == COUNT + 1


# killed


def killed(command: subprocess.Popen[str], stage: str) -> None:
    """Kill a command as soon as it is in the middle of a stage."""
    assert command.stdout is not None
    for line in command.stdout:
        told = json.loads(line)
        if told.get("stage") == stage and told["done"] > 0:
            break
    command.kill()
    command.communicate(timeout=30)


@pytest.mark.parametrize("stage", ["importing", "indexing"])
def test_an_import_killed_is_finished_by_the_same_command(desk: Desk, stage: str) -> None:
    file = many(desk.base, 1500)
    killed(desk.start("import", str(file), "--progress", "json"), stage)
    answer = desk.json("import", str(file))
    assert answer["new"] + answer["unchanged"] == 1500
    assert answer["unchanged"] > 0
    intact(desk, 1500)


def test_an_export_killed_is_finished_by_the_same_command(filled: Desk) -> None:
    out = filled.base / "out"
    killed(filled.start("export", str(out), "--progress", "json"), "exporting")
    filled.run("export", str(out))
    assert len(list((out / "articles").glob("*.md"))) == COUNT
    assert not [path for path in out.rglob("*") if path.suffix == ".tmp"]


# the screen loses its ground


@pytest.mark.parametrize("gone", ["deleted", "moved"])
def test_an_archive_gone_while_the_screen_is_open_is_said(filled: Desk, gone: str) -> None:
    screen = filled.screen()
    screen.wait_for("Quokka 3")
    screen.press("enter")
    screen.wait_for("c claim")
    if gone == "deleted":
        shutil.rmtree(filled.archive)
    else:
        filled.archive.rename(filled.base / "elsewhere")
    screen.press("c")
    screen.wait_for(str(filled.archive)[:20])
    screen.press("q")
    screen.wait_for("Title")
    screen.press("q")
    screen.wait_for_end()
    assert "Traceback" not in screen.text
    assert not filled.archive.exists()


def soon(true: Callable[[], bool]) -> None:
    """Wait until something is so, if it comes to be so."""
    until = time.monotonic() + 20
    while not true() and time.monotonic() < until:
        time.sleep(0.1)


def kept(desk: Desk) -> list[Path]:
    """Where the runs on a desk say that they are."""
    return list((desk.base / "state").rglob("place-*.json"))


@pytest.mark.parametrize("way", ["hung up", "killed"])
def test_a_run_cut_short_loses_nothing_leaves_nobody_and_can_be_gone_back_to(
    filled: Desk, way: str
) -> None:
    screen = filled.screen()
    screen.wait_for("Quokka 3")
    screen.type(f":import {many(filled.base, 20_000, 50_000)}\r/number17")
    screen.wait_for("1 found")
    screen.press("enter", "enter")
    screen.wait_for("c claim")
    screen.press("c")
    screen.wait_for("1 mark")  # the job, too, has something to say
    screen.press("w", "v", "w")
    screen.wait_for("SELECT")
    assert filled.processes(b"reader")
    if way == "hung up":
        screen.hang_up()
    else:
        # The place is kept every second.
        soon(lambda: any('"anchor": null' not in place.read_text() for place in kept(filled)))
        screen.kill_program()
    soon(lambda: not filled.processes() and not filled.processes(b"reader"))
    assert not filled.processes() and not filled.processes(b"reader")
    assert filled.json("stats")["claims"] == 1
    intact(filled, filled.json("stats")["articles"])
    again = filled.screen(columns=WIDE)
    again.wait_for("goes back to “Quokka 17” in the search “number17”")
    again.press("ctrl+o")
    again.wait_for("SELECT")
    again.press("q")
    again.wait_until_gone("SELECT")
    again.press("q")
    again.wait_for("1 found")


def test_a_program_stopped_by_the_user_comes_back_as_it_was(filled: Desk) -> None:
    screen = filled.in_shell()
    screen.wait_for("Quokka 3")
    screen.press("enter")
    screen.wait_for("c claim")
    screen.press("v")
    screen.wait_for("SELECT")
    before = len(screen.raw)
    screen.press("ctrl+z")
    screen.wait_for("Stopped")
    stopped = screen.raw[before:]
    # mouse, reports of focus, pasting, the keyboard's protocol, the other screen
    for off, on in (
        (b"[?1003l", b"[?1003h"),
        (b"[?1004l", b"[?1004h"),
        (b"[?2004l", b"[?2004h"),
        (b"[<u", b"[>"),
        (b"[?1049l", b"[?1049h"),
    ):
        assert stopped.rindex(off) > stopped.rfind(b"[?1003h"), off
        screen.raw = screen.raw.replace(on, b"")
    screen.type("fg\rc")
    screen.wait_for("Claim marked")
    screen.wait_until_gone("Stopped")
    for on in (b"[?1003h", b"[?1004h", b"[?2004h", b"[>", b"[?1049h"):
        assert on in screen.raw
    screen.press("q")
    screen.wait_for("Title")
    screen.press("q")
    screen.wait_for_shell()
    screen.type("echo $((6*7))nd\r")
    screen.wait_for("42nd")
    assert filled.json("stats")["claims"] == 1


def test_an_editor_that_fails_gives_the_terminal_back_and_changes_nothing(filled: Desk) -> None:
    filled.environment |= {"EDITOR": "false", "VISUAL": ""}
    article = filled.json("list", "--limit", "1")["articles"][0]["id"]
    filled.run("claim", "add", article, "--span", "0:6", "--statement", "Quokkas live.")
    screen = filled.screen(columns=WIDE)
    screen.wait_for("Quokka 3")
    screen.press("L")
    screen.wait_for("Quokkas live.")
    screen.press("n")
    screen.wait_for("ended with 1; nothing was changed")
    screen.press("2")
    screen.wait_for("Verdict: supported")
    assert filled.json("claim", "list")["claims"][0]["notes"] in ("", None)
