"""Articles for tests, made in one line."""

from __future__ import annotations

import re
from typing import Any

from archive.core import Archive
from archive.model import Article, Incoming, PartialDate, Span
from archive.text.document import Block, BlockKind, Document

TEXT = (
    "DeepSeek a présenté R1. Le modèle est 27 fois moins cher que celui de o1.\n\n"
    "OpenAI answered within a week. Sam Altman called the chip act a mistake.\n\n"
    "Prices fell by 5,58 % in January, and nobody knows why."
)


def document(text: str) -> Document:
    """A Document of plain paragraphs."""
    blocks = [
        Block(BlockKind.PARAGRAPH, Span(match.start(), match.end()))
        for match in re.finditer(r"\S(?:.|\n(?!\n))*", text)
    ]
    return Document(text, tuple(blocks))


def incoming(title: str = "A title", text: str = TEXT, **fields: Any) -> Incoming:
    """An article on its way in; its identity is its title unless given."""
    made = document(text)
    published = fields.pop("published", None)
    if isinstance(published, str):
        published = PartialDate.parse(published)
    values: dict[str, Any] = {
        "identity": f"test:{title}",
        "format": "test",
        "source": "/test/source.txt",
        **fields,
    }
    return Incoming(
        title=title,
        text=text,
        markup=made.markup(),
        sha256=made.sha256,
        words=len(text.split()),
        published=published,
        **values,
    )


def put(archive: Archive, *articles: Incoming) -> list[str]:
    """Take articles in by one import; their ids in the same order."""
    with archive.intake.open("import") as door:
        return [outcome.id for outcome in door.put(articles)]


def add_article(archive: Archive, title: str = "A title", text: str = TEXT, **fields: Any) -> str:
    """Take one article in; its id."""
    return put(archive, incoming(title, text, **fields))[0]


def span_of(archive: Archive, article: Article | str, quote: str) -> Span:
    """Where ``quote`` stands first in the article's current text."""
    key = article if isinstance(article, str) else article.id
    start = archive.articles.document(key).text.index(quote)
    return Span(start, start + len(quote))
