"""The query as a tree of frozen values: parsed once, answered by anyone.

Engines translate the leaves, the matcher of :mod:`archive.index.matcher`
answers the whole tree in memory; neither ever sees the string typed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.index.analysis import Slot

DEFAULT_FIELDS = (
    "title",
    "body",
    "author",
    "outlet",
    "tag",
    "entity",
    "claim",
    "note",
    "speaker",
)
"""Where a word without ``field:`` is looked for: everywhere but in addresses."""

TEXT_FIELDS = (*DEFAULT_FIELDS, "url")
"""Fields made of words. ``in`` of a hit names these."""

VALUE_FIELDS = ("lang", "date", "added", "is", "has", "kind", "verdict", "similar")
"""Fields that take one value, not words."""

FLAGS = ("unread", "read", "starred", "annotated")
KINDS = ("claim", "entity", "note", "highlight", "evidence", "lost")


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several that stand in a row (a quotation, ``GPT-4o``), or near one another.

    Attributes:
        slots: the words, in order; never empty.
        field: the one field to look in, or None for all of ``DEFAULT_FIELDS``.
        slop: None for words in a row; else how many other words may stand
            between the first and the last of them, in whatever order
            (:mod:`archive.index.proximity`).
        at, end: code-point offsets in the query, for messages; not part of equality.
    """

    slots: tuple[Slot, ...]
    field: str | None = None
    slop: int | None = None
    at: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)

    @property
    def telling(self) -> tuple[tuple[int, Slot], ...]:
        """The slots that say something, each with its place in the row.

        Any word at all between two others says nothing more than how far
        apart these stand: no place of a text is without a word.
        """
        last = len(self.slots) - 1
        return tuple(
            (place, slot)
            for place, slot in enumerate(self.slots)
            if not slot.any_word or self.slop is not None or place in (0, last)
        )

    @property
    def expands(self) -> bool:
        """Whether a word of it stands for words that only the archive knows."""
        return any(slot.expands for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Language:
    """Articles in this language (primary subtag, lower case).

    Attributes:
        at, end: where it is written, as in :class:`Words`; so in the other columns too.
    """

    code: str
    at: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles whose date, as far as it is known, overlaps these days.

    Attributes:
        first, last: ordinals of days (``date.toordinal``), both included.
        added: whether the day that they came in is meant, not their own date.
    """

    first: int
    last: int
    added: bool = False
    at: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Due:
    """Claims that fall due on one of these days; no article does.

    Attributes:
        first, last: as in :class:`Dates`.
    """

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Is:
    """Articles in this state, one of ``FLAGS``."""

    flag: str
    at: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Has:
    """Articles that carry a mark of this kind, one of ``KINDS``."""

    kind: str
    at: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Claims:
    """Articles in which a claim of this kind, or of this verdict, appears.

    Attributes:
        what: ``kind`` or ``verdict``.
        value: folded; a kind, or a verdict or how one begins (``not`` of
            ``not enough evidence``).
    """

    what: str
    value: str
    at: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Tagged:
    """Articles in which one entity is mentioned; whoever answers makes it of ``entity:ID``.

    Attributes:
        name: of the entity that the id leads to.
        articles: their ids.
    """

    name: str
    articles: frozenset[str]
    at: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Similar:
    """Articles like this one. Whoever answers first resolves it to :class:`Alike`.

    Attributes:
        id: the article, or how its id begins.
        at: offset in the query.
    """

    id: str
    at: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Alike:
    """Articles that hold words whose weights come to enough.

    Attributes:
        weights: of each of ``words``; whole numbers, whose sums are the same
            in whatever order anyone adds them.
        least: what the weights of the words held must come to.
        several: so many of the words at least, however heavy they are.
        but: id of the article whose words they are, which is no hit itself.
    """

    words: tuple[Words, ...]
    weights: tuple[int, ...]
    least: int
    several: int
    but: str


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


Column = Language | Dates | Is | Has | Claims | Tagged
"""Leaves that an article's columns answer."""

Query = Words | Column | Due | Similar | Alike | Everything | Nothing | And | Or | Not


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
        elif isinstance(node, Alike):
            yield from node.words
        elif isinstance(node, And | Or):
            pending.extend(reversed(node.parts))


def demanded(query: Query) -> Iterator[Column | Alike]:
    """The leaves other than words, under no negation, that an article may have to meet."""
    pending: list[Query] = [query]
    while pending:
        node = pending.pop()
        if isinstance(node, And | Or):
            pending.extend(reversed(node.parts))
        elif isinstance(node, Column | Alike):
            yield node


def unwanted(query: Query) -> Iterator[Words]:
    """The words under a negation."""
    pending: list[tuple[Query, bool]] = [(query, False)]
    while pending:
        node, inside = pending.pop()
        if isinstance(node, Words) and inside:
            yield node
        elif isinstance(node, Alike) and inside:
            yield from node.words
        elif isinstance(node, Not):
            pending.append((node.part, True))
        elif isinstance(node, And | Or):
            pending.extend((part, inside) for part in node.parts)


def mapped(query: Query, change: Callable[[Query], Query]) -> Query:
    """The tree with ``change`` done to each of its leaves."""
    match query:
        case And(parts):
            return And(tuple(mapped(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(mapped(part, change) for part in parts))
        case Not(part):
            return Not(mapped(part, change))
        case _:
            return change(query)
