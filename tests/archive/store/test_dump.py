"""The archive as text."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

from archive.core import Archive
from archive.model import Span
from archive.store import dump
from archive.store.dump import TABLES
from archive.store.records import RECORDS
from tests.make import TEXT, add_article


def test_a_dump_holds_everything_and_is_the_same_each_time(
    archive: Archive, another: Callable[[str], Archive]
) -> None:
    article = add_article(archive, "First", original=b"\x00raw")
    archive.claims.add(article, Span(0, 8))
    archive.entities.tag(article, Span(9, 20))
    lines = list(dump(archive.store))
    assert lines == list(dump(another("ben").store))
    records = [json.loads(line) for line in lines]
    kinds = [record["record"] for record in records]
    assert kinds == sorted(
        kinds,
        key=[
            "archive",
            "articles",
            "entities",
            "claims",
            "annotations",
            "evidence",
            "identities",
            "revisions",
            "steps",
            "changes",
            "end",
        ].index,
    )
    [revision] = [record for record in records if record["record"] == "revisions"]
    assert revision["text"] == TEXT
    assert base64.b64decode(revision["original"]) == b"\x00raw"
    assert kinds.count("steps") == 3
    assert kinds.count("changes") == 5
    assert records[-1]["lines"] == len(lines)


def test_log_and_texts_can_be_left_out(archive: Archive) -> None:
    add_article(archive)
    kinds = [json.loads(line)["record"] for line in dump(archive.store, log=False, revisions=False)]
    assert kinds == ["archive", "articles", "identities", "end"]


def test_a_dump_is_of_one_moment(archive: Archive, another: Callable[[str], Archive]) -> None:
    article = add_article(archive)
    lines = dump(archive.store)
    begun = next(lines)
    another("ben").claims.add(article, Span(0, 8))
    kinds = [json.loads(line)["record"] for line in (begun, *lines)]
    assert "claims" not in kinds and kinds.count("steps") == 1
    archive.claims.add(article, Span(9, 20))  # and whoever read it may write again


def test_no_table_of_the_archive_is_left_out(archive: Archive) -> None:
    """Whoever adds a table adds it to the dump, or here with the reason."""
    made_again = {"entity_names", "sqlite_sequence", "suggestions"}
    private = {"queries"}  # what somebody typed
    of_files = {"written"}  # what stands in files elsewhere; the next export remembers it anew
    dumped = {*RECORDS, *TABLES, "revisions", "steps", "changes"}
    tables = archive.store.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {row[0] for row in tables} == dumped | made_again | private | of_files
