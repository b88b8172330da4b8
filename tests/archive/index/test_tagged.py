"""``entity:ID``: the articles that name one entity, or the one which it was merged into."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.index import Index
from archive.model import Span
from tests.make import incoming, put


@pytest.fixture(params=["indexed", "in memory"])
def index(request: pytest.FixtureRequest, archive: Archive) -> Index:
    put(
        archive, incoming("One", "Alta Bay"), incoming("Two", "Beta Bay"), incoming("Three", "Alta")
    )
    made = Index(archive)
    if request.param == "indexed":
        made.update()
    return made


def test_an_id_finds_what_names_the_entity_and_not_its_namesakes(
    archive: Archive, index: Index
) -> None:
    ids = {archive.articles.get(id).title: id for id in archive.articles.ids()}
    alta, _ = archive.entities.tag(ids["One"], Span(0, 4), name="Alta")
    beta, _ = archive.entities.tag(ids["Two"], Span(0, 4), name="Beta")
    namesake = archive.entities.create("Alta")
    archive.entities.tag(ids["Three"], Span(0, 4), entity=namesake.id)
    assert index.search(f"entity:{alta.id}").order == (ids["One"],)
    assert index.search(f"-entity:{alta.id} bay").order == (ids["Two"],)
    archive.entities.merge(alta.id, [beta.id])
    for id in (alta.id, beta.id):
        assert {*index.search(f"entity:{id}").order} == {ids["One"], ids["Two"]}
    assert index.search(f"entity:{beta.id}", typing=True).total == 2
    assert index.search(f"bay entity:{namesake.id}").order == ()


def test_an_id_of_none_is_words_as_any(archive: Archive, index: Index) -> None:
    ids = {archive.articles.get(id).title: id for id in archive.articles.ids()}
    archive.entities.tag(ids["One"], Span(0, 4), name="e-commerce")
    assert index.search("entity:e-commerce").order == (ids["One"],)
    assert index.search("entity:e-0000000x").order == ()


def test_one_that_nothing_names_is_said_to_be_so(archive: Archive, index: Index) -> None:
    lone = archive.entities.create("Lone")
    told = index.search(f"entity:{lone.id}").suggestions
    assert any("Lone is tagged in no article." in one.text for one in told)
