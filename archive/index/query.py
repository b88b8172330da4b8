"""The query as a tree of frozen values: parsed once, answered by anyone.

Engines translate the leaves, the matcher of :mod:`archive.index.matcher`
answers the whole tree in memory; neither ever sees the string typed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from archive.index.analysis import Slot

TEXT_FIELDS = ("title", "body", "author", "outlet", "url", "tag", "entity", "claim", "note")
"""Fields made of words. ``in`` of a hit names these."""

DEFAULT_FIELDS = ("title", "body", "author", "outlet", "tag", "entity", "claim", "note")
"""Where a word without ``field:`` is looked for: everywhere but in addresses."""

FLAGS = ("unread", "read", "starred", "annotated")
KINDS = ("claim", "entity", "note", "highlight")


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several that stand in a row (a quotation, ``GPT-4o``).

    Attributes:
        slots: the words, in order; never empty.
        field: the one field to look in, or None for all of ``DEFAULT_FIELDS``.
        at: code-point offset in the query, for messages; not part of equality.
    """

    slots: tuple[Slot, ...]
    field: str | None = None
    at: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Language:
    """Articles in this language (primary subtag, lower case)."""

    code: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose date, as far as it is known, overlaps these days.

    Attributes:
        first, last: ordinals of days (``date.toordinal``), both included.
    """

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Is:
    """Articles in this state, one of ``FLAGS``."""

    flag: str


@dataclass(frozen=True, slots=True)
class Has:
    """Articles that carry a mark of this kind, one of ``KINDS``."""

    kind: str


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article; what an empty query asks for."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article; what a query without a single letter or figure asks for."""


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


Query = Words | Language | Dates | Is | Has | Everything | Nothing | And | Or | Not


def all_of(parts: list[Query]) -> Query:
    """The conjunction, flat and without repetitions; of nothing, everything."""
    flat: dict[Query, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, And) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else And(tuple(flat)) if flat else Everything()


def any_of(parts: list[Query]) -> Query:
    """The disjunction, flat and without repetitions; of nothing, nothing."""
    flat: dict[Query, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, Or) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else Or(tuple(flat)) if flat else Nothing()


def negated(part: Query) -> Query:
    """The negation; two of them cancel out."""
    return part.part if isinstance(part, Not) else Not(part)


def wanted(query: Query) -> Iterator[Words]:
    """The words whose presence makes an article a hit: those under no negation."""
    pending: list[Query] = [query]
    while pending:
        node = pending.pop()
        if isinstance(node, Words):
            yield node
        elif isinstance(node, And | Or):
            pending.extend(reversed(node.parts))
