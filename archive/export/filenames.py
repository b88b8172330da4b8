"""File names that every file system takes and that never change by chance.

A name is made of what a person looks for (day, outlet, title), so that a
folder sorts by date; it holds letters, digits, hyphens and single spaces
only. It has at most :data:`LIMIT` bytes, is unique without regard to case or
Unicode form, and is never a device name. Of several records that would share
a name the first keeps it, and the others add their id, so that a newcomer
never renames a file that was already written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import count

LIMIT = 100
SUFFIX = ".md"
_LONGEST_SUFFIX = len(".html")
_FROZEN = unicodedata.ucd_3_2_0
# Letters that have no decomposition; they are in lower case by then.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout", "clock"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)


def slug(text: str, *, ascii: bool = False) -> str:
    """``text`` in lower case with a hyphen for whatever is no letter, digit or plus sign.

    Accents and other scripts stay, in NFC. Empty if nothing is left. Letters
    that Unicode has had since 3.2 count, no others, so that every version of
    Python, with whatever tables, gives one name.

    Args:
        ascii: letters of ASCII only: accents and ligatures folded, what has
            no such form left out.
    """
    kept: list[str] = []
    old = "".join(sign if _FROZEN.category(sign) != "Cn" else " " for sign in text)
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", old).lower())
    if ascii:
        plain = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
        lower = "".join(s if s < "\x80" else " " for s in plain if not unicodedata.combining(s))
    for sign in lower:
        if sign.isalnum() or sign == "+" or (kept and kept[-1] != "-" and _is_mark(sign)):
            kept.append(sign)
        elif kept and kept[-1] != "-":
            kept.append("-")
    return "".join(kept).strip("-")


def stem(parts: Iterable[str], fallback: str) -> str:
    """The wished-for name, without suffix and not yet unique.

    Args:
        parts: date, outlet, title and the like, already slugs; empty ones are left out.
        fallback: stands in where nothing is left, such as the record's id.
    """
    name = " ".join(part for part in parts if part) or fallback
    if name.casefold() in _DEVICES:
        name = f"_{name}"
    return cut(name, LIMIT - _LONGEST_SUFFIX)


def cut(name: str, limit: int) -> str:
    """At most ``limit`` bytes of UTF-8, never parting a letter from its marks.

    Where a word would be broken and the word before it ends near by, the cut
    is there.
    """
    if len(name.encode()) <= limit:
        return name
    size, end = 0, 0
    for index, sign in enumerate(name):
        size += len(sign.encode())
        if size > limit:
            end = index
            break
    while end > 0 and _is_mark(name[end]):
        end -= 1
    whole = name[:end]
    if name[end] not in "- ":
        hyphen = whole.rfind("-")
        if hyphen >= len(whole) - 24 and hyphen > len(whole) // 2:
            whole = whole[:hyphen]
    return whole.strip("- ")


def assign(
    wishes: Iterable[tuple[str, str]], reserved: Iterable[str] = (), suffix: str = SUFFIX
) -> dict[str, str]:
    """A file name, suffix included, for each record.

    Args:
        wishes: pairs of id and :func:`stem`; the earlier has the better right.
        reserved: stems that nobody gets.

    Returns:
        id to file name, unique among themselves without regard to case.
    """
    taken = {key(name) for name in reserved}
    names: dict[str, str] = {}
    for record, wish in wishes:
        name = wish
        for attempt in count(1):
            if key(name) not in taken:
                break
            # A second collision needs a title that ends in another record's id.
            tail = f" {record}" if attempt == 1 else f" {record} {attempt}"
            name = cut(wish, LIMIT - len(suffix) - len(tail.encode())) + tail
        taken.add(key(name))
        names[record] = name + suffix
    return names


def key(name: str) -> str:
    """What two names share when a file system might take them for one."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return unicodedata.normalize("NFKD", folded)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")
