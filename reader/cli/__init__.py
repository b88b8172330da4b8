"""The command line: every action of the screen, one command each.

Exit codes: 0 done, 1 nothing found, 2 usage, 3 export or sync left something
alone or in conflict, 4 something later depends on it or a quotation does not hold,
5 archive busy, 6 some or all input unreadable or no archive, 70 a mistake of
ours, 130 stopped.

Standard output holds the answer, standard error everything else. Asked for
JSON, a command that fails answers with an object whose ``error`` holds the
message, the remedy, the exit code, and of a query the offset of what is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError, QueryError
from reader.cli.output import pointed, say, say_json
from reader.cli.tree import newsmark

_AS_JSON = "--json"

OUR_MISTAKE = 70
"""The exit code of sysexits.h for an internal error."""


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: the command line without the program's name.

    Returns:
        The exit code.
    """
    # A shell may have closed them (`>&-`); what nobody reads goes nowhere.
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    try:
        if "_NEWSMARK_COMPLETE" in os.environ:
            newsmark.main([], prog_name="newsmark")
        code = _invoke(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader of our output (`head`) has seen enough.
        _give_output_up()
        return 0
    except ArchiveError as error:
        if isinstance(error, QueryError):
            say(pointed(error.query, error.at), err=True)
        say(f"newsmark: {error}", err=True)
        if _AS_JSON in arguments:
            say_json({"error": _told(error)})
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        say(f"newsmark: {error.format_message()}", err=True)
        if _AS_JSON in arguments:
            say_json({"error": {"message": error.format_message(), "remedy": "", "exit": 2}})
        if isinstance(error, click.UsageError) and error.ctx is not None:
            say(f"Try `{error.ctx.command_path} --help`.", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        say("newsmark: stopped; what was done before stays.", err=True)
        return 130
    except OSError as error:
        _give_output_up()
        where = f": {os.fsdecode(error.filename)}" if error.filename else ""
        say(f"newsmark: {error.strerror or error}{where}", err=True)
        return 6
    except Exception as error:
        if os.environ.get("NEWSMARK_TRACE"):
            raise
        say(f"newsmark: a mistake of the program: {type(error).__name__}: {error}", err=True)
        say("Please report it; with NEWSMARK_TRACE=1 the program says more.", err=True)
        return OUR_MISTAKE


def _told(error: ArchiveError) -> dict[str, Any]:
    """An error for a program: what, what to do, the exit code; of a query the place in it."""
    told = {"message": error.message, "remedy": error.remedy, "exit": error.exit_code}
    return told | {"at": error.at} if isinstance(error, QueryError) else told


def _give_output_up() -> None:
    """Where standard output takes nothing, Python would try again at exit, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _invoke(arguments: Sequence[str]) -> int:
    """Run a command by click's parts, whose ``main`` would end the process on its own."""
    try:
        with newsmark.make_context("newsmark", list(arguments), obj=run) as context:
            code = newsmark.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return code if isinstance(code, int) else 0
