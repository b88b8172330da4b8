"""The pages of the help, on the screen and by ``newsmark help TOPIC`` alike.

A page is made from what the program itself goes by: the catalogue, the keymap in force, the
table of settings, the manual of the query language. Only the tour has words of its own, and its
keys come from the keymap.
"""

from __future__ import annotations

from collections.abc import Callable

from archive.errors import UsageError
from archive.searches.manual import Line
from archive.searches.manual import page as query_page
from reader.commands.catalogue import CATALOGUE, Command, find, for_mode
from reader.config.loading import unknown
from reader.config.settings import SETTINGS
from reader.keymap import Keymap, shown

MODES = {
    "library": "the library",
    "article": "an article",
    "visual": "a selection",
    "searches": "the list of searches",
    "ledger": "the ledger of claims",
    "claim": "a claim",
    "beside": "the claims beside an article",
    "history": "the history",
    "sync": "what was edited in files",
    "review": "the review of marks that lost their place",
    "register": "the register of entities",
    "entity": "an entity",
    "sweep": "a sweep",
    "pairs": "likely duplicates",
    "suggest": "sentences that may be worth a claim",
    "dossiers": "the list of dossiers",
    "dossier": "a dossier",
}
"""What each mode is a mode of."""

_TOUR: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Find",
        (
            ("library", "search", "and type cassis: each letter narrows the list. Enter keeps it"),
            ("library", "escape", "drops the search again"),
            ("library", "open", "opens the article under the cursor"),
        ),
    ),
    (
        "Read",
        (
            ("article", "move word", "goes on by words"),
            ("article", "move sentence", "by sentences"),
            ("article", "move paragraph", "by paragraphs"),
            ("article", "side pane", "shows the marks beside the text, or hides them"),
            ("article", "next mark", "goes to the next mark"),
        ),
    ),
    (
        "Mark",
        (
            ("article", "claim add", "makes a claim of the sentence under the caret"),
            ("article", "visual", "begins a selection, which the same motions stretch"),
            ("visual", "entity tag", "tags what is selected as the name of an entity"),
            ("visual", "highlight add", "highlights it"),
            ("visual", "note add", "writes a note on it"),
            ("article", "annotation delete", "deletes the mark under the caret"),
            ("article", "undo", "takes the last step back, tomorrow too"),
        ),
    ),
    (
        "Weigh",
        (
            ("article", "claims", "opens the ledger of all claims"),
            ("ledger", "claim verdict 1", "gives the first verdict; the next digits the others"),
            ("ledger", "claim open", "shows where a claim appears, and its evidence"),
            ("claim", "evidence add", "links it to what bears on it"),
        ),
    ),
    (
        "Take away",
        (
            ("library", "export", "and a folder: all of it as Markdown"),
            ("library", "palette", "finds any command by a few letters"),
            ("library", "help", "shows the keys of where you are"),
            ("library", "back", "goes back, and from the library out"),
        ),
    ),
)


def keys_shown(command: Command, mode: str, keymap: Keymap) -> str:
    """All keys of a command in a mode; those that differ in an argument as a range."""
    exact = keymap.keys_for(mode, command.name)
    if exact:
        return "  ".join(exact)
    lines = keymap.modes[mode]
    withs = [shown(keys) for keys, line in lines.items() if line.startswith(command.name + " ")]
    known = [k for k in withs if len(k) == 1] or withs
    return f"{known[0]} … {known[-1]}" if known and command.arguments else ""


def topic_page(topic: str, keymap: Keymap) -> list[Line]:
    """One page of the help.

    Args:
        topic: one of :data:`TOPICS`.
        keymap: the keys in force.

    Raises:
        KeyError: if there is no such topic.
    """
    return TOPICS[topic](keymap)


def command_page(name: str, keymap: Keymap) -> list[Line]:
    """What a command does, and its keys in every mode that has it.

    Raises:
        KeyError: if there is no such command.
    """
    command = find(name)
    lines = [Line(f"{command.name} {command.arguments}".rstrip(), command.summary)]
    for mode in command.modes:
        keys = keys_shown(command, mode, keymap) or f":{command.name}"
        lines.append(Line(keys, f"in {MODES[mode]}"))
    return lines


def page_on(topic: str, keymap: Keymap) -> list[Line]:
    """The page on a topic or, where there is none of the name, on a command.

    Raises:
        UsageError: if there is neither.
    """
    if topic in TOPICS:
        return topic_page(topic, keymap)
    names = [command.name for command in CATALOGUE]
    if topic in names:
        return command_page(topic, keymap)
    known = dict.fromkeys([*TOPICS, *names])
    pages = f"the pages are {', '.join(TOPICS)}"
    said = unknown(topic, known, "page or command", pages)
    raise UsageError(said[0].upper() + said[1:])


def _queries(keymap: Keymap) -> list[Line]:
    return query_page()


def _tour(keymap: Keymap) -> list[Line]:
    lines = []
    for heading, steps in _TOUR:
        lines.append(Line(heading, heading=True))
        for mode, command, words in steps:
            keys = keymap.keys_for(mode, command)
            lines.append(Line(keys[0] if keys else f":{command}", words))
    lines.append(Line("Good to know", heading=True))
    lines.append(Line("", "The demo archive is one of its own: what you do there stays there."))
    lines.append(Line("", "`newsmark demo --reset` restores it."))
    return lines


def _keys(keymap: Keymap) -> list[Line]:
    lines = []
    for mode, what in MODES.items():
        lines.append(Line(f"In {what}", heading=True))
        for command in sorted(for_mode(mode), key=lambda one: len(one.modes)):
            keys = keys_shown(command, mode, keymap)
            if keys:
                lines.append(Line(keys, f"{command.summary} ({command.name})"))
    return lines


def _settings(keymap: Keymap) -> list[Line]:
    lines = [Line("In config.toml", heading=True)]
    for setting in SETTINGS:
        lines.append(Line(setting.name, f"{setting.summary}: {setting.kind.written}"))
    lines.append(Line("Good to know", heading=True))
    lines.append(Line("", "`newsmark config show --origin` says what is in force, and why."))
    lines.append(Line("", "`newsmark config example` prints a file with all of them."))
    return lines


TOPICS: dict[str, Callable[[Keymap], list[Line]]] = {
    "query": _queries,
    "tour": _tour,
    "keys": _keys,
    "settings": _settings,
}
"""The pages by name."""

CAPTIONS = {
    "query": "How to write a query",
    "tour": "A tour of five minutes",
    "keys": "All keys",
    "settings": "Settings",
}
"""What stands above each page."""
