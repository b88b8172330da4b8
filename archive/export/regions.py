"""Files that we and their user write together: which parts are ours, and how a change gets in.

A file is front matter (see :mod:`archive.export.properties`) and a body with
regions between comments of ours (see :mod:`archive.export.comments`).
Everything else is the user's, wherever it stands, and stays byte for byte:
blank lines, words on the same line as a comment, too. So regions of a new
file follow one another line by line, and one that goes takes only its lines.

Merging
-------
*Unchanged* regions are rewritten when the archive has something new for them.
A *changed* one is the user's. What the archive has is set below it once, as a
conflict block that shows when rendered::

    <!-- newsmark-conflict m-1fzw6c0d 91c2… -->
    > **This was changed by hand …**
    <!-- /newsmark-conflict m-1fzw6c0d 91c2… -->

and the region's first comment notes after ``kept`` the hash of what was
offered. It has no ids and defines no footnotes, since the region above does.
While the block stands it is kept up to date and counts as a
conflict; deleting it settles the matter until the archive has yet another
text. A block that the user wrote in is left to them.

*Added to* is a region in which all that we wrote still stands, whole lines
together, with lines of the user's above or below: these stay as they are, and
ours is rewritten between them. (That the archive has it no longer is a change
all the same.)

*Deleted* regions stay deleted: ``newsmark_regions`` in the front matter lists
every region that stands in the file because of us, and one that is listed and
not there was taken out by the user. (One that we take out ourselves, since
the archive no longer has it, leaves the list, so that it comes back should
the archive have it again.) *Copies*: the first region of an id is the region,
a later one is the user's text. (If the archive removes the region,
``newsmark_regions`` notes ``m-1fzw6c0d copied``, so that the copy is not taken
for it.) *Damaged*: a comment of ours that cannot be read or has lost its partner
is named and left, and its region is neither rewritten nor written anew. *New*
regions go below the region that precedes them in the archive's order, with
its prefix; failing that, above the one that follows; failing that, to the end.

*Order*: where the regions stand is the user's affair, but for pages that are an
order of the user's own in the archive (:mod:`archive.export.arranging`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.export import arranging, properties
from archive.export.anchors import bare
from archive.export.comments import (
    PREFIX,
    Found,
    Parsed,
    between,
    digest,
    first_comment,
    is_piece,
    last_comment,
    parse,
    placed,
    written,
)
from archive.export.front_matter import Value
from archive.text.escape import prefixed

_PASSES = 4
_COPIED = " copied"
_CHANGED = (
    "**This was changed by hand, and Newsmark has the text below.** Yours stays. Delete this "
    "block to keep it so, or delete your text above and put this in its place."
)
_REMOVED = (
    "**This was changed by hand, and Newsmark has it no longer.** Yours stays. Delete this "
    "block to keep it so, or delete both."
)

Conflict = Callable[[str, str], str]
"""Writes a conflict block's content of what there is to say and of ours, both Markdown."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page.

    Attributes:
        id: letters, digits, ``_`` and ``-``; unique in its page.
        content: Markdown blocks, lines ended by line feeds.
    """

    id: str
    content: str


@dataclass(frozen=True)
class Page:
    """What the archive has to say in one file, in its order.

    Attributes:
        values: the front matter, with the keys of ``properties.IDENTITY`` first.
        ordered: whether the file follows the order of the regions when it changes.
    """

    values: Mapping[str, Value]
    regions: Sequence[Region]
    ordered: bool = False

    @property
    def ids(self) -> list[str]:
        """The regions' ids in their order."""
        return [region.id for region in self.regions]


@dataclass
class Merged:
    """The outcome of a merge.

    Attributes:
        text: the file's new text; equal to the old one if there is nothing to do.
        conflicts: what was changed on both sides and is not settled; half a sentence each.
        damaged: comments of ours that could not be read; half a sentence each.
        deleted: ids of regions that the user took out.
    """

    text: str = ""
    conflicts: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


def quoted_conflict(told: str, ours: str) -> str:
    """A conflict block as a quotation; see :data:`Conflict`."""
    return prefixed(f"{told}\n\n{ours}" if ours else told, "> ")


def render(page: Page) -> str:
    """The text of a new file."""
    front = properties.fresh(page.values, page.ids)
    parts = (written(region.id, region.content, "", "\n") for region in page.regions)
    return f"{front}\n{''.join(parts)}"


