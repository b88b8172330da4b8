"""Taking words out of an article: the clipboard, the browser, another program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.core import open_archive
from archive.model import Order
from tests.reader.archives import make_archive
from tests.reader.screens.harness import desk

PAGE = "https://ledger.example/chips"


@pytest.fixture(autouse=True)
def bare_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_archive(tmp_path / "news")
    with open_archive(made) as archive:
        archive.articles.edit(archive.articles.ids(Order())[1], url=PAGE)
    return made


async def test_the_sentence_is_copied_bare_and_with_its_source(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("j", "enter", "y", "s")
        assert at.app.clipboard == "DeepSeek-R1 is cheap."
        assert at.said == "Copied 21 characters through the terminal."
        await at.press("y", "y")
        assert at.app.clipboard.startswith("> DeepSeek-R1 is cheap.\n>\n> — [DeepSeek shakes")
        assert at.app.clipboard.endswith("The Ledger, 2025-01-27\n")


async def test_copying_puts_the_selection_away(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("j", "enter", "v", "i", "w", "y")
        assert at.app.clipboard == "DeepSeek-R1" and at.article.mode == "article"
        await at.press("v", "i", "w", "Y")
        assert at.app.clipboard.startswith("> DeepSeek-R1\n>\n") and at.article.mode == "article"


async def test_address_and_id_are_copied_from_the_list_too(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("y", "l")
        assert at.said == "This article has no web address. yi copies its id."
        await at.press("j", "y", "l")
        assert at.app.clipboard == PAGE
        await at.press("y", "i")
        assert at.library.rows.current is not None
        assert at.app.clipboard == at.library.rows.current.id
        await at.press("enter", "y", "l")
        assert at.app.clipboard == f"{PAGE}#:~:text=DeepSeek%2DR1%20is%20cheap."


async def test_a_page_is_shown_before_it_opens(
    folder: Path, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BROWSER")
    async with desk(folder) as at:
        await at.press("j", "g", "x")
        asked = str(at.app.screen.query("Static").first().render())
        assert asked == f"Open in the browser?\n{PAGE}"
        await at.press("n")
        await at.press("g", "x", "y")
        assert at.said.startswith("There is no window to open a browser in.")
        assert not pages
        monkeypatch.setenv("BROWSER", "some-browser")
        await at.press("g", "x", "y")
        assert pages == [PAGE]
        await at.press("k", "g", "x")
        assert at.said == "This article has no address of http or https to open."


async def test_a_browser_of_the_terminal_is_lent_it(
    folder: Path, tmp_path: Path, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "w3m"
    browser.write_text("#!/bin/sh\n", encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"no-such-browser:{browser}")
    async with desk(folder) as at:
        await at.press("j", "g", "x", "y")
        assert at.said == (
            "This terminal cannot be lent to another program. yl copies the address."
        )
        assert not pages
        lent: list[int] = []

        @contextmanager
        def suspend() -> Iterator[None]:
            lent.append(len(pages))
            yield
            lent.append(len(pages))

        monkeypatch.setattr(at.app, "suspend", suspend)
        await at.press("g", "x", "y")
        assert (pages, lent, at.said) == ([PAGE], [0, 1], f"Back from {PAGE}")


async def test_a_terminal_that_cannot_be_lent_is_said(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("j", "vertical_line")
        await at.type("cat")
        await at.press("enter")
        assert at.said.startswith("This terminal cannot be lent to another program.")
