"""The form of a saved search: name, query, order, key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label, Static

from reader.layout.cells import sanitise
from reader.widgets.forms import FRAME, Choice, FieldsForm
from reader.widgets.safe import SafeInput


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What the form holds, as typed."""

    name: str
    query: str
    sort: str
    key: str


class SearchForm(FieldsForm[SearchAnswer]):
    """Asks for a saved search.

    Args:
        caption: what is done with it.
        value: what stands in the fields at first.
        sorts: the orders there are.
        problem: why the last answer was not taken, or empty.
    """

    DEFAULT_CSS = (
        "SearchForm {"
        + FRAME
        + "& .problem { color: $error; width: 100%; height: auto; }"
        + "& Label { color: $foreground 75%; } }"
    )

    def __init__(
        self, caption: str, value: SearchAnswer, sorts: Sequence[str], problem: str = ""
    ) -> None:
        super().__init__()
        self._caption, self._given, self._sorts, self._problem = caption, value, sorts, problem

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            yield Static(sanitise(self._caption), classes="caption", markup=False)
            if self._problem:
                yield Static(f"! {sanitise(self._problem)}", classes="problem", markup=False)
            yield Label("Name; the query, where you give none")
            yield SafeInput(self._given.name, compact=True, id="name", select_on_focus=False)
            yield Label("Query")
            yield SafeInput(self._given.query, compact=True, id="query", select_on_focus=False)
            yield Choice("Order", self._sorts, self._given.sort, id="sort")
            yield Label("Key: a digit or letter that runs it from the list, or nothing")
            yield SafeInput(self._given.key, compact=True, id="key", max_length=1)
            yield Static("Enter saves, Tab goes on, Esc leaves.", classes="hint")
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", compact=True, variant="primary")
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#name").focus()

    def answer(self) -> SearchAnswer:
        name, query, key = (
            self.query_one(f"#{field}", Input).value.strip() for field in ("name", "query", "key")
        )
        return SearchAnswer(name or query, query, self.query_one(Choice).value, key)
