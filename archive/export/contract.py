"""What every exporter takes and gives.

An exporter writes a scope (all articles, or those with given ids) to a
folder and reports what it did; the same archive gives the same bytes. A file
that is not ours is left as it is, and so is what somebody wrote in one of ours.
A format that is one file writes that one file into the folder, beside the list
that says whose it is (:mod:`archive.export.files`); it counts its progress in
records, and when it is stopped the former file stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from archive.annotations import Annotations
    from archive.articles import Articles
    from archive.claims import Claims
    from archive.entities import Entities
    from archive.store import Store

Progress = Callable[[int, int], None]
"""Called with the files, or the records of a format of one file, done and there are."""

Cancelled = Callable[[], bool]
"""Asked between two files or records; True ends the export, and whole files written stay."""


class Source(Protocol):
    """The parts of an archive that exporters read; :class:`archive.core.Archive` has them."""

    @property
    def articles(self) -> Articles: ...
    @property
    def annotations(self) -> Annotations: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def entities(self) -> Entities: ...
    @property
    def store(self) -> Store: ...


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was not written, and why.

    Attributes:
        path: relative to the folder, with forward slashes.
        reason: half a sentence for people.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export did; paths are relative to the folder, with forward slashes.

    Attributes:
        written: files made or replaced. ``unchanged``: files that already held these bytes.
        left: files left alone; a command line ends with exit code 3 if there is one.
        cancelled: whether the user stopped it before the end.
        omitted: what the format has no way to hold, such as a mark without a
            place where every mark needs one. The archive keeps it.
        conflicts: what in a file was changed by its user and in the archive, and what of
            ours in it is damaged, one by one; exit code 3 too. The file itself is whole.
        again: those of ``written`` that were there once and had been deleted.
        gone: files of records that the archive no longer has; they stay as they are.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    cancelled: bool = False
    omitted: tuple[Left, ...] = ()
    conflicts: tuple[Left, ...] = ()
    again: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


PROFILES = ("commonmark", "obsidian", "gfm", "html")
"""Whose Markdown an export is written in; ``html`` writes pages to read and print instead."""


@dataclass(frozen=True, slots=True)
class Options:
    """How Markdown and HTML are exported, beyond the scope.

    Attributes:
        profile: one of :data:`PROFILES`.
        restore_deleted: write regions and keys again that the user took out of a file.
        tombstones: leave a line where a mark was deleted in the archive.
        ascii_names: fold the names of new files to ASCII.
        dry_run: write nothing, and report what would be done.
        show: called with a unified diff of every file that is, or would be, written.
        context: show each passage in its sentences too.
    """

    profile: str = "commonmark"
    restore_deleted: bool = False
    tombstones: bool = False
    ascii_names: bool = False
    dry_run: bool = False
    show: Callable[[str], None] | None = None
    context: bool = False


class Exporter(Protocol):
    """One format."""

    def __call__(
        self,
        archive: Source,
        folder: Path,
        ids: Sequence[str] | None = None,
        *,
        text: bool = False,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> ExportReport:
        """Write the articles with these ids (None: all) into ``folder``.

        Args:
            archive: where they are read from.
            folder: made if missing.
            ids: an id the archive does not have is passed over.
            text: the articles' full text too.
            progress: see :data:`Progress`. ``cancelled``: see :data:`Cancelled`.

        Raises:
            UsageError: if ``folder`` is no folder.
            ArchiveError: if it cannot be written.
        """
        ...
