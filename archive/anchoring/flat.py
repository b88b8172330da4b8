"""Text as anchoring compares it: typography folded, runs of white space as one space.

Offsets survive: every stretch of the flat text leads back to the code points
of the original it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from archive.model import Span
from archive.text.folding import Folded, fold_typography

_RUN = re.compile(r"\s{2,}|[^\S ]")


class Flat:
    """The flat form of a text.

    Attributes:
        text: the flat text; offsets on it are *flat offsets*.
        breaks: flat offsets, ascending, of the spaces that stand for blank
            lines, with the two ends of the text.
    """

    def __init__(self, original: str) -> None:
        self._folded: Folded = fold_typography(original)
        folded = self._folded.text
        # From flat offset _marks[i] on, the folded offset is _shifts[i] further.
        self._marks, self._shifts = [0], [0]
        self.breaks = [-1]
        pieces: list[str] = []
        last = length = 0
        for run in _RUN.finditer(folded):
            pieces += (folded[last : run.start()], " ")
            length += run.start() - last + 1
            last = run.end()
            if run[0].count("\n") > 1:
                self.breaks.append(length - 1)
            self._marks.append(length)
            self._shifts.append(last - length)
        pieces.append(folded[last:])
        self.text = "".join(pieces)
        self.breaks.append(len(self.text))

    def _unfold(self, offset: int) -> int:
        return offset + self._shifts[bisect_right(self._marks, offset) - 1]

    def span(self, start: int, end: int) -> Span:
        """The code points of the original behind ``text[start:end]``.

        Args:
            start, end: flat offsets; ``end`` lies past ``start``.
        """
        return self._folded.span(self._unfold(start), self._unfold(end - 1) + 1)


def flatten(text: str) -> str:
    """The flat form of a text whose offsets do not matter."""
    return _RUN.sub(" ", fold_typography(text).text)
