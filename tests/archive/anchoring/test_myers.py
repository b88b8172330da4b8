"""Approximate search against the textbook's edit matrix."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from archive.anchoring.myers import Match, closest, fewest_errors


def matrix(text: str, pattern: str) -> list[int]:
    """Edits of the best match ending at each offset (Sellers, 1980)."""
    column = list(range(len(pattern) + 1))
    ends = [column[-1]]
    for character in text:
        diagonal, column[0] = column[0], 0
        for row, wanted in enumerate(pattern, 1):
            diagonal, column[row] = (
                column[row],
                min(diagonal + (wanted != character), column[row] + 1, column[row - 1] + 1),
            )
        ends.append(column[-1])
    return ends


letters = st.text("abcé", max_size=24)


@given(letters, letters.filter(bool))
def test_it_finds_as_few_errors_as_the_matrix(text: str, pattern: str) -> None:
    assert fewest_errors(text, pattern) == min(matrix(text, pattern))


@given(letters, letters.filter(bool), st.integers(0, 10))
def test_every_match_has_the_errors_it_names(text: str, pattern: str, limit: int) -> None:
    best = min(matrix(text, pattern)[1:], default=limit + 1)
    matches = closest(text, pattern, limit)
    assert bool(matches) == (best <= limit)
    for match in matches:
        assert match.errors == best
        found = text[match.start : match.end]
        assert Levenshtein.distance(found, pattern) == best


def test_a_pattern_longer_than_a_machine_word_is_found() -> None:
    sentence = "The chip act passed the senate in July, and nobody in Hsinchu was surprised at all."
    text = "x" * 300 + sentence.replace("senate", "Senat") + "y" * 300
    (match,) = closest(text, sentence, 20)
    assert match == Match(300, 300 + len(sentence) - 1, 2)


def test_an_empty_pattern_matches_nothing_and_costs_nothing() -> None:
    assert closest("text", "", 3) == []
    assert fewest_errors("text", "") == 0
