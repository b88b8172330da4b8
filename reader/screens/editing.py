"""Longer texts in the user's own editor, or in a form where there is none."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.app import App, SuspendNotSupported

from archive.errors import ArchiveError


def edit_text(
    app: App[None], caption: str, text: str, answered: Callable[[str | None], None]
) -> None:
    """Let the user edit a text in ``$VISUAL`` or ``$EDITOR``; else in a form.

    Args:
        app: it gives the terminal away and takes it back.
        caption: what the form says the text is.
        answered: called with the text, or with None where it was given up.

    Raises:
        ArchiveError: if the editor cannot be run or does not end well; the text stays.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and editor.strip():
        try:
            with app.suspend():
                edited = _edited(editor, text)
        except SuspendNotSupported:
            pass  # a terminal that cannot be given away gets the form
        else:
            app.refresh()
            answered(edited)
            return
    from reader.widgets.forms import NoteForm

    app.push_screen(NoteForm(caption, text), answered)


def _edited(editor: str, text: str) -> str:
    with tempfile.TemporaryDirectory(prefix="newsmark-") as folder:
        file = Path(folder) / "note.md"
        file.write_text(text + "\n", encoding="utf-8")
        try:
            code = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode
            edited = file.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise ArchiveError(
                f"The editor {editor[:60]!r} cannot be used: {error}.", remedy="Set $EDITOR."
            ) from error
    if code:
        raise ArchiveError(
            f"The editor {editor[:60]!r} ended with {code}; nothing was changed.",
            remedy="Set $EDITOR to one that ends with 0.",
        )
    return edited.rstrip()
