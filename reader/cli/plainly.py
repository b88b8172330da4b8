"""Plain mode on standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from reader.config import Loaded
from reader.locations import with_settings


def speak(loaded: Loaded, run: Callable[[Sequence[str]], int], *, name: str) -> int:
    """Run plain mode on an archive until the input ends.

    Args:
        loaded: the settings, and the archive's folder.
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
        return run([*with_settings(loaded.folder, loaded.given), *words])

    console = Console(sys.stdin.readline, write)
    return run_plainly(console, loaded.folder, command, name=name, settings=loaded.settings)
