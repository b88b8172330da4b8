"""The command line in tests: words in; exit code, answer and complaints out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.cli import OUR_MISTAKE, run
from tests.corpus import ROOT

PROGRAM = [sys.executable, "-P", "-m", "reader"]


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its standard output, read as JSON."""
        return json.loads(self.out)


class CommandLine:
    """Runs commands in this process, on the archive that the environment names."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder

    def __call__(self, *words: str) -> Answer:
        """Run one command; a traceback or a mistake of the program fails the test."""
        self._capsys.readouterr()
        code = run(words)
        captured = self._capsys.readouterr()
        assert code != OUR_MISTAKE, captured.err
        return Answer(code, captured.out, captured.err)

    def ok(self, *words: str) -> Answer:
        """Run a command that has to succeed."""
        answer = self(*words)
        assert answer.code == 0, answer.err
        return answer

    def id(self, title: str) -> str:
        """The id of the article whose title begins so."""
        for article in self.ok("list", "--json").json["articles"]:
            if article["title"].startswith(title):
                return str(article["id"])
        raise AssertionError(f"no article {title!r}")

    def text(self, id: str) -> str:
        """An article's text."""
        return str(self.ok("show", id, "--json").json["text"])


def start(*words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """The real program, started; run it to its end with ``communicate``."""
    return subprocess.Popen(
        [*PROGRAM, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
    )
