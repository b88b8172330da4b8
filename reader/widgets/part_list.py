"""The parts of a dossier as they follow one another; the mouse drags them."""

from __future__ import annotations

from textual import events

from reader.messages import LineDropped
from reader.widgets.card_list import CardList


class PartList(CardList):
    """Parts; an entry's ``target`` is the id of the part it belongs to."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dragged = ""
        self._onto = ""  # where it would go now

    @property
    def part(self) -> str:
        """The id of the part under the cursor; empty if there is none."""
        return self.current.target if self.current is not None else ""

    def go_to(self, part: str) -> None:
        """Put the cursor on a part, if it is shown."""
        for line in range(self.count):
            if self.can_hold_cursor(line) and self._part_at(line) == part:
                self.place(line)
                return

    def show_cursor(self) -> None:
        """Scroll so that the whole part under the cursor shows, or as much as there is room for."""
        super().show_cursor()
        part, last = self.part, self.cursor
        while part and last + 1 < self.count and self._part_at(last + 1) == part:
            last += 1
        top = min(self.cursor, last - self.page + 1)
        if top > round(self.scroll_offset.y):
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def row_at(self, y: int) -> int | None:
        """The line at ``y``; within a part that is the part's first, which holds the cursor."""
        line = super().row_at(y)
        part = self._part_at(line) if line is not None else ""
        while line and part and not self.can_hold_cursor(line) and self._part_at(line - 1) == part:
            line -= 1
        return line

    def _part_at(self, line: int) -> str:
        return self._entries[self._lines[line][0]].target

    def row_style(self, index: int) -> str:
        """What is dragged, and the part it would be put beside, have looks of their own."""
        part = self._part_at(index)
        if not self._onto or part not in (self._dragged, self._onto):
            return super().row_style(index)
        return "resting" if part == self._dragged else "selected"

    # A press, a way and a release over another part drag; without a way it is a click,
    # which the list itself takes.
    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragged = self._below(event.y)
        if self._dragged:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._dragged:
            return
        if event.y <= 0 or event.y >= self.size.height - 1:  # there is more that way
            step = -1 if event.y <= 0 else 1
            self.scroll_relative(y=step, animate=False, immediate=True, force=True)
        self._point_to(self._below(event.y))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.release_mouse()
        onto, dragged = self._below(event.y), self._dragged
        self._dragged = ""
        self._point_to("")
        if not dragged or not onto or dragged == onto:
            return
        order = list(dict.fromkeys(entry.target for entry in self._entries))
        self.post_message(
            LineDropped(self, dragged, onto, order.index(dragged) < order.index(onto))
        )

    def _below(self, y: int) -> str:
        """The part shown at widget line ``y``; empty between two parts and beyond the last."""
        line = self.row_at(y)
        return self._part_at(line) if line is not None else ""

    def _point_to(self, onto: str) -> None:
        onto = "" if onto == self._dragged else onto
        if onto != self._onto:
            self._onto = onto
            self.refresh()
