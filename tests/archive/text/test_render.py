"""A document written as Markdown is read back as the same text and the same blocks."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.clean import clean
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind
from archive.text.markdown import build_markdown
from archive.text.plain import build_plain
from archive.text.render import to_markdown
from tests.archive.text.test_escape import TEXTS
from tests.corpus import corpus_path

_LINES = st.sampled_from(
    [
        "# One",
        "### Three `x` *y*",
        "Some **bold** and *slanted* words, `co|de` and a [link](https://a.b/c_(d)).",
        "Hard\\\nbreak and C#, __init__ and 2024. Une année",
        "***both*** and **bold *in* it**, a [**strong** link](http://x.y?a=1&copy;=2)!",
        "- a",
        "- b\n  - c\n  - d\n\n    more of d\n- e",
        "* other\n* list",
        "3. three\n4. four\n   1. nested",
        "1) x\n1) y",
        "- item\n\n  ```python\n  def f():\n\n      return '```'\n  ```\n- next",
        "> quoted\n> more\n>\n> > deeper\n>\n> - list in it",
        "- item\n\n  > quote in it\n  >\n  > two\n- after",
        "```\ncode\n\n\n  more\n```",
        "    indented <b>",
        "| a | b |\n|---|---|\n| 1 | **2** |\n| `x` | |",
        "---",
        "![alt *text*](https://x.y/a.png)",
        "![](x.png)",
        "<div>raw</div>",
        "a ~~struck~~ b<br>c",
        "\\- not a list\n\n\\# nor a heading\n\n1\\. nor a number",
        "*a*b **c**d `` ` `` e*f*g",
    ]
)


def shapes(document: Document) -> list[tuple[BlockKind, int, int]]:
    return [(block.kind, block.level, block.quote) for block in document.blocks]


def assert_comes_back(document: Document) -> Document:
    again = build_markdown(to_markdown(document))
    assert again.text == document.text
    assert shapes(again) == shapes(document)
    return again


@settings(max_examples=400, deadline=None)
@given(parts=st.lists(_LINES, max_size=8))
@example(parts=["- a", "* other\n* list", "- a"])
def test_markdown_comes_back_as_the_same_document(parts: list[str]) -> None:
    document = build_markdown("\n\n".join(parts))
    again = assert_comes_back(document)
    assert to_markdown(again) == to_markdown(document)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_plain_text_comes_back_word_for_word(text: str) -> None:
    assert_comes_back(build_plain(clean(text)[0].strip()))


def test_markup_that_a_heading_on_one_line_cannot_hold_is_left_off() -> None:
    text = "0\n[0"
    strong = [Inline(InlineKind.STRONG, Span(*span), "") for span in ((0, 4), (1, 4))]
    again = build_markdown(
        to_markdown(
            Document(text, (Block(BlockKind.HEADING, Span(0, len(text)), 2),), tuple(strong))
        )
    )
    assert again.text == text


@settings(max_examples=300, deadline=None)
@given(text=TEXTS.filter(lambda t: t.strip() and not re.search(r"\n\s*\n", t)), data=st.data())
def test_no_markup_changes_a_word(text: str, data: st.DataObject) -> None:
    """Blank lines are left out, since blocks are parted by them and hold none."""
    offset = st.integers(0, len(text))
    inlines = []
    for _ in range(data.draw(st.integers(0, 4))):
        start, end = sorted((data.draw(offset), data.draw(offset)))
        kind = data.draw(st.sampled_from(InlineKind))
        inlines.append(Inline(kind, Span(start, end), "https://a.b/)"))
    inlines.sort(key=lambda i: (i.span.start, -i.span.end))
    kind = data.draw(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM]))
    block = Block(kind, Span(0, len(text)), level=2 * (kind is BlockKind.HEADING), depth=0)
    if kind is BlockKind.ITEM:
        block = Block(kind, block.span, depth=1)
    again = build_markdown(to_markdown(Document(text, (block,), tuple(inlines))))
    assert again.text == text
    assert [b.kind for b in again.blocks] == [kind]


@pytest.mark.parametrize(
    "source",
    [
        "Some **bold** and *slanted* words, `co|de` and a [link](https://a.b/c_d).\n",
        "# Title\n\n- a\n- b\n  - c\n\n    more\n\n- d\n",
        "> quoted\n>\n> > deeper\n>\n> 1. one\n> 2. two\n",
        "| a | b |\n| --- | --- |\n| 1 | **2** |\n",
        "```python\nx = 1\n```\n\n---\n\n![alt](https://x.y/a.png)\n",
    ],
)
def test_ordinary_markdown_is_written_as_people_write_it(source: str) -> None:
    assert to_markdown(build_markdown(source)) == source


def test_only_links_of_the_web_stay_links() -> None:
    document = build_markdown("[a](ftp://x) [b](//x.y) [c](c.md) [d](https://x.y)")
    assert to_markdown(document) == "a b c [d](https://x.y)\n"


def test_an_empty_document_is_an_empty_file() -> None:
    assert to_markdown(Document("", ())) == ""


def test_the_examples_of_commonmark_keep_their_words() -> None:
    spec = corpus_path("hostile", "commonmark", "spec.txt").read_text("utf-8")
    fence = "`" * 32
    examples = [part.split("\n.\n")[0] for part in spec.split(f"{fence} example\n")[1:]]
    assert len(examples) > 600
    for source in [spec, *examples]:
        document = build_markdown(clean(source.replace("→", "\t"))[0])
        again = build_markdown(to_markdown(document))
        assert again.text.split() == document.text.split(), source
