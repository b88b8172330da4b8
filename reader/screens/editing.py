"""Longer texts in the user's own editor, or in a form where there is none."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App, SuspendNotSupported

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
        try:
            with app.suspend():
                after = edited(editor, text)
        except SuspendNotSupported:
            pass  # a terminal that cannot be given away gets the form
        else:
            app.refresh()
            answered(after)
            return
    from reader.widgets.forms import NoteForm

    app.push_screen(NoteForm(caption, text), answered)
