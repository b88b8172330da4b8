"""Footnotes lead to their notes and back, however a page names them."""

from __future__ import annotations

import pytest

from archive.model import Span
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind
from archive.text.footnotes import footnote_ends, fragment_within
from archive.text.markdown import build_markdown

SOURCE = """
One[^a] and two[^b], then one again[^a] and ^[a third *one*].

[^b]: The **second**.

    Its other paragraph.

[^a]: The first.
"""


def links(document: Document) -> list[Inline]:
    return [one for one in document.inlines if one.kind is InlineKind.LINK]


def test_notes_are_numbered_items_at_the_end_and_signs_are_links() -> None:
    document = build_markdown(SOURCE)
    assert document.text == (
        "One[1] and two[2], then one again[1] and [3].\n\n"
        "The first. ↩\nThe second.\n\nIts other paragraph. ↩\n\na third one ↩"
    )
    items = [(b.number, b.depth) for b in document.blocks if b.kind is BlockKind.ITEM]
    assert items == [(1, 1), (2, 1), (3, 1)]


def test_each_sign_leads_to_its_note_and_the_note_back_to_the_first_sign() -> None:
    document = build_markdown(SOURCE)
    text = document.text
    one, two, again, third, *back = links(document)
    found = footnote_ends(document, None)
    ends = [found[link] for link in (one, two, again, third, *back)]
    notes = [text.index(words) for words in ("The first", "The second", "a third one")]
    assert ends[:4] == [notes[0], notes[1], notes[0], notes[2]]
    assert ends[4:] == [one.span.start, two.span.start, third.span.start]


def test_a_sign_without_a_note_is_words() -> None:
    assert build_markdown("Nothing[^1] here.").text == "Nothing[^1] here."


@pytest.mark.parametrize(
    ("sign", "back"),
    [
        ("#fn:2", "#fnref:2"),
        ("#cite_note-4", "#cite_ref-4"),
        ("https://a.example/x#footnote-1-7", "https://a.example/x#ref-1-7"),
    ],
)
def test_the_links_of_a_page_find_each_other(sign: str, back: str) -> None:
    text = "Words¹ and more.\n\nThe note. ^"
    document = Document(
        text,
        (Block(BlockKind.PARAGRAPH, Span(0, 16)), Block(BlockKind.PARAGRAPH, Span(18, 29))),
        (
            Inline(InlineKind.LINK, Span(5, 6), sign),
            Inline(InlineKind.LINK, Span(10, 14), "https://b.example/#fn:2"),
            Inline(InlineKind.LINK, Span(28, 29), back),
        ),
    )
    first, _, last = document.inlines
    assert footnote_ends(document, "https://a.example/x#top") == {first: 18, last: 5}


def test_only_a_link_on_the_page_has_a_fragment_there() -> None:
    assert fragment_within("#a", None) == fragment_within("https://x/y#a", "https://x/y") == "a"
    assert fragment_within("https://x#a", "https://x/y/z?q=1") == "a"  # its path left out
    assert fragment_within("https://x/z#a", "https://x/y") == ""
    assert fragment_within("https://x/y#a", "https://x/y/z") == ""
    assert fragment_within("https://z#a", "https://x/y") == ""
    assert fragment_within("https://x/y", "https://x/y") == ""
