"""The library by keys and mouse: what is shown, what is stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from archive.core import Archive, open_archive
from archive.model import Facets
from reader.widgets.facet_pane import lines_of
from reader.widgets.first_steps import FirstSteps
from reader.widgets.forms import Prompt
from reader.widgets.preview import Preview
from reader.widgets.preview_page import PreviewPage
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, FakeSearch, desk

CHIPS, OPENAI, QUIET = (
    "DeepSeek shakes the chip market",
    "L’œuvre d’OpenAI expliquée",
    "A quiet week in batteries",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "news")


def unread(at: Desk) -> list[str]:
    return at.stored(
        lambda a: sorted(row.title for row in a.articles.rows(a.articles.ids()) if not row.read)
    )


async def test_the_newest_come_first_with_all_that_tells_them_apart(folder: Path) -> None:
    async with desk(folder) as at:
        assert at.titles() == [OPENAI, CHIPS, QUIET]
        heading, first, second, *_ = at.lines(at.library.rows)
        assert heading.split() == ["Title", "Outlet", "Date↓", "Ln", "Cl", "En"]
        assert first.startswith("▸ ●  L’œuvre d’OpenAI expliquée")
        assert first.split()[-3:] == ["Courrier", "2025-02", "fr"]
        assert second.startswith("  ●  DeepSeek")


async def test_the_heading_stands_over_its_columns(folder: Path) -> None:
    for width in (60, 100, 160, 240):
        async with desk(folder, size=(width, 30)) as at:
            heading, first, *_ = at.lines(at.library.rows)
            assert heading.index("Title") == first.index("L’œuvre")
            assert heading.index("Outlet") == first.index("Le C")
            assert heading.index("Date") == first.index("2025-02")
            assert heading.index("Ln") == first.index("fr")


async def test_o_goes_through_the_orders_and_capital_o_turns_one_round(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("o")
        assert at.titles() == [QUIET, CHIPS, OPENAI]
        await at.press("O")
        assert at.titles() == [OPENAI, CHIPS, QUIET]
        await at.press("colon")
        await at.type("order date")
        await at.press("enter")
        assert at.titles() == [OPENAI, CHIPS, QUIET]


async def test_the_preview_follows_the_cursor(folder: Path) -> None:
    async with desk(folder) as at:
        shown = at.library.query_one(PreviewPage)
        assert "présenté" in shown.document.text
        await at.press("j")
        assert "Nvidia lost 17%" in "\n".join(at.lines(shown))


async def test_a_preview_that_comes_while_the_program_ends_is_let_go(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(folder) as at:
        load = at.app.session.load
        shown: list[str] = []

        async def ending(look: Callable[[Archive], object]) -> object:
            loaded = await load(look)
            at.app.exit()  # the widgets go next
            return loaded

        monkeypatch.setattr(at.app.session, "load", ending)
        monkeypatch.setattr(Preview, "show", lambda _, row, __: shown.append(row.title))
        at.library.preview_soon()
        await at.settle()
        assert at.app.session.load is ending and shown == []


async def test_the_preview_marks_the_hits(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("nvidia")
        shown = at.library.query_one(PreviewPage)
        assert [hit.of(shown.document.text) for hit in shown.hits] == ["Nvidia"]


async def test_typing_filters_and_enter_keeps_what_was_found(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("openai")
        assert at.titles() == [OPENAI, CHIPS]
        await at.press("enter", "j")
        assert at.library.rows.current is not None
        assert at.library.rows.current.title == CHIPS
        await at.press("escape")
        assert at.titles() == [OPENAI, CHIPS, QUIET]


async def test_letters_typed_into_the_search_are_no_commands(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("mrd")
        assert at.stored(lambda a: a.stats()["starred"]) == 0
        assert at.library.search.line.value == "mrd"


async def test_a_query_that_cannot_be_read_is_pointed_at(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("slash")
        await at.type('"')
        problem = at.library.search.query_one(".problem")
        assert problem.display
        assert str(problem.render()) == "    ^\n   The phrase is not closed."
        assert at.titles() == [OPENAI, CHIPS, QUIET]


async def test_facets_narrow_the_list_and_say_so(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("f")
        lines = at.lines(at.library.facets)
        assert lines[0] == "Language" and lines[1].startswith(">□ en") and lines[1].endswith("2")
        await at.press("j", "space")
        assert at.titles() == [OPENAI]
        assert "language: fr" in str(at.library.query_one("#top").render())
        await at.press("escape", "escape")
        assert at.titles() == [OPENAI, CHIPS, QUIET]


async def test_several_values_of_a_facet_add_up(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("f", "enter", "j", "enter")
        assert at.titles() == [OPENAI, CHIPS, QUIET]
        assert "language: en or fr" in str(at.library.query_one("#top").render())
        await at.press("enter")
        assert at.titles() == [CHIPS, QUIET]


def test_the_months_of_a_year_stand_beneath_it() -> None:
    facets = Facets(year=(("2024", 5), ("2025", 2)), month=(("2025-02", 2), ("2024-11", 5)))
    assert [line.value for line in lines_of(facets, {})] == [None, "2025", "2024"]
    shown = lines_of(facets, {"year": ("2025",), "month": ("2024-11",)})
    assert [line.value for line in shown] == [None, "2025", "2025-02", "2024", "2024-11"]
    only = lines_of(Facets(year=(("2024", 5),), month=(("2024-11", 5),)), {})
    assert [(line.field, line.value) for line in only[1:]] == [
        ("year", "2024"),
        ("month", "2024-11"),
    ]


async def test_m_and_r_and_t_write_and_show(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("m", "r")
        assert at.lines(at.library.rows)[1].startswith("▸ ○★ L’œuvre")
        await at.press("t")
        await at.type("later -ai")
        await at.press("enter")
        article = at.stored(lambda a: a.articles.get(a.articles.ids()[0]))
        assert (article.starred, article.read, article.tags) == (True, True, ("later",))


async def test_undo_and_redo_go_through_steps(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("m")
        assert at.stored(lambda a: a.stats()["starred"]) == 1
        await at.press("u")
        assert at.stored(lambda a: a.stats()["starred"]) == 0
        assert at.said.startswith("Undo: star")
        await at.press("ctrl+r")
        assert at.stored(lambda a: a.stats()["starred"]) == 1
        await at.press("u", "u")
        assert at.app.screen is at.library and at.library.status.error


async def test_a_selection_is_marked_as_a_whole(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("v", "v", "r")
        assert unread(at) == [QUIET]
        await at.press("asterisk", "r")
        assert unread(at) == []
        await at.press("r")
        assert unread(at) == sorted([QUIET, CHIPS, OPENAI])


async def test_delete_asks_and_undo_brings_back(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("d", "n")
        assert at.stored(lambda a: a.articles.count()) == 3
        await at.press("d", "y")
        assert at.titles() == [CHIPS, QUIET]
        await at.press("u")
        assert at.titles() == [OPENAI, CHIPS, QUIET]


async def test_bracket_u_goes_to_unread_articles(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("j", "r", "k")
        await at.press("right_square_bracket", "u")
        assert at.library.rows.cursor == 2
        await at.press("left_square_bracket", "u")
        assert at.library.rows.cursor == 0


async def test_a_click_moves_and_a_double_click_opens(folder: Path) -> None:
    async with desk(folder) as at:
        await at.pilot.click("#list", offset=(20, 2))
        assert at.library.rows.cursor == 1
        await at.pilot.click("#list", offset=(20, 3), times=2)
        await at.settle()
        assert at.article.article.title == QUIET


async def test_a_click_on_the_heading_orders(folder: Path) -> None:
    async with desk(folder) as at:
        await at.pilot.click("#list", offset=(8, 0))
        await at.settle()
        assert at.titles() == [QUIET, CHIPS, OPENAI]


async def test_a_click_on_a_facet_narrows(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("f")
        await at.pilot.click("#facets", offset=(5, 2))
        await at.settle()
        assert at.titles() == [OPENAI]


async def test_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    async with desk(tmp_path / "new") as at:
        notice = at.library.query_one(FirstSteps)
        assert notice.display and not at.library.rows.display
        said = "".join(str(part.render()) for part in notice.query(Static))
        assert "Enter   import a file or a folder" in said and ": demo" in said
        await at.pilot.click(".step")
        assert isinstance(at.app.screen, Prompt)


async def test_what_another_program_writes_appears(folder: Path) -> None:
    async with desk(folder) as at:
        with open_archive(folder) as other:
            other.articles.star(other.articles.ids()[:1], True)
        await at.app.look_for_changes()
        await at.settle()
        assert at.lines(at.library.rows)[1].startswith("▸ ●★")


async def test_ctrl_c_says_what_leaves_and_what_stops(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("ctrl+c")
        assert at.said == "q leaves, Ctrl-X stops a running job."


async def test_unknown_commands_and_keys_are_said(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("g", "z")
        assert at.said.startswith("gz means nothing here")
        await at.press("colon")
        await at.type("order size")
        await at.press("enter")
        assert at.said.startswith("No such order: size.")


async def test_escape_sequences_of_a_title_never_reach_the_screen(tmp_path: Path) -> None:
    from tests.reader.archives import incoming

    with open_archive(tmp_path / "a", create=True) as archive, archive.intake.open("x") as door:
        door.put([incoming("i", "evil \x1b[2J\u202etitle [bold]", "Body \x1b]0;x\x07.")])
    async with desk(tmp_path / "a") as at:
        shot = at.app.export_screenshot()
        assert "\x1b" not in shot and "\u202e" not in shot
        assert "[bold]" in at.lines(at.library.rows)[1]


async def test_leaving_an_article_finds_the_list_where_it_was(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("j", "enter", "q")
        assert at.library.rows.cursor == 1
        await at.press("j", "enter", "escape")
        assert at.library.rows.cursor == 2 and at.app.screen is at.library


async def test_a_change_noticed_while_the_program_leaves_disturbs_nobody(folder: Path) -> None:
    async with desk(folder) as at:
        app = at.app
    await app.look_for_changes()
    assert not app.is_running


async def test_what_others_write_waits_until_the_fingers_rest(folder: Path) -> None:
    async with desk(folder) as at:
        searcher = await at.app.session.search_client()
        assert isinstance(searcher, FakeSearch)
        await at.press("slash")
        await at.type("chip")
        with open_archive(folder) as other:
            other.articles.star(other.articles.ids(), True)
        asked = len(searcher.asked)
        await at.app.look_for_changes()
        await at.settle()
        assert len(searcher.asked) == asked
        for _ in range(100):
            await at.pilot.pause(0.05)
            if len(searcher.asked) > asked:
                break
        await at.settle()
        assert at.library.rows.current is not None and at.library.rows.current.starred
