"""The ledger: claims found by queries, ordered, put together, and kept up with what is written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from archive.claims import keeping
from archive.claims.filtering import Filter
from archive.claims.ledger import Ledger
from archive.claims.ordering import ORDERINGS
from archive.claims.predictions import due, scores
from archive.core import Archive, open_archive
from archive.errors import QueryError, UsageError
from archive.index import query as tree
from archive.model import Span, Stance
from tests.archive.claims.making import again, say
from tests.make import add_article, span_of

TODAY = date(2026, 6, 15)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Five claims that differ in everything, read by all tests of queries."""
    folder: Path = tmp_path_factory.mktemp("ledger") / "archive"
    moments = count(10)
    with (
        pytest.MonkeyPatch.context() as patch,
        open_archive(folder, create=True, actor="ann") as archive,
    ):
        patch.setattr("archive.store.transaction.now", lambda: f"2026-01-01T00:00:{next(moments)}Z")
        text = (
            "DeepSeek dit que R1 coûte 5,58 millions.\n\n"
            "Sam Altman called it a mistake. Prices will fall by 40 % next year.\n\n"
            "Nobody knows. GPT-4o is cheaper."
        )
        chips = add_article(
            archive, "Chips", text, outlet="Les Échos", published="2025-01-20", tags=("ai",)
        )
        other = add_article(archive, "Other", "Prices will fall, he said.", language="en")
        altman, _ = archive.entities.tag(chips, span_of(archive, chips, "Sam Altman"))

        def claim(words: str, article: str = chips, **fields: object) -> str:
            made, _ = archive.claims.add(article, span_of(archive, article, words))
            return archive.claims.edit(made.id, **fields).id if fields else made.id

        cost = claim("R1 coûte 5,58 millions", kind="quantity", verdict="refuted")
        claim("Sam Altman called it a mistake", claimant=altman.id, confidence=40, notes="On stage")
        fall = claim(
            "Prices will fall by 40 % next year",
            kind="prediction", claimant=altman.id, due="2026-05", said_on="2024-12-24",
        )  # fmt: skip
        claim("Nobody knows", kind="opinion", verdict="supported", due="2026-12-31")
        claim("GPT-4o is cheaper")
        archive.claims.add_appearance(fall, other, Span(0, 16))
        archive.claims.add_evidence(cost, Stance.CONTRADICTS, url="https://example.org")
        yield archive


def found(archive: Archive, query: str, **how: object) -> set[str]:
    rows = archive.claims.ledger.select(query, today=TODAY, **how)  # type: ignore[arg-type]
    return {row.statement.split()[0] for row in rows}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"R1", "Sam", "Prices", "Nobody", "GPT-4o"}),
        ("kind:prediction", {"Prices"}),
        ("-kind:fact", {"R1", "Prices", "Nobody"}),
        ("verdict:refuted OR verdict:supported", {"R1", "Nobody"}),
        ("speaker:altman", {"Sam", "Prices"}),
        ("entity:altman", {"Sam", "Prices"}),
        ("has:entity", {"Sam"}),
        ("has:evidence", {"R1"}),
        ("has:note", {"Sam"}),
        ("has:lost", set()),
        ("due:2026", {"Prices", "Nobody"}),
        ("due:..today", {"Prices"}),
        ("due:..2026-06 speaker:altman", {"Prices"}),
        ("date:2024", {"Prices"}),
        ("date:2025", {"R1", "Sam", "Nobody", "GPT-4o"}),
        ("price", {"Prices"}),
        ("couter", {"R1"}),
        ("million", {"R1"}),
        ("5.58", {"R1"}),
        ("5,58", {"R1"}),
        ("gpt-4o", {"GPT-4o"}),
        ("gpt", {"GPT-4o"}),
        ('"will fall"', {"Prices"}),
        ('"fall will"', set()),
        ("note:stage", {"Sam"}),
        ("claim:stage", set()),
        ("stage", {"Sam"}),
        ("pri*", {"Prices"}),
        ("mistaek~", {"Sam"}),
        ("title:other", {"Prices"}),
        ("lang:en", {"Prices"}),
        ("tag:ai -kind:fact", {"R1", "Prices", "Nobody"}),
        ('outlet:"les échos" nobody', {"Nobody"}),
        ("(kind:fact OR kind:opinion) -altman", {"Nobody", "GPT-4o"}),
        ("-nobody -kind:fact", {"R1", "Prices"}),
        ("!?", set()),
    ],
)
def test_claims_are_found_as_the_query_asks(
    filled: Archive, query: str, expected: set[str]
) -> None:
    assert found(filled, query) == expected


