"""Reading lists of articles, correcting, tagging, deleting."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Motivation, Order, OrderKey, PartialDate, Stance
from tests.make import TEXT, add_article, incoming, put, span_of


def titles(archive: Archive, order: Order) -> list[str]:
    assert archive.articles.page(order, 0, 100) == archive.articles.rows(
        archive.articles.ids(order)
    )
    return [row.title for row in archive.articles.page(order, 0, 100)]


def some(archive: Archive) -> list[str]:
    return put(
        archive,
        incoming("éclair", published="2025-01-20", outlet="Wired"),
        incoming("Zebra", published="2025-01", outlet=None),
        incoming("apple", outlet="les échos"),
        incoming("Banana", published="2024", outlet="Les Échos"),
    )


def test_by_date_undated_articles_come_last_in_both_directions(archive: Archive) -> None:
    some(archive)
    assert titles(archive, Order("date", True)) == ["éclair", "Zebra", "Banana", "apple"]
    assert titles(archive, Order("date", False)) == ["Banana", "Zebra", "éclair", "apple"]


def test_by_title_case_and_accents_do_not_matter(archive: Archive) -> None:
    some(archive)
    expected = ["apple", "Banana", "éclair", "Zebra"]
    assert titles(archive, Order("title", False)) == expected
    assert titles(archive, Order("title", True)) == expected[::-1]


def test_by_outlet_articles_without_one_come_last(archive: Archive) -> None:
    some(archive)
    for descending in (True, False):
        assert titles(archive, Order("outlet", descending))[-1] == "Zebra"
    assert titles(archive, Order("outlet", True))[0] == "éclair"


@pytest.mark.parametrize("key", ["date", "title", "outlet", "added"])
@pytest.mark.parametrize("descending", [True, False])
def test_every_page_is_a_part_of_the_whole_order(
    archive: Archive, key: OrderKey, descending: bool
) -> None:
    put(archive, *(incoming(f"Title {n % 7}", identity=f"i{n}") for n in range(20)))
    order = Order(key, descending)
    whole = archive.articles.ids(order)
    pages = [row.id for start in (0, 7, 14) for row in archive.articles.page(order, start, 7)]
    assert pages == whole
    assert archive.articles.page(order, 20, 7) == []


@pytest.mark.parametrize("key", ["first", "title_key", "outlet_key", "added"])
@pytest.mark.parametrize("direction", ["DESC", "ASC NULLS LAST"])
def test_every_order_is_read_from_an_index(archive: Archive, key: str, direction: str) -> None:
    id_direction = direction.split()[0]
    plan = archive.store.database.rows(
        f"EXPLAIN QUERY PLAN SELECT id FROM articles ORDER BY {key} {direction}, id {id_direction}"
    )
    assert "USING COVERING INDEX" in str(plan)
    assert "TEMP B-TREE" not in str(plan)


def test_ids_among_others_keep_the_order_and_leave_out_strangers(archive: Archive) -> None:
    first, second, third, _ = some(archive)
    order = Order("title", False)
    assert archive.articles.ids(order, {second, third, "nobody"}) == [third, second]
    assert archive.articles.ids(order, [first, first]) == [first]
    assert archive.articles.ids(order, []) == []


def test_rows_come_in_the_order_asked_for(archive: Archive) -> None:
    first, second, *_ = some(archive)
    rows = archive.articles.rows([second, "nobody", first])
    assert [row.id for row in rows] == [second, first]


def test_a_row_counts_claims_and_entities_not_their_marks(archive: Archive, article: str) -> None:
    claim, _ = archive.claims.add(article, span_of(archive, article, "Prices fell"))
    archive.claims.add_appearance(claim.id, article, span_of(archive, article, "5,58 %"))
    entity, _ = archive.entities.tag(article, span_of(archive, article, "OpenAI"))
    archive.entities.tag(article, span_of(archive, article, "o1"), entity=entity.id)
    [row] = archive.articles.page(Order(), 0, 1)
    assert (row.claims, row.entities) == (1, 1)
    assert row.published == PartialDate.parse("2025-01-20")


def test_an_id_may_be_cut_short_while_it_is_clear(archive: Archive) -> None:
    ids = put(archive, *(incoming(f"{n}") for n in range(64)))
    assert archive.articles.resolve(ids[0]) == ids[0]
    assert archive.articles.resolve(ids[0][:6].upper()) == ids[0]
    shared = next(p for p in "0123456789abcdefgh" if sum(i.startswith(p) for i in ids) > 1)
    with pytest.raises(UsageError, match="Several") as caught:
        archive.articles.resolve(shared)
    assert set(caught.value.ids) <= set(ids)
    for nobody in ("", "!", "zzzzzzzzzz", "\udcff"):
        with pytest.raises(NotFound):
            archive.articles.resolve(nobody)


def test_facets_count_articles_most_frequent_first(archive: Archive) -> None:
    ids = some(archive)
    archive.articles.tag(ids[:2], add=["chips"])
    archive.articles.tag(ids[:1], add=["ai"])
    for key in ids[:2]:
        archive.entities.tag(key, span_of(archive, key, "OpenAI"))
        archive.entities.tag(key, span_of(archive, key, "Sam Altman"), name="OpenAI")
    facets = archive.articles.facets()
    assert facets.tag == (("chips", 2), ("ai", 1))
    assert facets.year == (("2025", 2), ("2024", 1))
    assert facets.entity == (("OpenAI", 2),)
    assert dict(facets.outlet) == {"Wired": 1, "les échos": 1, "Les Échos": 1}
    assert facets.language == ()


def test_corrections_are_kept_and_remembered_as_such(archive: Archive, article: str) -> None:
    step = archive.articles.edit(
        article,
        title="  A better\ntitle ",
        published="2025-02",
        authors=["A. One", " "],
        language="fr-CA",
        url=None,
    )
    found = archive.articles.get(article)
    assert step.command == "edit"
    assert (found.title, str(found.published)) == ("A better title", "2025-02")
    assert (found.authors, found.language, found.url) == (("A. One",), "fr", None)
    assert set(found.corrected) == {"title", "published", "authors", "language", "url"}


@pytest.mark.parametrize(
    "fields",
    [{"title": " "}, {"published": "2025-13"}, {"words": 3}, {"authors": "One"}, {"outlet": 5}]
    + [{"language": name} for name in ("xx1", "frnech", "日本")],
)
def test_corrections_that_make_no_sense_are_refused(
    archive: Archive, article: str, fields: dict[str, object]
) -> None:
    before = archive.articles.get(article)
    with pytest.raises(UsageError):
        archive.articles.edit(article, **fields)
    assert archive.articles.get(article) == before


def test_a_language_is_known_by_code_or_name_and_the_nearest_is_named(
    archive: Archive, article: str
) -> None:
    archive.articles.edit(article, language="French")
    assert archive.articles.get(article).language == "fr"
    with pytest.raises(UsageError, match=r"Did you mean fr \(French\)\?"):
        archive.articles.edit(article, language="frnech")


def test_what_changes_nothing_is_no_step(archive: Archive, article: str) -> None:
    archive.articles.star([article], True)
    last = archive.history.log(1)
    assert archive.articles.star([article], True).number == 0
    assert archive.articles.edit(article, title="First").number == 0
    assert archive.articles.tag([article], remove=["nothing"]).number == 0
    archive.articles.mark_read([article], False)
    assert archive.history.log(1) == last


def test_tags_are_added_once_and_taken_away(archive: Archive, article: str) -> None:
    archive.articles.tag([article], add=["chips", " a  b ", "chips"])
    archive.articles.tag([article], add=["ai"], remove=["chips"])
    assert archive.articles.get(article).tags == ("a b", "ai")
    with pytest.raises(UsageError, match="empty"):
        archive.articles.tag([article], add=[" "])


def test_a_command_on_several_articles_does_all_or_nothing(archive: Archive, article: str) -> None:
    with pytest.raises(NotFound, match="nobody"):
        archive.articles.star([article, "nobody"], True)
    assert not archive.articles.get(article).starred


def test_read_state_and_position_are_recorded(archive: Archive, article: str) -> None:
    archive.articles.mark_read([article], True)
    archive.articles.set_position(article, 17)
    found = archive.articles.get(article)
    assert (found.read, found.position) == (True, 17)
    assert [step.command for step in archive.history.log(2)] == ["position", "read"]
    assert not any(step.undoable for step in archive.history.log(2))


def test_delete_takes_what_cannot_stand_without_the_article(archive: Archive, article: str) -> None:
    other = add_article(archive, "Second")
    here, _ = archive.claims.add(article, span_of(archive, article, "Prices fell"))
    both, _ = archive.claims.add(article, span_of(archive, article, "5,58 %"))
    archive.claims.add_appearance(both.id, other, span_of(archive, other, "5,58 %"))
    passage = archive.annotations.add(
        article, span_of(archive, article, "chip act"), Motivation.HIGHLIGHTING
    )
    on_both = archive.claims.add_evidence(both.id, Stance.CONTEXT, annotation=passage.id)
    on_here = archive.claims.add_evidence(here.id, Stance.SUPPORTS, url="https://example.org")
    stays = archive.claims.add_evidence(both.id, Stance.SUPPORTS, url="https://example.org")
    broken = {evidence.id for evidence in archive.articles.broken_by_delete([article])}
    assert broken == {on_both.id, on_here.id}
    archive.articles.delete([article])
    assert archive.articles.ids() == [other]
    assert [claim.id for claim in archive.claims.all()] == [both.id]
    assert [evidence.id for evidence in archive.claims.evidence(both.id)] == [stays.id]
    with pytest.raises(NotFound):
        archive.articles.document(article)


def test_the_documents_of_all_revisions_stay_readable(archive: Archive, article: str) -> None:
    put(archive, incoming("First", TEXT + " More."))
    assert archive.articles.document(article).text == TEXT + " More."
    assert archive.articles.document(article, 1).text == TEXT
    with pytest.raises(NotFound, match="no revision 3"):
        archive.articles.document(article, 3)
    with pytest.raises(NotFound, match="no article"):
        archive.articles.document("nobody")


def test_purge_leaves_no_trace_in_the_file(archive: Archive) -> None:
    secret = "Zanzibarquux"
    ids = put(archive, incoming(secret, f"{secret} is here. {TEXT}", original=secret.encode()))
    other = add_article(archive, "Second")
    claim, _ = archive.claims.add(ids[0], span_of(archive, ids[0], f"{secret} is here"))
    archive.claims.edit(claim.id, statement=f"{secret} was there", notes=secret)
    gone, _ = archive.claims.add(ids[0], span_of(archive, ids[0], secret))
    evidence = archive.claims.add_evidence(gone.id, Stance.CONTEXT, url=f"https://{secret}.org/")
    archive.claims.delete_evidence(evidence.id)
    archive.annotations.delete(archive.claims.appearances(gone.id)[0].id)
    mark = archive.annotations.add(
        other, span_of(archive, other, "OpenAI"), Motivation.HIGHLIGHTING
    )
    seen = archive.store.last_change()
    archive.articles.purge(ids)
    raw = b"".join(path.read_bytes() for path in archive.path.iterdir())
    assert secret.encode() not in raw
    assert archive.articles.ids() == [other]
    assert archive.annotations.of(other) == [mark]
    assert archive.store.articles_touched_since(seen) == (ids, archive.store.last_change())
    assert put(archive, incoming(secret)) == ids


def test_purge_cannot_be_undone_and_leaves_earlier_steps_sound(
    archive: Archive, article: str
) -> None:
    other = add_article(archive, "Second")
    archive.articles.tag([article, other], add=["chips"])
    archive.articles.delete([article])
    archive.articles.purge([article])
    with pytest.raises(NotFound):
        archive.articles.purge([article])
    archive.history.undo()
    assert archive.articles.get(other).tags == ()
    with pytest.raises(NotFound):
        archive.history.undo()
