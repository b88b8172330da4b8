"""The search process and its client."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from archive.core import Archive
from archive.errors import QueryError, UsageError
from archive.index import Index
from archive.index.client import Reply, SearchClient
from archive.index.engines.base import Abandoned
from archive.index.server import Inbox
from tests.make import add_article, incoming, put


@pytest.fixture
async def client(archive: Archive) -> AsyncIterator[SearchClient]:
    made = SearchClient(archive.path)
    yield made
    await made.close()


def fill(archive: Archive, number: int) -> list[str]:
    texts = [incoming(f"Article {n}", f"Common words, number{n}.") for n in range(number)]
    return put(archive, *texts)


async def test_a_search_is_answered(archive: Archive, client: SearchClient) -> None:
    ids = fill(archive, 3)
    reply = await client.search("number1", typing=True)
    assert reply is not None
    assert reply.hits.order == (ids[1],)
    assert reply.hits.hits[0].fields == ("body",)
    (span,) = reply.hits.hits[0].snippet.spans
    assert span.of(reply.hits.hits[0].snippet.text) == "number1"
    assert not reply.wants_update


async def test_changes_are_seen_between_queries(archive: Archive, client: SearchClient) -> None:
    fill(archive, 70)
    first = await client.search("common")
    assert first is not None
    assert first.wants_update
    assert first.hits.total == 0
    assert "70 articles" in first.hits.note
    assert first.hits.suggestions == ()  # nobody knows yet that no article holds it
    Index(archive).update()
    second = await client.search("common")
    assert second is not None
    assert (second.hits.total, second.wants_update) == (70, False)
    one = add_article(archive, "Zebra")
    third = await client.search("zebra")
    assert third is not None
    assert third.hits.order == (one,)


async def test_a_newer_search_replaces_an_older_one(archive: Archive, client: SearchClient) -> None:
    fill(archive, 3)
    older = asyncio.create_task(client.search("common"))
    await asyncio.sleep(0)
    newer = await client.search("number2")
    assert await older is None
    assert newer is not None
    assert newer.hits.total == 1


async def test_a_slow_search_shows_first_rows_and_goes_on(
    archive: Archive, client: SearchClient
) -> None:
    texts = [f"Beta{n} words in one row." for n in range(2000)]
    put(archive, *(incoming(f"Article {n}", text) for n, text in enumerate(texts)))
    Index(archive).update()
    first: list[Reply] = []
    reply = await client.search("b*", limit=0, on_first=first.append)
    assert reply is not None
    assert (reply.hits.total, reply.hits.complete) == (2000, True)
    (rows,) = first
    assert not rows.hits.complete
    assert 0 < rows.hits.total < 2000
    assert set(rows.hits.order) <= set(reply.hits.order)
    again = await client.search("words", limit=0, on_first=first.append)
    assert again is not None
    assert len(first) == 1, "a quick search has no first rows"


async def test_what_is_wrong_is_said_with_its_place(archive: Archive, client: SearchClient) -> None:
    with pytest.raises(QueryError) as caught:
        await client.search("chip (act")
    assert caught.value.at == 5
    with pytest.raises(UsageError):
        await client.search("chip", filters={"colour": "blue"})


async def test_highlights_and_snippets_on_demand(archive: Archive, client: SearchClient) -> None:
    one = add_article(archive, "One", "A chip act for chips.", language="en")
    spans = await client.highlight("chip", one)
    assert [(span.start, span.end) for span in spans] == [(2, 6), (15, 20)]
    shown = await client.snippets("act", [one, "gone"])
    assert list(shown) == [one]
    assert shown[one].text == "A chip act for chips."


async def test_a_process_that_dies_is_replaced(archive: Archive, client: SearchClient) -> None:
    fill(archive, 3)
    assert await client.search("common") is not None
    assert client.pid is not None
    process = client.pid
    os.kill(process, signal.SIGKILL)
    reply = await client.search("common")
    assert reply is not None
    assert reply.hits.total == 3
    assert client.pid != process


async def test_a_process_that_hangs_is_replaced(archive: Archive) -> None:
    fill(archive, 3)
    client = SearchClient(archive.path, patience=6.0)
    try:
        assert await client.search("common") is not None
        assert client.pid is not None
        os.kill(client.pid, signal.SIGSTOP)
        reply = await client.search("common")
        assert reply is not None
        assert reply.hits.total == 3
    finally:
        await client.close()


def test_of_searches_only_the_newest_waits() -> None:
    inbox = Inbox()
    inbox.put({"op": "highlight", "gen": 1})
    inbox.put({"op": "search", "gen": 2})
    inbox.put({"op": "search", "gen": 3})
    first, second = inbox.take(), inbox.take()
    assert first is not None
    assert second is not None
    assert (first["gen"], second["gen"]) == (3, 1)
    inbox.check()
    inbox.put({"op": "search", "gen": 4})
    with pytest.raises(Abandoned):
        inbox.check()
