"""A starter list: well-known companies, products and people of technology, as suggestions only.

The table beside this file holds common knowledge: names, types, and item ids
of Wikidata (https://www.wikidata.org), whose data is released under CC0 1.0.
An id stands there only where published data of others names it for the same
thing; the others are left empty. Nothing of it enters an archive until the user takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive.entities.tables import aliases_of, identifiers_of
from archive.model import Alias
from archive.text.folding import fold_word
from archive.text.tables import Row, read_rows

ORIGIN = "starter list"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A well-known entity that the archive may not have."""

    name: str
    type: str
    aliases: tuple[Alias, ...]
    identifiers: tuple[tuple[str, str], ...]

    @property
    def details(self) -> dict[str, object]:
        """What an entity made of it gets beside name and type."""
        return {"aliases": self.aliases, "identifiers": self.identifiers}


def suggest(prefix: str, limit: int) -> list[Suggestion]:
    """Those with a name, or a word in one, that begins so, by name; one called just so first."""
    folded = fold_word(" ".join(prefix.split()))
    if not folded:
        return []
    found = [
        each
        for each in known()
        if any(
            name.startswith(folded) or f" {folded}" in name
            for name in (fold_word(each.name), *(fold_word(a.form) for a in each.aliases))
        )
    ]
    found.sort(key=lambda each: fold_word(each.name) != folded)
    return found[:limit]


def named(name: str, type: str | None = None) -> Suggestion | None:
    """The one of this name or alias, case and accents aside, and of this type if one is given."""
    wanted = fold_word(" ".join(name.split()))
    for each in known():
        forms = (each.name, *(alias.form for alias in each.aliases))
        if type in (None, each.type) and wanted in map(fold_word, forms):
            return each
    return None


@cache
def known() -> tuple[Suggestion, ...]:
    """The whole list."""
    text = files("archive.entities").joinpath("starter.csv").read_text(encoding="utf-8")
    return tuple(
        Suggestion(
            row.cells["name"],
            row.cells["type"],
            tuple(aliases_of(row.cells["aliases"], ORIGIN)),
            tuple(identifiers_of(row.cells["identifiers"])),
        )
        for row in read_rows(text)
        if isinstance(row, Row)
    )
