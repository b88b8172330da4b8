"""The article view: what keys and mouse do on the page.

Keys are bound by the screen; it calls :meth:`ArticleView.move`, :meth:`~ArticleView.toggle_visual`
and so on. The mouse is handled here: drag selects, double click takes a word, triple click a
paragraph, a click on a mark tells the screen, and at the window's edges a drag scrolls.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from archive.model import Span
from archive.text.document import Document
from reader.layout import motions, selecting
from reader.layout.code import code_looks, has_code
from reader.layout.find import find_all, nearest
from reader.layout.marks import Mark
from reader.layout.motions import Place
from reader.widgets.page_view import GUTTER, MEASURE, PageView

# A click opens a mark only when no second click has followed for so many seconds.
CLICK_PATIENCE = 0.35
# Seconds between steps of scrolling while a drag is held at an edge.
DRAG_TICK = 0.05


class ArticleView(PageView):
    """A page to read, move on, select in and find in."""

    class CaretMoved(Message):
        """The caret rests elsewhere.

        Args:
            view: whose caret.
            offset: the code point it rests on.
        """

        def __init__(self, view: ArticleView, offset: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset

        @property
        def control(self) -> Widget:
            return self.view

    class Selected(Message):
        """The selection changed.

        Args:
            view: whose selection.
            span: the code points selected; None when nothing is any more.
            by_mouse: whether the mouse did it, and is now let go.
        """

        def __init__(self, view: ArticleView, span: Span | None, by_mouse: bool) -> None:
            super().__init__()
            self.view = view
            self.span = span
            self.by_mouse = by_mouse

        @property
        def control(self) -> Widget:
            return self.view

    class MarkClicked(Message):
        """A mark was clicked.

        Args:
            view: the view clicked on.
            ids: the marks there, the innermost first.
        """

        def __init__(self, view: ArticleView, ids: tuple[str, ...]) -> None:
            super().__init__()
            self.view = view
            self.ids = ids

        @property
        def control(self) -> Widget:
            return self.view

    def __init__(
        self,
        *,
        measure: int = MEASURE,
        labels: Mapping[str, str] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(measure=measure, labels=labels, id=id)
        self._goal: int | None = None
        self._grown: list[Span] = []
        self._told: Span | None = None
        self._pressed: int | None = None
        self._dragging = False
        self._pointer = (0, 0)
        self._drag_timer: Timer | None = None
        self._click_timer: Timer | None = None

    def show(self, document: Document, marks: Sequence[Mark] = (), *, offset: int = 0) -> None:
        """Show a document.

        Args:
            document: what to show.
            marks: its marks, in any order.
            offset: code point on which the caret is put; brought into sight.
        """
        self._goal = self._told = None
        self._grown.clear()
        self._forget_click()
        super().show(document, marks, offset=offset)
        if has_code(document):
            self.run_worker(self._colour(document), group="code", exclusive=True)

    async def _colour(self, document: Document) -> None:
        """Colour the code once a thread has found out how."""
        places = await asyncio.to_thread(code_looks, document, lambda: document is self.document)
        if document is self.document and places:
            self.colour_code(places)

    # Moving

    def move(self, name: str) -> None:
        """Carry out a motion; while selecting, it moves the selection's end.

        Args:
            name: one of :data:`reader.layout.motions.MOTIONS`.

        Raises:
            KeyError: if there is no such motion.
        """
        row = self.layout_lines.line_of(self._caret) - self.scroll_offset.y
        here, page = Place(self._caret, self._goal), self._rows()
        if self._anchor is None:
            place = motions.move(name, self.layout_lines, here, page)
        else:
            place = motions.stretch(name, self.layout_lines, here, self._anchor, page)
        self._goal = place.goal
        self._go(place.offset)
        if name.startswith(("page", "half")):
            self._scroll_to_line(self.layout_lines.line_of(place.offset) - row)
        self.reveal(place.offset)

    def _go(self, offset: int) -> None:
        self._grown.clear()
        if offset != self._caret:
            self._put_caret(offset)
            self.post_message(self.CaretMoved(self, offset))
        self._tell()

    def caret_was_put(self) -> None:
        """Forget the column and the units that belonged to the place before, and tell."""
        self._goal = None
        self._grown.clear()
        self.post_message(self.CaretMoved(self, self._caret))
        self._tell()

    def _tell(self, *, by_mouse: bool = False) -> None:
        selection = self.selection
        if selection != self._told or (by_mouse and selection):
            self._told = selection
            self.post_message(self.Selected(self, selection, by_mouse))

    def scrolled_by_hand(self) -> None:
        """Keep the caret in sight, so that what a key marks is what is seen.

        A selection stays as it is, wherever it has gone.
        """
        if self._anchor is not None:
            return
        top = self.scroll_offset.y
        line, cell = self.layout_lines.position(self._caret)
        wanted = min(max(line, top), top + self._rows() - 1)
        if wanted != line:
            self._goal = cell if self._goal is None else self._goal
            self._go(motions.place_at(self.layout_lines, wanted, self._goal))

    # Selecting

    @property
    def selecting(self) -> bool:
        """Whether a selection has begun."""
        return self._anchor is not None

    def toggle_visual(self) -> None:
        """Begin a selection at the caret, or end the one there is."""
        if self.selecting:
            self.clear_selection()
            return
        self._put_caret(self._caret, self._caret)
        self._tell()

    @property
    def selecting_from(self) -> int | None:
        """The code-point offset where the selection began; None without one."""
        return self._anchor

    def select_from(self, anchor: int | None) -> None:
        """Select from an offset to the caret, which stays; None selects nothing.

        Args:
            anchor: code-point offset; one beyond the text is its end.
        """
        if anchor is not None:
            self._put_caret(self._caret, max(0, min(anchor, len(self.document.text) - 1)))
            self._tell()

    def clear_selection(self) -> None:
        """End the selection; the caret stays."""
        self._grown.clear()
        self._put_caret(self._caret, None)
        self._tell()

    def select(self, span: Span, *, by_mouse: bool = False) -> None:
        """Select these code points, widened to whole graphemes; the caret goes to their end."""
        self._goal = None
        was = self._caret
        self.selection = span
        if self._caret != was:
            self.post_message(self.CaretMoved(self, self._caret))
        self._tell(by_mouse=by_mouse)

    def select_inner(self, unit: str) -> bool:
        """Select the ``word``, ``sentence`` or ``paragraph`` at the caret.

        Returns:
            Whether there was one.

        Raises:
            KeyError: if there is no such unit.
        """
        span = selecting.UNITS[unit](self.document, self._caret)
        if span:
            self._grown.clear()
            self.select(span)
        return bool(span)

    def grow_selection(self) -> None:
        """Widen the selection to the next unit: word, sentence, paragraph, all."""
        if not self.document.text:
            return
        before = self.selection
        wider = selecting.grown(self.document, before or Span(self._caret, self._caret))
        if wider != before:
            if before:
                self._grown.append(before)
            self.select(wider)

    def shrink_selection(self) -> None:
        """Take back the last growing; without one, narrow to the next smaller unit."""
        if not (selection := self.selection):
            return
        if self._grown:
            self.select(self._grown.pop())
        elif narrower := selecting.shrunk(self.document, selection, self._caret):
            self.select(narrower)

    def sentence_under_caret(self) -> Span | None:
        """The sentence the caret is in; None in an empty text."""
        return selecting.sentence(self.document, self._caret)

    def word_under_caret(self) -> Span | None:
        """The word the caret is on; None between words."""
        return selecting.word(self.document, self._caret)

    # Finding

    def find(self, text: str, *, origin: int | None = None) -> int:
        """Mark where ``text`` stands on the page, and go to the first place from the caret on.

        Args:
            text: what to find; nothing takes the hits away.
            origin: code point to look from instead of the caret, for finding while one types.

        Returns:
            How many places there are.
        """
        self.hits = find_all(self.document.text, text)
        if self._hits:
            self.to_hit(nearest(self._hits, self._caret if origin is None else origin))
        return len(self._hits)

    def next_hit(self) -> int | None:
        """Go to the next hit, after the last one to the first; its number from 0, or None."""
        if not self._hits:
            return None
        after = (i for i, hit in enumerate(self._hits) if hit.start > self._caret)
        return self.to_hit(next(after, 0))

    def previous_hit(self) -> int | None:
        """Go to the hit before, before the first one to the last; its number from 0, or None."""
        if not self._hits:
            return None
        last = len(self._hits) - 1
        before = (i for i in range(last, -1, -1) if self._hits[i].start < self._caret)
        return self.to_hit(next(before, last))

    def to_hit(self, index: int) -> int:
        """Go to a hit by its number from 0, and give that back."""
        self._show_hit(index)
        self._goal = None
        self._go(motions.rest(self.layout_lines, self._hits[index].start))
        self.reveal(self._caret)
        return index

    # Mouse

    def _under(self, event: events.MouseEvent) -> tuple[int, bool]:
        """The place at the pointer, and whether text is drawn there."""
        self._pointer = (event.x, event.y)
        return self._pointed()

    def _pointed(self) -> tuple[int, bool]:
        x, y = self._pointer
        cell = x - self._left() - GUTTER
        line = min(max(y, 0), self._rows() - 1) + self.scroll_offset.y
        offset = motions.place_at(self.layout_lines, line, cell)
        line = min(line, len(self.layout_lines) - 1)
        return offset, self.layout_lines.has_text_at(line, cell)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1:
            return
        event.stop()
        self._forget_click()
        self.focus()
        self.capture_mouse()
        self._dragging = False
        self._pressed, _ = self._under(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        event.stop()
        self._drag_to(self._under(event)[0])
        self._scroll_at_edge()

    def _drag_to(self, offset: int) -> None:
        if self._pressed is None or (offset == self._pressed and not self._dragging):
            return
        if not self._dragging:
            self._dragging = True
            self._grown.clear()
            self._goal = None
        if offset != self._caret or self._anchor != self._pressed:
            self._put_caret(offset, self._pressed)

    def _edge(self) -> int:
        """Lines to scroll at each step of a drag: how far the pointer is past an edge.

        Where the view touches the screen's edge the pointer cannot go past it, so the last
        row counts as the edge there.
        """
        _, y = self._pointer
        region = self.scrollable_content_region
        if y < 0 or (y == 0 and region.y == 0):
            return min(y, -1)
        past = y - self._rows() + 1
        if past > 0 or (past == 0 and region.bottom >= self.screen.size.height):
            return max(past, 1)
        return 0

    def _scroll_at_edge(self) -> None:
        if not self._dragging or not self._edge():
            self._stop_drag_timer()
        elif self._drag_timer is None:
            self._drag_timer = self.set_interval(DRAG_TICK, self._drag_tick)

    def _drag_tick(self) -> None:
        self._scroll_to_line(self.scroll_offset.y + self._edge())
        self._drag_to(self._pointed()[0])

    def _stop_drag_timer(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._pressed is None:
            return
        event.stop()
        self.release_mouse()
        self._stop_drag_timer()
        self._pressed = None
        if self._dragging:
            self.post_message(self.CaretMoved(self, self._caret))
            self._tell(by_mouse=True)

    def on_click(self, event: events.Click) -> None:
        if event.button != 1:
            return
        event.stop()
        if self._dragging:
            # The click that ends a drag is none.
            self._dragging = False
            return
        offset, on_text = self._under(event)
        if event.chain == 1:
            self._click(offset, on_text)
            return
        self._forget_click()
        unit = selecting.word if event.chain == 2 else selecting.paragraph
        if span := unit(self.document, offset):
            self._grown.clear()
            self.select(span, by_mouse=True)

    def _click(self, offset: int, on_text: bool) -> None:
        self._goal = None
        if self.selecting:
            self.clear_selection()
        self._go(offset)
        ids = tuple(mark.id for mark in self.marks_at(offset))
        if ids and on_text:
            # A second click would take the word instead.
            self._click_timer = self.set_timer(
                CLICK_PATIENCE, lambda: self.post_message(self.MarkClicked(self, ids))
            )

    def _forget_click(self) -> None:
        if self._click_timer is not None:
            self._click_timer.stop()
            self._click_timer = None
