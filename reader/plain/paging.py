"""Long answers of commands in plain mode, a page at a time.

A command runs to its end whatever it says, so that none waits for a reader while it holds the
archive: the first page goes out as it is said, the rest is held until it is asked for.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, TextIO

from archive.text.plurals import counted
from reader.plain.console import Console

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_IN_MEMORY = 1 << 20  # bytes held there; what is longer goes to a file


class _Held(io.BufferedIOBase):
    """Standard output of a command.

    Args:
        out: takes what goes out at once.
        encoding: of the bytes that come.
        page: so many lines do.
    """

    name = "<stdout>"

    def __init__(self, out: TextIO, encoding: str, page: int) -> None:
        self._out, self._encoding, self._room = out, encoding, page
        self.rest = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            _IN_MEMORY, "w+", encoding="utf-8", newline="\n"
        )
        self.left = 0  # lines held

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._out.fileno()

    def write(self, said: ReadableBuffer, /) -> int:
        """Take what a command says; it always takes all of it."""
        words = bytes(said)
        for line in words.decode(self._encoding, "replace").splitlines(keepends=True):
            ends = line.endswith("\n")
            if self._room > 0:
                self._out.write(line)
                self._room -= ends
            else:
                self.rest.write(line)
                self.left += ends
        self._out.flush()
        return len(words)

    def close(self) -> None:
        self.rest.close()
        super().close()


def paged(console: Console, page: int, run: Callable[[], int]) -> int:
    """Run a command, and tell what it says on standard output a page at a time.

    Args:
        console: where the reader is asked to go on.
        page: the lines of one.
        run: runs the command, which makes what it says harmless itself.

    Returns:
        What ``run`` does, the exit code.
    """
    out = sys.stdout
    encoding = out.encoding or "utf-8"
    held = _Held(out, encoding, page)
    with io.TextIOWrapper(held, encoding, "replace", newline="\n", write_through=True) as said:
        with redirect_stdout(said):
            code = run()
        held.rest.seek(0)
        while held.left > 0:
            more = counted(held.left, "more line")
            answer = console.ask(f"{more}. Enter tells on, rest all of it, any other word none:")
            if answer not in ("", "rest"):
                break
            for _ in range(held.left if answer else min(page, held.left)):
                out.write(held.rest.readline())
                held.left -= 1
            out.flush()
    return code
