"""The page: a document laid out, with marks, hits, selection and a caret, painted by lines.

Lines are painted when they come into sight and kept; a change repaints only the lines it
touches. What keys and mouse do is the business of
:class:`~reader.widgets.article_view.ArticleView`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import EllipsisType
from typing import ClassVar

from rich.segment import Segment
from textual.events import Resize
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from archive.model import Span
from archive.text.document import Document
from reader.layout import looks, selecting
from reader.layout.cells import cell_count
from reader.layout.marks import Looks, Mark, innermost_first
from reader.layout.motions import rest
from reader.layout.paint import SIGN_CELLS, inline_looks, mark_looks, paint, signs
from reader.layout.wrap import Layout
from reader.widgets.article_styles import CLASSES, CSS, StyleBook

MEASURE = 78
GUTTER = SIGN_CELLS + 1
# Lines kept in sight above and below the caret.
MARGIN = 2
# Painted lines kept, the latest: some windows' worth. Many more would be felt whenever Python
# looks for garbage among them, in the middle of a scroll.
KEPT = 300


class PageView(ScrollView, can_focus=True):
    """A document on a page.

    Args:
        measure: the most cells a line of text may have.
        labels: colours of labels, ``#rrggbb``, by their digit.

    Attributes:
        layout_lines: the visual lines of the document, in the width there is.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES
    DEFAULT_CSS = CSS

    def __init__(
        self,
        *,
        measure: int = MEASURE,
        labels: Mapping[str, str] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._measure = measure
        self._styles = StyleBook(self, labels)
        self._strips: dict[int, Strip] = {}
        self._marks: tuple[Mark, ...] = ()
        self._mark_looks = self._mark_places = Looks(())
        self._inlines = self._code = Looks(())
        self._hits: tuple[Span, ...] = ()
        self._hit_looks = Looks(())
        self._hit: int | None = None
        self._anchor: int | None = None
        self._caret = 0
        self._focus: Mark | None = None
        # While the view itself scrolls, the caret is where it should be.
        self._steering = False
        # The columns laid out for; asking Textual for them at every line costs as much as the line.
        self._width = 0
        self._height = 0  # the rows there were before the window changed
        # Shown before there was a window: where to scroll is known at the first resize.
        self._unseen = True
        self.layout_lines = Layout(Document("", ()), measure)

    # What is shown

    @property
    def document(self) -> Document:
        """The document shown; an empty one before :meth:`show`."""
        return self.layout_lines.document

    def show(self, document: Document, marks: Sequence[Mark] = (), *, offset: int = 0) -> None:
        """Show a document.

        Args:
            document: what to show.
            marks: its marks, in any order.
            offset: code point on which the caret is put; brought into sight.
        """
        self._inlines = inline_looks(document)
        self._code = Looks(())
        self._hits, self._hit_looks, self._hit, self._anchor = (), Looks(()), None, None
        self._place_marks(marks)
        self._lay(document)
        self._caret = rest(self.layout_lines, offset)
        self._focus = self._innermost()
        self._unseen = self._columns() <= 0
        self._open_at_caret()

    def colour_code(self, places: Iterable[tuple[int, int, int]]) -> None:
        """Give blocks of code their colours.

        Args:
            places: from :func:`reader.layout.code.code_looks`, of the document shown.
        """
        self._code = Looks(places)
        self._strips.clear()
        self.refresh()

    def _open_at_caret(self) -> None:
        """Scroll so that the caret's line stands where reading goes on well."""
        line = self.layout_lines.line_of(self._caret)
        self._scroll_to_line(line - self._rows() // 3 if line > self._rows() // 2 else 0)

    @property
    def measure(self) -> int:
        """The most cells a line of text may have."""
        return self._measure

    @measure.setter
    def measure(self, cells: int) -> None:
        self._measure = cells
        self._relay()

    def _lay(self, document: Document) -> None:
        self._width = self._columns()
        room = self._width - GUTTER - 1
        width = min(self._measure, room) if room > 0 else self._measure
        # A window wider than the measure has the same lines, wherever its edge is.
        if self.layout_lines.document is not document or self.layout_lines.width != width:
            self.layout_lines = Layout(document, width, self.layout_lines)
        self._strips.clear()
        self.virtual_size = Size(self._width, len(self.layout_lines))
        self.refresh()

    def _relay(self) -> None:
        """Lay the document anew, keeping the caret, or else the top line, where it is."""
        top = self.scroll_offset.y
        row = self.layout_lines.line_of(self._caret) - top
        # The window may have become lower too: what counts is whether the caret was in sight.
        in_sight = 0 <= row < max(self._height, self._rows())
        kept, row = (self._caret, row) if in_sight else (self._top_offset(), 0)
        row = min(row, max(0, self._rows() - 1 - MARGIN))
        self._lay(self.document)
        self._scroll_to_line(self.layout_lines.line_of(kept) - row)

    def _top_offset(self) -> int:
        line = min(self.scroll_offset.y, len(self.layout_lines) - 1)
        return self.layout_lines.span(line).start

    def on_resize(self, event: Resize) -> None:
        if self._unseen:
            self._unseen = self._columns() <= 0
            self._lay(self.document)
            self._open_at_caret()
        elif self._width != self._columns():
            self._relay()
        elif not 0 <= self.layout_lines.line_of(self._caret) - self.scroll_offset.y < self._rows():
            self.reveal(self._caret)
        self._height = self._rows()

    def _columns(self) -> int:
        return self.scrollable_content_region.width

    def _rows(self) -> int:
        return max(1, self.scrollable_content_region.height)

    # Marks and hits

    @property
    def marks(self) -> Sequence[Mark]:
        """The marks on the page, by start. Setting them repaints only the lines that differ."""
        return self._marks

    @marks.setter
    def marks(self, marks: Sequence[Mark]) -> None:
        before = set(self._marks)
        self._place_marks(marks)
        for mark in before.symmetric_difference(self._marks):
            self._touch(mark.span)
        self._refocus()

    def _place_marks(self, marks: Sequence[Mark]) -> None:
        self._marks = tuple(
            sorted((mark for mark in marks if mark.span), key=lambda m: (m.span, m.kind, m.id))
        )
        self._mark_looks = mark_looks(self._marks)
        self._mark_places = Looks(
            (mark.span.start, mark.span.end, index) for index, mark in enumerate(self._marks)
        )

    def marks_at(self, offset: int) -> list[Mark]:
        """The marks over an offset, the innermost first."""
        near = [self._marks[index] for _, _, index in self._mark_places.over(offset, offset + 1)]
        return innermost_first(near, offset)

    def _innermost(self) -> Mark | None:
        return next(iter(self.marks_at(self._caret)), None)

    def _refocus(self) -> None:
        focus = self._innermost()
        if focus == self._focus:
            return
        for mark in (self._focus, focus):
            if mark:
                self._touch(mark.span)
        self._focus = focus

    @property
    def hits(self) -> Sequence[Span]:
        """What was searched or found on the page, in order; shown until set to nothing."""
        return self._hits

    @hits.setter
    def hits(self, hits: Sequence[Span]) -> None:
        for span in set(self._hits).symmetric_difference(hits):
            self._touch(span)
        self._show_hit(None)
        self._hits = tuple(sorted(hits))
        self._hit_looks = Looks((hit.start, hit.end, looks.HIT) for hit in self._hits)

    def _show_hit(self, index: int | None) -> None:
        for one in (self._hit, index):
            if one is not None:
                self._touch(self._hits[one])
        self._hit = index

    # Caret and selection

    @property
    def caret(self) -> int:
        """The code point the caret rests on. Set, it is brought into sight."""
        return self._caret

    @caret.setter
    def caret(self, offset: int) -> None:
        was = self._caret
        self._put_caret(rest(self.layout_lines, offset))
        self.reveal(self._caret)
        if self._caret != was:
            self.caret_was_put()

    def caret_was_put(self) -> None:
        """The caret was put elsewhere by :attr:`caret`; nothing to do on a mere page."""

    @property
    def selection(self) -> Span | None:
        """The code points selected; whole graphemes."""
        if self._anchor is None or not self.document.text:
            return None
        return selecting.between(self.document.text, self._anchor, self._caret)

    @selection.setter
    def selection(self, span: Span | None) -> None:
        if not span:
            self._put_caret(self._caret, None)
            return
        anchor, caret = selecting.ends(self.document.text, span)
        self._put_caret(caret, anchor)
        self.reveal(caret)

    def _put_caret(self, offset: int, anchor: int | EllipsisType | None = ...) -> None:
        """Move the caret, and the selection's other end if one is given; None ends it."""
        before, was = self.selection, self._caret
        self._caret = offset
        if not isinstance(anchor, EllipsisType):
            self._anchor = anchor
        after = self.selection
        self._touch_difference(before, after)
        self._touch(Span(was, was + 1))
        self._touch(Span(offset, offset + 1))
        self._refocus()

    def _touch_difference(self, before: Span | None, after: Span | None) -> None:
        if before and after:
            # Each end moved at most; what lies between stays as it was.
            for one, other in ((before.start, after.start), (before.end, after.end)):
                if one != other:
                    self._touch(Span(min(one, other), max(one, other)))
        elif found := before or after:
            self._touch(found)

    def reveal(self, offset: int) -> None:
        """Scroll as little as brings an offset into sight, with a line or two about it."""
        line = self.layout_lines.line_of(offset)
        rows = self._rows()
        margin = min(MARGIN, (rows - 1) // 2)
        top = self.scroll_offset.y
        if line < top + margin:
            self._scroll_to_line(line - margin)
        elif line > top + rows - 1 - margin:
            self._scroll_to_line(line - rows + 1 + margin)

    def _scroll_to_line(self, line: int) -> None:
        self._steering = True
        self.scroll_to(y=max(0, line), animate=False, force=True)
        self._steering = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if not self._steering and round(old_value) != round(new_value):
            self.scrolled_by_hand()

    def scrolled_by_hand(self) -> None:
        """The reader scrolled without the caret; nothing to do on a mere page."""

    def caret_region(self) -> Region:
        """Where on the screen the caret is drawn, in sight or not."""
        line, cell = self.layout_lines.position(self._caret)
        at = self.scrollable_content_region.offset + Offset(
            self._left() + GUTTER + cell, line - self.scroll_offset.y
        )
        return Region(at.x, at.y, 1, 1)

    def on_focus(self) -> None:
        self._focus_changed()

    def on_blur(self) -> None:
        self._focus_changed()

    def _focus_changed(self) -> None:
        self._styles.clear()
        self._touch(Span(self._caret, self._caret + 1))

    # Painting

    def _left(self) -> int:
        """Cells left of the gutter: the page stands in the middle of a wide window."""
        return max(0, (self._width - self._measure - GUTTER - 1) // 2)

    def _touch(self, span: Span) -> None:
        """Have the lines of a span painted anew."""
        first, last = self.layout_lines.lines_of(span)
        top = self.scroll_offset.y
        shown_first, shown_last = max(first, top), min(last, top + self._rows())
        if last - first < len(self._strips):
            for line in range(first, last + 1):
                self._strips.pop(line, None)
        else:
            for line in [line for line in self._strips if first <= line <= last]:
                del self._strips[line]
        if shown_first <= shown_last:
            self.refresh_lines(shown_first, shown_last - shown_first + 1)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        strip = self._strips.get(line)
        if strip is None:
            if len(self._strips) >= KEPT:
                del self._strips[next(iter(self._strips))]
            strip = self._strips[line] = self._paint(line)
        return strip

    def _paint(self, line: int) -> Strip:
        columns = self._width
        plain = self._styles[0]
        if line >= len(self.layout_lines):
            return Strip.blank(columns, plain)
        pieces = [
            (" " * self._left(), 0),
            *signs(self.layout_lines, line, self._mark_looks, self._focus),
            (" ", 0),
            *paint(
                self.layout_lines,
                line,
                (self._inlines, self._code, self._mark_looks, self._hit_looks),
                tuple(self._over()),
            ),
        ]
        segments = [Segment(text, self._styles[key]) for text, key in pieces if text]
        cells = sum(cell_count(text) for text, _ in pieces)
        if cells > columns:
            return Strip(segments, cells).crop(0, columns)
        segments.append(Segment(" " * (columns - cells), plain))
        return Strip(segments, columns)

    def _over(self) -> Iterable[tuple[int, int, int]]:
        if self._focus:
            yield self._focus.span.start, self._focus.span.end, looks.FOCUS
        if self._hit is not None:
            hit = self._hits[self._hit]
            yield hit.start, hit.end, looks.HIT_NOW
        if selection := self.selection:
            yield selection.start, selection.end, looks.SELECTED
        caret = selecting.between(self.document.text, self._caret, self._caret)
        yield caret.start, max(caret.end, caret.start + 1), looks.CARET
