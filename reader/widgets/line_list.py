"""A list of lines drawn one by one, whatever its length: only what shows is asked for."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.layout.cells import drawn
from reader.messages import CursorPlaced, LineChosen


def fit(text: str, width: int, *, right: bool = False) -> str:
    """``text`` made harmless, on exactly ``width`` cells, cut with an ellipsis."""
    flat = drawn(text[: 4 * width + 8].replace("\n", " "))
    size = cell_len(flat)
    if size > width:
        return set_cell_size(flat, max(0, width - 1)) + "…" if width else ""
    padding = " " * (width - size)
    return padding + flat if right else flat + padding


class LineList(ScrollView, can_focus=False):
    """The common part of lists: a cursor, scrolling, the mouse.

    Keys never come here: the screen owns them and calls :meth:`move`.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--resting",
        "line-list--selected",
        "line-list--dim",
        "line-list--head",
        "line-list--glyph",
    }
    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .line-list--cursor { background: $primary 25%; text-style: bold; }
        & > .line-list--resting { background: $panel; }
        & > .line-list--selected { background: $accent 18%; }
        & > .line-list--dim { color: $foreground 72%; }
        & > .line-list--head { color: $foreground 72%; text-style: underline; }
        & > .line-list--glyph { color: $accent; }
    }
    """

    #: Lines above the list that do not scroll.
    header_height: ClassVar[int] = 0
    #: Whether one click opens a line; else two do.
    opens_on_click: ClassVar[bool] = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self.active = True
        self._looks: dict[tuple[str, Style | None], Style] = {}

    @property
    @abstractmethod
    def count(self) -> int:
        """How many lines there are."""

    @abstractmethod
    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """One line as segments; ``style`` is the line's own."""

    def render_heading(self, line: int, width: int) -> list[Segment]:
        """A line of the heading."""
        return []

    def can_hold_cursor(self, index: int) -> bool:
        """Whether the cursor may stand on this line; headings between lines say no."""
        return True

    def points_at(self, index: int) -> bool:
        """Whether the cursor stands on this line, and shows."""
        return index == self.cursor and self.can_hold_cursor(index)

    def row_style(self, index: int) -> str:
        """Which look a line has that is not under the cursor; empty for the list's own."""
        return ""

    def ground(self, part: str = "") -> Style:
        """The style of a whole line: the list's own, or a part's over it.

        Args:
            part: what follows ``line-list--``, such as ``cursor``; empty for the list's own.
        """
        return self._look(part, None)

    def look(self, part: str, over: Style) -> Style:
        """The style of some cells of a line.

        Args:
            part: as in :meth:`ground`, such as ``dim``.
            over: the line's own style.
        """
        return self._look(part, over)

    def _look(self, part: str, over: Style | None) -> Style:
        # Textual walks up all ancestors to compose a style: too slow to be done for each line.
        style = self._looks.get((part, over))
        if style is None:
            style = self.rich_style if over is None else over
            if part:
                partial = over is not None
                style += self.get_component_rich_style(f"line-list--{part}", partial=partial)
            self._looks[part, over] = style
        return style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()

    def on_resize(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Show the lines anew, after their number or content changed."""
        self.virtual_size = Size(self.size.width, self.count + self.header_height)
        self.cursor = max(0, min(self.cursor, self.count - 1))
        if self.count and not self.can_hold_cursor(self.cursor):
            self.cursor = self._next_place(self.cursor, 1)
        self.refresh()

    def activate(self, on: bool) -> None:
        """Say whether keys lead to this list; the cursor shows it."""
        if self.active != on:
            self.active = on
            self.refresh()

    @property
    def page(self) -> int:
        """Lines that show at once."""
        return max(1, self.size.height - self.header_height)

    def move(self, name: str) -> bool:
        """Move the cursor.

        Args:
            name: ``down up first last page down page up half down half up``.

        Returns:
            Whether that is a motion of lists.
        """
        step = {
            "down": 1,
            "up": -1,
            "page down": self.page - 1,
            "page up": 1 - self.page,
            "half down": self.page // 2,
            "half up": -(self.page // 2),
            "first": -self.count,
            "last": self.count,
        }.get(name)
        if step is None:
            return False
        self.place(self.cursor + step, 1 if step > 0 else -1)
        return True

    def place(self, index: int, direction: int = 1) -> None:
        """Put the cursor on a line, or the nearest one beyond that can hold it."""
        if not self.count:
            return
        index = self._next_place(max(0, min(index, self.count - 1)), direction)
        if index == self.cursor:
            self.show_cursor()
            return
        before, self.cursor = self.cursor, index
        self._refresh_row(before)
        self._refresh_row(index)
        self.show_cursor()
        self.post_message(CursorPlaced(self, index))

    def show_cursor(self) -> None:
        """Scroll so that the cursor's line shows."""
        top = round(self.scroll_offset.y)
        if self.cursor < top:
            # The line above may be a heading of the group: show it too.
            first = (
                self.cursor - 1
                if self.cursor and not self.can_hold_cursor(self.cursor - 1)
                else self.cursor
            )
            self.scroll_to(y=first, animate=False, immediate=True, force=True)
        elif self.cursor >= top + self.page:
            self.scroll_to(y=self.cursor - self.page + 1, animate=False, immediate=True, force=True)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where on the screen the cursor's line begins."""
        line = self.cursor - round(self.scroll_offset.y) + self.header_height
        return self.content_region.offset + Offset(0, line)

    def _next_place(self, index: int, direction: int) -> int:
        for step in (direction, -direction):
            place = index
            while 0 <= place < self.count:
                if self.can_hold_cursor(place):
                    return place
                place += step
        return index

    def _refresh_row(self, index: int) -> None:
        line = index - round(self.scroll_offset.y) + self.header_height
        if self.header_height <= line < self.size.height:
            self.refresh(Region(0, line, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Draw line ``y`` of what shows, counted from the top of the widget."""
        # `size` counts the scrollbar's cell too, which would hide the last column's.
        width = self.scrollable_content_region.width
        if y < self.header_height:
            base = self.look("head", self.ground())
            return (
                Strip(self.render_heading(y, width))
                .apply_style(base)
                .adjust_cell_length(width, base)
            )
        index = y - self.header_height + round(self.scroll_offset.y)
        if not 0 <= index < self.count:
            return Strip.blank(width, self.ground())
        if self.points_at(index):
            style = self.ground("cursor" if self.active else "resting")
        else:
            style = self.ground(self.row_style(index))
        return Strip(self.render_row(index, width, style)).adjust_cell_length(width, style)

    def row_at(self, y: int) -> int | None:
        """The line shown at widget line ``y``, if there is one."""
        index = y - self.header_height + round(self.scroll_offset.y)
        return index if y >= self.header_height and 0 <= index < self.count else None

    def heading_clicked(self, x: int) -> None:
        """A click on the heading, ``x`` cells from the left; nothing, unless a list has columns."""

    # Textual calls the handlers of all classes of a widget, so subclasses
    # do not define it again: they take what `heading_clicked` gives them.
    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.y < self.header_height:
            self.heading_clicked(event.x)
            return
        index = self.row_at(event.y)
        if index is None or not self.can_hold_cursor(index):
            return
        self.place(index)
        if event.chain == 2 or self.opens_on_click:
            self.post_message(LineChosen(self, index))
