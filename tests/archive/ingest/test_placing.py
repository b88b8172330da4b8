"""Annotations made elsewhere, brought onto the archive's articles."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.core import Archive
from archive.export import FORMATS
from archive.ingest.items import Summary
from archive.ingest.pipeline import import_paths
from archive.ingest.placing import converted
from archive.model import Annotation, Motivation, Placement, Span
from tests.corpus import corpus_path
from tests.make import add_article, span_of

URL = "https://example.org/chips"
CRAB = "🦀🦀 Chips: the price fell.\n\nIt fell again, and the price of 🦀 rose by 5,58 %."


def hypothesis(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"total": len(rows), "rows": rows}, ensure_ascii=False).encode()


def row(id: str, exact: str, text: str = "", **more: Any) -> dict[str, Any]:
    """An annotation as the API gives it; ``at`` in UTF-16 units."""
    selectors = []
    if exact:
        around = {key: more.pop(key, "") for key in ("prefix", "suffix")}
        selectors.append({"type": "TextQuoteSelector", "exact": exact, **around})
    if "at" in more:
        start, end = more.pop("at")
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    target = [{"source": URL, "selector": selectors}]
    return {"id": id, "uri": URL, "user": "acct:ada@x", "text": text, "target": target, **more}


def bring(archive: Archive, tmp_path: Path, data: bytes, name: str = "a.json") -> Summary:
    (tmp_path / name).write_bytes(data)
    return import_paths(archive, [tmp_path / name])


def only(archive: Archive) -> Annotation:
    [mark] = archive.annotations.all()
    return mark


def test_the_five_annotations_of_a_real_page(archive: Archive, tmp_path: Path) -> None:
    folder = corpus_path(
        "annotation", "hypothesis_anchoring", "src", "annotator", "anchoring", "test"
    )
    page = folder / "html-baselines" / "wikipedia-regression-testing"
    # The annotations stand before their page, as they well may.
    files = [page.with_suffix(".json"), page.with_suffix(".html")]
    summary = import_paths(archive, files)
    assert (summary.new, summary.marks, summary.skipped) == (1, 5, [])
    [article] = archive.articles.ids()
    text = archive.articles.document(article).text
    found = {mark.note: mark for mark in archive.annotations.of(article)}
    assert {note: mark.placement for note, mark in found.items()} == {
        "Introduction": Placement.EXACT,
        "Body": Placement.EXACT,
        "Quote": Placement.EXACT,
        # The page's heading and footer are no part of the article.
        "Heading": Placement.AMBIGUOUS,
        "Footer": Placement.LOST,
    }
    rows = json.loads(files[0].read_text(encoding="utf-8"))["rows"]
    for one in rows:
        mark = found[one["text"]]
        exact = one["target"][0]["selector"][2]["exact"]
        assert mark.exact == exact
        if mark.placement.placed:
            assert mark.span.of(text) == exact
        assert (mark.creator, mark.created) == ("mark@localhost", one["created"][:19] + "Z")
    again = import_paths(archive, files)
    assert (again.marks, again.marks_unchanged, again.step) == (0, 5, None)


def test_utf_16_offsets_point_at_the_same_words(archive: Archive, tmp_path: Path) -> None:
    article = add_article(archive, "Chips", CRAB, url=URL)
    second = CRAB.rindex("price")
    units = len(CRAB[:second].encode("utf-16-le")) // 2
    assert units == second + 2
    data = hypothesis(row("one", "price", at=(units, units + 5)))
    assert bring(archive, tmp_path, data).marks == 1
    mark = only(archive)
    assert (mark.article, mark.placement) == (article, Placement.EXACT)
    assert mark.span == Span(second, second + 5)


def test_a_position_whose_words_stand_elsewhere_decides_nothing(
    archive: Archive, tmp_path: Path
) -> None:
    add_article(archive, "Chips", CRAB, url=URL)
    bring(archive, tmp_path, hypothesis(row("one", "price", at=(0, 5))))
    assert only(archive).placement is Placement.AMBIGUOUS


@given(st.text(max_size=20), st.data())
def test_every_span_survives_the_way_through_utf_16(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units = [len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in (start, end)]
    assert converted(text, *units) == Span(start, end)
    size = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert converted(text, 0, size + 1) is None


def test_what_cannot_be_placed_is_looked_for_in_every_later_text(
    archive: Archive, tmp_path: Path
) -> None:
    add_article(archive, "Chips", CRAB, url=URL)
    quote = "a sentence that only the next version of the page will have"
    summary = bring(archive, tmp_path, hypothesis(row("one", quote, "wait for it")))
    assert (summary.marks, summary.marks_lost) == (1, 1)
    assert only(archive).placement is Placement.LOST
    article = add_article(archive, "Chips", f"{CRAB}\n\nHere is {quote}.", url=URL)
    mark = only(archive)
    assert mark.placement.placed
    assert mark.span.of(archive.articles.document(article).text) == quote == mark.exact


def test_undoing_something_else_does_not_place_a_lost_mark(
    archive: Archive, tmp_path: Path
) -> None:
    article = add_article(archive, "Chips", CRAB, url=URL)
    bring(archive, tmp_path, hypothesis(row("one", "words that are nowhere at all")))
    archive.articles.edit(article, title="Other")
    archive.history.undo()
    assert only(archive).placement is Placement.LOST


def test_a_note_on_the_whole_page_and_a_reply(archive: Archive, tmp_path: Path) -> None:
    article = add_article(archive, "Chips", CRAB, url=URL + "?utm_source=x")
    rows = [
        row("note", "", "On the page"),
        row("parent", "It fell again", "Did it?"),
        row("reply", "", "It did.", references=["parent"]),
    ]
    assert bring(archive, tmp_path, hypothesis(*rows)).marks == 3
    marks = {mark.note: mark for mark in archive.annotations.of(article)}
    assert marks["On the page"].placement is Placement.LOST
    assert marks["It did."].span == marks["Did it?"].span


def test_one_import_is_one_step_and_can_be_taken_back(archive: Archive, tmp_path: Path) -> None:
    add_article(archive, "Chips", CRAB, url=URL)
    before = len(archive.history.log())
    data = hypothesis(*(row(f"r{number}", "It fell again") for number in range(120)))
    summary = bring(archive, tmp_path, data)
    assert summary.marks == 120 and summary.step is not None
    assert len(archive.history.log()) == before + 1
    archive.history.undo_import(summary.step)
    assert archive.annotations.all() == []
    assert bring(archive, tmp_path, data).marks == 120


def test_a_mark_deleted_here_stays_deleted(archive: Archive, tmp_path: Path) -> None:
    add_article(archive, "Chips", CRAB, url=URL)
    data = hypothesis(row("one", "It fell again"))
    bring(archive, tmp_path, data)
    archive.annotations.delete(only(archive).id)
    summary = bring(archive, tmp_path, data)
    assert (summary.marks, summary.marks_deleted) == (0, 1)
    assert archive.annotations.all() == []


def test_what_its_author_changed_is_taken_over_unless_it_was_changed_here(
    archive: Archive, tmp_path: Path
) -> None:
    add_article(archive, "Chips", CRAB, url=URL)
    for day, text in (("01", "first"), ("02", "second")):
        data = hypothesis(row("one", "It fell again", text, updated=f"2025-01-{day}T00:00:00Z"))
        summary = bring(archive, tmp_path, data)
    assert (summary.marks_updated, only(archive).note) == (1, "second")
    archive.annotations.edit(only(archive).id, note="mine")
    later = hypothesis(row("one", "It fell again", "third", updated="2099-01-01T00:00:00Z"))
    assert bring(archive, tmp_path, later).marks_updated == 0
    assert only(archive).note == "mine"


@pytest.mark.parametrize(
    ("title", "url", "known"),
    [
        ("Chips", URL, True),
        ("Other", "http://example.org/chips/#top", False),
        ("Other", URL + "#top", True),
        ("Chips", None, True),
        ("chips", None, True),
        ("Chips", "https://example.org/other", False),
        ("Other", None, False),
    ],
)
def test_an_article_is_known_by_address_or_title(
    archive: Archive, tmp_path: Path, title: str, url: str | None, known: bool
) -> None:
    article = add_article(archive, title, CRAB, url=url)
    one = row("one", "It fell again", document={"title": ["Chips"]})
    bring(archive, tmp_path, hypothesis(one))
    assert (only(archive).article == article) is known


def test_two_articles_of_one_title_are_not_chosen_from(archive: Archive, tmp_path: Path) -> None:
    for number in range(2):
        add_article(archive, "Chips", CRAB + str(number), identity=f"id:{number}")
    one = row("one", "It fell again", document={"title": ["Chips"]})
    bring(archive, tmp_path, hypothesis(one))
    assert archive.articles.count() == 3


def test_a_page_nobody_has_becomes_an_article_of_its_quotations_until_it_comes(
    archive: Archive, tmp_path: Path
) -> None:
    rows = [
        row("two", "the price of 🦀 rose", at=(60, 80), document={"title": ["Chips"]}),
        row("one", "Chips: the price fell.", at=(5, 27), document={"title": ["Chips"]}),
        row("gone", "words that the page has lost since", at=(90, 99), document={}),
    ]
    summary = bring(archive, tmp_path, hypothesis(*rows))
    assert (summary.new, summary.marks, summary.marks_lost) == (1, 3, 0)
    [article] = archive.articles.ids()
    assert archive.articles.get(article).title == "Chips"
    assert archive.articles.document(article).text.startswith(
        "Chips: the price fell.\n\nthe price of 🦀 rose"
    )
    page = f"<html><head><title>Chips</title><link rel='canonical' href='{URL}'></head><body>"
    paragraphs = "".join(f"<p>{part} And so on, and so forth.</p>" for part in CRAB.split("\n\n"))
    more = "<p>Much more is said here about it than anybody quoted, in many words.</p>" * 3
    (tmp_path / "page.html").write_text(f"{page}<article>{paragraphs}{more}</article>", "utf-8")
    summary = import_paths(archive, [tmp_path / "page.html"])
    assert (summary.revised, archive.articles.ids()) == (1, [article])
    text = archive.articles.document(article).text
    placed = {mark.exact: mark for mark in archive.annotations.of(article)}
    for quote in ("Chips: the price fell.", "the price of 🦀 rose"):
        assert placed[quote].placement.placed and placed[quote].span.of(text) == quote
    assert placed["words that the page has lost since"].placement is Placement.LOST


def clippings(*parts: tuple[int, str]) -> bytes:
    about = "A Book (Ada)\n- Your Highlight on Location {0}-{0} | Added on Monday, March 2, 2020"
    one = about + " 11:48:08 PM\n\n{1}\n==========\n"
    return "".join(one.format(*part) for part in parts).encode()


def test_a_book_grows_with_its_clippings_and_its_marks_keep_their_places(
    archive: Archive, tmp_path: Path
) -> None:
    bring(archive, tmp_path, clippings((5, "First words."), (9, "Last words.")), "c.txt")
    [article] = archive.articles.ids()
    assert archive.articles.get(article).authors == ("Ada",)
    more = [(number, f"Quotation number {number}, on another matter.") for number in range(20, 40)]
    grown = clippings((5, "First words."), (9, "Last words."), *more, (7, "st wor"))
    summary = bring(archive, tmp_path, grown, "c.txt")
    assert (summary.marks, summary.marks_unchanged, summary.marks_lost) == (21, 2, 0)
    assert archive.articles.ids() == [article]
    text = archive.articles.document(article).text
    assert text.startswith("First words.\n\nLast words.\n\nQuotation number 20")
    marks = archive.annotations.of(article)
    assert len(marks) == 23
    assert all(mark.span.of(text) == mark.exact for mark in marks)
    # Only the new ones, as an app that exports since the last time gives them.
    assert bring(archive, tmp_path, clippings((99, "Alone.")), "c.txt").marks == 1
    assert archive.articles.document(article).text == text + "\n\nAlone."


def test_readwise_highlights_of_an_article_that_is_here(archive: Archive, tmp_path: Path) -> None:
    article = add_article(archive, "Chips", CRAB, authors=("Ada",))
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow("Highlight,Book Title,Book Author,Note,Color,Tags,Location".split(","))
    writer.writerow(["the price of 🦀 rose", "Chips", "Ada", "Oh", "blue", "a, b", "3"])
    writer.writerow(["the price of 🦀 rose", "Chips", "Somebody Else", "", "", "", "3"])
    summary = bring(archive, tmp_path, held.getvalue().encode(), "r.csv")
    assert (summary.marks, summary.new) == (2, 1)
    [mark] = archive.annotations.of(article)
    assert (mark.note, mark.label, mark.tags) == ("Oh", "blue", ("a", "b"))
    assert mark.motivation is Motivation.COMMENTING
    assert mark.span == span_of(archive, article, "the price of 🦀 rose")


def test_our_web_annotations_come_back_as_they_were(
    archive: Archive, tmp_path: Path, another_archive: Archive
) -> None:
    for opened in (archive, another_archive):
        article = add_article(opened, "Chips", CRAB, url=URL)
    claim, _ = archive.claims.add(
        article, span_of(archive, article, "It fell again"), statement="Chips fell twice."
    )
    archive.claims.edit(claim.id, verdict="supported")
    archive.entities.tag(article, span_of(archive, article, "Chips"), type="product")
    mark = archive.annotations.add(
        article,
        span_of(archive, article, "🦀 rose"),
        Motivation.COMMENTING,
        note="A *note*",
        tags=["x"],
        label="3",
    )
    FORMATS["w3c"](archive, tmp_path / "out")
    file = tmp_path / "out" / "annotations.jsonld"
    assert import_paths(archive, [file]).marks_unchanged == 3
    assert import_paths(another_archive, [file]).marks == 3
    assert another_archive.annotations.get(mark.id) == archive.annotations.get(mark.id)
    assert another_archive.annotations.all() == archive.annotations.all()
    [copied] = another_archive.claims.all()
    assert (copied.id, copied.statement, copied.verdict) == (
        claim.id,
        "Chips fell twice.",
        "supported",
    )
    assert [entity.name for entity in another_archive.entities.all()] == ["Chips"]
    assert import_paths(another_archive, [file]).marks == 0


def test_a_stopped_import_keeps_whole_articles_and_says_so(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "c.txt").write_bytes(clippings((5, "First words.")))
    asked = iter([False, True, True, True])
    summary = import_paths(archive, [tmp_path / "c.txt"], cancelled=lambda: next(asked))
    assert summary.cancelled and summary.marks == 0
    assert import_paths(archive, [tmp_path / "c.txt"]).marks == 1


def test_our_web_annotations_on_an_article_nobody_has_keep_its_title(
    archive: Archive, another_archive: Archive, tmp_path: Path
) -> None:
    article = add_article(archive, "No address", CRAB)
    archive.annotations.add(
        article, span_of(archive, article, "It fell again"), Motivation.HIGHLIGHTING
    )
    FORMATS["w3c"](archive, tmp_path / "out")
    import_paths(another_archive, [tmp_path / "out"])
    [made] = another_archive.articles.ids()
    assert another_archive.articles.get(made).title == "No address"
    assert another_archive.articles.document(made).text == "It fell again"
