"""An archive made of a dump: row by row, checked, and whole or not at all.

The rows go into a new database beside the folder meant, at the schema version
that the dump names, by statements of our own and nobody else's; the newer
versions' changes are made when the archive is opened. Only when every row is
in and every reference leads somewhere does the folder get its name.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from archive.errors import ArchiveError, NotAnArchive
from archive.store.checking import Columns, check_id, check_value, checked
from archive.store.connection import Database
from archive.store.dump import CHANGE_FIELDS, REVISION_FIELDS, STEP_FIELDS, TABLES
from archive.store.opening import DATABASE
from archive.store.processes import alive
from archive.store.records import RECORDS, Fold, Kind, derived, dumps, entity_names
from archive.store.register import SWEPT
from archive.store.revisions import Packed
from archive.store.schema import APPLICATION_ID, MIGRATIONS
from archive.store.searches import MARK

_MARKS: Final = frozenset({MARK, SWEPT})
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What must lead somewhere, beside the references that SQLite itself checks.
_ASTRAY: Final = {
    "SELECT a.id FROM articles a LEFT JOIN revisions r ON r.article = a.id"
    " AND r.number = a.revision WHERE r.sha256 IS NOT a.sha256": "article {} lacks its current"
    " revision, or names another text than that has",
    "SELECT a.id FROM articles a LEFT JOIN identities i ON i.id = a.id"
    " WHERE i.identity IS NOT a.identity": "article {} lacks its identity",
    "SELECT n.id FROM annotations n LEFT JOIN revisions r ON r.article = n.article"
    " AND r.number = n.revision WHERE r.number IS NULL": "annotation {} speaks of a revision that"
    " is missing",
    "WITH RECURSIVE whole (id) AS (SELECT id FROM entities WHERE merged_into IS NULL UNION"
    " SELECT e.id FROM entities e JOIN whole ON e.merged_into = whole.id)"
    " SELECT id FROM entities WHERE id NOT IN whole": "entity {} was merged in a circle",
    "SELECT id FROM evidence WHERE (annotation IS NULL) = (url IS NULL)": "evidence {} is not one"
    " of a passage and a URL",
    "SELECT c.number FROM changes c LEFT JOIN steps s ON s.number = c.step"
    " WHERE s.number IS NULL": "change {} belongs to a step that is missing",
}


class Loading:
    """An archive in the making. A context manager: what is not finished is removed.

    Args:
        folder: where the archive will be; missing, or empty.
        schema: version of the dump's records, from 1 to this program's.
        created: when the archive that was dumped was made.
        fold: as the store takes it.

    Raises:
        NotAnArchive: if the folder holds something.
        ArchiveError: if nothing can be written beside it.
        ValueError: if ``created`` is no point in time.
    """

    def __init__(self, folder: Path, *, schema: int, created: str, fold: Fold) -> None:
        self._folder = folder
        self._fold = fold
        if not _MOMENT.fullmatch(created):
            raise ValueError("it does not say when the archive was made")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotAnArchive(
                f"{folder} is there and not empty.",
                remedy="Name a new folder to restore into; nothing was changed.",
            )
        beside = f".{folder.name}.restoring-"
        self._making = folder.parent / f"{beside}{os.getpid()}"
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            for path in folder.parent.iterdir():
                pid = path.name.removeprefix(beside)
                if pid.isdecimal() and pid != path.name and not alive(int(pid)):
                    shutil.rmtree(path, ignore_errors=True)  # of one that was killed
            self._making.mkdir(mode=0o700)
            os.close(os.open(self._making / DATABASE, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise _unwritable(folder, error) from error
        self._database = Database(self._making / DATABASE)
        self._begin(schema, created)
        self._columns = Columns(self._database)

    def __enter__(self) -> Loading:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        shutil.rmtree(self._making, ignore_errors=True)

    def _begin(self, schema: int, created: str) -> None:
        self._database.run("PRAGMA foreign_keys=ON")
        self._database.begin(durable=True)
        for script in MIGRATIONS[:schema]:
            for statement in script.split(";\n"):
                if statement.strip():
                    self._database.run(statement)
        # The uuid names a cache: two archives with one would spoil each other's.
        self._database.many(
            "INSERT INTO meta VALUES (?, ?)", [("uuid", str(uuid.uuid4())), ("created", created)]
        )
        self._database.run(f"PRAGMA application_id={APPLICATION_ID}")
        self._database.run(f"PRAGMA user_version={schema}")

    def record(self, name: str, fields: Mapping[str, Any]) -> None:
        """Put a record of :data:`~archive.store.records.RECORDS` in; ValueError if it is none."""
        spec = RECORDS[name]
        key, rest = checked(self._columns, name, fields)
        extra = derived(spec, rest, self._fold)
        columns = {
            "id": key,
            **{field: spec.encode(field, value) for field, value in rest.items()},
            **{field: extra[field] for field in spec.derived if field in self._columns.of(name)},
        }
        self._insert(name, columns)
        if name == "entities":
            for folded, exact in entity_names(rest, self._fold):
                self._insert("entity_names", {"folded": folded, "entity": key, "exact": exact})

    def row(self, table: str, fields: Mapping[str, Any]) -> None:
        """Put a row of :data:`~archive.store.dump.TABLES` in; ValueError if it is none."""
        for name in ("id", "article"):
            if name in fields:
                check_id(fields[name], article=True)
        if table == "meta" and (
            fields.get("key") not in _MARKS or not str(fields["value"]).isdecimal()
        ):
            raise ValueError("it says something of the archive that is not known here")
        if not self._columns.of(table):
            raise ValueError(f"its version knows no {table}")
        self._plain(table, TABLES[table], fields)

    def revision(self, article: str, number: int, packed: Packed) -> None:
        """Put a revision in, as it was checked."""
        row = (
            article,
            number,
            packed.sha256,
            packed.words,
            packed.format,
            packed.source,
            packed.at,
            packed.text,
            packed.markup,
            packed.original,
        )
        self._insert("revisions", dict(zip(REVISION_FIELDS, row, strict=True)))

    def step(self, fields: Mapping[str, Any]) -> None:
        """Put a step in; ValueError if it is none."""
        self._plain("steps", STEP_FIELDS, fields)
        if fields["number"] < 1 or fields["undoable"] not in (0, 1) or fields["undone"] > 2:
            raise ValueError("its number, undoable or undone is none")

    def change(self, fields: Mapping[str, Any]) -> None:
        """Put a Change in; ValueError if it is none, or of a record that there is not."""
        own = dict(fields)
        own |= {"record": own.pop("of", None), "key": own.pop("id", None)}
        if own["record"] not in RECORDS:
            raise ValueError("it is a change of a record that is not known here")
        check_id(own["key"], article=own["record"] == "articles")
        for side in ("before", "after"):
            own[side] = self._side(own["record"], own.get(side))
        self._plain("changes", CHANGE_FIELDS, own)

    def _side(self, record: str, values: object) -> str | None:
        if values is None:
            return None
        if not isinstance(values, dict):
            raise ValueError("its before or after is no record")
        spec = RECORDS[record]
        for name, value in values.items():
            if name not in spec.columns:
                raise ValueError(f"it changes a field that is not known here: {name[:40]!r}")
            sql, required = self._columns.of(record).get(name, ("TEXT", False))
            check_value(name, value, spec.columns[name], sql, required)
        return dumps(values)

    def _plain(self, table: str, names: Sequence[str], fields: Mapping[str, Any]) -> None:
        if fields.keys() != set(names):
            odd = sorted(fields.keys() ^ set(names))
            raise ValueError(f"a field is missing or too many: {odd[0][:40]!r}")
        for name in names:
            check_value(name, fields[name], Kind.PLAIN, *self._columns.of(table)[name])
        self._insert(table, {name: fields[name] for name in names})

    def _insert(self, table: str, columns: Mapping[str, object]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        try:
            self._database.run(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [*columns.values()]
            )
        except sqlite3.IntegrityError as error:
            raise ValueError("the same is there twice, or a part of it is missing") from error

    def finish(self) -> None:
        """Check what leads where, write it to the disk, and give the folder its name.

        Raises:
            ValueError: says in a clause what leads nowhere.
            ArchiveError: if the disk is full, or somebody else has made the folder meanwhile.
        """
        astray = self._database.row("PRAGMA foreign_key_check")
        if astray is not None:
            table, row, target, _ = astray
            key = self._database.value(f'SELECT id FROM "{table}" WHERE rowid = ?', (row,))
            raise ValueError(f"{table} {key} names one of the {target} that is missing")
        for sql, reason in _ASTRAY.items():
            found = self._database.row(f"{sql} LIMIT 1")
            if found is not None:
                raise ValueError(reason.format(found[0]))
        self._database.commit()
        self._database.close()
        try:
            if self._folder.exists():
                self._folder.rmdir()
            self._making.rename(self._folder)
        except OSError as error:
            raise _unwritable(self._folder, error) from error


def _unwritable(folder: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"Cannot make an archive at {folder}: {error.strerror or error}.",
        remedy="Name a folder you may write to.",
    )
