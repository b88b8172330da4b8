"""Files that are wholly ours: a closing comment holds the sha256 of everything before it.

So HTML pages are written, and so was Markdown before it could be merged. A
sealed file that does not match its comment was changed since and is left
alone. (Line ends turned into CRLF by a version-control system are no change.)
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum

_SEAL = re.compile(rb"<!-- newsmark sha256:([0-9a-f]{64}) -->\n?\Z")


class Standing(Enum):
    """How an existing file stands to us."""

    OURS = "ours"
    CHANGED = "changed since it was written"
    FOREIGN = "not written by newsmark"


def seal(content: str) -> str:
    """``content`` with the closing comment below a blank line; it must end with a newline."""
    content += "\n"
    digest = hashlib.sha256(content.encode("utf-8")).hexdigest()
    return f"{content}<!-- newsmark sha256:{digest} -->\n"


def standing(data: bytes) -> Standing:
    """Whether a file with these bytes was sealed, and is as we left it."""
    data = data.replace(b"\r\n", b"\n")
    match = _SEAL.search(data)
    if match is None:
        return Standing.CHANGED if b"<!-- newsmark sha256:" in data else Standing.FOREIGN
    digest = hashlib.sha256(data[: match.start()]).hexdigest()
    return Standing.OURS if digest.encode() == match[1] else Standing.CHANGED
