"""Plain mode on standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path


def speak(folder: Path, run: Callable[[Sequence[str]], int], *, name: str) -> int:
    """Run plain mode on an archive until the input ends.

    Args:
        folder: the archive's folder.
        run: runs a command line, without the program's name.
        name: what the archive is called.

    Returns:
        The exit code.
    """
    from reader.plain import run as run_plainly
    from reader.plain.console import Console

    def write(words: str) -> None:
        sys.stdout.write(words)
        sys.stdout.flush()

    def command(words: Sequence[str]) -> int:
        return run(["--archive", str(folder), *words])

    return run_plainly(Console(sys.stdin.readline, write), folder, command, name=name)
