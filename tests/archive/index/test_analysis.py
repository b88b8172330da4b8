"""Texts to terms."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.index.analysis import slots, stem, terms, tokens

TEXT = (
    "L’IA d'OpenAI : aujourd'hui, l’œuvre coûte 5,58 millions. "
    "GPT-4o et DeepSeek-R1, C++ / .NET, o1"
)


def surfaces(text: str) -> list[str]:
    return [slot.surface for slot in slots(text)]


def test_the_example_of_the_measurements() -> None:
    assert surfaces(TEXT) == (
        "ia openai aujourd'hui oeuvre coute 5.58 millions gpt 4o et deepseek r1 c++ .net o1".split()
    )
    stems = {token.surface: token.stem for token in tokens(TEXT, "fr")}
    assert stems["oeuvre"] == "f:oeuvr"
    assert stems["coute"] == "f:cout"
    assert stems["openai"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("company’s", ["company"]),
        ("qu’il", ["il"]),
        ("don't", ["don't"]),
        ("snake_case", ["snake", "case"]),
        ("1,299.99 1,299,000 v1.2.3", ["1299.99", "1299000", "v1.2.3"]),
        ("issue# C#", ["issue", "c#"]),
        ("e\u0301te\u0301", ["ete"]),
        ("_ - ' … 🙂", []),
    ],
)
def test_chunks_fall_into_words(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


def test_stems_of_two_languages_never_meet_nor_meet_a_surface() -> None:
    assert stem("opened", "en") == "e:open"
    assert stem("open", "fr") == "f:open"
    assert stem("open", "de") is None
    assert terms(slots("opened")[0], lambda _: False) == ("opened", "e:open", "f:opened")


def test_a_word_known_only_as_a_name_is_never_stemmed() -> None:
    assert terms(slots("openai")[0], lambda _: True) == ("openai",)
    assert terms(slots("o1")[0], lambda _: False) == ("o1",)


@given(st.text(max_size=200), st.sampled_from(["en", "fr", None]))
@example(".Æ", "en")
@example(".¼ .NET C++", None)
def test_every_token_lies_in_the_text_and_positions_ascend(text: str, language: str | None) -> None:
    found = list(tokens(text, language))
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(one.position <= two.position for one, two in pairwise(found))
    assert not any(":" in token.surface or "\n" in token.surface for token in found)


@given(st.text(max_size=60))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    words = {token.surface for token in tokens(text, None)}
    assert {slot.surface for slot in slots(text)} <= words
