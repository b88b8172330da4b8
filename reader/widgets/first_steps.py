"""What stands in the place of the list while an archive is empty: what can be done about it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from reader.keymap import Keymap
from reader.messages import CommandAsked

_TEXT = "This archive is empty. There are three ways to begin:\n"
_READS = """
It reads crawled text, Markdown, HTML, plain text and JSON Lines (.gz too),
and marks made with Hypothesis, Readwise, Kindle and others."""


class FirstSteps(Vertical, can_focus=False):
    """Three ways to begin; a click takes one.

    Args:
        keymap: the keys in force.
    """

    DEFAULT_CSS = """
    FirstSteps {
        height: 1fr; padding: 1 3; display: none;
        & > Static { width: 1fr; height: auto; }
        & > .step { padding: 0 0 0 2; }
        & > .step:hover { background: $primary 25%; }
    }
    """

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        open_key = next(iter(self._keymap.keys_for("library", "open")), "Click")
        prompt = next(iter(self._keymap.keys_for("library", "prompt")), ":")
        ways = (
            (open_key, "import a file or a folder", "import"),
            ("Paste", "or drop the path of one here", "import"),
            (f"{prompt} demo", "open the demo archive instead", "demo"),
        )
        yield Static(_TEXT, markup=False)
        for keys, what, command in ways:
            yield Static(f"{keys:<8}{what}", classes="step", name=command, markup=False)
        yield Static(_READS, markup=False)

    def on_click(self, event: events.Click) -> None:
        if event.widget is not None and event.widget.name:
            event.stop()
            self.post_message(CommandAsked(event.widget.name))
