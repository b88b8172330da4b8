"""Saying lines and asking for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.layout.cells import sanitise


class Ended(Exception):
    """There is no more input."""


class Console:
    """One line after another, out and in.

    Args:
        read: gives the next line with its newline; empty at the end.
        write: takes words as they are to appear.
    """

    def __init__(self, read: Callable[[], str], write: Callable[[str], object]) -> None:
        self._read = read
        self._write = write

    def say(self, text: str) -> None:
        """Say lines; what a terminal would obey in them is made harmless."""
        for line in text.split("\n"):
            self._write(sanitise(line.replace("\t", "  ")) + "\n")

    def ask(self, prompt: str) -> str:
        """Ask for a line.

        Returns:
            What was typed, without blanks at its ends.

        Raises:
            Ended: if there is no more input.
        """
        self._write(sanitise(prompt) + " ")
        line = self._read()
        if not line:
            self._write("\n")
            raise Ended
        return line.strip()

    def choose(self, question: str, options: Sequence[str]) -> int | None:
        """Let one of several be chosen by its number.

        Returns:
            Its place from 0; None for none of them.
        """
        for number, option in enumerate(options, 1):
            self.say(f"{number}. {option}")
        while answer := self.ask(f"{question} A number, or Enter for none:"):
            if answer.isdecimal() and 1 <= int(answer) <= len(options):
                return int(answer) - 1
            self.say(f"There are the numbers 1 to {len(options)}.")
        return None
