"""Lines tile the text, and offsets and cells find each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from archive.model import Span
from archive.text.document import Block, BlockKind, Document
from archive.text.graphemes import next_grapheme
from reader.layout import looks
from reader.layout.cells import glyphs
from reader.layout.motions import place_at, rest
from reader.layout.paint import paint
from reader.layout.typeset import setting_of
from reader.layout.wrap import Layout
from tests.reader.layout.documents import document, documents

columns = st.integers(10, 90)


def page(shown: Document, width: int) -> list[str]:
    """The lines as they are painted, decorations and all."""
    layout = Layout(shown, width)
    return [
        "".join(text for text, _ in paint(layout, line, ())).rstrip() for line in range(len(layout))
    ]


def test_paragraphs_are_filled_and_parted_by_a_blank_line() -> None:
    shown = document("the quick brown fox jumps", "over the dog")
    assert page(shown, 16) == ["the quick brown", "fox jumps", "", "over the dog"]


def test_french_signs_do_not_begin_a_line_and_quotation_marks_do_not_end_one() -> None:
    assert page(document("alors « quoi » dit-elle"), 14) == ["alors", "« quoi »", "dit-elle"]
    assert page(document("à la fin quoi ?"), 14) == ["à la fin", "quoi ?"]
    assert page(document("“à la fin” quoi ?"), 16) == ["“à la fin”", "quoi ?"]
    assert page(document("aaaaaaaaa « bbbb"), 12) == ["aaaaaaaaa", "« bbbb"]
    assert page(document("aaaaaaaaaa » bbb"), 11) == ["aaaaaaaaaa", "» bbb"]


def test_inner_newlines_stay() -> None:
    assert page(document("one\ntwo"), 40) == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- alpha beta gamma", ["- alpha beta", "  gamma"]),
        ("• alpha beta gamma", ["• alpha beta", "  gamma"]),
        ("12. alpha betas\n1) gamma deltas", ["12. alpha", "    betas", "1) gamma", "   deltas"]),
        ("  * alpha beta e", ["  * alpha", "    beta e"]),
        ("* 你好你好你好你好", ["* 你好你好你好", "  你好"]),
        ("2024. Une année à", ["2024. Une", "année à"]),
        ("1.5 million people", ["1.5 million", "people"]),
        ("-alpha beta gamma", ["-alpha beta", "gamma"]),
    ],
)
def test_lists_of_plain_text_hang_under_the_bullets_and_numbers_in_their_words(
    text: str, lines: list[str]
) -> None:
    assert page(document(text), 14) == lines


def test_a_list_of_plain_text_hangs_only_where_room_is_left_for_words() -> None:
    assert page(document("- alpha beta gamma"), 11) == ["- alpha", "beta gamma"]


def test_more_room_stands_above_a_heading_than_below() -> None:
    one, two = (BlockKind.HEADING, "One"), (BlockKind.HEADING, "Two")
    assert page(document(one, "a", two, "b"), 40) == ["One", "", "a", "", "", "Two", "", "b"]
    assert page(document("a", one, two, "b"), 40) == ["a", "", "", "One", "", "Two", "", "b"]
    layout = Layout(document("a", two), 40)
    assert layout.is_bare(2) and not layout.is_bare(1)
    assert (layout.line_of(2), layout.line_of(3)) == (1, 3)


def test_the_levels_of_headings_look_different_without_colours() -> None:
    settings = [
        setting_of(Block(BlockKind.HEADING, Span(0, 1), level=level), 40) for level in range(1, 7)
    ]
    assert [setting.above for setting in settings] == [2, 1, 1, 1, 1, 1]
    assert [setting.look for setting in settings] == [
        *(looks.HEADING_1, looks.HEADING_2, looks.HEADING_3),
        *[looks.HEADING_4] * 3,
    ]


def test_lists_hang_under_their_bullets_and_numbers() -> None:
    text = "alpha beta gamma\ndelta\nepsilon zeta eta"
    blocks = (
        Block(BlockKind.ITEM, Span(0, 16), depth=1),
        Block(BlockKind.ITEM, Span(17, 22), depth=2),
        Block(BlockKind.ITEM, Span(23, 39), depth=1, number=12),
    )
    assert page(Document(text, blocks), 18) == [
        "  • alpha beta",
        "    gamma",
        "    ◦ delta",
        "  12. epsilon",
        "      zeta eta",
    ]


def test_quotes_have_a_bar_that_runs_through() -> None:
    text = "one two three four\n\nfive\n\nsix"
    blocks = (
        Block(BlockKind.PARAGRAPH, Span(0, 18), quote=1),
        Block(BlockKind.PARAGRAPH, Span(20, 24), quote=1),
        Block(BlockKind.PARAGRAPH, Span(26, 29)),
    )
    assert page(Document(text, blocks), 16) == [
        "│ one two three",
        "│ four",
        "│",
        "│ five",
        "",
        "six",
    ]


def test_code_is_indented_and_a_line_of_it_that_goes_on_says_so() -> None:
    shown = document((BlockKind.CODE, "for x in range(3):\n\tprint(x)"))
    assert page(shown, 14) == ["  for x in", "↳ range(3):", "      print(x)"]
    assert page(document((BlockKind.CODE, "a bcdefghijklm")), 12) == ["  a bcdefghi", "↳ jklm"]
    assert page(document((BlockKind.CODE, "你好 你好 你")), 12) == ["  你好 你好", "↳ 你"]


def test_cells_of_a_table_row_are_parted() -> None:
    shown = document((BlockKind.ROW, "model\tprice"), (BlockKind.ROW, "o1\t60"))
    assert page(shown, 40) == ["model │ price", "o1    │ 60"]


def test_rules_and_images_are_decorations() -> None:
    shown = document(
        (BlockKind.RULE, ""), (BlockKind.IMAGE, "a chip"), (BlockKind.IMAGE, ""), "end"
    )
    assert page(shown, 20) == ["─" * 20, "", "[image: a chip]", "", "[image]", "", "end"]


def test_a_rule_may_end_the_document() -> None:
    assert page(document("end", (BlockKind.RULE, "")), 12) == ["end", "", "─" * 12]


def test_an_empty_document_has_one_line() -> None:
    layout = Layout(Document("", ()), 40)
    assert (len(layout), layout.position(0), layout.offset(0, 5)) == (1, (0, 0), 0)


def test_wide_signs_break_anywhere_but_before_closing_marks() -> None:
    assert page(document("你好世界模型。数据"), 12) == ["你好世界模", "型。数据"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert page(document("https://example.org/x"), 10) == ["https://ex", "ample.org/", "x"]


def test_deep_nesting_in_a_narrow_window_leaves_room_for_words() -> None:
    block = Block(BlockKind.ITEM, Span(0, 20), depth=9, quote=4)
    assert all(len(line) <= 20 for line in page(Document("word " * 4, (block,)), 20))


@given(documents(), columns)
@settings(deadline=None)
def test_lines_tile_the_text(shown: Document, width: int) -> None:
    layout = Layout(shown, width)
    pieces = sorted(
        (piece.start, piece.end) for line in range(len(layout)) for piece in layout.pieces(line)
    )
    assert "".join(shown.text[start:end] for start, end in pieces) == shown.text
    assert all(one[1] == other[0] for one, other in pairwise(pieces))
    for offset in range(len(shown.text)):
        pieces_there = layout.pieces(layout.line_of(offset))
        assert any(piece.start <= offset < piece.end for piece in pieces_there)


@given(documents(), columns)
@settings(deadline=None)
def test_what_is_painted_is_the_sanitised_text(shown: Document, width: int) -> None:
    layout = Layout(shown, width)
    for line in range(len(layout)):
        if layout.background(line):
            continue  # a table; test_tables says where its words stand
        segments = paint(layout, line, ())
        words = "".join(text for text, look in segments if not look & looks.DECORATION)
        text = layout.span(line).of(shown.text).removesuffix("\n")
        assert words == "".join(glyphs(text, layout.setting(line).tab))


@given(documents(), columns)
@settings(deadline=None)
def test_no_line_is_wider_than_the_column(shown: Document, width: int) -> None:
    layout = Layout(shown, width)
    for line in range(len(layout)):
        hanging = bool(layout.background(line))  # a blank may hang out of a table
        cells = sum(cell_len(text) for text, _ in paint(layout, line, ()))
        assert cells <= width + hanging


@given(documents(), columns)
@settings(deadline=None, max_examples=60)
def test_a_grapheme_is_found_where_it_is_drawn(shown: Document, width: int) -> None:
    layout = Layout(shown, width)
    at = 0
    while at < len(shown.text):
        after = next_grapheme(shown.text, at)
        line, cell = layout.position(at)
        has_cells = layout.line_of(after) == line and layout.position(after) > (line, cell)
        wall = shown.text[at] == "\t" and layout.background(line)
        if has_cells and shown.text[at] != "\n" and not wall:
            assert place_at(layout, line, cell) == at
        at = after


@given(documents(), columns, st.integers(-5, 40), st.integers(-5, 100))
@settings(deadline=None)
def test_every_cell_leads_to_a_place_on_its_line(
    shown: Document, width: int, line: int, cell: int
) -> None:
    layout = Layout(shown, width)
    place = place_at(layout, line, cell)
    assert rest(layout, place) == place
    assert 0 <= place <= len(shown.text)


@given(documents(), columns, columns)
@settings(deadline=None)
def test_a_caret_keeps_its_place_through_a_change_of_width(
    shown: Document, width: int, other: int
) -> None:
    for offset in range(len(shown.text)):
        assert rest(Layout(shown, width), offset) == rest(Layout(shown, other), offset) or (
            # Only a newline may be alone on its line in one width and not in the other.
            shown.text[offset] == "\n"
        )


@pytest.mark.parametrize("width", [20, 40, 78])
def test_a_place_past_a_lines_end_is_its_last_sign(width: int) -> None:
    layout = Layout(document("a short line", "another"), width)
    assert layout.offset(0, 500) == 11
