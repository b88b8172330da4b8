"""The lines typed at prompts, kept from run to run on this machine.

They lie beside the place left (:mod:`reader.left`), readable by the user alone. What may hold a
secret is not kept: a line that begins with a blank, as in shells, and one with a password or a
token in it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

MOST = 100
"""Lines kept for each prompt."""

_LONGEST = 500  # characters of a line that is kept
_LARGEST = 1 << 20  # bytes of the file that are read
_SECRET = re.compile(
    r"passw|secret|token|api.?key|authorization|bearer|credential|://[^\s/@]*:[^\s/@]*@"
    r"|(?:^|\s)(?:-u|--user)[\s=]?\S*:\S",
    re.IGNORECASE,
)


class Typed:
    """What was typed at each prompt, in this run and those before.

    Args:
        folder: where the file lies; made when the first line is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "typed.json"
        self._lines: dict[str, list[str]] | None = None

    def lines(self, prompt: str) -> list[str]:
        """What was typed at a prompt, each line once, the latest first."""
        if self._lines is None:
            self._lines = self._read()
        return self._lines.get(prompt, [])[::-1]

    def remember(self, prompt: str, line: str) -> bool:
        """Put a line last, for this run; says whether it is one to keep.

        Args:
            line: as it was typed, blanks at its beginning included.
        """
        kept = line.strip()
        if not kept or line[0].isspace() or len(kept) > _LONGEST or _SECRET.search(kept):
            return False
        self.lines(prompt)  # those of earlier runs first
        assert self._lines is not None
        self._lines[prompt] = _with(self._lines.get(prompt, []), kept)
        return True

    def keep(self, prompt: str, line: str) -> None:
        """Write a line remembered, beside what other runs wrote meanwhile.

        A state folder that cannot be written takes nothing from the work: the line is known as
        long as this run goes on.
        """
        lines = self._read()
        lines[prompt] = _with(lines.get(prompt, []), line.strip())
        new = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(new, "w", encoding="utf-8", opener=_private) as file:
                json.dump(lines, file, ensure_ascii=True, indent=0)
            new.replace(self._file)
        except OSError:
            return

    def _read(self) -> dict[str, list[str]]:
        """The lines as they were written; none where the file holds none."""
        try:
            with self._file.open("rb") as file:
                said = json.loads(file.read(_LARGEST))
        except (OSError, ValueError):
            return {}  # there is no file yet, or it was torn: it is written anew
        if not isinstance(said, dict):
            return {}
        return {
            str(prompt): [line for line in lines if isinstance(line, str)][-MOST:]
            for prompt, lines in said.items()
            if isinstance(lines, list)
        }


def _with(lines: list[str], line: str) -> list[str]:
    return [*(one for one in lines if one != line), line][-MOST:]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
