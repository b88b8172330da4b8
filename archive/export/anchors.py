"""The ids in a part by which links find it, in every profile: found, and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What we write an id as; not a link to one.
_ID = re.compile(
    r'<a id="(?P<html>m-\w+)"></a>|(?<![#\[\w])\^(?P<block>m-\w+)|\[\^(?P<footnote>m-\w+)\]:'
)
_ALONE = re.compile(r'(?:<a id="[\w-]+"></a>)+|\^[cm]-\w+')
_FIRST = re.compile(r'^(- )?(?:<a id="[\w-]+"></a>)+', re.MULTILINE)
_LAST = re.compile(r"^(- .*) \^m-\w+$", re.MULTILINE)
_DEFINITION = re.compile(r"\[\^(m-\w+)\]: (.*)", re.DOTALL)


def anchored(text: str) -> Iterator[tuple[str, int]]:
    """The marks whose ids stand in a text, and where."""
    for match in _ID.finditer(text):
        yield next(filter(None, match.groups())), match.start()


def bare(content: str) -> str:
    """The content of a region as it may stand in a file a second time.

    Anchors and block ids are left out, and a footnote stands where it is
    referred to, or as a paragraph where it is not.
    """
    kept: list[str] = []
    notes: dict[str, str] = {}
    for block in content.split("\n\n"):
        definition = _DEFINITION.fullmatch(block)
        if definition is not None:
            notes[definition[1]] = definition[2]
        elif _ALONE.fullmatch(block) is None:
            kept.append(block)
    text = _LAST.sub(r"\1", _FIRST.sub(r"\1", "\n\n".join(kept)))
    for id, note in notes.items():
        source = f"- Source[^{id}]"
        lines = text.split("\n")
        if source in lines:
            lines[lines.index(source)] = f"- Source: {note}"
            text = "\n".join(lines)
        else:
            text += f"\n\n{id}: {note}" if text else f"{id}: {note}"
    return text
