"""Which keys may run a saved search: those that the list of searches does not need itself."""

from __future__ import annotations

from typing import Final

from archive.errors import UsageError

OWN: Final = {
    "enter": "run",
    "l": "run",
    "right": "run",
    "a": "add",
    "e": "edit",
    "d": "delete",
    "delete": "delete",
    "u": "undo",
    "q": "leave",
    "h": "leave",
    "left": "leave",
    "escape": "leave",
    "j": "down",
    "down": "down",
    "k": "up",
    "up": "up",
    "g": "first",
    "home": "first",
    "G": "last",
    "end": "last",
    "pagedown": "page down",
    "pageup": "page up",
}
"""What keys do in the list of searches."""


def checked_key(key: str | None) -> str | None:
    """``key``, if a saved search may have it; None and the empty string stand for no key.

    Raises:
        UsageError: if the list of searches needs it.
    """
    if key in OWN:
        letters = " ".join(sorted(own for own in OWN if len(own) == 1))
        raise UsageError(
            f"The list of searches needs the key {key} itself.",
            remedy=f"Use a digit, or a letter other than {letters}.",
        )
    return key
