"""Help, palette and prompt say what keymap and catalogue say."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual import events
from textual.widgets import Input

from reader import path_offers
from reader.app import Newsmark
from reader.commands import find, for_mode
from reader.commands.presets import preset
from reader.commands.topics import CAPTIONS, MODES, TOPICS, keys_shown, topic_page
from reader.config.settings import KEYS
from reader.keymap import default
from reader.screens.article import ArticleScreen
from reader.screens.base import CommandScreen
from reader.screens.help import HelpLines, PageLines
from reader.screens.library import LibraryScreen
from reader.screens.searches import SearchesScreen
from reader.session import Delays, Session
from reader.widgets.forms import OfferList
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


@pytest.mark.parametrize(
    ("screen", "modes"),
    [
        (LibraryScreen, ["library"]),
        (ArticleScreen, ["article", "visual"]),
        (SearchesScreen, ["searches"]),
    ],
)
def test_every_command_of_a_mode_has_its_handler(
    screen: type[CommandScreen], modes: list[str]
) -> None:
    for mode in modes:
        for command in for_mode(mode):
            if not command.name.startswith("move "):
                name = "do_" + command.name.replace(" ", "_")
                assert callable(getattr(screen, name, None)), f"{screen.__name__}.{name}"


def test_keys_are_shown_as_they_are() -> None:
    assert keys_shown(find("undo"), "library", default()) == "u  F11"
    assert keys_shown(find("label"), "article", default()) == "0 … 9"
    assert keys_shown(find("import"), "library", default()) == ""


async def test_help_lists_the_commands_of_the_mode_and_finds_among_them(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("question_mark")
        pane = at.app.screen.query_one(HelpLines)
        assert pane.count == len(for_mode("library"))
        await at.press("slash")
        await at.type("undo")
        assert "Take back the last step" in at.lines(pane)[0]
        await at.press("enter", "escape")
        assert at.app.screen is at.library


async def test_tab_turns_to_how_queries_are_written(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("question_mark", "tab")
        pane = at.app.screen.query_one(PageLines)
        assert at.lines(pane)[1].split(maxsplit=2)[:2] == ["open", "weights"]
        await at.press("G")
        shown = at.lines(pane)
        assert any(line.split() == ["Good", "to", "know"] for line in shown)
        assert shown[-1].strip().endswith("parentheses.")
        await at.press("tab", "tab", "tab", "tab", "escape", "colon")
        await at.type("help query")
        await at.press("enter")
        assert at.app.screen.query_one(PageLines).display
        await at.press("q", "slash", "f1")
        assert at.app.screen.query_one(PageLines).display
        await at.press("q")
        assert at.library.typing(at.app.focused)


async def test_there_is_no_help_on_anything_else(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        at.library.run_line("help xyzzyx")
        assert at.said == (
            "There is no page or command 'xyzzyx'; the pages are query, tour, keys, settings"
        )


async def test_the_help_has_a_page_on_each_command_and_the_prompt_offers_the_topics(
    tmp_path: Path,
) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("colon")
        line = at.app.screen.query_one(Input)
        line.value = "help t"
        await at.settle()
        offered = [one.text for one in at.app.screen.query_one(OfferList).offers]
        assert "help tour" in offered and "help query" not in offered
        line.value = "help claim add"
        await at.press("enter")
        page = at.lines(at.app.screen.query_one(PageLines))
        assert page[0].split() == "claim add Mark a passage as a claim".split()
        assert page[1].split() == "c F5 in an article".split()
        await at.press("tab")
        assert at.app.screen.query_one(HelpLines).display
        lines = at.app.screen.query_one(HelpLines)
        await at.press("G")
        assert lines.cursor == lines.count - 1
        await at.press("g", "g")  # of two keys, as the help itself says
        assert lines.cursor == 0


async def test_the_palette_runs_what_is_chosen(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("ctrl+p")
        await at.type("put a star")
        await at.press("enter")
        assert at.stored(lambda a: a.stats()["starred"]) == 1


async def test_the_prompt_completes_with_tab(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("colon")
        await at.type("ord")
        await at.press("tab")
        await at.type("title")
        await at.press("enter")
        assert at.library.listing.request.order == "title"


async def test_paths_are_offered_beside_the_loop_and_a_folder_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one.csv", "other two.csv", ".hidden"):
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).touch()
    (tmp_path / "in" / "on").mkdir()
    read: list[Path] = []
    gate = Event()

    def slowly(folder: Path) -> list[tuple[str, bool]]:
        read.append(folder)
        gate.wait(10)
        return unhindered(folder)

    unhindered = path_offers.read_names
    monkeypatch.setattr(path_offers, "read_names", slowly)
    monkeypatch.chdir(tmp_path)
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("E", "colon")
        for letter in "entity import in/o":
            at.app.post_message(events.Key("space" if letter == " " else letter, letter))
        await at.app.keys_done()
        offers = at.app.screen.query_one(OfferList)
        assert at.app.screen.query_one(Input).value == "entity import in/o"
        assert not offers.offers, "typing goes on while the folder is read"
        gate.set()
        await at.settle()
        assert [offer.text for offer in offers.offers] == [
            "entity import in/on/",
            "entity import in/one.csv",
            'entity import "in/other two.csv"',
        ]
        await at.type("n")
        assert len(offers.offers) == 2
        assert [folder.name for folder in read] == ["", "in"]


async def test_the_prompt_says_what_it_does_not_know(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("colon")
        await at.type("frobnicate now")
        await at.press("enter")
        assert at.said.startswith("No such command: frobnicate")


async def test_the_prompt_offers_what_was_typed_before_the_latest_first(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        for line in ("order title", "theme light", "order title"):
            await at.press("colon")
            await at.type(line)
            await at.press("enter")
        await at.press("colon")
        offers = at.app.screen.query_one(OfferList)
        assert [offer.text for offer in offers.offers[:2]] == ["order title", "theme light"]
        await at.type("th")
        assert offers.offers[0].text == "theme light"
        await at.press("tab", "enter")
        assert at.said == "Look: light"


async def test_a_tour_is_offered_in_the_demo_and_tells_the_keys_in_force(tmp_path: Path) -> None:
    session = Session(make_archive(tmp_path / "news"), demo=True, delays=Delays(0, 0))
    app = Newsmark(session)
    async with app.run_test(size=(100, 40)) as pilot:
        at = Desk(app, pilot, tmp_path)
        await at.settle()
        assert at.said == ": help tour shows you round."
        await at.press("colon")
        await at.type("help tour")
        await at.press("enter")
        lines = at.lines(at.app.screen.query_one(PageLines))
        assert lines[0].strip() == "Find"
        assert any(line.split()[:4] == ["c", "makes", "a", "claim"] for line in lines)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("topic", list(TOPICS))
def test_every_page_can_be_made_with_every_set_of_keys(topic: str, name: str) -> None:
    lines = topic_page(topic, preset(name))
    assert lines[0].heading and len(lines) > 8
    assert topic in CAPTIONS


def test_every_mode_has_its_name_in_the_help() -> None:
    assert set(MODES) == set(default().modes)
