"""A passage with its source: the words exact, the source linked where it can be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from archive.export.citing import address, quotation
from archive.model import Article, PartialDate, Span
from tests.archive.text.rendering import PARSERS, text_of
from tests.archive.text.test_escape import TEXTS

PAGE = Article(
    "a1",
    "page:1",
    "Why *R1* matters",
    url="https://news.example/r1",
    outlet="The Ledger",
    published=PartialDate.parse("2025-01-27"),
)


def test_the_source_is_a_link_to_the_passage() -> None:
    text = "It is cheap. It costs 27 times less."
    assert quotation(PAGE, text, Span(13, 36)) == (
        "> It costs 27 times less.\n"
        ">\n"
        r"> — [Why \*R1\* matters](https://news.example/r1#:~:text=It%20costs%2027%20times%20less.)"
        ", The Ledger, 2025-01-27"
    )


def test_without_a_page_or_facts_the_title_or_the_id_stands_alone() -> None:
    assert quotation(Article("a1", "x", "Title"), "Words.", Span(0, 6)) == "> Words.\n>\n> — Title"
    assert quotation(Article("a1", "x", " "), "Words.", Span(0, 6)).endswith("> — a1")


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS.filter(bool), title=TEXTS)
def test_any_words_come_back_and_no_title_breaks_out(parser: str, text: str, title: str) -> None:
    article = Article("a1", "x", title, url="javascript:alert(1)", outlet=title)
    tokens = PARSERS[parser].parse(quotation(article, text, Span(0, len(text))))
    assert tokens[0].type == "blockquote_open" and tokens[-1].type == "blockquote_close"
    assert text_of(tokens).rpartition("\n\n— ")[0] == text


def test_the_address_is_of_the_web_or_there_is_none() -> None:
    assert address(PAGE, "Some words.") == "https://news.example/r1"
    assert address(PAGE, "Some words.", Span(0, 4)) == "https://news.example/r1#:~:text=Some"
    assert address(Article("a1", "x", "T", url="file:///etc/passwd"), "Some") is None
    assert address(Article("a1", "x", "T"), "Some", Span(0, 4)) is None
