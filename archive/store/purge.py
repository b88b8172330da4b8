"""Removing articles for good: row, marks, texts, and whatever the log holds of them.

A purge is for what must not be kept. It cannot be undone and leaves one
Change without data, by which the search index learns that the article went.
What hangs on other articles stays: an entity, a claim that also appears
elsewhere.
"""

from __future__ import annotations

import json
from typing import Final

from archive.store.clock import now
from archive.store.connection import Database
from archive.store.records import dumps
from archive.store.written import forget

PURGED: Final = "purged"


def purge(database: Database, ids: list[str], *, actor: str) -> None:
    """Remove these articles, there or deleted, with texts and history.

    What is removed is overwritten (``secure_delete``) and the write-ahead log
    is emptied, so that the file holds no trace; where another process is reading at this moment,
    the log is emptied with its next checkpoint.
    """
    database.begin(durable=True)
    try:
        _purge(database, dumps(ids), actor)
        database.commit()
    except BaseException:
        database.rollback()
        raise
    database.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def _purge(database: Database, asked: str, actor: str) -> None:
    within = "IN (SELECT value FROM json_each(?))"
    marks = {
        row[0]
        for row in database.rows(
            f"SELECT key FROM changes WHERE record = 'annotations' AND article {within}"
            f" UNION SELECT id FROM annotations WHERE article {within}",
            (asked, asked),
        )
    }
    named = _claims_named(database, asked)
    claims = named - _claims_elsewhere(database, named, asked, history=False)
    evidence, parts = (_on(database, record, claims, marks) for record in ("evidence", "parts"))
    gone = {
        "parts": parts,
        "evidence": evidence,
        "kept": _kept(database, marks),
        "annotations": marks,
        "claims": claims,
        "copies": _copies_of(database, asked),
    }
    for record, keys in gone.items():
        database.run(f"DELETE FROM {record} WHERE id {within}", (dumps(sorted(keys)),))
    database.run(f"DELETE FROM articles WHERE id {within}", (asked,))
    database.run(f"DELETE FROM revisions WHERE article {within}", (asked,))
    database.run(f"DELETE FROM identities WHERE id {within}", (asked,))
    for derived in ("search_news", "sweep_queue", "suggestions", "rejections", "answers"):
        database.run(f"DELETE FROM {derived} WHERE article {within}", (asked,))

    forget(database, {*marks, *json.loads(asked)})

    # A claim that once appeared elsewhere keeps its history: it is that article's too.
    claims -= _claims_elsewhere(database, named, asked, history=True)
    gone["claims"] = claims
    touched = {
        row[0]
        for row in database.rows(f"SELECT step FROM changes WHERE article {within}", (asked,))
    }
    database.run(f"DELETE FROM changes WHERE article {within}", (asked,))
    for record, keys in gone.items():
        listed = dumps(sorted(keys))
        where = f"record = '{record}' AND key {within}"
        touched |= {
            row[0] for row in database.rows(f"SELECT step FROM changes WHERE {where}", (listed,))
        }
        database.run(f"DELETE FROM changes WHERE {where}", (listed,))
    database.run(
        f"UPDATE steps SET undoable = 0, summary = ? WHERE number {within}"
        " AND NOT EXISTS (SELECT 1 FROM changes WHERE step = steps.number)",
        (PURGED, dumps(sorted(touched))),
    )
    _note(database, asked, actor)


def _note(database: Database, asked: str, actor: str) -> None:
    ids = json.loads(asked)
    step = database.run(
        "INSERT INTO steps (at, actor, command, summary, undoable) VALUES (?, ?, 'purge', ?, 0)",
        (now(), actor, f"purge {len(ids)} articles" if len(ids) > 1 else "purge an article"),
    )
    database.many(
        "INSERT INTO changes (step, record, key, article, searchable, before, after)"
        " VALUES (?, 'articles', ?, ?, 1, '{}', NULL)",
        [(step, key, key) for key in ids],
    )


def _claims_named(database: Database, asked: str) -> set[str]:
    """Claims that appear, or once appeared, in these articles."""
    within = "IN (SELECT value FROM json_each(?))"
    return {
        row[0]
        for row in database.rows(
            "SELECT json_extract(coalesce(after, before), '$.claim') FROM changes"
            f" WHERE record = 'annotations' AND article {within}"
            f" UNION SELECT claim FROM annotations WHERE article {within}",
            (asked, asked),
        )
        if row[0] is not None
    }


def _claims_elsewhere(
    database: Database, named: set[str], asked: str, *, history: bool
) -> set[str]:
    """Those of the claims that appear in other articles, or that ever did."""
    within = "IN (SELECT value FROM json_each(?))"
    if history:
        found = database.rows(
            "SELECT json_extract(coalesce(after, before), '$.claim') FROM changes"
            f" WHERE record = 'annotations' AND article NOT {within}",
            (asked,),
        )
    else:
        found = database.rows(
            f"SELECT claim FROM annotations WHERE claim {within} AND article NOT {within}",
            (dumps(sorted(named)), asked),
        )
    return {row[0] for row in found} & named


def _kept(database: Database, marks: set[str]) -> set[str]:
    """Decisions, present and past, to keep one of these marks as lost."""
    within = "IN (SELECT value FROM json_each(?))"
    return {
        row[0]
        for row in database.rows(
            "SELECT key FROM changes WHERE record = 'kept'"
            f" AND json_extract(coalesce(after, before), '$.annotation') {within}",
            (dumps(sorted(marks)),),
        )
    }


def _copies_of(database: Database, asked: str) -> set[str]:
    """Judgements, present and past, on whether one of these articles is a copy."""
    within = "IN (SELECT value FROM json_each(?))"
    return {
        row[0]
        for row in database.rows(
            "SELECT key FROM changes WHERE record = 'copies'"
            f" AND (json_extract(coalesce(after, before), '$.article') {within}"
            f" OR json_extract(coalesce(after, before), '$.other') {within})",
            (asked, asked),
        )
    }


def _on(database: Database, record: str, claims: set[str], marks: set[str]) -> set[str]:
    """Evidence, or parts of dossiers, that name one of these claims or marks, or once did."""
    within = "IN (SELECT value FROM json_each(?))"
    listed = (dumps(sorted(claims)), dumps(sorted(marks)))
    return {
        row[0]
        for row in database.rows(
            f"SELECT id FROM {record} WHERE claim {within} OR annotation {within} UNION"
            f" SELECT key FROM changes WHERE record = '{record}' AND"
            f" (json_extract(coalesce(after, before), '$.claim') {within}"
            f" OR json_extract(coalesce(after, before), '$.annotation') {within})",
            (*listed, *listed),
        )
    }
