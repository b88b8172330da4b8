"""Code points and terminal cells: what may be drawn, and how wide it is.

Terminals obey escape sequences wherever they stand, and disagree about the width of emoji
with variation selectors, skin tones, joiners and flags. So nothing is drawn raw: controls and
bidi overrides become visible stand-ins, and of an emoji sequence only the base is drawn, which
every terminal measures alike. The widths come from Rich's table, the one Textual pads with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

from rich.cells import get_character_cell_size

REPLACEMENT = "\ufffd"
TAB_CELLS = 4

# Marks, embeddings, overrides and isolates: each reorders what follows it on the screen.
_BIDI = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))

_SAFE: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20)}
_SAFE[0x7F] = "\u2421"
_SAFE |= dict.fromkeys((*range(0x80, 0xA0), *_BIDI, 0x2028, 0x2029), REPLACEMENT)

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# Everything Rich measures as one cell that is common in European text, but the soft hyphen:
# for such stretches a code point is a cell.
_ODD = re.compile(
    "[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]"
)
_PLAIN_BYTES = bytes(range(0x20, 0x7F)) + b"\n"

_PICTURE = "\u203c\u2049\u2190-\u2bff\u3030\u303d\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
_JOINED = re.compile(
    f"(?<=[{_PICTURE}])[\ufe0f\U0001f3fb-\U0001f3ff]*"
    f"(?:\u200d[{_PICTURE}][\ufe0f\U0001f3fb-\U0001f3ff]*)+"
)


def sanitise(text: str) -> str:
    """``text`` with every code point a terminal would obey made visible, one for one.

    C0 controls, newline and tab included, become U+2400 and up, DEL U+2421; C1 and bidi
    controls, U+2028, U+2029 and lone surrogates become U+FFFD. Lengths and offsets stay.

    Args:
        text: any string: a title, a name, a line of an article.
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda found: _SAFE.get(ord(found[0]), REPLACEMENT), text)


class _Widths(dict[int, str]):
    """Code point to a character whose ordinal is its width; filled as code points appear."""

    def __missing__(self, code: int) -> str:
        width = chr(_width(code))
        self[code] = width
        return width


class _Drawn(dict[int, str]):
    """Code point to what is drawn for it, in any context; filled as code points appear."""

    def __missing__(self, code: int) -> str:
        shown = "" if _dropped(code) else _SAFE.get(code, chr(code))
        if 0xD800 <= code < 0xE000:
            shown = REPLACEMENT
        elif 0x1F1E6 <= code <= 0x1F1FF:
            # Two letters name the flag everywhere; as a flag its width differs between terminals.
            shown = chr(ord("A") + code - 0x1F1E6)
        self[code] = shown
        return shown


def _dropped(code: int) -> bool:
    """Whether nothing is drawn: joiners, selectors, skin tones, soft hyphens, tags."""
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x1F3FB <= code <= 0x1F3FF:
        return True
    return code == 0x20E3 or (code not in _BIDI and unicodedata.category(chr(code)) == "Cf")


def _width(code: int) -> int:
    if code == 0x0A or _dropped(code):
        return 0
    if code in _SAFE or 0xD800 <= code < 0xE000 or 0x1F1E6 <= code <= 0x1F1FF:
        return 1
    return get_character_cell_size(chr(code))


_WIDTHS = _Widths()
_DRAWN = _Drawn({0x0A: "", 0x09: "\t"})


def is_plain(text: str) -> bool:
    """Whether every code point but the newline is exactly one cell and is drawn as it is."""
    if text.isascii():
        return not text.encode("ascii").translate(None, _PLAIN_BYTES)
    return _ODD.search(text) is None


def widths(text: str, tab: int = TAB_CELLS) -> bytes:
    """The cells of each code point: one byte for each, a newline 0.

    A combining mark is 0 and drawn on the base before it; what is not drawn at all is 0.

    Args:
        text: code points of one line or paragraph; emoji sequences must not be cut.
        tab: the cells of a tab.
    """
    if 2 * len(text.encode("utf-8", "surrogatepass")) < 3 * len(text):
        # Mostly one cell each: looking up the others alone is four times as fast.
        cells = bytearray(b"\1") * len(text)
        for odd in _ODD.finditer(text):
            cells[odd.start()] = ord(_WIDTHS[ord(odd[0])])
    else:
        cells = bytearray(text.translate(_WIDTHS).encode("latin-1"))
    for sign, width in (("\t", tab), ("\n", 0)):
        position = text.find(sign)
        while position >= 0:
            cells[position] = width
            position = text.find(sign, position + 1)
    if "\u200d" in text:
        for joined in _JOINED.finditer(text):
            cells[joined.start() : joined.end()] = bytes(joined.end() - joined.start())
    return bytes(cells)


def glyphs(text: str, tab: str = " " * TAB_CELLS) -> Sequence[str]:
    """What is drawn for each code point: a string of as many cells as :func:`widths` says.

    Args:
        text: code points of one line; emoji sequences must not be cut. A newline draws nothing.
        tab: what a tab is drawn as.
    """
    if "\n" not in text and is_plain(text):
        # Each character is its own glyph, and a string is a sequence of them.
        return text
    shown = [_DRAWN[code] for code in map(ord, text)]
    if "\t" in text:
        shown = [tab if glyph == "\t" else glyph for glyph in shown]
    if "\u200d" in text:
        for joined in _JOINED.finditer(text):
            shown[joined.start() : joined.end()] = [""] * (joined.end() - joined.start())
    return shown


def drawn(text: str) -> str:
    """One line of text as it is drawn: sanitised, without what has no width of its own.

    Unlike :func:`sanitise` this may be shorter than ``text`` (or longer: a tab is blanks),
    but its measured length is what every terminal gives it. Newlines vanish.
    """
    if is_plain(text):
        return text.replace("\n", "")
    return "".join(glyphs(text))


def cell_count(text: str, tab: int = TAB_CELLS) -> int:
    """The cells that :func:`drawn` takes."""
    if is_plain(text):
        return len(text) - text.count("\n")
    return sum(widths(text, tab))


def prefix_sums(cells: bytes) -> list[int]:
    """The cells before each code point, and after the last one."""
    return list(accumulate(cells, initial=0))
