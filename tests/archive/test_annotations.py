"""Marks on passages: where they may stand, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.annotations import trimmed
from archive.core import Archive
from archive.errors import Conflict, NotFound, UsageError
from archive.model import Motivation, Placement, Span
from tests.make import TEXT, add_article, incoming, put, span_of

HIGHLIGHT, COMMENT = Motivation.HIGHLIGHTING, Motivation.COMMENTING


def test_a_highlight_holds_exactly_the_words_marked(archive: Archive, article: str) -> None:
    span = span_of(archive, article, "27 fois moins cher que celui de o1")
    mark = archive.annotations.add(article, span, HIGHLIGHT, tags=["price"], label="yellow")
    assert mark.exact == "27 fois moins cher que celui de o1"
    assert mark.span == span
    assert TEXT[: span.start].endswith(mark.selectors.prefix)
    assert TEXT[span.end :].startswith(mark.selectors.suffix)
    assert (mark.placement, mark.revision) == (Placement.EXACT, 1)
    assert (mark.creator, mark.tags, mark.label) == ("ann", ("price",), "yellow")
    assert mark.created == mark.modified != ""
    assert archive.annotations.get(mark.id) == mark
    assert archive.history.log(1)[0].summary == "highlight “27 fois moins cher que celui de o1”"


def test_white_space_at_the_ends_is_left_out(archive: Archive, article: str) -> None:
    words = span_of(archive, article, "\n\nOpenAI ")
    assert archive.annotations.add(article, words, HIGHLIGHT).exact == "OpenAI"


@pytest.mark.parametrize("span", [Span(3, 3), Span(73, 75), Span(0, 10_000), Span(9000, 9001)])
def test_a_mark_must_cover_words_of_the_text(archive: Archive, article: str, span: Span) -> None:
    before = archive.store.last_change()
    with pytest.raises(UsageError) as caught:
        archive.annotations.add(article, span, HIGHLIGHT)
    assert caught.value.remedy
    assert archive.store.last_change() == before


@given(st.text(alphabet="ab \n\t\u00a0é"), st.integers(0, 12), st.integers(0, 12))
def test_trimming_keeps_every_word_and_no_outer_space(text: str, start: int, length: int) -> None:
    span = Span(start, start + length)
    try:
        kept = trimmed(text, span)
    except UsageError:
        assert span.end > len(text) or not span.of(text).strip()
    else:
        assert kept.of(text) == span.of(text).strip()
        assert span.encloses(kept)


def test_marks_may_overlap_and_repeat(archive: Archive, article: str) -> None:
    whole = span_of(archive, article, "Sam Altman called")
    part = span_of(archive, article, "Altman called the")
    ids = {archive.annotations.add(article, s, HIGHLIGHT).id for s in (whole, part, whole)}
    assert {mark.id for mark in archive.annotations.of(article)} == ids


def test_marks_come_in_document_order_and_unplaced_ones_last(
    archive: Archive, article: str
) -> None:
    for words in ("Prices fell", "27 fois moins cher", "Sam Altman", "DeepSeek"):
        archive.annotations.add(article, span_of(archive, article, words), HIGHLIGHT)
    found = [mark.exact for mark in archive.annotations.of(article)]
    assert found == ["DeepSeek", "27 fois moins cher", "Sam Altman", "Prices fell"]
    put(archive, incoming("First", TEXT[TEXT.index("OpenAI") :]))
    placed = [mark.placement.placed for mark in archive.annotations.of(article)]
    assert placed == sorted(placed, reverse=True)
    assert not placed[-1]


def test_all_marks_or_those_of_some_articles(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    for key in (article, other):
        archive.annotations.add(key, span_of(archive, key, "DeepSeek"), COMMENT, note="who?")
    assert len(archive.annotations.all()) == 2
    assert [mark.article for mark in archive.annotations.all([other])] == [other]
    assert archive.annotations.all([]) == []


def test_editing_changes_what_is_given_and_keeps_the_rest(archive: Archive, article: str) -> None:
    span = span_of(archive, article, "Sam Altman")
    mark = archive.annotations.add(article, span, COMMENT, note="old", tags=["a"], label="x")
    assert archive.annotations.edit(mark.id, note="new").tags == ("a",)
    edited = archive.annotations.edit(mark.id, tags=["b"], label="")
    assert (edited.note, edited.tags, edited.label) == ("new", ("b",), None)
    moved = archive.annotations.edit(mark.id, span=span_of(archive, article, "OpenAI"))
    assert (moved.exact, moved.note) == ("OpenAI", "new")


def test_editing_nothing_is_no_step(archive: Archive, article: str) -> None:
    mark = archive.annotations.add(article, Span(0, 8), COMMENT, note="same")
    last = archive.history.log(1)
    assert archive.annotations.edit(mark.id, note="same") == mark
    assert archive.history.log(1) == last


def test_a_lost_mark_can_be_placed_by_hand(archive: Archive, article: str) -> None:
    mark = archive.annotations.add(article, span_of(archive, article, "Prices fell"), HIGHLIGHT)
    put(archive, incoming("First", TEXT[: TEXT.index("Prices")].rstrip()))
    assert archive.annotations.get(mark.id).placement is Placement.LOST
    placed = archive.annotations.edit(mark.id, span=span_of(archive, article, "chip act"))
    assert (placed.placement, placed.revision, placed.exact) == (Placement.EXACT, 2, "chip act")


def test_claims_and_mentions_are_not_made_here(archive: Archive, article: str) -> None:
    for motivation in (Motivation.ASSESSING, Motivation.IDENTIFYING):
        with pytest.raises(UsageError, match="claim or entity"):
            archive.annotations.add(article, Span(0, 8), motivation)


def test_a_claim_goes_with_its_last_appearance(archive: Archive, article: str) -> None:
    claim, first = archive.claims.add(article, Span(0, 8))
    second = archive.claims.add_appearance(claim.id, article, Span(9, 20))
    archive.annotations.delete(first.id)
    assert archive.claims.get(claim.id)
    archive.annotations.delete(second.id)
    with pytest.raises(NotFound):
        archive.claims.get(claim.id)


def test_marks_and_articles_that_do_not_exist_are_named(archive: Archive, article: str) -> None:
    with pytest.raises(NotFound, match="nobody"):
        archive.annotations.add("nobody", Span(0, 1), HIGHLIGHT)
    for call in (archive.annotations.get, archive.annotations.delete, archive.annotations.edit):
        with pytest.raises(NotFound, match="m-none"):
            call("m-none")


def test_a_passage_chosen_in_an_older_text_is_refused(
    archive: Archive, article: str, another: Callable[[str], Archive]
) -> None:
    put(another("ben"), incoming("First", "A new first line.\n\n" + TEXT))
    with pytest.raises(Conflict, match="new text"):
        archive.annotations.add(article, Span(0, 8), HIGHLIGHT, revision=1)
    assert archive.annotations.add(article, Span(2, 5), HIGHLIGHT, revision=2).exact == "new"
