"""Lines typed before, offered at their prompts, and words that complete others."""

from __future__ import annotations

from pathlib import Path

from reader.widgets.forms import OfferList
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


def offered(at: Desk) -> list[tuple[str, str]]:
    return [(one.text, one.detail) for one in at.app.screen.query_one(OfferList).offers]


async def test_what_was_typed_in_an_earlier_run_is_offered_at_its_prompt(tmp_path: Path) -> None:
    folder = make_archive(tmp_path / "news")
    async with desk(folder) as at:
        await at.press(":", *"theme light", "enter")
        assert at.app.theme == "newsmark-light"
        await at.press(":", "space", *"quit", "enter")
    async with desk(folder) as at:
        await at.press(":")
        assert offered(at)[0] == ("theme light", "typed before")
        assert ("quit", "typed before") not in offered(at)
        await at.press("down", "enter")
        assert at.app.theme == "newsmark-light"
        await at.press("|")
        assert offered(at) == []


async def test_looks_and_orders_are_completed(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press(":", *"theme hi")
        assert offered(at)[0] == ("theme high-contrast", "")
        await at.press("tab", "enter")
        assert at.app.theme == "newsmark-high-contrast"
        await at.press(":", *"order t")
        assert offered(at)[0] == ("order title", "")
