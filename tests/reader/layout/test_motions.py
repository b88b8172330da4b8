"""Motions as text with a caret, before and after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.document import Block, BlockKind, Document
from reader.layout.motions import MOTIONS, Place, move, rest, stretch
from reader.layout.selecting import between
from reader.layout.wrap import Layout
from tests.reader.layout.documents import documents

WIDTH = 16


def read(written: str) -> tuple[Document, int]:
    """Text with ``|`` before the caret; blocks parted by blank lines, headings by ``# ``."""
    caret = written.index("|")
    text = written.replace("|", "", 1)
    blocks = []
    at = 0
    for part in text.split("\n\n"):
        kind = BlockKind.HEADING if part.startswith("# ") else BlockKind.PARAGRAPH
        blocks.append(Block(kind, Span(at, at + len(part))))
        at += len(part) + 2
    return Document(text, tuple(blocks)), caret


def press(written: str, *names: str) -> str:
    """The text with the caret where these motions bring it, in a narrow column."""
    document, caret = read(written)
    layout = Layout(document, WIDTH)
    place = Place(rest(layout, caret))
    for name in names:
        place = move(name, layout, place, page=6)
    return document.text[: place.offset] + "|" + document.text[place.offset :]


@pytest.mark.parametrize(
    ("before", "names", "after"),
    [
        ("|abc", ["right"], "a|bc"),
        ("ab|c", ["right"], "ab|c"),
        ("|abc", ["left"], "|abc"),
        ("ab|c\n\nde", ["right"], "abc\n\n|de"),
        ("abc\n\n|de", ["left"], "ab|c\n\nde"),
        ("|👨‍👩‍👧👍🏽x", ["right"], "👨‍👩‍👧|👍🏽x"),
        ("👨‍👩‍👧👍🏽|x", ["left", "left"], "|👨‍👩‍👧👍🏽x"),
        ("e\u0301|e\u0301", ["left"], "|e\u0301e\u0301"),
        ("|a\u200bb", ["right"], "a\u200b|b"),
        ("|The chip act", ["word"], "The |chip act"),
        ("|d’OpenAI coûte", ["word"], "d’|OpenAI coûte"),
        ("The chip |act", ["word back"], "The |chip act"),
        ("The ch|ip act", ["word back"], "The |chip act"),
        ("O|ne. Two. Three.", ["sentence"], "One. |Two. Three."),
        ("One. Tw|o. Three.", ["sentence back"], "One. |Two. Three."),
        ("One. |Two. Three.", ["sentence back"], "|One. Two. Three."),
        ("One.\n\n|Two.", ["sentence back"], "|One.\n\nTwo."),
        ("On|e.\n\nTwo.", ["sentence"], "One.\n\n|Two."),
        ("On|e.\n\nTwo.", ["paragraph"], "One.\n\n|Two."),
        ("One.\n\nTw|o.", ["paragraph back"], "One.\n\n|Two."),
        ("One.\n\n|Two.", ["paragraph back"], "|One.\n\nTwo."),
        ("Tw|o.", ["paragraph"], "Two|."),
        ("a|b\n\n# Head\n\ncd", ["heading"], "ab\n\n|# Head\n\ncd"),
        ("ab\n\n# Head\n\nc|d", ["heading back"], "ab\n\n|# Head\n\ncd"),
        ("a|b\n\ncd", ["heading"], "a|b\n\ncd"),
        ("ab\n\nc|d", ["first"], "|ab\n\ncd"),
        ("|ab\n\ncd", ["last"], "ab\n\nc|d"),
        # the column is 16 cells: "the quick brown " and "fox jumps"
        ("the qui|ck brown fox jumps", ["down"], "the quick brown fox jum|ps"),
        ("the quick brown fox jum|ps", ["up"], "the qui|ck brown fox jumps"),
        ("the quick br|own fox jumps", ["line start"], "|the quick brown fox jumps"),
        ("the quick brown f|ox jumps", ["line end"], "the quick brown fox jump|s"),
        ("|the quick brown fox jumps", ["line end", "right"], "the quick brown |fox jumps"),
        # the goal column is kept over a blank line and a short one
        ("abcd|ef\n\ngh\n\nijklmn", ["down"] * 4, "abcdef\n\ngh\n\nijkl|mn"),
        ("abcd|ef\n\ngh\n\nijklmn", ["down"], "abcdef\n|\ngh\n\nijklmn"),
        ("abcd|ef\n\ngh\n\nijklmn", ["down", "down", "left", "down", "down"],
         "abcdef\n\ngh\n\n|ijklmn"),
        ("|a\n\nb\n\nc\n\nd", ["half down"], "a\n|\nb\n\nc\n\nd".replace("\n|\n", "\n\n", 1)
         .replace("b\n\nc", "b\n|\nc")),
        ("|a\n\nb\n\nc\n\nd", ["page down", "page up"], "|a\n\nb\n\nc\n\nd"),
        ("a|b", ["down"], "a|b"),
        ("|", list(MOTIONS), "|"),
    ],
)  # fmt: skip
def test_where_a_motion_goes(before: str, names: list[str], after: str) -> None:
    assert press(before, *names) == after


