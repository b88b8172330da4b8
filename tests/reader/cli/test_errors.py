"""What stands in the way: each thing named, with its exit code and what to do about it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import archive.store.connection as connection
from archive.errors import ArchiveError
from reader.cli import OUR_MISTAKE, run
from tests.reader.cli.terminal import CommandLine

READING = [
    ("list",), ("show", "x"), ("search", "x"), ("stats",), ("annotations",), ("log",), ("undo",),
    ("claim", "list"), ("entity", "list"), ("dump",), ("reindex",), ("export", "out"),
]  # fmt: skip


@pytest.mark.parametrize("words", READING)
def test_a_missing_archive_is_exit_6(bare: CommandLine, words: tuple[str, ...]) -> None:
    answer = bare(*words)
    assert answer.code == 6
    assert answer.err == (
        f"newsmark: There is no archive at {bare.folder}. "
        "An import makes one there; or name another folder.\n"
    )
    assert not bare.folder.exists()


def test_an_empty_folder_is_no_archive_until_an_import(bare: CommandLine, home: Path) -> None:
    bare.folder.mkdir()
    assert bare("list").code == 6
    (home / "a.txt").write_text("Title\n\nText.\n", "utf-8")
    bare.ok("import", str(home / "a.txt"))
    bare.ok("list")


@pytest.mark.parametrize("words", [("list",), ("import", "x")])
def test_a_folder_with_other_things_is_refused(
    bare: CommandLine, words: tuple[str, ...], home: Path
) -> None:
    bare.folder.mkdir()
    (bare.folder / "diary.txt").write_text("mine", "utf-8")
    answer = bare(*words)
    assert answer.code == 6
    assert f"{bare.folder} holds other files and no archive." in answer.err
    assert [path.name for path in bare.folder.iterdir()] == ["diary.txt"]


def test_an_archive_that_is_a_file(bare: CommandLine) -> None:
    bare.folder.write_text("x", "utf-8")
    assert bare("list").code == 6
    assert bare("import", "x").code == 6


def test_a_newer_database(nm: CommandLine) -> None:
    with sqlite3.connect(nm.folder / "newsmark.sqlite3") as database:
        database.execute("PRAGMA user_version = 999")
    answer = nm("list")
    assert answer.code == 6
    assert "999" in answer.err and "newer version of the program" in answer.err


def test_a_damaged_database(nm: CommandLine) -> None:
    (nm.folder / "newsmark.sqlite3").write_bytes(b"no database at all" * 100)
    for name in ("newsmark.sqlite3-wal", "newsmark.sqlite3-shm"):
        (nm.folder / name).unlink(missing_ok=True)
    answer = nm("list")
    assert answer.code == 6
    assert "damaged or no database" in answer.err


def test_a_busy_archive_is_exit_5(nm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    id = nm.id("DeepSeek")
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)
    other = sqlite3.connect(nm.folder / "newsmark.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = nm("star", id)
        assert answer.code == 5
        assert "Another process is writing" in answer.err
        assert nm.ok("list").code == 0
    finally:
        other.execute("ROLLBACK")
        other.close()
    nm.ok("star", id)


def test_a_folder_without_permission_is_exit_6(
    bare: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/locked")

    monkeypatch.setattr("archive.core.open_archive", refuse)
    answer = bare("list")
    assert (answer.code, answer.err) == (6, "newsmark: Permission denied: /locked\n")


def test_a_mistake_of_the_program_is_no_traceback(
    bare: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("archive.core.open_archive", fail)
    assert run(["list"]) == OUR_MISTAKE
    err = capsys.readouterr().err
    assert "a mistake of the program: ZeroDivisionError: by nought" in err
    assert "Traceback" not in err
    monkeypatch.setenv("NEWSMARK_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        run(["list"])


def test_ctrl_c_is_exit_130(bare: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.core.open_archive", interrupt)
    answer = bare("list")
    assert (answer.code, answer.err) == (130, "newsmark: stopped; what was done before stays.\n")


BAD = [
    "",
    " ",
    "-",
    "--",
    "x" * 5000,
    "0",
    "-1",
    "é\u202e\x1b[2J",
    "\udcff",
    "a\nb",
    "(",
    '"',
    "*",
    "9" * 40,
    "NULL",
    "%s",
    "../..",
    "~",
    "m-x",
    "date:2025-13",
    ":",
    "a:",
    "NOT",
    "OR",
]
SHAPES = [
    ("list", "BAD"),
    ("list", "--limit", "BAD"),
    ("list", "--sort", "BAD"),
    ("show", "BAD"),
    ("search", "BAD"),
    ("search", "--json", "--limit", "3", "--", "BAD"),
    ("annotations", "BAD"),
    ("edit", "ID", "--title", "BAD"),
    ("edit", "ID", "--published", "BAD"),
    ("edit", "ID", "--url", "BAD"),
    ("edit", "ID", "--language", "BAD"),
    ("edit", "BAD", "--url", "x"),
    ("edit", "ID", "--author", "BAD"),
    ("edit", "ID", "--outlet", "BAD"),
    ("tag", "ID", "--add", "BAD"),
    ("tag", "--query", "BAD", "--add", "x"),
    ("tag", "BAD", "--add", "x"),
    ("star", "BAD"),
    ("read", "BAD"),
    ("delete", "BAD"),
    ("delete", "BAD", "--purge", "--yes"),
    ("highlight", "add", "ID", "--quote", "BAD"),
    ("highlight", "add", "ID", "--span", "BAD"),
    ("highlight", "add", "ID", "--span", "0:5", "--tag", "BAD", "--label", "BAD", "--note", "BAD"),
    ("highlight", "add", "ID", "--quote", "e", "--nth", "BAD"),
    ("note", "add", "ID", "BAD", "--span", "0:5"),
    ("claim", "add", "ID", "--span", "0:5", "--statement", "BAD"),
    ("claim", "add", "ID", "--span", "0:5", "--claimant", "BAD"),
    ("claim", "edit", "CLAIM", "--verdict", "BAD"),
    ("claim", "edit", "CLAIM", "--due", "BAD"),
    ("claim", "edit", "CLAIM", "--confidence", "BAD"),
    ("claim", "edit", "CLAIM", "--claimant", "BAD"),
    ("claim", "edit", "CLAIM", "--attribution", "BAD"),
    ("claim", "edit", "CLAIM", "--statement", "BAD"),
    ("claim", "edit", "BAD", "--notes", "x"),
    ("evidence", "add", "CLAIM", "BAD"),
    ("evidence", "add", "BAD", "http://x"),
    ("evidence", "delete", "BAD"),
    ("entity", "tag", "ID", "--span", "0:5", "--name", "BAD", "--type", "BAD"),
    ("entity", "tag", "ID", "--span", "0:5", "--entity", "BAD"),
    ("entity", "list", "BAD"),
    ("entity", "edit", "BAD", "--name", "x"),
    ("annotation", "edit", "BAD", "--note", "x"),
    ("annotation", "delete", "BAD"),
    ("log", "--limit", "BAD"),
    ("log", "--article", "BAD"),
    ("undo", "--import", "BAD"),
    ("reparse", "BAD"),
    ("import", "NOFILE-BAD"),
    ("import", "--format", "BAD", "NOFILE"),
    ("export", "OUT", "--query", "BAD"),
    ("completion", "BAD"),
    ("BAD",),
    ("reindex", "--progress", "BAD"),
    ("claim", "BAD"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: " ".join(shape))
def test_no_value_brings_a_traceback(
    nm: CommandLine, shape: tuple[str, ...], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    id = nm.id("DeepSeek")
    claim = nm.ok("claim", "add", id, "--quote", "no bubble", "--json").json["claim"]
    known = {"ID": id, "CLAIM": claim, "NOFILE": str(home / "none"), "OUT": str(home / "out")}
    for bad in BAD:
        words = []
        for word in shape:
            word = known.get(word, word).replace("NOFILE-", str(home / "none") + "/")
            words.append(word.replace("BAD", bad))
        if words == [""] or words == ["--"]:
            continue  # that is the screen's
        answer = nm(*words)
        assert answer.code in (0, 1, 2, 4, 6), (words, answer)
        assert "Traceback" not in answer.err
        if answer.code not in (0, 1):
            assert answer.err.startswith(("newsmark: ", "Skipped: ", "  ")), (words, answer)


def test_every_kind_of_error_has_a_documented_exit_code() -> None:
    kinds = [ArchiveError]
    for kind in kinds:
        kinds += kind.__subclasses__()
        assert kind.exit_code in (1, 2, 4, 5, 6, 130)
