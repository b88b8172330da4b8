"""``keys.toml``: keys of the user's own, over a set of them.

A table for each mode, or ``[all]`` for every mode that knows the command; in it the command,
with its arguments if it has any, and its keys::

    [library]
    star = "s"
    "searches" = ["gs", "f6"]

    [all]
    "theme" = "ctrl+t"
    delete = []

What stands there takes the place of all keys that the command had in that mode. Blanks part the
keys of a sequence (``"ctrl+x s"``), a list holds alternatives, an empty list takes all keys away.
Two commands on one key, or a key that begins another's sequence, are refused with both named: then
the line does not count and the command keeps the keys it has without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from reader.commands.catalogue import CATALOGUE
from reader.commands.line import parse
from reader.commands.presets import preset
from reader.config import Problem
from reader.config.files import Unreadable, lines, read
from reader.config.loading import unknown
from reader.keymap import NAMED, Keymap, Sequence, assemble, key_called, parse_keys, shown
from reader.locations import config_home

FILE = "keys.toml"
ALL = "all"
_FORMS = frozenset(["form", "forms", "prompt", "prompts", "confirm", "palette", "help"])
FIXED = "the keys of forms and questions are the same everywhere: Enter, Esc, Tab, arrows, F2"
_LONGEST = 3  # characters of a sequence that is written without blanks
_NEEDED = ("back", "palette")  # without keys for these nobody finds out again


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of the file says of one mode.

    Attributes:
        number: the line, counted from 1.
        mode: the mode.
        command: the command line.
        keys: its sequences there.
        special: whether the line is the mode's own and not one for all.
    """

    number: int
    mode: str
    command: str
    keys: tuple[Sequence, ...]
    special: bool


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keys in force.

    Attributes:
        keymap: which they are.
        problems: what of the file was left out.
        lines: the lines that count, by mode and command line.
        file: the file, whether it is there or not.
    """

    keymap: Keymap
    problems: tuple[Problem, ...]
    lines: Mapping[tuple[str, str], int]
    file: Path


def load_keys(name: str) -> OwnKeys:
    """The keys of a set, changed as the user's ``keys.toml`` says.

    Args:
        name: of the set, such as ``vim``.
    """
    file = config_home() / FILE
    base = preset(name)
    try:
        said, text = read(file)
    except Unreadable as error:
        problem = Problem(str(file), error.line, f"{error}; nothing of this file counts")
        return OwnKeys(base, (problem,), {}, file)
    if not said:
        return OwnKeys(base, (), {}, file)
    reader = _Reader(str(file), lines(text), base)
    kept = {(one.mode, one.command): one for one in reader.read(said)}
    keymap = _settled(base, name, kept, reader)
    problems = sorted(reader.problems, key=lambda problem: problem.line)
    counting = {key: one.number for key, one in kept.items()}
    return OwnKeys(keymap, tuple(problems), counting, file)


class _Reader:
    """Reads the tables, and gathers what cannot be read."""

    def __init__(self, file: str, places: Mapping[tuple[str, ...], int], base: Keymap) -> None:
        self._file, self._places, self._base = file, places, base
        self.problems: list[Problem] = []

    def problem(self, line: int, message: str) -> None:
        # A line for all modes may be wrong in each of them: it is told once.
        if all(one.line != line for one in self.problems):
            self.problems.append(Problem(self._file, line, message))

    def read(self, said: Mapping[str, object]) -> Iterator[Line]:
        """The lines that can be read, those for all modes first."""
        for mode, table in sorted(said.items(), key=lambda item: item[0] != ALL):
            at = self._places.get((mode,), 0)
            known = {**self._base.modes, ALL: None}
            if mode.casefold() in _FORMS:
                self.problem(at, f"{mode}: {FIXED}")
            elif mode not in known:
                self.problem(at, unknown(mode, known, "mode", _KEYS_LIST))
            elif not isinstance(table, Mapping):
                self.problem(at, f"{mode} must be a table: [{mode}], and the commands below it")
            else:
                for command, keys in table.items():
                    line = self._places.get((mode, command), at)
                    yield from self._line(line, mode, " ".join(command.split()), keys)

    def _line(self, number: int, mode: str, command: str, keys: object) -> Iterator[Line]:
        modes = [one for one in self._base.modes if mode in (one, ALL)]
        fitting = [one for one in modes if _can(command, one)]
        if not fitting:
            names = {one.name: one for one in CATALOGUE if set(one.modes) & set(modes)}
            self.problem(number, f"in {mode}, {unknown(command, names, 'command', _KEYS_LIST)}")
            return
        try:
            sequences = _sequences(keys)
        except ValueError as wrong:
            self.problem(number, f"{command}: {wrong}")
            return
        for one in fitting:
            yield Line(number, one, command, sequences, mode != ALL)


_KEYS_LIST = "`newsmark keys` lists them all"


def _can(command: str, mode: str) -> bool:
    try:
        parse(command, mode)
    except ArchiveError:
        return False
    return True


def _sequences(keys: object) -> tuple[Sequence, ...]:
    """The sequences that a value says.

    Raises:
        ValueError: if it says something else, or a key that there is not.
    """
    written = [keys] if isinstance(keys, str) else keys
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        raise ValueError('keys are written so: "gs", or ["gs", "f6"], not ' + f"{keys!r:.40}")
    return tuple(dict.fromkeys(_sequence(one) for one in written))


def _sequence(written: str) -> Sequence:
    parts = written.split()
    if not parts:
        raise ValueError("a key without a name; the one with nothing on it is called space")
    return tuple(key for part in parts for key in _keys(part))


def _keys(part: str) -> Sequence:
    name = key_called(part)
    if name is not None:
        return (name,)
    if len(part) <= _LONGEST and part.isprintable():
        return parse_keys(part)
    from difflib import get_close_matches

    near = get_close_matches(part.lower(), NAMED, 1, 0.5)
    hint = f"; did you mean {near[0]}?" if near else ", or the terminal does not tell it"
    raise ValueError(f"there is no key {part[:40]!r}{hint}")


def _settled(base: Keymap, name: str, kept: dict[tuple[str, str], Line], reader: _Reader) -> Keymap:
    """The keymap with the lines that go together; the others leave ``kept``, with their problem.

    A line that is refused gives its command its old keys back, which may be what another line
    had taken: so all is looked at again until nothing is refused.
    """
    while True:
        refused = {line for mode in base.modes for line in _refused(base, name, mode, kept, reader)}
        if not refused:
            break
        for line in refused:
            del kept[line.mode, line.command]
    return assemble(
        (mode, keys, command) for mode in base.modes for keys, command in _bound(base, mode, kept)
    )


def _bound(
    base: Keymap, mode: str, kept: Mapping[tuple[str, str], Line]
) -> Iterator[tuple[Sequence, str]]:
    """All that is bound in a mode: what lines say, and what the set says of other commands."""
    for keys, command in base.modes[mode].items():
        if (mode, command) not in kept:
            yield keys, command
    for line in kept.values():
        if line.mode == mode:
            for keys in line.keys:
                yield keys, line.command


def _refused(
    base: Keymap, name: str, mode: str, kept: Mapping[tuple[str, str], Line], reader: _Reader
) -> Iterator[Line]:
    bound = list(_bound(base, mode, kept))
    for command in _NEEDED:
        line = kept.get((mode, command))
        if line is not None and not line.keys:
            reader.problem(line.number, f"{command} must have a key in {mode}")
            yield line
    for line in [one for one in kept.values() if one.mode == mode]:
        for keys in line.keys:
            other = next(
                (
                    (theirs, command)
                    for theirs, command in bound
                    if (theirs, command) != (keys, line.command)
                    and (theirs[: len(keys)] == keys or keys[: len(theirs)] == theirs)
                ),
                None,
            )
            if other is None:
                continue
            theirs, command = other
            if command == line.command:
                short, long = sorted((keys, theirs), key=len)
                message = f"{shown(short)} begins {shown(long)}, which could never be typed"
                reader.problem(line.number, f"{command}: {message}")
                yield line
                break
            whose = kept.get((mode, command))
            where = f"line {whose.number}" if whose else f"the set {name}"
            what = "" if theirs == keys else f", as {shown(theirs)}"
            reader.problem(
                line.number,
                f"in {mode}, {shown(keys)} is wanted by both {line.command!r} and "
                f"{command!r} ({where}{what}); give one of them another key",
            )
            yield line
            break
