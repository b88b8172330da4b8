"""What makes an article itself, across imports.

The first that exists of: the format's own id (JSON Lines ``source`` + ``id``,
front matter ``id``); the canonical URL; the path relative to the folder
imported, or the bare name of a file imported by itself. A folder's own name
is left out, so that a folder may be moved or renamed, and a file may come in
alone and later with its folder, and stay the same article; two folders whose
files happen to share names are told apart by the archive, since the same
identity with under half the words in common is a different article.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from archive.ingest.items import Item

# A URL of this form is already what the canonicalisation would make of it.
_PLAIN = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?)?", re.ASCII
)


def identity_of(item: Item) -> str:
    """The identity of an article, as one line: ``id:``, ``url:`` or ``path:`` and its value."""
    if item.format_id is not None:
        return f"id:{item.format_id}"
    if item.url and (url := canonical(item.url)):
        return f"url:{url}"
    return f"path:{item.path}"


def joined_id(outlet: str | None, number: str) -> str:
    """An id that is unique only within its outlet, made unique among all.

    The outlet's own slashes are escaped, so that no two pairs meet.
    """
    return f"{quote(outlet, safe=' :.')}/{number}" if outlet else number


def canonical(url: str) -> str | None:
    """The canonical form of a web address, without its fragment; None if it is none.

    By url-normalize (RFC 3986: case, port, dot segments, escapes), then
    courlan's ``clean_url`` (tracking parameters out, other arguments kept).
    """
    url = url.strip()
    if len(url) > 4000 or not re.match(r"https?://[^\s/?#]", url, re.IGNORECASE):
        return None
    if _PLAIN.fullmatch(url):
        return url
    normalize, tidy = _tools()
    try:
        clean = tidy(normalize(url))
    except (ValueError, UnicodeError):
        return None  # an address that cannot be read tells no article from another
    return str(clean).partition("#")[0] if clean else None


@cache
def _tools() -> tuple[Any, Any]:
    from courlan import clean_url
    from url_normalize import url_normalize

    return url_normalize, clean_url
