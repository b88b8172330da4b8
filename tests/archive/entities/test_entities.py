"""Entities: found by any of their names, or made."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Alias, Motivation, Span
from tests.make import add_article, span_of


def names(archive: Archive, prefix: str, limit: int = 8) -> list[str]:
    return [entity.name for entity in archive.entities.suggest(prefix, limit)]


def test_an_entity_is_made_from_the_words_marked(archive: Archive, article: str) -> None:
    entity, mention = archive.entities.tag(
        article, span_of(archive, article, "Sam Altman"), type="Person"
    )
    assert (entity.name, entity.type) == ("Sam Altman", "person")
    assert (mention.motivation, mention.entity) == (Motivation.IDENTIFYING, entity.id)
    assert archive.entities.mentions(entity.id) == [mention]


def test_an_entity_is_found_by_name_without_case_and_accents(
    archive: Archive, article: str
) -> None:
    made, _ = archive.entities.tag(article, Span(0, 8), name="L’Œuvre d’Été")
    found, _ = archive.entities.tag(article, Span(75, 81), name="l'oeuvre  d'ete", type="work")
    assert found.id == made.id
    assert len(archive.entities.all()) == 1


def test_an_entity_is_found_by_its_aliases(archive: Archive, article: str) -> None:
    made, _ = archive.entities.tag(article, Span(0, 8), name="Meta Platforms")
    archive.entities.edit(made.id, aliases=["Facebook", Alias("Meta", None, True)])
    assert archive.entities.named("FACEBOOK")[0].id == made.id
    assert archive.entities.named("Meta")[0].id == made.id
    assert archive.entities.named("meta") == []


def test_among_namesakes_the_type_asked_for_comes_first(archive: Archive, article: str) -> None:
    apple, _ = archive.entities.tag(article, Span(0, 8), name="Apple", type="organisation")
    other, _ = archive.entities.tag(article, Span(9, 20), name="Pomme", type="product")
    archive.entities.edit(other.id, name="Apple")
    found, _ = archive.entities.tag(article, Span(21, 27), name="apple", type="product")
    assert found.id == other.id
    archive.entities.tag(article, Span(28, 30), entity=apple.id)
    archive.entities.tag(article, Span(31, 37), entity=apple.id)
    found, _ = archive.entities.tag(article, Span(38, 40), name="apple", type="place")
    assert found.id == apple.id, "else the one mentioned most"


def test_the_same_mention_twice_is_one(archive: Archive, article: str) -> None:
    span = span_of(archive, article, "OpenAI")
    first = archive.entities.tag(article, span)
    last = archive.history.log(1)
    assert archive.entities.tag(article, span) == first
    assert archive.history.log(1) == last


def test_a_mention_may_name_two_entities(archive: Archive, article: str) -> None:
    span = span_of(archive, article, "OpenAI")
    archive.entities.tag(article, span)
    archive.entities.tag(article, span, name="OpenAI Global LLC")
    assert len(archive.annotations.of(article)) == 2


def test_suggestions_begin_a_name_alias_or_word_most_used_first(
    archive: Archive, article: str
) -> None:
    altman, _ = archive.entities.tag(article, Span(0, 8), name="Sam Altman")
    archive.entities.tag(article, Span(9, 20), name="Alphabet")
    archive.entities.tag(article, Span(21, 27), entity=altman.id)
    archive.entities.edit(altman.id, aliases=["Élon’s rival"])
    assert names(archive, "AL") == ["Sam Altman", "Alphabet"]
    assert names(archive, "alt") == ["Sam Altman"]
    assert names(archive, "elon's") == ["Sam Altman"]
    assert names(archive, "", limit=1) == ["Sam Altman"]
    assert names(archive, "%") == names(archive, "_") == names(archive, "ltman") == []


def test_an_entitys_fields_are_edited(archive: Archive, article: str) -> None:
    entity, _ = archive.entities.tag(article, Span(0, 8))
    edited = archive.entities.edit(
        entity.id,
        name=" DeepSeek  AI ",
        type="Organisation",
        aliases=[Alias("深度求索", "zh"), "DeepSeek", "DeepSeek"],
        identifiers=[("wikidata", "Q131577453")],
        description="A lab.",
    )
    assert (edited.name, edited.type, edited.description) == (
        "DeepSeek AI",
        "organisation",
        "A lab.",
    )
    assert edited.aliases == (Alias("深度求索", "zh"), Alias("DeepSeek"))
    assert edited.identifiers == (("wikidata", "Q131577453"),)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"type": ""},
        {"aliases": "one"},
        {"aliases": [3]},
        {"identifiers": [("wikidata",)]},
        {"merged_into": "e-1"},
    ],
)
def test_values_that_make_no_sense_are_refused(
    archive: Archive, article: str, fields: dict[str, object]
) -> None:
    entity, _ = archive.entities.tag(article, Span(0, 8))
    with pytest.raises(UsageError):
        archive.entities.edit(entity.id, **fields)
    assert archive.entities.get(entity.id) == entity


def test_an_entity_that_was_merged_answers_as_the_other(archive: Archive, article: str) -> None:
    kept, _ = archive.entities.tag(article, Span(0, 8), name="OpenAI")
    gone, mention = archive.entities.tag(article, Span(9, 20), name="Open AI")
    archive.entities.merge(kept.id, [gone.id])
    mention = archive.annotations.get(mention.id)
    assert archive.entities.get(gone.id).id == kept.id
    assert [entity.id for entity in archive.entities.all()] == [kept.id]
    assert mention in archive.entities.mentions(kept.id)
    assert archive.entities.named("open ai")[0].id == kept.id
    assert names(archive, "open") == ["OpenAI"]


def test_mentions_come_by_article(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    entity, _ = archive.entities.tag(article, Span(9, 20), name="X")
    archive.entities.tag(other, Span(0, 8), entity=entity.id)
    archive.entities.tag(article, Span(0, 8), entity=entity.id)
    found = [(mark.article, mark.span.start) for mark in archive.entities.mentions(entity.id)]
    assert found == sorted(found)


def test_entities_that_do_not_exist_are_named(archive: Archive, article: str) -> None:
    for call in (archive.entities.get, archive.entities.mentions, archive.entities.edit):
        with pytest.raises(NotFound, match="e-none"):
            call("e-none")
    with pytest.raises(NotFound, match="e-none"):
        archive.entities.tag(article, Span(0, 8), entity="e-none")


def test_a_name_holds_nothing_that_turns_round_what_stands_beside_it(archive: Archive) -> None:
    made = archive.entities.create("Al\u202eta \u2066Labs\u2069", "la\u202eb", aliases=["\u202dAL"])
    assert (made.name, made.type, made.aliases[0].form) == ("Alta Labs", "lab", "AL")


def test_a_name_holds_nothing_unseen_that_would_make_two_of_one(archive: Archive) -> None:
    made = archive.entities.create(
        "Open\u200bAI\ufeff", aliases=["Open\u200dAI Inc\u00ad", "\u200fأبل"]
    )
    assert (made.name, [alias.form for alias in made.aliases]) == ("OpenAI", ["OpenAI Inc", "أبل"])
    assert archive.entities.rename(made.id, "\u2060GPT\u200e\U000e0041").name == "GPT"
    persian = "می\u200cخواهم"
    assert archive.entities.add_alias(made.id, persian).aliases[-1].form == persian, "a spelling"
