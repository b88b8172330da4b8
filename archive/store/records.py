"""The kinds of records: their columns, and how values become columns and back.

Everything generic about writing stands here, so that the transaction door,
undo and the dump treat every record alike: fields are plain Python values
(strings, numbers, booleans, None, lists), the same in memory, in a Change
and, for all but booleans and lists, in the table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from archive.errors import UsageError
from archive.model import PartialDate
from archive.store.connection import Row, storable

Fields = Mapping[str, Any]
Fold = Callable[[str], str]

# Sorting needs no more of a title than this, and an index entry should stay small.
KEY_LENGTH: Final = 120


class Kind(Enum):
    """What a column holds."""

    PLAIN = "plain"
    BOOL = "bool"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Record:
    """One kind of record.

    Attributes:
        name: its table's name, and its name in a Change.
        columns: the fields, ``id`` aside, in the order of the dump.
        searchable: fields whose change the search index must see.
        refs: fields that name another record, with that record's kind.
        derived: columns computed from the fields; never in a Change.
    """

    name: str
    columns: Mapping[str, Kind]
    searchable: frozenset[str]
    refs: Mapping[str, str] = field(default_factory=dict)
    derived: tuple[str, ...] = ()

    @property
    def selection(self) -> str:
        """The columns as SQL, ``id`` first."""
        return ", ".join(f'"{name}"' for name in ("id", *self.columns))

    def decode(self, row: Row) -> dict[str, Any]:
        """The fields of a row selected by :attr:`selection`."""
        fields: dict[str, Any] = {}
        for (name, kind), value in zip(self.columns.items(), row[1:], strict=True):
            if kind is Kind.JSON:
                value = [] if value == "[]" else json.loads(value)
            elif kind is Kind.BOOL:
                value = bool(value)
            fields[name] = value
        return fields

    def plain(self, fields: Fields) -> dict[str, Any]:
        """The fields as they come back from the table: tuples as lists, text storable.

        Raises:
            UsageError: for a field this record does not have.
        """
        unknown = fields.keys() - self.columns.keys()
        if unknown:
            raise UsageError(f"{self.name} have no field {sorted(unknown)[0]!r}.")
        return {name: _plain(value) for name, value in fields.items()}

    def encode(self, name: str, value: Any) -> Any:
        """One field's value as its column holds it."""
        kind = self.columns[name]
        if kind is Kind.JSON:
            return dumps(value)
        return int(value) if kind is Kind.BOOL else value


# Made once: json.dumps would make an encoder for each call.
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(value: Any) -> str:
    """Compact JSON, the same for the same value."""
    return _encode(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise UsageError(f"A record cannot hold {value!r}.")


def _columns(plain: str, *, bools: str = "", jsons: str = "") -> dict[str, Kind]:
    kinds = dict.fromkeys(bools.split(), Kind.BOOL) | dict.fromkeys(jsons.split(), Kind.JSON)
    return {name: kinds.get(name, Kind.PLAIN) for name in plain.split()}


ARTICLES: Final = Record(
    "articles",
    _columns(
        "identity title url outlet authors published added language tags read position starred "
        "revision sha256 words corrected",
        bools="read starred",
        jsons="authors tags corrected",
    ),
    frozenset(
        {"title", "url", "outlet", "authors", "published", "language", "tags", "revision", "sha256"}
    ),
    derived=("title_key", "outlet_key", "first", "last"),
)
ANNOTATIONS: Final = Record(
    "annotations",
    _columns(
        "article revision start end exact prefix suffix motivation placement note tags label "
        "claim entity creator created modified",
        jsons="tags",
    ),
    frozenset({"article", "note", "claim", "entity"}),
    refs={"article": "articles", "claim": "claims", "entity": "entities"},
)
CLAIMS: Final = Record(
    "claims",
    _columns(
        "statement kind claimant attribution said_on due verdict confidence notes created modified"
    ),
    frozenset({"statement", "notes", "claimant"}),
    refs={"claimant": "entities"},
)
ENTITIES: Final = Record(
    "entities",
    _columns(
        "type name aliases identifiers description merged_into created modified",
        jsons="aliases identifiers",
    ),
    frozenset({"name", "aliases", "description", "merged_into"}),
    refs={"merged_into": "entities"},
)
EVIDENCE: Final = Record(
    "evidence",
    _columns("claim stance annotation url note created"),
    frozenset(),
    refs={"claim": "claims", "annotation": "annotations"},
)
SEARCHES: Final = Record(
    "searches",
    _columns(
        "name query sort descending key seen created modified",
        bools="descending",
    ),
    frozenset(),
)
DOSSIERS: Final = Record("dossiers", _columns("title created modified"), frozenset())
PARTS: Final = Record(
    "parts",
    _columns("dossier rank kind text claim annotation created modified"),
    frozenset(),
    refs={"dossier": "dossiers", "claim": "claims", "annotation": "annotations"},
)
SCHEMES: Final = Record("schemes", _columns("names meanings", jsons="names meanings"), frozenset())
COPIES: Final = Record(
    "copies",
    _columns("article other same", bools="same"),
    frozenset(),
    refs={"article": "articles", "other": "articles"},
)
KEPT: Final = Record(
    "kept", _columns("annotation revision"), frozenset(), refs={"annotation": "annotations"}
)
RELATIONS: Final = Record(
    "relations",
    _columns("source kind target since until note created"),
    frozenset(),
    refs={"source": "entities", "target": "entities"},
)
REJECTIONS: Final = Record(
    "rejections",
    _columns("article entity exact prefix suffix created"),
    frozenset(),
    refs={"entity": "entities"},
)
ANSWERS: Final = Record(
    "answers",
    _columns("article sentence skipped created", bools="skipped"),
    frozenset(),
)
_ALL: Final = (
    *(ARTICLES, ENTITIES, CLAIMS, ANNOTATIONS, EVIDENCE, SEARCHES),
    *(DOSSIERS, PARTS, SCHEMES, COPIES, KEPT, RELATIONS, REJECTIONS, ANSWERS),
)
RECORDS: Final[Mapping[str, Record]] = {record.name: record for record in _ALL}
"""Every kind, each after those it refers to."""


def derived(record: Record, fields: Fields, fold: Fold) -> dict[str, Any]:
    """The derived columns that follow from ``fields``, of those given."""
    columns: dict[str, Any] = {}
    if record is not ARTICLES:
        return columns
    if "title" in fields:
        columns["title_key"] = fold(fields["title"][:KEY_LENGTH])
    if "outlet" in fields:
        outlet = fields["outlet"]
        columns["outlet_key"] = None if outlet is None else fold(outlet[:KEY_LENGTH])
    if "published" in fields:
        published = fields["published"]
        date = None if published is None else PartialDate.parse(published)
        columns["first"] = date.first if date else None
        columns["last"] = date.last if date else None
    return columns


def entity_names(fields: Fields, fold: Fold) -> list[tuple[str, str | None]]:
    """Every name of an entity as (folded, the form itself where case matters).

    One that was merged into another has none of its own: that one took them over.
    """
    if fields["merged_into"] is not None:
        return []
    names: list[tuple[str, str | None]] = [(fold(fields["name"]), None)]
    for form, _, case_sensitive, *_origin in fields["aliases"]:
        names.append((fold(form), form if case_sensitive else None))
    return names
