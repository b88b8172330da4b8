"""Markdown, with or without YAML front matter."""

from __future__ import annotations

import re

from archive.ingest.decode import decode
from archive.ingest.front_matter import split
from archive.ingest.importers.base import Importer
from archive.ingest.importers.text import broken_bytes
from archive.ingest.items import Notice, Read
from archive.ingest.making import make_item
from archive.ingest.source import Source
from archive.ingest.titles import without_block, without_title
from archive.text.clean import clean
from archive.text.document import BlockKind
from archive.text.markdown import build_markdown

_FENCE = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n[A-Za-z\"'#]")


def read(source: Source) -> Read:
    """The one article of the file; its title from front matter, first H1, or file name."""
    data = source.data()
    decoded = decode(data, source.name)
    text, replaced = clean(decoded.text)
    matter = split(text)
    warnings = list(broken_bytes(decoded, source))
    if matter.problem:
        reason = f"its front matter is no YAML ({matter.problem}); only plain lines of it were read"
        warnings.append(
            Notice(source.name, matter.problem_place, reason, "quote values that hold a colon")
        )
    document = build_markdown(matter.body)
    title = matter.scalar("title")
    if title is not None:
        document = without_title(document, title, outermost=True)
    else:
        for index, block in enumerate(document.blocks):
            if block.kind is BlockKind.HEADING and block.level == 1:
                title = block.span.of(document.text)
                if len(document.blocks) > 1:
                    document = without_block(document, index)
                break
        else:
            title = source.relative.rpartition("/")[2].rpartition(".")[0]
    link = matter.scalar("url", "link", "source")
    origin = matter.scalar("outlet", "publication", "site")
    if link is not None and "://" not in link and origin is None:
        link, origin = None, link  # "source: The Register" names the outlet
    yield make_item(
        source,
        document,
        title=title,
        format_id=matter.scalar("id"),
        url=link,
        outlet=origin,
        authors=matter.listing("authors", "author", apart=r"\s*;\s*"),
        published=matter.scalar("published", "date"),
        date_place=matter.place("published", "date"),
        language=matter.scalar("language", "lang"),
        tags=matter.listing("tags", "tag", "keywords", apart=r"\s*,\s*"),
        original=data,
        replaced=replaced,
        warnings=warnings,
    )


IMPORTER = Importer(
    "markdown",
    read,
    frozenset((".md", ".markdown", ".mdown", ".mkd")),
    lambda head: _FENCE.match(head) is not None,
)
