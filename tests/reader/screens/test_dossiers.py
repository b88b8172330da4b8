"""Dossiers on the screen: listed, arranged by keys and mouse, written in, read from, exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.model import Motivation
from reader.jobs import Done, Tell
from reader.screens.article import ArticleScreen
from reader.screens.claim import ClaimScreen
from reader.screens.dossier import DossierScreen
from reader.screens.dossiers import DossiersScreen
from reader.widgets.forms import OfferList
from tests.make import span_of
from tests.reader.archives import make_archive
from tests.reader.screens.harness import Desk, desk


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dossier of a heading, a claim, a text and a passage."""
    made = make_archive(tmp_path / "news")
    with open_archive(made) as archive:
        chips = archive.articles.ids()[1]
        claim, _ = archive.claims.add(chips, span_of(archive, chips, "Nvidia lost 17% in a day"))
        mark = archive.annotations.add(
            chips, span_of(archive, chips, "no bubble"), Motivation.HIGHLIGHTING
        )
        dossier = archive.dossiers.new("Chips").id
        archive.dossiers.add(dossier, heading="Prices")
        archive.dossiers.add(dossier, claim=claim.id, text="Not so.")
        archive.dossiers.add(dossier, text="In between.\n\nAnd more.")
        archive.dossiers.add(dossier, annotation=mark.id)
    return made


def order(at: Desk, title: str = "Chips") -> list[str]:
    """The parts as stored: the beginning of what each says."""

    def look(archive: Archive) -> list[str]:
        parts = archive.dossiers.parts(archive.dossiers.get(title).id)
        return ["claim" if one.claim else "mark" if one.annotation else one.text for one in parts]

    return at.stored(look)


START = ["Prices", "claim", "In between.\n\nAnd more.", "mark"]


def shown(at: Desk) -> list[str]:
    screen = at.app.screen
    assert isinstance(screen, DossiersScreen | DossierScreen)
    return [line for line in at.lines(screen.pane) if line]


def under_cursor(at: Desk) -> str:
    return next(line for line in shown(at) if line.startswith("▸")).removeprefix("▸ ")


