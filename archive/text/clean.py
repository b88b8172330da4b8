"""Raw text into the characters a Document may hold.

Line ends become line feeds. What no terminal, Markdown file or database should
ever see (NUL and the other C0 controls but tab and newline, DEL, C1, lone
surrogates) becomes U+FFFD, one for one. Nothing is normalised.
"""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(raw: str) -> tuple[str, int]:
    """The text as the archive keeps it.

    Args:
        raw: a whole text, at whose start a byte order mark is dropped.

    Returns:
        the text and how many characters became U+FFFD.
    """
    return _cleaned(raw.removeprefix("\ufeff"))


def clean_part(raw: str) -> str:
    """The same for a part of a text, in which U+FEFF is a character like any other."""
    return _cleaned(raw)[0]


def _cleaned(text: str) -> tuple[str, int]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.subn("\ufffd", text)
