"""The sets of keys: what each promises."""

from __future__ import annotations

import pytest

from reader.commands import parse
from reader.commands.presets import preset
from reader.config.settings import KEYS
from reader.keymap import NAMED, default


@pytest.mark.parametrize("name", KEYS)
def test_every_set_knows_every_mode_and_binds_only_what_works_there(name: str) -> None:
    keymap = preset(name)
    assert set(keymap.modes) == set(default().modes)
    for mode, table in keymap.modes.items():
        for line in table.values():
            parse(line, mode)
        for needed in ("help", "palette", "prompt", "back", "undo", "move down", "cancel"):
            assert keymap.keys_for(mode, needed), f"{needed} in {mode}"


def test_plain_has_no_letters() -> None:
    for table in preset("plain").modes.values():
        for keys in table:
            assert not any(len(key) == 1 and key.isalpha() for key in keys)


def test_plain_opens_searches_marks_and_moves_without_the_palette() -> None:
    keymap = preset("plain")
    for mode, command in [
        ("library", "open"), ("library", "search"), ("library", "order"), ("library", "star"),
        ("library", "claims"), ("library", "entities"), ("article", "move sentence"),
        ("article", "claim add"), ("article", "entity tag"), ("article", "highlight add"),
        ("article", "note add"), ("visual", "claim add"), ("article", "visual"),
        ("article", "next mark"), ("article", "find next"), ("review", "review keep"),
        ("ledger", "claim verdict 1"), ("register", "entity merge"), ("sweep", "sweep accept"),
    ]:  # fmt: skip
        assert keymap.keys_for(mode, command), f"{command} in {mode}"


def test_less_moves_as_the_pager_does_and_loses_no_command() -> None:
    less = preset("less")
    for mode, table in default().modes.items():
        for key, command in {
            "f": "move page down", "space": "move page down", "b": "move page up",
            "d": "move half down", "u": "move half up", "j": "move down", "k": "move up",
            "g": "move first", "G": "move last", "<": "move first", ">": "move last",
            "h": "help", "q": "back",
        }.items():  # fmt: skip
            assert less.resolve(mode, (), key).command == command
        assert set(table.values()) == set(less.modes[mode].values())


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_ones_that_terminals_tell(name: str) -> None:
    for table in preset(name).modes.values():
        for key in (key for keys in table for key in keys):
            base = key.removeprefix("ctrl+").removeprefix("alt+")
            assert len(base) == 1 or base in NAMED, key
            # Flow control, and what terminals send as Backspace, Tab, Enter, interrupt. Ctrl-Z
            # is a key here and means what it means everywhere.
            assert key not in {f"ctrl+{letter}" for letter in "sqhijmc"}


def test_there_is_no_other_set() -> None:
    with pytest.raises(KeyError):
        preset("emacs")
