"""From style keys to styles: the looks of the article view.

Every mark has an attribute of its own besides its colour, so that it shows on a terminal without
colours: a claim is underlined, an entity bold, a note italic, a highlight reversed. Overlapping
marks add up; selection and hits are reversed too, and what is reversed twice is not. Where a
stretch is reversed its colours are exchanged first, so that they come out as the theme says.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from reader.layout import looks

PREFIX = "article-view--"
CLASSES = {PREFIX + name for name in looks.NAMES if not name.startswith("label-")}
LABEL_SHARE = 0.35  # of a label's own colour in what is painted

CSS = """
PageView {
    background: $background;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    & > .article-view--decoration { color: $secondary; }
    & > .article-view--heading-1 { color: $primary; text-style: bold underline; }
    & > .article-view--heading-2 { color: $primary; text-style: bold; }
    & > .article-view--heading-3 { color: $primary; text-style: bold italic; }
    & > .article-view--heading-4 { color: $primary; text-style: italic; }
    & > .article-view--quoted { text-style: none; }
    & > .article-view--image { color: $secondary; text-style: italic; }
    & > .article-view--code { background: $panel; }
    & > .article-view--code-keyword { color: $accent; }
    & > .article-view--code-string { color: $success; }
    & > .article-view--code-comment { color: $foreground 65%; }
    & > .article-view--code-number { color: $warning; }
    & > .article-view--code-name { color: $primary; }
    & > .article-view--emphasis { text-style: italic; }
    & > .article-view--strong { text-style: bold; }
    & > .article-view--link { color: $primary; }
    & > .article-view--highlight { background: $warning 25%; }
    & > .article-view--note { background: $success 22%; text-style: italic; }
    & > .article-view--claim { background: $primary 22%; text-style: underline; }
    & > .article-view--entity { background: $secondary 22%; text-style: bold; }
    & > .article-view--focus { background: $accent 40%; text-style: bold underline; }
    & > .article-view--hit { background: $warning; color: $background; }
    & > .article-view--hit-now {
        background: $accent;
        color: $background;
        text-style: bold underline;
    }
    & > .article-view--selected { background: $primary; color: $background; }
    & > .article-view--caret { background: $foreground; color: $background; }
}
"""

_BITS = tuple((1 << index, PREFIX + name) for index, name in enumerate(looks.NAMES))
_MARKED_OUT = looks.HIT | looks.HIT_NOW | looks.SELECTED


class StyleBook:
    """The styles of a view by key, made when first asked for.

    Args:
        view: whose component classes, theme and focus decide.
        labels: colours of labels, ``#rrggbb``, by their digit.
    """

    def __init__(self, view: Widget, labels: Mapping[str, str] | None = None) -> None:
        self._view = view
        self._labels = {looks.OF_LABEL[digit]: colour for digit, colour in (labels or {}).items()}
        self._styles: dict[int, Style] = {}

    def clear(self) -> None:
        """Forget all: theme, rules or focus have changed."""
        self._styles.clear()

    def __getitem__(self, key: int) -> Style:
        """The style of a sum of :mod:`reader.layout.looks`."""
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._compose(key)
        return style

    def _compose(self, key: int) -> Style:
        caret = bool(key & looks.CARET)
        if caret and not self._view.has_focus:
            key ^= looks.CARET
        style = self._view.rich_style
        for bit, name in _BITS:
            if key & bit:
                style += self._label(bit) if bit in looks.LABELS else self._layer(name)
        reverse = bool(key & looks.HIGHLIGHT) ^ bool(key & _MARKED_OUT) ^ bool(key & looks.CARET)
        if reverse:
            style += Style.from_color(style.bgcolor, style.color) + Style(reverse=True)
        if caret and not (reverse and key & looks.CARET):
            # In a reversed stretch the caret is the hole in it; without the focus it is a line.
            style += Style(underline=True)
        return style

    def _label(self, bit: int) -> Style:
        """A label's colour behind the text, thinned so that the text stays legible on it."""
        if bit not in self._labels:
            return Style()
        _, ground = self._view.background_colors
        thinned = ground.blend(Color.parse(self._labels[bit]), LABEL_SHARE)
        return Style.from_color(None, thinned.rich_color)

    def _layer(self, name: str) -> Style:
        """What the rules of a component say, colours blended over the view's background."""
        whole = self._view.get_component_rich_style(name)
        own = self._view.get_component_rich_style(name, partial=True)
        return own + Style.from_color(
            whole.color if own.color else None, whole.bgcolor if own.bgcolor else None
        )
