"""Copies of one text are one source; whose judgement goes before likeness."""

from __future__ import annotations

import pytest

from archive.claims.sources import ALIKE
from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Motivation, Span, Stance
from tests.archive.claims.making import WIRE, lines, say
from tests.make import add_article

OTHER = "Something else altogether was written here by somebody who had other things in mind."


@pytest.fixture
def wires(archive: Archive) -> list[str]:
    """A wire story, the very same, one a little edited, and a text of its own."""
    edited = WIRE.replace("forty thousand", "40,000").replace("declined", "did not want")
    return [
        add_article(archive, "Wire", WIRE),
        add_article(archive, "Copy", WIRE),
        add_article(archive, "Edited", edited),
        add_article(archive, "Own", OTHER),
    ]


def test_the_same_text_and_nearly_the_same_are_one_group(
    archive: Archive, wires: list[str]
) -> None:
    sources = archive.claims.sources
    assert sources.groups(wires) == sorted([tuple(sorted(wires[:3])), (wires[3],)])
    assert sources.likeness(wires[0], wires[2]) > ALIKE > sources.likeness(wires[0], wires[3])
    assert sources.groups([]) == [] and sources.groups(["gone"]) == []


def test_what_is_no_copy_in_the_users_eyes_is_none(archive: Archive, wires: list[str]) -> None:
    before = lines(archive)
    archive.claims.sources.judge(wires[2], wires[0], same=False)
    groups = archive.claims.sources.groups(wires)
    assert tuple(sorted(wires[:2])) in groups and (wires[2],) in groups
    archive.history.undo()
    assert lines(archive) == before
    assert tuple(sorted(wires[:3])) in archive.claims.sources.groups(wires)


def test_what_is_a_copy_in_the_users_eyes_is_one_though_by_way_of_a_third(
    archive: Archive, wires: list[str]
) -> None:
    third = add_article(archive, "Third", "A third text with nothing in common with the two.")
    sources = archive.claims.sources
    sources.judge(wires[0], third, same=True)
    sources.judge(third, wires[3], same=True)
    assert sources.groups([wires[0], wires[3]]) == [tuple(sorted((wires[0], wires[3])))]
    sources.judge(third, wires[3], same=None)
    assert len(sources.groups([wires[0], wires[3]])) == 2
    assert sources.judge(third, wires[3], same=None).number == 0


def test_a_judgement_needs_two_articles_and_goes_with_them(
    archive: Archive, wires: list[str]
) -> None:
    sources = archive.claims.sources
    with pytest.raises(UsageError, match="own copy"):
        sources.judge(wires[0], wires[0], same=True)
    with pytest.raises(NotFound):
        sources.judge(wires[0], "none", same=True)
    sources.judge(wires[0], wires[3], same=True)
    before = lines(archive)
    archive.articles.delete([wires[0]])
    assert archive.store.ledger.copies() == []
    archive.history.undo()
    assert lines(archive) == before
    archive.articles.purge([wires[0]])
    assert archive.store.ledger.copies() == []


def test_evidence_counts_once_for_copies_and_once_for_a_page(
    archive: Archive, wires: list[str]
) -> None:
    claim, _ = say(archive, "It is so.")
    for wire in wires:
        mark = archive.annotations.add(wire, Span(0, 20), Motivation.HIGHLIGHTING)
        archive.claims.add_evidence(claim.id, Stance.SUPPORTS, annotation=mark.id)
    for page in ("https://example.org/a", "https://example.org/a#there", "https://example.org/b"):
        archive.claims.add_evidence(claim.id, Stance.SUPPORTS, url=page)
    found = archive.claims.sources.of(archive.claims.evidence(claim.id))
    assert sorted(len(source.evidence) for source in found) == [1, 1, 2, 3]
    largest = max(found, key=lambda source: len(source.evidence))
    assert largest.articles == tuple(sorted(wires[:3]))
    assert archive.claims.sources.of([]) == []


def test_a_page_that_is_an_article_here_counts_as_that_article(archive: Archive) -> None:
    claim, _ = say(archive, "It is so.")
    article = add_article(archive, "Here", OTHER, url="https://example.org/here")
    mark = archive.annotations.add(article, Span(0, 9), Motivation.HIGHLIGHTING)
    archive.claims.add_evidence(claim.id, Stance.SUPPORTS, annotation=mark.id)
    archive.claims.add_evidence(claim.id, Stance.SUPPORTS, url="https://example.org/here#top")
    (source,) = archive.claims.sources.of(archive.claims.evidence(claim.id))
    assert source.articles == (article,) and len(source.evidence) == 2


def test_evidence_is_seen_from_both_ends_and_can_be_changed(archive: Archive) -> None:
    claim, _ = say(archive, "It is so.")
    _, mark = say(archive, "It is not.")
    made = archive.claims.add_evidence(claim.id, Stance.CONTEXT, annotation=mark.id)
    assert archive.claims.evidence_on(mark.id) == archive.claims.evidence(claim.id) == [made]
    edited = archive.claims.edit_evidence(made.id, stance=Stance.CONTRADICTS, note="p. 2")
    assert (edited.stance, edited.note) == (Stance.CONTRADICTS, "p. 2")
    archive.history.undo()
    assert archive.claims.evidence(claim.id) == [made]


def test_the_ledger_counts_sources_as_the_card_does(archive: Archive, wires: list[str]) -> None:
    claim, _ = say(archive, "It is so.")
    ledger = archive.claims.ledger

    def counts() -> tuple[int, int, int]:
        (row,) = ledger.rows([claim.id])
        assert row.counted
        return row.supports, row.contradicts, row.context

    for wire, stance in zip(wires, [Stance.SUPPORTS] * 2 + [Stance.CONTRADICTS] * 2, strict=True):
        mark = archive.annotations.add(wire, Span(0, 20), Motivation.HIGHLIGHTING)
        archive.claims.add_evidence(claim.id, stance, annotation=mark.id)
    assert not ledger.newest(1)[0].counted
    assert counts() == (1, 2, 0)
    archive.claims.sources.judge(wires[0], wires[1], same=False)
    assert counts() == (2, 2, 0)
    archive.history.undo()
    assert counts() == (1, 2, 0)
    for page in ("https://example.org/a", "https://example.org/a#b", "https://example.org/c"):
        archive.claims.add_evidence(claim.id, Stance.CONTEXT, url=page)
    assert counts() == (1, 2, 2)
    add_article(archive, "Page", WIRE, url="https://example.org/c")
    assert counts() == (1, 2, 2)
    add_article(archive, "Page too", WIRE + " ", url="https://example.org/a")
    assert counts() == (1, 2, 1)


def test_a_new_text_of_an_article_counts_anew(archive: Archive, wires: list[str]) -> None:
    claim, _ = say(archive, "It is so.")
    for wire in wires[:2]:
        mark = archive.annotations.add(wire, Span(0, 20), Motivation.HIGHLIGHTING)
        archive.claims.add_evidence(claim.id, Stance.SUPPORTS, annotation=mark.id)
    assert archive.claims.ledger.rows([claim.id])[0].supports == 1
    add_article(archive, "Copy", " ".join(sorted(WIRE.split())))
    assert archive.claims.ledger.rows([claim.id])[0].supports == 2
