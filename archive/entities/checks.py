"""What an entity's fields may hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from archive.errors import UsageError
from archive.model import Alias
from archive.store.values import to_plain

EDITABLE: Final = ("type", "name", "aliases", "identifiers", "description")


def checked_name(name: str) -> str:
    """A name on one line; UsageError if it is empty."""
    line = " ".join(name.split())
    if not line:
        raise UsageError("An entity's name cannot be empty.")
    return line


def checked_type(type: str) -> str:
    """A type, one of the usual or the user's own, in lower case; UsageError if it is empty."""
    line = " ".join(type.split()).lower()
    if not line:
        raise UsageError("An entity's type cannot be empty.")
    return line


def checked_field(name: str, value: object) -> Any:
    """One field as it is written.

    Raises:
        UsageError: for a field that cannot be edited or a value it cannot have.
    """
    if name not in EDITABLE:
        raise UsageError(
            f"An entity's {name!r} cannot be edited.", remedy=f"One of: {', '.join(EDITABLE)}."
        )
    if name == "aliases":
        return [to_plain(alias) for alias in _aliases(value)]
    if name == "identifiers":
        return _identifiers(value)
    if not isinstance(value, str):
        raise UsageError(f"An entity's {name} must be text, not {value!r}.")
    if name == "description":
        return value
    return checked_name(value) if name == "name" else checked_type(value)


def _aliases(value: object) -> list[Alias]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise UsageError("Aliases are a list of names.")
    found: dict[Alias, None] = {}
    for item in value:
        if isinstance(item, Alias):
            alias = Alias(checked_name(item.form), item.language, item.case_sensitive)
        elif isinstance(item, str):
            alias = Alias(checked_name(item))
        else:
            raise UsageError(f"An alias is a name, not {item!r}.")
        found[alias] = None
    return list(found)


def _identifiers(value: object) -> list[list[str]]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise UsageError("Identifiers are pairs of scheme and value.")
    pairs: list[list[str]] = []
    for item in value:
        match item:
            case (str(scheme), str(text)) if scheme.strip() and text.strip():
                pairs.append([scheme.strip(), text.strip()])
            case _:
                raise UsageError(
                    f"An identifier is a pair such as wikidata and Q21708200, not {item!r}."
                )
    return pairs
