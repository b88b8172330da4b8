"""The archive as text: JSON Lines, the same lines for the same archive.

For looking into an archive, comparing two, and getting everything out without
this program. One line a record, kinds in the order of ``RECORDS``, ids
ascending; then the revisions with their whole texts; then, if asked for, the
steps and Changes.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.store.records import RECORDS, dumps
from archive.store.transaction import loads

if TYPE_CHECKING:
    from archive.store.store import Store


def dump(store: Store, *, revisions: bool = True, log: bool = True) -> Iterator[str]:
    """The archive's lines, without line ends.

    Args:
        revisions: with texts, markup and original bytes (base64); those of
            deleted articles too, as long as an undo can bring them back.
        log: with steps and Changes.
    """
    database = store.database
    for spec in RECORDS.values():
        for row in database.rows(f'SELECT {spec.selection} FROM "{spec.name}" ORDER BY id'):
            yield dumps({"record": spec.name, "id": row[0], **spec.decode(row)})
    if revisions:
        for article, number in database.rows(
            "SELECT article, number FROM revisions ORDER BY article, number"
        ):
            yield _revision(store, article, number)
    if log:
        for row in database.rows(
            "SELECT number, at, actor, command, summary, undoable, reverses, undone"
            " FROM steps ORDER BY number"
        ):
            names = (
                "number",
                "at",
                "actor",
                "command",
                "summary",
                "undoable",
                "reverses",
                "undone",
            )
            yield dumps({"record": "steps", **dict(zip(names, row, strict=True))})
        for number, step, record, key, before, after in database.rows(
            "SELECT number, step, record, key, before, after FROM changes ORDER BY number"
        ):
            yield dumps(
                {
                    "record": "changes",
                    "number": number,
                    "step": step,
                    "of": record,
                    "id": key,
                    "before": loads(before),
                    "after": loads(after),
                }
            )


def _revision(store: Store, article: str, number: int) -> str:
    row = store.database.row(
        "SELECT sha256, words, format, source, at, text, markup, original FROM revisions"
        " WHERE article = ? AND number = ?",
        (article, number),
    )
    assert row is not None  # revisions only go by a purge, and we hold the connection
    original = None if row[7] is None else base64.b64encode(zlib.decompress(row[7])).decode("ascii")
    return dumps(
        {
            "record": "revisions",
            "article": article,
            "number": number,
            "sha256": row[0],
            "words": row[1],
            "format": row[2],
            "source": row[3],
            "at": row[4],
            "text": zlib.decompress(row[5]).decode("utf-8"),
            "markup": zlib.decompress(row[6]).decode("utf-8"),
            "original": original,
        }
    )
