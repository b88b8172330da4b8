"""Sentences worth a claim rank above those that are none, in both languages."""

from __future__ import annotations

import pytest

from archive.claims.worth import WORTH, worth
from archive.model import ClaimKind
from tests.bench import material
from tests.bench.suggestions import average_precision, labels, measured, precision, with_words

# From what says most to what says nothing that could be checked.
ENGLISH = [
    "The chip maker said sales rose 12.5% to $3.1 billion in the year to March 2024.",
    "Cassis shipped more than 40,000 boards last year, according to its founder.",
    "The company was acquired by its largest rival in 2019.",
    "It runs on a small board.",
    "I think this is a great little tool.",
    "Open a terminal and type the following command:",
    "Would you pay for that?",
]
FRENCH = [
    "Selon le groupe, les ventes ont augmenté de 12,5 % et atteint 3,1 milliards d’euros.",
    "Cassis a livré plus de 40 000 cartes l’an dernier, affirme son fondateur.",
    "L’entreprise a été rachetée en 2019 par son concurrent Mirabelle.",
    "Elle tourne sur une petite carte.",
    "À mon avis, c’est formidable.",
    "Ouvrez un terminal et tapez la commande suivante :",
    "Et vous, qu’en pensez-vous ?",
]


@pytest.mark.parametrize(("language", "ordered"), [("en", ENGLISH), ("fr", FRENCH)])
def test_the_more_can_be_checked_the_higher(language: str, ordered: list[str]) -> None:
    weights = [worth(one, language).weight for one in ordered]
    assert weights[:4] == sorted(weights[:4], reverse=True)
    assert min(weights[:3]) >= WORTH > weights[3] > max(weights[4:])


@pytest.mark.parametrize("sentence", [ENGLISH[0], FRENCH[0]])
def test_a_text_of_unknown_language_gets_the_rules_of_both(sentence: str) -> None:
    assert worth(sentence).weight >= WORTH


def test_the_reasons_are_told_what_weighs_most_first() -> None:
    assert worth(ENGLISH[0], "en").reasons[:2] == ("figures", "somebody says so")
    assert worth(ENGLISH[6], "en").reasons[0] == "no statement: a question"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Prices rose 4% in March.", ClaimKind.QUANTITY),
        ("The plant will open in 2031.", ClaimKind.PREDICTION),
        ("“Nobody in this house ever saw that memo,” she said.", ClaimKind.QUOTATION),
        ("The outage was caused by a broken cable.", ClaimKind.CAUSE),
        ("The founder joined a rival.", ClaimKind.FACT),
    ],
)
def test_the_kind_is_guessed(sentence: str, kind: ClaimKind) -> None:
    assert worth(sentence, "en").kind is kind


@pytest.mark.parametrize("text", ["", " ", "\u200b", "]" * 100_000, "« " * 50_000, "9 " * 50_000])
def test_no_text_is_too_strange_to_be_weighed(text: str) -> None:
    assert worth(text).weight < WORTH + 5


def test_precision_and_average_precision_are_what_the_books_say() -> None:
    ranked = [True, False, True, False]
    assert precision(ranked, 2) == 0.5
    assert average_precision(ranked) == (1 + 2 / 3) / 2
    assert average_precision([False]) == 0.0


def test_on_articles_unseen_the_rules_beat_chance_and_length() -> None:
    if material.corpus() is None:
        pytest.skip("no corpus (set NEWSMARK_CORPUS)")
    known = [one for one in with_words(labels()) if one.half == "unseen"]
    at_ten, average, _ = measured(known, "rules")
    assert at_ten >= 0.9
    assert average > measured(known, "longest first")[1] + 0.1
