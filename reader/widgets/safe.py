"""Inputs in which nothing that stands there reaches the terminal as what it would obey.

Names, titles and words of articles stand in forms to be edited, with whatever they hold; Textual
paints a value as it is. What is edited and answered stays as it is: only the painting is another.
"""

from __future__ import annotations

from typing import Any, Final

from rich.highlighter import Highlighter
from rich.text import Text
from textual.widgets import Input, TextArea

from reader.layout.cells import sanitise


class _Harmless(Highlighter):
    """Makes a text harmless, one code point for one."""

    def highlight(self, text: Text) -> None:
        text.plain = sanitise(text.plain)


_HARMLESS: Final = _Harmless()


class SafeInput(Input):
    """A line to type in; arguments as for Textual's own."""

    def __init__(self, value: str | None = None, **options: Any) -> None:
        super().__init__(value, highlighter=_HARMLESS, **options)


class SafeTextArea(TextArea):
    """Lines to type in; arguments as for Textual's own."""

    def get_line(self, line_index: int) -> Text:
        """One line as it is painted; tabs stay, for Textual gives them their width."""
        line = super().get_line(line_index)
        line.plain = "\t".join(map(sanitise, line.plain.split("\t")))
        return line
