"""Carets and spans never cut what a reader takes for one character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.graphemes import next_grapheme, previous_grapheme, snap
from tests.corpus import corpus_path

FAMILY = "👨\u200d👩\u200d👧"
JOINING = st.text("aé\u0301\u200d👨👩🇫🇷🏽\ufe0f한ᄀ\u1161कि\u094d\n\r文\u0600", max_size=20)


def forward(text: str) -> list[int]:
    borders = [0]
    while borders[-1] < len(text):
        borders.append(next_grapheme(text, borders[-1]))
    return borders


def backward(text: str) -> list[int]:
    borders = [len(text)]
    while borders[-1] > 0:
        borders.append(previous_grapheme(text, borders[-1]))
    return borders[::-1]


def test_plain_letters_are_stepped_over_one_by_one() -> None:
    assert forward("l’été\n") == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "cluster", ["e\u0301", FAMILY, "🇫🇷", "👍🏽", "❤\ufe0f", "\r\n", "\u1100\u1161\u11a8"]
)
def test_what_belongs_together_is_one_step(cluster: str) -> None:
    text = f"a{cluster}b"
    assert next_grapheme(text, 1) == 1 + len(cluster)
    assert previous_grapheme(text, 1 + len(cluster)) == 1
    assert snap(text, Span(2, 2 + (len(cluster) > 2))) == (
        Span(1, 1 + len(cluster)) if len(cluster) > 2 else Span(1, 1)
    )


def test_flags_go_by_pairs() -> None:
    assert forward("🇫🇷🇩🇪🇪🇺") == [0, 2, 4, 6]


def test_a_span_past_the_end_is_cut() -> None:
    assert snap("abc", Span(1, 9)) == Span(1, 3)
    assert snap("", Span(0, 4)) == Span(0, 0)


def test_a_cluster_without_end_is_cut_somewhere() -> None:
    text = "a" + "\u0301" * 5000
    assert forward(text)[-1] == len(text)
    assert backward(text)[0] == 0


@settings(deadline=None)
@given(JOINING)
def test_both_ways_meet_the_same_borders(text: str) -> None:
    borders = forward(text)
    assert backward(text) == borders
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            wide = snap(text, Span(start, end))
            assert wide.start in borders and wide.end in borders
            assert wide.encloses(Span(start, end))


def test_the_cases_of_the_unicode_standard() -> None:
    lines = corpus_path("hostile", "unicode", "GraphemeBreakTest.txt").read_text(encoding="utf-8")
    wrong = []
    for line in lines.splitlines():
        case = line.partition("#")[0].split()
        if not case or "2701" in case:
            continue  # U+2701 was taken for a pictograph until Unicode 15
        text, borders = "", []
        for sign in case:
            if sign == "÷":
                borders.append(len(text))
            elif sign != "×":
                text += chr(int(sign, 16))
        if forward(text) != borders or backward(text) != borders:
            wrong.append(line)
    assert wrong == []
