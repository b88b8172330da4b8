"""Document from plain text: blank lines part paragraphs, and nothing else is markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.model import Span
from archive.text.document import Block, BlockKind, Document

HEADING_LENGTH: Final = 100
"""Longest line that may be a heading, in code points."""

# Invisible all the same: a line of them alone parts paragraphs too.
_INVISIBLE = "\u200b\u2060\ufeff"
_PART = re.compile(rf"\n(?:(?:[^\S\n]|[{_INVISIBLE}])*+\n)+")
_BLANK = re.compile(rf"[\s{_INVISIBLE}]*")

# A capital, a figure or a letter of a script without case; or a name such as iPhone.
_BEGINS = re.compile(r"[^\W_a-zß-öø-ÿ]|[a-z][A-Z]")
_ENDS_OTHERWISE = tuple(".,;:…。、，；：")
_NOT_A_TITLE = re.compile(
    r"://|[{}=<>|\t]"  # addresses, code, tables
    r"|(?:\w{4}\.|[!?…])[\"'»”’)]*\s+[A-ZÀ-ÖØ-ÞŒ]"  # more than one sentence
    r"|^(?i:lire aussi|à lire|voir aussi|sources?|crédits?|photos?|images?|illustration"
    r"|read (?:also|more|next)|see also|credits?|via)\s*[-–—:]"
)
_ENUMERATED = re.compile(r"(\d+[.)]|[IVX]+\.)\s+")
# As many titles in a row are a heading and its subheading; more of them are a list.
_TITLES_IN_A_ROW = 2


def build_plain(text: str, *, headings: bool = False) -> Document:
    """The Document of a plain text.

    Paragraphs lose the white space at their two ends and keep every other
    character; they are parted by one blank line, however many there were.

    Args:
        text: cleaned text (:func:`archive.text.clean.clean`).
        headings: whether short title-like lines that stand between paragraphs
            are headings of level 2, as in crawled text.
    """
    parts = [part.strip() for part in _PART.split(text) if not _BLANK.fullmatch(part)]
    titles = _titles(parts) if headings else frozenset()
    blocks: list[Block] = []
    at = 0
    for index, part in enumerate(parts):
        span = Span(at, at + len(part))
        if index in titles:
            blocks.append(Block(BlockKind.HEADING, span, level=2))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, span))
        at = span.end + 2
    return Document("\n\n".join(parts), tuple(blocks))


def _titles(parts: Sequence[str]) -> frozenset[int]:
    """Indices of the paragraphs that are headings: something before, a paragraph after."""
    found: set[int] = set()
    run: list[int] = []
    for index, part in enumerate(parts):
        if index and _like_a_title(part):
            run.append(index)
            continue
        if len(run) <= _TITLES_IN_A_ROW:
            found.update(run)
        run.clear()
    return frozenset(found)


def _like_a_title(line: str) -> bool:
    if len(line) > HEADING_LENGTH or "\n" in line or line.endswith(_ENDS_OTHERWISE):
        return False
    enumerated = _ENUMERATED.match(line)
    words = line[enumerated.end() :] if enumerated else line
    if not _BEGINS.match(words) or not any(map(str.isalpha, words)):
        return False
    if _NOT_A_TITLE.search(words):
        return False
    # An exclamation is a title where it says something, not where it only exclaims.
    return not words.endswith(("!", "！")) or ("," not in words and len(words.split()) > 3)
