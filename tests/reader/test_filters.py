"""What reaches the terminal when it may have no colours, or nothing but ASCII."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from reader.filters import AsciiSigns, NoColours, OwnBackground, last_filters
from reader.themes import DARK, HIGH_CONTRAST, LIGHT, THEMES

BLACK = Color(0, 0, 0)
DEFAULT = RichColor.default()


def colourless(style: str) -> Style:
    (segment,) = NoColours().apply([Segment("x", Style.parse(style))], BLACK)
    assert segment.style is not None
    assert segment.style.color == segment.style.bgcolor == DEFAULT
    return segment.style


def test_without_colours_attributes_stay_and_bright_grounds_are_reversed() -> None:
    assert colourless("bold underline red on #202020").bold
    assert colourless("bold underline red on #202020").underline
    assert not colourless("white on #404040").reverse
    assert colourless("#000000 on #ffffff").reverse
    # What is reversed already says something by it.
    assert colourless("reverse #404040 on #ffffff").reverse


def test_signs_become_ascii_cell_for_cell_and_letters_stay() -> None:
    signs = "▸●★○│─└…‘é’“œ” 漢 — ▆ x"
    (segment,) = AsciiSigns().apply([Segment(signs)], BLACK)
    assert segment.text == "".join(
        {"é": "é", "œ": "œ", "漢": "漢"}.get(sign, plain)
        for sign, plain in zip(signs, ">**o|-+~'é'\"œ\" 漢 - * x", strict=True)
    )
    assert segment.cell_length == Segment(signs).cell_length


def test_only_the_ground_of_the_theme_gives_way_to_the_terminals() -> None:
    ground, panel = Style.parse("white on #15171c"), Style.parse("white on #252a33")
    first, second = OwnBackground("#15171c").apply(
        [Segment("x", ground), Segment("y", panel)], BLACK
    )
    assert first.style is not None and first.style.bgcolor == DEFAULT
    assert second.style == panel


def test_filters_are_the_same_ones_for_the_same_wishes() -> None:
    assert last_filters(None, True, False) == ()
    assert last_filters("#15171c", False, True) is last_filters("#15171c", False, True)
    kinds = [type(one) for one in last_filters("#15171c", False, True)]
    assert kinds == [AsciiSigns, NoColours]


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2.2, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("theme", "least"), [(DARK, 7), (LIGHT, 7), (HIGH_CONTRAST, 10)], ids=lambda one: str(one)[:30]
)
def test_text_stands_out_from_its_ground(theme: Theme, least: float) -> None:
    assert theme.background is not None
    for name in ("foreground", "primary", "secondary", "accent", "success", "warning", "error"):
        assert contrast(getattr(theme, name), theme.background) >= least, name


def test_every_look_has_a_name_of_its_own() -> None:
    assert len({theme.name for theme in THEMES}) == 4
