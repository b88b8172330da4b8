"""Where the terminal's own cursor stands: where the user is.

It is not drawn, since the program draws cursor and caret itself; but screen readers, magnifiers
and input methods follow it. It is asked for with each frame, so that no widget has to tell.
"""

from __future__ import annotations

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from reader.widgets.line_list import LineList


def point_of(screen: Screen[object]) -> Offset | None:
    """Where on the screen the focus is.

    Args:
        screen: the topmost one.

    Returns:
        The cell of the caret or cursor of what keys go to, be it a line of text, an article, a
        list or a button; None where they go to nothing that shows.
    """
    if screen.focused is not None:
        return _within(screen.focused)
    for pane in screen.walk_children():
        if isinstance(pane, LineList) and pane.region and pane.active and pane.count:
            return pane.cursor_screen_offset
    return None


def _within(focused: Widget) -> Offset:
    # Before anything has the focus there is no need of them, and a start is quicker without.
    from reader.widgets.page_view import PageView

    if isinstance(focused, PageView):
        return focused.caret_region().offset
    from textual.widgets import Input, TextArea

    if isinstance(focused, Input):
        # Textual counts a cell more at the end, where it draws the cursor behind the last letter.
        return focused.cursor_screen_offset - Offset(int(focused.cursor_at_end), 0)
    if isinstance(focused, TextArea):
        return focused.cursor_screen_offset
    return focused.content_region.offset
