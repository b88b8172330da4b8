"""Attaching passages, merging two claims, splitting one; and back."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.errors import Conflict, NotFound, UsageError
from archive.model import Motivation, Span, Stance
from tests.archive.claims.making import again, lines, say
from tests.make import add_article, span_of


def words(archive: Archive, claim: str) -> set[str]:
    return {mark.exact for mark in archive.claims.appearances(claim)}


def test_a_highlight_becomes_an_appearance_and_is_one_no_more_after_undo(archive: Archive) -> None:
    claim, _ = say(archive, "Prices fell by 40 %.")
    article = add_article(archive, "Other", "They say prices fell by 40 %.")
    mark = archive.annotations.add(article, Span(9, 29), Motivation.HIGHLIGHTING, note="where?")
    before = lines(archive)
    step = archive.claims.attach(claim.id, [mark.id])
    assert "prices fell by 40 %." in step.summary
    attached = archive.annotations.get(mark.id)
    assert (attached.motivation, attached.note) == (Motivation.ASSESSING, "where?")
    assert words(archive, claim.id) == {"Prices fell by 40 %.", "prices fell by 40 %."}
    assert archive.claims.attach(claim.id, [mark.id]).number == 0
    archive.history.undo()
    assert lines(archive) == before


def test_an_appearance_goes_over_to_another_claim_unless_it_is_the_only_one(
    archive: Archive,
) -> None:
    one, mark = say(archive, "Zephyr sold ten thousand.")
    other, _ = say(archive, "Zephyr sold twelve thousand.")
    with pytest.raises(UsageError, match="only appearance"):
        archive.claims.attach(other.id, [mark.id])
    more = again(archive, one, "Ten thousand were sold.")
    archive.claims.attach(other.id, [more.id])
    assert words(archive, other.id) == {"Zephyr sold twelve thousand.", "Ten thousand were sold."}


def test_what_cannot_be_attached_is_named_and_nothing_is_done(
    archive: Archive, article: str
) -> None:
    claim, mark = archive.claims.add(article, Span(0, 8))
    _, mention = archive.entities.tag(article, span_of(archive, article, "Sam Altman"))
    light = archive.annotations.add(article, Span(9, 20), Motivation.HIGHLIGHTING)
    before = lines(archive)
    with pytest.raises(UsageError, match=mention.id):
        archive.claims.attach(claim.id, [light.id, mention.id])
    with pytest.raises(NotFound, match="m-none"):
        archive.claims.attach(claim.id, [light.id, "m-none"])
    with pytest.raises(NotFound, match="c-none"):
        archive.claims.attach("c-none", [mark.id])
    with pytest.raises(UsageError, match="Which passages"):
        archive.claims.attach(claim.id, [])
    assert lines(archive) == before


def test_a_merge_takes_over_passages_evidence_and_what_is_not_said_yet(archive: Archive) -> None:
    kept, _ = say(archive, "R1 cost 5.58 million.")
    gone, mark = say(archive, "R1 was trained for 5.58 million dollars.")
    archive.claims.edit(kept.id, notes="ours", kind="quantity")
    archive.claims.edit(
        gone.id, notes="theirs", said_on="2025-01", verdict="refuted", kind="fact", confidence=70
    )
    for id in (kept.id, gone.id):
        archive.claims.add_evidence(id, Stance.SUPPORTS, url="https://example.org/")
    archive.claims.add_evidence(gone.id, Stance.CONTRADICTS, annotation=mark.id)
    before = lines(archive)
    merged = archive.claims.merge(kept.id, [gone.id])
    assert merged.statement == "R1 cost 5.58 million."
    assert (merged.kind.value, str(merged.said_on), merged.confidence) == (
        "quantity",
        "2025-01",
        70,
    )
    assert (merged.verdict, merged.notes) == ("refuted", "ours\n\ntheirs")
    assert len(words(archive, kept.id)) == 2
    # The same page that says the same is one piece of evidence.
    assert sorted(each.stance for each in archive.claims.evidence(kept.id)) == [
        "contradicts",
        "supports",
    ]
    with pytest.raises(NotFound):
        archive.claims.get(gone.id)
    archive.history.undo()
    assert lines(archive) == before
    archive.history.redo()
    assert len(words(archive, kept.id)) == 2


def test_a_merge_into_itself_or_of_nothing_is_refused(archive: Archive) -> None:
    claim, _ = say(archive, "It is so.")
    with pytest.raises(UsageError, match="into itself"):
        archive.claims.merge(claim.id, [claim.id])
    with pytest.raises(UsageError, match="two at least"):
        archive.claims.merge(claim.id, [])


def test_a_split_makes_a_claim_of_chosen_appearances_that_nobody_has_judged(
    archive: Archive,
) -> None:
    claim, first = say(archive, "Up to 40 % less.")
    second = again(archive, claim, "30 % less.")
    archive.claims.edit(claim.id, verdict="refuted", said_on="2025", notes="on both", confidence=5)
    before = lines(archive)
    made = archive.claims.split(claim.id, [second.id])
    assert (made.statement, made.verdict, made.notes) == ("30 % less.", "unchecked", "")
    assert (str(made.said_on), made.confidence) == ("2025", None)
    assert words(archive, made.id) == {"30 % less."} and words(archive, claim.id) == {first.exact}
    archive.history.undo()
    assert lines(archive) == before
    named = archive.claims.split(claim.id, [second.id], statement="A third\nless")
    assert named.statement == "A third less"


def test_a_split_leaves_an_appearance_and_takes_only_what_is_there(archive: Archive) -> None:
    claim, first = say(archive, "One.")
    _, other = say(archive, "Two.")
    again(archive, claim, "One again.")
    everything = [mark.id for mark in archive.claims.appearances(claim.id)]
    with pytest.raises(UsageError, match="must keep"):
        archive.claims.split(claim.id, everything)
    with pytest.raises(UsageError, match="no appearance of claim"):
        archive.claims.split(claim.id, [first.id, other.id])
    with pytest.raises(UsageError, match="Which appearances"):
        archive.claims.split(claim.id, [])
    assert len(words(archive, claim.id)) == 2


def test_no_undo_leaves_a_claim_without_an_appearance(archive: Archive) -> None:
    one, _ = say(archive, "One.")
    other, only = say(archive, "Two.")
    moved = again(archive, one, "Both.")
    archive.claims.attach(other.id, [moved.id])
    step = archive.history.log(1)[0]
    archive.annotations.delete(only.id)
    with pytest.raises(Conflict, match="would appear nowhere") as refused:
        archive.history.undo_step(step.number)
    assert "delete the mark on “Two.”" in str(refused.value)
    assert words(archive, other.id) == {"Both."}


def test_many_claims_are_edited_in_one_step_or_none(archive: Archive) -> None:
    ids = [say(archive, f"Number {number}.")[0].id for number in range(3)]
    before = lines(archive)
    with pytest.raises(NotFound):
        archive.claims.edit_many([*ids, "c-none"], verdict="refuted")
    assert lines(archive) == before
    edited = archive.claims.edit_many(ids, verdict="refuted", confidence=90)
    assert {(one.verdict, one.confidence) for one in edited} == {("refuted", 90)}
    assert archive.history.log(1)[0].summary == "edit verdict, confidence of 3 claims"
    archive.history.undo()
    assert lines(archive) == before


def test_a_claim_is_known_by_the_beginning_of_its_id(archive: Archive) -> None:
    ids = [say(archive, f"Number {number}.")[0].id for number in range(2)]
    assert archive.claims.known(ids[0]) == ids[0]
    assert archive.claims.known(ids[0][:-1].upper()) == ids[0]
    with pytest.raises(UsageError, match="Several claims"):
        archive.claims.known("c-")
    for none in ("c-!", "", "x"):
        with pytest.raises(NotFound):
            archive.claims.known(none)


def test_a_passage_that_both_claims_had_appears_once_after_a_merge(archive: Archive) -> None:
    kept, first = say(archive, "R1 cost 5.58 million.")
    gone, second = archive.claims.add(first.article, first.span, statement="R1 was cheap.")
    third, _ = say(archive, "It was trained in two months.")
    archive.claims.add_evidence(third.id, Stance.SUPPORTS, annotation=second.id)
    before = lines(archive)
    archive.claims.merge(kept.id, [gone.id])
    assert [mark.id for mark in archive.claims.appearances(kept.id)] == [first.id]
    (piece,) = archive.claims.evidence(third.id)
    assert piece.annotation == first.id, "what named the mark names its twin"
    archive.history.undo()
    assert lines(archive) == before
    archive.annotations.edit(second.id, note="Said twice.")
    archive.claims.merge(kept.id, [gone.id])
    assert len(archive.claims.appearances(kept.id)) == 2, "a note is never thrown away"


def test_a_claim_in_a_dossier_can_be_merged_away(archive: Archive) -> None:
    kept, _ = say(archive, "R1 cost 5.58 million.")
    gone, _ = say(archive, "The training cost 5.58 million dollars.")
    dossier = archive.dossiers.new("Costs")
    archive.dossiers.add(dossier.id, claim=gone.id)
    archive.claims.merge(kept.id, [gone.id])
    assert [part.claim for part in archive.dossiers.parts(dossier.id)] == [kept.id]
    archive.history.undo()
    assert [part.claim for part in archive.dossiers.parts(dossier.id)] == [gone.id]
