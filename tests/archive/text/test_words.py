"""Words to mark and to move over."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.words import next_word, previous_word, word_at


def under_caret(marked: str) -> str | None:
    """The word at the character after ``^``."""
    at = marked.index("^")
    text = marked.replace("^", "")
    span = word_at(text, at)
    return span.of(text) if span else None


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ("de GP^T-4o, oui", "GPT-4o"),
        ("celui de ^o1.", "o1"),
        ("d’O^penAI.", "OpenAI"),
        ("^d’OpenAI", "d’"),
        ("l'^IA", "IA"),
        ("jusqu’^à", "à"),
        ("qu’^il", "il"),
        ("aujourd’^hui", "aujourd’hui"),
        ("d’aujour^d’hui", "aujourd’hui"),
        ("en C+^+, ou", "C++"),
        ("en C^++", "C++"),
        ("en C++^17.", "C++17"),
        ("le C^# de", "C#"),
        ("de ^.NET.", ".NET"),
        ("de .N^ET", ".NET"),
        ("Fin^.\u00a0Oui", None),
        ("de 5,^58 millions", "5,58"),
        ("vers 10\u202f0^00 GPU", "10\u202f000"),
        ("en 2024\u00a0^Satya", "Satya"),
        ("semi-^open source", "semi-open"),
        ("OpenAI^’s", "OpenAI"),
        ("Open^AI’s", "OpenAI"),
        ("I do^n't", "don't"),
        ("AT^&T", "AT&T"),
        ("l’e^\u0301te\u0301.", "e\u0301te\u0301"),
        ("un mot ^ ici", None),
        ("«\u00a0mo^t\u00a0»", "mot"),
        ("の東^京タワー", "東京"),
        ("の東京タ^ワー", "タワー"),
        ("im\u00adpor^tant\u00ad", "im\u00adportant"),
        ("mot^", None),
    ],
)
def test_the_word_under_the_caret(marked: str, word: str | None) -> None:
    assert under_caret(marked) == word


def stops(text: str) -> list[str]:
    """The text cut at every stop of the caret going forward."""
    places, at = [], 0
    while (at := next_word(text, at)) < len(text):
        places.append(at)
    cuts = [0, *places, len(text)]
    return [text[a:b] for a, b in pairwise(cuts)]


def test_the_caret_goes_from_word_to_word() -> None:
    text = "Tenez ! DeepSeek-R1, d’OpenAI\n\n« Oui »"
    assert stops(text) == ["Tenez ! ", "DeepSeek-R1, ", "d’", "OpenAI\n\n« ", "Oui »"]


@pytest.mark.parametrize("between", [" ", "!" * 3000, " \n" * 3000])
def test_it_comes_back_the_same_way(between: str) -> None:
    text = f"un{between}deux"
    assert next_word(text, 0) == len(text) - 4
    assert previous_word(text, len(text)) == len(text) - 4
    assert previous_word(text, len(text) - 4) == 0
    assert previous_word(text, 0) == 0


@settings(deadline=None)
@given(st.text("aé'’-.,+ 1\n\u00a0東\u0301d", max_size=60))
def test_motions_agree_with_the_words(text: str) -> None:
    starts = []
    at = -1 if word_at(text, 0) is None else 0
    if at == 0:
        starts.append(0)
    at = 0
    while (following := next_word(text, at)) < len(text):
        assert following > at
        at = following
        starts.append(at)
        word = word_at(text, at)
        assert word is not None and word.start == at
    back, at = [], len(text)
    while (before := previous_word(text, at)) < at and word_at(text, before):
        back.append(before)
        at = before
    assert back[::-1] == starts
