"""Document from Markdown (CommonMark, tables, strikethrough, footnotes), by a parser's tokens.

Words are what a renderer would show: markers, bullets and numbers go, a soft
break is a space, a hard one a newline. HTML is never kept as markup: tags go
and their words stay (:mod:`archive.text.tags`). A source nested deeper than
the parser follows, which would lose its words, is read as plain text. Footnotes
stand at the end as numbered items, linked from and to the text as web pages do
it (:mod:`archive.text.footnotes`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from archive.model import Span
from archive.text.clean import clean_part
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind
from archive.text.footnotes import BACK, back_link, note_link
from archive.text.plain import build_plain
from archive.text.tags import html_blocks, tag_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_NESTING: Final = 60
"""Levels of blocks the parser follows (a list takes two); it recurses on each."""

_MARKS = {"strong": InlineKind.STRONG, "em": InlineKind.EMPHASIS, "link": InlineKind.LINK}
_FLAT = str.maketrans("\t\n", "  ")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    # Destinations stay as they are written; the parser would percent-encode them.
    parser.normalizeLink = _as_written  # type: ignore[method-assign, assignment]
    parser.normalizeLinkText = _as_written  # type: ignore[method-assign, assignment]
    return parser


def _as_written(address: str) -> str:
    return clean_part(address).translate(_FLAT)


def build_markdown(source: str) -> Document:
    """The Document of a Markdown text.

    Args:
        source: cleaned text (:func:`archive.text.clean.clean`), without front matter.
    """
    try:
        tokens = _parser().parse(source)
    except RecursionError:
        # Links and images in one another without end: no structure worth keeping.
        return build_plain(source)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        return build_plain(source)
    builder = _Builder()
    for token in _anchored(tokens):
        builder.read(token)
    return builder.finish()


def _anchored(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, the way back from each footnote at the end of its last words."""
    from markdown_it.token import Token

    words: Token | None = None  # the last of the footnote being read
    for token in tokens:
        if token.type == "footnote_open":
            words = None
        elif token.type == "inline":
            words = token
        elif token.type == "footnote_anchor" and not token.meta["subId"]:
            back = [
                Token("text", "", 0, content=" "),
                Token("link_open", "a", 1, attrs={"href": back_link(token.meta["id"] + 1)}),
                Token("text", "", 0, content=BACK),
                Token("link_close", "a", -1),
            ]
            if words is not None:
                words.children = [*(words.children or ()), *back]
    yield from tokens


