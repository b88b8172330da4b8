"""A Document as HTML with the marks of its annotations, every word escaped.

Marks may overlap one another and run across blocks; HTML elements may not. So
each block is cut where a mark or an inline begins or ends, and every piece is
wrapped anew in all that cover it. The first piece of a mark carries its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from archive.model import Annotation, Motivation, Span
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind
from archive.text.escape import web_destination

_TAGS = {InlineKind.STRONG: "strong", InlineKind.EMPHASIS: "em", InlineKind.CODE: "code"}


def to_html(document: Document, marks: Sequence[Annotation]) -> str:
    """The blocks of ``document``, one element a line.

    Args:
        marks: with a place in this text, in document order.
    """
    writer = _Writer(document, marks)
    for block in document.blocks:
        writer.block(block)
    writer.close()
    return "\n".join(writer.lines)


def href(url: str) -> str | None:
    """``url`` as the value of an attribute, or None unless it is an http(s) address."""
    target = web_destination(url)
    # Markdown's destination has some ampersands as references, HTML's must have all so.
    return None if target is None else escape(target.replace("&amp;", "&"))


def kind_class(mark: Annotation) -> str:
    """The CSS class of a mark."""
    if mark.motivation is Motivation.IDENTIFYING:
        return "entity"
    if mark.claim is not None or mark.motivation is Motivation.ASSESSING:
        return "claim"
    return "note" if mark.motivation is Motivation.COMMENTING else "highlight"


class _Writer:
    def __init__(self, document: Document, marks: Sequence[Annotation]) -> None:
        self.lines: list[str] = []
        self._document = document
        self._marks = marks
        self._named: set[str] = set()
        self._open: list[str] = []  # what stands open around the next block, outermost first
        self._table = False

    def block(self, block: Block) -> None:
        """Write one block in its quotations and lists."""
        if block.kind is not BlockKind.ROW:
            self._end_table()
        self._stand_in(self._around(block), new_item=block.kind is BlockKind.ITEM)
        if block.kind is BlockKind.ROW:
            self._row(block)
            return
        words = "".join(self._pieces(block.span))
        if block.kind is BlockKind.HEADING:
            level = min(max(block.level, 1), 5) + 1  # the title is the page's h1
            self.lines.append(f'<h{level} dir="auto">{words}</h{level}>')
        elif block.kind is BlockKind.ITEM:
            value = "" if block.number is None else f' value="{block.number}"'
            self.lines[-1] = f'<li{value} dir="auto">{words}'
        elif block.kind is BlockKind.CODE:
            self.lines.append(f"<pre><code>{words}</code></pre>")
        elif block.kind is BlockKind.RULE:
            self.lines.append("<hr>")
        elif block.kind is BlockKind.IMAGE:
            self.lines.append(f'<p class="image" dir="auto">{words}</p>')
        else:
            broken = words.replace("\n", "<br>\n")
            self.lines.append(f'<p dir="auto">{broken}</p>')

    def close(self) -> None:
        """Close whatever stands open."""
        self._end_table()
        self._stand_in([])

    def _row(self, block: Block) -> None:
        if not self._table:
            self.lines.append("<table>")
            self._table = True
        tag = "th" if block.number == 0 else "td"
        cells: list[str] = []
        start = block.span.start
        for cell in block.span.of(self._document.text).split("\t"):
            span = Span(start, start + len(cell))
            cells.append(f'<{tag} dir="auto">{"".join(self._pieces(span))}</{tag}>')
            start += len(cell) + 1
        self.lines.append(f"<tr>{''.join(cells)}</tr>")

    def _end_table(self) -> None:
        if self._table:
            self.lines.append("</table>")
            self._table = False

    def _around(self, block: Block) -> list[str]:
        """The elements a block stands in: quotations, then for each level a list and its item."""
        quotes = ["blockquote"] * block.quote
        there = self._open[block.quote :] if self._open[: block.quote] == quotes else []
        lists = [tag for tag in there if tag != "blockquote"][: 2 * block.depth]
        if block.kind is BlockKind.ITEM:
            tag = "ul" if block.number is None else "ol"
            lists = lists[: 2 * block.depth - 2]
            while len(lists) < 2 * block.depth:
                lists += [tag, "li"]
        return quotes + lists

    def _stand_in(self, around: list[str], *, new_item: bool = False) -> None:
        """Close and open elements; an item's own element is always a new one."""
        same = 0
        while same < min(len(around), len(self._open)) and around[same] == self._open[same]:
            same += 1
        if new_item:
            same = min(same, len(around) - 1)
        if around[same:] or self._open[same:]:
            self._end_table()
        self.lines += [f"</{tag}>" for tag in reversed(self._open[same:])]
        self.lines += [f"<{tag}>" for tag in around[same:]]
        self._open = around

    def _pieces(self, span: Span) -> Iterator[str]:
        """The words of a span with the inlines and marks that cover them."""
        inlines = [i for i in self._document.inlines if i.span.overlaps(span)]
        marks = [m for m in self._marks if m.span.overlaps(span)]
        borders = {span.start, span.end}
        for cover in (*(i.span for i in inlines), *(m.span for m in marks)):
            borders |= {max(cover.start, span.start), min(cover.end, span.end)}
        ordered = sorted(borders)
        for start, end in pairwise(ordered):
            piece = Span(start, end)
            words = escape(piece.of(self._document.text))
            for mark in reversed([m for m in marks if m.span.encloses(piece)]):
                words = self._mark(mark, words)
            for inline in reversed([i for i in inlines if i.span.encloses(piece)]):
                words = _inline(inline, words)
            yield words

    def _mark(self, mark: Annotation, words: str) -> str:
        name = ""
        if mark.id not in self._named:
            self._named.add(mark.id)
            name = f' id="{mark.id}"'
        return f'<mark class="{kind_class(mark)}" data-mark="{mark.id}"{name}>{words}</mark>'


def _inline(inline: Inline, words: str) -> str:
    if inline.kind is InlineKind.LINK:
        target = href(inline.target)
        return f'<a rel="noreferrer" href="{target}">{words}</a>' if target else words
    tag = _TAGS[inline.kind]
    return f"<{tag}>{words}</{tag}>"
