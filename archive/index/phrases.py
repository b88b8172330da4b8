"""What a quotation says: words in a row, with patterns wherever they stand."""

from __future__ import annotations

import re

from archive.errors import QueryError
from archive.index.analysis import Slot, slots
from archive.index.chunks import UNSPACED

ANY = Slot("*", False, wild=True)
"""Any word."""

_SPECIAL = re.compile(r"(?<!\S)(?P<address>\S*://\S*)|(?P<fuzzy>\S*\w)~(?P<edits>\d*)(?!\S)")
_NO_LETTER = re.compile(r"\?+(?![\w*?])")
_LONE_QUESTION = re.compile(r"(?<![\w*?])\?+(?![\w*?])")
_LAST_QUESTION = re.compile(r"(?<=\s)(\S+?)\?+\s*$")
_IN_A_RUN = re.compile(rf"[{UNSPACED}][*?]+(?=\s*[\w*])|[*?][{UNSPACED}]")


def fuzzy_slots(word: str, edits: str, query: str, at: int, *, typing: bool) -> tuple[Slot, ...]:
    """The slots of a word before ``~``.

    Args:
        word: what stands before it; ``edits``: the figure after it.
        query, typing: as for :func:`archive.index.parse.parse`.
        at: offset of the word in the query.

    Raises:
        QueryError: for more than one edit, and for a pattern before it.
    """
    tilde = at + len(word)
    if edits not in ("", "1") and not typing:
        raise QueryError(
            "“~” after a word allows one edit, no more.",
            query=query,
            at=tilde,
            remedy=f"Write {word}~, or put several words in quotes.",
        )
    if not typing and ("*" in word or "?" in word):
        raise QueryError(
            "“~” does not go with “*” and “?” in one word.",
            query=query,
            at=tilde,
            remedy=f"Write {word}, without “~”.",
        )
    return slots(word, fuzzy=True)


def quotation(
    text: str, query: str, at: int, *, typing: bool, near: bool
) -> list[tuple[Slot, ...]]:
    """The readings of what stands between quotation marks; none where it holds no word.

    ``*`` and ``?`` stand for letters as they do outside, ``word~`` for words
    within one edit, and ``*`` alone between two words for any one word. A
    question mark after a word may be one or a letter, which makes two
    readings; after the last of several words it is one.

    Args:
        text: what stands there.
        query, typing: as for :func:`archive.index.parse.parse`.
        at: offset of the text in the query.
        near: whether the words need only be near one another.

    Raises:
        QueryError: for patterns that cannot be looked for.
    """
    if not typing and (glued := _IN_A_RUN.search(text)):
        raise QueryError(
            "“*” and “?” cannot stand within words written without spaces.",
            query=query,
            at=at + glued.start(),
            remedy="Leave the sign out, or let it be the last.",
        )
    asked = _LAST_QUESTION.sub(r"\1", _LONE_QUESTION.sub(blank, text))
    readings: list[tuple[Slot, ...]] = []
    for one in dict.fromkeys((_NO_LETTER.sub(blank, text), asked)):
        found = _row(one, query, at, typing=typing)
        while len(found) > 1 and found[-1] == ANY:
            del found[-1]
        while len(found) > 1 and found[0] == ANY:
            del found[0]
        if near and len(found) > 1 and ANY in found:
            raise QueryError(
                "“*” alone stands for one word of words in a row, not of words near one another.",
                query=query,
                at=at,
                remedy="Leave it out, or the “~” after the quotation.",
            )
        if found and tuple(found) not in readings:
            readings.append(tuple(found))
    return readings


def blank(match: re.Match[str]) -> str:
    """Spaces instead of what was matched, so that offsets stay."""
    return " " * len(match[0])


def _row(text: str, query: str, at: int, *, typing: bool) -> list[Slot]:
    found: list[Slot] = []
    done = 0

    def plain(end: int, *, wild: bool) -> None:
        found.extend(slots(text[done:end], wild=wild, any_word=True, more=bool(text[end:].strip())))

    for match in _SPECIAL.finditer(text):
        plain(match.start(), wild=True)
        done = match.start()
        if match["address"]:
            plain(match.end(), wild=False)
        else:
            word = match["fuzzy"]
            found.extend(
                fuzzy_slots(word, match["edits"], query, at + match.start(), typing=typing)
            )
        done = match.end()
    plain(len(text), wild=True)
    return found
