"""Passages known by quotation alone: the cases of the peers' suites, in our words.

After Hypothesis' quote matching and Apache Annotator's quote selectors; where
those take the first of several, or the closest however far, we refuse.
"""

from __future__ import annotations

import pytest

from archive.anchoring import Placed, anchor
from archive.model import Placement, Selectors, Span

FAB = (
    "Eleven months after the ground was broken, the first engineers of the new plant"
    " stood before the empty clean room and thought of the winter in which its owner had"
    " shown them a drawing on a napkin."
)
MARKET = (
    "It was a year of records, it was a year of losses, it was a year of chips, it was a"
    " year of shortages, we had orders before us, we had nothing before us, we were all"
    " going straight to the cloud, we were all going straight the other way."
)


def look(text: str, exact: str, prefix: str = "", suffix: str = "") -> Placed:
    """Anchor by quotation, with a position that says nothing."""
    beyond = len(text) + 7
    return anchor(text, Selectors(Span(beyond, beyond + len(exact)), exact, prefix, suffix))


def words(text: str, placed: Placed) -> str | None:
    return placed.span.of(text) if placed.span else None


@pytest.mark.parametrize("quote", ["on a napkin.", "Eleven months", "engineers of the new plant"])
def test_the_very_words_are_found_at_the_end_the_beginning_and_between(quote: str) -> None:
    placed = look(FAB, quote)
    assert (placed.placement, words(FAB, placed)) == (Placement.EXACT, quote)
    assert placed.score == 1.0


def test_similar_words_are_found_when_the_very_words_are_not() -> None:
    placed = look(FAB, "Twelve months after the ground was")
    assert placed.placement is Placement.EDITED
    assert words(FAB, placed) == "Eleven months after the ground was"
    assert 0 < placed.score < 1


def test_the_score_falls_with_the_likeness_of_the_words() -> None:
    quotes = (
        "Eleven months after the ground was",
        "Eleven months after the grund was",
        "Twelve months after the grund was",
        "Twelve months after that grund is",
    )
    scores = [look(FAB, quote).score for quote in quotes]
    assert scores == sorted(set(scores), reverse=True)


def test_the_score_falls_with_the_likeness_of_the_prefix() -> None:
    prefixes = (
        "Eleven months after the ground was ",
        "Eleven months after the grond was ",
        "Twelve months after the grond was ",
        "Twelve months before the launch was ",
    )
    scores = [look(FAB, "broken, the first engineers", prefix=one).score for one in prefixes]
    assert scores == sorted(set(scores), reverse=True)


def test_the_score_falls_with_the_likeness_of_the_suffix() -> None:
    suffixes = (
        ", the first engineers of the",
        ", the first engineer of the",
        ", the last engineer of the",
        ", the last customer of a",
    )
    scores = [look(FAB, "the ground was broken", suffix=one).score for one in suffixes]
    assert scores == sorted(set(scores), reverse=True)


def test_another_text_altogether_is_lost() -> None:
    placed = look(MARKET, FAB)
    assert (placed.placement, placed.span, placed.candidates) == (Placement.LOST, None, ())


@pytest.mark.parametrize(("text", "quote"), [("", "chip"), ("chip", ""), ("chip", " \n")])
def test_an_empty_text_or_quotation_is_lost(text: str, quote: str) -> None:
    assert look(text, quote).placement is Placement.LOST


@pytest.mark.parametrize(
    ("quote", "prefix", "suffix", "expected"),
    [
        ("before us", "we had orders ", "", "before us, we had nothing"),
        ("before us", "we had nothing ", "", "before us, we were all"),
        ("before us", "we had order-s ", "", "before us, we had nothing"),
        ("before us", "we had nothin ", "", "before us, we were all"),
        ("we were all going", "", " straight to the cloud", "we were all going straight to"),
        ("we were all going", "", " straight the other", "we were all going straight the"),
        ("it was a year of", "", " chips, it was", "it was a year of chips"),
        ("it was a year of", "", " short-ages, we", "it was a year of shortages"),
    ],
)
def test_context_decides_between_repetitions(
    quote: str, prefix: str, suffix: str, expected: str
) -> None:
    placed = look(MARKET, quote, prefix, suffix)
    assert placed.placement is Placement.EXACT
    assert placed.span is not None
    assert placed.span.start == MARKET.index(expected)
    assert words(MARKET, placed) == quote


@pytest.mark.parametrize("quote", ["before us", "we were all going straight"])
def test_repetitions_without_context_are_ambiguous_and_all_named(quote: str) -> None:
    placed = look(MARKET, quote)
    assert (placed.placement, placed.span) == (Placement.AMBIGUOUS, None)
    assert [span.of(MARKET) for span in placed.candidates] == [quote, quote]


def test_similar_repetitions_without_context_are_ambiguous_too() -> None:
    placed = look(MARKET, "we were al going straight")
    assert placed.placement is Placement.AMBIGUOUS
    assert {span.of(MARKET) for span in placed.candidates} == {"we were all going straight"}


def test_context_that_fits_both_repetitions_leaves_them_ambiguous() -> None:
    text = "We sold chips. " * 2
    assert look(text, "chips", "We sold ", ". ").placement is Placement.AMBIGUOUS


def test_a_prefix_may_be_longer_than_what_stands_before() -> None:
    placed = look(FAB, "months after the ground", prefix="It was a cold day, Eleven ")
    assert words(FAB, placed) == "months after the ground"


def test_a_suffix_may_be_missing_at_the_end_of_the_text() -> None:
    placed = look(FAB, "a drawing on a napkin.", suffix=" And then")
    assert words(FAB, placed) == "a drawing on a napkin."


@pytest.mark.parametrize(("prefix", "suffix"), [("the oldest ", ""), ("", " nobody knew")])
def test_a_short_quotation_in_foreign_surroundings_is_lost(prefix: str, suffix: str) -> None:
    assert look(FAB, "plant", prefix, suffix).placement is Placement.LOST


def test_a_short_quotation_must_be_a_word_where_it_was_one() -> None:
    text = "The plan was paid for by the AI fund, said the chair."
    placed = look(text, "AI", "paid for by the ", " fund, said")
    assert placed.span == Span(text.index("AI"), text.index("AI") + 2)
    assert look("They PAID it all", "AI").placement is Placement.LOST


def test_typography_does_not_matter_and_the_words_stay_exact() -> None:
    text = "Il affirme : « L’IA d’OpenAI coûte\u00a05,58\u00a0millions – ou plus… »\nEt après ?"
    quote = "L'IA d'OpenAI coûte 5,58 millions - ou plus..."
    placed = look(text, quote)
    assert placed.placement is Placement.EXACT
    assert words(text, placed) == "L’IA d’OpenAI coûte\u00a05,58\u00a0millions – ou plus…"


def test_a_long_passage_is_found_by_its_ends() -> None:
    middle = " ".join(
        f"Clause {number} of the agreement binds party {number}." for number in range(60)
    )
    text = f"{MARKET}\n\nPreamble. {middle} End of the agreement.\n\n{FAB}"
    changed = middle.replace("Clause 30", "Paragraph thirty").replace(
        "binds party 7.", "holds for 7."
    )
    placed = look(text, changed, "Preamble. ", " End of the agreement.")
    assert placed.placement is Placement.EDITED
    assert words(text, placed) == middle
