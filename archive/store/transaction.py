"""The door of every write: rows and the Changes that record them, together or not at all.

A transaction belongs to a step: what one command wrote. The step's row is
made with the first change, so a command that changed nothing leaves none. A
long job (an import) writes one step by many short transactions: it gives the
number of the first one's step to the others.
"""

from __future__ import annotations

import json
from typing import Any

from archive.store.clock import now
from archive.store.connection import Database, storable
from archive.store.records import (
    ANNOTATIONS,
    ARTICLES,
    ENTITIES,
    RECORDS,
    Fields,
    Fold,
    Record,
    derived,
    dumps,
    entity_names,
)
from archive.store.revisions import Packed


class Transaction:
    """Writes of one step; made by ``Store.transaction`` only.

    Attributes:
        at: the moment the transaction began, for the records' own dates.
        step: number of the step, or None while nothing was written.
        summary: the step's line for people; may be set until the transaction ends.
        reverses: the step that this undoes or does again; to be set before
            anything is written.
    """

    def __init__(
        self,
        database: Database,
        fold: Fold,
        *,
        command: str,
        actor: str,
        summary: str,
        undoable: bool,
        reverses: int | None = None,
        step: int | None = None,
    ) -> None:
        self.at = now()
        self.step = step
        self.summary = summary
        self._database = database
        self._fold = fold
        self._command = command
        self._actor = actor
        self._undoable = undoable
        self.reverses = reverses

    def insert(self, record: str, key: str, fields: Fields) -> None:
        """Make a record.

        Args:
            record: its kind, a table of ``RECORDS``.
            key: its id, not taken yet.
            fields: all its fields.
        """
        spec = RECORDS[record]
        values = spec.plain(fields)
        self._write_insert(spec, key, values)
        self._names(spec, key, values)
        article = key if spec is ARTICLES else values.get("article")
        self._change(spec, key, article, None, values)

    def update(self, record: str, key: str, fields: Fields) -> bool:
        """Set fields of a record; only those that differ are written and recorded.

        Returns:
            Whether anything differed.
        """
        spec = RECORDS[record]
        present = self.read(record, key)
        if present is None:
            raise KeyError(f"no {record} {key}")
        values = spec.plain(fields)
        after = {name: value for name, value in values.items() if present[name] != value}
        if not after:
            return False
        columns = {name: spec.encode(name, value) for name, value in after.items()}
        columns |= derived(spec, after, self._fold)
        assignments = ", ".join(f'"{name}" = ?' for name in columns)
        self._database.run(
            f'UPDATE "{spec.name}" SET {assignments} WHERE id = ?', [*columns.values(), key]
        )
        self._names(spec, key, present | after)
        article = key if spec is ARTICLES else present.get("article")
        self._change(spec, key, article, {name: present[name] for name in after}, after)
        return True

    def delete(self, record: str, key: str) -> None:
        """Remove a record; the Change keeps its fields."""
        spec = RECORDS[record]
        present = self.read(record, key)
        if present is None:
            raise KeyError(f"no {record} {key}")
        self._database.run(f'DELETE FROM "{spec.name}" WHERE id = ?', (key,))
        if spec is ENTITIES:
            self._database.run("DELETE FROM entity_names WHERE entity = ?", (key,))
        article = key if spec is ARTICLES else present.get("article")
        self._change(spec, key, article, present, None)

    def read(self, record: str, key: str) -> dict[str, Any] | None:
        """The present fields of a record, or None where there is none."""
        spec = RECORDS[record]
        row = self._database.row(f'SELECT {spec.selection} FROM "{spec.name}" WHERE id = ?', (key,))
        return None if row is None else spec.decode(row)

    def add_identity(self, key: str, identity: str) -> None:
        """Remember for good which identity an article's id stands for."""
        self._database.run("INSERT INTO identities VALUES (?, ?)", (key, storable(identity)))

    def add_revision(self, article: str, packed: Packed) -> int:
        """Store a revision; the article's own row is written apart.

        Returns:
            The revision's number: one more than the article's last one.
        """
        number = self._database.value(
            "SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE article = ?", (article,)
        )
        self._database.run(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article,
                number,
                packed.sha256,
                packed.words,
                packed.format,
                storable(packed.source),
                packed.at or self.at,
                packed.text,
                packed.markup,
                packed.original,
            ),
        )
        return int(number)

    def mark_undone(self, step: int, undone: int) -> None:
        """Say of a step that it stands (0), was taken back (1) or is so for good (2)."""
        self._database.run("UPDATE steps SET undone = ? WHERE number = ?", (undone, step))

    def open_step(self) -> int:
        """The number of the step; its row is written now if nothing was yet."""
        if self.step is None:
            if self._undoable:
                # A new step of the actor's ends what redo could still do.
                self._database.run(
                    "UPDATE steps SET undone = 2 WHERE actor = ? AND undone = 1 AND undoable = 1",
                    (self._actor,),
                )
            self.step = self._database.run(
                "INSERT INTO steps (at, actor, command, summary, undoable, reverses)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    self.at,
                    storable(self._actor),
                    self._command,
                    storable(self.summary),
                    self._undoable,
                    self.reverses,
                ),
            )
        return self.step

    def finish(self) -> None:
        """Write the step's summary as it stands at the end, where it grew meanwhile."""
        if self.step is not None:
            self._database.run(
                "UPDATE steps SET summary = ? WHERE number = ? AND summary <> ?",
                (storable(self.summary), self.step, storable(self.summary)),
            )

    def _write_insert(self, spec: Record, key: str, values: Fields) -> None:
        missing = spec.columns.keys() - values.keys()
        if missing:
            raise KeyError(f"{spec.name} {key} lacks {sorted(missing)}")
        names = ("id", *spec.columns, *spec.derived)
        extra = derived(spec, values, self._fold)
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self._database.run(
            f'INSERT INTO "{spec.name}" ({columns}) VALUES ({marks})',
            [
                key,
                *(spec.encode(name, values[name]) for name in spec.columns),
                *(extra[name] for name in spec.derived),
            ],
        )

    def _names(self, spec: Record, key: str, values: Fields) -> None:
        if spec is not ENTITIES:
            return
        self._database.run("DELETE FROM entity_names WHERE entity = ?", (key,))
        self._database.many(
            "INSERT INTO entity_names (folded, entity, exact) VALUES (?, ?, ?)",
            [(folded, key, exact) for folded, exact in entity_names(values, self._fold)],
        )

    def _change(
        self,
        spec: Record,
        key: str,
        article: str | None,
        before: Fields | None,
        after: Fields | None,
    ) -> None:
        changed = (before or {}).keys() | (after or {}).keys()
        searchable = not spec.searchable.isdisjoint(changed)
        if spec is ANNOTATIONS and (before is None or after is None):
            # A plain highlight has no words of its own to be found by.
            whole = after or before or {}
            searchable = bool(whole["note"] or whole["claim"] or whole["entity"])
        self._database.run(
            "INSERT INTO changes (step, record, key, article, searchable, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self.open_step(),
                spec.name,
                key,
                article,
                searchable,
                None if before is None else dumps(before),
                None if after is None else dumps(after),
            ),
        )


def loads(text: str | None) -> dict[str, Any] | None:
    """The fields of one side of a Change."""
    return None if text is None else json.loads(text)
