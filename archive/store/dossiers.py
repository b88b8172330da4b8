"""Reads of dossiers and their parts."""

from __future__ import annotations

from archive.errors import NotFound
from archive.model import Dossier, Part, PartKind
from archive.store.connection import Database, Row
from archive.store.records import DOSSIERS, PARTS


class Dossiers:
    """Reads of what was put together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Dossier]:
        """Every dossier, the oldest first."""
        rows = self._database.rows(
            f"SELECT {DOSSIERS.selection} FROM dossiers ORDER BY created, id"
        )
        return [dossier(row) for row in rows]

    def get(self, key: str) -> Dossier:
        """One dossier; NotFound if there is none of this id."""
        row = self._database.row(f"SELECT {DOSSIERS.selection} FROM dossiers WHERE id = ?", (key,))
        if row is None:
            raise NotFound(f"There is no dossier {key}.", ids=(key,))
        return dossier(row)

    def part(self, key: str) -> Part:
        """One part; NotFound if there is none of this id."""
        found = self._parts("id = ?", key)
        if not found:
            raise NotFound(f"There is no part {key} of a dossier.", ids=(key,))
        return found[0]

    def parts(self, key: str) -> list[Part]:
        """The parts of a dossier in their order."""
        return self._parts("dossier = ?", key)

    def naming(self, *, claim: str | None = None, annotation: str | None = None) -> list[Part]:
        """The parts, of whatever dossier, that are a claim or a passage."""
        return self._parts("claim = ? OR annotation = ?", claim, annotation)

    def _parts(self, where: str, *parameters: str | None) -> list[Part]:
        rows = self._database.rows(
            f"SELECT {PARTS.selection} FROM parts WHERE {where} ORDER BY dossier, rank, id",
            parameters,
        )
        return [part(row) for row in rows]


def dossier(row: Row) -> Dossier:
    """The dossier of a row selected by ``DOSSIERS.selection``."""
    return Dossier(row[0], **DOSSIERS.decode(row))


def part(row: Row) -> Part:
    """The part of a row selected by ``PARTS.selection``."""
    values = PARTS.decode(row)
    values["kind"] = PartKind(values["kind"])
    return Part(row[0], **values)