def test_the_last_word_may_be_unfinished_while_it_is_typed(filled: Archive) -> None:
    assert found(filled, "mist", typing=True) == {"Sam"}
    assert found(filled, "mist") == set()


@pytest.mark.parametrize(
    "query", ["is:unread", "body:chips", "url:x", "similar:abc", "has:highlight"]
)
def test_what_only_articles_have_is_refused_by_name(filled: Archive, query: str) -> None:
    with pytest.raises(UsageError, match=f"{query.split(':')[0]}:.*not about claims.*due:"):
        filled.claims.ledger.select(f"chips {query}")


def test_a_query_that_cannot_be_read_says_where(filled: Archive) -> None:
    with pytest.raises(QueryError) as refused:
        filled.claims.ledger.select("due:soon")
    assert refused.value.at == 4


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("added", "GPT-4o", "R1"),
        ("statement", "GPT-4o", "Sam"),
        ("verdict", "GPT-4o", "R1"),
        ("speaker", "Prices", "R1"),
        ("kind", "GPT-4o", "Nobody"),
        ("due", "Prices", "R1"),
        ("said", "Prices", "R1"),
        ("appearances", "Prices", "R1"),
        ("evidence", "R1", "Sam"),
        ("confidence", "Sam", "R1"),
    ],
)
def test_claims_come_in_an_order(filled: Archive, order: str, first: str, last: str) -> None:
    rows = filled.claims.ledger.select(order=order)  # type: ignore[arg-type]
    assert (rows[0].statement.split()[0], rows[-1].statement.split()[0]) == (first, last)


def test_a_turned_order_keeps_what_lacks_it_at_the_end(filled: Archive) -> None:
    for order in ORDERINGS:
        ledger = filled.claims.ledger
        both = [
            [row.id for row in ledger.select(order=order, descending=turned)]
            for turned in (False, True)
        ]
        assert sorted(both[0]) == sorted(both[1])
    due_last = filled.claims.ledger.select(order="due", descending=True)
    assert [str(row.due) for row in due_last][:2] == ["2026-12-31", "2026-05"]
    assert due_last[-1].due is None


def test_claims_are_put_together_under_headings(filled: Archive) -> None:
    ledger = filled.claims.ledger
    rows = ledger.select()

    def groups(by: str) -> list[tuple[str, int]]:
        made = ledger.group(rows, by, today=TODAY)  # type: ignore[arg-type]
        return [(group.heading, len(group.rows)) for group in made]

    assert groups("none") == [("", 5)]
    assert groups("verdict") == [("unchecked", 3), ("supported", 1), ("refuted", 1)]
    assert groups("speaker") == [("Sam Altman", 2), ("nobody named", 3)]
    assert groups("kind") == [("fact", 2), ("quantity", 1), ("prediction", 1), ("opinion", 1)]
    assert groups("article") == [("Chips", 5), ("Other", 1)]
    assert groups("due") == [("overdue", 1), ("2026-12", 1), ("no due date", 3)]
    assert ledger.group([], "none") == []


