"""A Document as Markdown that is read back as the same text and the same kinds of blocks.

Markup that Markdown cannot express at its place (emphasis that ends inside a
word, say) is left off, never the words: each block with inline markup is
parsed once, and what does not come back is written plainly. Links lead to
http and https only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from archive.model import Span
from archive.text.document import Block, BlockKind, Document, Inline, InlineKind
from archive.text.escape import escape, escape_cell, exact_code_span, prefixed, web_destination
from archive.text.places import Place, cut

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Stands for a piece of markup while the words around it are escaped; a noncharacter.
_PLACE = "\ufdd0"
_MARKERS = {InlineKind.STRONG: "**", InlineKind.EMPHASIS: "*"}
_INFO = re.compile(r"[\w+#.-]+")
_MAX_NUMBER = 999_999_999


@dataclass
class _List:
    """An open list item: how far its content is indented, and which list it is of."""

    width: int
    number: int | None
    sign: str


# What a block stands in, outermost first; None is a block quote.
_Containers = list[_List | None]


def to_markdown(document: Document, places: Sequence[Place] = ()) -> str:
    """Markdown for ``document``, one newline at its end; empty for an empty one.

    Args:
        places: passages to be shown as links, where that changes no word; none in blocks of code.
    """
    out: list[str] = []
    containers: _Containers = []
    previous: Block | None = None
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        after = at + 1
        if block.kind is BlockKind.ROW:
            while after < len(document.blocks) and _same_table(document, block, after):
                after += 1
        kept = _enter(containers, block)
        marker = ""
        tight = False
        if block.kind is BlockKind.ITEM:
            closed = containers[kept] if kept < len(containers) else None
            parted = previous is not None and _gap(document, previous, block) != "\n"
            fresh = parted and previous is not None and previous.kind is BlockKind.ITEM
            del containers[kept:]
            marker, item = _marker(block, closed, new=fresh)
            _quote_up(containers, block)
            tight = previous is not None and not parted and _may_follow(block, closed)
        else:
            del containers[kept:]
            _quote_up(containers, block)
        prefix = _prefix(containers)
        if out:
            out.append("\n" if tight else f"\n{_prefix(containers[:kept]).rstrip(' ')}\n")
        source = _source(document, document.blocks[at:after], places)
        if block.kind is BlockKind.ITEM:
            hanging = prefixed(source, prefix + " " * len(marker))
            out.append((prefix + marker + hanging[len(prefix) + len(marker) :]).rstrip(" "))
            containers.append(item)
        else:
            out.append(prefixed(source, prefix))
        previous = document.blocks[after - 1]
        at = after
    return "".join(out) + "\n" if out else ""


def _enter(containers: _Containers, block: Block) -> int:
    """How many of the open containers ``block`` stands in too."""
    items = block.depth - (block.kind is BlockKind.ITEM)
    quotes = block.quote
    for index, container in enumerate(containers):
        if container is None:
            quotes -= 1
        else:
            items -= 1
        if quotes < 0 or items < 0:
            return index
    return len(containers)


def _quote_up(containers: _Containers, block: Block) -> None:
    missing = block.quote - sum(container is None for container in containers)
    containers.extend([None] * missing)


def _marker(block: Block, closed: _List | None, *, new: bool) -> tuple[str, _List]:
    """The item's bullet or number; another sign than before where a new list begins."""
    if block.number is None:
        sign = closed.sign if closed is not None and closed.number is None else "-"
        if new and closed is not None and closed.number is None:
            sign = "*" if sign == "-" else "-"
        marker = f"{sign} "
        return marker, _List(len(marker), None, sign)
    number = min(max(block.number, 0), _MAX_NUMBER)
    sign = "."
    if closed is not None and closed.number is not None:
        sign = closed.sign
        if new:
            sign = ")" if sign == "." else "."
    marker = f"{number}{sign} "
    return marker, _List(len(marker), number, sign)


def _may_follow(block: Block, closed: _List | None) -> bool:
    """Whether an item may stand right below the line before it and still begin a list."""
    if not block.span:
        return closed is not None
    return closed is not None or block.number in (None, 1)


def _prefix(containers: Sequence[_List | None]) -> str:
    return "".join("> " if c is None else " " * c.width for c in containers)


def _gap(document: Document, before: Block, after: Block) -> str:
    return document.text[before.span.end : after.span.start]


def _same_table(document: Document, first: Block, index: int) -> bool:
    block = document.blocks[index]
    return (
        block.kind is BlockKind.ROW
        and block.number != 0
        and (block.depth, block.quote) == (first.depth, first.quote)
        and _gap(document, document.blocks[index - 1], block) == "\n"
    )


def _source(document: Document, blocks: Sequence[Block], places: Sequence[Place]) -> str:
    block = blocks[0]
    text = block.span.of(document.text)
    if block.kind is BlockKind.CODE:
        return _fenced(text, block.info)
    if block.kind is BlockKind.RULE:
        return "---"
    if block.kind is BlockKind.ROW:
        return _table(document, blocks, places)
    if block.kind is BlockKind.IMAGE:
        return f"![{escape_cell(text)}]({web_destination(block.info) or ''})"
    if block.kind is BlockKind.HEADING:
        level = min(max(block.level, 1), 6)
        words = _inline(document, block.span, places, line=True)
        return f"{'#' * level} {words}".rstrip(" ")
    return _inline(document, block.span, places)


