"""``keys.toml``: what it changes, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.own_keys import OwnKeys, load_keys
from reader.commands.presets import preset
from reader.keymap import key_called


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "newsmark").mkdir()
    return tmp_path / "newsmark" / "keys.toml"


def said(own: OwnKeys) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in own.problems]


def test_a_command_gets_other_keys_in_one_mode_or_in_all(file: Path) -> None:
    file.write_text(
        """
[library]
star = "gs"
searches = ["s", "Ctrl-X PgDn"]
cancel = []
[all]
theme = "ctrl+t"
"label 1" = "!"
"move  down" = ["j", "ctrl+n", "down"]
[article]
"move down" = ";"
"""
    )
    own = load_keys("vim")
    assert own.problems == ()
    keymap = own.keymap
    assert keymap.keys_for("library", "star") == ["gs"]
    assert keymap.keys_for("article", "star") == ["m"]
    assert keymap.keys_for("library", "searches") == ["s", "Ctrl-XPgDn"]
    assert keymap.resolve("library", ("ctrl+x",), "pagedown").command == "searches"
    assert keymap.keys_for("library", "cancel") == []
    assert keymap.keys_for("history", "theme") == ["Ctrl-T"]
    assert keymap.resolve("article", (), "!").command == "label 1"
    assert keymap.keys_for("article", "label 2") == ["2"]
    assert keymap.keys_for("library", "move down") == ["j", "Ctrl-N", "↓"]
    assert keymap.keys_for("article", "move down") == [";"]
    assert own.lines["library", "star"] == 3
    assert own.lines["article", "move down"] == 11


def test_keys_change_places_when_both_are_said(file: Path) -> None:
    file.write_text('[library]\nstar = "r"\nread = "m"\n')
    own = load_keys("vim")
    assert own.problems == ()
    assert own.keymap.resolve("library", (), "r").command == "star"
    assert own.keymap.resolve("library", (), "m").command == "read"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'star = "f"',
            "2: in library, f is wanted by both 'star' and 'facets' (the set vim); "
            "give one of them another key",
        ),
        ('star = "g"', "2: in library, g is wanted by both 'star' and 'move first' (the set vim, "
         "as gg); give one of them another key"),
        ('star = "ggs"', "2: in library, ggs is wanted by both 'star' and 'move first'"),
        ('star = ["z", "zz"]', "2: star: z begins zz, which could never be typed"),
        ('back = []', "2: back must have a key in library"),
        ('stra = "z"', "2: in library, there is no command 'stra'; did you mean star?"),
        ('"claim add" = "z"', "2: in library, there is no command 'claim add'"),
        ('star = 3', "2: star: keys are written so:"),
        ('star = ["z", 3]', "2: star: keys are written so:"),
        ('star = "pgdwn"', "2: star: there is no key 'pgdwn'; did you mean pagedown?"),
        ('star = "ctrl+shift+x"', "2: star: there is no key 'ctrl+shift+x'"),
        ('star = " "', "2: star: a key without a name"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_the_command_keeps_its_keys(
    file: Path, text: str, told: str
) -> None:
    file.write_text(f"[library]\n{text}\n")
    own = load_keys("vim")
    (problem,) = said(own)
    assert problem.startswith(told)
    assert own.keymap.modes == preset("vim").modes
    assert not own.lines


def test_two_lines_on_one_key_are_both_refused(file: Path) -> None:
    file.write_text('[library]\nstar = "z"\nread = "z"\ntag = "T"\n')
    own = load_keys("vim")
    assert said(own) == [
        "2: in library, z is wanted by both 'star' and 'read' (line 3); "
        "give one of them another key",
        "3: in library, z is wanted by both 'read' and 'star' (line 2); "
        "give one of them another key",
    ]
    assert own.keymap.keys_for("library", "star") == ["m"]
    assert own.keymap.keys_for("library", "tag") == ["T"]


def test_a_refused_line_takes_with_it_what_counted_on_it(file: Path) -> None:
    # `star` would have r free, had `read` been let go to f, which the facets have.
    file.write_text('[library]\nstar = "r"\nread = "f"\n')
    own = load_keys("vim")
    assert [problem.line for problem in own.problems] == [2, 3]
    assert own.keymap.modes == preset("vim").modes


def test_unknown_modes_and_tables_that_are_none_are_told(file: Path) -> None:
    file.write_text('all = 1\n[libary]\nstar = "z"\n[forms]\nyes = "j"\n')
    own = load_keys("less")
    assert said(own) == [
        "1: all must be a table: [all], and the commands below it",
        "2: there is no mode 'libary'; did you mean library?",
        "4: forms: the keys of forms and questions are the same everywhere: "
        "Enter, Esc, Tab, arrows, F2",
    ]
    assert own.keymap.modes == preset("less").modes


def test_a_file_that_is_no_toml_leaves_the_set_as_it_is(file: Path) -> None:
    file.write_text('[library]\nstar = "z\n')
    own = load_keys("plain")
    assert own.problems[0].line == 2
    assert own.keymap.modes == preset("plain").modes


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("PgUp", "pageup"), ("Esc", "escape"), ("Ctrl-D", "ctrl+d"), ("ctrl+right", "ctrl+right"),
        ("F5", "f5"), ("Shift-Tab", "shift+tab"), ("alt+x", "alt+x"), ("Ctrl-Home", "ctrl+home"),
        ("x", None), ("shift+x", None), ("ctrl+", None), ("ctrl+shift+tab", None), ("-", None),
    ],
)  # fmt: skip
def test_keys_are_called_as_people_call_them(written: str, name: str | None) -> None:
    assert key_called(written) == name
