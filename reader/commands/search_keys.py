"""Which keys may run a saved search: those that the list of searches does not need itself."""

from __future__ import annotations

from archive.errors import UsageError
from reader.keymap import Keymap


def own_keys(keymap: Keymap) -> frozenset[str]:
    """The characters that mean something in the list of searches, whatever is saved."""
    begun = {keys[0] for keys in keymap.modes["searches"]}
    return frozenset(key for key in begun if len(key) == 1)


def checked_key(key: str | None, keymap: Keymap) -> str | None:
    """``key``, if a saved search may have it; None and the empty string stand for no key.

    Raises:
        UsageError: if the list of searches needs it.
    """
    own = own_keys(keymap)
    if key in own:
        letters = " ".join(sorted(letter for letter in own if letter.isalnum()))
        raise UsageError(
            f"The list of searches needs the key {key} itself.",
            remedy=f"Use a digit, or a letter other than {letters}.",
        )
    return key