@given(documents(), st.integers(0, 300), st.sampled_from(sorted(MOTIONS)), st.integers(10, 80))
@settings(deadline=None, max_examples=200)
def test_every_motion_ends_on_a_place_to_rest(
    document: Document, offset: int, name: str, width: int
) -> None:
    layout = Layout(document, width)
    place = move(name, layout, Place(rest(layout, offset)))
    assert rest(layout, place.offset) == place.offset


@given(documents(), st.integers(10, 80))
@settings(deadline=None, max_examples=50)
def test_going_right_and_coming_back_pass_the_same_places(document: Document, width: int) -> None:
    layout = Layout(document, width)

    def walk(name: str, place: Place) -> list[int]:
        seen = [place.offset]
        while (after := move(name, layout, place)) != place:
            seen.append(after.offset)
            place = after
        return seen

    there = walk("right", Place(rest(layout, 0)))
    back = walk("left", Place(there[-1]))
    assert there == sorted(set(there))
    assert set(there[1:]) <= set(back)


def select(written: str, *names: str) -> str:
    """The text with brackets around what is selected from the caret on by these motions."""
    document, anchor = read(written)
    layout = Layout(document, WIDTH)
    place = Place(rest(layout, anchor))
    for name in names:
        place = stretch(name, layout, place, anchor, page=6)
    span = between(document.text, anchor, place.offset)
    return f"{document.text[: span.start]}[{span.of(document.text)}]{document.text[span.end :]}"


@pytest.mark.parametrize(
    ("before", "names", "after"),
    [
        ("|One. Two.\n\nThree.", ["paragraph"], "[One. Two.]\n\nThree."),
        ("|One. Two.\n\nThree.", ["paragraph", "paragraph"], "[One. Two.\n\nThree.]"),
        ("|One. Two.\n\nThree.", ["paragraph"] * 3, "[One. Two.\n\nThree.]"),
        ("|One. Two. Three.", ["sentence"], "[One.] Two. Three."),
        ("|One. Two. Three.", ["sentence", "sentence"], "[One. Two.] Three."),
        ("|One. Two.\n\nThree.", ["sentence", "sentence"], "[One. Two.]\n\nThree."),
        ("O|ne.\n\nTwo.\n\n# Three", ["heading"], "O[ne.\n\nTwo.]\n\n# Three"),
        ("O|ne.\n\nTwo.", ["heading"], "O[n]e.\n\nTwo."),
        ("One. Two. T|hree.", ["sentence back", "sentence back"], "One. [Two. Th]ree."),
        ("One. Two. T|hree.", ["sentence back"] * 2 + ["sentence"], "One. Two. [Th]ree."),
        ("One|.", ["sentence"], "One[.]"),
        ("|One. Two.", ["word"], "[One. T]wo."),
        ("|", ["paragraph"], "[]"),
    ],
)
def test_a_selection_by_whole_units_ends_where_they_end(
    before: str, names: list[str], after: str
) -> None:
    assert select(before, *names) == after
