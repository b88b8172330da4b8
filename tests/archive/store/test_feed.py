"""What the search index is told, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.core import Archive
from archive.model import ClaimKind, Motivation, Span, Stance
from archive.store import ColumnRow
from tests.make import TEXT, add_article, incoming, put, span_of


def touched(archive: Archive, do: Callable[[], object]) -> list[str]:
    """The articles the index must look at again after ``do``."""
    mark = archive.store.last_change()
    do()
    ids, new = archive.store.articles_touched_since(mark)
    assert new == archive.store.last_change()
    assert archive.store.articles_touched_since(new) == ([], new)
    return ids


def test_what_is_searched_touches_its_articles(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    add = archive.annotations.add
    claim, mark = archive.claims.add(article, Span(0, 8))
    archive.claims.add_appearance(claim.id, other, Span(0, 8))
    entity, _ = archive.entities.tag(other, Span(0, 8), name="X")
    both = sorted((article, other))
    assert touched(archive, lambda: archive.articles.edit(article, title="New")) == [article]
    assert touched(archive, lambda: archive.articles.tag([article], ["t"])) == [article]
    assert touched(archive, lambda: add(article, Span(0, 8), Motivation.COMMENTING, note="n")) == [
        article
    ]
    assert touched(archive, lambda: archive.annotations.edit(mark.id, note="m")) == [article]
    assert sorted(touched(archive, lambda: archive.claims.edit(claim.id, statement="s"))) == both
    assert touched(archive, lambda: archive.entities.edit(entity.id, aliases=["Yes"])) == [other]
    assert touched(archive, lambda: archive.entities.tag(article, Span(0, 8))) == [article]
    assert touched(archive, archive.history.undo) == [article]
    assert touched(archive, lambda: put(archive, incoming("First", TEXT + " More."))) == [article]
    assert touched(archive, lambda: archive.articles.delete([other])) == [other]


def test_what_is_not_searched_touches_nothing(archive: Archive, article: str) -> None:
    claim, _ = archive.claims.add(article, Span(0, 8))
    assert touched(archive, lambda: archive.articles.mark_read([article], True)) == []
    assert touched(archive, lambda: archive.articles.set_position(article, 5)) == []
    assert touched(archive, lambda: archive.articles.star([article], True)) == []
    assert touched(archive, lambda: archive.claims.edit(claim.id, confidence=3)) == []
    highlight = Motivation.HIGHLIGHTING
    assert touched(archive, lambda: archive.annotations.add(article, Span(0, 8), highlight)) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_asking_in_portions_tells_of_every_article_once(archive: Archive, limit: int) -> None:
    ids = put(archive, *(incoming(f"{n}") for n in range(7)))
    archive.articles.tag(ids[2:4], add=["t"])
    found: list[str] = []
    mark = 0
    while mark < archive.store.last_change():
        portion, mark = archive.store.articles_touched_since(mark, limit)
        assert len(portion) <= limit
        found += portion
    assert set(found) == set(ids)
    assert found[:7] == ids


def test_search_fields_hold_what_an_article_can_be_found_by(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    claim, _ = archive.claims.add(article, Span(0, 8), statement="s", note="on the passage")
    archive.claims.edit(claim.id, notes="on the claim")
    entity, _ = archive.entities.tag(article, span_of(archive, article, "OpenAI"))
    archive.entities.edit(entity.id, aliases=["Open AI"])
    archive.articles.tag([article], add=["chips"])
    found = list(archive.store.search_fields([other, "nobody", article]))
    assert [fields.id for fields in found] == [other, article]
    fields = found[1]
    assert (fields.title, fields.body, fields.outlet) == ("First", TEXT, "Les Échos")
    assert set(fields.notes) == {"on the passage", "on the claim"}
    assert (fields.claims, fields.entities) == (("s",), ("OpenAI", "Open AI"))
    assert fields.tags == ("chips",)


def test_search_fields_of_many_articles_come_in_order(archive: Archive) -> None:
    ids = put(archive, *(incoming(f"{n}") for n in range(450)))
    assert [fields.id for fields in archive.store.search_fields(iter(ids))] == ids


def test_columns_tell_what_is_sorted_and_counted_by(archive: Archive, article: str) -> None:
    archive.entities.tag(article, span_of(archive, article, "OpenAI"))
    archive.articles.star([article], True)
    [row] = archive.store.columns()
    published = archive.articles.get(article).published
    assert published is not None
    assert row == ColumnRow(
        id=article,
        title="First",
        outlet="Les Échos",
        language=None,
        first=published.first,
        last=published.last,
        added=archive.articles.get(article).added,
        read=False,
        starred=True,
        tags=(),
        entities=("OpenAI",),
        words=archive.articles.get(article).words,
        marks=("entity",),
    )


def test_columns_tell_of_claims_their_evidence_and_of_lost_marks(
    archive: Archive, article: str
) -> None:
    other = add_article(archive, "Second")
    claim, _ = archive.claims.add(article, Span(0, 8), kind=ClaimKind.PREDICTION)
    mark = archive.store.last_change()
    archive.claims.edit(claim.id, verdict="refuted")
    passage = archive.annotations.add(other, Span(0, 8), Motivation.HIGHLIGHTING)
    archive.claims.add_evidence(claim.id, Stance.CONTRADICTS, annotation=passage.id)
    rows = {row.id: row for row in archive.store.columns(mark)}
    assert rows[article].marks == ("claim", "evidence")
    assert (rows[article].kinds, rows[article].verdicts) == (("prediction",), ("refuted",))
    assert rows[other].marks == ("evidence", "highlight")
    assert dict(archive.articles.facets().mark) == {"claim": 1, "evidence": 2, "highlight": 1}
    mark = archive.store.last_change()
    archive.history.undo()
    assert {row.id: row.marks for row in archive.store.columns(mark)} == {
        article: ("claim",),
        other: ("highlight",),
    }
    put(archive, incoming("First", "Quite other words.\n\n" + TEXT[100:]))
    (row,) = (row for row in archive.store.columns(mark) if row.id == article)
    assert row.marks == ("claim", "lost")


def test_who_says_what_is_found_and_changes_with_the_claim_and_the_name(
    archive: Archive, article: str
) -> None:
    speaker, _ = archive.entities.tag(add_article(archive, "Second"), Span(0, 8), name="Altman")
    claim, _ = archive.claims.add(article, Span(0, 8))
    assert touched(archive, lambda: archive.claims.edit(claim.id, claimant=speaker.id)) == [article]
    renamed = touched(archive, lambda: archive.entities.edit(speaker.id, aliases=["Sam"]))
    assert article in renamed
    (fields,) = archive.store.search_fields([article])
    assert fields.speakers == ("Altman", "Sam")


def test_columns_since_tell_of_read_state_too(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    mark = archive.store.last_change()
    assert list(archive.store.columns(mark)) == []
    archive.articles.mark_read([article], True)
    assert [row.id for row in archive.store.columns(mark)] == [article]
    assert {row.id for row in archive.store.columns()} == {article, other}
