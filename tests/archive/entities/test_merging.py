"""Entities made one and two again: nothing is lost, every old id leads somewhere."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import NOT_SAME, Alias, Span
from archive.store import dump
from tests.make import add_article


def state(archive: Archive) -> list[str]:
    return list(dump(archive.store, log=False, revisions=False))


@pytest.fixture
def pair(archive: Archive, article: str) -> tuple[str, str]:
    """OpenAI, mentioned twice, and a spelling of it with a mention, a claim and a relation."""
    part = archive.entities
    kept, _ = part.tag(article, Span(75, 81), name="OpenAI", type="organisation")
    part.tag(article, Span(0, 8), entity=kept.id)
    gone, _ = part.tag(article, Span(9, 20), name="Open AI", type="organisation")
    part.edit(
        gone.id,
        aliases=[Alias("OAI", "en", True)],
        identifiers=[("wikidata", "Q21708200")],
        description="A lab.",
    )
    claim, _ = archive.claims.add(article, Span(75, 100))
    archive.claims.edit(claim.id, claimant=gone.id)
    microsoft = part.create("Microsoft", "organisation")
    part.relate(microsoft.id, "owns", gone.id, since="2019-07")
    return kept.id, gone.id


def test_everything_that_names_an_entity_moves(archive: Archive, pair: tuple[str, str]) -> None:
    kept, gone = pair
    archive.entities.merge(kept, [gone])
    entity = archive.entities.get(gone)
    assert entity.id == kept
    assert [(a.form, a.case_sensitive, a.origin) for a in entity.aliases] == [
        ("Open AI", False, f"merge {gone}"),
        ("OAI", True, f"merge {gone}"),
    ]
    assert entity.identifiers == (("wikidata", "Q21708200"),) and entity.description == "A lab."
    assert {mark.entity for mark in archive.entities.mentions(kept)} == {kept}
    assert len(archive.entities.mentions(gone)) == 3
    assert [claim.claimant for claim in archive.claims.all()] == [kept]
    assert [r.target for r in archive.entities.relations(kept)] == [kept]
    assert archive.entities.named("open ai") == [entity]


def test_a_merge_is_undone_and_redone_whole(archive: Archive, pair: tuple[str, str]) -> None:
    before = state(archive)
    archive.entities.merge(pair[0], [pair[1]])
    after = state(archive)
    archive.history.undo()
    assert state(archive) == before
    archive.history.redo()
    assert state(archive) == after


def test_redirects_stay_one_hop_long_and_never_turn_round(
    archive: Archive, pair: tuple[str, str]
) -> None:
    kept, gone = pair
    last = archive.entities.create("OpenAI Global", "organisation")
    archive.entities.merge(kept, [gone])
    archive.entities.merge(last.id, [kept])
    for id in (kept, gone):
        assert archive.entities.get(id).id == last.id
        assert archive.store.register.roots()[id] == last.id
    # The other way round again is the same entity now, whatever id it is called by.
    for one, other in ((gone, kept), (kept, last.id), (last.id, last.id)):
        with pytest.raises(UsageError, match="into itself"):
            archive.entities.merge(one, [other])


def test_a_passage_that_names_both_is_named_once(archive: Archive, article: str) -> None:
    one, _ = archive.entities.tag(article, Span(0, 8), name="One")
    two, bare = archive.entities.tag(article, Span(0, 8), name="Two")
    three, noted = archive.entities.tag(article, Span(0, 8), name="Three")
    archive.annotations.edit(noted.id, note="why")
    archive.entities.merge(one.id, [two.id, three.id])
    left = {mark.id for mark in archive.entities.mentions(one.id)}
    assert bare.id not in left and noted.id in left, "what says something stays"


def test_relations_between_what_is_merged_go(archive: Archive, article: str) -> None:
    part = archive.entities
    one, two, three = (part.create(name) for name in ("One", "Two", "Three"))
    part.relate(one.id, "owns", two.id)
    part.relate(three.id, "owns", one.id)
    part.relate(three.id, "owns", two.id)
    part.merge(one.id, [two.id])
    assert [(r.source, r.target) for r in part.relations(one.id)] == [(three.id, one.id)]


def test_a_wrong_merge_is_split_again_under_the_old_id(
    archive: Archive, pair: tuple[str, str], article: str
) -> None:
    kept, gone = pair
    fields = archive.entities.get(gone)
    mine = {m.id for m in archive.entities.mentions(gone)}
    archive.entities.merge(kept, [gone])
    archive.entities.tag(article, Span(31, 37), entity=kept)  # a later step: undo is no way back
    back = archive.entities.split(kept, name="open ai")
    assert back.id == gone
    assert (back.name, back.aliases, back.identifiers, back.description) == (
        fields.name,
        fields.aliases,
        fields.identifiers,
        fields.description,
    )
    assert {m.id for m in archive.entities.mentions(gone)} == mine
    assert len(archive.entities.mentions(kept)) == 3
    assert [claim.claimant for claim in archive.claims.all()] == [gone]
    whole = archive.entities.get(kept)
    assert (whole.aliases, whole.identifiers, whole.description) == ((), (), "")
    kinds = {r.kind for r in archive.entities.relations(gone)}
    assert kinds == {"owns", NOT_SAME}, "and they are never offered as one again"


def test_of_two_spellings_merged_the_one_asked_for_comes_back_with_its_names_alone(
    archive: Archive,
) -> None:
    part = archive.entities
    meta = part.create("Meta", aliases=["Meta Platforms"])
    book, face = part.create("Facebook", aliases=["FB", "thefacebook"]), part.create("FaceBook")
    site = part.create("facebook.com", aliases=["FB", "fb.com"])
    part.merge(book.id, [face.id])
    part.merge(book.id, [site.id])
    before = part.get(book.id)
    part.merge(meta.id, [book.id])
    with pytest.raises(UsageError, match=f"Several .*{book.id}|Several .*{face.id}") as several:
        part.split(meta.id, name="FACEBOOK")
    assert set(several.value.ids) == {book.id, face.id}
    after = state(archive)
    assert part.split(meta.id, name="FaceBook").id == face.id
    assert "FaceBook" not in [alias.form for alias in part.get(meta.id).aliases]
    archive.history.undo()
    assert state(archive) == after
    assert part.split(meta.id, name=site.id).id == site.id, "merged twice over"
    left = {alias.form: alias.origin for alias in part.get(meta.id).aliases}
    assert "fb.com" not in left and "facebook.com" not in left
    assert left["FB"] == f"merge {book.id}", "which another has too"
    assert part.split(meta.id, name="Facebook").id == book.id
    assert [alias.form for alias in part.get(meta.id).aliases] == ["Meta Platforms"]
    forms = [alias.form for alias in part.get(book.id).aliases]
    brought = f"merge {site.id}"
    assert forms == [alias.form for alias in before.aliases if alias.origin != brought]


def test_chosen_mentions_become_another_entity(archive: Archive, article: str) -> None:
    apple, fruit = archive.entities.tag(article, Span(0, 8), name="Apple", type="organisation")
    archive.entities.tag(article, Span(9, 20), entity=apple.id)
    archive.entities.add_alias(apple.id, "the apple")
    made = archive.entities.split(apple.id, [fruit.id], name="The Apple", type="product")
    assert (made.name, made.type) == ("The Apple", "product")
    assert archive.entities.mentions(made.id)[0].id == fruit.id
    assert archive.entities.get(apple.id).aliases == ()
    archive.history.undo()
    assert len(archive.entities.mentions(apple.id)) == 2


def test_what_makes_no_sense_is_refused_and_changes_nothing(
    archive: Archive, pair: tuple[str, str], article: str
) -> None:
    kept, gone = pair
    strange = archive.entities.mentions(gone)[0].id
    before = state(archive)
    with pytest.raises(UsageError, match="into itself"):
        archive.entities.merge(kept, [gone, kept])
    with pytest.raises(UsageError, match="Merge what"):
        archive.entities.merge(kept, [])
    with pytest.raises(NotFound, match="e-none"):
        archive.entities.merge(kept, ["e-none"])
    with pytest.raises(UsageError, match="no mention of OpenAI"):
        archive.entities.split(kept, [strange], name="X1")
    with pytest.raises(UsageError, match="Which mentions"):
        archive.entities.split(kept, name="Somebody else")
    assert state(archive) == before


def test_what_was_told_apart_is_not_merged(archive: Archive, pair: tuple[str, str]) -> None:
    relation = archive.entities.relate(pair[0], NOT_SAME, pair[1])
    with pytest.raises(UsageError, match="not to be the same"):
        archive.entities.merge(pair[1], [pair[0]])
    archive.entities.unrelate(relation.id)
    archive.entities.merge(pair[1], [pair[0]])


def test_search_finds_articles_through_merges(archive: Archive, pair: tuple[str, str]) -> None:
    kept, gone = pair
    archive.entities.merge(kept, [gone])
    other = add_article(archive, "Second")
    _, mention = archive.entities.tag(other, Span(0, 8), entity=kept)
    with archive.store.transaction(command="import", actor="ann", summary="") as tx:
        # As an import of another archive may leave it: a mention of what was merged.
        tx.update("annotations", mention.id, {"entity": gone})
    assert mention.id in {mark.id for mark in archive.entities.mentions(kept)}
    fields = next(iter(archive.store.search_fields([other])))
    assert fields.entities == ("OpenAI", "Open AI", "OAI")
    assert fields.notes == ("A lab.",)


def test_a_deleted_entity_goes_with_all_that_names_it(
    archive: Archive, pair: tuple[str, str]
) -> None:
    kept, gone = pair
    archive.entities.merge(kept, [gone])
    before = state(archive)
    archive.entities.delete(kept)
    for id in pair:
        with pytest.raises(NotFound):
            archive.entities.get(id)
    assert [claim.claimant for claim in archive.claims.all()] == [None]
    assert archive.store.register.relations() == []
    archive.history.undo()
    assert state(archive) == before
