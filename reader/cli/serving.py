"""The command that shows the screen in a browser."""

from __future__ import annotations

import sys

import click

from archive.errors import ArchiveError
from reader.cli.output import say
from reader.cli.state import State, command, with_state


@command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="[default: a free one]")
@with_state
def serve(state: State, port: int) -> int:
    """On the loopback interface only, and only for who has the address printed: it
    holds a token. Each page opened is a run of the program. Ctrl-C ends it.
    """
    with state.archive(create=True):
        pass  # what is wrong with it is said here, not in the page
    try:
        from reader.serving import serve as serve_archive
    except ImportError as error:
        raise ArchiveError(
            "Serving needs a package that is not installed.",
            remedy="Install the program with its extra: pip install '.[serve]'.",
        ) from error

    def announce(address: str) -> None:
        say(f"Open {address}\nCtrl-C ends it.")
        sys.stdout.flush()

    serve_archive(state.folder, port, announce, state.loaded.given)
    return 0


COMMANDS: tuple[click.Command, ...] = (serve,)
