"""Words, as a reader marks them and a caret moves over them.

A word is a run of letters, figures and marks, with what belongs to it: inner
apostrophes (``aujourd'hui``, ``don't``), hyphens (``DeepSeek-R1``), points and
commas (``5,58``, ``Node.js``), the no-break spaces that group a figure
(``10 000``), and the signs of ``C++``, ``C#``, ``.NET`` and ``AT&T``. A French
elision is a word of its own: ``d’OpenAI`` is ``d’`` and ``OpenAI``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.model import Span

REACH: Final = 512
"""Code points looked at on either side of an offset; a longer word is cut there."""

# Combining marks of the commoner scripts are parts of words.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f"
    "\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u20d0-\u20f0"
)
_JOINERS = "\u00ad\u200c\u200d\u2060"  # unseen within a word
# Scripts written without spaces: a run of one of them is the nearest thing to a word.
_HAN, _HIRAGANA, _KATAKANA = "\u3005\u3400-\u4dbf\u4e00-\u9fff", "\u3041-\u309f", "\u30a0-\u30ff"
_RUN = rf"(?:(?![{_HAN}{_HIRAGANA}{_KATAKANA}])(?:[\w{_MARKS}]|[{_JOINERS}](?=\w)))+"
_WORD = rf"""
      [{_HAN}]+ | [{_HIRAGANA}]+ | [{_KATAKANA}]+
    | (?:
          (?:\b(?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\w))   # elision
        | (?:(?<![\w.])\.(?=[^\W\d_]))?                         # .NET
          (?=\w){_RUN}
          (?: ['’ʼ\-‐‑.&·]{_RUN}
            | (?<=\d),(?=\d){_RUN}
            | (?<=\d)[\u00a0\u202f\u2009](?=\d{{3}}(?!\d)){_RUN}
          )*
          (?: \+\+(?=\d){_RUN} | \+\+?(?![\w+]) | (?<=\b[A-Za-z])\#(?!\w) )?
      )
    """
_POSSESSIVE = re.compile(r"['’ʼ][sS]\Z")


@cache
def _word() -> re.Pattern[str]:
    # Its compiling takes 15 ms, which the start of the program need not pay.
    return re.compile(_WORD, re.VERBOSE | re.IGNORECASE)


def word_at(text: str, offset: int) -> Span | None:
    """The word that covers ``offset``, without an English possessive; None between words.

    Args:
        text: any text.
        offset: code-point offset of the character under the caret.
    """
    for word in _words(text, _gap_before(text, offset)):
        if word.start > offset:
            return None
        if offset < word.end:
            possessive = _POSSESSIVE.search(word.of(text))
            if possessive and possessive.start() > 1:
                return Span(word.start, word.start + possessive.start())
            return word
    return None


def next_word(text: str, offset: int) -> int:
    """Where the next word after ``offset`` begins, or the end of the text.

    Args:
        text: any text.
        offset: code-point offset of the caret.
    """
    for word in _words(text, _gap_before(text, offset)):
        if word.start > offset:
            return word.start
    return len(text)


def previous_word(text: str, offset: int) -> int:
    """Where the last word that begins before ``offset`` begins, or 0.

    Args:
        text: any text.
        offset: code-point offset of the caret.
    """
    reach = 64
    while True:
        start = _gap_before(text, max(0, offset - reach))
        last = -1
        for word in _words(text, start):
            if word.start >= offset:
                break
            last = word.start
        if last >= 0 or start == 0:
            return max(0, last)
        reach *= 4


def _words(text: str, start: int) -> Iterator[Span]:
    return (Span(*match.span()) for match in _word().finditer(text, start))


def _gap_before(text: str, offset: int) -> int:
    """A place at or before ``offset`` where no word is cut: after white space, if any is near."""
    low = max(0, offset - REACH)
    gaps = [text.rfind(gap, low, offset) for gap in " \n\t"]
    return max(*gaps, low - 1) + 1
