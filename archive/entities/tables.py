"""The register as a table: CSV out, for a spreadsheet, and in, of the user's own lists.

Columns are ``name type aliases identifiers description id``; only ``name``
is needed to come in. Aliases and identifiers are parted by `` | `` (a bar of their own is written
``\\|``). An alias may end in its language and case rule: ``Meta {en =}``. An identifier is
``wikidata:Q380``. How cells are guarded against spreadsheets is
:mod:`archive.text.tables`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from archive.articles import step_of
from archive.entities.checks import checked_field, checked_name, checked_type, joined
from archive.entities.gazetteer import capitals_fit
from archive.errors import UnreadableInput, UsageError
from archive.model import Alias, Entity, Step, draw_id
from archive.model.progress import Progress, never, silent
from archive.store import Store, Transaction
from archive.store.values import to_fields, to_plain
from archive.text.folding import fold_typography
from archive.text.tables import Broken, read_rows, write_rows
from archive.text.tables import Row as TableRow

COLUMNS: Final = "name type aliases identifiers description id".split()
LARGEST: Final = 64 << 20
"""Bytes of a table that comes in."""
_BATCH: Final = 100
_BAR: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"\s*\{([A-Za-z]{2,3})?\s*(=)?\}\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row of a table.

    Attributes:
        line: where it stands, from 1.
        outcome: ``new``, or ``changed`` or ``unchanged`` where it met an entity that was there.
        entity, name: id and name of the entity it made or met.
        shared: other entities that have one of the row's names, as id and name.
    """

    line: int
    outcome: str
    entity: str
    name: str
    shared: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Taken:
    """What came of a table.

    Attributes:
        rows: those that were taken, in their order.
        refused: those that were not, as line and reason.
    """

    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    step: Step | None = None

    def count(self, outcome: str) -> int:
        """How many rows had this outcome."""
        return sum(row.outcome == outcome for row in self.rows)


def table(entities: Iterable[Entity]) -> Iterator[str]:
    """The lines of the table, line ends included."""
    rows = (
        (
            *(one.name, one.type, _cell(map(alias_written, one.aliases))),
            *(identifiers_written(one.identifiers), one.description),
            one.id,
        )
        for one in entities
    )
    return write_rows(COLUMNS, rows)


