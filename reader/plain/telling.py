"""Articles and marks as lines that make sense when they are heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.core import Archive
from archive.model import Annotation, Article, ArticleRow, Motivation, Span
from archive.text.document import Block, BlockKind, Document, InlineKind

_CALLED = {
    Motivation.ASSESSING: "Claim",
    Motivation.IDENTIFYING: "Entity",
    Motivation.COMMENTING: "Note",
    Motivation.HIGHLIGHTING: "Highlight",
}


def row_line(row: ArticleRow) -> str:
    """An article of the list: title, then what is known of it."""
    facts = [
        row.outlet,
        str(row.published or "")[:10],
        row.language,
        "" if row.read else "unread",
        "starred" if row.starred else "",
        _many(row.claims, "claim", "claims") if row.claims else "",
        _many(row.entities, "entity", "entities") if row.entities else "",
    ]
    return ", ".join([row.title or "Without a title", *(fact for fact in facts if fact)])


def head_lines(article: Article, parts: int, marks: int) -> str:
    """What stands over an article's text."""
    facts = [
        article.outlet,
        *article.authors,
        str(article.published or "")[:10],
        article.language,
        "starred" if article.starred else "",
        " ".join(f"#{tag}" for tag in article.tags),
        _many(article.words, "word", "words"),
        _many(parts, "part", "parts"),
        _many(marks, "mark", "marks"),
    ]
    return f"{article.title}\n{', '.join(fact for fact in facts if fact)}."


def parts_of(document: Document) -> list[Block]:
    """The blocks that have something to say, in order."""
    return [block for block in document.blocks if block.kind is not BlockKind.RULE]


def part_line(document: Document, block: Block) -> str:
    """A block in words: what it is, where that is not a paragraph, and its text."""
    words = block.span.of(document.text)
    if block.kind is BlockKind.ROW:
        words = " | ".join(words.split("\t"))
    named = {
        BlockKind.HEADING: "Heading",
        BlockKind.CODE: "Code",
        BlockKind.ROW: "Row",
        BlockKind.IMAGE: "Image",
    }.get(block.kind, "")
    if block.kind is BlockKind.ITEM:
        named = "Item" if block.number is None else f"Item {block.number}"
    if block.kind is BlockKind.QUOTE or block.quote:
        named = f"Quoted {named.lower()}".strip()
    return f"{named}: {words}" if named else words


def link_lines(document: Document, block: Block) -> Iterator[str]:
    """The links in a block."""
    for inline in document.inlines:
        if inline.kind is InlineKind.LINK and _within(inline.span, block.span):
            yield f"Link on {inline.span.of(document.text)}: {inline.target}"


def mark_line(archive: Archive, mark: Annotation) -> str:
    """A mark: what it is, its words, what is known of it."""
    said = [f"{_CALLED[mark.motivation]}: “{mark.exact}”"]
    if mark.claim is not None:
        claim = archive.claims.get(mark.claim)
        said.append(f"{claim.kind}, {claim.verdict}, {claim.id}")
        if claim.statement != mark.exact:
            said.append(claim.statement)
    if mark.entity is not None:
        entity = archive.entities.get(mark.entity)
        said.append(f"{entity.name}, {entity.type}")
    said += [mark.label or "", mark.note, " ".join(f"#{tag}" for tag in mark.tags)]
    if not mark.placement.placed:
        said.append(f"its place is {mark.placement}")
    return "; ".join(part for part in said if part)


def marks_in(marks: Sequence[Annotation], block: Block) -> list[Annotation]:
    """The marks that begin in a block, of those that have a place."""
    return [
        mark
        for mark in marks
        if mark.placement.placed and block.span.start <= mark.span.start < block.span.end
    ]


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _many(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
