"""One person's machine in a test: folders of their own, the command line and the screen."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from tests.flows.terminal import Terminal

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def obey_permissions() -> None:
    """Bind a new process to the permissions of files, even where root runs the tests."""
    if os.geteuid() == 0:
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


class Desk:
    """One person's machine: folders of their own, the command line and the screen."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.archive = base / "archive"
        self.environment = {
            "XDG_DATA_HOME": str(base / "data"),
            "XDG_CACHE_HOME": str(base / "cache"),
            "XDG_CONFIG_HOME": str(base / "config"),
            "NEWSMARK_ARCHIVE": str(self.archive),
            "NEWSMARK_ACTOR": "tester",
        }
        self.open: list[Terminal] = []

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
        """Run a command that ends with this code; all it said, its complaints first."""
        started = self.start(*arguments, beforehand=beforehand)
        out, complaints = started.communicate(timeout=120)
        assert started.returncode == code, out + complaints
        assert "Traceback" not in complaints
        assert "a mistake of the program" not in complaints
        return complaints + out

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command; its output."""
        started = self.start(*arguments)
        out, complaints = started.communicate(timeout=120)
        assert started.returncode == code, out + complaints
        return out

    def json(self, *arguments: str) -> Any:
        """Run a command with ``--json``; its answer."""
        return json.loads(self.run(*arguments, "--json"))

    def search_processes(self) -> list[int]:
        """Ids of the search processes that run on the archive."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # it has just ended
            if b"archive.index.server" in words and os.fsencode(self.archive) in words:
                found.append(int(folder.name))
        return found

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
