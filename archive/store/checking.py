"""Records that come from a file: whether they are what a table may hold.

What a stranger's file says is checked before any of it is written: the very
fields, their types, ids and dates of the right form, text that can be stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from archive.store import dossiers, values
from archive.store.connection import Database, storable
from archive.store.records import RECORDS, Kind

_ARTICLE_ID: Final = re.compile(r"[0-9a-z]{1,64}")
_DRAWN_ID: Final = re.compile(r"[a-z]-[0-9a-z]{1,64}")
_LARGEST: Final = (1 << 63) - 1
_MAKERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "articles": values.article,
    "annotations": values.annotation,
    "claims": values.claim,
    "entities": values.entity,
    "evidence": values.evidence,
    "searches": values.search,
    "dossiers": dossiers.dossier,
    "parts": dossiers.part,
    "schemes": values.scheme,
    "copies": values.copies,
    "kept": lambda row: row,
    "relations": values.relation,
    "rejections": values.rejection,
    "answers": values.answer,
}
# How many parts an item has; of an alias the second may be None, the third is a flag,
# and a fourth (its origin) may follow.
_PAIRS: Final = {"aliases": (3, True), "identifiers": (2, False)}


class Columns:
    """The columns of the tables of one database, with what they take."""

    def __init__(self, database: Database) -> None:
        self._of = cache(
            lambda table: {
                name: (kind, bool(required or key))
                for _, name, kind, required, _, key in database.rows(
                    f'PRAGMA table_info("{table}")'
                )
            }
        )

    def of(self, table: str) -> Mapping[str, tuple[str, bool]]:
        """Name of each column to its SQL type and whether it must not be empty."""
        return self._of(table)


def checked(columns: Columns, name: str, fields: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The id and the fields of a record, as a transaction takes them.

    Args:
        name: the kind of record. ``fields``: ``id`` and whatever the file has.

    Raises:
        ValueError: says in a clause what is wrong.
    """
    spec = RECORDS[name]
    known = columns.of(name).keys() - set(spec.derived)
    _same_names(fields, known)
    key = check_id(fields["id"], article=name == "articles")
    for field in known - {"id"}:
        kind = spec.columns.get(field, Kind.PLAIN)
        check_value(field, fields[field], kind, *columns.of(name)[field])
    rest = {field: fields[field] for field in spec.columns if field in fields}
    try:
        # A file of an older version may lack fields, and is no value of today's.
        if rest.keys() == spec.columns.keys():
            _MAKERS[name]((key, *(spec.encode(field, rest[field]) for field in rest)))
    except (ValueError, TypeError) as error:
        raise ValueError(f"it cannot be read: {str(error)[:200]}") from error
    for field, target in spec.refs.items():
        if fields.get(field) is not None:
            check_id(fields[field], article=target == "articles")
    return key, rest


def check_id(value: object, *, article: bool = False) -> str:
    """An id as the archive makes them; it will stand in file names and links.

    Raises:
        ValueError: if it is none.
    """
    form = _ARTICLE_ID if article else _DRAWN_ID
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise ValueError(f"{_shown(value)} is no id")
    return value


def check_value(name: str, value: object, kind: Kind, sql: str, required: bool) -> None:
    """Whether a column may hold a value; ValueError if not."""
    if value is None:
        if required:
            raise ValueError(f"its {name} is missing")
        return
    if kind is Kind.JSON:
        _check_list(name, value)
    elif kind is Kind.BOOL:
        if not isinstance(value, bool):
            raise ValueError(f"its {name} is {_shown(value)}, not true or false")
    elif sql == "INTEGER":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
            raise ValueError(f"its {name} is {_shown(value)}, not a number")
    elif not isinstance(value, str) or storable(value) != value:
        raise ValueError(f"its {name} is {_shown(value)}, not text")


def _check_list(name: str, value: object) -> None:
    if not isinstance(value, list):
        raise ValueError(f"its {name} is {_shown(value)}, not a list")
    size, flagged = _PAIRS.get(name, (1, False))
    for item in value:
        parts = item if size > 1 and isinstance(item, list) else [item]
        sound = len(parts) == size or (flagged and len(parts) == size + 1)
        for number, part in enumerate(parts):
            if flagged and number == size - 1:
                sound = sound and isinstance(part, bool)
            elif not (flagged and number == 1 and part is None):
                sound = sound and isinstance(part, str) and storable(part) == part
        if not sound:
            raise ValueError(f"its {name} hold {_shown(item)}")


def _same_names(fields: Mapping[str, Any], known: set[str]) -> None:
    missing, unknown = sorted(known - fields.keys()), sorted(fields.keys() - known)
    if missing:
        raise ValueError(f"its {missing[0]} is missing")
    if unknown:
        raise ValueError(f"it has a field that is not known here: {_shown(unknown[0])}")


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return "«" + "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:40]) + "»"
