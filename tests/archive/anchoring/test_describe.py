"""Describing a passage."""

from __future__ import annotations

import pytest

from archive.anchoring import describe
from archive.errors import UsageError
from archive.model import Selectors, Span

TEXT = "Le modèle R1 de DeepSeek coûte 27 fois moins cher que celui d’OpenAI, dit-on à Hangzhou."


def test_a_description_holds_words_context_and_place() -> None:
    start = TEXT.index("27 fois")
    described = describe(TEXT, Span(start, start + 7))
    assert described == Selectors(
        span=Span(start, start + 7),
        exact="27 fois",
        prefix="Le modèle R1 de DeepSeek coûte ",
        suffix=" moins cher que celui d’OpenAI, ",
    )
    assert len(described.suffix) == 32


def test_at_the_ends_of_the_text_there_is_less_context() -> None:
    whole = describe(TEXT, Span(0, len(TEXT)))
    assert (whole.prefix, whole.exact, whole.suffix) == ("", TEXT, "")


def test_context_is_counted_in_code_points_not_in_utf16_units() -> None:
    described = describe("🚀" * 40 + "launch", Span(40, 46))
    assert described.prefix == "🚀" * 32


@pytest.mark.parametrize("span", [Span(3, 3), Span(0, 5), Span(9, 12)])
def test_an_empty_passage_or_one_past_the_end_is_refused(span: Span) -> None:
    with pytest.raises(UsageError, match=r"passage"):
        describe("chip", span)
