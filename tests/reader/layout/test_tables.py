"""Tables fit the line, and each of their code points has a place that leads back to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from archive.model import Span
from archive.text.document import Block, BlockKind, Document
from archive.text.graphemes import snap
from archive.text.markdown import build_markdown
from reader.layout import looks
from reader.layout.cells import cell_count, glyphs
from reader.layout.marks import Mark, MarkKind
from reader.layout.motions import Place, move, place_at, rest
from reader.layout.paint import mark_looks, paint, signs
from reader.layout.wrap import Layout
from tests.reader.layout.documents import AWKWARD

PRICES = """
Before.

| Model | Price | What the company says of it |
|---|---:|---|
| Cassis 2 | 5,58 € | It reads a whole year of newspapers in a minute and forgets nothing |
| Groseille | 12 € | – |

After.
"""


def page(layout: Layout) -> list[str]:
    return [
        "".join(text for text, _ in paint(layout, line, ())).rstrip() for line in range(len(layout))
    ]


def test_columns_line_up_figures_stand_right_and_a_rule_is_under_the_header() -> None:
    assert page(Layout(build_markdown(PRICES), 240)) == [
        "Before.",
        "",
        "Model     │  Price │ What the company says of it",
        "──────────┼────────┼" + "─" * 68,
        "Cassis 2  │ 5,58 € │ It reads a whole year of newspapers in a minute and forgets nothing",
        "Groseille │   12 € │ –",
        "",
        "After.",
    ]


def test_cells_wrap_where_the_line_is_short() -> None:
    assert page(Layout(build_markdown(PRICES), 48))[2:-2] == [
        "Model     │  Price │ What the company says of it",
        "──────────┼────────┼────────────────────────────",
        "Cassis 2  │ 5,58 € │ It reads a whole year of",
        "          │        │ newspapers in a minute and",
        "          │        │ forgets nothing",
        "          │        │",
        "Groseille │   12 € │ –",
    ]


def test_a_word_that_fills_its_column_leaves_no_blank_to_the_next_line() -> None:
    layout = Layout(build_markdown("| a | b |\n|---|---|\n| c | newspapers in a minute |"), 14)
    assert page(layout) == ["a │ b", "──┼───────────", "c │ newspapers", "  │ in a", "  │ minute"]
    assert layout.position(layout.document.text.index(" in a")) == (2, 14)


def test_thin_walls_come_before_a_word_that_is_broken() -> None:
    shown = build_markdown("| Company | For what |\n|---|---|\n| Intel | packaging of them |")
    assert page(Layout(shown, 18)) == [
        "Company│For what",
        "───────┼──────────",
        "Intel  │packaging",
        "       │of them",
    ]


def test_a_wall_goes_on_through_the_blank_that_hangs_into_it() -> None:
    shown = build_markdown("| Co | For what it | Yes |\n|---|---|---|\n| In | packaging of | No |")
    layout = Layout(shown, 16)
    assert page(layout) == [
        "Co│For what │Yes",
        "  │it       │",
        "──┼─────────┼───",
        "In│packaging│No",
        "  │of       │",
    ]
    start = shown.text.index("packaging")
    painted = paint(layout, 3, (), [(start, start + 12, looks.SELECTED)])
    assert ("packaging", looks.SELECTED) in painted and ("│", looks.SELECTED) in painted


def test_thin_walls_come_before_no_table_at_all() -> None:
    shown = build_markdown("|" + "wide|" * 5 + "\n|" + "-|" * 5 + "\n|" + "word|" * 5)
    assert page(Layout(shown, 24)) == [
        "wide│wide│wide│wide│wide",
        "────┼────┼────┼────┼────",
        "word│word│word│word│word",
    ]
    assert page(Layout(shown, 23)) == [
        "wide │ wide │ wide │",
        "wide │ wide",
        "word │ word │ word │",
        "word │ word",
    ]


def test_rows_of_different_lengths_and_empty_cells_keep_their_columns() -> None:
    text = "a\tb\tc\n\t\tx\nlong\td"
    blocks = tuple(Block(BlockKind.ROW, Span(*ends)) for ends in ((0, 5), (6, 9), (10, 16)))
    layout = Layout(Document(text, blocks), 40)
    assert page(layout) == ["a    │ b │ c", "     │   │ x", "long │ d │"]
    assert layout.position(8) == (1, 11) and layout.offset(1, 11) == 8
    assert rest(layout, layout.offset(1, 0)) == 6  # the empty cell's own wall


def test_a_cell_alone_in_its_row_has_the_whole_line_and_widens_no_column() -> None:
    for caption in ("Films of one day in a row", "Films of one day in a row\t"):
        text, at = f"{caption}\nFilm\tYear\nRepeat\t1947\n-\t", len(caption)
        ends = ((0, at), (at + 1, at + 10), (at + 11, at + 22), (at + 23, at + 25))
        blocks = tuple(Block(BlockKind.ROW, Span(*each)) for each in ends)
        assert page(Layout(Document(text, blocks), 20)) == [
            "Films of one day in",
            "a row",
            "Film   │ Year",
            "Repeat │ 1947",
            "-      │",
        ]


def test_a_table_in_a_quotation_stands_behind_its_bar() -> None:
    layout = Layout(build_markdown("> | a | b |\n> |---|---|\n> | c | d |"), 40)
    assert page(layout) == ["│ a │ b", "│ ──┼──", "│ c │ d"]


@st.composite
def tables(draw: st.DrawFn) -> Document:
    """A table of awkward cells between two paragraphs."""
    safe = [sign for sign in AWKWARD if not set(sign) & set("\n\t")]
    cell = st.lists(st.sampled_from([*safe, "word ", "12,5"]), max_size=8).map("".join)
    header = draw(st.booleans())
    text, blocks = "é first", [Block(BlockKind.PARAGRAPH, Span(0, 7))]
    for number in range(draw(st.integers(1, 4))):
        text += "\n" if number else "\n\n"
        others = draw(st.lists(cell, max_size=5)) or [""] * draw(st.integers(0, 3))
        row = "\t".join([draw(cell) + ".", *others])
        span = Span(len(text), len(text) + len(row))
        first = 0 if header and not number else None
        blocks.append(Block(BlockKind.ROW, span, number=first))
        text += row
    if draw(st.booleans()):
        text += "\n\n" + "last"
        blocks.append(Block(BlockKind.PARAGRAPH, Span(len(text) - 4, len(text))))
    return Document(text, tuple(blocks))


@settings(max_examples=120, deadline=None)
@given(tables(), st.integers(10, 120))
def test_each_code_point_belongs_to_one_line_and_its_cell_leads_back(
    shown: Document, width: int
) -> None:
    layout = Layout(shown, width)
    found: list[int] = []
    for line in range(len(layout)):
        for piece in layout.pieces(line):
            found += range(piece.start, piece.end)
            assert all(layout.line_of(offset) == line for offset in range(piece.start, piece.end))
    assert sorted(found) == list(range(len(shown.text)))
    for offset in found:
        line, cell = layout.position(offset)
        grapheme = snap(shown.text, Span(offset, offset + 1))
        drawn = cell_count(grapheme.of(shown.text)) and shown.text[offset] not in "\t\n"
        if drawn and grapheme.start == offset and layout.background(line):
            assert layout.position(place_at(layout, line, cell)) == (line, cell)


@settings(max_examples=80, deadline=None)
@given(tables(), st.integers(10, 120))
def test_what_is_drawn_stands_where_it_is_said_to_and_fits(shown: Document, width: int) -> None:
    layout = Layout(shown, width)
    for line in range(len(layout)):
        drawn = "".join(text for text, _ in paint(layout, line, ()))
        # The blank after a word that fills the last column hangs beyond it.
        assert cell_len(drawn.rstrip(" ")) <= width or not layout.background(line)
        cells = "".join(sign + "\0" * (cell_len(sign) - 1) for sign in drawn if cell_len(sign))
        for piece in layout.pieces(line):
            text = shown.text[piece.start : piece.end].rstrip("\t\n ")
            for offset, glyph in enumerate(glyphs(text), piece.start):
                if cell_len(glyph) and layout.background(line):
                    assert cells[layout.position(offset)[1]] == glyph[0]


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(10, 120))
def test_the_caret_goes_through_and_never_sticks(shown: Document, width: int) -> None:
    layout = Layout(shown, width)
    place = Place(0)
    for _ in shown.text:
        place = move("right", layout, place)
    words = [offset for offset, sign in enumerate(shown.text) if sign.isalnum()]
    assert place.offset >= snap(shown.text, Span(max(words), max(words) + 1)).start
    place = Place(0)
    for _ in range(len(layout)):
        place = move("down", layout, place)
    assert layout.line_of(place.offset) == len(layout) - 1
    for _ in range(len(layout)):
        place = move("up", layout, place)
    assert layout.line_of(place.offset) == 0


def test_a_mark_in_one_cell_is_signed_on_its_own_lines_alone() -> None:
    shown = build_markdown(PRICES)
    layout = Layout(shown, 48)
    start = shown.text.index("newspapers")
    marks = mark_looks([Mark("m", Span(start, start + 30), MarkKind.CLAIM)])
    column = [signs(layout, line, marks)[0][0] for line in range(len(layout))]
    assert "".join(column).rstrip() == "     C╎"
    assert layout.lines_of(Span(start, start + 3)) == (3, 6)


@pytest.mark.parametrize("width", [60, 100, 240])
def test_another_width_lays_the_same_table_without_measuring_it_again(width: int) -> None:
    shown = build_markdown(PRICES)
    before = Layout(shown, 40)
    again = Layout(shown, width, before)
    assert again._tables is before._tables
    assert page(again) == page(Layout(shown, width))
