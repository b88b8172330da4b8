"""How far a long command is, for whom nothing may be drawn over."""

from __future__ import annotations

import io
import time

import click
import pytest

from reader.cli.progress import Reporter


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("plain", [True, False])
def test_in_plain_mode_a_line_of_words_comes_every_five_seconds(
    monkeypatch: pytest.MonkeyPatch, plain: bool
) -> None:
    now, said = [100.0], Terminal()
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr("sys.stderr", said)
    monkeypatch.setenv("TERM", "xterm" if plain else "dumb")
    root = click.Context(click.Command("newsmark"))
    root.params["plain"] = plain
    with click.Context(click.Command("import"), parent=root):
        reporter = Reporter()
    for done in range(13):
        reporter.report("importing", done, 12, "file.txt")
        now[0] += 1
    reporter.close()
    assert said.getvalue() == "importing: 5 of 12\nimporting: 10 of 12\n"
