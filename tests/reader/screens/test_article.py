"""Reading and marking: keys and mouse in, marks in the archive out."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.errors import ArchiveBusy
from archive.model import Annotation, Motivation, Placement, Span
from tests.reader.archives import ARTICLES, incoming, make_archive
from tests.reader.screens.harness import Desk, desk

TEXT = ARTICLES[0][5]
FIRST = "DeepSeek-R1 is cheap."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "news")


async def opened(at: Desk) -> None:
    """Open the article about chips: the second of the list."""
    await at.press("j", "enter")


def marks(at: Desk) -> list[Annotation]:
    return at.stored(lambda a: a.annotations.all())


async def test_c_marks_the_sentence_under_the_caret(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("c")
        (mark,) = marks(at)
        assert mark.exact == FIRST and mark.motivation is Motivation.ASSESSING
        assert at.stored(lambda a: a.claims.get(mark.claim or "").statement) == FIRST
        assert [m.id for m in at.article.view.marks] == [mark.id]


async def test_c_marks_the_selection_where_there_is_one(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("v", "i", "p", "c")
        (mark,) = marks(at)
        assert mark.exact == TEXT.split("\n\n")[0]
        assert at.article.mode == "article"


async def test_a_mark_is_painted_before_it_is_written(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        at.article.run_command("claim add")
        (painted,) = at.article.view.marks
        assert painted.id.startswith("provisional") and painted.span == Span(0, len(FIRST))
        await at.settle()
        assert [m.id for m in at.article.view.marks] == [m.id for m in marks(at)]


async def test_a_mark_that_cannot_be_written_goes_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise ArchiveBusy("The archive is being written by another program.")

    async with desk(folder) as at:
        await opened(at)
        monkeypatch.setattr("archive.claims.Claims.add", busy)
        await at.press("c")
        assert list(at.article.view.marks) == []
        assert at.article.status.error and "another program" in at.said


async def test_e_asks_which_entity_and_offers_known_ones(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("e", "tab", "p", "enter")
        (mark,) = marks(at)
        entity = at.stored(lambda a: a.entities.get(mark.entity or ""))
        assert (entity.name, entity.type, mark.exact) == ("DeepSeek-R1", "product", "DeepSeek-R1")
        await at.press("right_curly_bracket", "e")
        await at.press("ctrl+u")
        await at.type("deep")
        await at.press("down", "enter")
        assert {m.entity for m in marks(at)} == {entity.id}
        assert sorted(m.exact for m in marks(at)) == ["DeepSeek-R1", "Nvidia"]


async def test_h_highlights_and_a_writes_a_note(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("H", "a")
        await at.type("Check this")
        await at.press("enter")
        first, second = sorted(marks(at), key=lambda mark: mark.motivation)
        assert (first.motivation, first.note) == (Motivation.COMMENTING, "Check this")
        assert (second.motivation, second.exact) == (Motivation.HIGHLIGHTING, FIRST)


async def test_marking_and_deleting_at_once_leaves_nothing(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        at.article.run_command("claim add")
        at.article.run_command("annotation delete")
        assert list(at.article.view.marks) == []
        await at.settle()
        assert marks(at) == []


async def test_x_deletes_u_brings_back_control_r_deletes_again(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("H", "x")
        assert marks(at) == []
        await at.press("u")
        assert [m.exact for m in marks(at)] == [FIRST]
        assert len(at.article.view.marks) == 1
        await at.press("ctrl+r")
        assert marks(at) == [] and list(at.article.view.marks) == []


async def test_enter_edits_a_claim_and_a_note(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("c", "enter")
        await at.type(" Indeed")
        await at.press("tab", "right", "enter")
        (mark,) = marks(at)
        claim = at.stored(lambda a: a.claims.get(mark.claim or ""))
        assert (claim.statement, claim.kind.value) == (f"{FIRST} Indeed", "quantity")
        await at.press("right_curly_bracket", "H", "enter")
        await at.type("odd")
        await at.press("enter")
        assert marks(at)[-1].note == "odd"


async def test_digits_label_and_zero_takes_off(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("H", "3")
        assert marks(at)[0].label == "3"
        await at.press("0")
        assert marks(at)[0].label is None


async def test_brackets_jump_between_marks_of_a_kind(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("H", "right_curly_bracket", "c", "right_curly_bracket", "H", "g", "g")
        await at.press("right_square_bracket", "c")
        assert TEXT[at.article.view.caret :].startswith("Nvidia")
        await at.press("right_square_bracket", "c")
        assert at.said == "No claim below."
        await at.press("right_square_bracket", "a")
        assert TEXT[at.article.view.caret :].startswith("Others")
        await at.press("left_square_bracket", "a", "left_square_bracket", "a")
        assert at.article.view.caret == 0


async def test_find_in_the_article(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("slash")
        await at.type("no")
        await at.press("enter")
        first = at.article.view.caret
        await at.press("n")
        assert at.article.view.caret > first
        await at.press("N")
        assert at.article.view.caret == first
        await at.press("escape")
        assert not at.article.view.hits and at.app.screen is at.article


async def test_the_side_pane_lists_marks_and_leads_to_them(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("H", "right_curly_bracket", "c", "i")
        lines = [line for line in at.lines(at.article.pane) if line]
        assert lines[0].startswith(" H  DeepSeek-R1") and lines[1].startswith("▸C  Nvidia lost")
        await at.press("k")
        assert at.article.view.caret == 0
        await at.press("x")
        assert [m.exact for m in marks(at)] == ["Nvidia lost 17% in a day."]
        await at.press("escape", "j")
        assert at.app.screen is at.article


async def test_an_entity_outlives_its_only_mention_but_not_the_undo_of_its_making(
    folder: Path,
) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("e", "enter", "x")
        assert "DeepSeek-R1 stays in the register, mentioned nowhere." in at.said
        assert len(at.stored(lambda a: a.entities.all())) == 1
        await at.press("u", "u")
        assert at.stored(lambda a: (a.entities.all(), marks(at))) == ([], [])


async def test_marks_without_a_place_show_as_such(folder: Path) -> None:
    with open_archive(folder) as archive:
        id = archive.articles.ids()[1]
        archive.annotations.add(id, Span(0, len(FIRST)), Motivation.HIGHLIGHTING)
        words = TEXT.replace(FIRST, "Totally other words stand here, many of them.")
        with archive.intake.open("again") as door:
            door.put([incoming("test:0", ARTICLES[0][0], words, date="2025-01-27")])
        placement = archive.annotations.of(id)[0].placement
    assert placement is Placement.LOST
    async with desk(folder) as at:
        await opened(at)
        assert list(at.article.view.marks) == []
        await at.press("i")
        lines = "\n".join(at.lines(at.article.pane))
        assert "(DeepSeek-R1 is cheap.)" in lines and "! lost" in lines
        await at.press("x")
        assert marks(at) == []


async def test_the_place_is_kept_and_the_article_read_once_its_end_was_seen(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.press("right_curly_bracket", "q")
        assert at.app.screen is at.library and at.library.rows.cursor == 1
        article = at.stored(lambda a: a.articles.get(a.articles.ids()[1]))
        assert article.read and TEXT[article.position :].startswith("Nvidia")
        assert at.lines(at.library.rows)[2].startswith("▸ ○")
        await at.press("enter")
        assert at.article.view.caret == article.position


async def test_an_article_left_before_its_end_stays_unread(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {number}." for number in range(100))
    with open_archive(tmp_path / "a", create=True) as archive, archive.intake.open("x") as door:
        door.put([incoming("i", "Long", text)])
    async with desk(tmp_path / "a") as at:
        await at.press("enter", "j", "q")
        assert not at.stored(lambda a: a.articles.get(a.articles.ids()[0]).read)
        await at.press("enter", "G", "q")
        assert at.stored(lambda a: a.articles.get(a.articles.ids()[0]).read)


async def test_by_mouse_a_word_is_chosen_and_marked_from_the_bar(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        where = at.article.view.caret_region()
        await at.pilot.click(offset=(where.x + 1, where.y), times=2)
        await at.settle()
        await at.pilot.click("SelectionBar > Static")
        await at.settle()
        assert [m.exact for m in marks(at)] == ["DeepSeek-R1"]


async def test_a_click_on_a_hint_runs_its_command(folder: Path) -> None:
    async with desk(folder) as at:
        await opened(at)
        await at.pilot.click("ArticleScreen StatusLine", offset=(10, 0))
        await at.settle()
        assert [m.exact for m in marks(at)] == [FIRST]
        await at.pilot.click("ArticleScreen StatusLine", offset=(10, 0))
        assert at.said == ""
        await at.pilot.click("ArticleScreen StatusLine", offset=(2, 0))
        await at.settle()
        assert at.app.screen is at.library


async def test_hits_of_the_search_that_led_here_are_shown(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("nvidia")
        await at.press("enter", "enter")
        assert [hit.of(TEXT) for hit in at.article.view.hits] == ["Nvidia"]
        assert TEXT[at.article.view.caret :].startswith("Nvidia")


async def test_a_deleted_article_closes(folder: Path) -> None:
    def delete(archive: Archive) -> None:
        archive.articles.delete([archive.articles.ids()[1]])

    async with desk(folder) as at:
        await opened(at)
        at.stored(delete)
        await at.app.look_for_changes()
        await at.settle()
        assert at.app.screen is at.library
