"""A picture as a drawing that stands by itself."""

from __future__ import annotations

from xml.sax.saxutils import escape

from reader.layout.cells import sanitise
from reader.plots.data import Picture

_WIDTH, _HEIGHT, _LEFT, _TOP = 720, 160, 60, 46
_ROW = 26
_INK, _BAR, _GROUND = "#222222", "#2f6db5", "#e4e7ec"


def svg(picture: Picture) -> str:
    """The drawing: bars over time, each with its label and number to be pointed at; then shares."""
    rows = len(picture.progress)
    height = _TOP + _HEIGHT + 40 + rows * _ROW + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 20}" height="{height}"'
        f' viewBox="0 0 {_LEFT + _WIDTH + 20} {height}" font-family="sans-serif" font-size="13"'
        f' role="img"><title>{_words(picture.title)}</title>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        _text(10, 24, picture.title[:100], size=16),
        *_bars(picture),
        *_shares(picture, _TOP + _HEIGHT + 40),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _bars(picture: Picture) -> list[str]:
    counts = picture.over_time
    if not counts:
        return []
    most = max(number for _, number in counts) or 1
    each = _WIDTH / len(counts)
    parts = [
        _text(_LEFT - 6, _TOP + 10, f"{most:,}", anchor="end"),
        _text(_LEFT - 6, _TOP + _HEIGHT, "0", anchor="end"),
        _rect(_LEFT, _TOP + _HEIGHT, _WIDTH, 1, _INK),
    ]
    for place, (label, number) in enumerate(counts):
        tall = number / most * _HEIGHT
        drawn = _rect(
            _LEFT + place * each, _TOP + _HEIGHT - tall, max(1.0, each * 0.85), tall, _BAR
        )
        parts.append(f"<g><title>{_words(label)}: {number:,}</title>{drawn}</g>")
    below = _TOP + _HEIGHT + 18
    parts.append(_text(_LEFT, below, counts[0][0]))
    if len(counts) > 1:
        parts.append(_text(_LEFT + _WIDTH, below, counts[-1][0], anchor="end"))
    return parts


def _shares(picture: Picture, top: int) -> list[str]:
    parts = []
    for place, (name, number, of) in enumerate(picture.progress):
        y = top + place * _ROW
        share = number / of if of else 0.0
        parts += [
            _text(_LEFT + 90, y + 13, name, anchor="end"),
            _rect(_LEFT + 100, y, 300, 16, _GROUND),
            _rect(_LEFT + 100, y, 300 * share, 16, _BAR),
            _text(_LEFT + 410, y + 13, f"{number:,} of {of:,}"),
        ]
    return parts


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 13) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="{_INK}">'
        f"{_words(words)}</text>"
    )


def _words(words: str) -> str:
    return escape(sanitise(words))
