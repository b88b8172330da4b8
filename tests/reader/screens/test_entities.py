"""The register, an entity's card, sweeps and duplicates, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from archive.core import open_archive
from archive.entities.sweep import Decision
from archive.model import NOT_SAME, Alias, Entity, PartialDate, Place
from reader.screens.article import ArticleScreen
from reader.screens.entity_card import EntityCard, over_time
from reader.screens.help import PageLines
from reader.screens.pairs import PairsScreen
from reader.screens.register import RegisterScreen
from reader.screens.sweeping import SweepScreen
from reader.widgets.forms import Choice, OfferList
from reader.widgets.mark_forms import EntityForm
from tests.reader.archives import incoming, make_archive
from tests.reader.screens.harness import Desk, desk

TEXT = "Apple sells. An apple fell on Apple.\n\nApple Music, d’Apple and Appel Inc."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with an article on Apple and four entities, none of them mentioned."""
    made = make_archive(tmp_path / "news")
    with open_archive(made) as archive:
        with archive.intake.open("import") as door:
            door.put([incoming("apple", "On Apple", TEXT, date="2026-01-05")])
        for name, type in (
            ("Apple", "organisation"),
            ("Appel Inc", "organisation"),
            ("Apple Music", "product"),
            ("Tim Cook", "person"),
        ):
            archive.entities.create(name, type)
    return made


def listed(at: Desk) -> list[str]:
    """The lines of the list on top, less blanks at their ends."""
    screen = at.app.screen
    assert isinstance(screen, RegisterScreen | EntityCard | SweepScreen | PairsScreen)
    return [" ".join(line.split()) for line in at.lines(screen.pane) if line.strip()]


async def job_told(at: Desk) -> str:
    """What is said of a job when it has ended."""
    while at.app.session.jobs.running:
        await at.pilot.pause()
    await at.settle()
    return at.said


