"""Claims, their appearances and the evidence on them."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Attribution, ClaimKind, Motivation, Newcomer, PartialDate, Span, Stance
from tests.make import span_of


def test_a_claim_says_the_words_marked_unless_told_otherwise(
    archive: Archive, article: str
) -> None:
    span = span_of(archive, article, "27 fois moins cher que celui de o1")
    claim, mark = archive.claims.add(article, span)
    assert claim.statement == mark.exact == "27 fois moins cher que celui de o1"
    assert (claim.kind, claim.verdict) == (ClaimKind.FACT, "unchecked")
    assert (mark.motivation, mark.claim) == (Motivation.ASSESSING, claim.id)
    said, _ = archive.claims.add(
        article,
        span,
        statement="R1 costs\n a 27th of o1",
        kind=ClaimKind.QUANTITY,
        attribution=Attribution.OWN_VOICE,
        note="how counted?",
    )
    assert said.statement == "R1 costs a 27th of o1"
    assert (said.kind, said.attribution) == (ClaimKind.QUANTITY, Attribution.OWN_VOICE)
    assert archive.claims.appearances(said.id)[0].note == "how counted?"
    assert {each.id for each in archive.claims.all()} == {claim.id, said.id}


def test_a_claim_has_many_appearances(archive: Archive, article: str) -> None:
    claim, first = archive.claims.add(article, span_of(archive, article, "Prices fell"))
    second = archive.claims.add_appearance(claim.id, article, span_of(archive, article, "5,58 %"))
    assert {mark.id for mark in archive.claims.appearances(claim.id)} == {first.id, second.id}


def test_a_claims_fields_are_edited_and_cleared(archive: Archive, article: str) -> None:
    claim, _ = archive.claims.add(article, Span(0, 8))
    entity, _ = archive.entities.tag(article, span_of(archive, article, "Sam Altman"))
    edited = archive.claims.edit(
        claim.id,
        kind="prediction",
        claimant=entity.id,
        attribution="paraphrase",
        said_on="2025-01",
        due=PartialDate.parse("2026"),
        verdict="not enough evidence",
        confidence=40,
        notes="a\n\nb",
    )
    assert (edited.kind, edited.claimant) == (ClaimKind.PREDICTION, entity.id)
    assert (str(edited.said_on), str(edited.due)) == ("2025-01", "2026")
    assert (edited.confidence, edited.notes) == (40, "a\n\nb")
    cleared = archive.claims.edit(
        claim.id, claimant=None, attribution=None, said_on=None, confidence=None, notes=None
    )
    assert (cleared.claimant, cleared.attribution, cleared.said_on) == (None, None, None)
    assert (cleared.confidence, cleared.notes, cleared.verdict) == (
        None,
        "",
        "not enough evidence",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "guess"},
        {"attribution": "rumour"},
        {"due": "soon"},
        {"confidence": 101},
        {"confidence": True},
        {"statement": " "},
        {"verdict": None},
        {"created": "2025"},
    ],
)
def test_values_that_make_no_sense_are_refused(
    archive: Archive, article: str, fields: dict[str, object]
) -> None:
    claim, _ = archive.claims.add(article, Span(0, 8))
    with pytest.raises(UsageError):
        archive.claims.edit(claim.id, **fields)
    assert archive.claims.get(claim.id) == claim


def test_a_claimant_must_exist_and_nothing_is_half_done(archive: Archive, article: str) -> None:
    with pytest.raises(NotFound, match="e-none"):
        archive.claims.add(article, Span(0, 8), claimant="e-none")
    assert archive.claims.all() == []
    assert archive.annotations.of(article) == []


def test_a_speaker_nobody_entered_yet_becomes_an_entity_in_the_same_step(
    archive: Archive, article: str
) -> None:
    claim, _ = archive.claims.add(article, Span(0, 8), claimant=Newcomer("Ann Lee", "person"))
    (ann,) = archive.entities.all()
    assert (ann.name, ann.type, claim.claimant) == ("Ann Lee", "person", ann.id)
    said = archive.claims.edit(claim.id, claimant=Newcomer("ann lee", "organisation"))
    assert said.claimant == ann.id, "who is known by then is not made again"
    archive.claims.edit(claim.id, claimant=Newcomer("Bob", "person"))
    assert archive.history.log(1)[0].summary == "edit claimant of “DeepSeek”"
    archive.history.undo()
    assert [one.name for one in archive.entities.all()] == ["Ann Lee"]
    assert archive.claims.get(claim.id).claimant == ann.id
    with pytest.raises(UsageError):
        archive.claims.edit(claim.id, claimant=Newcomer("?!", "person"))


def test_evidence_is_a_passage_or_a_page(archive: Archive, article: str) -> None:
    claim, mark = archive.claims.add(article, Span(0, 8))
    passage = archive.claims.add_evidence(claim.id, Stance.CONTRADICTS, annotation=mark.id)
    page = archive.claims.add_evidence(
        claim.id, Stance.SUPPORTS, url=" https://example.org/a ", note="table 2"
    )
    assert (page.url, page.note, page.annotation) == ("https://example.org/a", "table 2", None)
    assert {each.id for each in archive.claims.evidence(claim.id)} == {passage.id, page.id}
    archive.claims.delete_evidence(page.id)
    assert archive.claims.evidence(claim.id) == [passage]
    for wrong in ({}, {"annotation": mark.id, "url": "https://example.org"}):
        with pytest.raises(UsageError, match="exactly one"):
            archive.claims.add_evidence(claim.id, Stance.SUPPORTS, **wrong)
    with pytest.raises(NotFound, match="m-none"):
        archive.claims.add_evidence(claim.id, Stance.SUPPORTS, annotation="m-none")


def test_evidence_goes_with_the_passage_it_is(archive: Archive, article: str) -> None:
    claim, _ = archive.claims.add(article, Span(0, 8))
    passage = archive.annotations.add(article, Span(9, 20), Motivation.HIGHLIGHTING)
    archive.claims.add_evidence(claim.id, Stance.SUPPORTS, annotation=passage.id)
    archive.annotations.delete(passage.id)
    assert archive.claims.evidence(claim.id) == []


def test_claims_that_do_not_exist_are_named(archive: Archive) -> None:
    for call in (archive.claims.get, archive.claims.appearances, archive.claims.evidence):
        with pytest.raises(NotFound, match="c-none"):
            call("c-none")
    with pytest.raises(NotFound, match="v-none"):
        archive.claims.delete_evidence("v-none")
