"""The starter list and what is preset for a new name."""

from __future__ import annotations

import re

from archive.core import Archive
from archive.entities.starter import ORIGIN, known, suggest
from archive.model import ENTITY_TYPES, Alias, Span


def test_the_list_is_sound() -> None:
    names = [each.name for each in known()]
    assert len(names) == len(set(names)) > 80
    ids = [value for each in known() for _, value in each.identifiers]
    assert len(ids) == len(set(ids)) > 45
    assert all(re.fullmatch(r"Q[1-9]\d*", id) for id in ids)
    assert {each.type for each in known()} <= set(ENTITY_TYPES)


def test_it_suggests_by_any_name_and_word() -> None:
    assert [each.name for each in suggest("zucker", 5)] == ["Mark Zuckerberg"]
    assert [each.name for each in suggest("advanced micro", 5)] == ["AMD"]
    assert suggest("meta", 1)[0].aliases == (Alias("Meta Platforms", None, True, ORIGIN),)
    assert suggest(" ", 5) == [] and len(suggest("a", 3)) == 3


def test_nothing_of_it_is_in_an_archive_until_taken(archive: Archive, article: str) -> None:
    assert archive.entities.all() == []
    one = suggest("nvidia", 1)[0]
    details = {"aliases": one.aliases, "identifiers": one.identifiers}
    made, _ = archive.entities.tag(
        article, Span(0, 8), name=one.name, type=one.type, details=details
    )
    assert archive.entities.get(made.id) == made
    assert made.identifiers == (("wikidata", "Q182477"),)
    assert [alias.origin for alias in made.aliases] == [ORIGIN]
    again, _ = archive.entities.tag(
        article, Span(9, 20), name="Nvidia", details={"aliases": ["N2"]}
    )
    assert again.aliases == made.aliases, "only one that has to be made gets them"
    for _ in range(2):
        archive.history.undo()
    assert archive.entities.all() == []


def test_the_type_of_a_similar_name_is_likely(archive: Archive) -> None:
    assert archive.entities.likely_type("Mistral AI") is None
    archive.entities.create("Scale AI Labs", "organisation")
    archive.entities.create("Sam Altman", "person")
    assert archive.entities.likely_type("Jack Altman") == "person"
    assert archive.entities.likely_type("Other Labs") == "organisation"
    assert archive.entities.likely_type("a b") is None
