"""What a terminal is never shown, and how wide the rest is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.layout.cells import cell_count, drawn, glyphs, is_plain, sanitise, widths
from tests.reader.layout.documents import texts


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("a\x00b\nc\td\x7f", "a␀b␊c␉d␡"),
        ("\x85\x9b", "\ufffd\ufffd"),
        ("\u202eevil\u2066", "\ufffdevil\ufffd"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
        ("lone \ud800", "lone \ufffd"),
        ("d’été 👨‍👩‍👧 [bold]", "d’été 👨‍👩‍👧 [bold]"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(raw: str, safe: str) -> None:
    assert sanitise(raw) == safe


@given(st.text())
@settings(deadline=None)
def test_sanitising_keeps_every_offset(text: str) -> None:
    assert len(sanitise(text)) == len(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("👨‍👩‍👧!", "👨!"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
        ("1️⃣", "1"),
        ("🇫🇷", "FR"),
        ("e\u0301", "e\u0301"),
        ("co\u00adop\u200b", "coop"),
        ("a\tb", "a    b"),
        ("\u202eabc", "\ufffdabc"),
    ],
)
def test_of_a_sequence_only_the_base_is_drawn(raw: str, shown: str) -> None:
    assert drawn(raw) == shown


@given(texts)
@settings(deadline=None)
def test_what_is_drawn_is_as_wide_as_was_counted(text: str) -> None:
    line = text.replace("\n", " ")
    assert cell_len(drawn(line)) == sum(widths(line)) == cell_count(line)
    assert [cell_len(glyph) for glyph in glyphs(line)] == list(widths(line))


@given(texts)
@settings(deadline=None)
def test_plain_text_is_a_cell_a_code_point(text: str) -> None:
    if is_plain(text):
        assert list(widths(text)) == [int(character != "\n") for character in text]
