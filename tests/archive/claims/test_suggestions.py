"""Suggestions: what is found, what is left out, what answers do, and taking them back."""

from __future__ import annotations

import pytest

from archive.claims.suggestions import Suggestion
from archive.core import Archive
from archive.errors import Cancelled, Conflict, NotFound, UsageError
from archive.model import ClaimKind, Span
from tests.archive.claims.making import lines
from tests.make import add_article, incoming, put, span_of

ROSE = "Zephyr said on Monday that its sales rose 12% to $40 million in 2024."
BOUGHT = "The plant in Lyon was bought by Mirabelle for 3 million euros in March 2023."
WILL = "According to Zephyr, more than 5,000 people will work there by 2031."
DULL = "It is a quiet place.", "What do you think?"
TEXT = f"{ROSE} {DULL[0]} {BOUGHT}\n\n{DULL[1]} {WILL}"


@pytest.fixture
def plant(archive: Archive) -> str:
    """An article with three sentences worth a claim and two that are not."""
    return add_article(archive, "The plant", TEXT, language="en")


def offered(archive: Archive, *articles: str) -> list[Suggestion]:
    return list(archive.claims.suggestions.best(articles or None).first)


def words(archive: Archive) -> list[str]:
    return [one.sentence for one in offered(archive)]


def one(archive: Archive, sentence: str) -> Suggestion:
    return next(each for each in offered(archive) if each.sentence == sentence)


def test_what_can_be_checked_is_offered_the_worthiest_first(archive: Archive, plant: str) -> None:
    found = offered(archive)
    assert {each.sentence for each in found} == {ROSE, BOUGHT, WILL}
    weights = [each.worth.weight for each in found]
    assert weights == sorted(weights, reverse=True)
    assert all(each.span.of(TEXT) == each.selectors.exact for each in found)
    assert offered(archive, "nosuch") == []


def test_in_one_article_they_come_in_order_of_the_text(archive: Archive, plant: str) -> None:
    (found,) = archive.claims.suggestions.over([plant])
    assert [each.sentence for each in found] == [ROSE, BOUGHT, WILL]


def test_only_the_best_are_kept_and_all_are_counted(archive: Archive, plant: str) -> None:
    ranking = archive.claims.suggestions.best(most=1)
    assert (len(ranking.first), ranking.total) == (1, 3)


def test_accepting_makes_a_claim_of_the_kind_it_seems_to_be(archive: Archive, plant: str) -> None:
    claim, mark = archive.claims.accept(one(archive, ROSE))
    assert (claim.statement, claim.kind, mark.exact) == (ROSE, ClaimKind.QUANTITY, ROSE)
    edited, _ = archive.claims.accept(
        one(archive, WILL), statement="Zephyr promises jobs.", kind=ClaimKind.OPINION
    )
    assert (edited.statement, edited.kind) == ("Zephyr promises jobs.", ClaimKind.OPINION)
    assert words(archive) == [BOUGHT]
    archive.history.undo()
    archive.history.undo()
    assert len(words(archive)) == 3


def test_a_part_of_a_sentence_may_be_what_makes_the_claim(archive: Archive, plant: str) -> None:
    part = span_of(archive, plant, "rose 12%")
    claim, mark = archive.claims.accept(one(archive, ROSE), part)
    assert (claim.statement, mark.exact, mark.span) == ("rose 12%", "rose 12%", part)
    assert ROSE not in words(archive)


def test_a_passage_inside_or_across_a_claim_is_not_offered(archive: Archive, plant: str) -> None:
    archive.claims.add(plant, span_of(archive, plant, "rose 12%"))
    assert ROSE not in words(archive)


def test_what_was_rejected_is_never_offered_again(archive: Archive, plant: str) -> None:
    before = lines(archive)
    step = archive.claims.suggestions.reject([one(archive, ROSE), one(archive, WILL)])
    assert (step.command, step.summary) == ("suggest reject", "no claim: 2 sentences")
    assert words(archive) == [BOUGHT]
    put(archive, incoming("The plant", f"A new beginning of it.\n\n{TEXT}", language="en"))
    assert words(archive) == [BOUGHT], "in a text that changed elsewhere too"
    archive.history.undo()
    assert len(words(archive)) == 3
    archive.history.redo()
    assert words(archive) == [BOUGHT]
    archive.history.undo()
    assert [line for line in lines(archive) if '"record":"answers"' in line] == []
    assert [line for line in before if '"record":"answers"' in line] == []


def test_what_was_skipped_comes_last_and_keeps_ones_place(archive: Archive, plant: str) -> None:
    first = offered(archive)[0]
    archive.claims.suggestions.skip([first])
    again = offered(archive)
    assert (again[-1].sentence, again[-1].skipped) == (first.sentence, True)
    assert not again[0].skipped
    archive.claims.suggestions.reject([again[-1]])
    assert first.sentence not in words(archive)
    archive.history.undo()
    assert words(archive)[-1] == first.sentence, "skipped, as it was before"
    archive.history.undo()
    assert words(archive)[0] == first.sentence


def test_skipping_twice_is_no_step(archive: Archive, plant: str) -> None:
    archive.claims.suggestions.skip([one(archive, ROSE)])
    assert archive.claims.suggestions.skip([one(archive, ROSE)]).number == 0


def test_an_answer_about_a_text_that_changed_is_refused(archive: Archive, plant: str) -> None:
    stale = one(archive, ROSE)
    put(archive, incoming("The plant", TEXT.replace("12%", "13%"), language="en"))
    with pytest.raises(Conflict, match="another text by now"):
        archive.claims.suggestions.reject([stale])
    with pytest.raises(Conflict):
        archive.claims.accept(stale)
    assert archive.claims.all() == []


def test_a_sentence_is_named_by_any_place_in_it(archive: Archive, plant: str) -> None:
    found = archive.claims.suggestions.at(plant, span_of(archive, plant, "quiet place"))
    assert found.sentence == DULL[0]
    with pytest.raises(NotFound, match="No sentence"):
        archive.claims.suggestions.at(plant, Span(0, len(TEXT)))
    with pytest.raises(NotFound):
        archive.claims.suggestions.at("nosuch", Span(0, 1))


def test_answering_nothing_is_no_answer(archive: Archive) -> None:
    with pytest.raises(UsageError, match="Which sentence"):
        archive.claims.suggestions.reject([])


def test_looking_can_be_watched_and_stopped(archive: Archive, plant: str) -> None:
    told: list[tuple[int, int]] = []
    archive.claims.suggestions.best(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1, 1)
    with pytest.raises(Cancelled):
        archive.claims.suggestions.best(cancelled=lambda: True)


def test_answers_travel_with_the_archive_and_go_with_a_purge(archive: Archive, plant: str) -> None:
    archive.claims.suggestions.reject([one(archive, ROSE)])
    assert any('"record":"answers"' in line for line in lines(archive))
    archive.articles.delete([plant])
    archive.articles.purge([plant])
    assert not any('"record":"answers"' in line for line in lines(archive))
