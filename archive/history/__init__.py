"""History: what was done, by whom, and taking it back.

No command writes its own inverse: a step's Changes say what it did, and undo
applies them the other way round (:mod:`archive.history.reversal`). Undo and
redo are recorded as steps that name what they reverse. They speak of the
actor's own steps, wherever and whenever those were made.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from archive.articles import step_of
from archive.errors import NotFound
from archive.history.placing import place_after
from archive.history.reversal import reverse
from archive.model import Change, Step
from archive.store import Store, Transaction

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

    def log(self, limit: int = 50, article: str | None = None) -> list[Step]:
        """The last steps, newest first; with ``article``, those that touched it or its marks."""
        return self._store.log.steps(limit, article)

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
