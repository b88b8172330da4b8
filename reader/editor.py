"""Texts in the user's own editor: the one that VISUAL or EDITOR names."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from archive.errors import ArchiveError


def editor_named() -> str:
    """The command line of the user's editor; empty if none is named."""
    return (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()


def edited(editor: str, text: str) -> str:
    """What an editor makes of a text; Markdown, white space at its end left out.

    Args:
        editor: its command line, to which the file's name is added.

    Raises:
        ArchiveError: if it cannot be run or does not end well; the text stays, and what was
            written before the editor failed lies in a file that is named.
    """
    folder = Path(tempfile.mkdtemp(prefix="newsmark-"))
    file, before, kept = folder / "note.md", text + "\n", False
    file.write_text(before, encoding="utf-8")
    try:
        code = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode
        after = file.read_text(encoding="utf-8")
        kept = bool(code) and after != before
    except (OSError, ValueError) as error:
        raise ArchiveError(
            f"The editor {editor[:60]!r} cannot be used: {error}.", remedy="Set $EDITOR."
        ) from error
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    if code:
        raise ArchiveError(
            f"The editor {editor[:60]!r} ended with {code}; nothing was changed.",
            remedy=f"What you wrote lies in {file}."
            if kept
            else "Set $EDITOR to one that ends with 0.",
        )
    return after.rstrip()
