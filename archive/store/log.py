"""Reads of what was written: steps, their Changes, and which step undo and redo mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.errors import NotFound
from archive.model import Change, Step
from archive.store.connection import Database, Row
from archive.store.records import RECORDS
from archive.store.transaction import loads

_STEP: Final = "number, at, actor, command, summary, undoable, reverses, undone"
_CHANGE: Final = "number, step, record, key, before, after"


def _step(row: Row) -> Step:
    number, at, actor, command, summary, undoable, reverses, undone = row
    return Step(number, at, actor, command, summary, bool(undoable), reverses, bool(undone))


def _change(row: Row) -> Change:
    number, step, record, key, before, after = row
    return Change(number, step, record, key, loads(before), loads(after))


@dataclass(frozen=True, slots=True)
class Which:
    """Which steps are asked for; what is None does not matter.

    Attributes:
        article: those that touched the article, its marks, or what these name.
        record: those that touched the record of this id or, for a claim, the
            passages and the evidence that it has or had.
        actor: who made them.
        command: its name, or whole words of it (``claim``, ``merge``).
        first, last: days in UTC, ISO, both included.
    """

    article: str | None = None
    record: str | None = None
    actor: str | None = None
    command: str | None = None
    first: str | None = None
    last: str | None = None

    def conditions(self) -> Iterator[tuple[str, *tuple[object, ...]]]:
        """Each condition as SQL on ``steps``, with its parameters."""
        if self.article is not None:
            yield (
                "number IN (SELECT step FROM changes WHERE article = ? UNION"
                " SELECT c.step FROM annotations n JOIN changes c ON c.key IN (n.claim, n.entity)"
                " WHERE n.article = ?)",
                self.article,
                self.article,
            )
        if self.record is not None:
            yield (
                "number IN (SELECT step FROM changes WHERE key IN (SELECT ? UNION ALL"
                " SELECT id FROM annotations WHERE claim = ? UNION ALL"
                " SELECT id FROM evidence WHERE claim = ? UNION ALL"
                " SELECT key FROM changes WHERE json_extract(before, '$.claim') = ?))",
                *[self.record] * 4,
            )
        if self.actor is not None:
            yield "actor = ?", self.actor
        if self.command is not None:
            yield "instr(' ' || command || ' ', ?)", f" {self.command} "
        if self.first is not None:
            yield "substr(at, 1, 10) >= ?", self.first
        if self.last is not None:
            yield "substr(at, 1, 10) <= ?", self.last


class Log:
    """Reads of steps and Changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def step(self, number: int) -> Step:
        """One step; NotFound if there is none of this number."""
        row = self._database.row(f"SELECT {_STEP} FROM steps WHERE number = ?", (number,))
        if row is None:
            raise NotFound(f"There is no step {number}.")
        return _step(row)

    def steps(self, limit: int, which: Which) -> list[Step]:
        """The last steps that are asked for, newest first."""
        wheres, parameters = ["1"], list[object]()
        for where, *given in which.conditions():
            wheres.append(f"({where})")
            parameters += given
        return [
            _step(row)
            for row in self._database.rows(
                f"SELECT {_STEP} FROM steps WHERE {' AND '.join(wheres)}"
                " ORDER BY number DESC LIMIT ?",
                [*parameters, limit],
            )
        ]

    def changes(self, step: int) -> list[Change]:
        """A step's Changes in the order they were made."""
        return [
            _change(row)
            for row in self._database.rows(
                f"SELECT {_CHANGE} FROM changes WHERE step = ? ORDER BY number", (step,)
            )
        ]

    def changes_of(self, record: str, key: str, after: int) -> list[tuple[Change, Step]]:
        """Changes of one record later than Change ``after``, with their steps, oldest first."""
        steps = ", ".join(f"s.{name}" for name in _STEP.split(", "))
        changes = ", ".join(f"c.{name}" for name in _CHANGE.split(", "))
        return [
            (_change(row[:6]), _step(row[6:]))
            for row in self._database.rows(
                f"SELECT {changes}, {steps} FROM changes c JOIN steps s ON s.number = c.step"
                " WHERE c.key = ? AND c.record = ? AND c.number > ? ORDER BY c.number",
                (key, record, after),
            )
        ]

    def referring(self, record: str, key: str) -> list[tuple[str, str, str]]:
        """The (record, id, field) of every record that names this one."""
        found: list[tuple[str, str, str]] = []
        for spec in RECORDS.values():
            for name, target in spec.refs.items():
                if target == record:
                    found += [
                        (spec.name, row[0], name)
                        for row in self._database.rows(
                            f'SELECT id FROM "{spec.name}" WHERE "{name}" = ? ORDER BY id', (key,)
                        )
                    ]
        return found

    def removal_of_appearance(self, claim: str, but: int | None) -> Step | None:
        """The last step, ``but`` left out, that took an appearance from a claim."""
        row = self._database.row(
            "SELECT max(step) FROM changes WHERE record = 'annotations'"
            " AND json_extract(before, '$.claim') = ? AND step IS NOT ?",
            (claim, but),
        )
        return None if row is None or row[0] is None else self.step(row[0])

    def to_undo(self, actor: str) -> Step | None:
        """The actor's last step that stands and can be undone."""
        row = self._database.row(
            f"SELECT {_STEP} FROM steps WHERE actor = ? AND undoable = 1 AND undone = 0"
            " ORDER BY number DESC LIMIT 1",
            (actor,),
        )
        return None if row is None else _step(row)

    def to_redo(self, actor: str) -> Step | None:
        """The actor's step undone last, unless a new one came since.

        A step in the past may have been undone before newer ones, so the undoing
        counts, not the step.
        """
        row = self._database.row(
            f"SELECT {_STEP} FROM steps WHERE actor = ? AND undoable = 1 AND undone = 1"
            " ORDER BY (SELECT max(r.number) FROM steps r WHERE r.reverses = steps.number) DESC"
            " LIMIT 1",
            (actor,),
        )
        return None if row is None else _step(row)

    def last_reversal(self, number: int) -> Step | None:
        """The last undo or redo of a step, or None if it was never undone."""
        row = self._database.row(
            f"SELECT {_STEP} FROM steps WHERE reverses = ? ORDER BY number DESC LIMIT 1",
            (number,),
        )
        return None if row is None else _step(row)