def _fenced(text: str, info: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    name = info if _INFO.fullmatch(info) else ""
    return f"{fence}{name}\n{text}\n{fence}" if text else f"{fence}{name}\n{fence}"


def _table(document: Document, rows: Sequence[Block], places: Sequence[Place]) -> str:
    cells = [list(_cells(document, row, places)) for row in rows]
    width = max(map(len, cells))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cells(document: Document, row: Block, places: Sequence[Place]) -> Iterator[str]:
    start = row.span.start
    for cell in row.span.of(document.text).split("\t"):
        yield _inline(document, Span(start, start + len(cell)), places, line=True, cell=True)
        start += len(cell) + 1


def _one_line(source: str) -> str:
    """Hard breaks and blank lines as character references."""
    return source.replace("\\\n", "&#10;").replace("\n", "&#10;")


def _inline(
    document: Document,
    span: Span,
    places: Sequence[Place],
    *,
    line: bool = False,
    cell: bool = False,
) -> str:
    """The words of ``span`` with as many of the places, and of their markup, as come back.

    Args:
        line: all on one line. ``cell``: in a table, whose signs may not stand in code.
    """
    text = span.of(document.text)
    plain = _one_line(escape(text)) if line else escape(text)
    inside = [i for i in document.inlines if i.span and span.encloses(i.span)]
    shown = list(cut(places, inside, span))
    if not (inside or shown) or _PLACE in text:
        return plain
    for over in (shown, []) if shown else ([],):
        for kinds in (set(InlineKind), {InlineKind.LINK, InlineKind.CODE}, set[InlineKind]()):
            chosen = [*(i for i in inside if i.kind in kinds), *over]
            chosen.sort(key=lambda one: (one.span.start, -one.span.end))
            source = _marked(text, span.start, chosen, cell=cell)
            source = _one_line(source) if line else source
            if chosen and _comes_back(source, text):
                return source
    return plain


def _marked(text: str, offset: int, inlines: Sequence[Inline | Place], *, cell: bool) -> str:
    """``text`` with its markup, escaped around it.

    Args:
        offset: of ``text`` in the document. ``cell``: a table's signs may not stand in code.
    """
    # At one place ends come before starts, inner ends before outer ones, outer starts first.
    borders: list[tuple[int, int, int, str]] = []
    code: list[tuple[int, int]] = []
    for rank, inline in enumerate(inlines):
        words = text[inline.span.start - offset : inline.span.end - offset]
        start = inline.span.start - offset + len(words) - len(words.lstrip())
        end = inline.span.end - offset - (len(words) - len(words.rstrip()))
        if start >= end:
            continue
        if isinstance(inline, Place):
            borders.append((start, 1, rank, "["))
            borders.append((end, 0, -rank, f"]({inline.target})"))
        elif inline.kind is InlineKind.CODE:
            if "\n" in words or (cell and "|" in words):
                continue
            start, end = inline.span.start - offset, inline.span.end - offset
            code.append((start, end))
            borders.append((start, 1, rank, exact_code_span(words)))
        elif inline.kind is InlineKind.LINK:
            target = web_destination(inline.target)
            if target is not None:
                borders.append((start, 1, rank, "["))
                borders.append((end, 0, -rank, f"]({target})"))
        else:
            borders.append((start, 1, rank, _MARKERS[inline.kind]))
            borders.append((end, 0, -rank, _MARKERS[inline.kind]))
    pieces: list[str] = []
    at = 0
    borders.sort()
    for place, *_ in borders:
        pieces.append(_outside(text, at, place, code))
        pieces.append(_PLACE)
        at = place
    pieces.append(_outside(text, at, len(text), code))
    markup = iter([border[3] for border in borders])

    def put(match: re.Match[str]) -> str:
        sign = next(markup)
        # A link would be an image.
        return f"\\!{sign}" if match[1] == "!" and sign == "[" else (match[1] or "") + sign

    return re.sub(rf"(\\?!)?{_PLACE}", put, escape("".join(pieces)))


def _outside(text: str, start: int, end: int, code: Sequence[tuple[int, int]]) -> str:
    """``text[start:end]`` without the words that stand in code spans."""
    for first, last in code:
        if first <= start < last:
            start = min(last, end)
    return text[start:end]


def _comes_back(source: str, text: str) -> bool:
    tokens = _parser().parse(source)
    words: list[str] = []
    for token in tokens:
        if token.type != "inline":
            continue
        if any(child.type == "image" for child in token.children or ()):
            return False
        words.append(
            "".join(
                "\n" if child.type in ("hardbreak", "softbreak") else child.content
                for child in token.children or ()
            )
        )
    return "\n\n".join(words) == text and all(
        token.type in ("paragraph_open", "inline", "paragraph_close") for token in tokens
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
