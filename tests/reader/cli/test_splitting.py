"""The screen with two sides, as it is asked for in a shell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.reader.cli.terminal import CommandLine


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What the screen is asked to open, without one."""
    asked: list[Sequence[str]] = []

    def show(loaded: object, *, demo: bool = False, beside: Sequence[str] = ()) -> int:
        asked.append(beside)
        return 0

    monkeypatch.setattr("reader.screen.show", show)
    return asked


def test_split_opens_two_articles_or_one_and_the_claims(
    nm: CommandLine, shown: list[Sequence[str]]
) -> None:
    first, second = (one["id"] for one in nm.ok("list", "--json").json["articles"][:2])
    nm.ok("split", first[:5], second)
    nm.ok("split", first)
    assert shown == [(first, second), (first, "claims")]


def test_split_names_the_article_that_is_not_there(
    nm: CommandLine, shown: list[Sequence[str]]
) -> None:
    first = nm.ok("list", "--json").json["articles"][0]["id"]
    answer = nm("split", first, "zzz")
    assert answer.code == 1 and "There is no article 'zzz'" in answer.err
    assert shown == []
