"""What the importers of others' annotations hand to the pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from archive.ingest.items import Item, Notice
from archive.model import Motivation
from archive.text.clean import clean_part

ANNOTATION_ID: Final = re.compile(r"m-[0-9a-hjkmnp-tv-z]{8,16}")
CLAIM_ID: Final = re.compile(r"c-[0-9a-hjkmnp-tv-z]{8,16}")
ENTITY_ID: Final = re.compile(r"e-[0-9a-hjkmnp-tv-z]{8,16}")

Units = Literal["utf-16", "either"]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is known of the article a mark stands in.

    Attributes:
        key: what makes it this article among those of its format; becomes
            the identity of an article made of quotations.
        title: on one line.
        id: its id in an archive of ours, or None.
        url: as the input has it.
    """

    key: str
    title: str
    id: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation as an importer read it, not yet placed.

    Attributes:
        identity: what the other program knows it by, that program's name included.
        on: the article. ``exact``: the words marked; empty for a note on the
            whole article. ``prefix``, ``suffix``: words around, of any length.
        position: where it says it stands in its own text.
        units: of ``position``: UTF-16 code units, or ``either`` where the
            standard means code points and many programs write the former.
        order: sorts the quotations of an article that has to be made of them.
        id: its id in an archive of ours, or None.
        claim: statement of the claim that the passage makes, and its verdict, empty
            for what a new claim has.
        entity: name of what the passage names.
        claim_id, entity_id: their ids in an archive of ours.
        created, modified: ISO 8601 in UTC to the second, or empty.
        source, place: where it was read, for notices.
    """

    identity: str
    on: Whereabouts
    exact: str
    source: str
    place: str
    prefix: str = ""
    suffix: str = ""
    position: tuple[int, int] | None = None
    units: Units = "utf-16"
    order: tuple[int, ...] = ()
    motivation: Motivation = Motivation.HIGHLIGHTING
    note: str = ""
    tags: tuple[str, ...] = ()
    label: str | None = None
    id: str | None = None
    claim: tuple[str, str] | None = None
    claim_id: str | None = None
    entity: str | None = None
    entity_id: str | None = None
    creator: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of an export of ours.

    Attributes:
        kind: the kind of record. ``fields``: the line as it was read.
        source, place: where it was read, for notices.
    """

    kind: str
    fields: dict[str, Any]
    source: str
    place: str


Found = Item | Mark | Record | Notice
"""What a file may hold; a Notice that is no Skipped costs nothing."""

Reads = Iterator[Found]


def moment(value: object) -> str:
    """A point in time as the archive writes it; empty for what is none.

    Args:
        value: ISO 8601, or a datetime; without a zone it is taken for UTC.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return ""
    if not isinstance(value, datetime):
        return ""
    try:
        whole = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        return ""
    return f"{whole.year:04d}" + whole.strftime("-%m-%dT%H:%M:%SZ")


def words(value: object) -> str:
    """A text of the input with its characters as the archive keeps them; else empty."""
    return clean_part(value) if isinstance(value, str) else ""


def line(value: object) -> str:
    """The same on one line."""
    return " ".join(words(value).split())


def tags_of(values: object) -> tuple[str, ...]:
    """The tags in a list, each once, on one line each."""
    listed = values if isinstance(values, list | tuple) else ()
    return tuple(dict.fromkeys(tag for value in listed if (tag := line(value))))


def whole_number(value: object) -> int | None:
    """A number that an offset can be, or None."""
    sound = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 40
    return value if sound and isinstance(value, int) else None
