"""Help, catalogue, completion, version, stats, paths, and where archives lie."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest

from reader.cli.tree import newsmark
from reader.commands.catalogue import CATALOGUE
from reader.config import load
from reader.locations import archive_folder, data_home, demo_folder
from tests.reader.cli.terminal import CommandLine, start


def leaves(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None, name
        if isinstance(found, click.Group):
            if found.invoke_without_command:
                yield " ".join((*words, name)), found
            yield from leaves(found, (*words, name))
        else:
            yield " ".join((*words, name)), found


TREE = dict(leaves(newsmark))
ENTRIES = {command.name: command.summary for command in CATALOGUE if command.cli}


def test_the_catalogue_and_the_command_line_have_the_same_commands() -> None:
    assert set(TREE) == set(ENTRIES)


@pytest.mark.parametrize("name", ENTRIES)
def test_help_says_what_the_catalogue_says(name: str, bare: CommandLine) -> None:
    assert TREE[name].short_help == ENTRIES[name]
    told = " ".join(bare.ok(*name.split(), "--help").out.split())
    assert ENTRIES[name] in told


def test_the_overview_names_every_command(bare: CommandLine) -> None:
    overview = " ".join(bare.ok("--help").out.split())
    for name, summary in ENTRIES.items():
        assert f"{name} {summary}" in overview
    assert overview == " ".join(bare.ok("-h").out.split())


@pytest.mark.parametrize("family", ["claim", "entity", "evidence", "note", "annotation"])
def test_a_family_alone_shows_its_members(family: str, bare: CommandLine) -> None:
    answer = bare(family)
    assert answer.code == 2
    assert f"Usage: newsmark {family}" in answer.err + answer.out
    assert "Traceback" not in answer.err


def test_the_version(bare: CommandLine) -> None:
    assert bare.ok("--version").out == f"newsmark, version {version('newsmark')}\n"


@pytest.mark.parametrize("words", [("bogus",), ("--bogus",), ("show",), ("claim", "bogus")])
def test_what_there_is_not_is_exit_2(words: tuple[str, ...], bare: CommandLine) -> None:
    answer = bare(*words)
    assert answer.code == 2
    assert answer.err.startswith("newsmark: ")
    assert "--help`" in answer.err


@pytest.mark.parametrize(
    ("shell", "sign"),
    [("bash", "complete -o nosort -F"), ("zsh", "#compdef newsmark"), ("fish", "complete --no-f")],
)
def test_completion_scripts(shell: str, sign: str, bare: CommandLine) -> None:
    script = bare.ok("completion", shell).out
    assert sign in script
    assert "_NEWSMARK_COMPLETE" in script


def test_the_bash_script_is_one(bare: CommandLine, home: Path) -> None:
    file = home / "completion.bash"
    file.write_text(bare.ok("completion", "bash").out, "utf-8")
    subprocess.run(["bash", "-n", str(file)], check=True)


def test_completion_answers_the_shell() -> None:
    asked = {"_NEWSMARK_COMPLETE": "bash_complete", "COMP_WORDS": "newsmark cl", "COMP_CWORD": "1"}
    out, _ = start(env=asked).communicate()
    assert "plain,claim\n" in out
    inner = {**asked, "COMP_WORDS": "newsmark claim ad", "COMP_CWORD": "2"}
    assert start(env=inner).communicate()[0] == "plain,add\n"


def test_stats_hold_the_counts(nm: CommandLine) -> None:
    id = nm.id("DeepSeek")
    nm.ok("claim", "add", id, "--quote", "no bubble")
    nm.ok("entity", "tag", id, "--quote", "Nvidia")
    counts = nm.ok("stats", "--json").json
    told = {name: counts[name] for name in ("articles", "annotations", "claims", "entities")}
    assert told == {"articles": 3, "annotations": 2, "claims": 1, "entities": 1}
    assert "3  articles" in nm.ok("stats").out


def test_paths_of_an_archive_and_of_none(nm: CommandLine, home: Path) -> None:
    places = nm.ok("paths", "--json").json
    assert places["archive"] == str(nm.folder)
    assert places["database"] == str(nm.folder / "newsmark.sqlite3")
    assert places["index"].startswith(str(home / "cache" / "newsmark"))
    assert places["demo"] == str(home / "data" / "newsmark" / "demo")
    elsewhere = str(home / "elsewhere")
    none = nm.ok("--archive", elsewhere, "paths", "--json").json
    assert (none["archive"], none["index"]) == (elsewhere, None)
    assert "no archive there yet" in nm.ok("--archive", elsewhere, "paths").out
    assert not Path(elsewhere).exists()


def test_which_archive_is_meant(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().folder == archive_folder() == home / "data" / "newsmark" / "archive"
    assert demo_folder() == home / "data" / "newsmark" / "demo"
    monkeypatch.setenv("NEWSMARK_ARCHIVE", "~/mine")
    assert load().folder == home / "home" / "mine"
    assert archive_folder(str(home / "flag")) == home / "flag"
    assert archive_folder("~no-such-user/x").name == "x"


@pytest.mark.parametrize("value", ["", "relative/path"])
def test_an_xdg_folder_that_is_none_is_ignored(
    value: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", value)
    assert data_home() == home / "home" / ".local" / "share" / "newsmark"


def test_help_explains_how_to_query(bare: CommandLine) -> None:
    lines = bare.ok("help", "query").out.splitlines()
    assert lines[0] == "Words"
    assert '  "open weights"            the phrase' in lines
    told = bare.ok("help", "query", "--json").json
    assert {"query": "tag:ai", "finds": "your tags"} in told["forms"] and told["notes"]


def test_help_without_a_topic_is_the_overview(bare: CommandLine) -> None:
    assert bare.ok("help").out == bare.ok("--help").out


def test_stats_draws_on_request(nm: CommandLine, tmp_path: Path) -> None:
    assert "read ░" in nm.ok("stats", "--plot").out
    drawn = nm.ok("--set", "ascii=true", "stats", "--plot").out
    assert "read ." in drawn and "░" not in drawn
    file = tmp_path / "chips.svg"
    told = nm.ok("stats", "chip", "--svg", str(file), "--json").json
    assert (told["query"], told["articles"], told["over_time"]) == ("chip", 1, {"2025-01-27": 1})
    ElementTree.parse(file)
    assert nm("stats", "nothing-like-it").code == 1


def test_help_tells_each_page_and_each_command(bare: CommandLine) -> None:
    assert "makes a claim of the sentence" in bare.ok("help", "tour").out
    assert "entity_types" in bare.ok("help", "settings").out
    told = bare.ok("--set", "keys=plain", "help", "keys").out
    assert "In the library" in told and "Ctrl-K" in told
    claim = bare.ok("help", "claim", "add").out
    assert "in an article" in claim and "--quote" in claim
    assert "F4" in bare.ok("help", "facets").out
    assert bare.ok("help", "facets", "--json").json["lines"][1]["written"] == "f  F4"
    answer = bare("help", "claim", "ad")
    assert answer.code == 2
    assert "did you mean claim add?" in answer.err
