"""Document: an article's plain text with its markup standing off it.

The text is what the reader sees as words; every block (paragraph, heading,
list item ...) and inline mark (emphasis, link ...) is a span on it. Blocks
are parted by a blank line, but list items, table rows and code lines by one
newline, and table cells by a tab. Bullets and numbers are markup, never text.
A Document is made once, at ingest, and stored with its revision, so that a
newer parser never moves a highlight.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from archive.model import Span


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    ROW = "row"
    RULE = "rule"
    IMAGE = "image"


class InlineKind(StrEnum):
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text laid out as one thing.

    Blocks stand in text order and never overlap; together with the
    separators between them they cover the whole text. A rule is empty.

    Attributes:
        span: code points of the plain text, separators excluded.
        level: heading level 1 to 6; for other kinds 0.
        depth: nesting depth of a list item from 1; for other kinds the
            depth of the list item it continues, or 0.
        number: the number of an ordered item; None for a bullet. Row 0 of
            a table that has a header is that header (``number=0``).
        quote: how many block quotes enclose it.
        info: a code block's language, an image's source; else empty.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    depth: int = 0
    number: int | None = None
    quote: int = 0
    info: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """Markup inside blocks; inlines nest or follow one another, in order of start.

    Attributes:
        span: code points of the plain text.
        target: a link's destination as written; else empty.
    """

    kind: InlineKind
    span: Span
    target: str = ""


@dataclass(frozen=True)
class Document:
    """Plain text plus standoff markup; see the module's docstring."""

    text: str
    blocks: tuple[Block, ...]
    inlines: tuple[Inline, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the UTF-8 text; the identity of a revision's words."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def _starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def block_at(self, offset: int) -> int:
        """Index of the block that holds ``offset``, or of the last one before it.

        Args:
            offset: code-point offset in the plain text.

        Raises:
            IndexError: if the document has no block.
        """
        if not self.blocks:
            raise IndexError("an empty document has no blocks")
        return max(0, bisect_right(self._starts, offset) - 1)

    def markup(self) -> str:
        """The blocks and inlines as compact JSON, read back by :meth:`from_markup`."""
        return json.dumps(
            {
                "blocks": [
                    [b.kind, b.span.start, b.span.end, b.level, b.depth, b.number, b.quote, b.info]
                    for b in self.blocks
                ],
                "inlines": [[i.kind, i.span.start, i.span.end, i.target] for i in self.inlines],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_markup(cls, text: str, markup: str) -> Document:
        """The Document with this text whose :meth:`markup` this is.

        Raises:
            ValueError, KeyError: if ``markup`` was not written by it.
        """
        data = json.loads(markup)
        return cls(
            text,
            tuple(
                Block(BlockKind(kind), Span(start, end), level, depth, number, quote, info)
                for kind, start, end, level, depth, number, quote, info in data["blocks"]
            ),
            tuple(
                Inline(InlineKind(kind), Span(start, end), target)
                for kind, start, end, target in data["inlines"]
            ),
        )
