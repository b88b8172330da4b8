"""A command line: the name of a command and its arguments."""

from __future__ import annotations

import shlex

from archive.errors import UsageError
from reader.commands.catalogue import CATALOGUE, Command

_LONGEST = max(len(command.name.split()) for command in CATALOGUE)
_BY_WORDS = {tuple(command.name.split()): command for command in CATALOGUE}
# Their argument is one piece of text: quotation marks in it are the user's own.
_VERBATIM = frozenset({"search", "find", "note add", "claims", "claims filter", "history filter"})


def parse(line: str, mode: str) -> tuple[Command, tuple[str, ...]]:
    """Read what was typed at the prompt.

    The longest name that fits wins, so ``order turn`` is not ``order`` with
    an argument.

    Args:
        line: such as ``import "/home/me/my news"``.
        mode: the mode it was typed in.

    Returns:
        The command and its arguments, quotation marks taken off.

    Raises:
        UsageError: if there is no such command here, or a quotation is not closed.
    """
    words = line.split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        command = _BY_WORDS.get(tuple(words[:length]))
        if command is None:
            continue
        if mode not in command.modes:
            raise UsageError(f"{command.name}: not here.", remedy="Type help for what works here.")
        rest = line.split(maxsplit=length)[length:]
        return command, _arguments(command, rest[0].strip() if rest else "")
    raise UsageError(f"No such command: {line.strip()[:40]}.", remedy="Type help for the list.")


def _arguments(command: Command, rest: str) -> tuple[str, ...]:
    if not rest:
        return ()
    if command.name in _VERBATIM:
        return (rest,)
    try:
        return tuple(shlex.split(rest))
    except ValueError as problem:
        raise UsageError(f"{command.name}: {problem}.", remedy="Close the quotation.") from problem
