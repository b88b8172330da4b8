"""How each kind of block is set: its decorations, its indent, how it may be broken.

Decorations (bullets, numbers, quote bars, rules, the brackets round an image's words) are
painted beside the text and have no offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.text.document import Block, BlockKind
from reader.layout import looks
from reader.layout.cells import TAB_CELLS

BAR = "│ "
CELL_WALL = " │ "
RULE = "─"
BULLETS = "•◦▪"
CODE_INDENT = 2
# Before a line that goes on with a line of code; as wide as that is indented.
GOES_ON = "↳ "
# However deep the nesting and narrow the window, this much is left for words.
LEAST_TEXT = 10
# A bullet or a number with what stands about it, each code point a cell.
_MARKER = re.compile(r" *(?:[-*•–‣▪◦·]|\d{1,2}[.)])[ \u00a0]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Setting:
    """How the lines of a block are set.

    Attributes:
        first: decoration before its first line.
        rest: decoration before its other lines, of the same width.
        last: decoration after its last line.
        bars: the quote bars alone, for the blank lines about it.
        indent: cells of ``first`` and of ``rest``.
        room: cells for text in a line.
        look: bits of :mod:`reader.layout.looks` that its text has.
        tab: what a tab is drawn as.
        hard: whether lines break wherever they are full, between words only if that is near.
        above: blank lines before it, besides those that the text has there.
        listed: whether bullets and numbers may stand in its words, as in plain text.
    """

    first: str
    rest: str
    last: str
    bars: str
    indent: int
    room: int
    look: int
    tab: str
    hard: bool
    above: int
    listed: bool


def setting_of(block: Block, width: int) -> Setting:
    """How to set ``block`` in a column of ``width`` cells."""
    return _setting(
        block.kind,
        block.level,
        block.depth,
        block.number,
        block.quote,
        not block.span,
        max(width, LEAST_TEXT),
    )


def hang_of(text: str, setting: Setting) -> int:
    """The cells by which the further lines of a line of plain text hang under its first words.

    Plain text has its bullets and numbers in its words: what stands after them is what the
    lines begin with. No cells where there are none, or where too little room would be left.

    Args:
        text: the line, from its first code point; more may follow.
        setting: how its block is set.
    """
    if not setting.listed or (found := _MARKER.match(text)) is None:
        return 0
    return len(found[0]) if setting.room - len(found[0]) >= LEAST_TEXT else 0


def plain_setting(width: int) -> Setting:
    """How text that is in no block is set."""
    return _setting(BlockKind.PARAGRAPH, 0, 0, None, 0, False, max(width, LEAST_TEXT))


@lru_cache(maxsize=512)
def _setting(
    kind: BlockKind,
    level: int,
    depth: int,
    number: int | None,
    quote: int,
    empty: bool,
    width: int,
) -> Setting:
    bars = BAR * (quote or kind is BlockKind.QUOTE)
    indent = "  " * max(depth, 1) if kind is BlockKind.ITEM else "  " * (depth + 1) * bool(depth)
    marker = last = ""
    if kind is BlockKind.ITEM:
        bullet = BULLETS[(max(depth, 1) - 1) % len(BULLETS)]
        marker = f"{bullet} " if number is None else f"{number}. "
    elif kind is BlockKind.CODE:
        marker = " " * CODE_INDENT
    elif kind is BlockKind.IMAGE:
        marker, last = ("[image" if empty else "[image: "), "]"
    first = bars + indent + marker
    rest = bars + " " * (len(first) - len(bars))
    cut = max(0, len(first) - (width - LEAST_TEXT))
    first, rest = first[cut:], rest[cut:]
    room = width - len(first) - len(last)
    if kind is BlockKind.RULE:
        last = RULE * room
    return Setting(
        first=first,
        rest=rest,
        last=last,
        bars=bars[: width - LEAST_TEXT],
        indent=len(first),
        room=room,
        look=_look(kind, level, number, quote),
        tab=CELL_WALL if kind is BlockKind.ROW else " " * TAB_CELLS,
        hard=kind is BlockKind.CODE,
        above=(kind is BlockKind.HEADING) * (2 if level == 1 else 1),
        listed=kind is BlockKind.PARAGRAPH,
    )


def _look(kind: BlockKind, level: int, number: int | None, quote: int) -> int:
    look = looks.QUOTED if quote or kind is BlockKind.QUOTE else 0
    if kind is BlockKind.HEADING:
        look |= looks.OF_LEVEL[level]
    elif kind is BlockKind.CODE:
        look |= looks.CODE
    elif kind is BlockKind.ROW and number == 0:
        look |= looks.STRONG
    elif kind is BlockKind.IMAGE:
        look |= looks.IMAGE
    return look
