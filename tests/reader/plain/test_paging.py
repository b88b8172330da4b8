"""Long answers of commands in plain mode."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from reader.plain.console import Console
from reader.plain.paging import paged

LINES = [f"line {n} œ" for n in range(1, 9)]


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What is said, in pages of three lines, when these lines are typed."""

    def talk(*typed: str, lines: list[str] = LINES) -> str:
        said = io.StringIO()
        answers = io.StringIO("".join(f"{line}\n" for line in typed))
        console = Console(answers.readline, said.write)

        def command() -> int:
            assert sys.stdout.isatty()
            for line in lines:
                print(line)
            said.write("(done)")
            return 4

        monkeypatch.setattr(sys, "stdout", said)
        assert paged(console, 3, command) == 4
        assert sys.stdout is said
        return said.getvalue()

    return talk


def test_the_command_ends_first_and_the_rest_is_told_on_request(talk: Callable[..., str]) -> None:
    ask = " Enter tells on, rest all of it, any other word none: "
    first, rest = talk("", "").split("(done)")
    assert first == "line 1 œ\nline 2 œ\nline 3 œ\n"
    assert rest == (
        f"5 more lines.{ask}line 4 œ\nline 5 œ\nline 6 œ\n2 more lines.{ask}line 7 œ\nline 8 œ\n"
    )


def test_all_the_rest_or_none_of_it_may_be_asked_for(talk: Callable[..., str]) -> None:
    assert talk("rest").endswith("none: " + "\n".join(LINES[3:]) + "\n")
    assert talk("q").endswith("any other word none: ")


def test_what_fits_a_page_asks_nothing(talk: Callable[..., str]) -> None:
    assert talk(lines=LINES[:3]) == "line 1 œ\nline 2 œ\nline 3 œ\n(done)"
