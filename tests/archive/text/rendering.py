"""Reads Markdown back as the plain text a reader would see; for the tests of what we write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin


def _all() -> MarkdownIt:
    parser = MarkdownIt("gfm-like")
    parser.use(footnote_plugin).use(dollarmath_plugin).use(deflist_plugin)
    return parser


PARSERS = {
    "commonmark": MarkdownIt("commonmark"),
    "gfm-like": MarkdownIt("gfm-like"),
    "everything": _all(),
}


def inline_text(token: Token) -> str:
    """The words of one inline token, breaks as newlines."""
    return "".join(_words(token.children or ()))


def _words(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type in ("text", "text_special", "code_inline", "image", "math_inline"):
            yield child.content


def text_of(tokens: Sequence[Token]) -> str:
    """The words of all blocks, joined by blank lines."""
    return "\n\n".join(
        inline_text(token) if token.type == "inline" else token.content.removesuffix("\n")
        for token in tokens
        if token.type in ("inline", "fence", "code_block", "html_block")
    )


def kinds(tokens: Sequence[Token]) -> set[str]:
    """The types of block and inline tokens that are neither paragraph nor plain words."""
    types = {token.type for token in tokens}
    types |= {child.type for token in tokens for child in token.children or ()}
    return types - {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak"}


def quotations(tokens: Sequence[Token]) -> list[tuple[list[str], str]]:
    """Every outermost block quotation that is in no list: the ids anchored before it, its words."""
    found: list[tuple[list[str], str]] = []
    anchors: list[str] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.type == "blockquote_open" and token.level == 0:
            inside = []
        elif token.type == "blockquote_close" and token.level == 0 and inside is not None:
            found.append((anchors, text_of(inside)))
            anchors, inside = [], None
        elif inside is not None:
            inside.append(token)
        elif token.type == "inline" and token.level == 1:
            html = [c.content for c in token.children or () if c.type == "html_inline"]
            anchors = [h.split('"')[1] for h in html if h.startswith('<a id="')]
    return found
