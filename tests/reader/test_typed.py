"""The lines typed at prompts, from run to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.typed import MOST, Typed


def say(typed: Typed, line: str, prompt: str = "command") -> None:
    if typed.remember(prompt, line):
        typed.keep(prompt, line)


def test_each_prompt_has_its_lines_the_latest_first_from_run_to_run(tmp_path: Path) -> None:
    one, other = Typed(tmp_path), Typed(tmp_path)
    say(one, "theme light")
    say(one, "order title ")
    say(other, "export ~/vault")
    say(one, "theme light")
    say(other, "wc -w", "pipe")
    assert one.lines("command") == ["theme light", "order title"]
    again = Typed(tmp_path)
    assert again.lines("command") == ["theme light", "export ~/vault", "order title"]
    assert again.lines("pipe") == ["wc -w"]
    assert (tmp_path / "typed.json").stat().st_mode & 0o077 == 0


def test_the_oldest_lines_are_let_go(tmp_path: Path) -> None:
    typed = Typed(tmp_path)
    for number in range(MOST + 3):
        say(typed, f"find {number}")
    assert Typed(tmp_path).lines("command") == [f"find {n}" for n in range(MOST + 2, 2, -1)]


@pytest.mark.parametrize(
    "line",
    [
        " wc -w",
        "curl -H 'Authorization: Bearer abc' https://x.example",
        "curl -u me:pw https://x.example",
        "post https://me:pw@x.example",
        "API_KEY=1 post",
        "mysql --password=x",
        "a" * 501,
        "  ",
    ],
)
def test_what_may_be_a_secret_is_not_kept(tmp_path: Path, line: str) -> None:
    typed = Typed(tmp_path)
    say(typed, line)
    assert typed.lines("command") == [] and not list(tmp_path.iterdir())


@pytest.mark.parametrize("said", ["", "[1]", '{"command": [1, "kept"], "pipe": 3}', "{"])
def test_a_torn_file_is_read_as_far_as_it_goes_and_written_anew(tmp_path: Path, said: str) -> None:
    (tmp_path / "typed.json").write_text(said, "utf-8")
    typed = Typed(tmp_path)
    assert typed.lines("command") == (["kept"] if "kept" in said else [])
    say(typed, "new")
    assert Typed(tmp_path).lines("command")[0] == "new"


def test_where_nothing_can_be_written_the_run_still_knows_its_lines(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    typed = Typed(tmp_path / "file" / "folder")
    say(typed, "new")
    assert typed.lines("command") == ["new"]