@dataclass(slots=True)
class _Builder:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    # Where we are: how many lists and quotes enclose the token.
    depth: int = 0
    quote: int = 0
    heading: int = 0
    # The item whose first paragraph is still to come.
    item: Block | None = None
    cells: list[_Words] | None = None
    header: bool = False
    # Blocks of one list, or of one table, share a group.
    group: int = 0
    last_group: int = 0

    def read(self, token: Token) -> None:
        """Take the next token of the parser's flat list."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if self.depth == 0:
                    self.group += 1
                self.depth += 1
            case "footnote_block_open":
                self.group += 1
                self.depth += 1
            case "footnote_block_close":
                self.depth -= 1
            case "footnote_open":
                number = token.meta["id"] + 1
                self.item = _shape(BlockKind.ITEM, depth=self.depth, number=number)
            case "bullet_list_close" | "ordered_list_close":
                self.depth -= 1
                self.item = None
            case "list_item_open":
                number = int(token.info) if token.info else None
                self.item = _shape(
                    BlockKind.ITEM, depth=self.depth, number=number, quote=self.quote
                )
            case "blockquote_open":
                self.quote += 1
            case "blockquote_close":
                self.quote -= 1
            case "heading_open":
                self.heading = int(token.tag[1])
            case "heading_close":
                self.heading = 0
            case "table_open":
                self.group += 1
            case "thead_open" | "thead_close":
                self.header = token.nesting == 1
            case "tr_open":
                self.cells = []
            case "tr_close":
                self.row()
            case "inline":
                self.words(token.children or ())
            case "fence" | "code_block":
                self.code(token)
            case "html_block":
                self.html(token.content)
            case "hr":
                self.commit("", _shape(BlockKind.RULE, depth=self.depth, quote=self.quote))

    def words(self, children: Sequence[Token]) -> None:
        words = _Words()
        for child in children:
            words.read(child)
        if self.cells is not None:
            self.cells.append(words)
            return
        image = _lone_image(children)
        if self.heading:
            shape = self.shape(BlockKind.HEADING, level=self.heading)
        elif self.item is not None:
            shape = replace(self.item, quote=self.quote)
        elif image is not None:
            shape = self.shape(BlockKind.IMAGE, info=str(image.attrs.get("src", "")))
        else:
            shape = self.paragraph()
        self.write(words, shape)

    def write(self, words: _Words, shape: Block) -> None:
        text = words.text()
        if text.strip():
            self.commit(text, shape, words.marks)

    def row(self) -> None:
        """Write the cells read, tabs between them."""
        cells, self.cells = self.cells or [], None
        texts: list[str] = []
        marks: list[Inline] = []
        at = 0
        for cell in cells:
            texts.append(cell.text().translate(_FLAT))
            marks += [replace(mark, span=mark.span.shift(at)) for mark in cell.marks]
            at += len(texts[-1]) + 1
        text = "\t".join(texts)
        if text.strip():
            self.commit(text, self.shape(BlockKind.ROW, number=0 if self.header else None), marks)

    def code(self, token: Token) -> None:
        from markdown_it.common.utils import unescapeAll

        text = clean_part(token.content).removesuffix("\n")
        if text.strip():
            language = clean_part(unescapeAll(token.info)).split()
            self.commit(text, self.shape(BlockKind.CODE, info=language[0] if language else ""))

    def html(self, source: str) -> None:
        for piece in html_blocks(source):
            if piece.code:
                shape = self.shape(BlockKind.CODE)
            elif piece.level:
                shape = self.shape(BlockKind.HEADING, level=piece.level)
            else:
                shape = replace(self.item, quote=self.quote) if self.item else self.paragraph()
            self.commit(piece.text, shape)

    def shape(
        self, kind: BlockKind, *, level: int = 0, number: int | None = None, info: str = ""
    ) -> Block:
        return _shape(kind, level, self.depth, number, self.quote, info)

    def paragraph(self) -> Block:
        return self.shape(BlockKind.QUOTE if self.quote else BlockKind.PARAGRAPH)

    def commit(self, text: str, shape: Block, marks: Sequence[Inline] = ()) -> None:
        """Write a block; its marks are relative to its start."""
        if self.blocks:
            gap = "\n" if self.joins(self.blocks[-1], shape) else "\n\n"
            self.pieces.append(gap)
            self.length += len(gap)
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        self.blocks.append(replace(shape, span=Span(start, self.length)))
        ordered = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
        self.inlines += [replace(mark, span=mark.span.shift(start)) for mark in ordered]
        self.last_group = self.group
        self.item = None

    def joins(self, before: Block, after: Block) -> bool:
        """Whether one newline parts two blocks: items of one list, rows of one table."""
        return (
            after.kind in (BlockKind.ITEM, BlockKind.ROW)
            and after.kind is before.kind
            and self.group == self.last_group
        )

    def finish(self) -> Document:
        return Document("".join(self.pieces), tuple(self.blocks), tuple(self.inlines))


@dataclass(slots=True)
class _Words:
    """The words of one paragraph, heading or cell, and the marks on them."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Inline] = field(default_factory=list)
    open: list[tuple[int, str]] = field(default_factory=list)

    def read(self, token: Token) -> None:
        """Take the next inline token."""
        kind = token.type
        if kind == "softbreak":
            self.add(" ")
        elif kind == "hardbreak":
            self.add("\n")
        elif kind == "code_inline":
            start = self.length
            self.add(token.content)
            self.mark(InlineKind.CODE, start)
        elif kind == "footnote_ref":
            start, number = self.length, token.meta["id"] + 1
            self.add(f"[{number}]")
            self.mark(InlineKind.LINK, start, note_link(number))
        elif kind == "image":
            for child in token.children or ():
                # the words of an image are plain: their own marks would stand for nothing seen
                if child.nesting == 0:
                    self.read_plain(child)
        elif kind == "html_inline":
            self.add(tag_text(token.content))
        elif token.nesting == 1:
            self.open.append((self.length, str(token.attrs.get("href", ""))))
        elif token.nesting == -1:
            start, target = self.open.pop()
            mark = _MARKS.get(kind.removesuffix("_close"))
            if mark is not None:
                self.mark(mark, start, target)
        else:
            self.add(token.content)

    def read_plain(self, token: Token) -> None:
        if token.type == "code_inline":
            self.add(token.content)
        elif token.type == "footnote_ref":
            self.add(f"[{token.meta['id'] + 1}]")
        else:
            self.read(token)

    def add(self, content: str) -> None:
        text = clean_part(content)
        self.pieces.append(text)
        self.length += len(text)

    def mark(self, kind: InlineKind, start: int, target: str = "") -> None:
        if start < self.length and (kind is not InlineKind.LINK or target):
            self.marks.append(Inline(kind, Span(start, self.length), target))

    def text(self) -> str:
        return "".join(self.pieces)


def _lone_image(children: Sequence[Token]) -> Token | None:
    """The image that is all of a paragraph, maybe as a link."""
    inside = [child for child in children if child.type not in ("link_open", "link_close")]
    return inside[0] if len(inside) == 1 and inside[0].type == "image" else None


def _shape(
    kind: BlockKind,
    level: int = 0,
    depth: int = 0,
    number: int | None = None,
    quote: int = 0,
    info: str = "",
) -> Block:
    return Block(kind, Span(0, 0), level, depth, number, quote, info)
