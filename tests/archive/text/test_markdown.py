"""Markdown becomes words with their markup standing off them."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.clean import clean
from archive.text.document import Block, BlockKind, Document, InlineKind
from archive.text.markdown import build_markdown
from tests.corpus import corpus_path


def words(source: str) -> str:
    return build_markdown(source).text


def shape(block: Block) -> str:
    """A block in brief: kind, then its attributes that are not as usual."""
    parts = [block.kind.value]
    parts += [str(block.level)] if block.level else []
    parts += [f"depth={block.depth}"] if block.depth else []
    parts += [f"number={block.number}"] if block.number is not None else []
    parts += [f"quote={block.quote}"] if block.quote else []
    return " ".join([*parts, *([block.info] if block.info else [])])


def outline(source: str) -> list[tuple[str, str]]:
    document = build_markdown(source)
    return [(shape(b), b.span.of(document.text)) for b in document.blocks]


def marks(source: str) -> list[tuple[InlineKind, str, str]]:
    document = build_markdown(source)
    return [(i.kind, i.span.of(document.text), i.target) for i in document.inlines]


def test_headings_paragraphs_and_breaks() -> None:
    assert outline("# A *b*\n\none\ntwo  \nthree\\\nfour\n\nT\n-\n") == [
        ("heading 1", "A b"),
        ("paragraph", "one two\nthree\nfour"),
        ("heading 2", "T"),
    ]


def test_lists_keep_depth_and_number_as_markup() -> None:
    source = "3. one\n\n   more\n4. two\n   - in\n     - deep\n\n+ other\n"
    assert outline(source) == [
        ("item depth=1 number=3", "one"),
        ("paragraph depth=1", "more"),
        ("item depth=1 number=4", "two"),
        ("item depth=2", "in"),
        ("item depth=3", "deep"),
        ("item depth=1", "other"),
    ]
    assert words(source) == "one\n\nmore\n\ntwo\nin\ndeep\n\nother"


def test_quotes_are_counted() -> None:
    assert outline("> a\n>\n> > b\n>\n> - c\n> # d\n\n- > e\n") == [
        ("quote quote=1", "a"),
        ("quote quote=2", "b"),
        ("item depth=1 quote=1", "c"),
        ("heading 1 quote=1", "d"),
        ("item depth=1 quote=1", "e"),
    ]


def test_code_is_one_block_with_its_lines() -> None:
    assert outline("```f\\+&ouml; extra\na\n\n  b\n```\n\n    c\n") == [
        ("code f+ö", "a\n\n  b"),
        ("code", "c"),
    ]


def test_tables_are_rows_of_cells() -> None:
    source = "|a|b|\n|-|-|\n|1<br>2|*x*|\n| | |\n|&#9;|y|\n"
    assert outline(source) == [("row number=0", "a\tb"), ("row", "1 2\tx"), ("row", " \ty")]
    assert words(source) == "a\tb\n1 2\tx\n \ty"
    assert marks(source) == [(InlineKind.EMPHASIS, "x", "")]


def test_two_tables_stand_apart() -> None:
    assert words("|a|b|\n|-|-|\n\n|c|d|\n|-|-|\n") == "a\tb\n\nc\td"


def test_an_image_alone_is_a_block_and_else_words() -> None:
    assert outline("![The *alt*](a.png)\n\nx ![y](b) z\n\n![](c)\n\n- ![d](e)") == [
        ("image a.png", "The alt"),
        ("paragraph", "x y z"),
        ("item depth=1", "d"),
    ]
    assert marks("[![b](i)](http://x)") == [(InlineKind.LINK, "b", "http://x")]


def test_a_rule_is_empty() -> None:
    assert outline("a\n\n---\n\nb") == [("paragraph", "a"), ("rule", ""), ("paragraph", "b")]
    assert words("a\n\n---\n\nb") == "a\n\n\n\nb"


def test_marks_nest_and_links_keep_their_target_as_written() -> None:
    assert marks("**a *b* `c`** [d](<http://é.fr/x y> 't') <http://a.b> ~~e~~ [f]()") == [
        (InlineKind.STRONG, "a b c", ""),
        (InlineKind.EMPHASIS, "b", ""),
        (InlineKind.CODE, "c", ""),
        (InlineKind.LINK, "d", "http://é.fr/x y"),
        (InlineKind.LINK, "http://a.b", "http://a.b"),
    ]


def test_a_link_that_runs_code_is_no_link() -> None:
    assert marks("[a](javascript:x) <vbscript:y> ![c](data:z)") == []


def test_character_references_make_no_controls() -> None:
    assert words("a&#0;&#27;&#x85;&#x7f;b") == "a\ufffd\ufffd\ufffd\ufffdb"
    assert words("`&#27;` &copy;") == "&#27; ©"


def test_only_a_whole_source_begins_with_a_byte_order_mark() -> None:
    assert words("[a](/b)\ufeffc **d**\ufeff `\ufeffe`") == "a\ufeffc d\ufeff \ufeffe"
    assert words("# a\n\n\ufeffb\n\n    \ufeffc") == "a\n\n\ufeffb\n\n\ufeffc"
    assert words("x <b>\ufeffy</b>\n\n<p>z<i>\ufeffz</i></p>") == "x \ufeffy\n\nz\ufeffz"


@pytest.mark.parametrize("text", ["std::vector<int> <vector>", "cp <file> <title>", "a < b > c"])
def test_what_only_looks_like_a_tag_is_text(text: str) -> None:
    assert words(text) == text


def test_tags_go_and_their_words_stay() -> None:
    assert words('a <b>c</b> <span class="x">d</span><br>e <!-- f --> <img alt="g">') == (
        "a c d\ne  g"
    )


def test_html_blocks_become_paragraphs() -> None:
    source = (
        '<h1 align="center">Title</h1>\n<div>\nx &amp; <b>y</b>\n <script>no</script><!-- no\n -->'
        "<p>z</p>\n<pre>\n a\n  b\n</pre><table><tr><td>1</td><td>2</td></tr></table></div>\n\n"
        "<vector>\n\n<!-- only -->"
    )
    assert outline(source) == [
        ("heading 1", "Title"),
        ("paragraph", "x & y"),
        ("paragraph", "z"),
        ("code", " a\n  b"),
        ("paragraph", "1\t2"),
        ("paragraph", "<vector>"),
    ]


def check(document: Document) -> None:
    """What holds of every Document."""
    at = 0
    for index, block in enumerate(document.blocks):
        assert document.text[at : block.span.start] in (("\n", "\n\n") if index else ("",))
        at = block.span.end
        if block.kind is not BlockKind.RULE:
            assert block.span.of(document.text).strip()
    assert at == len(document.text)
    for inline in document.inlines:
        assert inline.span
        assert sum(block.span.encloses(inline.span) for block in document.blocks) == 1
    starts = [inline.span.start for inline in document.inlines]
    assert starts == sorted(starts)
    assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", document.text) is None
    assert Document.from_markup(document.text, document.markup()) == document


SIGNS = (
    "a b é * ** _ ` ``` ~~ [ ](u) ] ![ ( ) < > <b> </b> <br> <vector> <!-- --> <div> <pre> <td>"
    " --- \\ &#0; &#13;&#10; &#32; &nbsp; &Tab; | |-|-|\n |a|b|\n|-|-|\n"
).split(" ")
LAYOUT = [" ", "  ", "    ", "\t", "\n", "\n\n", "# ", "- ", "1. ", "> ", "\u00a0"]
MARKUP = st.lists(st.sampled_from(SIGNS + LAYOUT), max_size=30).map("".join)


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=80), MARKUP))
def test_any_text_makes_a_sound_document(raw: str) -> None:
    check(build_markdown(clean(raw)[0]))


def test_the_examples_of_the_specification_make_sound_documents() -> None:
    spec = corpus_path("hostile", "commonmark", "spec.txt").read_text(encoding="utf-8")
    examples = re.findall(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", spec, re.MULTILINE | re.DOTALL)
    assert len(examples) > 600
    for example in examples:
        check(build_markdown(clean(example.replace("→", "\t"))[0]))
    check(build_markdown(clean(spec)[0]))


@pytest.mark.parametrize(
    "source",
    [
        ">" * 5000 + " x",
        "- " * 5000 + "x",
        "".join("  " * depth + f"- a{depth}\n" for depth in range(100)),
        "![" * 900 + "x" + "](u)" * 900,
        "[" * 1500 + "x" + "](u)" * 1500,
    ],
)
def test_nesting_without_end_loses_no_word(source: str) -> None:
    start = time.process_time()
    document = build_markdown(source)
    assert time.process_time() - start < 5
    check(document)
    for word in re.findall(r"\b(?:x|a\d+)\b", source):
        assert word in document.text
