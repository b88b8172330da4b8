"""The archive as text."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

from archive.core import Archive
from archive.model import Span
from archive.store import dump
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
            "articles",
            "entities",
            "claims",
            "annotations",
            "evidence",
            "revisions",
            "steps",
            "changes",
        ].index,
    )
    [revision] = [record for record in records if record["record"] == "revisions"]
    assert revision["text"] == TEXT
    assert base64.b64decode(revision["original"]) == b"\x00raw"
    assert kinds.count("steps") == 3
    assert kinds.count("changes") == 5


def test_log_and_texts_can_be_left_out(archive: Archive) -> None:
    add_article(archive)
    assert len(list(dump(archive.store, log=False, revisions=False))) == 1
