"""The one family of errors the archive raises on purpose.

Every error says what went wrong, with what, and what to do about it; it
carries the ids it is about and the exit code a command line ends with.
Anything else that escapes is a bug.
"""

from __future__ import annotations

from typing import ClassVar


class ArchiveError(Exception):
    """Root of the family.

    Args:
        message: one sentence naming the thing concerned.
        remedy: one sentence on what to do, or an empty string.
        ids: the ids of the records the error is about.
    """

    exit_code: ClassVar[int] = 6

    def __init__(self, message: str, *, remedy: str = "", ids: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.ids = ids

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class NotFound(ArchiveError):
    """No such article, annotation, claim, entity, step or quotation."""

    exit_code = 1


class UsageError(ArchiveError):
    """The request itself is wrong: an unknown value, an ambiguous id or quotation."""

    exit_code = 2


class NotInstalled(UsageError):
    """The request needs an optional part of the program that is not installed."""


class QueryError(UsageError):
    """A query that cannot be read.

    Args:
        message: what was expected.
        query: the query as typed.
        at: code-point offset in ``query`` where reading stopped.
    """

    def __init__(self, message: str, *, query: str, at: int, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.query = query
        self.at = at


class Conflict(ArchiveError):
    """The operation would break what a later step, or another record, depends on."""

    exit_code = 4


class ArchiveBusy(ArchiveError):
    """Another process held the archive's write lock for too long."""

    exit_code = 5


class NotAnArchive(ArchiveError):
    """The folder is no archive, or its database is damaged."""

    exit_code = 6


class NewerArchive(NotAnArchive):
    """The database was written by a newer version of the program."""


class UnreadableInput(ArchiveError):
    """A file to import cannot be read.

    Args:
        path: the file, as the user named it.
        place: where in it (``line 12``, ``byte 4096``), or an empty string.
    """

    exit_code = 6

    def __init__(self, message: str, *, path: str, place: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.path = path
        self.place = place


class Cancelled(ArchiveError):
    """The user stopped a long job; what was committed before stays."""

    exit_code = 130
