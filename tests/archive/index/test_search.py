"""Searching an archive: totals, order, facets, filters, and strange queries."""

from __future__ import annotations

import json

import pytest

from archive.core import Archive
from archive.errors import QueryError, UsageError
from archive.index import Index
from tests.corpus import corpus_path
from tests.make import incoming, put


@pytest.fixture
def news(archive: Archive) -> dict[str, str]:
    """Four articles; their ids by title."""
    made = [
        incoming(
            "Chips",
            "A chip act. Chips and chips again.",
            language="en",
            outlet="The Wire",
            published="2025-01-20",
            tags=("law",),
        ),
        incoming(
            "Steel",
            "A duty on steel and one chip.",
            language="en",
            outlet="The Wire",
            published="2024",
        ),
        incoming(
            "Puces",
            "La puce manque. Un open source.",
            language="fr",
            outlet="Les Échos",
            published="2025-03",
            tags=("law", "France"),
        ),
        incoming("Undated", "Nothing of note.", authors=("Zoë Müller",)),
    ]
    return dict(zip(("Chips", "Steel", "Puces", "Undated"), put(archive, *made), strict=True))


@pytest.fixture(params=["indexed", "in memory"])
def index(request: pytest.FixtureRequest, archive: Archive, news: dict[str, str]) -> Index:
    """The same answers are wanted from the index and from memory."""
    made = Index(archive)
    if request.param == "indexed":
        made.update()
    return made


def titles(index: Index, news: dict[str, str], query: str, **how: object) -> list[str]:
    names = {id: title for title, id in news.items()}
    return [names[id] for id in index.search(query, **how).order]  # type: ignore[arg-type]


def test_an_empty_query_finds_everything_newest_first(index: Index, news: dict[str, str]) -> None:
    assert titles(index, news, "") == ["Puces", "Chips", "Steel", "Undated"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("date:2025", {"Chips", "Puces"}),
        ("date:2025-01-20", {"Chips"}),
        ("date:2024-05", {"Steel"}),
        ("date:..2024", {"Steel"}),
        ("date:2025-02..2025-03-01", {"Puces"}),
        ("-date:2025", {"Steel", "Undated"}),
        ("date:*", {"Chips", "Steel", "Puces"}),
        ("-date:*", {"Undated"}),
        ("date:*..2024", {"Steel"}),
        ("-added:*", set()),
        ("steel OR date:2025-03", {"Steel", "Puces"}),
        ("outlet:wire", {"Chips", "Steel"}),
        ("outlet:echos", {"Puces"}),
        ("author:muller", {"Undated"}),
        ("muller", {"Undated"}),
        ("tag:france", {"Puces"}),
        ("lang:fr", {"Puces"}),
        ("title:chip", {"Chips"}),
        ("chip -title:chip", {"Steel"}),
        ("is:unread -chip", {"Puces", "Undated"}),
        ("has:claim", set()),
    ],
)
def test_fields_dates_and_states(
    index: Index, news: dict[str, str], query: str, found: set[str]
) -> None:
    assert set(titles(index, news, query)) == found


def test_every_order(index: Index, news: dict[str, str]) -> None:
    assert titles(index, news, "", sort="title", descending=False) == sorted(news)
    assert titles(index, news, "", sort="date", descending=False) == [
        "Steel",
        "Chips",
        "Puces",
        "Undated",
    ]
    assert titles(index, news, "", sort="outlet", descending=False)[0] == "Puces"
    assert len(titles(index, news, "", sort="added")) == 4
    assert titles(index, news, "chip", sort="length", descending=False) == ["Chips", "Steel"]
    with pytest.raises(UsageError):
        index.search("", sort="size")  # type: ignore[arg-type]


def test_best_first_is_where_the_word_stands_in_the_title(
    archive: Archive, news: dict[str, str]
) -> None:
    index = Index(archive)
    index.update()
    assert titles(index, news, "chip") == ["Chips", "Steel"]
    hits = index.search("chip").hits
    assert hits[0].score > hits[1].score
    assert hits[0].fields == ("title", "body")


def test_facets_and_filters_follow_the_query(index: Index, news: dict[str, str]) -> None:
    facets = index.search("chip OR puce").facets
    assert facets.language == (("en", 2), ("fr", 1))
    assert facets.outlet == (("The Wire", 2), ("Les Échos", 1))
    assert facets.year == (("2025", 2), ("2024", 1))
    assert facets.tag == (("law", 2), ("France", 1))
    assert facets.month == (("2025-03", 1), ("2025-01", 1)), "2024 tells no month"
    assert index.search("chip OR puce").histogram == (
        ("2025-01", 1),
        ("2025-02", 0),
        ("2025-03", 1),
    )
    assert titles(index, news, "", filters={"month": "2025-01"}) == ["Chips"]
    assert titles(index, news, "", filters={"mark": "claim"}) == []
    assert titles(index, news, "", filters={"tag": "law", "year": "2025"}) == ["Puces", "Chips"]
    assert titles(index, news, "", filters={"language": "de"}) == []


def test_one_of_several_values_of_a_field_is_enough_and_all_fields_count(
    index: Index, news: dict[str, str]
) -> None:
    both = index.search("", filters={"language": ["en", "fr"], "tag": ["law"]})
    assert titles(index, news, "", filters={"language": ["en", "fr"], "tag": ["law"]}) == [
        "Puces",
        "Chips",
    ]
    assert both.facets.outlet == (("Les Échos", 1), ("The Wire", 1))


def test_a_field_filtered_still_counts_the_values_that_could_be_added(index: Index) -> None:
    facets = index.search("chip OR puce", filters={"language": ["fr"], "year": ["2025"]}).facets
    assert facets.language == (("en", 1), ("fr", 1)), "those of 2025, French or not"
    assert facets.year == (("2025", 1),), "those in French"
    assert facets.outlet == (("Les Échos", 1),)


def test_an_unknown_facet_is_refused(index: Index) -> None:
    with pytest.raises(UsageError):
        index.search("", filters={"colour": "blue"})


def test_the_limit_cuts_hits_but_not_the_order(index: Index) -> None:
    hits = index.search("", limit=1)
    assert (len(hits.hits), len(hits.order), hits.total) == (1, 4, 4)


def test_while_typing_the_last_word_also_begins_others(index: Index, news: dict[str, str]) -> None:
    assert titles(index, news, "ste") == []
    assert titles(index, news, "ste", typing=True) == ["Steel"]
    assert titles(index, news, '"duty on ste', typing=True) == ["Steel"]


def test_no_naughty_string_breaks_a_search(index: Index) -> None:
    path = corpus_path("hostile", "naughty_strings", "resources", "blns.json")
    for string in json.loads(path.read_text("utf-8")):
        hits = index.search(string, typing=True)
        assert hits.total == len(hits.order)
        try:
            index.search(string)
        except QueryError as error:
            assert error.message
