"""The demo archive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.core import open_archive
from archive.errors import ArchiveError
from reader.demo import ARTICLES, make_demo
from reader.locations import archive_folder, demo_folder
from tests.corpus import ROOT
from tests.reader.cli.terminal import CommandLine


def demo(bare: CommandLine, *words: str) -> CommandLine:
    """The command line on the demo, made as a user makes it."""
    told = bare.ok("demo", "--no-open", *words).out
    assert told == f"The demo archive is {demo_folder()}\n"
    return bare


@pytest.fixture
def nm(bare: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("NEWSMARK_ARCHIVE", str(demo_folder()))
    return demo(bare)


def test_all_articles_come_with_their_marks(nm: CommandLine) -> None:
    counts = nm.ok("stats", "--json").json
    assert counts["articles"] == len(list(ARTICLES.iterdir())) == 12
    assert counts["claims"] == 4
    assert counts["evidence"] == 2
    assert counts["entities"] >= 10
    assert (counts["ambiguous"], counts["lost"]) == (0, 0)
    articles = nm.ok("list", "--json").json["articles"]
    assert {article["language"] for article in articles} == {"en", "fr"}
    assert sum(article["starred"] for article in articles) == 1
    for article in articles:
        shown = nm.ok("show", article["id"], "--json").json
        for mark in shown["annotations"]:
            assert shown["text"][mark["start"] : mark["end"]] == mark["exact"]


def test_it_is_found_by_search_and_exported(nm: CommandLine, home: Path) -> None:
    assert nm.ok("search", "carpentier", "--json").json["total"] == 3
    assert nm.ok("export", str(home / "out"), "--json").json["left"] == []


def test_the_readme_shows_a_file_of_the_demo_as_it_is_exported(nm: CommandLine, home: Path) -> None:
    nm.ok("export", str(home / "out"))
    (page,) = (home / "out" / "articles").glob("*northwind-promet*")
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.partition("````markdown\n")[2].partition("````\n")[0]
    # Ids are drawn, and the hashes are of text that holds them.
    drawn = re.compile(r"\b[mc]-[0-9a-z]{8}\b|\b[0-9a-f]{16}\b")
    assert drawn.sub("…", shown) == drawn.sub("…", page.read_text("utf-8"))


def test_the_marks_of_the_user_stay_until_a_reset(nm: CommandLine) -> None:
    id = nm.id("Zephyr 6")
    nm.ok("highlight", "add", id, "--quote", "Asked when it would")
    demo(nm)
    assert len(nm.ok("show", id, "--json").json["annotations"]) == 1
    demo(nm, "--reset")
    assert nm.ok("show", id, "--json").json["annotations"] == []
    assert nm.ok("stats", "--json").json["claims"] == 4


def test_undo_does_not_take_the_demo_apart(nm: CommandLine) -> None:
    assert nm("undo").code == 1


def test_a_damaged_demo_can_be_reset(nm: CommandLine) -> None:
    (demo_folder() / "newsmark.sqlite3").write_bytes(b"damage" * 1000)
    assert nm("list").code == 6
    demo(nm, "--reset")
    assert nm.ok("stats", "--json").json["articles"] == 12


def test_no_other_archive_is_touched(
    bare: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSMARK_ARCHIVE")
    demo(bare)
    demo(bare, "--reset")
    assert not archive_folder().exists()
    monkeypatch.setenv("NEWSMARK_ARCHIVE", str(home / "mine"))
    demo(bare)
    assert not (home / "mine").exists()
    assert [path.name for path in demo_folder().parent.iterdir()] == ["demo"]


def test_a_folder_with_other_things_is_left_alone(home: Path) -> None:
    folder = home / "other"
    folder.mkdir()
    (folder / "diary.txt").write_text("mine", "utf-8")
    for reset in (False, True):
        with pytest.raises(ArchiveError, match="holds other files"):
            make_demo(folder, reset=reset)
    assert [path.name for path in folder.iterdir()] == ["diary.txt"]


def test_what_is_beside_the_demo_in_its_folder_stays(home: Path) -> None:
    folder = home / "demo"
    make_demo(folder)
    (folder / "notes.txt").write_text("mine", "utf-8")
    make_demo(folder, reset=True)
    assert (folder / "notes.txt").exists()
    with open_archive(folder) as archive:
        assert archive.articles.count() == 12
