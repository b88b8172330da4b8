"""GitHub's Markdown: lists of records are tables, conflicts are alerts."""

from __future__ import annotations

from collections.abc import Sequence

from archive.export.dialects.commonmark import CommonMark
from archive.text.escape import prefixed


class Gfm(CommonMark):
    """See the module."""

    name = "gfm"

    def listing(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table; the cells are on one line each, and their pipes are escaped."""
        lines = [header, ["---"] * len(header), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def conflict(self, told: str, ours: str) -> str:
        """An alert; GitHub draws it as a box."""
        return prefixed("[!WARNING]\n" + (f"{told}\n\n{ours}" if ours else told), "> ")
