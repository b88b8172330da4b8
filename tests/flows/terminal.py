"""The real program in a pseudo-terminal, with a screen that a test can read."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence

import pexpect
import pyte

PATIENCE = 30.0  # seconds until a test gives up; a loaded machine needs some of them


class Terminal:
    """One run of the program in a terminal of its own.

    Args:
        arguments: the program's command line.
        environment: what is added to the surrounding environment.
        program: what is run with the arguments, instead of the program itself.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 110,
        rows: int = 32,
        program: Sequence[str] = (sys.executable, "-m", "reader"),
    ) -> None:
        # These would be believed before the terminal is asked for its size.
        surroundings = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines = [""] * rows
        self._child = pexpect.spawn(
            program[0],
            [*program[1:], *arguments],
            dimensions=(rows, columns),
            env={**surroundings, **environment, "TERM": "xterm-256color"},
            timeout=PATIENCE,
        )
        self.raw = b""

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program has written, waiting so long for the first of it."""
        try:
            data = self._child.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += data
        self._stream.feed(data)

    @property
    def text(self) -> str:
        """What the screen shows, lines joined by newlines."""
        return "\n".join(line.rstrip() for line in self.lines())

    def lines(self) -> list[str]:
        """What each line of the screen shows, as wide as it is."""
        # Only those that were written to are read again: a test looks hundreds of times.
        for row in self._screen.dirty:
            cells = self._screen.buffer[row]
            self._lines[row] = "".join(cells[x].data for x in range(self._screen.columns))
        self._screen.dirty.clear()
        return self._lines

    def wait_for(self, words: str) -> None:
        """Wait until the screen shows these words.

        Raises:
            AssertionError: with the screen as it is, if they do not come.
        """
        self._wait(lambda: words in self.text, f"{words!r} never came")

    def wait_until_gone(self, words: str) -> None:
        """Wait until the screen no longer shows these words."""
        self._wait(lambda: words not in self.text, f"{words!r} stayed")

    def press(self, *keys: str) -> None:
        """Press keys one after another, each taken in before the next."""
        for key in keys:
            self._child.send(_KEYS.get(key, key))
            self.read(0.15)

    def type(self, text: str) -> None:
        """Send the letters of a text at once, as quick fingers do."""
        self._child.send(text)
        self.read(0.15)

    def mouse(self, kind: int, column: int, row: int, *, release: bool = False) -> None:
        """Send one mouse report (SGR 1006).

        Args:
            kind: button and modifiers (0 left, 32 left while moving).
            column, row: cells from 0.
        """
        self._child.send(_report(kind, column, row, "m" if release else "M"))
        self.read(0.1)

    def click(self, column: int, row: int, *, times: int = 1) -> None:
        """Click a cell with the left button; the clicks arrive together, as of one double click."""
        place = f"{column + 1};{row + 1}"
        self._child.send(f"\x1b[<0;{place}M\x1b[<0;{place}m" * times)
        self.read(0.2)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at the one cell, move, let go at the other."""
        self.mouse(0, *start)
        self.mouse(32, *end)
        self.mouse(0, *end, release=True)

    def last_of(self, words: str) -> tuple[int, int]:
        """The cell of the last character of these words."""
        column, row = self.find(words)
        return column + len(words) - 1, row

    def ends_of(self, words: str) -> tuple[tuple[int, int], tuple[int, int]]:
        """The cells of the first and last character of words that a line break may part."""
        parts = words.split()
        for size in range(len(parts), 0, -1):
            first, rest = " ".join(parts[:size]), " ".join(parts[size:])
            for row, line in enumerate(self.lines()):
                below = self.lines()[row + 1 : row + 2]
                if first in line and (not rest or any(rest in other for other in below)):
                    start = (line.index(first), row)
                    if not rest:
                        return start, (start[0] + len(first) - 1, row)
                    return start, (below[0].index(rest) + len(rest) - 1, row + 1)
        raise AssertionError(f"{words!r} is not on the screen:\n{self.text}")

    def find(self, words: str) -> tuple[int, int]:
        """Column and row, from 0, where these words begin on the screen, once they are there."""
        self.wait_for(words)
        row, line = next((r, text) for r, text in enumerate(self.lines()) if words in text)
        return line.index(words), row

    def wait_for_end(self) -> int:
        """Wait until the program has ended; returns its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._child.isalive() and time.monotonic() < deadline:
            self.read(0.1)
        assert not self._child.isalive(), f"still running:\n{self.text}"
        return self._child.exitstatus if self._child.exitstatus is not None else -1

    def hang_up(self) -> None:
        """Take the terminal away, as a closed window or a broken line does."""
        with contextlib.suppress(pexpect.ExceptionPexpect):  # it may take its time to end
            self._child.close(force=False)
        deadline = time.monotonic() + PATIENCE
        while self._child.isalive():  # which reads nothing: there is no terminal any more
            assert time.monotonic() < deadline, "it goes on"
            time.sleep(0.05)

    def wait_for_shell(self) -> None:
        """Wait until a shell asks for the next command; its prompt is ``$``."""
        self._wait(lambda: self.raw.endswith(b"$ "), "no shell asked")

    def kill_program(self) -> None:
        """Kill the program alone, which leaves it no time for anything."""
        self._child.kill(signal.SIGKILL)
        self._wait(lambda: not self._child.isalive(), "it goes on")

    def kill(self) -> None:
        """End it at once."""
        self._child.terminate(force=True)

    def _wait(self, condition: object, complaint: str) -> None:
        assert callable(condition)
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"{complaint}:\n{self.text}")
            self.read()


def _report(kind: int, column: int, row: int, end: str) -> str:
    return f"\x1b[<{kind};{column + 1};{row + 1}{end}"


_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "ctrl+o": "\x0f",
    "ctrl+r": "\x12",
    "ctrl+z": "\x1a",
}
