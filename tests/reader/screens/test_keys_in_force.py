"""Whatever the keys are, help, footer and messages tell those."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.own_keys import load_keys
from reader.screens.help import HelpLines
from tests.reader.archives import make_archive
from tests.reader.screens.harness import desk


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "newsmark").mkdir(parents=True)
    return tmp_path / "config" / "newsmark" / "keys.toml"


async def test_footer_help_and_messages_show_the_keys_in_force(file: Path, tmp_path: Path) -> None:
    file.write_text(
        '[library]\nfacets = "gF"\nstar = []\nundo = "Z"\nhelp = "f1"\nsearch = "ctrl+f"\n'
        '"move page down" = "pagedown"\n'
    )
    own = load_keys("vim")
    assert own.problems == ()
    news = make_archive(tmp_path / "news")
    async with desk(news, size=(120, 60), keymap=own.keymap) as at:
        footer = at.lines(at.library.status)[0]
        assert footer.startswith(
            " Enter read  Ctrl-F search  gF facets  v select  o order  : command  F1 help"
        )
        await at.press("g", "F")
        assert at.library.facets.display
        await at.press("escape", "d", "y")
        assert at.said.endswith("; Z brings it back")
        await at.press("Z", "question_mark")
        assert at.said == "? means nothing here; F1 shows the keys."
        await at.press("f1")
        lines = at.lines(at.app.screen.query_one(HelpLines))
        assert any(line.split()[:2] == ["gF", "facets"] for line in lines)
        assert any(line.split()[:2] == [":", "star"] for line in lines)


async def test_the_plain_set_reads_marks_and_leaves_without_a_letter(tmp_path: Path) -> None:
    async with desk(make_archive(tmp_path / "news"), keymap=load_keys("plain").keymap) as at:
        await at.press("d", "x", "m")
        assert at.stored(lambda archive: archive.stats()["articles"]) == 3
        assert "F5 claim" not in at.lines(at.library.status)[0]
        await at.press("down", "enter")
        assert "F5 claim" in at.lines(at.article.status)[0]
        await at.press("alt+right", "f5")
        assert at.stored(lambda archive: archive.stats()["claims"]) == 1
        assert at.said == (
            "Claim marked. Enter edits it, = joins it with another, F11 takes it back."
        )
        await at.press("ctrl+g")
        assert at.said == "Nothing found yet: / finds."
        at.article.run_line("find the")
        assert at.said.endswith(" found; Ctrl-G Ctrl-L go through them.")
        await at.press("f11", "f10")
        assert at.stored(lambda archive: archive.stats()["claims"]) == 0
        assert at.app.screen is at.library


async def test_the_footer_follows_the_mode_and_names_only_what_has_a_key_there(
    tmp_path: Path,
) -> None:
    async with desk(make_archive(tmp_path / "news"), size=(130, 30)) as at:
        await at.press("enter")
        reading = at.lines(at.article.status)[0]
        assert "q back" in reading and "i marks" in reading and "quotation" not in reading
        await at.press("v")
        selecting = at.lines(at.article.status)[0]
        assert selecting.startswith(" SELECT  q ends  c claim") and "Y quotation" in selecting
        assert "marks" not in selecting and "? help" in selecting
        await at.press("q")
        assert at.lines(at.article.status)[0] == reading
