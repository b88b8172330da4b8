"""Longer texts in the user's own editor, or in a form where there is none."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App, SuspendNotSupported

from archive.errors import ArchiveError
from reader.editor import edited, editor_named


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
    editor = editor_named()
    if editor:
        failed: ArchiveError | None = None
        after = text
        try:
            with app.suspend():
                # What is raised in here would leave the terminal given away for good.
                try:
                    after = edited(editor, text)
                except ArchiveError as error:
                    failed = error
        except SuspendNotSupported:
            pass  # a terminal that cannot be given away gets the form
        else:
            app.refresh()
            if failed is not None:
                raise failed
            answered(after)
            return
    from reader.widgets.forms import NoteForm

    app.push_screen(NoteForm(caption, text), answered)
