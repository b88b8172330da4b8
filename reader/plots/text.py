"""A picture as lines of text."""

from __future__ import annotations

from archive.model import Counts
from reader.plots.data import Picture

_BLOCKS = " ▁▂▃▄▅▆▇█"
_ASCII = " .:-=+*%#"
_STEPS = len(_BLOCKS) - 1  # heights of a bar within one line
_FLOORS = 8
_SHARE = 30  # cells of a bar that shows a share
_WIDEST = 6


def text(picture: Picture, width: int, *, ascii_only: bool = False) -> list[str]:
    """Lines that show a picture.

    Args:
        width: cells of a line, at most; what does not fit of a row of periods is put together.
        ascii_only: whether only ASCII may be used.
    """
    lines = [picture.title, ""]
    if picture.over_time:
        lines += [*_bars(together(picture.over_time, width - 8), width, ascii_only), ""]
    name = max(len(name) for name, _, _ in picture.progress)
    full, empty = ("#", ".") if ascii_only else ("█", "░")
    for called, number, of in picture.progress:
        filled = _SHARE * number // of if of else 0
        share = f"{100 * number // of} %" if of else ""
        bar = full * filled + empty * (_SHARE - filled)
        lines.append(f"{called:>{name}} {bar} {number:,} of {of:,}  {share}".rstrip())
    return lines


def together(counts: Counts, most: int) -> Counts:
    """At most so many periods: neighbours are put together, named after the first of them."""
    size = -(-len(counts) // max(1, most))
    return tuple(
        (counts[at][0], sum(number for _, number in counts[at : at + size]))
        for at in range(0, len(counts), size)
    )


def _bars(counts: Counts, width: int, ascii_only: bool) -> list[str]:
    most = max(number for _, number in counts) or 1
    cells = max(1, min(_WIDEST, (width - 8) // len(counts)))
    lines = []
    for floor in range(_FLOORS - 1, -1, -1):
        drawn = []
        for _, number in counts:
            height = max(1, round(number / most * _STEPS * _FLOORS)) if number else 0
            step = max(0, min(_STEPS, height - floor * _STEPS))
            drawn.append((_ASCII if ascii_only else _BLOCKS)[step] * max(1, cells - 1))
        scale = {_FLOORS - 1: f"{most:,}", 0: "0"}.get(floor, "")
        lines.append(f"{scale:>7} {(' ' * (cells > 1)).join(drawn)}".rstrip())
    first, last = counts[0][0], counts[-1][0]
    room = max(len(counts) * cells, len(first) + len(last) + 2)
    lines.append(" " * 8 + (first if first == last else f"{first}{last:>{room - len(first)}}"))
    return lines
