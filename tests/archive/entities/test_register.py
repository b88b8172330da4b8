"""The register: names, relations, counts, and what is refused."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.entities.checks import MOST_ALIASES
from archive.entities.tables import take
from archive.errors import NotFound, UsageError
from archive.model import NOT_SAME, Alias, Span
from tests.make import add_article


def test_aliases_come_and_go_with_their_rules(archive: Archive) -> None:
    meta = archive.entities.create("Meta Platforms", "organisation")
    archive.entities.add_alias(meta.id, Alias("Meta", "EN-us", True, "csv"))
    archive.entities.add_alias(meta.id, "Facebook")
    entity = archive.entities.add_alias(meta.id, Alias("Meta", "en", False))
    kept = Alias("Meta", "en", False, "csv")
    assert entity.aliases == (Alias("Facebook"), kept)
    assert archive.entities.remove_alias(meta.id, "facebook").aliases == (kept,)
    assert archive.entities.named("facebook") == []
    with pytest.raises(NotFound, match="no alias"):
        archive.entities.remove_alias(meta.id, "Facebook")
    archive.history.undo()
    assert archive.entities.named("facebook") == [archive.entities.get(meta.id)]


def test_a_renamed_entity_is_still_found_by_its_former_name(archive: Archive) -> None:
    made = archive.entities.create("Twitter", "organisation")
    renamed = archive.entities.rename(made.id, "X Corp")
    assert renamed.aliases == (Alias("Twitter", origin="renamed"),)
    assert archive.entities.rename(made.id, "Twitter").aliases == (
        Alias("X Corp", origin="renamed"),
    )
    assert archive.entities.rename(made.id, "X Corp", keep=False).aliases == ()


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("…!?", "neither a letter nor a figure"),
        ("\u200f\u202e", "neither a letter nor a figure"),
        ("R", "found everywhere"),
        ("é", "found everywhere"),
        ("x" * 301, "too long"),
    ],
)
def test_what_is_no_name_is_refused(archive: Archive, form: str, says: str) -> None:
    made = archive.entities.create("The R language")
    with pytest.raises(UsageError, match=says):
        archive.entities.add_alias(made.id, form)
    assert archive.entities.get(made.id) == made


def test_odd_names_are_kept_on_one_line_without_controls(archive: Archive) -> None:
    made = archive.entities.create("<b>Evil</b>\nCorp \x1b[31mred\x1b]0;x\x07 o\x07r", "other")
    assert made.name == "<b>Evil</b> Corp red o\ufffdr"
    bad = archive.entities.rename(made.id, "Bad\ufffd[1;31m Corp\ufffd", keep=False)
    assert bad.name == "Bad Corp\ufffd"
    assert archive.entities.add_alias(made.id, Alias("R", None, True)).aliases[0].form == "R"
    assert archive.entities.add_alias(made.id, "深").aliases[1].form == "深"


def test_an_alias_is_written_otherwise_in_its_place(archive: Archive) -> None:
    made = archive.entities.create("Meta", aliases=[Alias("FB", origin="csv"), "Facebook"])
    changed = archive.entities.change_alias(made.id, "FB", Alias("F.B.", "en", True))
    assert changed.aliases == (Alias("F.B.", "en", True, "csv"), Alias("Facebook"))
    assert archive.entities.change_alias(made.id, "F.B.", Alias("Facebook", "fr")).aliases == (
        Alias("Facebook", "fr", False, "csv"),
    )
    again = archive.entities.add_alias(made.id, Alias("Facebook", "de"))
    assert again.aliases == (Alias("Facebook", "de", False, "csv"),), "its origin stays"
    assert archive.entities.change_alias(made.id, "Facebook", Alias("Meta")).aliases == ()
    with pytest.raises(NotFound):
        archive.entities.change_alias(made.id, "Facebook", Alias("X1"))


def test_there_is_an_end_to_aliases(archive: Archive) -> None:
    made = archive.entities.create("Many")
    many = [f"Alias {number}" for number in range(MOST_ALIASES)]
    archive.entities.edit(made.id, aliases=many)
    with pytest.raises(UsageError, match="too many"):
        archive.entities.add_alias(made.id, "One more")
    with pytest.raises(UsageError, match="too many"):
        archive.entities.edit(made.id, aliases=[f"Alias {number}" for number in range(10_000)])
    assert len(archive.entities.get(made.id).aliases) == MOST_ALIASES


def test_a_long_table_is_one_step_and_keeps_what_was_taken_when_stopped(archive: Archive) -> None:
    table = "name\n" + "".join(f"Maker {number}\n" for number in range(250))
    told: list[tuple[int, int]] = []
    taken = take(
        archive.store,
        archive.actor,
        table,
        progress=lambda done, total: told.append((done, total)),
        cancelled=lambda: len(told) == 2,
    )
    assert told == [(101, 252), (201, 252)]
    assert taken.count("new") == len(archive.entities.all()) == 200
    rest = take(archive.store, archive.actor, table)
    assert (rest.count("new"), rest.count("unchanged")) == (50, 200)
    assert archive.history.undo().summary.startswith("undo: entities from a table: 50 new")
    archive.history.undo()
    assert archive.entities.all() == [], "each import is one step"


def test_a_table_adds_no_name_that_is_answered_to_already(archive: Archive) -> None:
    part = archive.entities
    made = part.create("Facebook", aliases=[Alias("Meta Platforms", "en"), Alias("IT", None, True)])
    table = (
        "name,aliases\nfacebook,\nFACEBOOK,FaceBook | Meta  platforms | META PLATFORMS {en}\n"
        "fácebook,\nMeta Platforms,facebook | It {=} | Meta Platforms {fr}\n"
    )
    taken = take(archive.store, archive.actor, table)
    assert [row.outcome for row in taken.rows] == ["unchanged"] * 2 + ["changed"] * 2
    told = [(a.form, a.language, a.case_sensitive) for a in part.get(made.id).aliases]
    assert told == [
        ("Meta Platforms", "en", False),
        ("IT", None, True),
        ("fácebook", None, False),
        ("facebook", None, False),  # a further name without capitals is found in more places
        ("It", None, True),
        ("Meta Platforms", "fr", False),
    ]
    again = take(archive.store, archive.actor, table)
    assert again.count("unchanged") == 4


def test_a_relation_loses_its_dates_and_note_on_purpose_only(archive: Archive) -> None:
    part = archive.entities
    one, two = part.create("One"), part.create("Two")
    part.relate(one.id, "owns", two.id, since="2018", until="2020", note="all")
    kept = part.relate(one.id, "owns", two.id)
    assert (str(kept.since), str(kept.until), kept.note) == ("2018", "2020", "all")
    bare = part.relate(one.id, "owns", two.id, since="", note="")
    assert (bare.since, str(bare.until), bare.note) == (None, "2020", "")


def test_two_entities_may_have_one_alias(archive: Archive, article: str) -> None:
    company = archive.entities.create("Apple", "organisation", aliases=["AAPL"])
    fruit = archive.entities.create("Apple", "other", aliases=["pomme", "AAPL"])
    archive.entities.tag(article, Span(0, 8), entity=fruit.id)
    assert [e.id for e in archive.entities.named("aapl")] == [fruit.id, company.id]


def test_relations_have_dates_and_read_from_both_sides(archive: Archive) -> None:
    part = archive.entities
    msft, github, gitlab = (part.create(n) for n in ("Microsoft", "GitHub", "GitLab"))
    owns = part.relate(msft.id, "Owns", github.id, since="2018-10", note="all of it")
    assert (owns.kind, str(owns.since), owns.seen_from(github.id)) == (
        "owns",
        "2018-10",
        "owned by",
    )
    again = part.relate(msft.id, "owns", github.id, until="2030")
    assert (again.id, str(again.since), str(again.until), again.note) == (
        owns.id,
        "2018-10",
        "2030",
        "all of it",
    )
    rivals = part.relate(github.id, "competes with", gitlab.id)
    assert part.relate(gitlab.id, "competes with", github.id).id == rivals.id, "one relation"
    assert part.relate(github.id, "owns", msft.id).id != owns.id
    own = part.relate(gitlab.id, "grew out of", github.id)
    assert own.seen_from(github.id) == "← grew out of"
    assert {r.kind for r in part.relations(gitlab.id)} == {"competes with", "grew out of"}
    part.unrelate(own.id)
    with pytest.raises(NotFound):
        part.unrelate(own.id)


@pytest.mark.parametrize(
    "dates", [{"since": "soon"}, {"since": "2025-02-30"}, {"since": "2025", "until": "2024-12-31"}]
)
def test_dates_that_cannot_be_are_refused(archive: Archive, dates: dict[str, str]) -> None:
    one, two = archive.entities.create("One"), archive.entities.create("Two")
    with pytest.raises(UsageError):
        archive.entities.relate(one.id, "owns", two.id, **dates)
    assert archive.entities.relations(one.id) == []


def test_nothing_is_related_to_itself(archive: Archive) -> None:
    one, two = archive.entities.create("One"), archive.entities.create("Two")
    archive.entities.merge(one.id, [two.id])
    with pytest.raises(UsageError, match="related to itself"):
        archive.entities.relate(one.id, NOT_SAME, two.id)


def test_own_types_come_after_the_usual_ones_by_use(archive: Archive) -> None:
    for name, type in (("A1", "Chip"), ("B1", "Standard"), ("C1", "standard"), ("D1", "person")):
        archive.entities.create(name, type)
    assert archive.entities.types()[-2:] == ["standard", "chip"]


def test_the_register_counts_mentions_articles_and_claims(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    one, _ = archive.entities.tag(article, Span(0, 8), name="DeepSeek")
    archive.entities.tag(other, Span(0, 8), entity=one.id)
    archive.entities.tag(other, Span(9, 20), entity=one.id)
    two = archive.entities.create("Altman")
    said, _ = archive.claims.add(article, Span(0, 24))
    archive.claims.edit(said.id, claimant=two.id)
    rows = {
        row.entity.name: (row.mentions, row.articles, row.claims)
        for row in archive.entities.register()
    }
    assert rows == {"Altman": (0, 0, 1), "DeepSeek": (3, 2, 1)}
    assert [row.entity.name for row in archive.entities.register("deep")] == ["DeepSeek"]
    assert archive.entities.claims(one.id) == archive.entities.claims(two.id) == [said.id]


def test_a_concordance_is_by_date_and_names_the_place(archive: Archive, article: str) -> None:
    older = add_article(archive, "Older", published="2024")
    undated = add_article(archive, "Undated")
    entity, _ = archive.entities.tag(undated, Span(0, 8), name="DeepSeek")
    for each in (article, older):
        archive.entities.tag(each, Span(0, 8), entity=entity.id)
    places = archive.entities.places(entity.id)
    assert [place.title for place in places] == ["Older", "First", "Undated"]
    assert (places[0].before, places[0].exact, places[0].start) == ("", "DeepSeek", 0)
    assert places[0].after.startswith(" a présenté R1.")


def test_who_appears_with_whom(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    one, _ = archive.entities.tag(article, Span(0, 8), name="DeepSeek")
    two, _ = archive.entities.tag(article, Span(75, 81), name="OpenAI")
    three, _ = archive.entities.tag(article, Span(9, 20), name="Altman")
    archive.entities.tag(other, Span(0, 8), entity=one.id)
    archive.entities.tag(other, Span(9, 20), entity=three.id)
    assert [(e.name, n) for e, n in archive.entities.together(one.id)] == [
        ("Altman", 2),
        ("OpenAI", 1),
    ]
    assert len(archive.entities.together(two.id, 1)) == 1
