"""What cannot be done with claims is said clearly, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.core import Archive
from archive.errors import Conflict, NotFound, UsageError
from archive.model import Evidence, Motivation, Span, Stance
from tests.archive.claims.making import lines, say
from tests.make import TEXT, add_article, incoming, put


@pytest.mark.parametrize(
    "span",
    [
        Span(3, 3),
        Span(0, 0),
        Span(TEXT.index("\n\n"), TEXT.index("\n\n") + 2),
        Span(10_000, 10_001),
        Span(0, 10_000),
    ],
)
def test_a_claim_on_no_words_is_refused(archive: Archive, article: str, span: Span) -> None:
    before = lines(archive)
    with pytest.raises(UsageError):
        archive.claims.add(article, span)
    assert lines(archive) == before


def test_a_span_cannot_be_reversed() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(9, 3)


def test_a_claim_may_run_across_blocks_and_takes_in_what_it_would_cut(archive: Archive) -> None:
    family = "👨‍👩‍👧 came. Next."
    article = add_article(archive, "F", f"One.\n\n{family}")
    _, across = archive.claims.add(article, Span(0, 12))
    assert across.exact.startswith("One.\n\n👨")
    _, inside = archive.claims.add(article, Span(6, 7))
    assert inside.exact == "👨\u200d👩\u200d👧"


def test_a_text_changed_by_another_process_is_a_conflict(
    archive: Archive, article: str, another: Callable[[str], Archive]
) -> None:
    seen = archive.articles.get(article).revision
    claim, _ = say(archive, "It is so.")
    put(another("ben"), incoming("First", TEXT + " More."))
    before = lines(archive)
    for work in (
        lambda: archive.claims.add(article, Span(0, 8), revision=seen),
        lambda: archive.claims.add_appearance(claim.id, article, Span(0, 8), revision=seen),
        lambda: archive.claims.add_passage(
            claim.id, Stance.SUPPORTS, article, Span(0, 8), revision=seen
        ),
    ):
        with pytest.raises(Conflict, match="new text"):
            work()
    assert lines(archive) == before


def test_what_is_gone_is_named(archive: Archive, article: str) -> None:
    claim, _ = say(archive, "It is so.")
    mark = archive.annotations.add(article, Span(0, 8), Motivation.HIGHLIGHTING)
    archive.annotations.delete(mark.id)
    with pytest.raises(NotFound, match=mark.id) as refused:
        archive.claims.add_evidence(claim.id, Stance.SUPPORTS, annotation=mark.id)
    assert "undo brings back" in refused.value.remedy
    with pytest.raises(NotFound, match=mark.id):
        archive.claims.attach(claim.id, [mark.id])
    archive.articles.delete([article])
    for work in (
        lambda: archive.claims.add(article, Span(0, 8)),
        lambda: archive.claims.add_appearance(claim.id, article, Span(0, 8)),
        lambda: archive.claims.add_passage(claim.id, Stance.SUPPORTS, article, Span(0, 8)),
    ):
        with pytest.raises(NotFound, match=article):
            work()


def test_a_passage_that_bears_on_a_claim_is_marked_in_the_same_step(
    archive: Archive, article: str
) -> None:
    claim, _ = say(archive, "It is so.")
    before = lines(archive)
    made = archive.claims.add_passage(claim.id, Stance.CONTRADICTS, article, Span(0, 8))
    assert archive.annotations.get(made.annotation or "").exact == "DeepSeek"
    with pytest.raises(NotFound):
        archive.claims.add_passage("c-none", Stance.SUPPORTS, article, Span(0, 8))
    archive.history.undo()
    assert lines(archive) == before


def test_what_bears_on_several_claims_is_one_step(archive: Archive, article: str) -> None:
    one, _ = say(archive, "It is so.")
    other, _ = say(archive, "It is not.")
    before = lines(archive)
    bearing: tuple[Callable[[], Evidence], ...] = (
        lambda: archive.claims.add_evidence(
            one.id, Stance.SUPPORTS, url="https://example.org", also=[other.id, one.id]
        ),
        lambda: archive.claims.add_passage(
            one.id, Stance.SUPPORTS, article, Span(0, 8), also=[other.id]
        ),
    )
    for work in bearing:
        work()
        assert [len(archive.claims.evidence(claim.id)) for claim in (one, other)] == [1, 1]
        archive.history.undo()
        assert archive.history.log(1)[0].summary == "undo: evidence (supports) on 2 claims"
        assert lines(archive) == before
    with pytest.raises(NotFound, match="c-none"):
        archive.claims.add_evidence(one.id, Stance.SUPPORTS, url="https://a", also=["c-none"])
    assert lines(archive) == before


def test_what_goes_with_a_mark_is_said_and_stays_in_the_history_of_the_claim(
    archive: Archive, article: str
) -> None:
    claim, mark = say(archive, "It is so.")
    made = archive.claims.add_passage(claim.id, Stance.SUPPORTS, article, Span(0, 8))
    gone = archive.annotations.delete(made.annotation or "")
    assert gone.summary == "delete the mark on “DeepSeek” and 1 piece of evidence"
    log = [step.summary for step in archive.history.log(9, record=claim.id)]
    assert log[:2] == [gone.summary, "evidence (supports) on “It is so.”"]
    archive.history.undo()
    gone = archive.annotations.delete(mark.id)
    assert gone.summary == "delete the mark on “It is so.”, its claim and 1 piece of evidence"


def test_a_claim_with_five_thousand_appearances_is_shown_split_and_merged(
    archive: Archive,
) -> None:
    text = " ".join(f"w{number}" for number in range(5000))
    article = add_article(archive, "Long", text)
    claim, first = archive.claims.add(article, Span(0, 2))
    with archive.store.transaction(command="test", actor="ann", summary="many") as tx:
        fields = tx.read("annotations", first.id) or {}
        for number in range(4999):
            place = {"start": number + 1, "end": number + 3}
            tx.insert("annotations", f"m-{number:08}", {**fields, **place})
    assert len(archive.claims.dated(claim.id)) == 5000
    (row,) = archive.claims.ledger.select()
    assert (row.appearances, row.articles) == (5000, 1)
    marks = [mark.id for mark in archive.claims.appearances(claim.id)][1000:]
    made = archive.claims.split(claim.id, marks)
    assert len(archive.claims.appearances(made.id)) == 4000
    archive.claims.merge(claim.id, [made.id])
    assert len(archive.claims.appearances(claim.id)) == 5000


@pytest.mark.parametrize(
    ("text", "span", "words"),
    [
        ("A 👨\u200d👩\u200d👧 here", Span(3, 4), "👨\u200d👩\u200d👧"),
        ("Un e\u0301te\u0301.", Span(4, 5), "e\u0301"),
        ("Un e\u0301te\u0301.", Span(3, 4), "e\u0301"),
    ],
)
def test_a_mark_holds_whole_characters(archive: Archive, text: str, span: Span, words: str) -> None:
    article = add_article(archive, "Signs", text)
    _, mark = archive.claims.add(article, span)
    assert mark.exact == words


def test_an_address_with_blanks_is_no_evidence(archive: Archive) -> None:
    claim, _ = say(archive, "It is so.")
    with pytest.raises(UsageError, match="is no address: it has blanks"):
        archive.claims.add_evidence(claim.id, Stance.SUPPORTS, url="https://a b")
    assert archive.claims.evidence(claim.id) == []
