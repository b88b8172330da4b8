"""What the README must say: an undocumented command or key is a failing test."""

from __future__ import annotations

import pytest

from reader.commands.catalogue import CATALOGUE
from reader.keymap import DEFAULT, parse_keys, shown
from tests.corpus import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
FUNCTION_KEYS = ("F", "Home", "End", "Del", "Space", "PgUp", "PgDn", "←", "→", "↑", "↓")


@pytest.mark.parametrize("name", [command.name for command in CATALOGUE if command.cli])
def test_every_command_of_the_command_line_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize(("keys", "command"), [(keys, name) for _, keys, name in DEFAULT])
def test_every_key_is_in_the_readme(keys: str, command: str) -> None:
    # A bar would end the table's cell.
    first = shown(parse_keys(keys.split()[0])).replace("|", r"\|")
    if not first.startswith(FUNCTION_KEYS) and not command.startswith(
        ("label", "claim verdict ", "claim confidence ")
    ):
        assert f"`{first}`" in README or first in ("Enter", "PageDown", "PageUp")


@pytest.mark.parametrize(
    "image", ["library", "article", "ledger", "claim", "suggest", "entity", "sweep"]
)
def test_the_readme_shows_the_program_itself(image: str) -> None:
    assert f".images/{image}.svg" in README
    assert "</svg>" in (ROOT / ".images" / f"{image}.svg").read_text(encoding="utf-8")
