"""The archive as text: JSON Lines, the same lines for the same archive.

:func:`dump` is everything, the history too, for a repository or a backup;
:mod:`archive.store.loading` makes an archive of it again. :func:`excerpt` is
some articles with all that hangs on them, without history, for taking into
another archive. Both begin with a line that says what they are and end with
one that counts the lines, so that a file cut short is known for one.

One line a record. A dump has the kinds in the order of ``RECORDS``, ids
ascending, then the identities of all articles there ever were and what is
known of saved searches, the revisions with their whole texts, the steps and
the Changes. An excerpt has entities, their relations and claims first, then
each article with its revisions, annotations and rejections, then the evidence and, of a
whole archive, the dossiers, so that whoever reads it line by line always knows
what a line names.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from archive.store.connection import Database
from archive.store.records import (
    ANNOTATIONS,
    ARTICLES,
    CLAIMS,
    DOSSIERS,
    ENTITIES,
    EVIDENCE,
    PARTS,
    RECORDS,
    REJECTIONS,
    RELATIONS,
    Record,
    dumps,
)
from archive.store.schema import VERSION
from archive.store.transaction import loads

if TYPE_CHECKING:
    from archive.store.store import Store

WHOLE: Final = "everything"
EXCERPT: Final = "articles"
STEP_FIELDS: Final = "number at actor command summary undoable reverses undone".split()
CHANGE_FIELDS: Final = "number step record key article searchable before after".split()
REVISION_FIELDS: Final = "article number sha256 words format source at text markup original".split()
TABLES: Final = {
    "identities": ("id", "identity"),
    "search_news": ("search", "article", "change"),
    "sweep_queue": ("article", "found"),
    "meta": ("key", "value"),
}
"""Tables that are no records and are taken over as they are. The queries that somebody asked
are no knowledge of the archive's, and stay where they were asked."""

OWN_META: Final = frozenset({"uuid", "created"})
_CHUNK: Final = 1000
_WITHIN: Final = "IN (SELECT value FROM json_each(?))"


def dump(store: Store, *, revisions: bool = True, log: bool = True) -> Generator[str, None, None]:
    """The archive's lines, without line ends, all of one moment.

    A read of the database is open until the last line, or until it is closed.

    Args:
        revisions: with texts, markup and original bytes (base64); those of
            deleted articles too, as long as an undo can bring them back.
        log: with steps and Changes.
    """
    with _snapshot(store.database):
        created = store.database.value("SELECT value FROM meta WHERE key = 'created'")
        what = {"holds": WHOLE, "created": created, "schema": VERSION}
        yield from _framed(what, _all(store, revisions, log))


def excerpt(
    store: Store,
    articles: Collection[str] | None = None,
    annotations: Collection[str] | None = None,
) -> Generator[str, None, None]:
    """The lines of these articles (None: all) and all that hangs on them, of one moment.

    An entity merged into another comes with that one; evidence comes with
    its claim where the passage it names is among the lines too.

    Args:
        annotations: only these of the articles', and what they name; None for all.
    """
    with _snapshot(store.database):
        yield from _framed({"holds": EXCERPT}, _some(store.database, articles, annotations))


def _framed(what: dict[str, Any], lines: Iterable[str]) -> Iterator[str]:
    yield dumps({"record": "archive", **what})
    count = 2
    for line in lines:
        yield line
        count += 1
    yield dumps({"record": "end", "lines": count})


def _all(store: Store, revisions: bool, log: bool) -> Iterator[str]:
    database = store.database
    for spec in RECORDS.values():
        yield from _records(database, spec)
    for table, columns in TABLES.items():
        names = ", ".join(f'"{name}"' for name in columns)
        for row in database.rows(f"SELECT {names} FROM {table} ORDER BY {names}"):
            if table != "meta" or row[0] not in OWN_META:
                yield dumps({"record": table, **dict(zip(columns, row, strict=True))})
    if revisions:
        yield from _revisions(database, None)
    if log:
        sql = f"SELECT {', '.join(STEP_FIELDS)} FROM steps"
        for row in _by_key(database, sql, "number", 0):
            yield dumps({"record": "steps", **dict(zip(STEP_FIELDS, row, strict=True))})
        sql = f"SELECT {', '.join(CHANGE_FIELDS)} FROM changes"
        for row in _by_key(database, sql, "number", 0):
            fields = dict(zip(CHANGE_FIELDS, row, strict=True))
            before, after = loads(fields["before"]), loads(fields["after"])
            of, key = fields.pop("record"), fields.pop("key")
            sides = {"before": before, "after": after}
            yield dumps({"record": "changes", "of": of, "id": key, **fields, **sides})


