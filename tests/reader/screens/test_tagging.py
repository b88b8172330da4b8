"""Tags as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.screens.tagging import split_tags, tags_of
from tests.reader.archives import make_archive
from tests.reader.screens.harness import desk


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("ai chips", ["ai", "chips"]),
        ("santé, ia", ["santé", "ia"]),
        ("open source, ia,", ["open source", "ia"]),
        (" , ", []),
    ],
)
def test_spaces_or_commas_part_tags(typed: str, tags: list[str]) -> None:
    assert tags_of(typed) == tags


def test_a_minus_takes_a_tag_off() -> None:
    assert split_tags(["ai", "-draft", "chips,"]) == (["ai", "chips"], ["draft"])


async def test_what_is_typed_is_what_is_tagged(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("j", "t")
        await at.type("open source, -ai")
        await at.press("enter")
        assert at.said == "Tagged: open source, -ai"
        (row,) = at.stored(lambda a: [a.articles.get(i) for i in a.articles.ids()][1:2])
        assert row.tags == ("chips", "open source")
