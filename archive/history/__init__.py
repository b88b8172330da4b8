"""History: what was done, by whom, and taking it back.

No command writes its own inverse: a step's Changes say what it did, and undo
applies them the other way round (:mod:`archive.history.reversal`). Undo and
redo are recorded as steps that name what they reverse. They speak of the
actor's own steps, wherever and whenever those were made.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date as date_type

from archive.articles import step_of
from archive.errors import NotFound, UsageError
from archive.history.placing import place_after
from archive.history.reversal import reverse
from archive.index.days import period
from archive.model import Change, Step
from archive.store import Store, Transaction
from archive.store.log import Which

__all__ = ["History"]

_STANDS, _UNDONE, _UNDONE_FOR_GOOD = 0, 1, 2
# Recorded, not undoable, and no import either.
_RECORDS = frozenset({"read", "unread", "position", "purge", "seen"})


class History:
    """The log of one archive, and undo.

    Args:
        store: the open archive.
        actor: whose steps undo and redo mean.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def log(
        self,
        limit: int = 50,
        article: str | None = None,
        *,
        record: str | None = None,
        actor: str | None = None,
        command: str | None = None,
        date: str | None = None,
        today: date_type | None = None,
    ) -> list[Step]:
        """The last steps, newest first; what is given narrows them.

        Args:
            article: those that touched it or its marks.
            record: those that touched the record of this id; of a claim, its
                passages and evidence too.
            actor: who made them.
            command: a command's name, or whole words of it (``claim``, ``merge``).
            date: days in UTC, as a query's ``date:`` says them
                (``2026-11``, ``yesterday``, ``2026-11-01..``).
            today: the day that ``yesterday`` is counted from, if not the present one.

        Raises:
            UsageError: for a date that is none.
        """
        first, last = (None, None) if date is None else _days(date, today or date_type.today())
        which = Which(article, record, actor, command, first, last)
        return self._store.log.steps(limit, which)

    def changes(self, step: int) -> list[Change]:
        """What a step changed, in the order of writing; NotFound if there is no such step."""
        self._store.log.step(step)
        return self._store.log.changes(step)

    def undo(self) -> Step:
        """Take back the actor's last step that stands.

        Returns:
            The step that this wrote; ``reverses`` names the one taken back.

        Raises:
            NotFound: if there is nothing to undo.
            Conflict: if a later step, of anyone, depends on it; nothing is done.
        """
        with self._transaction("undo") as tx:
            step = self._store.log.to_undo(self._actor)
            if step is None:
                raise NotFound("There is nothing to undo.")
            # Done again since, it is the doing again that stands.
            applied = self._store.log.last_reversal(step.number) or step
            self._reverse(tx, "undo", step, applied, _UNDONE)
        return step_of(self._store, tx)

    def redo(self) -> Step:
        """Do the step undone last again, unless a new one came since; as :meth:`undo`."""
        with self._transaction("redo") as tx:
            step = self._store.log.to_redo(self._actor)
            undone = None if step is None else self._store.log.last_reversal(step.number)
            if step is None or undone is None:
                raise NotFound("There is nothing to redo.")
            self._reverse(tx, "redo", step, undone, _STANDS)
        return step_of(self._store, tx)

    def undo_step(self, number: int) -> Step:
        """Take back one step in the past, anyone's, where nothing later depends on it.

        Raises:
            NotFound: if there is no such step, it cannot be undone, or it was taken back.
            Conflict: names the later step that depends on it; nothing is done.
        """
        with self._transaction("undo") as tx:
            step = self._store.log.step(number)
            if not step.undoable:
                raise NotFound(
                    f"Step {number} ({step.summary}) is none that can be undone by its number.",
                    remedy=f"If it is an import: `newsmark undo --import {number}`.",
                )
            if step.undone:
                raise NotFound(f"Step {number} ({step.summary}) was already taken back.")
            applied = self._store.log.last_reversal(step.number) or step
            self._reverse(tx, "undo", step, applied, _UNDONE)
        return step_of(self._store, tx)

    def undo_import(self, number: int) -> Step:
        """Take a whole import back: its articles go, revised ones return to the former text.

        Raises:
            NotFound: if there is no such step, it is no import, or it was taken back.
            Conflict: if a later step depends on it; nothing is done.
        """
        with self._transaction("undo") as tx:
            step = self._store.log.step(number)
            if step.undoable or step.reverses is not None or step.command in _RECORDS:
                raise NotFound(
                    f"Step {number} ({step.command}) is no import.",
                    remedy="`newsmark log` lists the steps.",
                )
            if step.undone:
                raise NotFound(f"Import {number} was already taken back.")
            self._reverse(tx, "undo", step, step, _UNDONE_FOR_GOOD)
        return step_of(self._store, tx)

    def _transaction(self, command: str) -> AbstractContextManager[Transaction]:
        return self._store.transaction(
            command=command, actor=self._actor, summary=command, undoable=False
        )

    def _reverse(self, tx: Transaction, verb: str, step: Step, applied: Step, undone: int) -> None:
        tx.reverses = step.number
        tx.summary = f"{verb}: {step.summary}"
        tx.open_step()
        touched = reverse(self._store, tx, applied)
        place_after(self._store, tx, applied, touched)
        tx.mark_undone(step.number, undone)


def _days(text: str, today: date_type) -> tuple[str | None, str | None]:
    """The first and last day that a date, or a range of two, means; ISO, None for an open end."""
    first, dots, last = text.strip().partition("..")
    ends: list[str | None] = []
    for said, place in ((first, 0), (last if dots else first, 1)):
        found = period(said.strip(), today) if said.strip() else None
        if said.strip() and found is None:
            raise UsageError(
                f"There is no date {said[:40]!r}.", remedy="Write 2026, 2026-11 or yesterday."
            )
        ends.append(None if found is None else date_type.fromordinal(found[place]).isoformat())
    if not any(ends):
        raise UsageError("Which days?", remedy="Write 2026, 2026-11 or yesterday.")
    return ends[0], ends[1]
