"""Opening the screen on an archive, with the answers to what can stand in the way."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from archive.core import open_archive
from archive.errors import ArchiveError
from reader.locations import archive_folder


def open_screen(flag: str | None = None) -> int:
    """Open the terminal interface on the archive named, making it where there is none.

    Args:
        flag: the folder given on the command line, if one was.

    Returns:
        The exit code.
    """
    return show(archive_folder(flag))


def show(folder: Path, *, demo: bool = False) -> int:
    """Open the terminal interface on this folder.

    Args:
        demo: whether this is the sample archive, which the title says.

    Returns:
        The exit code.
    """
    in_browser = "TEXTUAL_DRIVER" in os.environ  # served: the driver talks through pipes
    if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "newsmark: the screen needs a terminal. "
            "Every action has a command: see `newsmark --help`.",
            file=sys.stderr,
        )
        return 2
    try:
        # Fail before the terminal is taken over, where the message can be read.
        open_archive(folder, create=True).close()
    except ArchiveError as error:
        print(f"newsmark: {error}", file=sys.stderr)
        return error.exit_code
    from reader.app import run

    run(folder, demo=demo)
    return 0
