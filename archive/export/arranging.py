"""The order of the regions in a file whose order is the archive's to say: a dossier's.

What an export writes it lists in ``newsmark_regions``, in its order. While
the regions stand in the file as they are listed there, nobody has moved them
by hand, and a new order of the archive is taken over: each region goes, its
conflict block with it, to the place that another one leaves, and whatever
the user wrote between these places stays where it is. Once the user has moved
one, or put one into a list or a quotation, the order is the user's, until it
is the archive's again.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.export import properties
from archive.export.comments import Found, Parsed, parse


def rearranged(old: str, wanted: Sequence[str]) -> str:
    """A file with its regions in an order, if nobody moved them by hand.

    Args:
        old: its text.
        wanted: ids of regions, those that are not in the file too.

    Raises:
        properties.BrokenFrontMatter: if the front matter cannot be read.
    """
    front = properties.split(old)
    parsed = parse(front.rest)
    if parsed.nested or parsed.damaged:
        return old
    listed = properties.listed(front.lines, properties.REGIONS)
    there = [id for id in _order(parsed) if id in wanted]
    if there != [id for id in listed if id in there]:
        return old
    moving = [parsed.regions[id] for id in there]
    if any(found.prefix for found in moving):
        return old
    places = [_extent(front.rest, found, parsed) for found in moving]
    texts = {
        found.id: front.rest[start:end] for found, (start, end) in zip(moving, places, strict=True)
    }
    order = [id for id in wanted if id in texts]
    parts, at = [], 0
    for id, (start, end) in zip(order, places, strict=True):
        parts += [front.rest[at:start], texts[id]]
        at = end
    head = old[: len(old) - len(front.rest)]
    return head + "".join(parts) + front.rest[at:]


def noted(listed: Sequence[str], wanted: Sequence[str], parsed: Parsed) -> list[str]:
    """What ``newsmark_regions`` lists, in the archive's order if the file is in it.

    Args:
        listed: what a merge gives to remember.
        wanted: the ids of the archive in its order.
        parsed: the file before the merge, which adds regions in that order.
    """
    rank = {id: place for place, id in enumerate(wanted)}
    there = [rank[id] for id in _order(parsed) if id in rank]
    if there != sorted(there):
        return list(listed)
    ours = sorted((id for id in listed if id in rank), key=rank.__getitem__)
    return ours + [id for id in listed if id not in rank]


def _order(parsed: Parsed) -> list[str]:
    return sorted(parsed.regions, key=lambda id: parsed.regions[id].start)


def _extent(text: str, found: Found, parsed: Parsed) -> tuple[int, int]:
    """Where a region begins and ends, the conflict block below it included."""
    end = found.end
    for block in parsed.blocks.get(found.id, ()):
        if block.start >= end and not text[end : block.start].strip():
            end = block.end
    return found.start, end
