"""Code has the colours of its language, where that is sure."""

from __future__ import annotations

import pytest

from archive.model import Span
from archive.text.document import BlockKind, Document
from archive.text.markdown import build_markdown
from reader.layout import looks
from reader.layout.code import MOST, code_looks, has_code
from tests.reader.layout.documents import document


def coloured(shown: Document) -> dict[str, int]:
    """The words with a colour, and which."""
    return {Span(at, end).of(shown.text): look for at, end, look in code_looks(shown)}


def test_words_have_the_look_of_what_they_are_and_offsets_are_those_of_the_text() -> None:
    shown = build_markdown(
        'Før:\n\n```python\n\n# é\ndef cost(n):\n\treturn "é" + 12\n```\n\nAfter'
    )
    found = coloured(shown)
    assert found["# é"] == looks.CODE_COMMENT
    assert found["def"] == found["return"] == looks.CODE_KEYWORD
    assert found["cost"] == looks.CODE_NAME
    assert found["12"] == looks.CODE_NUMBER
    assert any("é" in words and look == looks.CODE_STRING for words, look in found.items())


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("#!/usr/bin/env python3\nimport os", "import"),
        ("#!/bin/sh\nif true; then", "then"),
        ('{\n  "price": 12\n}', "12"),
        ("diff --git a/x b/x\n--- a/x\n+++ b/x\n-old\n", "-old"),
        ("<?php echo 1;", "echo"),
    ],
)
def test_a_language_that_the_code_tells_is_believed(code: str, word: str) -> None:
    assert word in coloured(document((BlockKind.CODE, code)))


@pytest.mark.parametrize(
    "code", ["def f(): pass", "just words", "[1, 2", "{not json\n}", "x " * MOST]
)
def test_without_a_language_code_stays_plain(code: str) -> None:
    shown = document((BlockKind.CODE, code))
    assert has_code(shown) and code_looks(shown) == []


def test_a_language_nobody_knows_stays_plain_and_prose_has_no_code() -> None:
    assert code_looks(build_markdown("```no-such-thing\ndef\n```")) == []
    assert not has_code(document("words"))


def test_what_is_no_longer_wanted_is_left() -> None:
    assert code_looks(build_markdown("```python\ndef\n```"), lambda: False) == []
