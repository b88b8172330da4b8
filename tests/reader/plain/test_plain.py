"""Plain mode: lines in, lines out, and everything that the screen can do with a text."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.core import Archive, open_archive
from archive.model import Motivation
from reader.cli import run as run_command
from reader.config import Settings
from reader.plain import run
from reader.plain.console import Console
from tests.reader.archives import ARTICLES, incoming, make_archive

Talk = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "news")


@pytest.fixture
def talk(folder: Path) -> Talk:
    """What is said when these lines are typed, one after the other."""

    def talk(*lines: str) -> str:
        said = io.StringIO()
        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        console = Console(typed.readline, said.write)

        def command(words: object) -> int:
            return run_command(["--archive", str(folder), *words])  # type: ignore[misc]

        own = Settings(entity_types=("dataset",))
        assert run(console, folder, command, name="news", settings=own) == 0
        return said.getvalue()

    return talk


def opened(folder: Path) -> Archive:
    return open_archive(folder)


def test_the_list_is_told_in_order_with_numbers(talk: Talk) -> None:
    said = talk("", "order title", "order colour")
    assert "Newsmark, news, 3 articles." in said
    first = "1. L’œuvre d’OpenAI expliquée, Le Courrier, 2025-02, fr, unread.\n"
    assert first + "2. DeepSeek shakes the chip market, The Ledger, 2025-01-27" in said
    assert "List> 1. A quiet week in batteries" in said
    assert "There is no order 'colour'. Say date, title, outlet, added, length." in said


def test_a_search_narrows_the_list_and_says_what_is_wrong(talk: Talk) -> None:
    said = talk("find critique", "find chipp", "find (chip", "all")
    assert "1 found.\n1. L’œuvre d’OpenAI expliquée" in said
    assert "0 found." in said and "chip" in said
    assert "It is at letter 1 of the query." in said
    assert "3 articles.\n" in said


def test_an_article_is_told_part_by_part_and_its_place_is_kept(talk: Talk, folder: Path) -> None:
    said = talk("2", "", "", "list", "2", "", "9")
    assert "2. Nvidia lost 17% in a day. Investors were surprised." in said
    assert "Reading stopped before part 2; 1 begins again." in said
    assert "There are the parts 1 to 3." in said
    with opened(folder) as archive:
        assert not any(row.read for row in archive.articles.rows(archive.articles.ids()))
    assert "That was the last part." in talk("2", "rest", "", "next", "quit")
    with opened(folder) as archive:
        (read,) = (row for row in archive.articles.rows(archive.articles.ids()) if row.read)
        assert read.title == ARTICLES[0][0]


def test_passages_are_marked_by_number_by_words_and_by_choice(talk: Talk, folder: Path) -> None:
    said = talk(
        *("2", "claim", "1", "claim 2", "highlight Nvidia lost 17% in a day"),
        *("2", "note", "2", "Who says so?", "claim 7", "claim no such words", "marks"),
    )
    assert "No part was told yet. Enter tells the first." in said
    assert "This part has the sentences 1 to 2." in said
    assert "The article has no such words." in said
    with opened(folder) as archive:
        marks = {one.exact: (one.motivation, one.note) for one in archive.annotations.all()}
    assert marks == {
        "It costs 27 times less than o1, the company says.": (Motivation.ASSESSING, ""),
        "Nvidia lost 17% in a day": (Motivation.HIGHLIGHTING, ""),
        "Investors were surprised.": (Motivation.COMMENTING, "Who says so?"),
    }
    assert "3. Note: “Investors were surprised.”; Who says so?" in said


def test_entities_are_offered_before_a_new_one_is_made(talk: Talk, folder: Path) -> None:
    said = talk(
        *("2", "entity OpenAI", "2", "list", "1", "entity OpenAI", "1"),
        *("list", "2", "entity Nvidia", "2", "entity Nvidia", "2", "Nvidia Corp.", "1"),
    )
    assert "What is OpenAI?" in said and "2. Another one" in said
    assert "11. dataset\n" in said  # the user's own
    assert "Its name, or Enter for Nvidia:" in said
    with opened(folder) as archive:
        mentions = {row.entity.name: row.mentions for row in archive.entities.register()}
    assert mentions == {"OpenAI": 2, "Nvidia": 1, "Nvidia Corp.": 1}


def test_words_that_stand_twice_are_shown_where_they_stand(talk: Talk, folder: Path) -> None:
    said = talk("3", "highlight othing happened", "5", "2")
    assert "They stand 2 times. Which?" in said
    assert "There are the numbers 1 to 2." in said
    with opened(folder) as archive:
        (mark,) = archive.annotations.all()
        assert mark.span.start == ARTICLES[2][5].rindex("othing happened")


def test_undo_delete_and_the_command_line_are_at_hand(
    talk: Talk, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = talk(
        *("2", "1", "claim 1", "marks", "delete 1", "undo", "marks", "delete 9", "stats"),
        *("newsmark claims", "nonsense", 'tag "open'),
    )
    assert said.count("1. Claim: “DeepSeek-R1 is cheap.”") == 2
    assert "Which mark? marks numbers them: delete NUMBER." in said
    printed = capsys.readouterr()
    assert "1  claims" in " ".join(printed.out.split("\n")) and "unchecked" in printed.out
    assert "No such command 'nonsense'" in printed.err


def test_hostile_words_are_harmless(talk: Talk, folder: Path) -> None:
    with opened(folder) as archive, archive.intake.open("import") as door:
        door.put([incoming("evil", "Evil \u202etitle", "Evil\u202e words. More.", date="2026-01")])
    said = talk("", "1", "")
    assert "\u202e" not in said and "Evil" in said


def test_in_the_real_program_nothing_but_lines_comes_out(folder: Path) -> None:
    typed = "find chip\n1\n\nclaim 2\nentity DeepSeek-R1\n1\nmarks\nexport vault\n"
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "reader", "--archive", str(folder), "--plain"],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder.parent,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "HOME": str(folder.parent)},
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\x1b" not in ended.stdout and "\r" not in ended.stdout
    assert "Claim: “It costs 27 times less than o1, the company says.”" in ended.stdout
    written = "".join(
        path.read_text(encoding="utf-8") for path in (folder.parent / "vault").rglob("*.md")
    )
    assert "> It costs 27 times less than o1, the company says." in written
