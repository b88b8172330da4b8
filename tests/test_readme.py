"""What the README must say: an undocumented command or key is a failing test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.commands.catalogue import CATALOGUE
from reader.commands.own_keys import load_keys
from reader.config import load
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


def test_the_files_that_the_readme_shows_are_taken_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    keys, settings = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "newsmark").mkdir()
    (tmp_path / "newsmark" / "keys.toml").write_text(keys, encoding="utf-8")
    (tmp_path / "newsmark" / "config.toml").write_text(settings, encoding="utf-8")
    own, loaded = load_keys("vim"), load(str(tmp_path))
    assert not own.problems and own.keymap.keys_for("library", "star") == ["gs"]
    assert not loaded.problems and loaded.settings.theme == "light"


@pytest.mark.parametrize(
    "image", ["library", "article", "ledger", "claim", "suggest", "entity", "sweep"]
)
def test_the_readme_shows_the_program_itself(image: str) -> None:
    assert f".images/{image}.svg" in README
    assert "</svg>" in (ROOT / ".images" / f"{image}.svg").read_text(encoding="utf-8")