def merge(
    old: str,
    page: Page,
    *,
    restore: bool = False,
    tombstone: Callable[[str], str | None] | None = None,
    conflict: Conflict = quoted_conflict,
) -> Merged:
    """Bring a file up to date around what its user wrote.

    Args:
        old: the file's text, line ends and byte order mark as they are.
        restore: write regions and keys again that the user deleted.
        tombstone: what to leave, for the id of a region that the archive no
            longer has; None removes it.
        conflict: how the dialect writes a conflict block.

    Raises:
        properties.BrokenFrontMatter: if the front matter cannot be read;
            without it nothing is known of what was deleted.
    """
    merged = arranging.rearranged(old, page.ids) if page.ordered else old
    for _ in range(_PASSES):
        outcome, again = _pass(merged, page, restore, tombstone, conflict)
        after = arranging.rearranged(outcome.text, page.ids) if page.ordered else outcome.text
        if after == outcome.text and (not again or outcome.text == merged):
            break
        merged = after
    if outcome.damaged and outcome.text != old:
        outcome.damaged = _damaged(outcome.text)  # with the lines they have now
    return outcome


def _damaged(text: str) -> list[str]:
    front = properties.split(text)
    return [one.told for one in parse(front.rest, len(front.lines) + 2).damaged]


def _pass(
    old: str,
    page: Page,
    restore: bool,
    tombstone: Callable[[str], str | None] | None,
    conflict: Conflict,
) -> tuple[Merged, bool]:
    """One merge, and whether it may have cleared the way for more.

    It may where a region stood inside another: when the inner one goes, the
    outer one is perhaps again as we wrote it.
    """
    front = properties.split(old)
    properties.check(front.lines, page.values)
    parsed = parse(front.rest, len(front.lines) + 2)
    body = _Body(front.rest, parsed, front.eol, tombstone, conflict)
    listed = properties.listed(front.lines, properties.REGIONS)
    regions = body.merge(page.regions, listed, restore=restore)
    if page.ordered:
        regions = arranging.noted(regions, page.ids, parsed)
    new = properties.update(front.lines, page.values, regions, eol=front.eol, restore=restore)
    text = front.opening + "".join(new.lines) + body.text()
    merged = Merged(text, new.conflicts + body.conflicts, body.damaged, body.deleted)
    return merged, parsed.nested


