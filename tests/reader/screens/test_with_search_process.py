"""The library with the real search process and the real command line behind it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.core import open_archive
from reader.app import search_client
from reader.widgets.query_line import QueryLine
from tests.reader.archives import incoming, make_archive
from tests.reader.screens.harness import Desk, desk

PATIENCE = 20.0  # seconds; processes start slowly on a busy machine


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


async def until(at: Desk, true: Callable[[], bool]) -> None:
    """Let the program go on until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await at.pilot.pause(0.02)


async def test_typing_finds_and_the_hits_are_marked_in_the_article(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news"), searcher=search_client) as at:
        await at.press("slash")
        await at.type("critique")
        await until(at, lambda: at.library.listing.total == 1)
        assert at.titles() == ["L’œuvre d’OpenAI expliquée"]
        await at.press("enter", "enter")
        await until(at, lambda: bool(at.article.view.hits))
        text = at.article.document.text
        assert [hit.of(text) for hit in at.article.view.hits] == ["critiques"]


async def test_a_query_that_cannot_be_read_points_at_the_place(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news"), searcher=search_client) as at:
        await at.press("slash")
        await at.type("date:never")
        await at.press("enter")
        problem = at.library.search.query_one(".problem")
        await until(at, lambda: bool(problem.display))
        assert str(problem.render()).lstrip().startswith("^")


async def test_import_runs_beside_and_its_articles_appear(tmp_path: Path) -> None:
    story = tmp_path / "in" / "story.txt"
    story.parent.mkdir()
    story.write_text("A story from a file\n\nIts first words.\n", encoding="utf-8")
    async with desk(make_archive(tmp_path / "news"), searcher=search_client) as at:
        await at.press("colon")
        await at.type(f"import {story}")
        await at.press("enter")
        await until(at, lambda: at.said.startswith("import done"))
        await at.app.look_for_changes()
        await until(at, lambda: "A story from a file" in at.titles())


async def test_an_index_deleted_meanwhile_is_never_an_answer_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_archive(tmp_path / "news")
    with open_archive(folder) as archive, archive.intake.open("import") as door:
        door.put([incoming(f"made:{n}", f"Zinc {n}", f"Tungsten {n}.") for n in range(90)])
    told: list[str] = []
    show = QueryLine.found

    def found(line: QueryLine, text: str) -> None:
        told.append(text)
        show(line, text)

    monkeypatch.setattr(QueryLine, "found", found)
    async with desk(folder, searcher=search_client) as at:
        await at.press("slash")
        await at.type("tungsten")
        await until(at, lambda: told[-1] == "90 found")
        shutil.rmtree(tmp_path / "cache")
        told.clear()
        await at.press("ctrl+u")
        await at.type("zinc")  # no other word begins so, whatever is answered while it is typed
        await until(at, lambda: told[-1:] == ["90 found"])
        behind = "Nothing found so far. 93 articles are not indexed yet."
        assert set(told) == {"", behind, "90 found"}
