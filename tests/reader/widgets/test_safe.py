"""What stands in a form to be edited is painted harmless and answered as it is."""

from __future__ import annotations

import re
from pathlib import Path

from textual.app import App, ComposeResult

import reader
from reader.layout.cells import sanitise
from reader.widgets.safe import SafeInput, SafeTextArea

HOSTILE = "Evil\u202e\x1b[31mCorp\u2066\u0084!"


class Form(App[None]):
    """A line and an area with the same hostile words."""

    def compose(self) -> ComposeResult:
        yield SafeInput(HOSTILE + "\nmore", compact=True)
        yield SafeTextArea(f"a\tb\n{HOSTILE}", compact=True)


async def test_nothing_that_a_terminal_obeys_is_painted() -> None:
    async with Form().run_test(size=(60, 10)) as pilot:
        line, area = pilot.app.query_one(SafeInput), pilot.app.query_one(SafeTextArea)
        await pilot.pause()
        assert line.render_line(0).text.startswith(sanitise(HOSTILE + "\nmore"))
        assert area.render_line(0).text.split() == ["a", "b"], "a tab is blank"
        assert area.render_line(1).text.strip() == sanitise(HOSTILE)
        assert line.value == HOSTILE + "\nmore"
        assert area.text == f"a\tb\n{HOSTILE}"


def test_no_form_takes_an_input_that_paints_all_it_holds() -> None:
    own = re.compile(r"(?<![\w.])(?:Input|TextArea)\((?!\")|\((?:Input|TextArea)\):")
    made = [
        file.name
        for file in Path(reader.__file__).parent.rglob("*.py")
        if own.search(file.read_text(encoding="utf-8"))
    ]
    assert made == ["safe.py"]
