"""Completion of a query being typed: text with a caret in, ways to go on out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.core import Archive
from archive.model import Span
from archive.searches.completion import Vocabulary, accept, complete
from archive.searches.manual import FIELDS
from tests.make import add_article

VOCABULARY = Vocabulary(
    {
        "outlet": (("The Ledger", 9), ("Le Courrier", 5), ("Les Échos", 2), ("lctt", 1)),
        "tag": (("ai", 4), ("open source", 3), ("c++", 2)),
        "entity": (("OpenAI", 7), ("Open Source Initiative", 1)),
        "lang": (("en", 20), ("fr", 10)),
        "is": (("unread", 12), ("read", 0)),
    }
)


def offered(marked: str) -> list[str]:
    """What is offered for a query whose caret is written ``|``."""
    at = marked.index("|")
    return [option.text for option in complete(marked.replace("|", ""), at, VOCABULARY).options]


def taken(marked: str, number: int = 0) -> str:
    """The query after taking an option, with its caret."""
    query, at = marked.replace("|", ""), marked.index("|")
    completion = complete(query, at, VOCABULARY)
    after, caret = accept(query, completion, completion.options[number])
    return f"{after[:caret]}|{after[caret:]}"


@pytest.mark.parametrize(
    ("marked", "options"),
    [
        ("ou|", ["outlet:"]),
        ("chips -ta|", ["tag:"]),
        ("(t|", ["title:", "tag:"]),
        ("lang:|", ["lang:en", "lang:fr"]),
        ("outlet:le|", ['outlet:"Le Courrier"', 'outlet:"Les Échos"', 'outlet:"The Ledger"']),
        ("outlet:ech|", ['outlet:"Les Échos"']),
        ('outlet:"les e|', ['outlet:"Les Échos"']),
        ("outlet:“the l|", ['outlet:"The Ledger"']),
        ("tag:c|", ['tag:"c++"']),
        ("tag:SOURCE|", ['tag:"open source"']),
        ("is:r|", ["is:read"]),
        ("opena|", ["entity:OpenAI"]),
        ("open|", ["entity:OpenAI", 'entity:"Open Source Initiative"', 'tag:"open source"']),
    ],
)
def test_fields_come_first_then_values_of_the_archive(marked: str, options: list[str]) -> None:
    assert offered(marked) == options


@pytest.mark.parametrize(
    "marked",
    ["|", "chips |", '"open sou|', "lang:en|", 'tag:"open source"|', "http://t|", "cl|aim", "zzz|",
     "outlet:zzz|", "c:tag|"],
)  # fmt: skip
def test_where_nothing_can_be_meant_nothing_is_offered(marked: str) -> None:
    assert offered(marked) == []


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        ("ou|", "outlet:|"),
        ("chips -outlet:led| more", 'chips -outlet:"The Ledger"| more'),
        ('outlet:"les|', 'outlet:"Les Échos" |'),
        ("(lang:f|)", "(lang:fr|)"),
        ("opena|", "entity:OpenAI |"),
    ],
)
def test_what_is_taken_replaces_the_piece_under_the_caret(marked: str, after: str) -> None:
    assert taken(marked) == after


def test_counts_and_meanings_stand_beside() -> None:
    (ledger,) = complete("outlet:the", 10, VOCABULARY).options
    assert (ledger.articles, ledger.whole) == (9, True)
    (field,) = complete("spea", 4, VOCABULARY).options
    assert field.text == "speaker:" and field.means == "who makes its claims" and not field.whole


@settings(max_examples=60, deadline=None)
@given(st.text('ab:"“”«» ()-\u00e9\u2028', max_size=12), st.data())
def test_whatever_is_typed_the_rest_of_the_query_stays(query: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(query)))
    completion = complete("tag:" + query, at, VOCABULARY)
    for option in completion.options:
        after, caret = accept("tag:" + query, completion, option)
        assert after[:caret].rstrip().endswith(option.text)
        assert ("tag:" + query)[: completion.start] == after[: completion.start]
        assert after.endswith(("tag:" + query)[completion.end :])


def test_the_vocabulary_is_what_the_archive_holds(archive: Archive) -> None:
    article = add_article(
        archive, outlet="Les Échos", language="fr", authors=("Jane Doe",), published="2025-01-20"
    )
    archive.articles.tag([article], add=["ai"])
    archive.articles.star([article], True)
    entity, _ = archive.entities.tag(article, Span(0, 8))
    claim, _ = archive.claims.add(article, Span(0, 20), claimant=entity.id)
    archive.claims.edit(claim.id, verdict="refuted")
    known = archive.searches.vocabulary()
    first = {
        field.name: next(iter(known.beginning(field.name, letters)), None)
        for field, letters in zip(FIELDS, ["" for _ in FIELDS], strict=True)
    }
    assert first["author"] == ("Jane Doe", 1)
    assert first["outlet"] == ("Les Échos", 1) and first["lang"] == ("fr", 1)
    assert first["tag"] == ("ai", 1)
    assert first["entity"] == ("DeepSeek", 1) and first["speaker"] == ("DeepSeek", 1)
    assert first["verdict"] == ("refuted", 1) and first["kind"] == ("fact", 1)
    assert next(known.beginning("date", "2025")) == ("2025", 1)
    assert dict(known.beginning("is", ""))["starred"] == 1
    assert dict(known.beginning("has", "")) == {
        "claim": 1, "entity": 1, "note": 0, "highlight": 0, "evidence": 0, "lost": 0,
    }  # fmt: skip
