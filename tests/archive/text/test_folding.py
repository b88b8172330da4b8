"""Folding makes equal what readers take as equal, and leads back to the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.folding import Folded, fold_search, fold_typography, fold_word

# Characters that fold to none, one or several, among those that stay.
TRICKY = st.text(
    "aEé\u0301œŒæßẞİıﬁ…’«\u00a0\u00ad\u200b\u200dσςΣ½ǅ한か\u3099й🎉\ufe0f4４", max_size=30
)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("DeepSeek", "deepseek"),
        ("Œuvre", "oeuvre"),
        ("ÆTHER", "aether"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁn", "fin"),
        ("２０２５", "2025"),
        ("aujourd’hui", "aujourd'hui"),
        ("im\u00adpor\u200btant", "important"),
        ("e\u0301té", "ete"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Ødegaard", "odegaard"),
        ("한국", "한국"),
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, folded: str) -> None:
    assert fold_word(word) == folded
    assert fold_search(word).text == folded


def test_typography_goes_but_case_accents_and_oe_stay() -> None:
    text = "« L’Œuvre » — 10\u202f000\u00a0€… ﬁn"
    assert fold_typography(text).text == '" L\'Œuvre " - 10 000 €... fin'


def test_spans_lead_back_to_the_letters() -> None:
    text = "l’œuvre d’E\u0301ric…"
    folded = fold_search(text)
    assert folded.text == "l'oeuvre d'eric..."
    assert folded.span(2, 8) == Span(2, 7)
    assert folded.span(3, 4) == Span(2, 3), "half of œ is œ"
    at = folded.text.index("eric")
    assert folded.span(at, at + 1).of(text) == "E\u0301", "an accent goes with its letter"
    assert folded.span(at, at + 4).of(text) == "E\u0301ric"
    assert folded.span(len(folded.text) - 1, len(folded.text)).of(text) == "…"


def test_a_match_leaves_what_is_unseen_behind_it() -> None:
    text = "mot\u200b suite"
    assert fold_search(text).span(0, 3) == Span(0, 3)
    assert fold_search(text).span(4, 9).of(text) == "suite"


def test_an_empty_span_has_its_place() -> None:
    assert fold_search("aœb").span(3, 3) == Span(2, 2)
    assert fold_search("aœb").span(4, 4) == Span(3, 3)
    assert fold_search("").span(0, 0) == Span(0, 0)


def test_offsets_past_the_end_are_refused() -> None:
    with pytest.raises(ValueError, match="not a span"):
        fold_search("é").span(0, 2)


def check_the_way_back(text: str, folded: Folded, again: dict[str, str]) -> None:
    previous = 0
    for offset in range(len(folded.text)):
        span = folded.span(offset, offset + 1)
        assert span and span.end <= len(text)
        assert span.start >= previous
        previous = span.start
        assert folded.text[offset] in again[span.of(text)]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=30), TRICKY))
def test_what_a_span_covers_folds_to_what_was_matched(text: str) -> None:
    for fold in (fold_search, fold_typography):
        folded = fold(text)
        slices = {text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1)}
        check_the_way_back(text, folded, {s: fold(s).text for s in slices})
        for start in range(0, len(folded.text), 3):
            for end in range(start + 1, len(folded.text) + 1, 2):
                covered = fold(folded.span(start, end).of(text)).text
                assert folded.text[start:end] in covered


@settings(deadline=None)
@given(st.one_of(st.text(), TRICKY))
def test_folding_is_by_code_point_and_done_once(text: str) -> None:
    for fold in (fold_search, fold_typography):
        folded = fold(text).text
        assert folded == "".join(fold(char).text for char in text)
        assert fold(folded).text == folded
    assert fold_word(text) == fold_search(text).text


@settings(deadline=None)
@given(st.text("aéÀôÿçñŵ ", max_size=20))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold_word(unicodedata.normalize("NFD", text)) == fold_word(text)


def test_many_different_characters_fold_as_few_do() -> None:
    text = "".join(map(chr, range(0xC0, 0x250)))
    assert fold_search(text).text == "".join(map(fold_word, text))
