"""Sentences as English and French readers see them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.clean import clean
from archive.text.document import Document
from archive.text.markdown import build_markdown
from archive.text.plain import build_plain
from archive.text.sentences import sentence_at, sentences
from tests.corpus import corpus_path


def split(text: str) -> list[str]:
    document = build_plain(text)
    return [span.of(document.text) for span in sentences(document)]


@pytest.mark.parametrize(
    "text",
    [
        "One is here. | Two is there! | Three?",
        "Un budget de 5,58 millions de dollars. | Et voilà.",
        "Ils valent GPT-4o et Claude Sonnet 3.5 d’Anthropic. | R1, lui, a surpassé o1. | Oui.",
        "Tenez ! | DeepSeek… | Mais le sien est open source.",
        "Il hésite… puis il part. | Fin.",
        "Dr. Smith met Mr. Jones at 5 p.m. in the U.S. Senate. | He left.",
        "M. Dupont et Mme. Martin, cf. p. 12, sont d’accord. | Oui.",
        "J. K. Rowling and George W. Bush met. | They talked.",
        "Apple Inc. said so. | It was Tesla Inc. | The end.",
        "Tesla Inc. CEO Elon Musk left, e.g. on Jan. 5 by No. 7. | He did.",
        "Il a dit : « Oui. » | Puis il est parti.",
        "« Quoi ? » dit-il. | « Non.\u00a0» | Fin.",
        "She said “Yes.” | (He left.) | The end.[1] | Then more.",
        "Use .NET and Node.js v. 3 on example.com. | iPhone users can’t.",
        "En 2024. | Une année passe.",
        "1. Installer le programme. | 2. Lire.",
        "他来了。|她走了！|完。",
        "A line\nthat goes on. | Another\none.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    expected = text.split("|") if "。" in text else text.split(" | ")
    assert split("".join(expected) if "。" in text else " ".join(expected)) == expected


def test_an_ordinal_at_the_head_is_no_sentence() -> None:
    assert split("2024. Une année") == ["2024. Une année"]


def test_lines_of_a_list_in_plain_text_are_apart() -> None:
    assert split("Voici\n- un\n- deux\nsuite") == ["Voici", "- un", "- deux\nsuite"]


def test_the_sentence_under_the_caret_in_the_sample() -> None:
    path = corpus_path("sample", "000_23e0f1237aee4439.txt")
    document = build_plain(clean(path.read_text(encoding="utf-8"))[0], headings=True)
    found = sentence_at(document, document.text.index("27 fois"))
    assert found.of(document.text) == (
        "C’est à coup sûr la raison pour laquelle le prix de R1 est ultra-compétitif : "
        "27 fois moins cher que celui de o1."
    )
    for quote, begins, ends in [
        ("5,58 millions", "Ce dernier", "de dollars."),
        ("Sonnet 3.5", "Alors que", "d’Anthropic."),
        ("Chine. »", "« Nous devons", "Chine. »"),
        ("ils s’inquiètent", "Pourquoi", "inquiètent ?"),
    ]:
        sentence = sentence_at(document, document.text.index(quote)).of(document.text)
        assert sentence.startswith(begins) and sentence.endswith(ends)


def test_between_two_sentences_the_one_before_is_meant() -> None:
    document = build_plain("One. Two.\n\nThree.")
    assert [sentence_at(document, at).of(document.text) for at in (0, 4, 5, 9, 10, 11, 17)] == [
        "One.",
        "One.",
        "Two.",
        "Two.",
        "Two.",
        "Three.",
        "Three.",
    ]


def test_code_goes_by_lines_and_tables_by_cells() -> None:
    document = build_markdown("```\na. B\n\nc\n```\n\n|x. Y|z|\n|-|-|\n")
    assert [s.of(document.text) for s in sentences(document)] == ["a. B", "c", "x. Y", "z"]


def test_where_nothing_is_written_the_sentence_is_empty() -> None:
    assert sentence_at(Document("", ()), 0) == Span(0, 0)
    document = build_markdown("a\n\n---\n\nb")
    assert sentence_at(document, 3) == Span(3, 3)


@settings(deadline=None)
@given(st.text("aA1. ?!»«\"'\n\u00a0…。-)M", max_size=60))
def test_sentences_are_ordered_trimmed_and_leave_no_word_out(raw: str) -> None:
    document = build_plain(raw)
    text = document.text
    found = list(sentences(document))
    assert all(s and s.of(text).strip(" \n\u00a0") == s.of(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(s.of(text).split()) for s in found) == "".join(text.split())
    for sentence in found:
        assert sentence_at(document, sentence.start) == sentence
        assert sentence_at(document, sentence.end - 1) == sentence
