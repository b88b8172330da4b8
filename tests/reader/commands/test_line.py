"""Command lines as typed at the prompt."""

from __future__ import annotations

import pytest

from archive.errors import UsageError
from reader.commands import CATALOGUE, complete, for_mode, parse


def test_the_longest_name_wins() -> None:
    command, arguments = parse("order turn", "library")
    assert (command.name, arguments) == ("order turn", ())
    command, arguments = parse("order title", "library")
    assert (command.name, arguments) == ("order", ("title",))


def test_quotation_marks_hold_a_path_together() -> None:
    command, arguments = parse('import "/tmp/my news" /tmp/b', "library")
    assert (command.name, arguments) == ("import", ("/tmp/my news", "/tmp/b"))


def test_quotation_marks_of_a_query_are_its_own() -> None:
    assert parse('search "chip act" -tax', "library")[1] == ('"chip act" -tax',)


def test_an_open_quotation_is_said() -> None:
    with pytest.raises(UsageError, match="No closing quotation"):
        parse('import "/tmp', "library")


def test_unknown_and_misplaced_commands_are_said() -> None:
    with pytest.raises(UsageError, match="No such command: imprt"):
        parse("imprt x", "library")
    with pytest.raises(UsageError, match="claim add: not here"):
        parse("claim add", "library")


def test_completion_puts_names_that_begin_so_first() -> None:
    names = [command.name for command in complete("article", "mo")]
    assert names[0].startswith("mo")
    assert complete("article", "clm")[0].name.endswith("claim") or "claim add" in [
        command.name for command in complete("article", "clm")
    ]
    assert complete("library", "zzz") == []


def test_a_mode_offers_only_what_works_in_it() -> None:
    assert all("library" in command.modes for command in for_mode("library"))
    assert {"import", "search", "delete"} <= {command.name for command in for_mode("library")}
    assert "claim add" not in {command.name for command in for_mode("library")}


def test_summaries_are_one_line_without_a_full_stop() -> None:
    for command in CATALOGUE:
        assert command.summary and "\n" not in command.summary
        assert not command.summary.endswith(".")
        assert command.summary[0].isupper()
