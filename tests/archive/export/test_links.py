"""Links are safe destinations, and passages are named so that a browser finds them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.export.dialects import CommonMark
from archive.export.links import address, link, passage
from archive.model import Span
from archive.text.escape import web_destination as web
from tests.archive.text.rendering import PARSERS

TEXT = (
    "DeepSeek est 27 fois moins cher, dit-on.\n\nIl est ouvert. Il est rapide, semi-libre & neuf."
)
URL = "https://ex.org/a?b=1&copy;=2"


def span(words: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "//x.y", "x", "", "http://"]
)
def test_only_the_web_is_linked(url: str) -> None:
    assert web(url) is None
    assert "](" not in link("x", url)


@settings(max_examples=300, deadline=None)
@given(label=st.text(max_size=20), rest=st.text(max_size=30))
def test_any_address_stays_one_link(label: str, rest: str) -> None:
    tokens = PARSERS["commonmark"].parse("- " + link("x" + label, "https://e" + rest))
    types = [c.type for t in tokens for c in t.children or ()]
    if web("https://e" + rest):
        assert types.count("link_open") == 1
        assert types[0] == "link_open"
        assert types[-1] == "link_close"


def test_a_short_passage_is_named_whole() -> None:
    found = passage(URL, TEXT, span("27 fois moins cher"))
    assert found == "https://ex.org/a?b=1&amp;copy;=2#:~:text=27%20fois%20moins%20cher"


def test_a_passage_that_stands_twice_is_told_apart_by_its_neighbours() -> None:
    found = passage("https://ex.org/#top", TEXT, span("Il est", 1))
    assert found is not None
    assert found.startswith("https://ex.org/#top:~:text=")
    assert unquote(found.split("text=")[1]) == "Il est ouvert.-,Il est,-rapide, semi-libre &"


def test_a_passage_across_blocks_is_named_by_its_ends() -> None:
    found = passage("https://ex.org", TEXT, span("cher, dit-on.\n\nIl est ouvert"))
    assert found == "https://ex.org#:~:text=cher%2C%20dit%2Don.,Il%20est%20ouvert"


def test_a_passage_that_breaks_a_word_names_the_whole_word() -> None:
    found = passage("https://ex.org", TEXT, span("epSeek est 2"))
    assert found is not None
    assert unquote(found.split("text=")[1]) == "DeepSeek est 27"


def test_files_are_linked_from_where_they_stand() -> None:
    to_file = CommonMark().to_file
    assert to_file("[x]", "entities/a b.md", "articles/c.md") == "[\\[x\\]](../entities/a%20b.md)"
    assert to_file("x", "articles/c.md", "index.md", "m-1") == "[x](articles/c.md#m-1)"
    assert to_file("x", "articles/é.md", "articles/é.md", "m-1") == "[x](#m-1)"
    assert to_file("x", "entities/é(1).md", "articles/é.md") == "[x](../entities/é%281%29.md)"


def test_an_address_is_its_own_label() -> None:
    assert address("https://x.y/a_(b)") == "<https://x.y/a_(b)>"
    assert address("https://x.y/a b") == "[https:\\//x.y/a b](https://x.y/a%20b)"
    assert address("ftp://x.y") == "`ftp://x.y`"
