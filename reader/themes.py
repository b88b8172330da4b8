"""The looks of the program: ink on paper, and paper-coloured ink on dark.

Colours only repeat what a glyph, weight or underline already says; the
contrast of text on every background used is at least 7:1.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="newsmark-dark",
    dark=True,
    background="#15171c",
    surface="#1a1d23",
    panel="#252a33",
    foreground="#dcdad3",
    primary="#8ab4e0",
    secondary="#c9a56f",
    accent="#e8ae5c",
    success="#9ac58a",
    warning="#e8c06a",
    error="#f08a85",
    variables={
        "input-selection-background": "#8ab4e0 35%",
        "border": "#3a404c",
        "scrollbar": "#4a5160",
        "scrollbar-hover": "#5f6878",
        "scrollbar-active": "#8ab4e0",
        "scrollbar-background": "#1a1d23",
        "scrollbar-background-hover": "#1a1d23",
        "scrollbar-background-active": "#1a1d23",
    },
)

LIGHT = Theme(
    name="newsmark-light",
    dark=False,
    background="#fbf8f1",
    surface="#f5f1e7",
    panel="#e8e2d3",
    foreground="#262521",
    primary="#23527f",
    secondary="#6d4716",
    accent="#8a3f10",
    success="#2c5f28",
    warning="#6e4c00",
    error="#9c1c16",
    variables={
        "input-selection-background": "#23527f 25%",
        "border": "#bdb5a2",
        "scrollbar": "#b3aa95",
        "scrollbar-hover": "#8f866f",
        "scrollbar-active": "#23527f",
        "scrollbar-background": "#f0ebdf",
        "scrollbar-background-hover": "#f0ebdf",
        "scrollbar-background-active": "#f0ebdf",
    },
)

HIGH_CONTRAST = Theme(
    name="newsmark-high-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    foreground="#ffffff",
    primary="#66d9ff",
    secondary="#ffc14d",
    accent="#ffe600",
    success="#66ff66",
    warning="#ffe14d",
    error="#ff9d9d",
    variables={
        "input-selection-background": "#66d9ff 50%",
        "border": "#ffffff",
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#ffe600",
        "scrollbar-active": "#ffe600",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
    },
)

# Its colours never reach the terminal; reader.filters reverses what stands on a bright ground.
NO_COLOUR = Theme(
    name="newsmark-no-colour",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#101010",
    foreground="#ffffff",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffffff",
    success="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    variables={
        "input-selection-background": "#ffffff",
        "border": "#808080",
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#ffffff",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
    },
)

THEMES = (DARK, LIGHT, HIGH_CONTRAST, NO_COLOUR)


def theme_name(look: str) -> str:
    """The name under which Textual knows a look, such as ``dark``."""
    return f"newsmark-{look}"
