"""Reading the settings from all that may say them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.config.files import Unreadable, lines, read
from reader.config.kinds import WrongValue
from reader.config.settings import BY_NAME, SETTINGS, Setting, Settings
from reader.locations import archive_folder, config_home

FILE = "config.toml"
DEFAULT, USER, ARCHIVE, ENVIRONMENT, FLAG = "default", "user", "archive", "environment", "flag"


_SIGNS = "▁█▸●★“’─"  # some of what the screen is drawn with


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Attributes:
        layer: ``default``, ``user``, ``archive``, ``environment`` or ``flag``.
        where: the file, the variable or the flag; empty for the default.
        line: the line of the file, counted from 1; 0 elsewhere.
    """

    layer: str = DEFAULT
    where: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.where}, line {self.line}" if self.line else self.where
        return f"{self.layer}: {place}" if place else self.layer


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and what is to be done; the setting keeps another's value.

    Attributes:
        where: the file, the variable or the flag.
        line: the line of the file, counted from 1; 0 if there is none.
        message: what is wrong, with the setting's name, and what it must be.
    """

    where: str
    line: int
    message: str

    def __str__(self) -> str:
        return self._told(self.where)

    @property
    def short(self) -> str:
        """The same for a line of the screen: the file without its folders."""
        return self._told(Path(self.where).name)

    def _told(self, where: str) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{where}{line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force.

    Attributes:
        settings: their values.
        origins: where each one comes from, by name.
        problems: what was left out.
        folder: the archive's folder.
        given: what ``--set`` said, as ``name=value``.
        files: the user's own file and the archive's, whether they are there or not.
    """

    settings: Settings
    origins: Mapping[str, Origin]
    problems: Sequence[Problem]
    folder: Path
    given: tuple[str, ...]
    files: tuple[Path, Path]


def load(archive: str | None = None, given: Sequence[str] = ()) -> Loaded:
    """Read all settings.

    Args:
        archive: the folder named by ``--archive``, if one was.
        given: what ``--set`` said, as ``name=value``.
    """
    layers = _Layers()
    own = config_home() / FILE
    layers.file(own, USER)
    layers.no_color(os.environ)
    layers.encoding(getattr(sys.__stderr__, "encoding", None) or "utf-8")
    layers.environment(os.environ)
    layers.flags(given)
    if archive:
        layers.set(BY_NAME["archive"], archive, Origin(FLAG, "--archive"))
    folder = archive_folder(layers.value("archive"))
    theirs = folder / FILE
    layers.file(theirs, ARCHIVE)
    return layers.loaded(folder, tuple(given), (own, theirs))


class _Layers:
    """Values as they come in; of two the one from the higher layer stays."""

    _RANKS = (DEFAULT, USER, ARCHIVE, ENVIRONMENT, FLAG)

    def __init__(self) -> None:
        self._values: dict[str, object] = {}
        self._origins = {setting.name: Origin() for setting in SETTINGS}
        self._problems: list[Problem] = []

    def value(self, name: str) -> str:
        return str(self._values.get(name, ""))

    def loaded(self, folder: Path, given: tuple[str, ...], files: tuple[Path, Path]) -> Loaded:
        values: dict[str, Any] = dict(self._values)
        settings = replace(Settings(), **values)
        return Loaded(settings, self._origins, tuple(self._problems), folder, given, files)

    def set(self, setting: Setting, value: object, origin: Origin) -> None:
        before = self._origins[setting.name]
        if self._RANKS.index(origin.layer) >= self._RANKS.index(before.layer):
            self._values[setting.name] = value
            self._origins[setting.name] = origin

    def no_color(self, variables: Mapping[str, str]) -> None:
        """What https://no-color.org asks for: files of the user's own and flags count more."""
        if variables.get("NO_COLOR") and self._origins["theme"].layer == DEFAULT:
            self._values["theme"] = "no-colour"
            self._origins["theme"] = Origin(DEFAULT, "NO_COLOR")

    def encoding(self, name: str) -> None:
        """A terminal that is written to in an encoding without our signs gets those of ASCII.

        Args:
            name: the encoding in which the screen is written.
        """
        try:
            _SIGNS.encode(name)
        except (UnicodeEncodeError, LookupError):
            if self._origins["ascii"].layer == DEFAULT:
                self._values["ascii"] = True
                self._origins["ascii"] = Origin(DEFAULT, f"the terminal's encoding, {name}")

    def environment(self, variables: Mapping[str, str]) -> None:
        for setting in SETTINGS:
            text = variables.get(setting.variable, "")
            # An empty variable says nothing, as is the custom.
            if text.strip():
                self._word(setting, text, Origin(ENVIRONMENT, setting.variable))

    def flags(self, given: Sequence[str]) -> None:
        for one in given:
            name, equals, text = one.partition("=")
            name = name.strip().replace("-", "_")
            if not equals:
                self._problem(f"--set {one}", 0, "write it so: --set name=value")
            elif name not in BY_NAME:
                self._problem("--set", 0, unknown(name, BY_NAME, "setting"))
            else:
                self._word(BY_NAME[name], text, Origin(FLAG, "--set"))

    def _word(self, setting: Setting, text: str, origin: Origin) -> None:
        try:
            value = setting.kind.read(text)
        except WrongValue as wrong:
            self._problem(origin.where, 0, f"{setting.name} {wrong}, not {text[:40]!r}")
        else:
            self.set(setting, value, origin)

    def file(self, path: Path, layer: str) -> None:
        try:
            said, text = read(path)
        except Unreadable as error:
            self._problem(str(path), error.line, f"{error}; nothing of this file counts")
            return
        if not said:
            return
        places = lines(text)
        for name, value in said.items():
            at = places.get((name,), 0)
            setting = BY_NAME.get(name)
            if setting is None:
                self._problem(str(path), at, unknown(name, BY_NAME, "setting"))
            elif setting.personal and layer == ARCHIVE:
                self._problem(str(path), at, f"{name} can only be said in your own {FILE}")
            else:
                self._checked(setting, value, Origin(layer, str(path), at), places)

    def _checked(
        self,
        setting: Setting,
        value: object,
        origin: Origin,
        places: Mapping[tuple[str, ...], int],
    ) -> None:
        try:
            self.set(setting, setting.kind.check(value), origin)
        except WrongValue as wrong:
            path = (setting.name, *wrong.at)
            given = "" if wrong.at else f", not {_told(value)}"
            place = places.get(path, origin.line)
            self._problem(origin.where, place, f"{'.'.join(path)} {wrong}{given}")

    def _problem(self, where: str, line: int, message: str) -> None:
        self._problems.append(Problem(where, line, message))


def unknown(
    name: str,
    known: Mapping[str, object],
    what: str,
    otherwise: str = "`newsmark config show` lists them all",
) -> str:
    """What to say of a name that there is not: the nearest that there is, else ``otherwise``."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), known, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else otherwise
    return f"there is no {what} {name[:40]!r}; {hint}"


def _told(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value!r:.40}"
