"""What an entity's fields may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from archive.errors import UsageError
from archive.model import Alias
from archive.store.values import to_plain
from archive.text.clean import clean
from archive.text.folding import fold_search, fold_word

EDITABLE: Final = ("type", "name", "aliases", "identifiers", "description")
LONGEST_NAME: Final = 300
MOST_ALIASES: Final = 1000
"""How many aliases one entity may have."""


# What is not seen makes two names of one, and some of it turns round what stands beside the name.
# Joiners (U+200C, U+200D) stay but beside ASCII: Persian and Hindi are spelt with them.
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
    "|(?<=[!-~])[\u200c\u200d]+|[\u200c\u200d]+(?=[!-~])"
)
_JOINERS: Final = "\u200c\u200d"
# What a terminal would obey: whole, since what is left of one is no part of a name either. The
# command line has replaced the first sign of one already.
_ESCAPES: Final = re.compile(
    r"(?:[\x1b\ufffd]\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
)


def _line(text: str) -> str:
    """Text on one line: escape sequences and unseen signs left out, other controls replaced."""
    seen = _UNSEEN.sub("", clean(_ESCAPES.sub("", text))[0])
    return " ".join(seen.split()).strip(_JOINERS)


def tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """An entity's fields as they come from another archive, its names cleaned as ours are.

    Args:
        fields: as a record has them; other rules than how a name is written are not applied.

    Raises:
        ValueError: if nothing is left of the name.
    """
    name = _line(fields["name"])
    if not name:
        raise ValueError("its name holds no sign that can be seen")
    aliases = [[_line(form), *rules] for form, *rules in fields["aliases"]]
    kept = [alias for alias in aliases if alias[0]]
    return {**fields, "name": name, "type": _line(fields["type"]), "aliases": kept}


def checked_name(name: str) -> str:
    """A name on one line; escape sequences, signs without width and of direction are left out.

    Raises:
        UsageError: if it is empty, longer than ``LONGEST_NAME`` or has neither letter nor figure.
    """
    line = _line(name)
    if not line and name.strip():
        raise UsageError(
            "That is no name: it has neither a letter nor a figure, nor any sign to be seen.",
            remedy="Write the name out.",
        )
    if not line:
        raise UsageError("An entity's name cannot be empty.")
    if len(line) > LONGEST_NAME:
        raise UsageError(
            f"A name of {len(line):,} characters is too long.",
            remedy=f"The longest has {LONGEST_NAME}.",
        )
    if not any(sign.isalnum() for sign in fold_search(line).text):
        raise UsageError(
            f"{line!r} is no name: it has neither a letter nor a figure.",
            remedy="Write the name out.",
        )
    return line


def checked_type(type: str) -> str:
    """A type, one of the usual or the user's own, in lower case; UsageError if it is empty."""
    line = _line(type).lower()
    if not line:
        raise UsageError("An entity's type cannot be empty.")
    if len(line) > LONGEST_NAME:
        raise UsageError("A type is one word, or a few.")
    return line


def checked_alias(alias: Alias) -> Alias:
    """An alias as it is kept.

    Raises:
        UsageError: as :func:`checked_name`; and for a single letter or figure
            without a case rule, which a sweep would find everywhere, or a language that is none.
    """
    form = checked_name(alias.form)
    if len(form) == 1 and ord(form) < 0x250 and not alias.case_sensitive:
        raise UsageError(
            f"{form!r} alone would be found everywhere.",
            remedy="Give it with its case rule (--exact-case), or a longer form.",
        )
    language = (alias.language or "").strip().replace("_", "-").split("-")[0].lower() or None
    if language is not None and not (language.isascii() and language.isalpha()):
        raise UsageError(f"{alias.language!r} is no language.", remedy="Write en, fr, zh …")
    return Alias(form, language, alias.case_sensitive, clean(alias.origin)[0].strip())


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
        return clean(value)[0]
    return checked_name(value) if name == "name" else checked_type(value)


def joined(aliases: Iterable[Alias], *, but: str = "") -> list[Alias]:
    """Aliases, each once; of two that differ only in origin or language the first stays.

    Args:
        but: the canonical name, which is no alias of its own.

    Raises:
        UsageError: if there are more than ``MOST_ALIASES``.
    """
    found: dict[tuple[str, bool, str | None], Alias] = {}
    for alias in aliases:
        if alias.form == but and not alias.case_sensitive:
            continue
        found.setdefault((alias.form, alias.case_sensitive, alias.language), alias)
    if len(found) > MOST_ALIASES:
        raise UsageError(
            f"{len(found):,} aliases are too many for one entity.",
            remedy=f"It may have {MOST_ALIASES:,}.",
        )
    return list(found.values())


def same_form(one: str, other: str) -> bool:
    """Whether two names are one, case, accents and typography aside."""
    return fold_word(" ".join(one.split())) == fold_word(" ".join(other.split()))


def _aliases(value: object) -> list[Alias]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise UsageError("Aliases are a list of names.")
    found: list[Alias] = []
    for item in value:
        if isinstance(item, Alias):
            found.append(checked_alias(item))
        elif isinstance(item, str):
            found.append(checked_alias(Alias(item)))
        else:
            raise UsageError(f"An alias is a name, not {item!r}.")
    return joined(found)


def _identifiers(value: object) -> list[list[str]]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise UsageError("Identifiers are pairs of scheme and value.")
    pairs: dict[tuple[str, str], None] = {}
    for item in value:
        match item:
            case (str(scheme), str(text)) if scheme.strip() and text.strip():
                pairs[_line(scheme).lower(), _line(text)] = None
            case _:
                raise UsageError(
                    f"An identifier is a pair such as wikidata and Q21708200, not {item!r}."
                )
    return [list(pair) for pair in pairs]
