"""Keys as data: mode -> key sequence -> command line.

A sequence is written as people say it: ``gg``, ``]c``, ``ctrl+d``, ``f1``.
Single characters follow one another, a named key or one with a modifier
stands for itself, and blanks part them. Terminals know single keys only, so
the sequences are resolved here, by a pure function over what is pending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NAMED = frozenset(
    [
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "enter",
        "escape",
        "space",
        "tab",
        "backspace",
        "delete",
        "insert",
        "shift+tab",
        "shift+up",
        "shift+down",
        "shift+left",
        "shift+right",
    ]
) | {f"f{number}" for number in range(1, 13)}

_SHOWN = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "Bksp",
    "tab": "Tab",
}

_CALLED = {shown.lower(): name for name, shown in _SHOWN.items()}

Sequence = tuple[str, ...]


class KeymapError(ValueError):
    """A keymap that contradicts itself; the message names both commands."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a key press came to.

    Attributes:
        command: the command line to run, or None.
        pending: the keys that wait for the rest of a sequence.
        unknown: the keys that mean nothing here, when they do.
    """

    command: str | None = None
    pending: Sequence = ()
    unknown: Sequence = ()


@dataclass(frozen=True)
class Keymap:
    """All bindings; made by :func:`build`."""

    modes: Mapping[str, Mapping[Sequence, str]]
    _prefixes: Mapping[str, frozenset[Sequence]] = field(repr=False)

    def resolve(self, mode: str, pending: Sequence, key: str) -> Resolution:
        """What ``key`` means after the keys that are pending.

        Args:
            mode: such as ``library`` or ``article``; what a screen says it is in.
            pending: the keys of an unfinished sequence, from the last Resolution.
            key: a character, or a key's name (see :func:`key_name`).
        """
        keys = (*pending, key)
        if pending and key == "escape":
            return Resolution()
        command = self.modes[mode].get(keys)
        if command is not None:
            return Resolution(command=command)
        if keys in self._prefixes[mode]:
            return Resolution(pending=keys)
        return Resolution(unknown=keys)

    def keys_for(self, mode: str, command: str) -> list[str]:
        """The sequences, as people write them, that run ``command`` in ``mode``."""
        return [shown(keys) for keys, line in self.modes[mode].items() if line == command]


def build(bindings: Iterable[tuple[str, str, str]]) -> Keymap:
    """Make a keymap.

    Args:
        bindings: modes (parted by blanks), sequences (parted by blanks) and
            the command line they run.

    Raises:
        KeymapError: if two commands want one sequence in one mode, or one
            sequence begins another, so that the longer could never be typed.
    """
    return assemble(
        (mode, parse_keys(written), command)
        for names, sequences, command in bindings
        for mode in names.split()
        for written in sequences.split()
    )


def assemble(bindings: Iterable[tuple[str, Sequence, str]]) -> Keymap:
    """Make a keymap of modes, sequences and command lines, one by one; raises as :func:`build`."""
    modes: dict[str, dict[Sequence, str]] = {}
    for mode, keys, command in bindings:
        table = modes.setdefault(mode, {})
        if keys in table:
            raise KeymapError(
                f"{shown(keys)} in {mode} is wanted by both {table[keys]!r} and {command!r}"
            )
        table[keys] = command
    prefixes: dict[str, frozenset[Sequence]] = {}
    for mode, table in modes.items():
        found = frozenset(keys[:size] for keys in table for size in range(1, len(keys)))
        for keys in found & table.keys():
            longer = next(k for k in table if k[: len(keys)] == keys and k != keys)
            raise KeymapError(
                f"in {mode}, {shown(keys)} ({table[keys]!r}) hides {shown(longer)} "
                f"({table[longer]!r})"
            )
        prefixes[mode] = found
    return Keymap(modes, prefixes)


def parse_keys(written: str) -> Sequence:
    """``gg`` as ``("g", "g")``, ``ctrl+d`` as ``("ctrl+d",)``."""
    if written in NAMED or re.match(r"(ctrl|alt)\+.", written):
        return (written,)
    return tuple(written)


def key_called(name: str) -> str | None:
    """The key that people call so: ``PgUp``, ``Esc``, ``Ctrl-D``, ``ctrl+right``, ``F5``.

    Args:
        name: of one key; the case does not matter.

    Returns:
        Its name here; None if it is no key that a terminal tells, or a single character.
    """
    plain = name.lower()
    plain = _CALLED.get(plain, plain)
    if plain in NAMED:
        return plain
    for modifier in ("ctrl", "alt", "shift"):
        if plain.startswith((f"{modifier}+", f"{modifier}-")):
            base = plain[len(modifier) + 1 :]
            base = _CALLED.get(base, base)
            whole = f"{modifier}+{base}"
            single = modifier != "shift" and len(base) == 1 and base.isprintable()
            arrow = modifier != "shift" and base in NAMED and "+" not in base
            return whole if single or arrow or whole in NAMED else None
    return None


def shown(keys: Sequence) -> str:
    """A sequence as help and status line write it: ``Ctrl-D``, ``gg``, ``F5``."""
    return "".join(_show(key) for key in keys)


def _show(key: str) -> str:
    for modifier in ("ctrl+", "alt+", "shift+"):
        if key.startswith(modifier):
            rest = key.removeprefix(modifier)
            shown_rest = _show(rest) if len(rest) > 1 else rest.upper()
            return f"{modifier[:-1].capitalize()}-{shown_rest}"
    if key in _SHOWN:
        return _SHOWN[key]
    return key.upper() if key in NAMED else key


def key_name(key: str, character: str | None) -> str:
    """The name under which a terminal's key press is looked up.

    Args:
        key: Textual's name (``left_square_bracket``, ``ctrl+d``, ``up``).
        character: what it would type, if anything.
    """
    if character is not None and character.isprintable() and character != " ":
        return character
    return key


_LEDGER = "ledger claim beside review history suggest sync"
_ENTITIES = "register entity sweep pairs"
_ALL = f"library article visual searches {_LEDGER} {_ENTITIES} dossiers dossier"
_TEXT = "article visual"
_JUDGED = "ledger claim beside"

_KINDS = {
    "f": "fact",
    "q": "quantity",
    "p": "prediction",
    "o": "opinion",
    "c": "cause",
    "r": "rule",
    "u": "quotation",
    "x": "other",
}
_HOW = {
    "d": "direct",
    "p": "paraphrase",
    "o": "own voice",
    "a": "anonymous",
    "f": "document",
}

DEFAULT: tuple[tuple[str, str, str], ...] = (
    (_ALL, "? f1", "help"),
    (_ALL, "ctrl+p f2", "palette"),
    (_ALL, ":", "prompt"),
    (_ALL, "u f11", "undo"),
    (_ALL, "ctrl+r f12", "redo"),
    (_ALL, "q f10", "back"),
    (_ALL, "escape", "escape"),
    (_ALL, "ctrl+z", "suspend"),
    (_ALL, "ctrl+x", "cancel"),
    (_ALL, "j down", "move down"),
    (_ALL, "k up", "move up"),
    (_ALL, "ctrl+d", "move half down"),
    (_ALL, "ctrl+u", "move half up"),
    (_ALL, "pagedown ctrl+f", "move page down"),
    (_ALL, "pageup ctrl+b", "move page up"),
    (_ALL, "gg", "move first"),
    (_ALL, "G", "move last"),
    ("library", "home", "move first"),
    ("library", "end", "move last"),
    ("library article", "m", "star"),
    ("library article", "r", "read"),
    ("library article", "t", "tag"),
    ("library", "enter l right", "open"),
    ("library", "h left", "back"),
    ("library", "/ f3", "search"),
    ("library", "o f9", "order"),
    ("library", "O", "order turn"),
    ("library", "f f4", "facets"),
    ("library", "p", "preview"),
    ("library", "v V space", "select"),
    ("library", "*", "select all"),
    ("library", "d delete", "delete"),
    ("library", "tab", "search instead"),
    ("library", "H", "histogram"),
    ("library", "P", "plot"),
    ("library", "c", "copies"),
    ("library article", "S", "similar"),
    ("library", "s", "searches"),
    ("searches", "enter l right", "searches run"),
    ("searches", "h left", "back"),
    ("searches", "home", "move first"),
    ("searches", "end", "move last"),
    ("searches", "a insert", "searches add"),
    ("searches", "e f4", "searches edit"),
    ("searches", "d delete", "searches delete"),
    ("library article visual", "L", "claims"),
    (_JUDGED, "enter l right", "claim open"),
    (_JUDGED, "h left", "back"),
    (_JUDGED, "home", "move first"),
    (_JUDGED, "end", "move last"),
    ("ledger claim", "v space", "claims select"),
    ("ledger", "*", "claims select all"),
    ("ledger beside", "/ f3", "claims filter"),
    ("ledger", "o f9", "claims order"),
    ("ledger", "O", "claims order turn"),
    ("ledger", "b f4", "claims group"),
    ("ledger", "M", "claim merge"),
    ("ledger", "P", "claims due"),
    *((_JUDGED, str(digit), f"claim verdict {digit}") for digit in range(1, 10)),
    (_JUDGED, "V", "claim verdict"),
    *((_JUDGED, f"K{key}", f"claim kind {kind}") for key, kind in _KINDS.items()),
    *((_JUDGED, f"A{key}", f"claim attribution {how}") for key, how in _HOW.items()),
    (_JUDGED, "A-", "claim attribution"),
    *((_JUDGED, f"C{digit}", f"claim confidence {digit}0") for digit in range(1, 10)),
    (_JUDGED, "C0", "claim confidence 100"),
    (_JUDGED, "C-", "claim confidence"),
    (_JUDGED, "w", "claim claimant"),
    (_JUDGED, "t", "claim said"),
    (_JUDGED, "d", "claim due"),
    (_JUDGED, "e", "claim edit"),
    (_JUDGED, "n", "claim notes"),
    (_JUDGED, "a insert", "evidence add"),
    ("claim", "D", "claim drift"),
    ("claim", "s", "claim split"),
    ("claim", "E", "evidence edit"),
    ("claim", "x delete", "evidence delete"),
    ("claim", "=", "evidence same"),
    ("claim", "!", "evidence apart"),
    ("library article visual", "R", "review"),
    ("library article visual ledger claim", "U", "history"),
    ("history", "/ f3", "history filter"),
    ("history", "x delete", "history undo"),
    ("sync", "a", "sync apply"),
    ("sync", "p", "sync prefer"),
    ("sync", "l right enter", "sync say"),
    ("sync", "h left", "back"),
    ("sync", "home", "move first"),
    ("sync", "end", "move last"),
    ("history", "h left", "back"),
    ("history", "home", "move first"),
    ("history", "end", "move last"),
    ("review", "a enter", "review accept"),
    ("review", "x", "review keep"),
    ("review", "space", "review skip"),
    ("review", "n tab", "review other"),
    ("review", "e l right", "review choose"),
    ("review", "h left", "back"),
    ("review", "home", "move first"),
    ("review", "end", "move last"),
    ("library article visual ledger", "D", "dossiers"),
    ("article ledger claim", "p", "dossier add"),
    ("dossiers dossier", "enter l right", "dossier open"),
    ("dossiers dossier", "h left", "back"),
    ("dossiers dossier", "home", "move first"),
    ("dossiers dossier", "end", "move last"),
    ("dossiers dossier", "t f6", "dossier rename"),
    ("dossiers dossier", "w f9", "dossier export"),
    ("dossiers", "a insert", "dossier new"),
    ("dossiers", "d delete", "dossier delete"),
    ("dossier", "J shift+down", "dossier move down"),
    ("dossier", "K shift+up", "dossier move up"),
    ("dossier", "H f7", "dossier heading"),
    ("dossier", "a insert", "dossier prose"),
    ("dossier", "e f4", "dossier text"),
    ("dossier", "x delete", "dossier remove"),
    ("dossier", "o f8", "claim open"),
    ("library article visual", "C", "suggest"),
    ("suggest", "a insert", "suggest accept"),
    ("suggest", "x delete", "suggest reject"),
    ("suggest", "space", "suggest skip"),
    ("suggest", "e f6", "suggest edit"),
    ("suggest", "o f9", "suggest order"),
    ("suggest", "enter l right", "suggest open"),
    ("suggest", "h left", "back"),
    ("suggest", "home", "move first"),
    ("suggest", "end", "move last"),
    (f"{_TEXT} beside", "B", "evidence here"),
    ("article visual suggest", "=", "claim same"),
    ("library", "E", "entities"),
    (_ENTITIES, "h left", "back"),
    (_ENTITIES, "home", "move first"),
    (_ENTITIES, "end", "move last"),
    ("register entity pairs", "enter l right", "entity open"),
    ("register", "/ f3", "entities filter"),
    ("register", "o f9", "entities order"),
    ("register", "f f4", "entities type"),
    ("register", "b", "entities group"),
    ("register entity", "space v", "entities select"),
    ("register entity", "m", "entity merge"),
    ("register entity", "e f6", "entity rename"),
    ("register entity", "t", "entity type"),
    ("register entity", "a insert", "entity alias add"),
    ("register entity", "r", "entity relate"),
    ("register entity", "d delete", "entity delete"),
    ("register entity", "E", "entity sweep"),
    ("register", "D", "entity duplicates"),
    ("register", "c", "entity create"),
    ("register", "n", "entity queue"),
    ("entity", "s", "entity split"),
    ("entity", "n", "entity describe"),
    ("entity", "i", "entity identify"),
    ("entity", "x", "entity remove"),
    ("sweep", "a insert", "sweep accept"),
    ("sweep", "x delete", "sweep reject"),
    ("sweep", "space", "sweep skip"),
    ("sweep", "A", "sweep accept article"),
    ("sweep", "X", "sweep reject article"),
    ("sweep", "*", "sweep accept all"),
    ("sweep", "e f6", "sweep other"),
    ("sweep", "w", "sweep widen"),
    ("sweep", "enter l right", "sweep open"),
    ("pairs", "a insert", "pair merge"),
    ("pairs", "x delete", "pair apart"),
    ("pairs", "space", "pair skip"),
    ("pairs", "o", "pair turn"),
    ("library", "]u", "next unread"),
    ("library", "[u", "previous unread"),
    (_TEXT, "h left", "move left"),
    (_TEXT, "l right", "move right"),
    (_TEXT, "w", "move word"),
    (_TEXT, "b", "move word back"),
    (_TEXT, ")", "move sentence"),
    (_TEXT, "(", "move sentence back"),
    (_TEXT, "}", "move paragraph"),
    (_TEXT, "{", "move paragraph back"),
    (_TEXT, "]]", "move heading"),
    (_TEXT, "[[", "move heading back"),
    (_TEXT, "home", "move line start"),
    (_TEXT, "end", "move line end"),
    (_TEXT, "v f9", "visual"),
    ("visual", "iw", "select word"),
    ("visual", "is", "select sentence"),
    ("visual", "ip", "select paragraph"),
    (_TEXT, "+", "grow"),
    (_TEXT, "-", "shrink"),
    (_TEXT, "c f5", "claim add"),
    (_TEXT, "e f6", "entity tag"),
    (_TEXT, "E", "entity sweep"),
    (_TEXT, "H f7", "highlight add"),
    (_TEXT, "a f8", "note add"),
    (_TEXT, "x delete", "annotation delete"),
    ("article", "enter", "mark open"),
    *(("article", str(digit), f"label {digit}") for digit in range(10)),
    (_TEXT, "]a", "next mark"),
    (_TEXT, "[a", "previous mark"),
    (_TEXT, "]c", "next claim"),
    (_TEXT, "[c", "previous claim"),
    (_TEXT, "]e", "next entity"),
    (_TEXT, "[e", "previous entity"),
    (_TEXT, "/ f3", "find"),
    (_TEXT, "n", "find next"),
    (_TEXT, "N", "find previous"),
    ("visual", "y", "copy"),
    ("visual", "Y", "copy quotation"),
    ("article", "ys", "copy"),
    ("article", "yy", "copy quotation"),
    ("library article", "yl", "copy link"),
    ("library article", "yi", "copy id"),
    ("library article", "gx", "browse"),
    ("library", "|", "pipe"),
    (_TEXT, "|", "pipe"),
    ("article", "gt", "contents"),
    ("article", "gl", "links"),
    ("article", "J", "next article"),
    ("article", "K", "previous article"),
    ("library article", "ctrl+o", "go back"),
    ("article", "ctrl+n", "go forward"),
    ("article", "i f4", "side pane"),
    (f"{_TEXT} beside", "s", "split"),
    (f"{_TEXT} beside", "tab ctrl+w", "split turn"),
    (f"{_TEXT} beside", "X", "split close"),
    ("library", "W", "split"),
    ("article", "z", "focus"),
)


def default() -> Keymap:
    """The keymap the program comes with."""
    return build(DEFAULT)