class _Body:
    """The text below the front matter's keys, with the changes to be made in it."""

    def __init__(
        self,
        text: str,
        parsed: Parsed,
        eol: str,
        tombstone: Callable[[str], str | None] | None,
        conflict: Conflict,
    ) -> None:
        self._text = text
        self._eol = eol
        self._tombstone = tombstone
        self._conflict = conflict
        self._parsed = parsed
        self._edits: list[tuple[int, int, str]] = []
        self.conflicts: list[str] = []
        self.damaged = [one.told for one in self._parsed.damaged]
        self.deleted: list[str] = []

    def merge(self, page: Sequence[Region], listed: Sequence[str], *, restore: bool) -> list[str]:
        """Decide on every region.

        Args:
            page: those of the archive. ``listed``: those we remember.

        Returns:
            the ids to remember from now on.
        """
        there = self._parsed.regions
        damaged = {one.id for one in self._parsed.damaged} - set(there)
        wanted = {region.id for region in page}
        copies = {id + _COPIED for id in there.keys() | self._parsed.copied} & set(listed)
        copies -= {id + _COPIED for id in wanted}
        gone = [f for f in there.values() if f.id not in wanted and f.id + _COPIED not in copies]
        taken_out = {found.id for found in gone if not self._remove(found)}
        copies |= {id + _COPIED for id in taken_out & self._parsed.copied}
        waiting: list[Region] = []
        before: Found | None = None
        new: list[str] = []
        for region in page:
            found = there.get(region.id)
            if found is not None:
                self._rewrite(found, region.content)
                if before is None:
                    self._insert_above(found, waiting)
                else:
                    self._insert_below(before, waiting)
                waiting, before = [], found
            elif region.id in damaged:
                continue
            elif region.id in listed and not restore:
                self.deleted.append(region.id)
                continue
            else:
                waiting.append(region)
                self._settle(region.id)
            new.append(region.id)
        if before is not None:
            self._insert_below(before, waiting)
        else:
            self._insert(len(self._text), waiting, "", self._eol)
        for id, blocks in self._parsed.blocks.items():
            if id not in there and id not in new and any(block.clean for block in blocks):
                self.conflicts.append(f"{id} was deleted, and its conflict block stands")
        kept = [id for id in dict.fromkeys(listed) if id not in taken_out]
        kept = [id for id in kept if not id.endswith(_COPIED)]
        return kept + [id for id in new if id not in kept] + sorted(copies)

    def text(self) -> str:
        """The text with all changes made."""
        parts: list[str] = []
        at = 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            parts.append(self._text[at:start])
            if start == end:  # whole lines to be inserted: they begin on a line of their own
                last = next((part for part in reversed(parts) if part), "\n")
                parts.append("" if last.endswith("\n") else self._eol)
            parts.append(new)
            at = max(at, end)
        return "".join(parts) + self._text[at:]

    def _rewrite(self, found: Found, ours: str) -> None:
        mark = digest(ours)
        if found.clean:
            if mark != found.hash or found.kept:
                self._edits.append((found.start, found.end, between(found, ours)))
            self._settle(found.id)
        elif digest(found.content) == mark:
            self._mark(found, mark)
            self._settle(found.id)
        elif mark != found.hash and found.content == bare(ours):
            # Taken from the conflict block, which has no ids: these come with it.
            self._edits.append((found.start, found.end, between(found, ours)))
            self._settle(found.id)
        elif found.piece is not None and is_piece(ours):
            if mark != found.hash or found.kept:
                start, end, _ = found.piece
                self._mark(found, mark)
                self._edits.append((start, end, placed(ours, found.prefix, found.eol)))
            self._settle(found.id)
        else:
            self._offer(found, mark, self._conflict(_CHANGED, bare(ours)))

    def _mark(self, found: Found, mark: str) -> None:
        """Give a region's comments another hash."""
        self._edits.append((found.start, found.inner[0], first_comment(found.id, mark)))
        self._edits.append((found.inner[1], found.end, last_comment(found.id, mark)))

    def _remove(self, found: Found) -> bool:
        """Whether a region that the archive has no more leaves something in the file."""
        stone = self._tombstone(found.id) if self._tombstone is not None else None
        if stone is not None:
            self._rewrite(found, stone)
            return True
        if not found.clean:
            self._offer(found, digest(""), self._conflict(_REMOVED, ""))
            return True
        self._cut(found)
        self._settle(found.id)
        return False

    def _offer(self, found: Found, mark: str, content: str) -> None:
        """Set ours beside the user's, unless it was refused already."""
        blocks = self._parsed.blocks.get(found.id)
        if blocks is None:
            if found.kept == mark:
                return
            new = written(found.id, content, found.prefix, found.eol, conflict=True)
            at = self._line_end(found)
            self._edits.append((at, at, new))
        for block in blocks or ():
            if block.clean and block.hash != digest(content):
                self._edits.append((block.start, block.end, between(block, content)))
        if found.kept != mark:
            comment = first_comment(found.id, found.hash, kept=mark)
            self._edits.append((found.start, found.inner[0], comment))
        self.conflicts.append(f"{found.id} was changed by hand")

    def _settle(self, id: str) -> None:
        for block in self._parsed.blocks.get(id, ()):
            if block.clean:
                self._cut(block)

    def _cut(self, found: Found) -> None:
        """Take out a region, and its lines where nothing else stands on them."""
        start = self._text.rfind("\n", 0, found.start) + 1
        end = self._text.find("\n", found.end) + 1 or len(self._text)
        alone = PREFIX.fullmatch(self._text, start, found.start) is not None
        if alone and not self._text[found.end : end].strip():
            self._edits.append((start, end, ""))
        else:
            self._edits.append((found.start, found.end, ""))

    def _insert_below(self, found: Found, regions: Sequence[Region]) -> None:
        for block in self._parsed.blocks.get(found.id, ()):
            if self._follows(found, block):
                found = block
        self._insert(self._line_end(found), regions, found.prefix, found.eol)

    def _insert_above(self, found: Found, regions: Sequence[Region]) -> None:
        at = self._text.rfind("\n", 0, found.start) + 1
        lead = self._text[at : found.start]
        prefix = found.prefix if lead == found.prefix else ""
        self._insert(found.start if "-->" in lead else at, regions, prefix, found.eol)

    def _insert(self, at: int, regions: Sequence[Region], prefix: str, eol: str) -> None:
        new = "".join(written(region.id, region.content, prefix, eol) for region in regions)
        if new:
            self._edits.append((at, at, new))

    def _follows(self, found: Found, block: Found) -> bool:
        return block.start > found.end and not self._text[found.end : block.start].strip(" \t>\r\n")

    def _line_end(self, found: Found) -> int:
        """Where something below a region goes: past what the user wrote on its last line."""
        at = self._text.find("\n", found.end) + 1 or len(self._text)
        return found.end if "<!--" in self._text[found.end : at] else at