async def test_the_register_lists_sorts_groups_and_filters(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("E")
        assert listed(at)[1:] == [
            "▸ organisation Appel Inc 0 0 0",
            "organisation Apple 0 0 0",
            "product Apple Music 0 0 0",
            "person Tim Cook 0 0 0",
        ]
        await at.press("b")
        assert [line for line in listed(at) if line[-2:] in (" 1", " 2")] == [
            "organisation 2",
            "person 1",
            "product 1",
        ]
        await at.press("b", "slash", "c", "o", "o", "enter")
        assert listed(at)[1:] == ["▸ person Tim Cook 0 0 0"]
        await at.press("escape", "f")
        assert at.said == "Only organisation" and len(listed(at)) == 3
        await at.press("escape", "escape")
        assert at.app.screen is at.library


async def test_entities_are_merged_renamed_and_taken_back(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("E", "m")
        assert "Select with Space" in at.said
        await at.press("space", "m")
        assert at.said == "Appel Inc merged into Apple. u takes it back."
        assert [e.name for e in at.stored(lambda a: a.entities.all())] == [
            "Apple",
            "Apple Music",
            "Tim Cook",
        ]
        await at.press("u")
        assert len(listed(at)) == 5
        await at.press("e", "space", "C", "o", "enter")
        assert "Apple Co" in [e.name for e in at.stored(lambda a: a.entities.all())]
        await at.press("t")
        await at.type("shop")
        await at.press("enter")
        assert at.stored(lambda a: a.entities.named("Apple Co")[0].type) == "shop"
        await at.press("d", "y")
        assert at.stored(lambda a: a.entities.named("Apple Co")) == []


async def test_a_sweep_is_reviewed_by_keys(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("E", "j", "E")
        assert isinstance(at.app.screen, SweepScreen)
        assert [line.split()[0] for line in listed(at)] == ["On", "▸", "Apple", "Apple"]
        await at.press("a")
        assert at.said == "1 marked. u takes it back."
        await at.press("x")
        assert at.said == "1 rejected. u takes it back."
        await at.press("space")
        assert listed(at) == []
        assert len(at.stored(lambda a: a.entities.mentions(a.entities.named("Apple")[0].id))) == 1
        await at.press("u")
        assert len(listed(at)) == 2, "the rejected passage is there again, the skipped one is not"
        await at.press("q", "E")
        assert len(listed(at)) == 3
        await at.press("A")
        assert at.said == "2 marked. u takes it back." and listed(at) == []


async def test_a_sweep_in_an_article_is_of_all_names_or_of_the_one_under_the_caret(
    folder: Path,
) -> None:
    async with desk(folder) as at:
        await at.press("enter", "E")
        assert isinstance(at.app.screen, SweepScreen)
        assert len(listed(at)) == 6
        await at.press("j", "enter")
        assert isinstance(at.app.screen, ArticleScreen)
        assert at.app.screen.view.caret == TEXT.index("Apple.")
        await at.press("q", "asterisk", "y")
        assert at.said == "5 marked. u takes it back."
        await at.press("q")
        assert len(at.article.view.marks) == 5
        await at.press("u")
        assert not at.article.view.marks
        at.article.view.caret = TEXT.index("fell")
        await at.press("v", "i", "w", "E")
        await at.press("enter")
        assert isinstance(at.app.screen, SweepScreen)
        assert at.stored(lambda a: a.entities.named("fell")) != []


async def test_a_sweep_is_of_the_articles_found_or_selected_and_widens(folder: Path) -> None:
    with open_archive(folder) as archive:
        archive.entities.create("OpenAI", "organisation")
    async with desk(folder) as at:
        await at.press("slash")
        await at.type("critiques")
        await at.press("enter", "colon")
        await at.type("entity sweep")
        await at.press("enter")
        assert listed(at)[0] == "L’œuvre d’OpenAI expliquée Le Courrier 2025-02"
        assert len(listed(at)) == 2
        await at.press("w")
        assert len(listed(at)) == 10
        await at.press("w")
        assert at.said == "All articles are looked through."


async def test_another_entity_is_chosen_for_a_passage(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter", "E", "e")
        await at.type("tim")
        await at.press("enter")
        cook = at.stored(lambda a: a.entities.mentions(a.entities.named("Tim Cook")[0].id))
        assert [mark.exact for mark in cook] == ["Apple"]


async def test_of_two_entities_of_one_name_the_one_meant_is_chosen(folder: Path) -> None:
    with open_archive(folder) as archive:
        archive.entities.create("Tim Cook", "organisation", description="A firm of\ncooks.")
        cooks = archive.entities.named("Tim Cook")
    async with desk(folder) as at:
        await at.press("enter", "E", "e")
        await at.type("tim")
        offers = at.app.screen.query_one(OfferList).offers
        assert [offer.text for offer in offers] == ["Tim Cook", "Tim Cook"]
        firm = next(n for n, offer in enumerate(offers) if offer.detail.startswith("organisation"))
        assert offers[firm].detail.endswith(" · A firm of cooks.")
        await at.press(*["down"] * firm, "enter")
        (mark,) = at.stored(lambda a: a.entities.mentions(offers[firm].taken))
        assert mark.exact == "Apple"
        await at.press("colon")
        await at.type("sweep other Tim Cook")
        await at.press("enter")
        assert all(f"{cook.id} ({cook.type})" in at.said for cook in cooks)
        await at.press("q", "q", "E", "m")
        await at.press("colon")
        await at.type("entity relate owns Tim Cook")
        await at.press("enter")
        assert at.said.startswith("Several entities are called 'Tim Cook': ")


async def test_a_relation_gets_dates_and_a_note_on_the_card(folder: Path) -> None:
    async with desk(folder, size=(110, 40)) as at:
        await at.press("E", "j", "enter", "r")
        await at.type("owns")
        await at.press("enter")
        await at.type("apple music 2015-06.. all of it")
        await at.press("enter")
        assert listed(at)[1] == "▸ owns Apple Music 2015-06 – all of it"
        await at.press("n")
        assert at.app.screen.query_one(Input).value == "2015-06.. all of it"
        at.app.screen.query_one(Input).value = "..2024-02 sold"
        await at.press("enter")
        assert listed(at)[1] == "▸ owns Apple Music – 2024-02 sold"
        await at.press("n")
        at.app.screen.query_one(Input).value = "only a note"
        await at.press("enter")
        assert listed(at)[1] == "▸ owns Apple Music only a note"
        await at.press("u")
        assert listed(at)[1] == "▸ owns Apple Music – 2024-02 sold"


async def test_the_card_shows_all_and_leads_everywhere(folder: Path) -> None:
    with open_archive(folder) as archive:
        apple, cook = (archive.entities.named(name)[0].id for name in ("Apple", "Tim Cook"))
        article = archive.articles.ids()[0]
        found = [f for those in archive.sweeps.over([article]) for f in those]
        archive.sweeps.decide(Decision(f, f.entity) for f in found)
        archive.entities.relate(cook, "works for", apple, since="1998")
        archive.entities.add_alias(apple, "AAPL")
    async with desk(folder, size=(110, 40)) as at:
        await at.press("E", "j", "enter")
        lines = listed(at)
        assert lines[:2] == ["Names and identifiers", "▸ AAPL"]
        assert lines[2:4] == ["Relations", "employs Tim Cook 1998 –"]
        assert "Appears with" in lines and "Appel Inc 1 article" in lines
        assert lines[-3].startswith("2026-01-05") and "Apple sells. An apple" in lines[-3]
        await at.press("j", "enter")
        assert isinstance(at.app.screen, EntityCard)
        assert at.app.screen.entity_meant().name == "Tim Cook"
        await at.press("q", "G", "enter")
        assert isinstance(at.app.screen, ArticleScreen)
        assert at.app.screen.view.caret == TEXT.index("d’Apple") + 2
        await at.press("q", "g", "g", "x")
        assert at.said.startswith("AAPL is no longer a name")
        await at.press("a", "equals_sign", "A", "P", "enter")
        (alias,) = at.stored(lambda a: a.entities.get(apple).aliases)
        assert (alias.form, alias.case_sensitive) == ("AP", True)


async def test_a_card_is_filled_in_by_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)

    def stored(at: Desk) -> Entity:
        return at.stored(lambda a: a.entities.named("Apple")[0])

    async with desk(folder, size=(110, 40)) as at:
        await at.press("E", "j", "enter", "a")
        await at.type("Pomme {fr =}")
        await at.press("enter")
        assert stored(at).aliases == (Alias("Pomme", "fr", True),)
        assert listed(at)[1] == "▸ Pomme (fr, as written)"
        await at.press("enter")
        assert at.app.screen.query_one(Input).value == "Pomme {fr =}"
        for _ in range(len(" {fr =}")):
            await at.press("backspace")
        await at.type("s {en}")
        await at.press("enter")
        assert stored(at).aliases == (Alias("Pommes", "en"),)
        await at.press("u")
        assert stored(at).aliases == (Alias("Pomme", "fr", True),)
        await at.press("i")
        await at.type("wikidata:Q312 | domain:apple.com")
        await at.press("enter")
        assert stored(at).identifiers == (("wikidata", "Q312"), ("domain", "apple.com"))
        await at.press("j", "x")
        assert stored(at).identifiers == (("domain", "apple.com"),)
        await at.press("n")
        await at.type("Makes phones.")
        await at.press("enter")
        assert stored(at).description == "Makes phones."
        await at.press("r")
        await at.type("owns")
        await at.press("enter")
        await at.type("apple music 2015-06..")
        await at.press("enter")
        (relation,) = at.stored(lambda a: a.entities.relations(stored(at).id))
        assert (relation.kind, str(relation.since), relation.until) == ("owns", "2015-06", None)
        await at.press("r")
        await at.type("owns")
        await at.press("enter")
        await at.type("apple music 2015-13..2014")
        await at.press("enter")
        assert "2015-13" in at.said
        assert at.stored(lambda a: a.entities.relations(stored(at).id)) == [relation]
        await at.press("a")
        await at.type("x{zzzz}")
        await at.press("enter", "a")
        await at.type("!!")
        await at.press("enter")
        assert "is no name" in at.said


async def test_the_register_makes_entities_and_takes_and_gives_tables(
    folder: Path, tmp_path: Path
) -> None:
    table = tmp_path / "more.csv"
    table.write_text(
        "name,type,aliases\nRISC-V,standard,\n,x,\nCook,standard,Tim Cook\n!,x,\n",
        encoding="utf-8",
    )
    async with desk(folder, size=(110, 40)) as at:
        await at.press("E", "c")
        await at.type("ibm")
        await at.press("down", "enter")
        assert isinstance(at.app.screen, EntityCard)
        assert at.app.screen.entity_meant().identifiers == (("wikidata", "Q37156"),)
        await at.press("q", "c")
        await at.type("ibm")
        await at.press("enter")
        assert isinstance(at.app.screen, EntityCard)
        assert len(at.stored(lambda a: a.entities.all())) == 5, "the one that is there"
        await at.press("q", "c")
        await at.type("Anna Cook")
        await at.press("enter")
        assert isinstance(at.app.screen, EntityCard)
        assert at.app.screen.entity_meant().type == "person", "as Tim Cook is"
        await at.press("q", "colon")
        await at.type(f"entity import {table}")
        await at.press("enter")
        while at.app.session.jobs.running:
            await at.pilot.pause()
        await at.settle()
        lines = [" ".join(line.split()) for line in at.lines(at.app.screen.query_one(PageLines))]
        assert lines[:3] == [
            "Not taken 2 lines",
            "line 3 An entity's name cannot be empty.",
            "line 5 '!' is no name: it has neither a letter nor a figure. Write the name",
        ]
        assert lines[3:5] == ["out.", "Shared names 1 line"]
        assert (
            lines[5].startswith("line 4 Cook (e-") and " shares one with Tim Cook (e-" in lines[5]
        )
        await at.press("j", "escape")
        assert at.said == (
            "entity import done: 2 new, 2 skipped, 1 shared name"
            " (more.csv, line 3: An entity's name cannot be empty., …)"
        )
        assert any("standard" in line and "RISC-V" in line for line in listed(at))
        await at.press("colon")
        await at.type(f"entity import {tmp_path}/none.csv")
        await at.press("enter")
        assert "Cannot read" in await job_told(at)
        await at.press("f", "f", "f", "f", "colon")
        await at.type(f"entities save {tmp_path}/out.csv")
        await at.press("enter")
        assert at.said == "2 entities written to out.csv"
        assert "RISC-V,standard" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        await at.press("colon")
        await at.type(f"entities save {table}")
        await at.press("enter", "n")
        assert table.read_text(encoding="utf-8").startswith("name,type")
        await at.press("colon")
        await at.type(f"entities save {tmp_path}/no/such.csv")
        await at.press("enter")
        assert at.said.startswith("Cannot write")


async def test_mentions_are_split_off_and_merged_again(folder: Path) -> None:
    with open_archive(folder) as archive:
        apple = archive.entities.named("Apple")[0].id
        found = [f for those in archive.sweeps.over(None, entities=[apple]) for f in those]
        archive.sweeps.decide(Decision(f, f.entity) for f in found)
    async with desk(folder, size=(110, 40)) as at:
        await at.press("E", "j", "enter", "G", "space", "s")
        await at.type("Pomme")
        await at.press("enter")
        assert at.said == "Pomme split from Apple. u takes it back."
        assert len(at.stored(lambda a: a.entities.mentions(apple))) == 2
        await at.press("g", "g", "x", "m")
        await at.type("pomme")
        await at.press("enter")
        assert at.said == "Pomme merged into Apple. u takes it back."
        assert len(at.stored(lambda a: a.entities.mentions(apple))) == 3


async def test_another_entity_is_taken_as_it_is_offered_or_asked_for_again(folder: Path) -> None:
    with open_archive(folder) as archive:
        apple, music = (archive.entities.named(name)[0] for name in ("Apple", "Apple Music"))
        face = archive.entities.create("APPLE")
        archive.entities.merge(music.id, [face.id])
        cook = archive.entities.named("Tim Cook")[0]
        archive.entities.merge(cook.id, [music.id])
    async with desk(folder, size=(110, 40)) as at:
        await at.press("E", "j", "enter", "m")
        await at.type("nobody")
        await at.press("enter")
        assert "No entity is called 'nobody'." in str(at.app.screen.query_one("#problem").render())
        at.app.screen.query_one(Input).value = "coo"
        await at.press("enter")
        assert at.said == "Tim Cook merged into Apple. u takes it back."
        await at.press("s")
        offers = [(o.text, o.taken) for o in at.app.screen.query_one(OfferList).offers]
        assert ("APPLE", face.id) in offers and ("Apple Music", music.id) in offers
        await at.press(*["down"] * offers.index(("APPLE", face.id)), "enter")
        assert at.said == "APPLE split from Apple. u takes it back."
        assert at.stored(lambda a: a.entities.get(face.id).name) == "APPLE"
        await at.press("u", "u", "r")
        await at.type("owns")
        await at.press("enter")
        await at.type("coo 2015..2016 half of it")
        await at.press("enter")
        (relation,) = at.stored(lambda a: a.entities.relations(apple.id))
        told = (relation.target, str(relation.since), str(relation.until), relation.note)
        assert told == (cook.id, "2015", "2016", "half of it")


async def test_duplicates_are_merged_or_told_apart(folder: Path) -> None:
    async with desk(folder, size=(120, 30)) as at:
        await at.press("E", "D")
        assert "differ by" in listed(at)[0]
        await at.press("o", "a")
        assert at.said.endswith(". u takes it back.")
        await at.press("u", "x")
        assert at.said.endswith("are not the same. u takes it back.")
        kinds = at.stored(lambda a: [r.kind for r in a.store.register.relations()])
        assert kinds == [NOT_SAME]


async def test_an_entity_deleted_elsewhere_closes_its_card(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("E", "enter")
        assert isinstance(at.app.screen, EntityCard)
        id = at.app.screen.entity_meant().id
        with open_archive(folder) as archive:
            archive.entities.delete(id)
        await at.app.look_for_changes()
        await at.settle()
        assert isinstance(at.app.screen, RegisterScreen)
        assert at.said == "Appel Inc is no longer there."
        assert "Appel Inc" not in " ".join(listed(at))
        await at.press("enter", "d", "y")
        assert isinstance(at.app.screen, RegisterScreen)
        assert at.said == "Apple deleted. u takes it back."


async def test_an_entity_deleted_elsewhere_empties_its_sweep(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("E", "j", "E")
        assert len(listed(at)) == 4
        with open_archive(folder) as archive:
            archive.entities.delete(archive.entities.named("Apple")[0].id)
        await at.app.look_for_changes()
        await at.settle()
        assert listed(at) == [] and at.said == "The entity looked for is no longer there."
        with open_archive(folder) as archive:
            archive.history.undo()
        await at.app.look_for_changes()
        await at.settle()
        assert len(listed(at)) == 4


async def test_new_articles_wait_in_the_register(folder: Path) -> None:
    with open_archive(folder) as archive:
        archive.sweeps.sweep_new()
    async with desk(folder) as at:
        await at.press("E", "n")
        assert isinstance(at.app.screen, SweepScreen)
        await at.press("A")
        await at.press("q", "n")
        assert at.said.startswith("No new article waits")


def test_mentions_over_time_are_a_line_of_bars() -> None:
    def places(*days: str | None) -> list[Place]:
        dates = [None if day is None else PartialDate.parse(day) for day in days]
        return [Place("m-1", "a", 0, "", "x", "", "", date, True) for date in dates]

    assert over_time([]) == over_time(places(None)) == ""
    assert over_time(places("2025-01-03")) == "2025-01"
    months = places("2025-01-03", "2025-03", "2025-03", "2025-04-30", None)
    assert over_time(months) == "2025-01 ▄ █▄ 2025-04"
    assert over_time(places("2010", "2025-01", "2025")) == "2010 ▄              █ 2025"


async def test_the_form_offers_well_known_names_and_presets_the_type(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("enter", "v", "i", "w", "e")
        form = at.app.screen
        assert isinstance(form, EntityForm)
        for _ in range(len("Apple")):
            await at.press("backspace")
        await at.type("Bill Cook")
        assert form.query_one(Choice).value == "person", "as Tim Cook is"
        for _ in range(len(" Cook")):
            await at.press("backspace")
        names = [offer.text for offer in form.query_one(OfferList).offers]
        assert names == ["new: Bill", "Bill Gates"]
        await at.press("down", "enter")
        gates = at.stored(lambda a: a.entities.named("Bill Gates")[0])
        assert (gates.type, gates.identifiers) == ("person", (("wikidata", "Q5284"),))
        assert at.said == "Tagged as Bill Gates. u takes it back."


async def test_a_type_of_the_users_own_is_offered(folder: Path) -> None:
    with open_archive(folder) as archive:
        archive.entities.create("RISC-V", "standard")
    async with desk(folder) as at:
        await at.press("enter", "v", "i", "w", "e")
        await at.press("tab", "s")
        assert at.app.screen.query_one(Choice).value == "standard"


async def test_a_name_that_another_has_is_said_and_asked_about(folder: Path) -> None:
    async with desk(folder) as at:
        await at.press("E", "colon")
        await at.type("entity create Apple")
        await at.press("enter")
        question = str(at.app.screen.query_one(Static).render())
        assert question == "Apple (organisation) has that name. Make another?"
        await at.press("n")
        assert len(at.stored(lambda a: a.entities.named("Apple"))) == 1
        await at.press("G", "colon")
        await at.type("entity alias add Apple")
        await at.press("enter")
        assert "though it is a name of Apple (organisation) too" in at.said
        await at.press("E", "asterisk")
        assert "accepted one by one" in at.said
        assert listed(at)[1].startswith("▸ Tim Cook +1")
        await at.press("a")
        assert at.said == "1 marked. u takes it back."
