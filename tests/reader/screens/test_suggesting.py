"""Names that nobody entered yet, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.core import open_archive
from reader.jobs import Done, Tell
from reader.screens.sweeping import SweepScreen
from reader.widgets.mark_forms import EntityForm
from tests.reader.archives import incoming, make_archive
from tests.reader.screens.harness import Desk, desk
from tests.recogniser import Capitals

TEXT = "Mara Voss left Orbit. Mara Voss went to Lyon with OpenAI."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with an article in which names were found, and one entity it names."""
    made = make_archive(tmp_path / "news")
    with open_archive(made) as archive:
        with archive.intake.open("import") as door:
            outcome = door.put([incoming("voss", "On Voss", TEXT, language="en")])[0]
        archive.entities.create("OpenAI", "organisation")
        archive.suggestions.look([outcome.id], Capitals())
    return made


def listed(at: Desk) -> list[str]:
    screen = at.app.screen
    assert isinstance(screen, SweepScreen)
    lines = [" ".join(line.split()) for line in at.lines(screen.pane)]
    return [line.removeprefix("▸ ") for line in lines if line and not line.startswith("On Voss")]


async def test_new_names_are_reviewed_beside_known_ones(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("E", "n")
        assert [line.split()[0] for line in listed(at)] == [*["new"] * 4, "OpenAI"]
        assert listed(at)[0].startswith("new person")
        await at.press("A")
        assert at.said == "1 marked. u takes it back.", "new ones are never marked all at once"
        await at.press("A")
        assert at.said.startswith("New names are accepted one by one")
        await at.press("a")
        assert at.stored(lambda a: a.entities.named("Mara Voss")[0].type) == "person"
        assert [line.split()[0] for line in listed(at)] == ["new", "Mara", "new"]
        await at.press("x")
        assert [line.split()[0] for line in listed(at)] == ["Mara", "new"]
        await at.press("u", "u")
        assert at.stored(lambda a: a.entities.named("Mara Voss")) == []
        assert len(listed(at)) == 4


async def test_a_new_name_is_corrected_before_it_is_taken(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("colon")
        await at.type("entity suggested")
        await at.press("enter", "e")
        form = at.app.screen
        assert isinstance(form, EntityForm)
        await at.press("tab", "right", "enter")
        (voss,) = at.stored(lambda a: a.entities.named("Mara Voss"))
        assert voss.type == "organisation", "the one after person"
        await at.press("e")
        await at.type("x")
        assert not isinstance(at.app.screen, SweepScreen)


async def test_looking_for_names_is_a_job(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def start(arguments: list[str], tell: Tell, done: Done | None) -> None:
        started.append(arguments)
        tell("", "entity suggest done", False)

    monkeypatch.setattr("archive.entities.spacy_names.find_spec", lambda name: name)
    async with desk(folder) as at:
        monkeypatch.setattr(at.app.session.jobs, "start", start)
        await at.press("colon")
        await at.type("entity suggest")
        await at.press("enter")
        await at.press("v", "colon")
        await at.type("entity suggest")
        await at.press("enter")
        first = at.library.listing.rows(0, 1)[0].id
        await at.press("enter", "colon")
        await at.type("entity suggest")
        await at.press("enter")
        opened = at.article.article_id
    assert started == [
        ["entity suggest", "--all"],
        ["entity suggest", "--", first],
        ["entity suggest", "--", opened],
    ]


async def test_without_spacy_it_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.entities.spacy_names.find_spec", lambda name: None)
    async with desk(folder, size=(160, 30)) as at:
        await at.press("colon")
        await at.type("entity suggest")
        await at.press("enter")
        assert "pip install '.[nlp]'" in at.said
