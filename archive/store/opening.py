"""Finding an archive's database, or making one, and bringing it up to date."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError, NewerArchive, NotAnArchive
from archive.store.clock import now
from archive.store.connection import Database
from archive.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

DATABASE: Final = "newsmark.sqlite3"


def is_vacant(folder: Path) -> bool:
    """Whether an archive could be made in a folder: it is missing or empty."""
    try:
        return not any(folder.iterdir())
    except FileNotFoundError:
        return True
    except OSError:
        return False  # opening it says why


def open_database(folder: Path, *, create: bool) -> Database:
    """The database of the archive in ``folder``, at this program's version.

    Args:
        folder: the archive's folder.
        create: make the archive where the folder is missing or empty.

    Raises:
        NotAnArchive: if the folder is missing (without ``create``), holds
            other files, or its database is foreign or damaged.
        NewerArchive: if a newer version of the program wrote it.
        ArchiveError: if the folder cannot be read or written.
    """
    try:
        file = _find(folder, create=create)
    except OSError as error:
        raise ArchiveError(
            f"Cannot open the archive at {folder}: {error.strerror or error}.",
            remedy="Check the path and that you may read and write there.",
        ) from error
    database = Database(file)
    try:
        _check(database, create=create)
    except BaseException:
        database.close()
        raise
    return database


def _find(folder: Path, *, create: bool) -> Path:
    """The database file, made empty if need be; folder and file are the user's alone."""
    file = folder / DATABASE
    if not folder.exists():
        if not create:
            raise NotAnArchive(
                f"There is no archive at {folder}.",
                remedy="An import makes one there; or name another folder.",
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    elif not folder.is_dir():
        raise NotAnArchive(f"{folder} is not a folder.", remedy="Name the archive's folder.")
    if not file.exists():
        # Another process may be making the archive at this moment.
        if any(not path.name.startswith(DATABASE) for path in folder.iterdir()):
            raise NotAnArchive(
                f"{folder} holds other files and no archive.",
                remedy="Name an archive, or a new or empty folder to make one in.",
            )
        if not create:
            raise NotAnArchive(
                f"{folder} is empty: there is no archive in it.",
                remedy="An import makes one there; or name another folder.",
            )
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    elif not os.access(file, os.R_OK | os.W_OK):
        raise PermissionError(13, "Permission denied")
    return file


def _check(database: Database, *, create: bool) -> None:
    version = _version(database)
    if version == 0 and not create:
        raise NotAnArchive(
            f"The database {database.file} is empty.",
            remedy="An import makes the archive; or name another folder.",
        )
    database.patiently("PRAGMA journal_mode=WAL")
    database.run("PRAGMA foreign_keys=ON")
    # What a purge removes must not survive in the slack of a page. Little is ever
    # deleted here, so overwriting costs nothing that shows.
    database.run("PRAGMA secure_delete=ON")
    database.run("PRAGMA temp_store=MEMORY")
    database.run("PRAGMA cache_size=-16000")
    database.run("PRAGMA journal_size_limit=16000000")
    if version < VERSION:
        _migrate(database)


def _version(database: Database) -> int:
    """The schema version of an archive, 0 for an empty database.

    Raises:
        NotAnArchive: for anybody else's database.
        NewerArchive: for a version this program does not know.
    """
    # In one statement, so of one moment: another process may be making the archive.
    row = database.row(
        "SELECT (SELECT application_id FROM pragma_application_id),"
        " (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_master)"
    )
    mark, version, tables = map(int, row or (0, 0, 0))
    if mark == 0 and version == 0 and tables == 0:
        return 0
    if mark != APPLICATION_ID:
        raise NotAnArchive(
            f"The database {database.file} was not written by this program.",
            remedy="Name an archive, or a new or empty folder to make one in.",
        )
    if version > VERSION:
        raise NewerArchive(
            f"The archive at {database.file.parent} has version {version}; "
            f"this program reads up to version {VERSION}.",
            remedy="Use a newer version of the program.",
        )
    return version


def _migrate(database: Database) -> None:
    """Bring the schema up to date in one transaction; another process may have been first."""
    database.begin(durable=True)
    try:
        version = _version(database)
        for number, script in enumerate(MIGRATIONS[version:], version):
            for statement in script.split(";\n"):
                if statement.strip():
                    database.run(statement)
            if number == 0:
                database.many(
                    "INSERT INTO meta VALUES (?, ?)",
                    [("uuid", str(uuid.uuid4())), ("created", now())],
                )
        database.run(f"PRAGMA application_id={APPLICATION_ID}")
        database.run(f"PRAGMA user_version={VERSION}")
        database.commit()
    except BaseException:
        database.rollback()
        raise
