"""Passages and highlights: the words of the text, at their own offsets."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.highlights import Highlighter, highlight
from archive.index.parse import parse
from archive.index.snippets import FRAGMENT, WIDTH, snippet

TEXT = (
    "L’IA d’OpenAI coûte 5,58 millions. GPT-4o est sorti ; les modèles ouverts suivent.\n\n"
    "DeepSeek-R1 est 27 fois moins cher que celui de o1, écrit en C++ et .NET."
)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("openai", ["OpenAI"]),
        ("modele", ["modèles"]),
        ("GPT-4o", ["GPT-4o"]),
        ("5.58", ["5,58"]),
        ('"27 fois moins cher"', ["27 fois moins cher"]),
        ("ia -openai", ["IA"]),
        ("mod* OR c++", ["modèles", "C++"]),
        ("title:openai ia", ["IA"]),
        (".net", [".NET"]),
        ("lang:fr", []),
        ("", []),
    ],
)
def test_the_words_of_the_query_are_marked_in_the_text(query: str, marked: list[str]) -> None:
    assert [span.of(TEXT) for span in highlight(query, TEXT, "fr")] == marked


@pytest.mark.parametrize(
    ("query", "like", "text", "marked"),
    [
        ('"a* b*"', "An apple and an acorn are all about as able.", "A big act.", "A big"),
        ('"rasp* pi"', "A pilot has a raspberry picnic.", "A Raspberry Pi 5.", "Raspberry Pi"),
        ("pi", "A pilot has a raspberry picnic.", "One pi is enough.", "pi"),
        ('"open * code"', "Open doors, open ends.", "Open source coding.", "Open source coding"),
        ('"ouv* l\'été"', "L’ouvrage est ouvert.", "Ouvert l’été.", "Ouvert l’été"),
        ('"ab c"', "Ab ovo, ab initio, et c.", "Ab c.", "Ab c"),
        ("pulse~", "A put is puny and pure.", "A pulze is one slip.", "pulze"),
    ],
)
def test_a_hit_behind_many_words_that_look_like_one_is_shown(
    query: str, like: str, text: str, marked: str
) -> None:
    before = f"{like} " * 400
    shown = snippet(Highlighter(parse(query), "fr" if "é" in query else "en"), before + text)
    assert [span.of(shown.text) for span in shown.spans] == [marked]


def test_a_long_text_is_cut_around_the_passage_with_most_different_words() -> None:
    filler = "Nothing of note happens here. " * 40
    text = filler + "One chip.\n\n" + filler + "A chip and a duty on steel. " + filler
    shown = snippet(Highlighter(parse("chip duty steel"), "en"), text)
    assert [span.of(shown.text) for span in shown.spans] == ["chip", "duty", "steel"]
    assert shown.text.startswith("… ")
    assert shown.text.endswith(" …")
    assert len(shown.text) < WIDTH + 10


def test_words_far_apart_are_shown_in_passages_of_their_own() -> None:
    filler = "Nothing of note happens here. " * 40
    text = (
        filler + "Steel is dear. " + filler + "A chip breaks.\n\n" + filler + "The duty. " + filler
    )
    shown = snippet(Highlighter(parse('chip duty "steel is" zebra'), "en"), text)
    assert [span.of(shown.text) for span in shown.spans] == ["Steel is", "chip", "duty"]
    assert shown.text.count(" … ") == 2
    assert len(shown.text) < 3 * FRAGMENT + 20
    two = snippet(Highlighter(parse("duty OR chip"), "en"), text)
    assert [span.of(two.text) for span in two.spans] == ["chip", "duty"]


@pytest.mark.parametrize("query", ["*a" * 40, "?*" * 40 + "b", "a*" * 40 + "b", "*a*b" * 20])
def test_many_wildcards_in_a_word_take_no_time(query: str) -> None:
    text = ("a" * 90 + " ") * 40
    began = time.perf_counter()
    snippet(Highlighter(parse(query), "en"), text)
    assert time.perf_counter() - began < 1.0


def test_without_hits_a_snippet_is_how_the_text_begins() -> None:
    shown = snippet(Highlighter(parse("zebra"), "en"), "One line.\nAnother.")
    assert shown.text == "One line. Another."
    assert not shown.spans


@given(
    st.text(max_size=600),
    st.sampled_from(["a", "a*", '"a b"', "à", "e -a", "a e", '"a e"~3 1', "?b 中"]),
)
def test_spans_stand_in_order_inside_their_texts(text: str, query: str) -> None:
    spans = highlight(query, text, "fr")
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    shown = snippet(Highlighter(parse(query), "fr"), text)
    assert all(span.of(shown.text).strip() for span in shown.spans)
    assert "\n" not in shown.text
