"""Footnotes: from the sign in the text to its note, and from the note back.

Both are links within the page. Pages name them in many ways (``#fn1`` and ``#fnref1``,
``#cite_note-4`` and ``#cite_ref-4``, ``#fn:2`` and ``#fnref:2``), but always so that the two hold
the same numbers; so the other end of a link is a link to another fragment with its numbers. The
names made here are those of Pandoc.
"""

from __future__ import annotations

import re
from typing import Final

from archive.text.document import BlockKind, Document, Inline, InlineKind

BACK: Final = "↩"
"""The words of the link from a note back to the text."""

_NUMBER: Final = re.compile(r"\d+")
_SLASHES_OF_A_SITE: Final = 2


def note_link(number: int) -> str:
    """The target of the link to a note; notes are counted from 1."""
    return f"#fn{number}"


def back_link(number: int) -> str:
    """The target of the link from a note back to the text."""
    return f"#fnref{number}"


def fragment_within(target: str, page: str | None) -> str:
    """The fragment of a link that stays on its page; empty for any other link.

    A link of a web page comes to us with its site before it: where that has no path, the page's
    own was left out.

    Args:
        target: as the link has it.
        page: the article's address, if it has one.
    """
    before, _, fragment = target.partition("#")
    own = (page or "").partition("#")[0]
    within = before in ("", own) or (
        own.startswith(f"{before}/") and before.count("/") == _SLASHES_OF_A_SITE
    )
    return fragment if within else ""


def footnote_ends(document: Document, page: str | None) -> dict[Inline, int]:
    """Where the signs of footnotes lead, and the links back from the notes.

    Args:
        document: the article's text.
        page: the article's address, if it has one.

    Returns:
        For each such link a code-point offset: where the note begins, or where its first sign
        stands in the text.
    """
    named: dict[tuple[str, ...], list[tuple[str, Inline]]] = {}
    for link in document.inlines:
        if link.kind is InlineKind.LINK:
            fragment = fragment_within(link.target, page)
            if numbers := tuple(_NUMBER.findall(fragment)):
                named.setdefault(numbers, []).append((fragment, link))
    ends: dict[Inline, int] = {}
    for alike in named.values():
        for fragment, link in alike:
            answers = [one.span.start for other, one in alike if other != fragment]
            after = [start for start in answers if start > link.span.start]
            if after:
                ends[link] = _note_of(document, after[0])
            elif answers:
                ends[link] = answers[0]
    return ends


def _note_of(document: Document, offset: int) -> int:
    """Where the note begins that an offset is in: its item of a list, or its paragraph."""
    index = document.block_at(offset)
    while index > 0 and document.blocks[index].depth and not _is_item(document, index):
        index -= 1
    return document.blocks[index].span.start


def _is_item(document: Document, index: int) -> bool:
    return document.blocks[index].kind is BlockKind.ITEM