async def test_dossiers_are_listed_opened_and_left(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D")
        (line,) = shown(at)[1:]
        assert line.startswith("▸ ") and line.split()[-2:] == ["4", "Chips"]
        await at.press("enter")
        assert [line[2:] for line in shown(at)] == [
            "Prices",
            "Claim unchecked  Nvidia lost 17% in a day",
            "    1 appearance: The Ledger",
            "    Not so.",
            "In between.",
            "And more.",
            "“no bubble”",
            "    The Ledger · DeepSeek shakes the chip market · 2025-01-27",
        ]
        await at.press("q", "h")
        assert at.app.screen is at.library


async def test_a_part_moves_by_one_key_and_the_cursor_with_it(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter", "J", "J", "shift+down")
        assert order(at) == [*START[1:], "Prices"]
        assert under_cursor(at) == "Prices"
        await at.press("J")
        assert at.said == "It is the last part."
        await at.press("K")
        assert order(at) == ["claim", START[2], "Prices", "mark"]
        await at.press("u", "u", "u", "u")
        assert order(at) == START
        await at.press("ctrl+r")
        assert order(at) == ["claim", "Prices", *START[2:]]


async def test_a_part_is_dragged_by_the_mouse(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter")
        screen = at.app.screen
        assert isinstance(screen, DossierScreen)
        pane = screen.pane
        lines = at.lines(pane)

        def line_of(words: str) -> tuple[int, int]:
            return 6, next(number for number, line in enumerate(lines) if words in line)

        await at.pilot.mouse_down(pane, offset=line_of("Prices"))
        await at.pilot.hover(pane, offset=line_of("And more"))
        assert [
            pane.row_style(line_of(words)[1]) for words in ("Prices", "And more", "bubble")
        ] == [
            *("resting", "selected", ""),
        ]
        await at.pilot.mouse_up(pane, offset=line_of("And more"))
        await at.settle()
        assert order(at) == ["claim", START[2], "Prices", "mark"]
        assert under_cursor(at) == "Prices"
        lines = at.lines(pane)
        await at.pilot.mouse_down(pane, offset=line_of("no bubble"))
        await at.pilot.mouse_up(pane, offset=line_of("Not so"))
        await at.settle()
        assert order(at) == ["mark", "claim", START[2], "Prices"]
        await at.pilot.click(pane, offset=(6, at.lines(pane).index("      Not so.")))
        await at.settle()
        assert under_cursor(at).startswith("Claim")
        assert order(at) == ["mark", "claim", START[2], "Prices"]


async def test_headings_and_texts_are_written_after_the_part_under_the_cursor(
    folder: Path,
) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter", "H", *"Who", "enter")
        assert under_cursor(at) == "Who"
        await at.press("a", *"Well", "ctrl+j", *"yes", "enter")
        assert order(at) == ["Prices", "Who", "Well\nyes", *START[1:]]
        await at.press("k", "e", *"ever", "enter")
        assert order(at)[1] == "Whoever"
        await at.press("j", "enter", *"!", "enter")
        assert order(at)[2] == "Well\nyes!"
        await at.press("u")
        assert order(at)[2] == "Well\nyes"


async def test_what_is_said_of_a_claim_is_edited_beside_it(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter", "j", "e", *" Yet.", "enter")
        assert "    Not so. Yet." in [line[2:] for line in shown(at)]


async def test_an_empty_text_is_refused_and_nothing_lost(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter", "j", "j", "e", *["backspace"] * 23, "enter")
        assert at.said.startswith("A text cannot be empty.")
        assert order(at) == START
        await at.press(":", *'dossier text " "', "enter")
        assert at.said.startswith("A text cannot be empty.")
        assert order(at) == START


async def test_a_passage_and_a_claim_open_their_article_at_the_place(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter", "G", "enter")
        assert isinstance(at.app.screen, ArticleScreen)
        text = at.article.document.text
        assert at.article.view.caret == text.index("no bubble")
        await at.press("q", "g", "g", "j", "enter")
        assert at.article.view.caret == text.index("Nvidia lost")
        await at.press("q", "o")
        assert isinstance(at.app.screen, ClaimScreen)
        await at.press("q")
        assert isinstance(at.app.screen, DossierScreen)
        assert under_cursor(at).startswith("Claim")


async def test_a_part_taken_out_comes_back_by_undo(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter", "j", "x")
        assert order(at) == [START[0], *START[2:]]
        assert under_cursor(at) == "In between."
        assert at.stored(lambda a: len(a.claims.all())) == 1
        await at.press("G", "x")
        assert under_cursor(at) == "In between."
        await at.press("u", "u")
        assert order(at) == START


async def test_dossiers_are_begun_renamed_and_deleted(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "a", *"New one", "enter")
        assert isinstance(at.app.screen, DossierScreen)
        assert "Nothing is in this dossier yet" in str(at.app.screen.query_one("#none").render())
        await at.press("x")
        assert at.said.startswith("There is nothing here.")
        await at.press("t", *"!", "enter")
        await at.press("q")
        assert {line.split()[-1] for line in shown(at)[1:]} == {"one!", "Chips"}
        assert under_cursor(at).endswith("New one!")
        await at.press("d")
        assert at.said.startswith("Deleted “New one!”")
        assert [line.split()[-1] for line in shown(at)[1:]] == ["Chips"]
        await at.press("u")
        assert len(shown(at)) == 3


async def test_a_part_at_the_end_shows_whole_and_no_line_runs_under_the_scrollbar(
    folder: Path,
) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    with open_archive(folder) as archive:
        archive.dossiers.add(archive.dossiers.get("chips").id, text=f"{words}\n\nThe end.")
    async with desk(folder, size=(60, 14)) as at:
        await at.press("D", "enter", "G")
        lines = shown(at)
        assert lines[-1].strip() == "The end."
        assert " ".join(line[2:].strip() for line in lines[-11:-1]).endswith(words)


async def test_without_a_dossier_the_list_says_how_to_begin(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news")) as at:
        await at.press("D")
        assert "No dossier yet" in str(at.app.screen.query_one("#none").render())
        await at.press("enter")
        assert at.said == "There is nothing here. a begins a dossier."


async def test_a_dossier_that_another_deletes_is_left(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter")
        at.stored(lambda a: a.dossiers.delete(a.dossiers.get("chips").id))
        await at.app.look_for_changes()
        await at.settle()
        assert isinstance(at.app.screen, DossiersScreen)


async def test_undoing_its_beginning_in_another_screen_leaves_the_dossier(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("D", "enter", "G", "enter")
        at.stored(lambda a: a.dossiers.delete(a.dossiers.get("chips").id))
        await at.app.look_for_changes()
        await at.press("q")
        assert isinstance(at.app.screen, DossiersScreen)


async def test_claims_selected_in_the_ledger_go_into_a_dossier_at_once(folder: Path) -> None:
    with open_archive(folder) as archive:
        chips = archive.articles.ids()[1]
        archive.claims.add(chips, span_of(archive, chips, "Others see no bubble"))
    async with desk(folder) as at:
        await at.press("L", "*", "p", "enter")
        assert order(at) == [*START, "claim", "claim"]
        assert at.said == "2 claims are in dossier “Chips”. u takes it back."
        await at.press("u")
        assert order(at) == START


async def test_the_dossier_used_last_is_the_one_preset(folder: Path) -> None:
    async with desk(folder) as at:
        at.stored(lambda a: a.dossiers.new("Later"))
        await at.press("j", "enter", ")", "H", "p", *"chi", "enter")
        assert order(at) == [*START, "mark"]
        at.stored(lambda a: a.dossiers.new("Latest"))
        await at.press("p", "enter")
        assert order(at) == [*START, "mark", "mark"]
        await at.press("p", *"Brand new", "enter")
        assert order(at, "Brand new") == ["mark"]


async def test_dossiers_of_one_title_are_told_apart(folder: Path) -> None:
    async with desk(folder) as at:
        second = at.stored(lambda a: a.dossiers.new("chips").id)
        await at.press("j", "enter", ")", "H", "p", *second, "enter")
        assert at.stored(lambda a: len(a.dossiers.parts(second))) == 1


async def test_the_brief_is_written_by_a_job(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(folder) as at:
        asked: list[list[str]] = []

        def start(arguments: list[str], tell: Tell, done: Done | None = None) -> None:
            asked.append(arguments)

        monkeypatch.setattr(at.app.session.jobs, "start", start)
        id = at.stored(lambda a: a.dossiers.get("chips").id)
        (folder / "file").touch()
        (folder / "my briefs").mkdir()
        monkeypatch.chdir(folder)
        await at.press("D", "w")
        # A brief goes into a folder: no file is offered.
        assert [one.text for one in at.app.screen.query_one(OfferList).offers] == ["my briefs/"]
        await at.press(*"out", "enter")
        await at.press("enter", ":", *"dossier export briefs", "enter")
        assert asked == [
            ["dossier export", "--", id, "out"],
            ["dossier export", "--", id, "briefs"],
        ]


async def test_what_parts_say_never_reaches_the_terminal_raw(folder: Path) -> None:
    async with desk(folder) as at:
        at.stored(
            lambda a: a.dossiers.add(a.dossiers.get("chips").id, text="evil \x1b[31m \u202e[b]")
        )
        at.stored(lambda a: a.dossiers.rename(a.dossiers.get("chips").id, "bad \x1b[2J [i]"))
        await at.press("D")
        assert "\x1b" not in "".join(shown(at)) and "[i]" in "".join(shown(at))
        await at.press("enter")
        text = "".join(shown(at)) + str(at.app.screen.query_one("#top").render())
        assert "\x1b" not in text and "\u202e" not in text and "[b]" in text and "[i]" in text
