"""Plain mode on standard input and output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence

from reader.config import Loaded
from reader.locations import with_settings

_LEAST = 10  # lines of a page, however low the terminal is


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
        line = ["--plain", *with_settings(loaded.folder, loaded.given), *words]
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            return run(line)
        from reader.plain.paging import paged

        page = max(_LEAST, shutil.get_terminal_size().lines - 2)
        return paged(console, page, lambda: run(line))

    console = Console(sys.stdin.readline, write)
    return run_plainly(console, loaded.folder, command, name=name, settings=loaded.settings)
