"""One person's machine in a test: folders of their own, the command line and the screen."""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from markdown_it import MarkdownIt

from reader.cli import run as run_command
from tests.flows.terminal import Terminal

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def obey_permissions() -> None:
    """Bind a new process to the permissions of files, even where root runs the tests."""
    if os.geteuid() == 0:
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


class Desk:
    """One person's machine: folders of their own, the command line and the screen.

    A command runs in this process, which is quick and says the same; in one of its own where
    what is shown needs it: a terminal, a kill, a limit, several at once.
    """

    def __init__(self, base: Path) -> None:
        self.base = base
        self.archive = base / "archive"
        self.environment = {
            "XDG_DATA_HOME": str(base / "data"),
            "XDG_CACHE_HOME": str(base / "cache"),
            "XDG_CONFIG_HOME": str(base / "config"),
            "XDG_STATE_HOME": str(base / "state"),
            "NEWSMARK_ARCHIVE": str(self.archive),
            "NEWSMARK_ACTOR": "tester",
        }
        self.open: list[Terminal] = []

    def put_away(self, folder: Path) -> Path:
        """Move all that is on it to a folder, from which other desks can be laid."""
        return self.base.rename(folder)

    def lay(self, folder: Path) -> None:
        """Copy here what was put away: an archive that was moved, with its cache."""
        shutil.copytree(folder, self.base, dirs_exist_ok=True)

    def start(
        self, *arguments: str, beforehand: Callable[[], object] | None = None
    ) -> subprocess.Popen[str]:
        """Start a command; ``beforehand`` runs in its process before the program does."""
        return subprocess.Popen(
            [sys.executable, "-m", "reader", *arguments],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=beforehand,
        )

    def told(
        self, *arguments: str, code: int, beforehand: Callable[[], object] | None = None
    ) -> str:
        """Run a command that ends with this code; all it said, its complaints first.

        With ``beforehand`` it has a process of its own.
        """
        alone = beforehand is not None
        ended, out, complaints = self._ended(*arguments, alone=alone, beforehand=beforehand)
        assert ended == code, out + complaints
        assert "Traceback" not in complaints
        assert "a mistake of the program" not in complaints
        return complaints + out

    def run(self, *arguments: str, alone: bool = False) -> str:
        """Run a command that has to succeed, in a process of its own if ``alone``; its output."""
        code, out, complaints = self._ended(*arguments, alone=alone)
        assert code == 0, out + complaints
        return out

    def _ended(
        self,
        *arguments: str,
        alone: bool,
        beforehand: Callable[[], object] | None = None,
    ) -> tuple[int, str, str]:
        """The exit code, output and complaints of a command."""
        if alone:
            started = self.start(*arguments, beforehand=beforehand)
            out, complaints = started.communicate(timeout=120)
            return started.returncode, out, complaints
        streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2)]
        with (
            mock.patch.dict(os.environ, self.environment),
            contextlib.redirect_stdout(streams[0]),
            contextlib.redirect_stderr(streams[1]),
        ):
            code = run_command(arguments)
        for stream in streams:
            stream.seek(0)
        return code, streams[0].read(), streams[1].read()

    def json(self, *arguments: str) -> Any:
        """Run a command with ``--json``; its answer."""
        return json.loads(self.run(*arguments, "--json"))

    def processes(self, module: bytes = b"archive.index.server") -> list[int]:
        """Ids of the processes that run a module on the archive: searches, or ``reader``, jobs."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # it has just ended
            if module in words and os.fsencode(self.archive) in words:
                found.append(int(folder.name))
        return found

    def in_shell(self) -> Terminal:
        """The program's screen, begun by a shell that goes on when the program stops."""
        terminal = Terminal([], {**self.environment, "PS1": "$ "}, program=("bash", "--norc", "-i"))
        self.open.append(terminal)
        terminal.wait_for("$")
        terminal.type(f"{sys.executable} -m reader\r")
        return terminal

    def screen(self, *, columns: int = 110, rows: int = 32) -> Terminal:
        """The program's screen on the archive."""
        terminal = Terminal([], self.environment, columns, rows)
        self.open.append(terminal)
        return terminal


def quotations(folder: Path) -> list[str]:
    """The words of every quotation in the exported articles, as rendered."""
    found = []
    for path in sorted((folder / "articles").glob("*.md")):
        inside, words = 0, ""
        for token in MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8")):
            if token.type == "blockquote_open":
                inside, words = inside + 1, ""
            elif token.type == "blockquote_close":
                inside -= 1
                found.append(words)
            elif inside and token.type == "inline":
                words += "".join(
                    "\n" if child.type == "hardbreak" else child.content
                    for child in token.children or []
                )
    return found
