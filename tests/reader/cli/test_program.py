"""The real program, as a shell starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus import ROOT
from tests.reader.archives import make_archive
from tests.reader.cli.terminal import PROGRAM, start

HEAVY = ("textual", "whoosh", "trafilatura", "lxml", "courlan", "rapidfuzz", "Stemmer")
PROBE = """
import sys
from reader.__main__ import main
code = main(sys.argv[1:])
loaded = [name for name in {heavy!r} if name in sys.modules]
print(*loaded, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("show", "ID"), ("list",)])
def test_a_quick_command_imports_nothing_heavy(home: Path, words: tuple[str, ...]) -> None:
    from archive.core import open_archive

    folder = make_archive(home / "news")
    with open_archive(folder) as archive:
        id = archive.articles.ids()[0]
    ran = subprocess.run(
        [sys.executable, "-c", PROBE.format(heavy=HEAVY), "--archive", str(folder)]
        + [id if word == "ID" else word for word in words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "\n")
    assert ran.stdout


def test_a_reader_that_has_seen_enough_is_no_error(home: Path) -> None:
    folder = make_archive(home / "news")
    program = " ".join(PROGRAM)
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {program} --archive {folder} dump | head -1"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 1
    assert ran.stderr == ""


def test_an_output_that_is_closed_at_once(home: Path) -> None:
    folder = make_archive(home / "news")
    running = start("--archive", str(folder), "list")
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    assert running.wait(30) == 0
    assert running.stderr.read() == ""


@pytest.mark.parametrize(
    ("redirection", "code", "error"),
    [(">&-", 0, ""), ("2>&-", 0, ""), (">/dev/full", 6, "newsmark: No space left on device\n")],
)
def test_an_output_that_takes_nothing(home: Path, redirection: str, code: int, error: str) -> None:
    folder = make_archive(home / "news")
    program = " ".join(PROGRAM)
    ran = subprocess.run(
        ["bash", "-c", f"{program} --archive {folder} list {redirection}"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (code, error)


def test_the_screen_without_a_terminal_says_what_to_do(home: Path) -> None:
    for words in ((), ("--archive", str(home / "x")), (f"--archive={home / 'x'}",), ("demo",)):
        running = start(*words)
        _, err = running.communicate(timeout=60)
        assert running.returncode == 2
        assert "newsmark --help" in err
    assert not (home / "x").exists()


def test_exit_codes_reach_the_shell(home: Path) -> None:
    folder = str(make_archive(home / "news"))
    for words, code in ((("list",), 0), (("show", "zz"), 1), (("bogus",), 2)):
        running = start("--archive", folder, *words)
        running.communicate(timeout=30)
        assert running.returncode == code
    running = start("--archive", str(home / "absent"), "list")
    _, err = running.communicate(timeout=30)
    assert running.returncode == 6
    assert "Traceback" not in err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_encoding_of_the_output_stops_it(home: Path, encoding: str) -> None:
    folder = str(make_archive(home / "news"))
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (("list",), ("list", "--json")):
        ran = subprocess.run(
            [*PROGRAM, "--archive", folder, *words],
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, **env},
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
        told = ran.stdout.decode(encoding)
        if words[-1] == "--json":
            titles = {article["title"] for article in json.loads(told)["articles"]}
            assert "L’œuvre d’OpenAI expliquée" in titles
