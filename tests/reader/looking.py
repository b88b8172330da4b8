"""Writes down what a screen shows, character by character, in all themes at once.

A picture of each screen in each theme and size would be hundreds of files that
nobody reads. Here one text holds the characters, a second one a letter for each
way in which they are painted, and a legend says what each letter is in each theme::

    == text
     Batteries, quietly
    == paint
    ..aaaaaaaaaaaaaaaaa
    == legend
    .  dark #dcdad3 on #15171c | light #262521 on #fbf8f1
    a  dark bold #8ab4e0 on … | light …

Letters are given in the order in which they are met, so that the same picture
is always the same text.
"""

from __future__ import annotations

from collections import Counter
from string import ascii_letters, digits
from typing import Any

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.app import App

Cell = tuple[str, str]
"""A character (empty for the second half of a wide one) and how it is painted."""

Picture = list[list[Cell]]
"""The rows of a screen from the top, each with one Cell for each column."""

_ATTRIBUTES = ("bold", "dim", "italic", "underline", "underline2", "reverse", "strike")
_USUAL = "."
_LETTERS = (
    ascii_letters + digits + "!$%&()*+,-/:;<=>?@[]^_{|}~#'" + "".join(map(chr, range(0xC0, 0x180)))
)


def picture(app: App[Any]) -> Picture:
    """What the terminal is given for the screen that is shown, filters and all."""
    screen = app.screen
    update = screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    rows: Picture = []
    for strips in update.strips:
        cells: list[Cell] = []
        for text, style, control in (segment for strip in strips for segment in strip):
            paint = "" if control else painted(style)
            for sign in "" if control else text:
                wide = cell_len(sign)
                if wide:
                    cells += [(sign, paint), *[("", paint)] * (wide - 1)]
                elif cells:  # it is drawn over the one before it
                    cells[-1] = (cells[-1][0] + sign, cells[-1][1])
        rows.append(cells)
    return rows


def painted(style: Style | None) -> str:
    """A style in words: attributes, ink and ground."""
    if style is None:
        return "plain"
    words = [name for name in _ATTRIBUTES if getattr(style, name)]
    words.append(_colour(style.color))
    words.append(f"on {_colour(style.bgcolor)}")
    return " ".join(words)


def _colour(colour: Color | None) -> str:
    if colour is None or colour.is_default:
        return "default"
    return colour.triplet.hex if colour.triplet is not None else colour.name


def told(pictures: dict[str, Picture]) -> str:
    """One text for the same screen in several themes.

    Args:
        pictures: by the name of the theme; all of one size.
    """
    themes = list(pictures)
    rows = list(zip(*pictures.values(), strict=True))
    ways = [[tuple(cell[1] for cell in cells) for cells in zip(*row, strict=True)] for row in rows]
    usual = Counter(way for row in ways for way in row).most_common(1)[0][0]
    letters = {usual: _USUAL}
    for row in ways:
        for way in row:
            if way not in letters:
                letters[way] = _LETTERS[len(letters) - 1]
    first = _text(pictures[themes[0]])
    parts = ["== text", *first]
    for theme in themes[1:]:
        other = _text(pictures[theme])
        if other != first:
            parts += [f"== text in {theme}", *other]
    parts += ["== paint", *("".join(letters[way] for way in row).rstrip(_USUAL) for row in ways)]
    parts.append("== legend")
    for way, letter in letters.items():
        said = [f"{theme} {paint}" for theme, paint in zip(themes, way, strict=True)]
        parts.append(f"{letter}  {' | '.join(said)}")
    return "\n".join(parts) + "\n"


def _text(rows: Picture) -> list[str]:
    return ["".join(sign for sign, _ in row).rstrip() for row in rows]
