"""Opening the screen on an archive, with the answers to what can stand in the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from archive.core import open_archive
from archive.errors import ArchiveError
from reader.config import Loaded, load
from reader.locations import demo_folder


def open_screen(flag: str | None = None) -> int:
    """Open the terminal interface on the archive named, making it where there is none.

    Args:
        flag: the folder given on the command line, if one was.

    Returns:
        The exit code.
    """
    return show(load(flag))


def show(loaded: Loaded, *, demo: bool = False, beside: Sequence[str] = ()) -> int:
    """Open the terminal interface with these settings.

    Args:
        loaded: the settings, and the archive's folder.
        demo: whether this is the sample archive, which the title says.
        beside: an article to open at once, and what is to be beside it.

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
        open_archive(loaded.folder, create=True).close()
    except ArchiveError as error:
        print(f"newsmark: {error}", file=sys.stderr)
        return error.exit_code
    from reader.app import run

    then, code = run(loaded, demo=demo, beside=beside)
    return show_demo(loaded.given) if then == "demo" else code


def show_demo(given: Sequence[str] = ()) -> int:
    """Open the terminal interface on the demo archive, made where it is not there yet.

    Args:
        given: settings for this run, as ``name=value``.

    Returns:
        The exit code.

    Raises:
        ArchiveError: if the demo cannot be made.
    """
    from reader.demo import make_demo

    folder = demo_folder()
    make_demo(folder)
    return show(load(str(folder), given), demo=True)
