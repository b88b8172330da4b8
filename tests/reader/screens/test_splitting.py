"""Two sides: what each shows, which one keys are for, and links from one to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.model import Annotation, Span, Stance
from reader.widgets.side_frame import SideFrame
from tests.reader.archives import ARTICLES, make_archive
from tests.reader.screens.harness import Desk, desk

CHIPS, FRENCH, QUIET = (article[0] for article in ARTICLES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "news")


def id_of(archive: Archive, title: str) -> str:
    return next(r.id for r in archive.articles.rows(archive.articles.ids()) if r.title == title)


async def split(at: Desk, other: str = "quiet") -> None:
    """Open the article about chips, and something beside it."""
    await at.press("j", "enter", "s")
    await at.type(other)
    await at.press("enter")


def captions(at: Desk) -> list[str]:
    """What is written above the sides that show; ▸ stands before the one with the caret."""
    frames = [frame for frame in at.article.query(SideFrame) if frame.display]
    return [str(frame.query_one(".caption").render()).strip() for frame in frames]


def marks(at: Desk) -> list[Annotation]:
    return at.stored(lambda archive: archive.annotations.all())


async def test_s_puts_an_article_beside_and_tab_changes_sides(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        assert at.article.article.title == QUIET
        assert captions(at) == [
            f"{CHIPS} · The Ledger · 2025-01-27",
            f"▸ {QUIET} · The Ledger · 2024-11-03",
        ]
        left, right = (frame.region for frame in at.article.query(SideFrame))
        assert left.right <= right.x and left.y == right.y
        await at.press("tab")
        assert at.article.article.title == CHIPS and captions(at)[0].startswith("▸")
        assert at.app.focused is at.article.view


async def test_z_leaves_only_the_side_with_the_caret(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        await at.press("z")
        assert captions(at) == [f"▸ {QUIET} · The Ledger · 2024-11-03"]
        await at.press("tab")
        assert captions(at) == [f"▸ {CHIPS} · The Ledger · 2025-01-27"]
        await at.press("escape")
        assert len(captions(at)) == 2


async def test_each_side_moves_selects_finds_and_marks_for_itself(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        await at.press("w", "v", "i", "s", "H", "slash")
        await at.type("happened")
        await at.press("enter", "n")
        quiet = at.article.side
        assert len(quiet.view.hits) == 2 and quiet.view.caret == 8
        await at.press("tab", "c")
        chips = at.article.side
        assert chips.view.hits == () and chips.view.caret == 0
        found = {mark.article: mark.exact for mark in marks(at)}
        assert found == {
            quiet.article_id: "Nothing happened.",
            chips.article_id: "DeepSeek-R1 is cheap.",
        }
        assert [len(side.view.marks) for side in (chips, quiet)] == [1, 1]
        await at.press("x")
        assert [mark.exact for mark in marks(at)] == ["Nothing happened."]


async def test_narrow_terminals_show_them_above_each_other_and_low_ones_one_at_a_time(
    folder: Path,
) -> None:
    async with desk(folder, size=(70, 30)) as at:
        await split(at)
        above, below = (frame.region for frame in at.article.query(SideFrame))
        assert above.bottom <= below.y and above.x == below.x
    async with desk(folder, size=(60, 18)) as at:
        await split(at)
        assert [line[:3] for line in captions(at)] == [f"▸ {QUIET}"[:3]]
        await at.press("tab")
        assert captions(at)[0].startswith(f"▸ {CHIPS}")
        assert at.app.focused is at.article.view
        await at.pilot.resize_terminal(120, 30)
        await at.settle()
        assert len(captions(at)) == 2


async def test_q_closes_the_side_with_the_caret_and_capital_x_the_other(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        await at.press("w", "w", "q")
        assert not at.article.split and at.article.article.title == CHIPS
        assert at.stored(lambda a: a.articles.get(id_of(a, QUIET)).position) > 0
        await at.press("s")
        await at.type("quiet")
        await at.press("enter", "X")
        assert not at.article.split and at.article.article.title == QUIET
        await at.press("X")
        assert "one side only" in at.said
        await at.press("q")
        assert at.app.screen is at.library


async def test_the_place_in_both_is_kept_and_what_was_seen_to_its_end_is_read(
    folder: Path,
) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        await at.press("w", "tab", "w", "w")
        places = {side.article_id: side.view.caret for side in at.article.sides}
        await at.press("ctrl+p")
        await at.type("quit")
        await at.press("enter")
    with open_archive(folder) as archive:
        for id, place in places.items():
            article = archive.articles.get(id)
            assert article.position == place > 0 and article.read


async def test_the_next_article_and_the_way_back_stay_on_their_side(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        await at.press("tab", "J")
        assert [side.article.title for side in at.article.sides] == [QUIET, QUIET]
        await at.press("ctrl+o")
        assert [side.article.title for side in at.article.sides] == [CHIPS, QUIET]
        await at.press("tab", "ctrl+o")
        assert at.said == "This is the first article that was read."


async def test_a_click_goes_to_a_side(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        left = at.article.query(SideFrame).first()
        await at.pilot.click(left.content, offset=(20, 0))
        await at.settle()
        assert at.article.article.title == CHIPS and captions(at)[0].startswith("▸")


async def test_b_links_a_passage_to_the_claim_under_the_caret_of_the_other_side(
    folder: Path,
) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        await at.press("B")
        assert "On which claim" in at.said
        await at.press("tab", "c", "tab", "v", "i", "s", "B")
        await at.type("contra")
        await at.press("enter")
        (claim,) = {mark.claim for mark in marks(at) if mark.claim}
        (piece,) = at.stored(lambda archive: archive.claims.evidence(claim))
        assert piece.stance is Stance.CONTRADICTS
        passage = next(mark for mark in marks(at) if mark.id == piece.annotation)
        assert (passage.exact, passage.article) == ("Nothing happened.", at.article.article_id)


async def test_without_a_claim_the_side_of_the_claims_says_what_makes_one(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at, "claims")
        assert captions(at)[1] == "▸ Claims: none yet, c makes one"


async def test_claims_stand_beside_an_article_and_take_its_passages(folder: Path) -> None:
    with open_archive(folder) as archive:
        article = id_of(archive, FRENCH)
        text = archive.articles.document(article).text
        archive.claims.add(article, Span(0, text.index(".") + 1))
        archive.claims.add(article, Span(0, 6), statement="OpenAI is late")
    async with desk(folder, size=(120, 30)) as at:
        await split(at, "claims")
        assert at.article.mode == "beside" and captions(at)[1] == "▸ Claims: all (2)"
        assert at.article.claims is not None
        claim = at.article.claims.claim
        await at.press("3", "tab")
        assert at.stored(lambda a: a.claims.get(claim)).verdict == "refuted"
        assert at.article.mode == "article" and at.article.view.has_focus
        await at.press("w", "B")
        await at.type("supp")
        await at.press("enter")
        (piece,) = at.stored(lambda archive: archive.claims.evidence(claim))
        assert piece.stance is Stance.SUPPORTS
        await at.press("tab", "slash")
        await at.type("présenté")
        await at.press("enter")
        assert captions(at)[1] == "▸ Claims: présenté (1)"
        await at.press("escape", "escape")
        assert at.article.mode == "article" and captions(at)[1] == "Claims: all (2)"
        await at.press("tab", "enter", "enter")
        assert len(at.app.screen_stack) == 3 and at.article.article.title == FRENCH
        await at.press("q", "q")
        assert at.app.screen is at.library


async def test_an_article_that_is_deleted_elsewhere_leaves_its_side(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        at.stored(lambda a: a.articles.delete([id_of(a, QUIET)]))
        await at.article.archive_changed()
        await at.settle()
        assert at.article.article.title == CHIPS and not at.article.split
        at.stored(lambda a: a.articles.delete([id_of(a, CHIPS)]))
        await at.article.archive_changed()
        await at.settle()
        assert at.app.screen is at.library


async def test_the_library_opens_two_beside_each_other(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await at.press("W")
        assert "Which two" in at.said
        await at.press("v", "v", "W")
        assert len(at.article.sides) == 2
        await at.press("q", "q", "j", "W")
        assert len(at.article.sides) == 2


async def test_a_claim_just_made_is_meant_before_it_is_written(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        at.article.run_command("claim add")
        await at.article.do_split_turn()
        at.article.run_command("evidence here", "context")
        await at.settle()
        (claim,) = {mark.claim for mark in marks(at) if mark.claim}
        assert len(at.stored(lambda archive: archive.claims.evidence(claim))) == 1


async def test_a_claim_in_the_sentence_of_the_other_caret_is_meant(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await split(at)
        await at.press("v", "i", "w", "c", "w", "tab")
        at.article.run_command("evidence here", "supports")
        await at.settle()
        assert at.said.startswith("Evidence added")
        await at.press("tab", "right_curly_bracket", "tab")
        at.article.run_command("evidence here", "supports")
        await at.settle()
        assert "On which claim" in at.said


async def test_one_article_on_both_sides_keeps_the_place_with_the_caret(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        id = at.stored(lambda archive: id_of(archive, CHIPS))
        await at.press("j", "enter")
        at.article.run_command("split", id)
        await at.settle()
        await at.press("c", "right_curly_bracket", "tab", "w", "tab")
        first, second = at.article.sides
        assert [len(side.view.marks) for side in (first, second)] == [1, 1]
        place = first.view.caret
        at.article.leave()
        await at.settle()
        assert at.stored(lambda archive: archive.articles.get(id).position) == place
