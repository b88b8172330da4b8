"""One importer per format, and how a file finds its own.

An importer is a callable from a :class:`~archive.ingest.source.Source` to
Items, Marks (annotations made elsewhere) and Skipped places, plus what its
files are called and look like. To add one: its file, its line in
:data:`IMPORTERS`, its fixture pair.
"""

from __future__ import annotations

import re

from archive.errors import UsageError
from archive.ingest.importers import (
    crawled,
    html,
    hypothesis,
    jsonl,
    kindle,
    markdown,
    newsmark,
    readwise,
    text,
    w3c,
)
from archive.ingest.importers.base import Importer
from archive.ingest.items import Skipped
from archive.ingest.source import Source

# In the order in which they are asked about a file whose name says nothing: those that
# know their own for certain come first.
IMPORTERS: tuple[Importer, ...] = (
    newsmark.IMPORTER,
    w3c.IMPORTER,
    hypothesis.IMPORTER,
    readwise.IMPORTER,
    kindle.IMPORTER,
    jsonl.IMPORTER,
    html.IMPORTER,
    crawled.IMPORTER,
    markdown.IMPORTER,
    text.IMPORTER,
)

_MARKUP = re.compile(rb"\s*<(?:\?xml|!doctype|rss|feed|opml|svg|rdf)\b", re.IGNORECASE)


def by_name(name: str) -> Importer:
    """The importer called ``name``.

    Raises:
        UsageError: if there is none.
    """
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    known = ", ".join(importer.name for importer in IMPORTERS)
    raise UsageError(f"There is no format {name!r}.", remedy=f"Known formats: {known}.")


def choose(source: Source) -> Importer | Skipped:
    """The importer for a file: by its name if that says enough, else by its content.

    Raises:
        UnreadableInput: if the file cannot be opened.
    """
    suffix = "." + source.relative.rpartition(".")[2].lower()
    named = [importer for importer in IMPORTERS if suffix in importer.suffixes]
    if len(named) == 1:
        return named[0]
    head = source.head()
    for importer in named or IMPORTERS:
        if importer.looks(head):
            return importer
    if named:
        return named[-1]
    if _MARKUP.match(head):
        return Skipped(source.name, "", "it is XML (a feed or data), which no importer reads")
    if suffix == ".json":
        reason = "it is JSON, but not one object a line"
        return Skipped(source.name, "line 1", reason, "save it as JSON Lines")
    return text.IMPORTER
