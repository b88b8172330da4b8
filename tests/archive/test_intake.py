"""What becomes of articles that come in."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from archive.core import Archive
from archive.errors import ArchiveBusy
from archive.intake import share_of_words
from archive.model import Incoming, Motivation, Outcome, Placement
from archive.store import dump
from archive.store.connection import Database
from tests.make import TEXT, incoming, span_of

OTHER = "Nothing here resembles what stood there before, not a single sentence of it."


def take(archive: Archive, *articles: Incoming) -> list[Outcome]:
    with archive.intake.open("import") as door:
        return door.put(articles)


def test_new_articles_come_in_with_all_they_bring(archive: Archive) -> None:
    [outcome] = take(
        archive,
        incoming(
            "L’été",
            url="https://example.org/a",
            outlet="Les Échos",
            authors=("A. One", "B. Two"),
            published="2025-01",
            language="fr",
            tags=("chips",),
            original=b"raw \x00 bytes",
        ),
    )
    assert outcome.kind == "new"
    found = archive.articles.get(outcome.id)
    assert (found.title, found.url, found.outlet) == (
        "L’été",
        "https://example.org/a",
        "Les Échos",
    )
    assert found.authors == ("A. One", "B. Two")
    assert str(found.published) == "2025-01"
    assert (found.language, found.tags, found.revision) == ("fr", ("chips",), 1)
    assert archive.articles.document(outcome.id).text == TEXT
    assert archive.articles.original(outcome.id) == b"raw \x00 bytes"
    assert archive.articles.origin(outcome.id).format == "test"


def test_two_archives_agree_about_an_articles_id(archive: Archive) -> None:
    [first] = take(archive, incoming("One"))
    [again] = take(archive, incoming("Renamed", identity="test:One"))
    assert first.id == again.id
    assert len(first.id) == 8


def test_the_same_text_again_changes_nothing_and_leaves_no_step(archive: Archive) -> None:
    take(archive, incoming())
    before = list(dump(archive.store))
    with archive.intake.open("import") as door:
        assert door.put([incoming()])[0].kind == "unchanged"
    assert door.step is None
    assert list(dump(archive.store)) == before


def test_the_same_text_with_other_metadata_brings_the_metadata(archive: Archive) -> None:
    [first] = take(archive, incoming(identity="i", outlet="Old", language="fr"))
    [again] = take(archive, incoming("Better", identity="i", outlet="New", tags=("chips",)))
    found = archive.articles.get(first.id)
    assert again.kind == "unchanged"
    assert (found.title, found.outlet, found.tags) == ("Better", "New", ("chips",))
    assert found.language == "fr", "what a source no longer says is not forgotten"


def test_what_the_user_corrected_survives_a_new_import(archive: Archive) -> None:
    [first] = take(archive, incoming("Typo", identity="i", outlet="Old"))
    archive.articles.edit(first.id, title="Right", published="2025-01-20")
    archive.articles.tag([first.id], add=["mine"])
    take(archive, incoming("Typo", TEXT + " More.", identity="i", outlet="New", tags=("theirs",)))
    found = archive.articles.get(first.id)
    assert (found.title, str(found.published), found.tags) == ("Right", "2025-01-20", ("mine",))
    assert found.outlet == "New"
    assert found.revision == 2


def test_a_changed_text_is_a_revision_in_which_marks_are_placed_again(archive: Archive) -> None:
    [first] = take(archive, incoming("One"))
    span = span_of(archive, first.id, "27 fois moins cher que celui de o1")
    _, kept = archive.claims.add(first.id, span)
    gone = archive.annotations.add(
        first.id, span_of(archive, first.id, "Prices fell"), Motivation.HIGHLIGHTING
    )
    archive.articles.set_position(first.id, 150)
    text = "A new first line.\n\n" + TEXT[: TEXT.index("Prices")].rstrip()
    [again] = take(archive, incoming("One", text))
    assert (again.kind, again.id) == ("revised", first.id)
    found = archive.articles.get(first.id)
    assert (found.revision, found.position) == (2, 150)
    assert archive.articles.document(first.id, 1).text == TEXT
    kept = archive.annotations.get(kept.id)
    assert kept.placement.placed
    assert kept.span.of(archive.articles.document(first.id).text) == kept.exact
    assert kept.revision == 2
    gone = archive.annotations.get(gone.id)
    assert (gone.placement, gone.revision) == (Placement.LOST, 1)


def test_a_lost_mark_is_found_again_when_its_words_come_back(archive: Archive) -> None:
    [first] = take(archive, incoming("One"))
    words = "nobody knows why"
    mark = archive.annotations.add(
        first.id, span_of(archive, first.id, words), Motivation.HIGHLIGHTING
    )
    take(archive, incoming("One", TEXT[: TEXT.index("Prices")].rstrip()))
    assert archive.annotations.get(mark.id).placement is Placement.LOST
    take(archive, incoming("One", "A new first line.\n\n" + TEXT))
    found = archive.annotations.get(mark.id)
    assert found.placement.placed
    assert found.span.of(archive.articles.document(first.id).text) == words


def test_an_older_text_that_comes_back_changes_nothing(archive: Archive) -> None:
    take(archive, incoming("Old", identity="i"))
    [revised] = take(archive, incoming("New", TEXT + " More.", identity="i"))
    [again] = take(archive, incoming("Old", identity="i"))
    assert again.kind == "unchanged"
    assert archive.articles.get(revised.id).title == "New"
    assert archive.articles.get(revised.id).revision == 2


def test_a_text_with_little_in_common_is_another_article(archive: Archive) -> None:
    [first] = take(archive, incoming("One"))
    [other] = take(archive, incoming("One", OTHER))
    assert other.kind == "different"
    assert other.id != first.id
    assert archive.articles.document(first.id).text == TEXT
    assert archive.articles.get(other.id).identity.startswith("test:One#")


def test_the_other_article_is_known_again_and_revised_in_its_turn(archive: Archive) -> None:
    take(archive, incoming("One"))
    [other] = take(archive, incoming("One", OTHER))
    assert take(archive, incoming("One", OTHER)) == [Outcome("unchanged", other.id)]
    assert take(archive, incoming("One", OTHER + " Again.")) == [Outcome("revised", other.id)]
    assert archive.articles.count() == 2


def test_equal_texts_under_other_identities_are_copies(archive: Archive) -> None:
    first, second = take(archive, incoming("One"), incoming("Two"))
    assert first == Outcome("new", first.id, None)
    assert second == Outcome("new", second.id, first.id)
    assert archive.articles.copies(first.id) == [second.id]


def test_one_identity_twice_in_a_batch_is_one_article(archive: Archive) -> None:
    outcomes = take(
        archive, incoming(identity="i"), incoming(identity="i"), incoming("B", OTHER, identity="i")
    )
    assert [outcome.kind for outcome in outcomes] == ["new", "unchanged", "different"]


def test_an_article_deleted_and_imported_again_keeps_its_id_and_text(archive: Archive) -> None:
    [first] = take(archive, incoming("One"))
    archive.articles.delete([first.id])
    assert take(archive, incoming("One")) == [Outcome("new", first.id)]
    assert archive.articles.get(first.id).revision == 1
    archive.articles.delete([first.id])
    take(archive, incoming("One", OTHER))
    assert archive.articles.get(first.id).revision == 2
    assert archive.articles.document(first.id).text == OTHER


def test_one_import_is_one_step_whatever_the_number_of_batches(archive: Archive) -> None:
    with archive.intake.open("import of a folder") as door:
        for number in range(3):
            door.put([incoming(f"{number}-{each}") for each in range(4)])
        door.summary = "12 new"
    [step] = archive.history.log()
    assert (step.number, step.command, step.summary) == (door.step, "import", "12 new")
    assert not step.undoable
    assert len(archive.history.changes(step.number)) == 12


def test_what_was_put_stays_when_an_import_breaks_off(archive: Archive) -> None:
    with pytest.raises(KeyboardInterrupt), archive.intake.open("import") as door:
        door.put([incoming("One")])
        raise KeyboardInterrupt
    assert archive.articles.count() == 1


def test_file_names_that_are_no_unicode_are_kept_apart(archive: Archive) -> None:
    first, second = take(
        archive,
        incoming(identity="a\udc80.txt", source="a\udc80.txt"),
        incoming(identity="a\udc81.txt", source="a\udc81.txt"),
    )
    assert first.id != second.id
    assert archive.articles.origin(first.id).source == "a\\udc80.txt"
    assert take(archive, incoming(identity="a\udc80.txt"))[0].id == first.id


def test_a_mark_made_while_an_import_prepares_is_placed_too(
    archive: Archive, another: Callable[[str], Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    [first] = take(archive, incoming("One"))
    ben = another("ben")
    begin = Database.begin

    def late(database: Database, *, durable: bool) -> None:
        if not durable and not ben.annotations.all():
            ben.annotations.add(
                first.id, span_of(ben, first.id, "Sam Altman"), Motivation.HIGHLIGHTING
            )
        begin(database, durable=durable)

    monkeypatch.setattr(Database, "begin", late)
    take(archive, incoming("One", "A new first line.\n\n" + TEXT))
    [mark] = archive.annotations.of(first.id)
    assert mark.revision == 2
    assert mark.span.of(archive.articles.document(first.id).text) == "Sam Altman"


def test_another_writer_for_too_long_is_an_error_and_nothing_is_done(
    archive: Archive, another: Callable[[str], Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.connection.BUSY_SECONDS", 0.05)
    ben = another("ben")
    with ben.store.transaction(command="x", actor="ben", summary=""):
        began = time.monotonic()
        with pytest.raises(ArchiveBusy, match="Another process"):
            take(archive, incoming())
        assert time.monotonic() - began < 2
    assert archive.articles.count() == 0
    assert take(archive, incoming())[0].kind == "new"


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("a b c d", "a b c d", 1),
        ("a b c d", "A, B. c d!", 1),
        ("a a a a", "a", 0.4),
        ("a b", "c d", 0),
        ("a b c d", "a b x y", 0.5),
        ("", "", 1),
        ("a", "", 0),
    ],
)
def test_words_in_common_count_as_often_as_they_stand_there(
    one: str, other: str, share: float
) -> None:
    assert share_of_words(one, other) == share_of_words(other, one) == share
