"""Plain CommonMark, the default: HTML anchors, relative links, lists. Every renderer shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.export.facts import listed_head
from archive.export.front_matter import Value
from archive.export.links import path_to
from archive.text.escape import escape_cell, escape_line, prefixed, quote


class CommonMark:
    """How the parts of a page are written; other profiles override what differs."""

    name = "commonmark"

    def front(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The front matter of a page, from the values of its record."""
        return dict(values)

    def tag(self, tag: str) -> str:
        """A tag as an item of the front matter; empty where it cannot be one."""
        return tag

    def named(self, name: str, target: str, origin: str) -> str:
        """A record as an item of the front matter; ``target`` and ``origin`` as in a link."""
        return name

    def to_file(self, label: str, target: str, origin: str, anchor: str = "") -> str:
        """A link between two files of the export.

        Args:
            label: plain text.
            target, origin, anchor: see :func:`archive.export.links.path_to`.
        """
        return self.link(escape_line(label), target, origin, anchor)

    def link(self, source: str, target: str, origin: str, anchor: str = "") -> str:
        """The same with a label that is Markdown already."""
        return f"[{source}]({path_to(target, origin, anchor)})"

    def words(self, words: str, target: str, origin: str, anchor: str = "") -> str:
        """A link whose label is exactly the words marked, their newlines too."""
        return self.link(escape_cell(words), target, origin, anchor)

    def to_mark(self, id: str) -> str:
        """The link destination of a mark on its own page."""
        return f"#{id}"

    def passage(
        self, ids: Sequence[str], exact: str, summary: Sequence[str], facts: list[str], source: str
    ) -> str:
        """A quotation with what is known of it.

        Args:
            ids: of the claim, where it is to be found here, and of the mark.
            exact: the words marked, plain text.
            summary: what kind of mark it is, its verdict and the like, as Markdown.
            facts: lines of a list.
            source: where the words stand, as Markdown on one line.
        """
        lines = [_anchors(ids), "", quote(exact), "", listed_head(summary), *facts]
        return "\n".join([*lines, f"- Source: {source}"])

    def mention(self, id: str, sentence: str) -> str:
        """A list entry on one line that shows an entity's mention in its sentence."""
        return f"- {_anchors([id])}{sentence}"

    def listing(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Rows of Markdown cells, empty ones left off.

        Args:
            header: the columns' names, for the profiles that show them.
        """
        return "\n".join(f"- {' · '.join(cell for cell in row if cell)}" for row in rows)

    def conflict(self, told: str, ours: str) -> str:
        """See :data:`archive.export.regions.Conflict`."""
        return prefixed(f"{told}\n\n{ours}" if ours else told, "> ")

    def tombstone(self, id: str) -> str | None:
        """What stands for a mark that was deleted; None for a region that is no mark's."""
        return f"{_anchors([id])}{_DELETED}" if id.startswith("m-") else None


_DELETED = "*A mark stood here; it was deleted.*"


def _anchors(ids: Sequence[str]) -> str:
    return "".join(f'<a id="{id}"></a>' for id in ids)
