"""Obsidian: wikilinks, callouts, block ids, properties with tags and aliases.

A block id stands on a line of its own below its block, as Obsidian wants it
for callouts and lists. Footnotes do not work inside callouts, so the source
of a quotation, whose address is long, is a footnote of the list below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from archive.export.dialects.commonmark import CommonMark
from archive.export.facts import callout_head
from archive.export.filenames import SUFFIX
from archive.export.front_matter import Value
from archive.export.links import path_to
from archive.text.escape import escape_line, prefixed, quote

# What a wikilink's address or label cannot hold, or would read as more than words.
_UNFIT = re.compile(r"[\[\]|#^\\<>`*_~=$%&]|[^\S ]|\s{2}|^\s|\s$")
_NO_TAG = re.compile(r"[^\w/-]+")


class Obsidian(CommonMark):
    """See the module."""

    name = "obsidian"

    def front(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Properties: titles and names as aliases, tags in the form that Obsidian takes."""
        front = dict(values)
        name = front.get("title") or front.get("name")
        others = front.get("aliases") or ()
        if isinstance(name, str) and not isinstance(others, (str, int, Mapping)):
            front["aliases"] = list(dict.fromkeys([name, *others]))
        tags = front.get("tags")
        if tags is not None and not isinstance(tags, (str, int, Mapping)):
            front["tags"] = [tag for tag in map(self.tag, tags) if tag]
        return front

    def tag(self, tag: str) -> str:
        """Without what Obsidian refuses; a tag of digits alone is none."""
        made = _NO_TAG.sub("-", tag).strip("-/")
        return f"n{made}" if made.isdigit() else made

    def named(self, name: str, target: str, origin: str) -> str:
        """A wikilink, where name and path can stand in one."""
        return name if _UNFIT.search(name + target) else f"[[{_note(target)}|{name}]]"

    def to_file(self, label: str, target: str, origin: str, anchor: str = "") -> str:
        """A wikilink; a Markdown link where the label or the path cannot stand in one."""
        flat = " ".join(label.split())
        if not flat or _UNFIT.search(flat + target):
            return self.link(escape_line(label), target, origin, anchor)
        place = "" if target == origin and anchor else _note(target)
        return f"[[{place}{f'#^{anchor}' if anchor else ''}|{flat}]]"

    def link(self, source: str, target: str, origin: str, anchor: str = "") -> str:
        """A Markdown link whose fragment is a block id."""
        return f"[{source}]({path_to(target, origin)}{f'#^{anchor}' if anchor else ''})"

    def words(self, words: str, target: str, origin: str, anchor: str = "") -> str:
        """A wikilink where the words can stand in one."""
        if _UNFIT.search(words):
            return super().words(words, target, origin, anchor)
        return self.to_file(words, target, origin, anchor)

    def to_mark(self, id: str) -> str:
        """The mark's block id."""
        return f"#^{id}"

    def passage(
        self, ids: Sequence[str], exact: str, summary: Sequence[str], facts: list[str], source: str
    ) -> str:
        """A callout with the claim's id, or the mark's, below it, then the list of facts."""
        first, *rest = ids
        lines = [callout_head(summary), ">", quote(exact), "", f"^{first}", ""]
        lines += [*facts, f"- Source[^{ids[-1]}]"]
        for id in rest:
            lines += ["", f"^{id}"]
        return "\n".join([*lines, "", f"[^{ids[-1]}]: {source}"])

    def mention(self, id: str, sentence: str) -> str:
        """A list entry; its block id ends the line."""
        return f"- {sentence} ^{id}"

    def conflict(self, told: str, ours: str) -> str:
        """A callout that warns."""
        return prefixed("[!warning]\n" + (f"{told}\n\n{ours}" if ours else told), "> ")

    def tombstone(self, id: str) -> str | None:
        """The base's words with a block id instead of an anchor."""
        stone = super().tombstone(id)
        return f"{stone.partition('</a>')[2]}\n\n^{id}" if stone is not None else None


def _note(target: str) -> str:
    """A file as wikilinks name it: by the end of its path, without suffix."""
    return target.removesuffix(SUFFIX)
