"""Sweeps: what is found, what is left out, how decisions are kept and taken back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from archive.core import Archive
from archive.entities.gazetteer import Rules
from archive.entities.passages import Found
from archive.entities.sweep import Decision
from archive.errors import Cancelled
from archive.model import NOT_SAME, Alias, Span
from archive.store import dump
from tests.make import add_article, incoming, put, span_of

TEXT = "Apple sells. An apple fell. Apple’s Music, d’Apple.\n\nApple Music plays; APPLE too."


@pytest.fixture
def apples(archive: Archive) -> str:
    """An article that speaks of Apple, of apples and of Apple Music."""
    return add_article(archive, "Apples", TEXT)


def swept(archive: Archive, *articles: str, **asked: object) -> list[str]:
    each = archive.sweeps.over(articles or None, **asked)  # type: ignore[arg-type]
    return [found.selectors.exact for those in each for found in those]


def all_found(archive: Archive, *articles: str) -> list[Found]:
    return [found for those in archive.sweeps.over(articles or None) for found in those]


def test_a_sweep_finds_names_and_knows_longer_ones(archive: Archive, apples: str) -> None:
    apple = archive.entities.create("Apple", "organisation")
    assert swept(archive) == ["Apple", "Apple", "Apple", "Apple", "APPLE"]
    archive.entities.create("Apple Music", "product")
    assert swept(archive) == ["Apple", "Apple", "Apple", "Apple Music", "APPLE"]
    assert swept(archive, entities=[apple.id]) == ["Apple", "Apple", "Apple", "APPLE"]
    assert swept(archive, "nosuch") == []


def test_what_is_marked_already_is_left_out(archive: Archive, apples: str) -> None:
    apple, _ = archive.entities.tag(apples, Span(0, 5), name="Apple")
    archive.entities.tag(apples, span_of(archive, apples, "Apple Music"), name="Music of Apple")
    assert swept(archive) == ["Apple", "Apple", "APPLE"]
    other = archive.entities.create("Apple Inc")
    archive.entities.merge(other.id, [apple.id])
    assert swept(archive) == ["Apple", "Apple", "APPLE"], "through the merge too"


def test_a_long_mark_holds_names_also_behind_many_short_ones(archive: Archive, apples: str) -> None:
    archive.entities.create("Apple")
    archive.entities.tag(apples, Span(0, TEXT.index("\n")), name="All of the paragraph")
    for start in (6, 16, 22, 29):
        archive.entities.tag(apples, Span(start, start + 3), name="A word")
    assert swept(archive) == ["Apple", "APPLE"], "those of the other paragraph"


def test_accepting_marks_them_in_one_step(archive: Archive, apples: str) -> None:
    apple = archive.entities.create("Apple")
    before = list(dump(archive.store, log=False, revisions=False))
    outcome = archive.sweeps.decide(Decision(f, f.entity) for f in all_found(archive))
    assert (outcome.accepted, outcome.rejected, outcome.stale) == (5, 0, 0)
    mentions = archive.entities.mentions(apple.id)
    text = archive.articles.document(apples).text
    assert [mark.span.of(text) for mark in mentions] == [mark.exact for mark in mentions]
    assert swept(archive) == []
    assert outcome.step is not None and outcome.step.summary == "sweep: mark 5 mentions"
    archive.history.undo()
    assert list(dump(archive.store, log=False, revisions=False)) == before
    archive.history.redo()
    assert len(archive.entities.mentions(apple.id)) == 5


def test_rejected_passages_are_remembered_until_undone(archive: Archive, apples: str) -> None:
    archive.entities.create("Apple")
    first, *rest = all_found(archive)
    outcome = archive.sweeps.decide([Decision(first, None), Decision(rest[0], rest[0].entity)])
    assert (outcome.accepted, outcome.rejected) == (1, 1)
    assert len(all_found(archive)) == 3
    put(archive, incoming("Apples", TEXT.replace("fell", "fell down")))
    assert len(all_found(archive)) == 3, "in a new text too"
    archive.history.undo()
    assert len(all_found(archive)) == 5


def test_a_rejection_is_of_one_entity_and_moves_with_it(archive: Archive, apples: str) -> None:
    one, two = archive.entities.create("Apple"), archive.entities.create("Apple", "product")
    (first, *_) = all_found(archive)
    assert set(first.entities) == {one.id, two.id}
    narrowed = next(iter(archive.sweeps.over([apples], entities=[one.id])))[0]
    archive.sweeps.decide([Decision(narrowed, None)])
    assert all_found(archive)[0].entities == (two.id,)
    archive.entities.merge(two.id, [one.id])
    assert all_found(archive)[0].selectors.span.start > 0


def test_the_most_mentioned_namesake_comes_first(archive: Archive, apples: str) -> None:
    archive.entities.create("Apple", "product")
    used = archive.entities.create("Apple", "organisation")
    other = add_article(archive, "Other")
    archive.entities.tag(other, Span(0, 8), entity=used.id)
    assert {found.entity for found in all_found(archive, apples)} == {used.id}


def test_the_names_are_gathered_anew_only_when_an_entity_changed(
    archive: Archive, apples: str, another: Callable[[str], Archive]
) -> None:
    apple = archive.entities.create("Apple")
    names = archive.sweeps.gazetteer()
    archive.sweeps.decide([Decision(all_found(archive)[0], apple.id)])
    add_article(archive, "More", TEXT)
    assert archive.sweeps.gazetteer() is names
    another("ben").entities.add_alias(apple.id, "music")
    assert swept(archive, apples)[:3] == ["Apple", "Music", "Apple"]
    assert len(archive.sweeps.gazetteer(Rules(plural=False))) == 2


def test_what_changed_meanwhile_is_not_marked(
    archive: Archive, apples: str, another: Callable[[str], Archive]
) -> None:
    apple = archive.entities.create("Apple")
    first, second, *rest = all_found(archive)
    another("ben").entities.tag(apples, first.selectors.span, entity=apple.id)
    outcome = archive.sweeps.decide([Decision(first, apple.id), Decision(second, apple.id)])
    assert (outcome.accepted, outcome.stale) == (1, 1)
    put(archive, incoming("Apples", TEXT + " More."))
    assert archive.sweeps.decide([Decision(rest[0], apple.id)]).stale == 1
    again = all_found(archive)
    another("ben").entities.delete(apple.id)
    outcome = archive.sweeps.decide([Decision(again[0], apple.id), Decision(again[1], None)])
    assert (outcome.accepted, outcome.rejected, outcome.stale) == (0, 0, 2)


def test_a_merge_meanwhile_is_followed(archive: Archive, apples: str) -> None:
    apple, inc = archive.entities.create("Apple"), archive.entities.create("Apple Inc")
    (first, *_) = all_found(archive)
    archive.entities.merge(inc.id, [apple.id])
    assert archive.sweeps.decide([Decision(first, apple.id)]).accepted == 1
    assert [mark.entity for mark in archive.entities.mentions(inc.id)] == [inc.id]


def test_a_sweep_is_cancelled_without_harm_and_tells_how_far_it_is(archive: Archive) -> None:
    for number in range(4):
        add_article(archive, f"Apples {number}", TEXT)
    archive.entities.create("Apple")
    told: list[tuple[int, int]] = []
    asked = count()
    with pytest.raises(Cancelled):
        for _ in archive.sweeps.over(
            progress=lambda *how: told.append(how), cancelled=lambda: next(asked) == 2
        ):
            pass
    assert told == [(1, 4), (2, 4)]
    assert archive.annotations.all() == []


def test_what_comes_in_waits_for_review(archive: Archive) -> None:
    old = add_article(archive, "Old", TEXT)
    assert archive.sweeps.sweep_new() == 0 and archive.sweeps.queue() == {}
    archive.entities.create("Apple")
    new = add_article(archive, "New", TEXT)
    add_article(archive, "Nothing", "No name at all.")
    assert archive.sweeps.sweep_new() == 5
    assert archive.sweeps.queue() == {new: 5}
    assert archive.sweeps.sweep_new() == 0, "each article comes in once"
    first, *rest = all_found(archive, new)
    archive.sweeps.decide([Decision(first, first.entity)])
    assert archive.sweeps.queue() == {new: 4}
    archive.sweeps.decide([Decision(found, None) for found in rest])
    assert archive.sweeps.queue() == {}
    assert old not in archive.sweeps.queue()


def test_the_queue_forgets_what_is_dismissed_or_gone(archive: Archive) -> None:
    archive.entities.create("Apple")
    one, two = put(archive, incoming("One", TEXT), incoming("Two", TEXT + " And more."))
    archive.sweeps.sweep_new()
    archive.sweeps.dismiss([one])
    assert list(archive.sweeps.queue()) == [two]
    archive.articles.delete([two])
    assert archive.sweeps.queue() == {}
    archive.history.undo()
    assert list(archive.sweeps.queue()) == [two]
    archive.articles.purge([two])
    assert archive.store.register.queue() == {}


def test_the_first_time_only_the_last_import_is_swept(archive: Archive) -> None:
    archive.entities.create("Apple")
    put(archive, incoming("Before", TEXT))
    last = put(archive, incoming("Last", TEXT + " More."))
    archive.sweeps.sweep_new()
    assert list(archive.sweeps.queue()) == last


def test_hostile_names_find_nothing_odd(archive: Archive, apples: str) -> None:
    made = archive.entities.create("[a-z]+ (.*)\x1b[0m")
    archive.entities.add_alias(made.id, "<b>Apple</b>\u202e")
    archive.entities.add_alias(made.id, Alias("\u200bApple\u200f"))
    archive.entities.relate(made.id, NOT_SAME, archive.entities.create("Other").id)
    assert set(swept(archive)) == {"Apple", "APPLE"}


def test_a_name_that_another_has_too_is_ambiguous_though_one_alone_is_asked_for(
    archive: Archive, apples: str
) -> None:
    apple = archive.entities.create("Apple")
    fruit = archive.entities.create("Fruit", aliases=["Apple"])
    assert archive.entities.namesakes(["apple", "APPLE"], but=fruit.id) == [apple]
    found = next(iter(archive.sweeps.over(entities=[fruit.id])))
    assert {(each.entities, each.others) for each in found} == {((fruit.id,), (apple.id,))}
    assert all(each.ambiguous for each in found)
    archive.sweeps.decide([Decision(found[0], None)])
    (left, *_), *_ = archive.sweeps.over(entities=[apple.id])
    assert left.selectors == found[0].selectors, "that it is no fruit says nothing of the other"
    assert not left.ambiguous
