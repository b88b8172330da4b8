"""Who says it first counts; what cannot be read is told, and the rest holds."""

from __future__ import annotations

import io
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from archive.model import OrderKey
from reader.config import SETTINGS, Label, Settings, load
from reader.config.kinds import COLOURS
from reader.config.settings import LOOKS, ORDERS
from reader.themes import THEMES, theme_name


def user(home: Path, text: str) -> Path:
    file = home / "config" / "newsmark" / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_flag_environment_archive_user_default_in_this_order(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(home / "news")
    assert load(folder).settings.measure == 78
    own = user(home, "\nmeasure = 60\n")
    loaded = load(folder)
    assert (loaded.settings.measure, str(loaded.origins["measure"])) == (60, f"user: {own}, line 2")
    theirs = home / "news" / "config.toml"
    theirs.write_text("measure = 70\n")
    loaded = load(folder)
    assert loaded.settings.measure == 70
    assert str(loaded.origins["measure"]) == f"archive: {theirs}, line 1"
    monkeypatch.setenv("NEWSMARK_MEASURE", " 80 ")
    loaded = load(folder)
    assert loaded.settings.measure == 80
    assert str(loaded.origins["measure"]) == "environment: NEWSMARK_MEASURE"
    loaded = load(folder, ["measure=90"])
    assert (loaded.settings.measure, str(loaded.origins["measure"])) == (90, "flag: --set")
    assert not loaded.problems


def test_a_terminal_without_our_signs_gets_those_of_ascii_unless_the_user_says_otherwise(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(home / "news")
    assert not load(folder).settings.ascii
    monkeypatch.setattr(sys, "__stderr__", io.TextIOWrapper(io.BytesIO(), "iso-8859-1"))
    loaded = load(folder)
    assert loaded.settings.ascii
    assert str(loaded.origins["ascii"]) == "default: the terminal's encoding, iso-8859-1"
    user(home, "ascii = false")
    assert not load(folder).settings.ascii


def test_the_archive_is_where_the_user_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().folder == home / "data" / "newsmark" / "archive"
    user(home, 'archive = "~/news"')
    assert load().folder == home / "news"
    monkeypatch.setenv("NEWSMARK_ARCHIVE", str(home / "other"))
    assert load().folder == home / "other"
    assert load(str(home / "flag")).folder == home / "flag"


def test_a_file_of_an_archive_may_not_say_who_and_where_one_is(home: Path) -> None:
    (home / "news" / "config.toml").write_text('actor = "mallory"\ntheme = "light"\n')
    loaded = load(str(home / "news"))
    assert (loaded.settings.actor, loaded.settings.theme) == ("", "light")
    assert "line 1: actor can only be said in your own config.toml" in str(loaded.problems[0])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("mesure = 60", "there is no setting 'mesure'; did you mean measure?"),
        ("zzz = 60", "there is no setting 'zzz'; `newsmark config show` lists them all"),
        ('measure = "60"', "measure must be a whole number from 30 to 240, not '60'"),
        ("measure = true", "measure must be a whole number from 30 to 240, not true"),
        ("measure = 5", "measure must be a whole number from 30 to 240, not 5"),
        ('recency = "yes"', "recency must be true or false, without quotation marks, not 'yes'"),
        ('theme = "drak"', f"theme must be one of {', '.join(LOOKS)}, not 'drak'"),
        ("theme = [1]", f"theme must be one of {', '.join(LOOKS)}, not [1]"),
        ("actor = 3", "actor must be text in quotation marks, not 3"),
        ('entity_types = "x"', "entity_types must be a list such as"),
        ("entity_types = [1]", "entity_types 1 must be text of at most 40 characters"),
        ('labels = "x"', "labels must be a table"),
        ("labels.0 = 'x'", "labels.0 must be a digit from 1 to 9"),
        ("labels.1 = 3", "labels.1 must be a name, or {"),
        ("labels.1 = { nam = 'x' }", "labels.1 has no 'nam', only name and color"),
        ("labels.1 = { color = 'red' }", "labels.1 name: None must be text"),
        ("labels.1 = { name = 'x', color = 'mauve' }", "labels.1 color must be one of red,"),
        ("labels = { 1 = 'x', 2 = 'x' }", "labels.2 has the name 'x', which is 1's already"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line_and_the_rest_holds(
    home: Path, line: str, told: str
) -> None:
    file = user(home, f"order = 'title'\n# comment\n{line}\n")
    loaded = load(str(home / "news"))
    assert loaded.settings == Settings(archive=str(home / "news"), order="title")
    (problem,) = loaded.problems
    assert str(problem).startswith(f"{file}, line 3: {told}")


def test_a_file_that_is_no_toml_counts_for_nothing(home: Path) -> None:
    file = user(home, 'theme = "light"\nmeasure = = 3\n')
    loaded = load(str(home / "news"))
    assert loaded.settings.theme == "dark"
    assert str(loaded.problems[0]).startswith(f"{file}, line 2: invalid value")


@pytest.mark.parametrize("given", ["theme", "them=light", "theme=x", "recency=maybe", "measure=٣"])
def test_a_wrong_flag_is_told(home: Path, given: str) -> None:
    loaded = load(str(home / "news"), [given])
    assert loaded.settings == Settings(archive=str(home / "news"))
    assert "--set" in str(loaded.problems[0])


def test_no_color_counts_less_than_what_the_user_says(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    loaded = load(str(home))
    assert loaded.settings.theme == "no-colour"
    assert str(loaded.origins["theme"]) == "default: NO_COLOR"
    user(home, 'theme = "light"')
    assert load(str(home)).settings.theme == "light"
    monkeypatch.setenv("NO_COLOR", "")
    user(home, "")
    assert load(str(home)).settings.theme == "dark"


def test_words_of_flags_and_variables_are_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMARK_ENTITY_TYPES", "Dataset, dataset, AI  lab")
    monkeypatch.setenv("NEWSMARK_RECENCY", "off")
    monkeypatch.setenv("NEWSMARK_THEME", "")
    settings = load(str(home), ["labels=2=Money,1=to check", "side-pane=never"]).settings
    assert settings.entity_types == ("dataset", "ai lab")
    assert (settings.recency, settings.theme, settings.side_pane) == (False, "dark", "never")
    assert settings.labels == {
        "2": Label("money", COLOURS["orange"]),
        "1": Label("to check", COLOURS["red"]),
    }


def test_the_table_names_each_setting_once_and_each_default_fits() -> None:
    assert [setting.name for setting in SETTINGS] == [one.name for one in fields(Settings)]
    for setting in SETTINGS:
        default = setting.default
        given = list(default) if isinstance(default, tuple) else default
        assert setting.kind.check(given) == default


def test_what_may_be_chosen_is_what_there_is() -> None:
    assert [theme_name(look) for look in LOOKS] == [theme.name for theme in THEMES]
    assert OrderKey.__args__ == ORDERS  # type: ignore[attr-defined]
