"""What widgets tell their screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.message import Message
from textual.widget import Widget


class CursorPlaced(Message):
    """The cursor of a list stands on another line.

    Args:
        pane: the list.
        index: the line, from 0.
    """

    def __init__(self, pane: Widget, index: int) -> None:
        super().__init__()
        self.pane = pane
        self.index = index


class LineChosen(Message):
    """A line of a list was opened, by double click or by a click where one is enough."""

    def __init__(self, pane: Widget, index: int) -> None:
        super().__init__()
        self.pane = pane
        self.index = index


class HeadingClicked(Message):
    """The heading of a column was clicked.

    Args:
        column: the column's name.
    """

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column


class SelectionChanged(Message):
    """Articles were selected, or no longer are.

    Args:
        count: how many are selected now.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class CommandAsked(Message):
    """A click asks for a command, as if its line had been typed.

    Args:
        line: the command line.
    """

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line


class ArticleAsked(Message):
    """An article is to be read from a place on, above the screen that asks.

    Args:
        article: its id. ``start``: code points of its current text.
    """

    def __init__(self, article: str, start: int) -> None:
        super().__init__()
        self.article = article
        self.start = start


class SyncTold(Message):
    """It was told what a sync would change, or changed.

    Args:
        folder: the exported one. ``prefer``: the side that wins, empty for none.
        summary: what ``newsmark sync`` reported, in JSON.
    """

    def __init__(self, folder: str, prefer: str, summary: Mapping[str, Any]) -> None:
        super().__init__()
        self.folder = folder
        self.prefer = prefer
        self.summary = summary


class LineDropped(Message):
    """A thing in a list was dragged onto another.

    Args:
        pane: the list.
        dragged, onto: what the list calls the two.
        below: whether it came from above, and is meant to stand after the other.
    """

    def __init__(self, pane: Widget, dragged: str, onto: str, below: bool) -> None:
        super().__init__()
        self.pane = pane
        self.dragged, self.onto, self.below = dragged, onto, below
