"""The command ``newsmark``: no command opens the screen, anything else is a command line.

Opening the screen is what has to be quick, so this path imports nothing of
the command line's.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: the command line without the program's name; None for ``sys.argv``.

    Returns:
        The exit code.
    """
    # Modules and rows are made to stay: looking among them for garbage, as is done again after
    # every 700 new objects, is a tenth of the start.
    gc.set_threshold(50_000, 20, 20)
    words = list(sys.argv[1:] if arguments is None else arguments)
    completing = "_NEWSMARK_COMPLETE" in os.environ
    if not completing and (not words or (len(words) == 2 and words[0] == "--archive")):
        from reader.screen import open_screen

        return open_screen(words[1] if words else None)
    from reader.cli import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
