"""Keys: sequences, what hides what, what people read about them."""

from __future__ import annotations

import pytest

from reader.commands import CATALOGUE, parse
from reader.keymap import DEFAULT, KeymapError, build, default, key_name, parse_keys, shown


def press(mode: str, keys: str) -> list[str]:
    """The commands that keys run, one after another; ``?x`` for keys that mean nothing."""
    keymap = default()
    pending: tuple[str, ...] = ()
    ran: list[str] = []
    for key in keys.split():
        result = keymap.resolve(mode, pending, key)
        pending = result.pending
        if result.command is not None:
            ran.append(result.command)
        elif result.unknown:
            ran.append("?" + shown(result.unknown))
    return ran


@pytest.mark.parametrize(
    ("mode", "keys", "commands"),
    [
        ("library", "j k down up", ["move down", "move up", "move down", "move up"]),
        ("library", "g g G", ["move first", "move last"]),
        ("library", "g j", ["?gj"]),
        ("library", "g escape j", ["move down"]),
        ("library", "] u [ u", ["next unread", "previous unread"]),
        ("library", "] c", ["?]c"]),
        ("article", "] c [ e ] ]", ["next claim", "previous entity", "move heading"]),
        ("article", "i", ["side pane"]),
        ("visual", "i w", ["select word"]),
        ("article", "c e H a x", ["claim add", "entity tag", "highlight add", "note add",
                                  "annotation delete"]),
        ("visual", "f5 f6 f7 f8", ["claim add", "entity tag", "highlight add", "note add"]),
        ("article", "3 0", ["label 3", "label 0"]),
        ("article", "h", ["move left"]),
    ],
)  # fmt: skip
def test_keys_run_commands(mode: str, keys: str, commands: list[str]) -> None:
    assert press(mode, keys) == commands


def test_every_key_runs_a_command_of_its_mode() -> None:
    for mode, table in default().modes.items():
        for line in table.values():
            command, arguments = parse(line, mode)
            assert mode in command.modes, (mode, line)
            assert not arguments or command.arguments


def test_every_action_has_a_key_that_is_no_letter_or_is_reached_through_one() -> None:
    # F2 opens the palette, in which every command is found by arrows and Enter.
    assert "F2" in default().keys_for("article", "palette")
    for name in ("claim add", "entity tag", "highlight add", "note add", "find", "visual"):
        keys = default().keys_for("article", name)
        assert any(key.startswith("F") and key[1:].isdigit() for key in keys), name


def test_no_key_needs_what_terminals_keep_for_themselves() -> None:
    for _, sequences, _ in DEFAULT:
        for written in sequences.split():
            assert written not in ("ctrl+s", "ctrl+q", "ctrl+enter")
            assert not written.startswith("ctrl+shift+")


def test_two_commands_on_one_key_are_refused_with_both_named() -> None:
    with pytest.raises(KeymapError, match=r"gg in library .* 'move first' and 'undo'"):
        build([("library", "gg", "move first"), ("library", "gg", "undo")])


def test_a_key_that_begins_another_is_refused_with_both_named() -> None:
    with pytest.raises(KeymapError, match=r"g \('undo'\) hides gg \('move first'\)"):
        build([("library", "gg", "move first"), ("library", "g", "undo")])


def test_the_same_key_may_differ_between_modes() -> None:
    keymap = build([("article", "i", "side pane"), ("visual", "iw", "select word")])
    assert keymap.resolve("article", (), "i").command == "side pane"
    assert keymap.resolve("visual", (), "i").pending == ("i",)


@pytest.mark.parametrize(
    ("written", "keys"),
    [("gg", ("g", "g")), ("ctrl+d", ("ctrl+d",)), ("+", ("+",)), ("f11", ("f11",)),
     ("]c", ("]", "c")), ("up", ("up",))],
)  # fmt: skip
def test_sequences_are_written_as_people_say_them(written: str, keys: tuple[str, ...]) -> None:
    assert parse_keys(written) == keys


def test_help_writes_keys_as_they_stand_on_keyboards() -> None:
    assert [shown(parse_keys(k)) for k in ("ctrl+r", "f1", "pageup", "]u", "down")] == [
        "Ctrl-R", "F1", "PgUp", "]u", "↓",
    ]  # fmt: skip


def test_characters_win_over_the_names_of_keys() -> None:
    assert key_name("left_square_bracket", "[") == "["
    assert key_name("space", " ") == "space"
    assert key_name("ctrl+d", "\x04") == "ctrl+d"
    assert key_name("enter", "\r") == "enter"


def test_the_catalogue_names_nothing_twice() -> None:
    names = [command.name for command in CATALOGUE]
    assert len(names) == len(set(names))
