"""What lies under other widgets."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import Container


class Ground(Container):
    """A container that its children cover.

    Textual paints what is covered too. One blank line, shared by all its
    lines, is a third of the cost of a repainted screen cheaper than lines
    styled one by one.
    """

    BLANK: ClassVar[bool] = True
