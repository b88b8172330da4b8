"""Kinds of values: what a setting may be, and how it is read from a file or from one word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

COLOURS = {
    "red": "#d7605a",
    "orange": "#dd8a45",
    "yellow": "#d8b83f",
    "green": "#5fa562",
    "cyan": "#43a3a8",
    "blue": "#5a8fd6",
    "purple": "#9a74cc",
    "pink": "#cf6f9f",
}
"""Colours that have a name, in the order in which labels without a colour get them."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_NAME = 40


class WrongValue(ValueError):
    """A value that a setting cannot have.

    Args:
        message: what it must be instead.
        at: the keys below the setting's own that lead to what is wrong.
    """

    def __init__(self, message: str, *at: str) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Label:
    """What a digit files a mark under.

    Attributes:
        name: what is kept with the mark and shown.
        colour: ``#rrggbb``.
    """

    name: str
    colour: str


class Kind(Protocol):
    """What values a setting may have."""

    @property
    def written(self) -> str:
        """What it may be, as help and messages say it."""
        ...

    def check(self, value: object) -> object:
        """The value of a TOML file, as the program uses it.

        Raises:
            WrongValue: if it cannot be that.
        """
        ...

    def read(self, text: str) -> object:
        """The value of a word, from the environment or a flag; raises as :meth:`check`."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    among: tuple[str, ...]

    @property
    def written(self) -> str:
        return "one of " + ", ".join(self.among)

    def check(self, value: object) -> object:
        if value not in self.among:
            raise WrongValue(f"must be {self.written}")
        return value

    def read(self, text: str) -> object:
        return self.check(text.strip().lower())


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    @property
    def written(self) -> str:
        return "true or false"

    def check(self, value: object) -> object:
        if not isinstance(value, bool):
            raise WrongValue(f"must be {self.written}, without quotation marks")
        return value

    def read(self, text: str) -> object:
        word = text.strip().lower()
        if word in ("true", "yes", "on", "1"):
            return True
        if word in ("false", "no", "off", "0"):
            return False
        raise WrongValue(f"must be {self.written}")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both allowed."""

    low: int
    high: int

    @property
    def written(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def check(self, value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValue(f"must be {self.written}")
        if not self.low <= value <= self.high:
            raise WrongValue(f"must be {self.written}")
        return value

    def read(self, text: str) -> object:
        if not re.fullmatch(r"\s*\d{1,9}\s*", text, re.ASCII):
            raise WrongValue(f"must be {self.written}")
        return self.check(int(text))


@dataclass(frozen=True, slots=True)
class Text:
    """Some text; an empty one leaves it to the program."""

    @property
    def written(self) -> str:
        return "text in quotation marks"

    def check(self, value: object) -> object:
        if not isinstance(value, str) or any(ord(sign) < 32 for sign in value):
            raise WrongValue(f"must be {self.written}")
        return value.strip()

    def read(self, text: str) -> object:
        return self.check(text)


@dataclass(frozen=True, slots=True)
class Words:
    """Several words, each once, in lower case; in one word they are parted by commas."""

    @property
    def written(self) -> str:
        return 'a list such as ["dataset", "benchmark"]'

    def check(self, value: object) -> object:
        if not isinstance(value, list):
            raise WrongValue(f"must be {self.written}")
        return tuple(dict.fromkeys(_word(one) for one in value))

    def read(self, text: str) -> object:
        return self.check([part for part in text.split(",") if part.strip()])


def _word(value: object) -> str:
    word = " ".join(value.split()).lower() if isinstance(value, str) else ""
    if not word or not word.isprintable() or len(word) > _LONGEST_NAME:
        raise WrongValue(
            f"{value!r:.60} must be text of at most {_LONGEST_NAME} characters in one line"
        )
    return word


@dataclass(frozen=True, slots=True)
class Labels:
    """Digits from 1 to 9, each with a name and perhaps a colour."""

    @property
    def written(self) -> str:
        return 'digits with names, such as 1 = "to check"'

    def check(self, value: object) -> object:
        if not isinstance(value, Mapping):
            raise WrongValue(f"must be a table: {self.written}")
        made: dict[str, Label] = {}
        usual = list(COLOURS.values())
        for digit, given in value.items():
            if len(digit) != 1 or digit not in "123456789":
                raise WrongValue("must be a digit from 1 to 9", digit)
            label = _label(digit, given, usual[(int(digit) - 1) % len(usual)])
            same = next((key for key, other in made.items() if other.name == label.name), None)
            if same is not None:
                raise WrongValue(f"has the name {label.name!r}, which is {same}'s already", digit)
            made[digit] = label
        return made

    def read(self, text: str) -> object:
        parts = [part.partition("=") for part in text.split(",") if part.strip()]
        return self.check({digit.strip(): name.strip() for digit, _, name in parts})


def _label(digit: str, given: object, colour: str) -> Label:
    if isinstance(given, str):
        given = {"name": given}
    if not isinstance(given, Mapping):
        raise WrongValue('must be a name, or { name = "…", color = "…" }', digit)
    for key in given:
        if key not in ("name", "color"):
            raise WrongValue(f"has no {key!r}, only name and color", digit)
    try:
        name = _word(given.get("name"))
    except WrongValue as wrong:
        raise WrongValue(f"name: {wrong}", digit) from wrong
    wanted = given.get("color", colour)
    wanted = COLOURS.get(wanted, wanted) if isinstance(wanted, str) else wanted
    if not isinstance(wanted, str) or not _HEX.fullmatch(wanted):
        raise WrongValue(f'color must be one of {", ".join(COLOURS)}, or such as "#c08040"', digit)
    return Label(name, wanted.lower())


def shown(value: object) -> str:
    """A value as a file or a flag would say it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return ", ".join(f"{digit}={label.name}" for digit, label in sorted(value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)


def plain(value: object) -> object:
    """A value as JSON can say it."""
    if isinstance(value, Mapping):
        return {
            digit: {"name": label.name, "color": label.colour} for digit, label in value.items()
        }
    return list(value) if isinstance(value, tuple) else value
