"""Document from the element tree that trafilatura makes of a page's article.

The tree is TEI-like: ``p``, ``head`` (rend h1 to h6), ``list`` (rend ul, ol,
dl) of ``item``, ``quote``, ``code``, ``table`` of ``row`` of ``cell`` (role
head), ``graphic``, and inside them ``hi`` (rend #b, #i, #t), ``ref`` (target),
``lb``, ``del``. Any may stand in any other; text that stands in none of the
blocks becomes a paragraph. White space collapses as in a browser, save in
code; no-break spaces stay. What the model has no mark for (superscript,
underline, deletion) keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urljoin

from archive.model import Span
from archive.text.clean import clean_part
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind

# Deeper than any page people write; beyond it words are kept and structure is not.
MAX_NESTING: Final = 200
# A table with a cell longer than this lays out a page rather than data.
_DATA_CELL: Final = 600

_SPACE = re.compile("[ \t\n\r\x0b\x0c]+")
_UNSAFE = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_INLINES = {"#b": InlineKind.STRONG, "#i": InlineKind.EMPHASIS, "#t": InlineKind.CODE}
_BLOCK_TAGS = frozenset(("p", "head", "list", "quote", "code", "table", "div", "graphic"))


def build_html(body: Any, *, base: str | None = None) -> Document:
    """The Document of an article's tree.

    Args:
        body: an lxml element, as ``trafilatura.bare_extraction`` gives it.
        base: the page's URL, by which relative links are completed.
    """
    builder = _Builder(base)
    builder.inside(body, 0)
    return builder.finish()


@dataclass(slots=True)
class _Mark:
    kind: InlineKind
    target: str
    start: int | None = None  # set when the first word under it is written


@dataclass(slots=True)
class _Builder:
    base: str | None
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    # The block being written: its shape, its words, its marks relative to its start.
    shape: Block = field(default_factory=lambda: _paragraph())
    words: list[str] = field(default_factory=list)
    written: int = 0
    space: bool = False
    marks: list[_Mark] = field(default_factory=list)
    done: list[Inline] = field(default_factory=list)
    # What surrounds it: how lists, quotes and tables nest, and which one it is.
    depth: int = 0
    quote: int = 0
    flat: int = 0
    group: int = 0
    last_group: int = -1
    groups: int = 0

    def inside(self, element: Any, level: int) -> None:
        """Write what ``element`` holds."""
        if level > MAX_NESTING:
            self.text(" ".join(element.itertext()))
            return
        self.text(element.text)
        for child in element:
            if isinstance(child.tag, str):  # not a comment or an instruction
                write = _WRITERS.get(child.tag, _Builder.inside)
                write(self, child, level + 1)
            self.text(child.tail)

    def text(self, raw: str | None) -> None:
        """Write words, white space collapsed."""
        if not raw:
            return
        collapsed = _SPACE.sub(" ", clean_part(raw))
        stripped = collapsed.strip(" ")
        if collapsed.startswith(" "):
            self.space = True
        if not stripped:
            return
        if self.space and self.written and not self.words[-1].endswith(("\n", "\t")):
            self.words.append(" ")
            self.written += 1
        self.space = collapsed.endswith(" ")
        for mark in self.marks:
            if mark.start is None:
                mark.start = self.written
        self.words.append(stripped)
        self.written += len(stripped)

    # Inline elements

    def marked(self, element: Any, level: int, kind: InlineKind, target: str = "") -> None:
        self.marks.append(_Mark(kind, target))
        self.inside(element, level)
        self.close(self.marks.pop())

    def close(self, mark: _Mark) -> None:
        if mark.start is not None and mark.start < self.written:
            self.done.append(Inline(mark.kind, Span(mark.start, self.written), mark.target))
        mark.start = None

    def hi(self, element: Any, level: int) -> None:
        kind = _INLINES.get(element.get("rend", ""))
        if kind is None:
            self.inside(element, level)
        else:
            self.marked(element, level, kind)

    def ref(self, element: Any, level: int) -> None:
        target = element.get("target") or ""
        if not target or _UNSAFE.match(target):
            self.inside(element, level)
        else:
            self.marked(element, level, InlineKind.LINK, self.absolute(target))

    def absolute(self, target: str) -> str:
        target = _SPACE.sub(" ", clean_part(target)).strip(" ").replace(" ", "%20")
        try:
            return urljoin(self.base, target) if self.base else target
        except ValueError:
            return target  # an address nobody can read stays as it is written

    def lb(self, element: Any, level: int) -> None:
        if self.flat:
            self.space = True
        elif self.written and not self.words[-1].endswith(("\n", "\t")):
            self.words.append("\n")
            self.written += 1
            self.space = False
        self.inside(element, level)

    # Blocks

    def flush(self, after: Block | None = None) -> None:
        """End the block being written and begin one of shape ``after``, or a paragraph."""
        for mark in self.marks:
            self.close(mark)
        text = "".join(self.words)
        if self.shape.kind is not BlockKind.CODE:
            text = text.rstrip(" \n")
        if text.strip(" \n\t\u00a0\u200b\ufeff"):
            self.commit(text)
        self.shape = after or _paragraph(depth=self.depth, quote=self.quote)
        self.words.clear()
        self.done.clear()
        self.written, self.space = 0, False

    def commit(self, text: str) -> None:
        if self.blocks:
            gap = "\n" if self.joins(self.blocks[-1]) else "\n\n"
            self.pieces.append(gap)
            self.length += len(gap)
        start, end = self.length, self.length + len(text)
        self.blocks.append(replace(self.shape, span=Span(start, end)))
        for inline in sorted(self.done, key=lambda i: (i.span.start, -i.span.end)):
            span = inline.span.shift(start)
            if span.start < end:
                self.inlines.append(replace(inline, span=Span(span.start, min(span.end, end))))
        self.pieces.append(text)
        self.length = end
        self.last_group = self.group

    def joins(self, before: Block) -> bool:
        """Whether one newline parts the block from the one before: in one list, one table."""
        return (
            self.shape.kind in (BlockKind.ITEM, BlockKind.ROW)
            and self.shape.kind is before.kind
            and self.group == self.last_group
        )

    def block(self, element: Any, level: int, shape: Block | None = None) -> None:
        """A block of its own; inside a table's cell only a space parts it."""
        if self.flat:
            self.space = True
            self.inside(element, level)
            self.space = True
            return
        self.flush(shape)
        self.inside(element, level)
        self.flush()

    def p(self, element: Any, level: int) -> None:
        if self.shape.kind is BlockKind.ITEM and not self.written and not self.flat:
            # the first paragraph of an item is the item
            self.inside(element, level)
            self.flush()
            return
        self.block(element, level)

    def head(self, element: Any, level: int) -> None:
        rend = element.get("rend") or "h2"
        number = int(rend[1]) if re.fullmatch("h[1-6]", rend) else 2
        self.block(
            element,
            level,
            _shape(BlockKind.HEADING, level=number, depth=self.depth, quote=self.quote),
        )

    def quoted(self, element: Any, level: int) -> None:
        self.flush()
        self.quote += 1
        self.block(element, level)
        self.quote -= 1
        self.flush()

    def listing(self, element: Any, level: int) -> None:
        if self.flat:
            self.block(element, level)
            return
        self.flush()
        outer = self.group
        if self.depth == 0:
            self.groups += 1
            self.group = self.groups
        self.text(element.text)
        self.depth += 1
        number = 1
        for child in element:
            if child.tag == "item" and self.has_words(child):
                ordered = element.get("rend") == "ol"
                self.flush(
                    _shape(
                        BlockKind.ITEM,
                        depth=self.depth,
                        number=number if ordered else None,
                        quote=self.quote,
                    )
                )
                number += 1
                self.inside(child, level + 1)
                self.flush()
            elif isinstance(child.tag, str) and child.tag != "item":
                _WRITERS.get(child.tag, _Builder.inside)(self, child, level + 1)
            self.text(child.tail)
        self.depth -= 1
        self.flush()
        self.group = outer

    def code(self, element: Any, level: int) -> None:
        text = clean_part("".join(_verbatim(element)))
        stands_alone = element.getparent() is None or element.getparent().tag in (
            "body",
            "quote",
            "item",
            "div",
        )
        lone = stands_alone and not self.written
        if self.flat or ("\n" not in text.strip("\n") and not lone):
            self.marked(element, level, InlineKind.CODE)
            return
        text = text.strip("\n").rstrip()
        if self.shape.kind is BlockKind.ITEM and not self.written and "\n" not in text:
            self.marked(element, level, InlineKind.CODE)
            return
        language = re.match(r".*?\blang(?:uage)?-([\w+#-]+)", element.get("class") or "")
        self.flush(
            _shape(
                BlockKind.CODE,
                depth=self.depth,
                quote=self.quote,
                info=language[1] if language else "",
            )
        )
        self.words.append(text)
        self.written = len(text)
        self.flush()

    def graphic(self, element: Any, level: int) -> None:
        alt = _SPACE.sub(" ", clean_part(element.get("alt") or "")).strip(" ")
        if self.flat or (self.shape.kind is BlockKind.ITEM and not self.written):
            self.text(f" {alt} ")  # a cell or an item that is an image: its words are the text
        elif alt:  # an image that says nothing has no place in a text
            source = element.get("src") or ""
            info = "" if _UNSAFE.match(source) else self.absolute(source)
            self.flush(_shape(BlockKind.IMAGE, depth=self.depth, quote=self.quote, info=info))
            self.text(alt)
            self.flush()
        # no image holds text, but a page's broken tags can put it there
        self.inside(element, level)

    def table(self, element: Any, level: int) -> None:
        rows = [[cell for cell in row if cell.tag == "cell"] for row in element if row.tag == "row"]
        rows = [cells for cells in rows if any(map(self.has_words, cells))]
        if self.flat or self.is_layout(element, rows):
            self.block(element, level)
            return
        self.flush()
        if self.is_caption(rows):
            self.block(rows[0][0], level + 2, _paragraph(self.depth, self.quote))
            rows = rows[1:]
        outer = self.group
        self.groups += 1
        self.group = self.groups
        for index, cells in enumerate(rows):
            header = index == 0 and all(cell.get("role") == "head" for cell in cells)
            self.flush(
                _shape(
                    BlockKind.ROW,
                    number=0 if header else None,
                    depth=self.depth,
                    quote=self.quote,
                )
            )
            self.flat += 1
            for column, cell in enumerate(cells):
                if column:
                    self.words.append("\t")
                    self.written += 1
                    self.space = False
                # a space due at the end of a cell is dropped, not carried to the next
                self.inside(cell, level + 2)
                self.space = False
            self.flat -= 1
            self.flush()
        self.group = outer

    def is_layout(self, table: Any, rows: list[list[Any]]) -> bool:
        """Whether a table arranges a page: one column, cells that are articles, loose words."""
        cells = [cell for row in rows for cell in row]
        if max((sum(map(self.has_words, row)) for row in rows), default=0) < 2:
            return True
        held = sum(len(_bare(cell)) for cell in cells)
        return held < len(_bare(table)) or any(
            cell.find(".//table") is not None
            or cell.find(".//quote") is not None
            or len("".join(cell.itertext())) > _DATA_CELL
            for cell in cells
        )

    def is_caption(self, rows: list[list[Any]]) -> bool:
        """Whether the first row is the table's caption: a head, and cells that no page has."""
        first, *others = rows or [[]]
        return (
            len(first) > 1
            and first[0].get("role") == "head"
            and not any(cell.get("role") or self.has_words(cell) for cell in first[1:])
            and any(self.has_words(cell) for cells in others for cell in cells[1:])
        )

    def has_words(self, element: Any) -> bool:
        return any(piece.strip() for piece in element.itertext()) or any(
            image.get("alt") for image in element.iter("graphic")
        )

    def finish(self) -> Document:
        self.flush()
        inlines = sorted(self.inlines, key=lambda i: (i.span.start, -i.span.end))
        return Document("".join(self.pieces), tuple(self.blocks), tuple(inlines))


def _shape(kind: BlockKind, **fields: Any) -> Block:
    return Block(kind, Span(0, 0), **fields)


def _paragraph(depth: int = 0, quote: int = 0) -> Block:
    kind = BlockKind.QUOTE if quote else BlockKind.PARAGRAPH
    return _shape(kind, depth=depth, quote=quote)


def _bare(element: Any) -> str:
    return _SPACE.sub("", "".join(element.itertext()))


def _verbatim(element: Any) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            pieces.append("\n")
        if isinstance(child.tag, str):
            pieces.extend(_verbatim(child))
        pieces.append(child.tail or "")
    return pieces


_WRITERS: dict[str, Callable[[_Builder, Any, int], None]] = {
    "p": _Builder.p,
    "div": _Builder.block,
    "head": _Builder.head,
    "list": _Builder.listing,
    "quote": _Builder.quoted,
    "code": _Builder.code,
    "table": _Builder.table,
    "graphic": _Builder.graphic,
    "hi": _Builder.hi,
    "ref": _Builder.ref,
    "lb": _Builder.lb,
}
