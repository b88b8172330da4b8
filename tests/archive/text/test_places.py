"""Passages shown in a text as links: every word stays, and what can be a link is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind
from archive.text.markdown import build_markdown
from archive.text.places import Place
from archive.text.render import to_markdown
from tests.archive.text.test_escape import TEXTS


def shown(source: str, *words: str) -> str:
    """Markdown with places over the first occurrence of these words."""
    document = build_markdown(source)
    places = [
        Place(Span(at, at + len(one)), f"#m-{number}")
        for number, one in enumerate(words, 1)
        if (at := document.text.index(one)) >= 0
    ]
    made = to_markdown(document, places)
    assert build_markdown(made).text == document.text
    return made.rstrip("\n")


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("a b c", ["b"], "a [b](#m-1) c"),
        ("abc", ["b"], "a[b](#m-1)c"),
        ("wow!bc", ["b"], r"wow\![b](#m-1)c"),
        ("a b\n\nc d", ["b\n\nc"], "a [b](#m-1)\n\n[c](#m-1) d"),
        ("- a\n- b", ["a\nb"], "- [a](#m-1)\n- [b](#m-1)"),
        ("# A title", ["title"], "# A [title](#m-1)"),
        ("a b c d e", ["b c d", "c"], "a [b](#m-1) [c](#m-2) [d](#m-1) e"),
        ("a b c d", ["a b c", "b c d"], "[a](#m-1) [b c d](#m-2)"),
        ("a **b** c", ["a b c"], "[a **b** c](#m-1)"),
        ("a **b** c", ["b"], "a **[b](#m-1)** c"),
        ("a **b c** d", ["a b"], "[a](#m-1) **[b](#m-1) c** d"),
        ("a [b c](https://x.y) d", ["a b"], "[a](#m-1) [**b** c](https://x.y) d"),
        ("a `b c` d", ["a b"], "[a](#m-1) `b c` d"),
        ("a `b c` d", ["a b c"], "[a `b c`](#m-1) d"),
        ("a [b](#m-9) c", ["c"], "a b [c](#m-1)"),
        ("```\na b\n```", ["b"], "```\na b\n```"),
    ],
)
def test_places_are_shown_as_people_would_write_them(
    source: str, words: list[str], expected: str
) -> None:
    assert shown(source, *words) == expected


def test_a_cell_of_a_table_may_hold_a_place() -> None:
    made = shown("| a | b |\n| --- | --- |\n| c d | e |", "d", "e")
    assert made.endswith("| c [d](#m-1) | [e](#m-2) |")


@settings(max_examples=200, deadline=None)
@given(
    text=TEXTS.map(str.strip).filter(lambda t: t and not re.search(r"\n\s*\n", t)),
    data=st.data(),
)
def test_no_place_changes_a_word(text: str, data: st.DataObject) -> None:
    offset = st.integers(0, len(text))
    spans = st.tuples(offset, offset).map(sorted).map(lambda pair: Span(*pair))
    places = [Place(span, "#m-1") for span in data.draw(st.lists(spans, min_size=1, max_size=4))]
    inlines = [
        Inline(data.draw(st.sampled_from(InlineKind)), span, "https://a.b/)")
        for span in data.draw(st.lists(spans, max_size=3))
    ]
    inlines.sort(key=lambda i: (i.span.start, -i.span.end))
    kind = data.draw(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM]))
    block = Block(
        kind,
        Span(0, len(text)),
        level=2 * (kind is BlockKind.HEADING),
        depth=int(kind is BlockKind.ITEM),
    )
    again = build_markdown(to_markdown(Document(text, (block,), tuple(inlines)), places))
    assert again.text == text
    assert [b.kind for b in again.blocks] == [kind]


@settings(max_examples=100, deadline=None)
@given(text=st.text("ab!.,»’*[]_`<&\n ", min_size=1).map(str.strip).filter(bool), data=st.data())
def test_every_place_in_plain_words_is_a_link(text: str, data: st.DataObject) -> None:
    text = re.sub(r"\s*\n\s*", "\n", text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end].strip()
    document = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    again = build_markdown(to_markdown(document, [Place(Span(start, end), "#m-1")]))
    assert again.text == text
    assert [i.span.of(text) for i in again.inlines if i.kind is InlineKind.LINK] == [words] * (
        words != ""
    )
