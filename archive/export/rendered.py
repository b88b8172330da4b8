"""The words of exported Markdown as a reader sees them: quotations, and whole texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CALLOUT = re.compile(r"> ?\[![\w-]+\]")
_FOOTNOTE = re.compile(r"\[\^(m-\w+)\]\Z")
_BREAKS = ("softbreak", "hardbreak")
_VERBATIM = ("fence", "code_block", "html_block")


def quoted(region: str) -> str | None:
    """The words of a region's first block quotation that stands in no list; None if there is none.

    Blocks are joined by a blank line and lines by a newline, as in an
    article's plain text; the title of a callout is left off.
    """
    lines = region.split("\n")
    for one in _quotations(region):
        if one.outermost:  # one inside a list is a note's
            titled = _CALLOUT.match(lines[one.line].lstrip(" "))
            return "\n\n".join(one.words[titled is not None :]) or None
    return None


def cited(region: str) -> Iterator[tuple[str, str]]:
    """The quotations of a brief: the mark that the footnote below one names, and its words."""
    for one in _quotations(region):
        footnote = _FOOTNOTE.search(one.below)
        if footnote is not None:
            yield footnote[1], "\n\n".join(one.words)


class _Quotation(NamedTuple):
    """A block quotation.

    Attributes:
        words: its blocks, rendered. ``below``: the source of the paragraph below it.
        line: where it begins, from 0. ``outermost``: whether it stands in no other block.
    """

    words: list[str]
    below: str
    line: int
    outermost: bool


def _quotations(region: str) -> Iterator[_Quotation]:
    depth = line = 0
    words: list[str] = []
    tokens = _parser("commonmark").parse(region)
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            if depth == 0 and token.map is not None:
                line = token.map[0]
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
            if depth == 0:
                below = tokens[at + 2] if tokens[at + 1 : at + 2] else None
                told = below.content if below is not None and below.type == "inline" else ""
                yield _Quotation(words, told, line, token.level == 0)
                words = []
        elif depth and token.type == "inline":
            words.append(_words(token))
        elif depth and token.type in _VERBATIM:
            words.append(token.content.removesuffix("\n"))


def letters(source: str) -> str:
    """All that Markdown shows as words, without the spaces and breaks between them."""
    shown: list[str] = []
    for token in _parser("gfm-like").parse(source):
        if token.type == "inline":
            shown += [c.content for c in token.children or () if c.type != "html_inline"]
        elif token.type in _VERBATIM:
            shown.append(token.content)
    return "".join("".join(shown).split())


def _words(token: Token) -> str:
    return "".join(
        "\n" if child.type in _BREAKS else child.content for child in token.children or ()
    )


@cache
def _parser(preset: str) -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt(preset, {"linkify": False})