def take(
    store: Store,
    actor: str,
    text: str,
    *,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> Taken:
    """Take a table in, as one step.

    A row is of the entity with its id, else of the one of its name and type;
    that gets the aliases and identifiers which it lacks, and the description
    if it has none. A name is not lacked where it has one of the same letters
    whose capitals allow for it, nor the row's own where only capitals differ.
    Other rows make entities. A row that cannot be read is refused and the
    others are taken. The write lock is let go between batches; where it is
    stopped, what was taken stays.

    Args:
        text: the file, decoded.
        progress: told how many lines of how many are behind.

    Raises:
        UsageError: if there is no column ``name``; nothing is taken then.
    """
    taken = Taken()
    lines = text.count("\n") + 1
    remaining = read_rows(text)
    number: int | None = None
    while not cancelled() and (batch := list(islice(remaining, _BATCH))):
        with store.transaction(command="entity import", actor=actor, summary="", step=number) as tx:
            for row in batch:
                _take_row(store, tx, row, taken)
            new, changed = taken.count("new"), taken.count("changed")
            tx.summary = f"entities from a table: {new} new, {changed} changed"
        number = tx.step
        taken.step = step_of(store, tx)
        progress(batch[-1].line, lines)
    return taken


def _take_row(store: Store, tx: Transaction, row: TableRow | Broken, taken: Taken) -> None:
    if isinstance(row, Broken):
        taken.refused.append((row.line, row.reason))
        return
    cells = {name.lower(): value for name, value in row.cells.items()}
    if "name" not in cells:
        raise UsageError(
            "The table has no column “name”.",
            remedy=f"Its first line names the columns: {', '.join(COLUMNS)}.",
        )
    try:
        taken.rows.append(_take(store, tx, cells, row.line))
    except UsageError as error:
        taken.refused.append((row.line, str(error)))


def _take(store: Store, tx: Transaction, cells: dict[str, str], line: int) -> Row:
    name = checked_name(cells["name"])
    kind = checked_type(cells["type"]) if cells.get("type", "").strip() else None
    aliases = aliases_of(cells.get("aliases", ""), "csv")
    given = identifiers_of(cells.get("identifiers", ""))
    fields: dict[str, Any] = {
        "aliases": checked_field("aliases", aliases),
        "identifiers": checked_field("identifiers", given),
        "description": checked_field("description", cells.get("description", "")),
    }
    known = _known(store, tx, cells.get("id", "").strip(), name, kind)
    if known is None:
        made = Entity(draw_id("e"), kind or "other", name, created=tx.at, modified=tx.at)
        tx.insert("entities", made.id, {**to_fields(made), **fields})
        names = [name, *(parts[0] for parts in fields["aliases"])]
        return Row(line, "new", made.id, name, _shared(store, names, made.id))
    written = {_uncased(alias.form) for alias in (Alias(known.name), *known.aliases)}
    brought = [Alias(name, origin="csv")] if _uncased(name) not in written else []
    brought += [Alias(*parts) for parts in fields["aliases"]]
    more = _lacked(brought, known)
    pairs = dict.fromkeys([*known.identifiers, *map(tuple, fields["identifiers"])])
    merged = {
        "aliases": [to_plain(each) for each in joined([*known.aliases, *more], but=known.name)],
        "identifiers": [list(pair) for pair in pairs],
        "description": known.description or fields["description"],
    }
    changed = tx.update("entities", known.id, merged)
    if changed:
        tx.update("entities", known.id, {"modified": tx.at})
    names = [name, *(alias.form for alias in brought)]
    shared = _shared(store, names, known.id)
    return Row(line, "changed" if changed else "unchanged", known.id, known.name, shared)


def _lacked(brought: Iterable[Alias], known: Entity) -> list[Alias]:
    """The names of these that an entity does not answer to yet, however one is written."""
    had: dict[str, list[Alias]] = {}
    for alias in (Alias(known.name), *known.aliases):
        had.setdefault(_uncased(alias.form), []).append(alias)
    more: list[Alias] = []
    for alias in brought:
        alike = had.setdefault(_uncased(alias.form), [])
        if not any(_covers(each, alias) for each in alike):
            alike.append(alias)
            more.append(alias)
    return more


def _covers(one: Alias, other: Alias) -> bool:
    """Whether a sweep finds the other name, of the same letters, by the one; and the other says
    nothing more of itself.
    """
    if other.language not in (None, one.language) or other.case_sensitive != one.case_sensitive:
        return False
    fits = not one.case_sensitive and capitals_fit(one.form, other.form)
    return one.form == other.form or fits


def _uncased(form: str) -> str:
    return fold_typography(form).text.casefold()


def _shared(store: Store, names: Iterable[str], but: str) -> tuple[tuple[str, str], ...]:
    """Other entities that have one of these names."""
    found = {
        each.id: each.name for name in names for each in store.marks.named(store.fold(name), name)
    }
    return tuple((id, name) for id, name in found.items() if id != but)


def _known(store: Store, tx: Transaction, id: str, name: str, kind: str | None) -> Entity | None:
    if id and tx.read("entities", id) is not None:
        return store.marks.entity(id)
    named = store.marks.named(store.fold(name), name)
    return next((each for each in named if kind in (None, each.type)), None)


def _parts(cell: str) -> list[str]:
    parts = (part.replace("\\|", "|").strip() for part in _BAR.split(cell))
    return [part for part in parts if part]


def _cell(parts: Iterable[str]) -> str:
    return " | ".join(part.replace("|", "\\|") for part in parts)


def aliases_of(cell: str, origin: str) -> list[Alias]:
    """The aliases of a cell, each with its language and case rule."""
    return [alias_of(part, origin) for part in _parts(cell)]


def identifiers_of(cell: str) -> list[tuple[str, str]]:
    """The identifiers of a cell, as scheme and value."""
    pairs = (part.partition(":") for part in _parts(cell))
    return [(scheme, value) for scheme, _, value in pairs]


def identifiers_written(identifiers: Iterable[tuple[str, str]]) -> str:
    """Identifiers as :func:`identifiers_of` reads them."""
    return _cell(f"{scheme}:{value}" for scheme, value in identifiers)


def read_table(raw: bytes, name: str) -> str:
    """The text of a table's file.

    Args:
        raw: its bytes. ``name``: of the file, for the error.

    Raises:
        UnreadableInput: if it is larger than ``LARGEST`` or not UTF-8; names the line.
    """
    if len(raw) > LARGEST:
        raise UnreadableInput(f"{name} is larger than {LARGEST >> 20} MB.", path=name)
    try:
        return str(raw, "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableInput(
            f"{name}, line {line}: it is not UTF-8.",
            path=name,
            place=f"line {line}",
            remedy="Save the table as UTF-8.",
        ) from error


def alias_of(text: str, origin: str = "") -> Alias:
    """One alias as a cell has it, language and case rule at its end: ``Meta {en =}``."""
    rule = _RULE.search(text)
    if rule is None:
        return Alias(text, origin=origin)
    return Alias(text[: rule.start()], rule[1], rule[2] is not None, origin)


def alias_written(alias: Alias) -> str:
    """An alias as :func:`alias_of` reads it, its origin aside."""
    rules = [alias.language or "", "=" if alias.case_sensitive else ""]
    told = " ".join(rule for rule in rules if rule)
    return f"{alias.form} {{{told}}}" if told else alias.form
