"""Escaped text renders to exactly itself, whatever it holds."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.text.escape import code_span, escape, escape_cell, escape_line, prefixed, quote
from tests.archive.text.rendering import PARSERS, inline_text, kinds, text_of
from tests.corpus import corpus_path

# What a document's text may hold: everything but controls other than tab and newline.
_ANY = st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\t\n")
_SIGNS = st.sampled_from(list("\\`*_[](){}<>&|~$^=%#!-+:.@/;'\"0123456789 \n\tax"))
_WORDS = """
www. http:// https://a.b/%20 //ex.com/%C3%A9 a@b.org xn--80ak6aa92e.com :smile: &amp; &#35; == %%
[[ ]] ![ ](x) <b> </b> <!-- --> ``` ~~~ --- *** === 1. 12) #tag ^id $x$ \\( $$ {{ }} {% [^1] [^1]:
[x]: ::: !!! => -> é « » … o1 C# C++ GPT_4_o a|b |-| :-: Example.COM ftp://X.y/ mailto:a@b.c
example.com/%7Efoo HTTP://É.fr/ 👩‍👩‍👧
"""
_SPACES = ["\n", "\n\n", " ", "\t", *"\u00a0\u2009\u2028\ufeff\u202e\u200b\u200d"]
_PIECES = st.sampled_from([*_WORDS.split(), *_SPACES])
TEXTS = (
    st.text(_ANY, max_size=40)
    | st.lists(_SIGNS, max_size=30).map("".join)
    | st.lists(_PIECES, max_size=12).map("".join)
    | st.lists(_PIECES | _SIGNS | _ANY, max_size=20).map("".join)
)

# A host name alone may become a link where the dialect has that; its words are the same.
BARE_LINKS = {"link_open", "link_close"}


def as_quote(source: str) -> str:
    return f"Before.\n\n{source}\n\nAfter."


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
@example(text="\n\n a \n\n\n b\n")
@example(text="1) x\n2. y\n- z")
def test_any_text_comes_back_from_a_paragraph_and_from_a_quotation(parser: str, text: str) -> None:
    tokens = PARSERS[parser].parse(escape(text))
    assert text_of(tokens) == text
    assert kinds(tokens) <= BARE_LINKS

    tokens = PARSERS[parser].parse(as_quote(quote(text)))
    assert text_of(tokens[3:-3]) == text
    assert [t.type for t in tokens].count("blockquote_open") == 1
    assert kinds(tokens) <= {"blockquote_open", "blockquote_close", *BARE_LINKS}


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_line_comes_back_from_a_heading_a_list_and_a_cell(parser: str, text: str) -> None:
    flat = " ".join(text.split())
    line = escape_line(text)
    assert "\n" not in line
    for source, kind in ((f"## {line}", "heading_open"), (f"- {line}", "list_item_open")):
        tokens = PARSERS[parser].parse(source)
        assert kind in {t.type for t in tokens}
        assert text_of(tokens) == flat
    if parser != "commonmark":
        tokens = PARSERS[parser].parse(f"| a |\n| - |\n| {escape_cell(text)} |\n")
        assert inline_text([t for t in tokens if t.type == "inline"][1]) == text


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_a_code_span_shows_its_text_and_never_a_link(text: str) -> None:
    flat = " ".join(text.split())
    tokens = PARSERS["gfm-like"].parse(f"- x {code_span(text)} y")
    assert text_of(tokens) == (f"x {flat} y" if flat else "x  y")
    assert kinds(tokens) <= {
        "code_inline",
        "bullet_list_open",
        "bullet_list_close",
        "list_item_open",
        "list_item_close",
    }


@pytest.mark.parametrize("parser", PARSERS)
def test_every_naughty_string_comes_back(parser: str) -> None:
    folder = corpus_path("hostile", "naughty_strings")
    lines: list[str] = []
    for path in sorted(p for p in folder.rglob("*.txt") if p.is_file()):
        lines += path.read_text("utf-8", errors="replace").split("\n")
    lines = [
        "".join(c if c >= " " and not "\x7f" <= c <= "\x9f" else "?" for c in x) for x in lines
    ]
    assert len(lines) > 400
    for line in lines:
        assert text_of(PARSERS[parser].parse(quote(line))) == line


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("« 27 fois moins cher que celui de o1 »", "« 27 fois moins cher que celui de o1 »"),
        ("up 12 % – C#, C++ and R&D!", "up 12 % – C#, C++ and R&D!"),
        ("2024. Une année", "2024\\. Une année"),
        ("__init__", "\\_\\_init\\_\\_"),
        ("a\nb", "a\\\nb"),
        ("a\n\nb", "a\n\nb"),
        ("10 000", "10&#160;000"),
        ("\x1b[31m", "\ufffd\\[31m"),
        ("a\u202eb", "a&#8238;b"),
    ],
)
def test_the_source_stays_readable(text: str, source: str) -> None:
    assert escape(text.replace("10 000", "10\u00a0000")) == source


def test_a_title_cannot_begin_a_line_of_its_own() -> None:
    assert escape_line("A\n# B\r\n\x85---") == "A # B ---"


def test_a_prefix_leaves_the_spaces_of_a_hard_break() -> None:
    assert prefixed("a  \n\nb", "> ") == "> a  \n>\n> b"
