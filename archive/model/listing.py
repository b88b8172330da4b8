"""Values of lists: how they are ordered, what they can be narrowed by, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from archive.model.dates import PartialDate

OrderKey = Literal["date", "title", "outlet", "added", "length"]


@dataclass(frozen=True, slots=True)
class Order:
    """How a list of articles is ordered; ties go by id, undated articles come last."""

    key: OrderKey = "date"
    descending: bool = True


Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Values with the number of articles that have them, most frequent first.

    Attributes:
        month: ``2025-01`` and the like, newest first; dates that do not tell a month are left out.
        mark: ``claim``, ``entity``, ``note``, ``highlight``, ``evidence``, ``lost``; see
            ``has:`` of the queries.
    """

    language: Counts = ()
    outlet: Counts = ()
    year: Counts = ()
    tag: Counts = ()
    entity: Counts = ()
    month: Counts = ()
    mark: Counts = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article on its way into the archive.

    Attributes:
        identity: what makes it this article; see ``archive.ingest``.
        text: the plain text. ``markup``: the standoff markup on it, in the
            form of ``Document.markup``; the store does not look inside.
        sha256: hex digest of ``text`` as UTF-8.
        words: count of words of ``text``.
        format, source: as in :class:`~archive.model.Origin`.
        original: the bytes it was read from, or None to keep none.
    """

    identity: str
    title: str
    text: str
    markup: str
    sha256: str
    words: int
    format: str
    source: str
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    original: bytes | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one incoming article.

    Attributes:
        kind: ``new``; ``unchanged`` (its text is already among the revisions);
            ``revised`` (same identity, changed text); ``different`` (same
            identity, under half the words in common: stored as an article
            of its own and reported).
        id: the article's id.
        copy_of: id of an article of another identity with the same text.
        displaced: how many marks had a place in its former text and are
            ambiguous or lost in the new one.
    """

    kind: Literal["new", "unchanged", "revised", "different"]
    id: str
    copy_of: str | None = None
    displaced: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after one step; absent fields did not change.

    Attributes:
        number: ascending from 1; the index remembers the last it has seen.
        record: the kind of record (``articles``, ``annotations`` ...).
        key: its id.
        before: the fields' former values; None where the record was made.
        after: the fields' new values; None where the record was removed.
    """

    number: int
    step: int
    record: str
    key: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
