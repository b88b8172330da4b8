"""CSV that a spreadsheet opens right and that is read back equal."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import PartialDate
from archive.text.tables import Broken, Row, guard, read_rows, unguard, write_rows

CELLS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''",
        '"',
        'a"b',
        "a\r\nb",
        "\r",
        "\n",
        " @x",
        "1e5",
        "007",
        "+33",
        "，",
        ",",
        "",
    ]
)


def written(*rows: list[str]) -> str:
    return "".join(write_rows(["a", "b"], rows))


@settings(max_examples=200)
@given(CELLS)
def test_a_guard_is_undone(text: str) -> None:
    assert unguard(guard(text)) == text


@settings(max_examples=200)
@given(CELLS)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert guard(text).lstrip()[:1] not in tuple("=+-@＝＋－＠|%")
    assert guard(text)[:1] not in ("\t", "\r", "\n")


@settings(max_examples=200)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_a_table_is_read_back_equal(rows: list[list[str]]) -> None:
    text = written(*rows)
    assert [list(row.cells.values()) for row in read_rows(text) if isinstance(row, Row)] == rows
    assert not [row for row in read_rows(text) if isinstance(row, Broken)]
    # The standard library's reader, and so a spreadsheet, sees the same cells.
    others = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert [[unguard(cell) for cell in row] for row in others[1:]] == rows


def test_it_begins_with_a_mark_and_its_rows_end_in_crlf() -> None:
    assert written(["é", "x"]) == "\ufeffa,b\r\né,x\r\n"


def test_numbers_and_dates_stay_numbers_and_dates() -> None:
    assert "".join(write_rows(["a", "b", "c"], [[7, PartialDate.parse("2025"), None]])).endswith(
        "\r\n7,2025,\r\n"
    )


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\t=1", "2025", "1e5", "00012345", "5,58"]
)
def test_what_a_spreadsheet_would_run_or_rewrite_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "a=b", "5h2k9m4q", "GPT-4", "27 fois"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert guard(text) == text


def test_a_quotation_mark_that_does_not_close_costs_one_row() -> None:
    text = 'a,b\r\n1,"x\r\n2,y\r\n"z"z,3\r\n4,"w\nw"\r\n'
    found = list(read_rows(text, guarded=False))
    assert [(row.line, row.reason) for row in found if isinstance(row, Broken)] == [
        (2, "a quotation mark in it opens a cell and does not close it"),
        (4, "a quotation mark in it opens a cell and does not close it"),
    ]
    assert [(row.line, [*row.cells.values()]) for row in found if isinstance(row, Row)] == [
        (3, ["2", "y"]),
        (5, ["4", "w\nw"]),
    ]


def test_a_row_with_other_cells_than_the_heading_is_named() -> None:
    assert list(read_rows("a,b\n1\n\n2,3\n")) == [
        Broken(2, "it has 1 cells where the heading names 2"),
        Row(4, {"a": "2", "b": "3"}),
    ]
