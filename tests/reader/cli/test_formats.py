"""export --format: what the command line says of it; the formats have tests of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.export import FORMATS
from tests.reader.cli.terminal import CommandLine


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "markdown"])
def test_every_format_is_written_and_then_unchanged(nm: CommandLine, home: Path, form: str) -> None:
    nm.ok("highlight", "add", nm.id("DeepSeek"), "--quote", "no bubble")
    first = nm.ok("export", str(home / "out"), "--format", form, "--json").json
    assert first["written"] and not first["left"]
    again = nm.ok("export", str(home / "out"), "--format", form, "--json").json
    assert again["written"] == 0 and again["unchanged"] == first["written"]


def test_a_file_that_is_not_ours_is_exit_3(nm: CommandLine, home: Path) -> None:
    (home / "out").mkdir()
    (home / "out" / "claims.csv").write_text("mine", "utf-8")
    answer = nm("export", str(home / "out"), "--format", "csv")
    assert answer.code == 3
    assert f"Left alone: {home / 'out' / 'claims.csv'}: not written by newsmark" in answer.err


def test_an_unknown_format_is_exit_2_and_names_the_known(nm: CommandLine, home: Path) -> None:
    answer = nm("export", str(home / "out"), "--format", "docx")
    assert answer.code == 2
    assert "claimreview" in answer.err
