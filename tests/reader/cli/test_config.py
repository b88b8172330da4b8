"""The settings, asked for on the command line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from reader.config import SETTINGS
from tests.corpus import ROOT
from tests.reader.cli.terminal import CommandLine


@pytest.fixture
def file(home: Path) -> Path:
    made = home / "config" / "newsmark" / "config.toml"
    made.parent.mkdir(parents=True)
    return made


def test_show_tells_values_and_where_they_come_from(bare: CommandLine, file: Path) -> None:
    file.write_text('theme = "light"\n')
    shown = bare.ok("--set", "recency=no", "config", "show", "--origin").out
    assert re.search(rf"theme +light +user: {re.escape(str(file))}, line 1\n", shown)
    assert re.search(r"recency +false +flag: --set\n", shown)
    assert re.search(r"measure +78 +default\n", shown)
    assert "default" not in bare.ok("config", "show").out
    told = bare.ok("config", "show", "theme", "--json").json
    assert told["settings"] == {
        "theme": {"value": "light", "origin": "user", "where": str(file), "line": 1}
    }
    assert told["files"][0] == str(file)
    assert told["problems"] == []


def test_what_cannot_be_read_is_told_with_its_line(nm: CommandLine, file: Path) -> None:
    file.write_text("\nmesure = 60\n")
    answer = nm("config", "show")
    assert answer.code == 6
    said = f"newsmark: {file}, line 2: there is no setting 'mesure'; did you mean measure?\n"
    assert answer.err == said
    # Other commands do their work all the same.
    other = nm.ok("list")
    assert (other.err, other.out.count("\n")) == (said, 3)
    assert nm("config", "show", "--json").json["problems"][0]["line"] == 2


def test_a_setting_that_there_is_not_is_a_wrong_question(bare: CommandLine) -> None:
    answer = bare("config", "show", "themes")
    assert answer.code == 1
    assert "did you mean theme?" in answer.err


def test_the_example_says_every_setting_in_a_way_that_can_be_read(
    bare: CommandLine, file: Path
) -> None:
    example = bare.ok("config", "example").out
    assert tomllib.loads(example) == {}
    said = re.sub("^#(?! )", "", example, flags=re.MULTILINE)
    assert list(tomllib.loads(said)) == [setting.name for setting in SETTINGS]
    file.write_text(said)
    answer = bare("config", "show", "--json")
    assert answer.code == 0, answer.err


def test_the_log_names_whom_the_settings_name(
    nm: CommandLine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSMARK_ACTOR")
    file.write_text('actor = "zoé"\n')
    nm.ok("star", nm.id("DeepSeek"))
    assert "zoé" in nm.ok("log").out


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_keys_are_listed_with_where_they_come_from(bare: CommandLine, file: Path) -> None:
    own = file.with_name("keys.toml")
    own.write_text('[library]\nstar = "gs"\n')
    listed = bare.ok("keys", "library").out.splitlines()
    assert any(
        line.split()[:5] == ["library", "gs", "star", "keys.toml,", "line"] for line in listed
    )
    assert not any(line.startswith("article") for line in listed)
    told = bare.ok("--set", "keys=plain", "keys", "--json").json
    assert (told["set"], told["file"], told["problems"]) == ("plain", str(own), [])
    assert {
        "mode": "library", "keys": ["g", "s"], "shown": "gs", "command": "star", "line": 2,
    } in told["keys"]  # fmt: skip
    assert bare("keys", "kitchen").code == 1


def test_keys_that_cannot_be_are_told(bare: CommandLine, file: Path) -> None:
    file.with_name("keys.toml").write_text('[library]\nstar = "f"\n')
    answer = bare("keys", "library")
    assert answer.code == 6
    assert "line 2: in library, f is wanted by both 'star' and 'facets'" in answer.err


def test_a_saved_search_may_have_whatever_key_is_free_in_force(nm: CommandLine, file: Path) -> None:
    assert nm("searches", "add", "One", "chip", "--key", "a").code == 2
    file.write_text('keys = "plain"\n')
    nm.ok("searches", "add", "One", "chip", "--key", "a")
