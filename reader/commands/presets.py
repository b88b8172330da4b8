"""The sets of keys to choose from: ``vim``, and two that are made of it.

``plain`` is what is left of ``vim`` without any sequence that holds a letter, and arrows with
Ctrl and Alt for what that leaves without a key. ``less`` moves as the pager does; what it takes
its keys from gets others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.keymap import DEFAULT, Keymap, assemble, build, default, parse_keys
from reader.keymap import Sequence as Keys

Rows = Sequence[tuple[str, str, str]]

_ALL = " ".join(dict.fromkeys(mode for modes, _, _ in DEFAULT for mode in modes.split()))
_LISTS = " ".join(mode for mode in _ALL.split() if mode not in ("article", "visual"))
_TEXT = "article visual"
_CLAIMS = "ledger claim beside"
_REGISTER = "register entity"

_PLAIN: Rows = (
    (_ALL, "ctrl+home", "move first"),
    (_ALL, "ctrl+end", "move last"),
    ("library article", "ctrl+k", "star"),
    ("library article", "ctrl+e", "read"),
    ("library article", "ctrl+t", "tag"),
    ("library", "ctrl+a", "select all"),
    ("library", "f5", "preview"),
    ("library", "f6", "searches"),
    ("library", "f7", "claims"),
    ("library", "f8", "entities"),
    ("ledger", "f8", "dossiers"),
    ("library", "alt+down", "next unread"),
    ("library", "alt+up", "previous unread"),
    (_TEXT, "ctrl+right", "move word"),
    (_TEXT, "ctrl+left", "move word back"),
    (_TEXT, "alt+right", "move sentence"),
    (_TEXT, "alt+left", "move sentence back"),
    (_TEXT, "ctrl+down", "move paragraph"),
    (_TEXT, "ctrl+up", "move paragraph back"),
    (_TEXT, "alt+down", "move heading"),
    (_TEXT, "alt+up", "move heading back"),
    (_TEXT, "tab", "next mark"),
    (_TEXT, "shift+tab", "previous mark"),
    (_TEXT, "ctrl+g", "find next"),
    (_TEXT, "ctrl+l", "find previous"),
    (_TEXT, "ctrl+y", "copy"),
    (_TEXT, "alt+y", "copy quotation"),
    (_CLAIMS, "f5", "claim edit"),
    (_CLAIMS, "f6", "claim notes"),
    ("sync", "f5", "sync apply"),
    ("sync", "f9", "sync prefer"),
    ("review", "delete", "review keep"),
    ("entity", "f4", "entity remove"),
    (_REGISTER, "f5", "entity merge"),
    (_REGISTER, "f7", "entity type"),
    (_REGISTER, "f8", "entity sweep"),
)

_LESS: Rows = (
    (_ALL, "h ? f1", "help"),
    (_ALL, "j down", "move down"),
    (_ALL, "k up", "move up"),
    (_ALL, "f space pagedown ctrl+f", "move page down"),
    (_ALL, "b pageup ctrl+b", "move page up"),
    (_ALL, "d ctrl+d", "move half down"),
    (_ALL, "u ctrl+u", "move half up"),
    (_ALL, "g <", "move first"),
    (_ALL, "G >", "move last"),
    (_LISTS, "home", "move first"),
    (_LISTS, "end", "move last"),
    (_ALL, ", f11", "undo"),
    (_LISTS, "q f10 left", "back"),
    ("library", "F f4", "facets"),
    ("ledger", "B f4", "claims group"),
    ("ledger claim beside", "T", "claim due"),
    ("register", "F f4", "entities type"),
    ("register", "B", "entities group"),
    ("sweep", "s", "sweep skip"),
    ("review", "s", "review skip"),
    ("pairs", "s", "pair skip"),
    ("suggest", "s", "suggest skip"),
    (_TEXT, "left", "move left"),
    (_TEXT, "W", "move word back"),
    ("library article", "&", "browse"),
    ("article", "T", "contents"),
    ("article", "A", "links"),
)


def preset(name: str) -> Keymap:
    """The keymap of one of :data:`reader.config.settings.KEYS`.

    Raises:
        KeyError: if there is none of this name.
    """
    if name == "plain":
        return build((*_without_letters(DEFAULT, _taken(_PLAIN)), *_PLAIN))
    if name == "less":
        return assemble(_with(DEFAULT, _LESS))
    if name != "vim":
        raise KeyError(name)
    return default()


def _taken(rows: Rows) -> set[tuple[str, str]]:
    """The modes and sequences that rows bind."""
    return {
        (mode, written)
        for modes, sequences, _ in rows
        for mode in modes.split()
        for written in sequences.split()
    }


def _without_letters(rows: Rows, taken: set[tuple[str, str]]) -> Iterable[tuple[str, str, str]]:
    """Rows, less the sequences that hold a letter and those that are taken."""
    for modes, sequences, command in rows:
        for mode in modes.split():
            for written in sequences.split():
                letters = any(len(key) == 1 and key.isalpha() for key in parse_keys(written))
                if not letters and (mode, written) not in taken:
                    yield mode, written, command


def _with(rows: Rows, new: Rows) -> Iterable[tuple[str, Keys, str]]:
    """Rows, less what the new ones take: their commands' keys and their keys' commands."""
    flat = [
        (mode, parse_keys(written), command)
        for modes, sequences, command in new
        for mode in modes.split()
        for written in sequences.split()
    ]
    replaced = {(mode, command) for mode, _, command in flat}
    for modes, sequences, command in rows:
        for mode in modes.split():
            taken = [keys for where, keys, _ in flat if where == mode]
            for written in sequences.split():
                own = parse_keys(written)
                if (mode, command) not in replaced and not any(
                    keys == own[: len(keys)] or own == keys[: len(own)] for keys in taken
                ):
                    yield mode, own, command
    yield from flat
