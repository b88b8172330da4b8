"""What a selection takes in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.markdown import build_markdown
from reader.layout.selecting import between, ends, grown, paragraph, sentence, shrunk, word
from tests.reader.layout.documents import document, texts

STORY = document("The chip act. It costs less.", "Another day.")


def test_both_ends_are_taken_in_whichever_comes_first() -> None:
    assert between("abcdef", 1, 3).of("abcdef") == between("abcdef", 3, 1).of("abcdef") == "bcd"


def test_a_selection_holds_whole_graphemes() -> None:
    text = "x👨‍👩‍👧y"
    assert between(text, 1, 1).of(text) == "👨‍👩‍👧"
    assert between(text, 3, 3).of(text) == "👨‍👩‍👧"


@given(texts, st.integers(0, 80), st.integers(0, 80))
@settings(deadline=None)
def test_ends_and_between_undo_each_other(text: str, one: int, other: int) -> None:
    span = between(text, one, other)
    assert between(text, *ends(text, span)) == span


def test_units_at_an_offset() -> None:
    def at(unit: object, offset: int) -> str:
        assert callable(unit)
        return str(unit(STORY, offset).of(STORY.text))

    assert at(word, 5) == "chip"
    assert at(sentence, 16) == "It costs less."
    assert at(paragraph, 5) == "The chip act. It costs less."


def test_in_a_table_the_sentence_is_the_cell_and_the_paragraph_the_row() -> None:
    table = build_markdown("| Place | What for |\n|---|---|\n| Ohio. Twice | Four sites |")
    text = table.text
    for cell in ("Place", "What for", "Ohio. Twice", "Four sites"):
        for offset in range(text.index(cell), text.index(cell) + len(cell)):
            taken = sentence(table, offset)
            assert taken is not None and taken.of(text) == cell
    span = Span(text.index("sites"), text.index("sites"))
    seen = []
    for _ in range(3):
        span = grown(table, span)
        seen.append(span.of(text))
    assert seen == ["sites", "Four sites", "Ohio. Twice\tFour sites"]


def test_growing_takes_word_sentence_paragraph_and_all() -> None:
    span = Span(5, 5)
    seen = []
    for _ in range(5):
        span = grown(STORY, span)
        seen.append(span.of(STORY.text))
    assert seen == [
        "chip",
        "The chip act.",
        "The chip act. It costs less.",
        STORY.text,
        STORY.text,
    ]


def test_growing_takes_every_sentence_that_was_touched() -> None:
    assert grown(STORY, Span(10, 15)).of(STORY.text) == "act. It"
    assert grown(STORY, Span(9, 16)).of(STORY.text) == "The chip act. It costs less."


def test_shrinking_takes_the_next_smaller_unit() -> None:
    everything = Span(0, len(STORY.text))
    inner = shrunk(STORY, everything, 16)
    assert inner and inner.of(STORY.text) == "The chip act. It costs less."
    assert shrunk(STORY, Span(4, 5), 4) is None
