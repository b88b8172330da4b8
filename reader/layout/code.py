"""Blocks of code as their language is coloured, by Pygments.

Only where a block names its language, or shows it beyond doubt: Pygments' own guesses are wrong
too often for a page. Lexing takes long, its import longer: this is for a thread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from archive.text.document import BlockKind, Document
from reader.layout import looks

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

MOST = 20_000
"""Code points of a block; a longer one stays without colours."""

_SHEBANG = re.compile(r"#!\S*/(?:env\s+)?(\w+?)[\d.]*\s")
_PLAIN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"diff --git |--- \S.*\n\+\+\+ \S"), "diff"),
    (re.compile(r"<\?php\b"), "php"),
    (re.compile(r"<\?xml\b"), "xml"),
    (re.compile(r"(?i)<!doctype html"), "html"),
)


def code_looks(
    document: Document, wanted: Callable[[], bool] = lambda: True
) -> list[tuple[int, int, int]]:
    """What is coloured in a document's blocks of code: start, end (code points) and look.

    Args:
        document: whose.
        wanted: asked before each block; once it says no, the rest is left.
    """
    found: list[tuple[int, int, int]] = []
    for block in document.blocks:
        if block.kind is BlockKind.CODE and len(block.span) <= MOST:
            if not wanted():
                break
            start, code = block.span.start, block.span.of(document.text)
            if language := block.info or _told(code):
                found += [(start + at, start + end, look) for at, end, look in _lex(code, language)]
    return found


def has_code(document: Document) -> bool:
    """Whether any block is code."""
    return any(block.kind is BlockKind.CODE for block in document.blocks)


def _told(code: str) -> str:
    """The language that the code itself tells; empty where there is doubt."""
    if found := _SHEBANG.match(code):
        return found[1]
    for pattern, language in _PLAIN:
        if pattern.match(code):
            return language
    if code.lstrip()[:1] in ("{", "[") and "\n" in code:
        try:
            json.loads(code)
        except (ValueError, RecursionError):
            return ""
        return "json"
    return ""


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _lex(code: str, language: str) -> Iterator[tuple[int, int, int]]:
    lexer = _lexer(language.casefold()[:40])
    if lexer is None:
        return
    # Unprocessed, so that offsets are those of the code as it stands.
    for at, kind, words in lexer.get_tokens_unprocessed(code):
        look = _look(kind)
        if look and not words.isspace():
            yield at, at + len(words), look


@cache
def _look(kind: _TokenType) -> int:
    """The look of a kind of token; 0 for what stays as it is."""
    from pygments.token import Comment, Generic, Keyword, Literal, Name, Operator

    for base, look in (
        (Comment.Preproc, looks.CODE_NAME),
        (Comment, looks.CODE_COMMENT),
        (Generic.Prompt, looks.CODE_COMMENT),
        (Generic.Deleted, looks.CODE_NUMBER),
        (Generic.Inserted, looks.CODE_STRING),
        (Generic.Subheading, looks.CODE_NAME),
        (Literal.Number, looks.CODE_NUMBER),
        (Literal, looks.CODE_STRING),
        (Keyword, looks.CODE_KEYWORD),
        (Operator.Word, looks.CODE_KEYWORD),
        (Name.Tag, looks.CODE_KEYWORD),
        (Name.Function, looks.CODE_NAME),
        (Name.Class, looks.CODE_NAME),
        (Name.Decorator, looks.CODE_NAME),
        (Name.Builtin, looks.CODE_NAME),
        (Name.Attribute, looks.CODE_NAME),
    ):
        if kind in base:
            return look
    return 0