def test_a_row_counts_appearances_articles_and_evidence(filled: Archive) -> None:
    rows = {row.statement.split()[0]: row for row in filled.claims.ledger.select()}
    assert (rows["Prices"].appearances, rows["Prices"].articles) == (2, 2)
    assert (rows["R1"].contradicts, rows["R1"].evidence) == (1, 1)
    newest = filled.claims.ledger.newest(2)
    assert newest == filled.claims.ledger.select()[:2]
    assert filled.claims.ledger.count() == 5


def test_predictions_fall_due_and_are_scored_by_speaker(filled: Archive) -> None:
    rows = filled.claims.ledger.select()
    assert [row.statement.split()[0] for row in due(rows)] == ["Prices", "Nobody"]
    scheme = filled.claims.verdicts.scheme
    altman, nobody = scores(rows, scheme, TODAY)
    assert (altman.speaker, altman.overdue, altman.total) == ("Sam Altman", 1, 1)
    assert (nobody.claimant, nobody.hits, nobody.total) == (None, 1, 1)
    # May is over on the first of June, not before.
    assert scores(rows, scheme, date(2026, 5, 31))[0].pending == 1


def test_the_likest_claims_are_offered_first_and_never_the_one_itself(filled: Archive) -> None:
    ledger = filled.claims.ledger
    (like, *_) = ledger.like("Next year prices will fall by 45 %")
    row = ledger.row(like.claim)
    assert row is not None and row.statement.startswith("Prices will fall")
    assert like.likeness < 1
    assert ledger.like("Prices will fall by 40 % next year", but=like.claim) == []
    assert ledger.like("a wholly different sentence about cheese") == []
    assert ledger.like("") == []


def test_the_ledger_follows_what_anyone_writes(archive: Archive) -> None:
    article = add_article(archive, "A", "Prices fell. Nobody knows why. OpenAI is silent.")
    ledger = archive.claims.ledger
    assert ledger.select() == []
    with open_archive(archive.path, actor="ben") as ben:
        claim, mark = ben.claims.add(article, Span(0, 12))
        assert [row.id for row in ledger.select("price")] == [claim.id]
        ben.claims.edit(claim.id, statement="Something else", verdict="refuted")
        assert ledger.select("price") == [] and len(ledger.select("else verdict:refuted")) == 1
        entity, _ = ben.entities.tag(article, span_of(ben, article, "OpenAI"))
        ben.claims.edit(claim.id, claimant=entity.id)
        ben.entities.edit(entity.id, name="Closed AI")
        assert [row.speaker for row in ledger.select("closed")] == ["Closed AI"]
        more = ben.claims.add_appearance(claim.id, article, Span(13, 30))
        piece = ben.claims.add_evidence(claim.id, Stance.CONTEXT, annotation=mark.id)
        (row,) = ledger.select()
        assert (row.appearances, row.context) == (2, 1)
        ben.claims.edit_evidence(piece.id, stance=Stance.SUPPORTS)
        ben.annotations.delete(more.id)
        (row,) = ledger.select()
        assert (row.appearances, row.supports, row.context) == (1, 1, 0)
        ben.annotations.delete(mark.id)
        assert ledger.select() == [] and ledger.row(claim.id) is None
        ben.history.undo()
        assert [row.id for row in ledger.select("closed")] == [claim.id]


def test_claims_like_one_another_are_told_from_words_that_all_have(archive: Archive) -> None:
    text = "\n\n".join(f"The company number{n} says it will grow by {n} %." for n in range(80))
    article = add_article(archive, "A", text)
    for line in text.split("\n\n"):
        archive.claims.add(article, span_of(archive, article, line))
    (like, *_) = archive.claims.ledger.like("the company Number7 said it grows by 7 %")
    row = archive.claims.ledger.row(like.claim)
    assert row is not None and "number7 " in row.statement


