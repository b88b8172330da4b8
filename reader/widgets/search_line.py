"""The line in which a query is typed, with what it found and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from reader.layout.cells import drawn, sanitise
from reader.widgets.safe import SafeInput

if TYPE_CHECKING:
    from archive.index.results import Suggestion

_MOST_HINTS = 4
_LEFT = 3  # cells of the slash before the line

FOUND_CELLS = 16  # kept for the number found, with a cell of padding on each side


class SearchLine(Vertical):
    """An input after a slash, the number found on its right, an error beneath it.

    The input carries the class ``typing``, by which the screen knows that
    keys are letters.
    """

    DEFAULT_CSS = """
    SearchLine {
        height: auto;
        & > Horizontal { height: 1; background: $panel; }
        & .slash { width: 3; color: $primary; text-style: bold; }
        & Input { width: 1fr; background: $panel; }
        & .found { width: auto; min-width: 18; padding: 0 1; text-align: right; }
        & .found { color: $foreground 75%; }
        & > .problem { height: auto; color: $error; }
    }
    """

    def __init__(self, caption: str = "/", placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._caption, self._placeholder = caption, placeholder
        self._instead = ""  # the query suggested

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(f" {self._caption} ", classes="slash", markup=False)
            yield SafeInput(
                compact=True, classes="typing", placeholder=self._placeholder, select_on_focus=False
            )
            yield Static(classes="found", markup=False)
        problem = Static(classes="problem", markup=False)
        hints = Static(classes="hints", markup=False)
        problem.display = hints.display = False
        yield problem
        yield hints

    @property
    def line(self) -> Input:
        """The input."""
        return self.query_one(Input)

    def found(self, text: str) -> None:
        """Say how many were found."""
        part = self.query_one(".found", Static)
        # Each key brings another number: as long as it fits, nothing has to move.
        part.update(text, layout=max(len(text), len(str(part.content))) > FOUND_CELLS)
        self.query_one(".problem", Static).display = False

    def problem(self, message: str, at: int) -> None:
        """Say what is wrong; what was suggested instead of an older query goes.

        Args:
            message: what it is and what was meant.
            at: code-point offset in the query where reading stopped; a caret
                points there.
        """
        before = cell_len(drawn(self.line.value[:at])) - round(self.line.scroll_offset.x)
        self.query_one(".found", Static).update("")
        part = self.query_one(".problem", Static)
        part.update(f"{' ' * (_LEFT + max(0, before))}^\n{' ' * _LEFT}{sanitise(message)}")
        part.display = True
        self.suggest(())

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Say what could be asked instead, where nothing was found; none take it away.

        Args:
            suggestions: the first of them that is a query is taken by Tab.
        """
        self._instead = next((one.query for one in suggestions if one.query), "")
        part = self.query_one(".hints", Static)
        part.display = bool(suggestions)
        lines, marked = [], False
        for one in suggestions[:_MOST_HINTS]:
            # What a query finds without a term is said in the sentence itself.
            number = f" ({one.total:,})" if one.total and one.kind != "without" else ""
            key = "  Tab" if one.query and not marked else ""
            marked = marked or bool(one.query)
            lines.append("   " + sanitise(one.text) + number + key)
        part.update("\n".join(lines))

    def take_hint(self) -> bool:
        """Ask what was suggested instead of the query; False where nothing was."""
        if self._instead:
            self.line.value = self._instead
            self.line.cursor_position = len(self._instead)
        return bool(self._instead)

    def on_key(self, event: events.Key) -> None:
        """Tab takes what is suggested."""
        if event.key == "tab" and self._instead:
            self.take_hint()
            event.stop()
            event.prevent_default()
