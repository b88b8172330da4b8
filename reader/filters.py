"""What is changed of a painted line just before the terminal gets it.

The last step is the one place where all that is drawn passes, borders and widgets of the library
included, so that no colour and nothing but ASCII can hold for everything.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_DEFAULT = RichColor.default()
_BRIGHT = 0.6  # from 0 to 1: between the tints of marks and the grounds of what is turned round

_SIGNS = {
    "▸▶►›»→↳": ">",
    "◂◀◄‹«←": "<",
    "↑▲": "^",
    "↓▼": "v",
    "●•▪■★☑✓◆█▉▊▇▆": "*",
    "○◦□☐▫": "o",
    "·∙": "-",
    "▅▄▃": "+",
    "▂▁▔": "_",
    "▌▍▎▏▐▕│┃╎┆┊║╏": "|",
    "─━═╌┄╴╶╸╺–—‐‑‒―": "-",
    "┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬": "+",
    "…": "~",
    "‘’‚‛′": "'",
    "“”„‟″": '"',
    "\u00a0\u2002\u2003\u2007\u2008\u2009\u202f": " ",
    "×": "x",
    "−": "-",
    "░▒▓": "#",
}
_ASCII = str.maketrans({sign: plain for signs, plain in _SIGNS.items() for sign in signs})


class AsciiSigns(LineFilter):
    """Draws the program's own signs, borders and quotation marks in ASCII, cell for cell.

    Letters stay as they are: those of an article have no other spelling.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.text.isascii() else
            Segment(segment.text.translate(_ASCII), segment.style, segment.control)
            for segment in segments
        ]  # fmt: skip


class NoColours(LineFilter):
    """Takes all colours away; what stands on a bright ground is reversed instead.

    For :data:`reader.themes.NO_COLOUR`, whose own ground is black.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(
                segment.text,
                None if segment.style is None else _colourless(segment.style),
                segment.control,
            )
            for segment in segments
        ]


@lru_cache(1024)
def _colourless(style: Style) -> Style:
    reverse = bool(style.reverse)
    ground = style.bgcolor
    if not reverse and ground is not None and ground.triplet is not None:
        reverse = Color.from_rich_color(ground).brightness > _BRIGHT
    return style + Style(color=_DEFAULT, bgcolor=_DEFAULT, reverse=reverse)


class OwnBackground(LineFilter):
    """Leaves the terminal's own ground where the theme's would be.

    Args:
        ground: the theme's background, as a theme writes it.
    """

    def __init__(self, ground: str) -> None:
        super().__init__()
        self._ground = Color.parse(ground).rich_color.triplet

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(segment.text, self._cleared(segment.style), segment.control)
            for segment in segments
        ]

    def _cleared(self, style: Style | None) -> Style | None:
        if style is None or style.bgcolor is None or style.bgcolor.triplet != self._ground:
            return style
        return style + Style(bgcolor=_DEFAULT)


@lru_cache
def last_filters(ground: str | None, colours: bool, ascii: bool) -> tuple[LineFilter, ...]:
    """The filters for these wishes; the same ones each time, since lines are kept by filter.

    Args:
        ground: the theme's background, if the terminal's own is to stay in its place.
        colours: whether there are any.
        ascii: whether signs are drawn in ASCII.
    """
    found: list[LineFilter] = []
    if ascii:
        found.append(AsciiSigns())
    if not colours:
        found.append(NoColours())
    elif ground is not None:
        found.append(OwnBackground(ground))
    return tuple(found)
