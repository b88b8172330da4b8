"""Marks without a place: what is proposed, accepted, chosen, kept as lost; and back."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.errors import Conflict, NotFound, UsageError
from archive.model import Motivation, Placement, Span
from tests.archive.claims.making import WIRE, lines
from tests.make import TEXT, add_article, incoming, put, span_of

OLD = "Zephyr sold 40,000 cars in May. The plant stands in Lyon.\n\nNobody knows the reasons."
NEW = "Some 41,000 cars were sold by Zephyr. The plant stands in Lyon.\n\nNobody knows the reasons."
WORDS, REWRITTEN = OLD.partition(" The")[0], NEW.partition(" The")[0]


@pytest.fixture
def lost(archive: Archive) -> str:
    """A claim's mark whose sentence was rewritten beyond what is placed by itself."""
    article = add_article(archive, "A", OLD)
    _, mark = archive.claims.add(article, span_of(archive, article, WORDS))
    put(archive, incoming("A", NEW))
    found = archive.annotations.get(mark.id)
    assert found.placement is Placement.LOST
    return mark.id


def test_a_lost_mark_is_shown_with_old_text_and_new_and_nothing_is_guessed(
    archive: Archive, lost: str
) -> None:
    assert [mark.id for mark in archive.review.pending()] == [lost]
    doubt = archive.review.look(lost)
    assert doubt.mark.span.of(doubt.before) == doubt.mark.exact == WORDS
    assert (doubt.before, doubt.now) == (OLD, NEW)
    assert all(span.of(doubt.now).strip() for span in doubt.places)


def test_a_place_of_ones_own_is_taken_and_undone(archive: Archive, lost: str) -> None:
    before = lines(archive)
    article = archive.annotations.get(lost).article
    placed = archive.review.place(lost, span_of(archive, article, REWRITTEN))
    assert (placed.placement, placed.exact) == (Placement.EXACT, REWRITTEN)
    assert archive.review.pending() == []
    with pytest.raises(UsageError, match="has its place"):
        archive.review.look(lost)
    archive.history.undo()
    assert lines(archive) == before
    for wrong in (Span(0, 0), Span(5, 100_000)):
        with pytest.raises(UsageError):
            archive.review.place(lost, wrong)


def test_what_is_kept_as_lost_is_not_asked_again_until_the_text_changes(
    archive: Archive, lost: str
) -> None:
    before = lines(archive)
    archive.review.keep([lost])
    assert archive.review.pending() == []
    assert [mark.id for mark in archive.review.pending(kept=True)] == [lost]
    assert archive.review.keep([lost]).number == 0
    archive.history.undo()
    assert lines(archive) == before
    archive.history.redo()
    put(archive, incoming("A", NEW.replace("Some 41,000", "At last 42,000")))
    assert [mark.id for mark in archive.review.pending()] == [lost]
    archive.review.keep([lost])
    assert archive.review.pending() == []
    archive.annotations.delete(lost)
    assert archive.review.pending(kept=True) == []


def test_an_ambiguous_mark_has_its_places_proposed(archive: Archive) -> None:
    twin = "Prices are in dollars, before tax."
    parts = [TEXT.split("\n\n")[0], WIRE, "Nobody in Lyon was there to see it, said the mayor."]
    article = add_article(archive, "B", "\n\n".join((parts[0], twin, parts[1], parts[2])))
    words = "in dollars, before"
    span = span_of(archive, article, words)
    mark = archive.annotations.add(article, span, Motivation.HIGHLIGHTING)
    put(archive, incoming("B", "\n\n".join((parts[1], twin, "A new part.", twin, parts[2]))))
    assert archive.annotations.get(mark.id).placement is Placement.AMBIGUOUS
    doubt = archive.review.look(mark.id)
    assert [span.of(doubt.now) for span in doubt.places] == [words] * 2
    placed = archive.review.accept(mark.id, 2)
    assert (placed.span, placed.placement) == (doubt.places[1], Placement.EXACT)
    assert archive.review.pending() == []


def test_what_cannot_be_decided_is_named_and_nothing_is_done(archive: Archive, lost: str) -> None:
    article = archive.annotations.get(lost).article
    placed = archive.annotations.add(article, Span(0, 8), Motivation.HIGHLIGHTING)
    before = lines(archive)
    with pytest.raises(UsageError, match="has its place"):
        archive.review.keep([lost, placed.id])
    with pytest.raises(NotFound, match="m-none"):
        archive.review.keep([lost, "m-none"])
    with pytest.raises(UsageError, match="Which marks"):
        archive.review.keep([])
    with pytest.raises(UsageError, match="proposed for annotation"):
        archive.review.accept(lost, 99)
    assert lines(archive) == before


def test_a_mark_that_was_decided_about_is_not_undone_from_under_the_decision(
    archive: Archive, lost: str
) -> None:
    made = archive.history.log(record=lost, command="claim add")[0].number
    archive.review.keep([lost])
    with pytest.raises(Conflict, match=r"keep “Zephyr sold 40,000 cars in May\.” as lost"):
        archive.history.undo_step(made)
