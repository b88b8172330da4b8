"""Likely duplicates: what is offered, why, and what never is."""

from __future__ import annotations

import time

import pytest

from archive.core import Archive
from archive.entities.making import create
from archive.model import NOT_SAME, Span
from tests.make import add_article


def offered(archive: Archive) -> list[set[str]]:
    return [{pair.kept.name, pair.other.name} for pair in archive.entities.duplicates()]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("OpenAI", "Open AI", "fold to one"),
        ("L’Oréal", "L'Oreal", "fold to one"),
        ("Nvidia", "NVIDIA Corp.", "fold to one"),
        ("DeepSeek", "DeepSek", "a letter"),
        ("Zuckerberg", "Zuckerbreg", "a letter"),
        ("Sam Altman", "S. Altman", "initials"),
        ("MIT", "Massachusetts Institute of Technology", "short for"),
        ("Sam Altman", "Altman", "holds"),
    ],
)
def test_names_alike_are_offered_with_the_reason(
    archive: Archive, one: str, other: str, why: str
) -> None:
    archive.entities.create(one, "organisation")
    archive.entities.create(other, "organisation")
    (pair,) = archive.entities.duplicates()
    assert why in " ".join(pair.reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-3", "GPT-4"),
        ("Llama 2", "Llama 3"),
        ("Sam Altman", "Steve Altman"),
        ("Apple", "Ample"),
        ("Java", "JavaScript"),
        ("iPhone 15", "iPhone 15 Pro"),
    ],
)
def test_names_that_only_look_alike_are_not(archive: Archive, one: str, other: str) -> None:
    archive.entities.create(one, "product")
    archive.entities.create(other, "product")
    sure = [pair for pair in archive.entities.duplicates() if pair.score > 0.76]
    assert sure == []


def test_aliases_count_and_the_more_mentioned_is_kept(archive: Archive, article: str) -> None:
    first = archive.entities.create("Meta Platforms", "organisation", aliases=["Facebook"])
    second, _ = archive.entities.tag(article, Span(0, 8), name="facebook inc", type="organisation")
    (pair,) = archive.entities.duplicates()
    assert (pair.kept.id, pair.other.id) == (second.id, first.id)


def test_shared_articles_count_and_types_that_differ_count_against(archive: Archive) -> None:
    for name in ("Sam Altman", "Altman"):
        archive.entities.create(name, "person")
    alone = archive.entities.duplicates()[0].score
    article = add_article(archive, "Both")
    for name, span in (("Sam Altman", Span(0, 8)), ("Altman", Span(9, 20))):
        archive.entities.tag(article, span, name=name, type="person")
    pair = archive.entities.duplicates()[0]
    assert pair.score > alone and "1 shared article" in pair.reasons
    archive.entities.edit(pair.other.id, type="place")
    assert archive.entities.duplicates() == []


def test_what_was_told_apart_or_merged_is_offered_no_more(archive: Archive) -> None:
    a, b, c = (archive.entities.create(name) for name in ("OpenAI", "Open AI", "Open-AI"))
    assert len(offered(archive)) == 3
    archive.entities.relate(a.id, NOT_SAME, b.id)
    assert {"OpenAI", "Open AI"} not in offered(archive)
    archive.entities.merge(a.id, [c.id])
    assert offered(archive) == []


def test_identifiers_tell_apart(archive: Archive) -> None:
    archive.entities.create("Apple", identifiers=[("wikidata", "Q312")])
    archive.entities.create("apple", identifiers=[("wikidata", "Q89")])
    assert offered(archive) == []


def test_a_register_of_thousands_is_compared_in_seconds(archive: Archive) -> None:
    words = "alpha beta gamma delta omega sigma kappa theta lambda zeta".split()
    with archive.store.transaction(command="csv", actor="ann", summary="") as tx:
        for number in range(3000):
            name = f"{words[number % 10]}{number // 10} {words[number // 10 % 10]} Systems"
            create(archive.store, tx, name.title(), "organisation", {})
    begun = time.process_time()
    archive.entities.duplicates(limit=20)
    assert time.process_time() - begun < 10
