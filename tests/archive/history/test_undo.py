"""Undo and redo: what they take back, and what makes them refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.core import Archive, open_archive
from archive.errors import Conflict, NotFound
from archive.model import Motivation, Placement, Span, Stance
from archive.store import dump
from tests.make import TEXT, add_article, incoming, put, span_of

Opener = Callable[[str], Archive]
HIGHLIGHT = Motivation.HIGHLIGHTING


def state(archive: Archive) -> list[str]:
    return list(dump(archive.store, log=False))


def highlight(archive: Archive, article: str, words: str = "chip act") -> str:
    return archive.annotations.add(article, span_of(archive, article, words), HIGHLIGHT).id


def test_nothing_to_undo_or_redo_is_said(archive: Archive, article: str) -> None:
    with pytest.raises(NotFound, match="nothing to undo"):
        archive.history.undo()
    with pytest.raises(NotFound, match="nothing to redo"):
        archive.history.redo()


def test_undo_takes_back_the_last_step_and_redo_does_it_again(
    archive: Archive, article: str
) -> None:
    archive.claims.add(article, span_of(archive, article, "27 fois moins cher"))
    marked = state(archive)
    step = archive.history.undo()
    assert archive.claims.all() == []
    assert archive.annotations.of(article) == []
    assert archive.history.log(1)[0] == step
    assert step.command == "undo"
    assert step.reverses == archive.history.log(2)[1].number
    assert archive.history.log(2)[1].undone
    archive.history.redo()
    assert state(archive) == marked
    assert not archive.history.log(3)[2].undone


def test_undo_and_redo_go_back_and_forth_over_many_steps(archive: Archive, article: str) -> None:
    states = [state(archive)]
    for words in ("DeepSeek", "OpenAI", "Sam Altman", "Prices"):
        highlight(archive, article, words)
        states.append(state(archive))
    for _ in range(2):
        for expected in reversed(states[:-1]):
            archive.history.undo()
            assert state(archive) == expected
        for expected in states[1:]:
            archive.history.redo()
            assert state(archive) == expected


def test_a_new_step_ends_redo_for_good(archive: Archive, article: str) -> None:
    highlight(archive, article, "DeepSeek")
    archive.history.undo()
    highlight(archive, article, "OpenAI")
    with pytest.raises(NotFound, match="nothing to redo"):
        archive.history.redo()
    archive.history.undo()
    archive.history.redo()
    assert [mark.exact for mark in archive.annotations.of(article)] == ["OpenAI"]
    with pytest.raises(NotFound, match="nothing to redo"):
        archive.history.redo()


def test_undo_works_tomorrow(archive: Archive, article: str) -> None:
    before = state(archive)
    highlight(archive, article)
    archive.close()
    with open_archive(archive.path, actor="ann") as tomorrow:
        tomorrow.history.undo()
        assert state(tomorrow) == before
    with open_archive(archive.path, actor="ann") as later:
        later.history.redo()
        assert len(later.annotations.of(article)) == 1


def test_undo_means_the_actors_own_steps(archive: Archive, article: str, another: Opener) -> None:
    mine = highlight(archive, article, "DeepSeek")
    other = another("ben")
    highlight(other, article, "OpenAI")
    archive.history.undo()
    assert [mark.creator for mark in archive.annotations.of(article)] == ["ben"]
    with pytest.raises(NotFound):
        archive.annotations.get(mine)


def test_undo_of_a_delete_brings_everything_back(archive: Archive, article: str) -> None:
    claim, _ = archive.claims.add(article, span_of(archive, article, "27 fois moins cher"))
    passage = highlight(archive, article)
    archive.claims.add_evidence(claim.id, Stance.CONTEXT, annotation=passage)
    archive.claims.add_evidence(claim.id, Stance.SUPPORTS, url="https://example.org/")
    archive.entities.tag(article, span_of(archive, article, "OpenAI"))
    before = state(archive)
    archive.articles.delete([article])
    assert archive.stats()["claims"] == archive.stats()["evidence"] == 0
    archive.history.undo()
    assert state(archive) == before


def test_undo_refuses_where_a_later_step_set_the_field(
    archive: Archive, article: str, another: Opener
) -> None:
    archive.articles.edit(article, title="Mine")
    later = another("ben").articles.edit(article, title="Theirs")
    with pytest.raises(Conflict, match=rf"Step {later.number} .* depends .*title") as caught:
        archive.history.undo()
    assert article in caught.value.ids
    assert f"step {later.number} of ben" in caught.value.remedy
    assert archive.articles.get(article).title == "Theirs"


def test_undo_of_one_field_leaves_what_others_did_to_another(
    archive: Archive, article: str, another: Opener
) -> None:
    archive.articles.edit(article, title="Mine")
    another("ben").articles.edit(article, outlet="Theirs")
    archive.history.undo()
    found = archive.articles.get(article)
    assert (found.title, found.outlet, found.corrected) == ("First", "Theirs", ("outlet",))


def test_undo_refuses_where_a_later_step_hangs_on_what_it_made(
    archive: Archive, article: str, another: Opener
) -> None:
    entity, _ = archive.entities.tag(article, span_of(archive, article, "OpenAI"))
    other = another("ben")
    other.entities.tag(article, span_of(archive, article, "Sam Altman"), entity=entity.id)
    with pytest.raises(Conflict, match=r"Step 3 .* depends"):
        archive.history.undo()
    other.history.undo()
    archive.history.undo()
    assert archive.entities.all() == []


def test_undo_refuses_where_evidence_or_a_claimant_hangs_on_it(
    archive: Archive, article: str, another: Opener
) -> None:
    other = another("ben")
    claim, _ = other.claims.add(article, span_of(archive, article, "Prices fell"))
    passage = highlight(archive, article)
    other.claims.add_evidence(claim.id, Stance.SUPPORTS, annotation=passage)
    with pytest.raises(Conflict, match="evidence"):
        archive.history.undo()
    other.history.undo()
    archive.history.undo()
    entity, _ = archive.entities.tag(article, span_of(archive, article, "OpenAI"))
    other.claims.edit(claim.id, claimant=entity.id)
    with pytest.raises(Conflict, match="claim"):
        archive.history.undo()


def test_undo_refuses_where_what_it_changed_is_gone(
    archive: Archive, article: str, another: Opener
) -> None:
    mark = highlight(archive, article)
    archive.annotations.edit(mark, note="mine")
    gone = another("ben").annotations.delete(mark)
    with pytest.raises(Conflict, match=rf"Step {gone.number} .* depends .* is gone"):
        archive.history.undo()


def test_undo_refuses_to_bring_back_an_appearance_of_a_claim_that_is_gone(
    archive: Archive, article: str, another: Opener
) -> None:
    claim, first = archive.claims.add(article, span_of(archive, article, "Prices fell"))
    second = archive.claims.add_appearance(claim.id, article, span_of(archive, article, "5,58 %"))
    archive.annotations.delete(first.id)
    other = another("ben")
    gone = other.annotations.delete(second.id)
    with pytest.raises(
        Conflict, match=rf"Step {gone.number} .* depends .*claim {claim.id} is gone"
    ):
        archive.history.undo()
    other.history.undo()
    archive.history.undo()
    assert len(archive.claims.appearances(claim.id)) == 2


def test_undo_never_leaves_a_claim_without_an_appearance(
    archive: Archive, article: str, another: Opener
) -> None:
    claim, first = archive.claims.add(article, span_of(archive, article, "Prices fell"))
    archive.claims.add_appearance(claim.id, article, span_of(archive, article, "5,58 %"))
    gone = another("ben").annotations.delete(first.id)
    with pytest.raises(Conflict, match=rf"Step {gone.number} .* depends .*appear nowhere"):
        archive.history.undo()


def test_a_refused_undo_does_nothing(archive: Archive, article: str, another: Opener) -> None:
    other_article = add_article(archive, "Second")
    archive.articles.tag([other_article, article], add=["chips"])
    another("ben").articles.tag([other_article], add=["more"])
    before = list(dump(archive.store))
    with pytest.raises(Conflict):
        archive.history.undo()
    assert list(dump(archive.store)) == before


def test_reading_is_no_step_and_no_obstacle(archive: Archive, article: str) -> None:
    archive.articles.star([article], True)
    archive.articles.mark_read([article], True)
    archive.articles.set_position(article, 20)
    archive.history.undo()
    found = archive.articles.get(article)
    assert (found.starred, found.read, found.position) == (False, True, 20)
    with pytest.raises(NotFound):
        archive.history.undo()


def test_a_mark_placed_again_by_an_import_can_still_be_undone_and_redone(
    archive: Archive, article: str
) -> None:
    highlight(archive, article)
    put(archive, incoming("First", "A new first line.\n\n" + TEXT))
    moved = archive.annotations.of(article)
    archive.history.undo()
    assert archive.annotations.of(article) == []
    archive.history.redo()
    assert archive.annotations.of(article) == moved


def test_a_mark_brought_back_under_a_newer_text_is_placed_in_it(
    archive: Archive, article: str
) -> None:
    mark = highlight(archive, article)
    archive.annotations.delete(mark)
    put(archive, incoming("First", "A new first line.\n\n" + TEXT))
    archive.history.undo()
    back = archive.annotations.get(mark)
    assert back.revision == archive.articles.get(article).revision == 2
    assert back.span.of(archive.articles.document(article).text) == "chip act"


def test_undo_of_a_new_place_refuses_once_an_import_has_placed_it(
    archive: Archive, article: str
) -> None:
    mark = highlight(archive, article)
    archive.annotations.edit(mark, span=span_of(archive, article, "the chip act"))
    put(archive, incoming("First", "A new first line.\n\n" + TEXT))
    with pytest.raises(Conflict, match=r"Step 4 .* depends"):
        archive.history.undo()


def test_an_import_is_taken_back_by_its_number_only(archive: Archive, article: str) -> None:
    archive.articles.mark_read([article], True)
    with pytest.raises(NotFound):
        archive.history.undo()
    step = archive.history.undo_import(1)
    assert step.reverses == 1
    assert archive.articles.count() == 0
    with pytest.raises(NotFound, match="already"):
        archive.history.undo_import(1)
    assert put(archive, incoming("First")) == [article]


def test_what_is_no_import_is_not_taken_back_as_one(archive: Archive, article: str) -> None:
    archive.articles.star([article], True)
    archive.articles.mark_read([article], True)
    for number in (2, 3, 77):
        with pytest.raises(NotFound):
            archive.history.undo_import(number)


def test_an_import_that_marks_hang_on_stays(archive: Archive, article: str) -> None:
    highlight(archive, article)
    with pytest.raises(Conflict, match=r"Step 2 .* depends"):
        archive.history.undo_import(1)
    archive.history.undo()
    archive.history.undo_import(1)


def test_an_import_whose_article_was_starred_stays(archive: Archive, article: str) -> None:
    archive.articles.star([article], True)
    with pytest.raises(Conflict, match=r"Step 2 .* depends .*starred"):
        archive.history.undo_import(1)


def test_a_revised_article_returns_to_its_former_text_with_its_marks(
    archive: Archive, article: str
) -> None:
    highlight(archive, article)
    highlight(archive, article, "27 fois moins cher")
    before = list(dump(archive.store, log=False, revisions=False))
    text = "A new first line.\n\n" + TEXT.replace("Sam Altman called the chip act a mistake.", "")
    put(archive, incoming("First", text))
    placements = {mark.placement for mark in archive.annotations.of(article)}
    assert Placement.LOST in placements
    archive.history.undo_import(archive.history.log(1)[0].number)
    assert list(dump(archive.store, log=False, revisions=False)) == before


def test_a_mark_made_on_the_new_text_keeps_it(archive: Archive, article: str) -> None:
    put(archive, incoming("First", "A new first line.\n\n" + TEXT))
    archive.annotations.add(article, Span(2, 5), HIGHLIGHT)
    with pytest.raises(Conflict, match=r"Step 3 .* depends"):
        archive.history.undo_import(2)


def test_a_mark_deleted_before_and_brought_back_after_follows_the_text_back(
    archive: Archive, article: str
) -> None:
    mark = highlight(archive, article)
    before = archive.annotations.get(mark)
    archive.annotations.delete(mark)
    put(archive, incoming("First", "A new first line.\n\n" + TEXT))
    archive.history.undo()
    archive.history.undo_import(4)
    assert archive.annotations.get(mark) == before


def test_the_log_of_an_article_names_what_touched_it(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    claim, _ = archive.claims.add(article, span_of(archive, article, "Prices fell"))
    archive.claims.edit(claim.id, verdict="supported")
    archive.articles.star([other], True)
    commands = [step.command for step in archive.history.log(article=article)]
    assert commands == ["claim edit", "claim add", "import"]


def test_changes_tell_fields_before_and_after(archive: Archive, article: str) -> None:
    step = archive.articles.edit(article, title="Better")
    first, second = archive.history.changes(step.number)
    assert (first.before, first.after) == ({"title": "First"}, {"title": "Better"})
    assert (second.before, second.after) == ({"corrected": []}, {"corrected": ["title"]})
    with pytest.raises(NotFound):
        archive.history.changes(99)


def test_a_step_in_the_past_is_undone_alone_where_nothing_depends_on_it(
    archive: Archive, article: str
) -> None:
    claim, _ = archive.claims.add(article, Span(0, 8))
    archive.claims.edit(claim.id, notes="first")
    past = archive.history.log(1)[0].number
    archive.claims.edit(claim.id, confidence=50)
    undone = archive.history.undo_step(past)
    assert (undone.reverses, archive.claims.get(claim.id).notes) == (past, "")
    assert archive.claims.get(claim.id).confidence == 50
    with pytest.raises(NotFound, match="already taken back"):
        archive.history.undo_step(past)
    # Redo means what was undone last, whichever step is older.
    archive.history.undo()
    assert archive.claims.get(claim.id).confidence is None
    archive.history.redo()
    assert archive.claims.get(claim.id).confidence == 50
    archive.history.redo()
    assert archive.claims.get(claim.id).notes == "first"


def test_a_step_on_which_another_depends_is_not_undone_and_that_one_is_named(
    archive: Archive, article: str, another: Callable[[str], Archive]
) -> None:
    claim, _ = archive.claims.add(article, Span(0, 8))
    added = archive.history.log(1)[0].number
    another("ben").claims.add_evidence(claim.id, Stance.SUPPORTS, url="https://example.org")
    last = archive.history.log(1)[0].number
    with pytest.raises(Conflict, match=rf"Step {last} \(evidence .*Take step {last} of ben back"):
        archive.history.undo_step(added)
    # The other's step may be taken back by anyone, by its number.
    archive.history.undo_step(last)
    archive.history.undo_step(added)
    assert archive.claims.all() == []


def test_only_steps_of_users_are_undone_by_number(archive: Archive, article: str) -> None:
    imported = archive.history.log(1)[0].number
    with pytest.raises(NotFound, match=f"undo --import {imported}"):
        archive.history.undo_step(imported)
    with pytest.raises(NotFound, match="no step 999"):
        archive.history.undo_step(999)