def _some(
    database: Database, articles: Collection[str] | None, annotations: Collection[str] | None
) -> Iterator[str]:
    whole = articles is None
    if articles is None:
        articles = [row[0] for row in database.rows("SELECT id FROM articles")]
        entities, claims = (
            {row[0] for row in database.rows(f"SELECT id FROM {name}")}
            for name in ("entities", "claims")
        )
        marks = f"article {_WITHIN}"
        among = dumps(articles)
    else:
        marks = f"id {_WITHIN}" if annotations is not None else f"article {_WITHIN}"
        among = dumps([*(articles if annotations is None else annotations)])
        claims = _keys(database, f"SELECT claim FROM annotations WHERE {marks}", among)
        entities = _keys(database, f"SELECT entity FROM annotations WHERE {marks}", among)
        entities = _with_kin(database, entities, claims)
    yield from _records(database, ENTITIES, f"id {_WITHIN}", _listed(entities))
    both = f"source {_WITHIN} AND target {_WITHIN}"
    yield from _records(database, RELATIONS, both, _listed(entities), _listed(entities))
    yield from _records(database, CLAIMS, f"id {_WITHIN}", _listed(claims))
    for key in sorted(articles):
        yield from _records(database, ARTICLES, "id = ?", key)
        yield from _revisions(database, key)
        yield from _records(database, ANNOTATIONS, f"article = ? AND {marks}", key, among)
        if annotations is None:
            known = f"article = ? AND (entity IS NULL OR entity {_WITHIN})"
            yield from _records(database, REJECTIONS, known, key, _listed(entities))
    passage = f"annotation IN (SELECT id FROM annotations WHERE {marks})"
    where = f"claim {_WITHIN} AND (annotation IS NULL OR {passage})"
    yield from _records(database, EVIDENCE, where, _listed(claims), among)
    if whole:
        for spec in (DOSSIERS, PARTS):
            yield from _records(database, spec)


def _with_kin(database: Database, found: set[str], claims: set[str]) -> set[str]:
    """Entities, with those that make the claims, and with what any of them were merged into."""
    found |= _keys(database, f"SELECT claimant FROM claims WHERE id {_WITHIN}", _listed(claims))
    merged = found
    while merged:
        sql = f"SELECT merged_into FROM entities WHERE id {_WITHIN}"
        merged = _keys(database, sql, _listed(merged)) - found
        found |= merged
    return found


def _records(database: Database, spec: Record, where: str = "1", *parameters: str) -> Iterator[str]:
    sql = f'SELECT {spec.selection} FROM "{spec.name}"'
    for row in _by_key(database, sql, "id", "", where, *parameters):
        yield dumps({"record": spec.name, "id": row[0], **spec.decode(row)})


def _revisions(database: Database, article: str | None) -> Iterator[str]:
    where, parameters = ("1", []) if article is None else ("article = ?", [article])
    for found in database.rows(
        f"SELECT article, number FROM revisions WHERE {where} ORDER BY article, number", parameters
    ):
        row = database.row(
            f"SELECT {', '.join(REVISION_FIELDS)} FROM revisions WHERE article = ? AND number = ?",
            found,
        )
        assert row is not None  # both reads are of one moment
        fields = dict(zip(REVISION_FIELDS, row, strict=True))
        for name in ("text", "markup"):
            fields[name] = zlib.decompress(fields[name]).decode("utf-8")
        if fields["original"] is not None:
            packed = zlib.decompress(fields["original"])
            fields["original"] = base64.b64encode(packed).decode("ascii")
        yield dumps({"record": "revisions", **fields})


def _by_key(
    database: Database,
    sql: str,
    key: str,
    first: str | int,
    where: str = "1",
    *parameters: str,
) -> Iterator[tuple[Any, ...]]:
    """Rows in the order of a key that is the first column, few in memory at a time."""
    last: str | int = first
    while True:
        rows = database.rows(
            f"{sql} WHERE {where} AND {key} > ? ORDER BY {key} LIMIT {_CHUNK}",
            (*parameters, last),
        )
        yield from rows
        if len(rows) < _CHUNK:
            return
        last = rows[-1][0]


def _keys(database: Database, sql: str, parameter: str) -> set[str]:
    return {row[0] for row in database.rows(sql, (parameter,)) if row[0] is not None}


def _listed(keys: Iterable[str]) -> str:
    return dumps(sorted(keys))


@contextmanager
def _snapshot(database: Database) -> Iterator[None]:
    """All reads of one moment, whatever other processes write meanwhile."""
    database.run("BEGIN")
    try:
        yield
    finally:
        database.rollback()
