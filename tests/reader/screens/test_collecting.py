"""Putting marks into dossiers while reading."""

from __future__ import annotations

from pathlib import Path

from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


def dossiers(at: Desk) -> dict[str, list[str | None]]:
    return at.stored(
        lambda a: {
            one.title: [part.claim or part.annotation for part in a.dossiers.parts(one.id)]
            for one in a.dossiers.all()
        }
    )


async def test_a_mark_goes_into_a_dossier_that_is_named_or_chosen(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("j", "enter", "c")
        claim = at.stored(lambda a: a.claims.all()[0].id)
        await at.press(":", *"dossier add Chips", "enter")
        assert dossiers(at) == {"Chips": [claim]}
        assert "in dossier “Chips”" in at.said
        await at.press(")", "H")
        mark = at.stored(lambda a: next(m.id for m in a.annotations.all() if m.claim is None))
        await at.press(":", *"dossier add", "enter")
        await at.press(*"chi", "tab", "enter")
        assert dossiers(at) == {"Chips": [claim, mark]}
        await at.press("u")
        assert dossiers(at) == {"Chips": [claim]}


async def test_without_a_mark_it_says_so(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("j", "enter")
        await at.press(":", *"dossier add Chips", "enter")
        assert dossiers(at) == {}
        assert "no mark under the caret" in at.said
