"""What the importers hand to the pipeline, and what the pipeline reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from archive.model import PartialDate
from archive.text.document import Document

MAX_TITLE = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the input that the user should know.

    Attributes:
        path: the file, as the user named it.
        place: where in it (``line 12``, ``byte 4096``), or empty.
        reason: what is the matter, in one clause.
        remedy: what to do about it, or empty.
    """

    path: str
    place: str
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.path}, {self.place}" if self.place else self.path
        return f"{where}: {self.reason}" + (f" ({self.remedy})" if self.remedy else "")


class Skipped(Notice):
    """A file, or a place in a file, that became no article."""

    __slots__ = ()


class Companion(Notice):
    """A file in a folder that nobody would take for an article: a picture, a style sheet."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One article as an importer read it.

    Attributes:
        title: cleaned, on one line, at most :data:`MAX_TITLE` code points.
        text: the Document made from the body.
        source: path as given by the user, with ``:line`` for files of many articles.
        path: path relative to the folder imported; a file's own name otherwise.
        format_id: the format's own id, unique among all articles, or None.
        url: as the input has it.
        original: the bytes this article was read from.
        replaced: how many control characters became U+FFFD.
        warnings: what was amiss without costing the article.
    """

    title: str
    text: Document
    source: str
    path: str
    format_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    original: bytes | None = None
    replaced: int = 0
    warnings: tuple[Notice, ...] = ()


Read = Iterator[Item | Skipped]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is.

    Attributes:
        done, total: in ``unit``; total is None while it is unknown.
        unit: ``bytes`` of the input files, as they lie on the disk.
        current: the file being read, as the user named it.
        articles: how many articles have been committed so far.
    """

    done: int
    total: int | None
    unit: Literal["bytes"]
    current: str
    articles: int = 0


@dataclass(slots=True)
class Summary:
    """What an import did.

    Attributes:
        new, unchanged, revised: counts of articles; ``different`` ones, stored
            apart from the article whose identity they claimed, count as new.
        copies: how many of the new and revised ones have the text of an
            article of another identity.
        skipped: what became no article, each with its reason.
        passed_over: how many other files lay in the folders (pictures, style
            sheets); nothing is wrong with them.
        warnings: what was amiss without costing an article.
        replaced: control characters that became U+FFFD in the articles stored.
        cancelled: whether the user stopped it; what was committed stays.
        marks, marks_unchanged, marks_updated: counts of annotations from elsewhere: new
            ones, ones that were here, ones whose author changed note or tags since.
        marks_deleted: those that somebody deleted here, and that stay so.
        marks_lost, marks_ambiguous: how many of the new ones have no place.
        displaced: how many marks that were here lost their place in a new text, or have several.
        step: the number of the import's step, or None if nothing was opened.
        ids: ids of the new and revised articles, in the order they came in.
    """

    new: int = 0
    unchanged: int = 0
    revised: int = 0
    copies: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    passed_over: int = 0
    warnings: list[Notice] = field(default_factory=list)
    replaced: int = 0
    cancelled: bool = False
    marks: int = 0
    marks_unchanged: int = 0
    marks_updated: int = 0
    marks_deleted: int = 0
    marks_lost: int = 0
    marks_ambiguous: int = 0
    displaced: int = 0
    step: int | None = None
    ids: list[str] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """How many articles were read and committed, whatever became of them."""
        return self.new + self.unchanged + self.revised

    def line(self) -> str:
        """The counts, as one line for the archive's log."""
        counts = f"{self.new} new, {self.revised} revised, {self.unchanged} unchanged"
        if self.marks or self.marks_updated:
            counts += f"; {self.marks} annotations, {self.marks_updated} updated"
        return f"import: {counts}"

    @property
    def has_marks(self) -> bool:
        """Whether the input held annotations."""
        return any((self.marks, self.marks_unchanged, self.marks_updated, self.marks_deleted))
