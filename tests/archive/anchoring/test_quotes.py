"""Finding a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.anchoring import find_quote
from archive.errors import UsageError


def found(text: str, quote: str) -> list[str]:
    return [span.of(text) for span in find_quote(text, quote)]


def test_every_place_is_found_in_order() -> None:
    text = "chips, more chips and no chips"
    assert [span.start for span in find_quote(text, "chips")] == [0, 12, 25]


def test_places_do_not_overlap() -> None:
    assert [(s.start, s.end) for s in find_quote("papapapa", "papa")] == [(0, 4), (4, 8)]


def test_nothing_is_found_where_the_words_do_not_stand() -> None:
    assert find_quote("a chip act", "a ship act") == []
    assert find_quote("", "chip") == []


def test_an_exact_place_wins_over_a_folded_one() -> None:
    text = "l’IA et l'IA"
    assert [span.start for span in find_quote(text, "l'IA")] == [8]
    assert [span.start for span in find_quote(text, "l’IA")] == [0]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("avec l’IA d’OpenAI ici", "l'IA d'OpenAI", "l’IA d’OpenAI"),
        ("avec l'IA ici", "l’IA", "l'IA"),
        ("il dit « bon » et part", 'dit "bon" et', "dit « bon » et"),
        ("il dit «\u00a0bon\u00a0» et part", 'dit "bon" et', "dit «\u00a0bon\u00a0» et"),
        ('he said "fine" twice', "said “fine” twice", 'said "fine" twice'),
        ("un prix\u00a0: 5\u202f%", "prix : 5 %", "prix\u00a0: 5\u202f%"),
        ("une ligne\ncoupée  ici", "ligne coupée ici", "ligne\ncoupée  ici"),
        ("fin.\n\nDébut", "fin. Début", "fin.\n\nDébut"),
        ("2019–2024, sans fin", "2019-2024", "2019–2024"),
        ("and so on… he left", "so on... he", "so on… he"),
        ("and so on... he left", "on… he", "on... he"),
    ],
)
def test_typography_does_not_matter_when_the_very_words_are_absent(
    text: str, quote: str, expected: str
) -> None:
    assert found(text, quote) == [expected]


def test_white_space_around_the_quotation_or_the_place_is_left_out() -> None:
    assert found("one  two\nthree", "  two three\n") == ["two\nthree"]
    assert found("dit «\u00a0bon\u00a0» et", '"bon"') == ["«\u00a0bon\u00a0»"]


def test_case_and_accents_always_count() -> None:
    assert find_quote("Le Modèle", "le modèle") == []
    assert find_quote("Le modèle", "Le modele") == []


@pytest.mark.parametrize("quote", ["", " ", "\n\t\u00a0"])
def test_an_empty_quotation_is_refused(quote: str) -> None:
    with pytest.raises(UsageError):
        find_quote("text", quote)


@given(st.text("ab ’'«»\u00a0\n-–…🚀", max_size=40), st.data())
def test_what_was_copied_from_the_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    if not quote.strip():
        return
    spans = find_quote(text, quote)
    assert all(span.of(text) == quote.strip() for span in spans)
    assert spans
