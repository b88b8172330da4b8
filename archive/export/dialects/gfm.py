"""GitHub's Markdown: lists of records are tables, conflicts are alerts."""

from __future__ import annotations

from collections.abc import Sequence

from archive.export.dialects.commonmark import CommonMark
from archive.text.escape import prefixed


class Gfm(CommonMark):
    """See the module."""

    name = "gfm"

    def listing(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table without the columns that are empty; a cell is on one line, its pipes escaped."""
        shown = [place for place in range(len(header)) if any(row[place] for row in rows)]
        lines = [header, ["---"] * len(header), *rows]
        return "\n".join(f"| {' | '.join(line[place] for place in shown)} |" for line in lines)

    def conflict(self, told: str, ours: str) -> str:
        """An alert; GitHub draws it as a box."""
        return prefixed("[!WARNING]\n" + (f"{told}\n\n{ours}" if ours else told), "> ")
