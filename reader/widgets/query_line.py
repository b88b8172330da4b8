"""The line for queries: completion while one types, and the queries asked before."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from archive.searches.completion import NOTHING, Completion, Option, Vocabulary, accept, complete
from reader.messages import CommandAsked, LineChosen
from reader.widgets.line_list import LineList, fit
from reader.widgets.search_line import SearchLine

_WIDTH = 56


class OptionPane(LineList):
    """The ways a query can go on, floating under the line; a click takes one."""

    opens_on_click = True
    DEFAULT_CSS = f"""
    OptionPane {{
        overlay: screen; constrain: inside;
        width: {_WIDTH}; max-width: 100%; margin: 0 0 0 3; background: $panel;
    }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._options: Sequence[Option] = ()
        self.display = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._options)

    @property
    def current(self) -> Option | None:
        """The one under the cursor."""
        return self._options[self.cursor] if self._options else None

    def display_options(self, options: Sequence[Option]) -> None:
        """Offer these, the first under the cursor; none take the pane away."""
        self._options, self.cursor = options, 0
        self.display = bool(options)
        self.styles.height = len(options)
        self.renew()

    def render_row(self, index: int, width: int, style: Style) -> list[Segment]:
        """The text, then its meaning or its number of articles; the first says how to take it."""
        option = self._options[index]
        dim = self.look("dim", style)
        at = index == self.cursor
        beside = option.means or (f"{option.articles:,}" if option.articles else "")
        key = " Tab" if at else "    "
        room = width - len(key) - 3
        first = max(10, room - len(beside) - 1)
        return [
            Segment("▸ " if at else "  ", style),
            Segment(fit(option.text, min(first, room)) + " ", style),
            Segment(fit(beside, max(0, room - min(first, room)), right=True) + key, dim),
        ]


class QueryLine(SearchLine):
    """A search line that knows what can come next, what came before and what was meant.

    Tab takes the option under the cursor, Ctrl-N and Ctrl-P go through them;
    Up and Down go through the queries asked before, F1 explains how to query.
    Enter is never theirs.
    """

    def __init__(self, caption: str = "/", placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(caption, placeholder, id=id)
        self.vocabulary = Vocabulary({})
        self._history: Sequence[str] = ()
        self._place = -1  # in the history; -1 is what was being typed
        self._draft = ""
        self._completion: Completion = NOTHING

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield OptionPane()

    @property
    def pane(self) -> OptionPane:
        """The ways to go on."""
        return self.query_one(OptionPane)

    def know(self, vocabulary: Vocabulary | None, history: Sequence[str]) -> None:
        """Learn what can be typed.

        Args:
            vocabulary: values of fields; None leaves those known.
            history: queries asked before, the newest first.
        """
        self._history, self._place = history, -1
        if vocabulary is not None:
            self.vocabulary = vocabulary
            self._offer()

    def goes_on(self, at: int) -> bool:
        """Whether what stands at a place of the query is unfinished: ways to go on are offered."""
        return self.pane.display and self._completion.start <= at <= self._completion.end

    def put_away(self) -> None:
        """Offer nothing more: the line is being left."""
        self._place = -1
        self.pane.display_options(())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._place >= 0 and event.value != self._history[self._place]:
            self._place = -1  # typed on from an older query: that is a new one
        self._offer()

    def _offer(self) -> None:
        line = self.line
        if self._place >= 0 or not line.has_focus:
            self.pane.display_options(())
            return
        self._completion = complete(line.value, line.cursor_position, self.vocabulary)
        self.pane.display_options(self._completion.options)

    def on_line_chosen(self, message: LineChosen) -> None:
        message.stop()
        self._take()

    def on_key(self, event: events.Key) -> None:
        step = {"ctrl+n": "down", "ctrl+p": "up"}.get(event.key)
        if event.key == "tab":
            self._take()
        elif step is not None:
            self.pane.move(step)
        elif event.key == "f1":
            self.post_message(CommandAsked("help query"))
        elif event.key in ("up", "down"):
            self._walk(1 if event.key == "up" else -1)
        else:
            return
        event.stop()
        event.prevent_default()

    def _take(self) -> None:
        option = self.pane.current
        if option is None:
            self.take_hint()
            return
        line = self.line
        if line.cursor_position != self._completion.end:
            return  # the caret went elsewhere meanwhile
        value, caret = accept(line.value, self._completion, option)
        line.value = value
        line.cursor_position = caret
        self._offer()

    def on_descendant_blur(self) -> None:
        self.put_away()

    def _walk(self, step: int) -> None:
        place = self._place + step
        if not -1 <= place < len(self._history):
            return
        if self._place < 0:
            self._draft = self.line.value
        self._place = place
        self.line.value = self._draft if place < 0 else self._history[place]
        self.line.cursor_position = len(self.line.value)
        self.pane.display_options(())
