"""HTML pages: the article in them, by trafilatura, with its metadata.

The page is parsed here, without network and without entities of its own
making, and handed to trafilatura as a tree; its answer is a tree again, which
``archive.text.html`` turns into a Document.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from html import unescape
from typing import Any

from archive.ingest.decode import decode
from archive.ingest.importers.base import Importer
from archive.ingest.importers.text import broken_bytes
from archive.ingest.items import Read, Skipped
from archive.ingest.making import BLANK, is_blank, make_item
from archive.ingest.source import Source
from archive.ingest.titles import without_title
from archive.text.clean import clean
from archive.text.document import BlockKind, Document
from archive.text.html import build_html

# Pages larger than this are dumps of data; parsing takes some twenty times their size.
MAX_PAGE = 20 << 20

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));?")
_LOCALE = ".//meta[@property='og:locale']"


def read(source: Source) -> Read:
    """The one article of the page."""
    data = source.data(MAX_PAGE)
    decoded = decode(data, source.name, markup=True)
    text, replaced = clean(decoded.text)
    if is_blank(text):
        yield Skipped(source.name, "", BLANK)
        return
    tree = _parse(_REFERENCE.sub(_resolved, text))
    if tree is None:
        yield Skipped(source.name, "line 1", "it holds no HTML element")
        return
    language = _language(tree)
    found = _extract(tree)
    if found is None or found.body is None:
        yield Skipped(source.name, "", "no article text was found in the page")
        return
    document = build_html(found.body, base=found.url)
    title = found.title or _heading(document)
    if title:
        document = without_title(document, title)
    yield make_item(
        source,
        document,
        title=title or source.relative.rpartition("/")[2].rpartition(".")[0],
        url=found.url,
        outlet=(found.sitename or "").lstrip("@") or None,
        authors=re.split(r"\s*;\s*", found.author or ""),
        published=found.date,
        language=language,
        original=data,
        replaced=replaced,
        warnings=broken_bytes(decoded, source),
    )


def _resolved(match: re.Match[str]) -> str:
    """A reference to a control as browsers take it (HTML standard, 13.2.5.80); others as they are.

    ``&#146;`` is meant as ’. Left alone, such characters make the whole tree unfit for trafilatura.
    """
    number = int(match[1], 16) if match[1] else int(match[2])
    if number in (9, 10) or 32 <= number < 127 or 160 <= number < 0xD800 or number > 0xDFFF:
        return match[0]
    return clean(unescape(match[0]))[0] or "\ufffd"


def _parse(text: str) -> Any:
    """The page's tree, or None where there is no element at all."""
    from lxml import etree, html

    # The HTML parser knows no DTD, so that nothing of the page's own can expand.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:
        return None


def _language(tree: Any) -> str | None:
    value = tree.get("lang") or tree.get("xml:lang")  # an HTML parser knows no namespaces
    if not value:
        meta = tree.find(_LOCALE)
        value = meta.get("content") if meta is not None else None
    return str(value) if value else None


def _heading(document: Document) -> str | None:
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            return block.span.of(document.text)
    return None


def _extract(tree: Any) -> Any:
    return _extractor()(
        tree,
        fast=True,
        with_metadata=True,
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_images=True,
        include_tables=True,
    )


@cache
def _extractor() -> Any:
    from trafilatura import bare_extraction

    # Without a handler of their own, its loggers print on the terminal.
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return bare_extraction


IMPORTER = Importer(
    "html",
    read,
    frozenset((".html", ".htm", ".xhtml", ".xht")),
    lambda head: _PAGE.match(head) is not None,
)