def test_a_claim_in_other_words_is_known_by_its_passages(archive: Archive) -> None:
    words = "Rosneft, meanwhile, has agreed to merge with Gazprom by the end of the year"
    claim, mark = say(archive, words)
    like = archive.claims.ledger.like
    archive.claims.edit(claim.id, statement="The two oil companies become one.")
    assert [one.claim for one in like(words)] == [claim.id]
    assert like(words, but=claim.id) == []
    again(archive, claim, "Cassis sells forty thousand boards every month", title="Cassis")
    (found,) = like("Cassis sold forty thousand boards each month")
    assert found.claim == claim.id
    archive.annotations.delete(mark.id)
    assert like(words) == [], "with the passage its words are gone"
    archive.history.undo()
    other, _ = say(archive, "Something else entirely happened in Lyon today")
    archive.claims.merge(other.id, [claim.id])
    assert [one.claim for one in like(words)] == [other.id], "passages go where claims are merged"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("verdict:refutd", "supported, refuted. Did you mean verdict:refuted? > verdict:refuted"),
        ("verdct:refuted", "verdct: is no field. Did you mean verdict:? > verdict:refuted"),
        ("zork:3", "zork: is no field. No claim holds zork:3."),
        ("mistkae", "No claim holds mistkae. Did you mean mistake? > mistake"),
        ("note:mistake", "No claim has mistake in its note; 1 claim has it elsewhere. > mistake"),
        ('"called it stage"', 'No claim holds "called it stage" in a row. Its words alone?'),
        ("kind:rule", "No claim is of the kind rule. What there is: "),
        ("due:2031", "No claim falls due then; they go from 2026-05-01 to 2026-12-31."),
        ("added:2020", "No claim was recorded then; they go from 2026-01-01 to 2026-01-01."),
        ("date:2019", "No claim was said then"),
        ("lang:de", "No claim appears in an article in German."),
        ("has:lost", "No claim has lost its place in a text."),
        ("prices mistake", "Without prices there is 1 claim. > mistake"),
        ("(prices OR xyzzy) zork:3 OR nobody", "zork: is no field; zork:3 is looked for as words."),
        ("verdict: refuted", "Did you mean verdict:refuted? > verdict:refuted"),
    ],
)
def test_of_a_query_without_claims_it_is_said_why_and_what_was_meant(
    filled: Archive, query: str, told: str
) -> None:
    hints = filled.claims.ledger.hints(query, today=TODAY)
    said = [f"{one.text} > {one.query}" if one.query else one.text for one in hints]
    assert any(told in one for one in said), said
    for one in hints:
        if one.query:
            found = filled.claims.ledger.select(one.query, today=TODAY)
            assert len(found) == one.total


def test_a_query_that_finds_what_was_asked_needs_no_hint(filled: Archive) -> None:
    for query in ("", "mistake", "verdict:refuted", "-xyzzy", "due:2026"):
        assert not filled.claims.ledger.hints(query, today=TODAY), query


@pytest.mark.parametrize(("query", "at"), [("fall is:unread", 5), ("x OR -url:y", 6)])
def test_what_only_articles_have_is_refused_at_its_place(
    filled: Archive, query: str, at: int
) -> None:
    with pytest.raises(QueryError, match="asks about articles, not about claims") as caught:
        filled.claims.ledger.select(query)
    assert caught.value.at == at


def test_what_helps_with_a_query_does_not_look_through_all_claims_again(
    filled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    looked_for = Filter._looked_for

    def noted(self: Filter, query: tree.Query) -> AbstractSet[str]:
        asked.append(query)
        return looked_for(self, query)

    monkeypatch.setattr(Filter, "_looked_for", noted)
    query = "verdict:refuted kind:quantity -speaker:altman"
    assert found(filled, query) == {"R1"}
    assert len(asked) == 4
    filled.claims.ledger.hints(query, today=TODAY)
    assert len(asked) == 4
    assert found(filled, query) == {"R1"}  # nothing of it was used up


def test_many_claims_are_put_out_of_the_collectors_way_and_few_are_not(
    filled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[bool] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    for most, often in ((6, 0), (5, 1)):
        monkeypatch.setattr(keeping, "MANY", most)
        Ledger(filled.store, filled.claims.sources).update()
        assert len(frozen) == often
