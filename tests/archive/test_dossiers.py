"""Dossiers: what is in them, in which order, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.core import Archive
from archive.errors import Conflict, NotFound, UsageError
from archive.model import Motivation, PartKind
from tests.make import add_article, span_of


def order(archive: Archive, dossier: str) -> list[str]:
    """What the parts are or name, in their order."""
    return [part.claim or part.annotation or part.text for part in archive.dossiers.parts(dossier)]


@pytest.fixture
def made(archive: Archive) -> str:
    """A dossier of three texts."""
    dossier = archive.dossiers.new(" The  chip act ")
    for text in ("one", "two", "three"):
        archive.dossiers.add(dossier.id, text=text)
    return dossier.id


def part(archive: Archive, dossier: str, text: str) -> str:
    return next(one.id for one in archive.dossiers.parts(dossier) if one.text == text)


def test_parts_stand_where_they_are_put(archive: Archive, made: str, article: str) -> None:
    assert archive.dossiers.get("the CHIP act").id == made
    claim, mark = archive.claims.add(article, span_of(archive, article, "27 fois moins cher"))
    archive.dossiers.add(made, claim=claim.id, text="See below.", before=part(archive, made, "one"))
    archive.dossiers.add(made, annotation=mark.id, after=part(archive, made, "one"))
    archive.dossiers.add(made, heading=" A  heading ", before=part(archive, made, "three"))
    assert order(archive, made) == [claim.id, "one", mark.id, "two", "A heading", "three"]
    kinds = [one.kind for one in archive.dossiers.parts(made)]
    assert kinds == [PartKind(k) for k in "claim text passage text heading text".split()]


def test_a_part_is_moved_beside_another_or_last(archive: Archive, made: str) -> None:
    one, two, three = (part(archive, made, text) for text in ("one", "two", "three"))
    archive.dossiers.move(three, before=one)
    assert order(archive, made) == ["three", "one", "two"]
    archive.dossiers.move(three, after=one)
    assert order(archive, made) == ["one", "three", "two"]
    archive.dossiers.move(one)
    assert order(archive, made) == ["three", "two", "one"]
    archive.dossiers.move(two, after=two)
    assert order(archive, made) == ["three", "two", "one"]
    archive.history.undo()
    archive.history.undo()
    assert order(archive, made) == ["three", "one", "two"]


def test_two_people_take_their_own_steps_back(
    archive: Archive, made: str, another: Callable[[str], Archive]
) -> None:
    archive.dossiers.add(made, text="of ann", after=part(archive, made, "one"))
    ben = another("ben")
    ben.dossiers.add(made, text="of ben", after=part(archive, made, "one"))
    ben.dossiers.move(part(ben, made, "three"), before=part(ben, made, "one"))
    archive.history.undo()
    assert order(archive, made) == ["three", "one", "of ben", "two"]
    ben.history.undo()
    ben.history.undo()
    assert order(archive, made) == ["one", "two", "three"]


def test_a_place_taken_meanwhile_is_no_reason_to_fail(archive: Archive, made: str) -> None:
    one = part(archive, made, "one")
    first = archive.dossiers.add(made, text="x", after=one)
    archive.history.undo()
    again = archive.dossiers.add(made, text="y", after=one)
    assert first.rank == again.rank
    with archive.store.transaction(command="redo", actor="ann", summary="") as tx:
        fields = tx.read("parts", again.id)
        assert fields is not None
        tx.insert("parts", first.id, fields | {"text": "x"})
    both = order(archive, made)[1:3]
    assert sorted(both) == ["x", "y"]
    archive.dossiers.add(made, text="z", after=part(archive, made, both[0]))
    assert set(order(archive, made)) == {"one", "two", "three", "x", "y", "z"}


def test_what_goes_takes_its_part_along_and_undo_brings_both_back(
    archive: Archive, made: str, article: str
) -> None:
    claim, appearance = archive.claims.add(article, span_of(archive, article, "27 fois"))
    mark = archive.annotations.add(
        article, span_of(archive, article, "a mistake"), Motivation.HIGHLIGHTING
    )
    archive.dossiers.add(made, claim=claim.id, before=part(archive, made, "two"))
    archive.dossiers.add(made, annotation=mark.id, before=part(archive, made, "three"))
    full = order(archive, made)
    archive.annotations.delete(appearance.id)
    assert order(archive, made) == ["one", "two", mark.id, "three"]
    archive.articles.delete([article])
    assert order(archive, made) == ["one", "two", "three"]
    archive.history.undo()
    archive.history.undo()
    assert order(archive, made) == full


def test_undoing_a_claim_that_stands_in_a_dossier_is_refused(
    archive: Archive, made: str, article: str, another: Callable[[str], Archive]
) -> None:
    claim, _ = archive.claims.add(article, span_of(archive, article, "27 fois"))
    another("ben").dossiers.add(made, claim=claim.id)
    with pytest.raises(Conflict, match="hangs on it"):
        archive.history.undo()
    assert archive.claims.get(claim.id) == claim


def test_a_purge_leaves_nothing_of_the_article_in_dossiers(
    archive: Archive, made: str, article: str
) -> None:
    other = add_article(archive, "Other")
    claim, mark = archive.claims.add(article, span_of(archive, article, "27 fois"))
    kept, _ = archive.claims.add(other, span_of(archive, other, "27 fois"))
    archive.dossiers.add(made, claim=claim.id, text="secret words")
    archive.dossiers.add(made, annotation=mark.id)
    gone = archive.dossiers.add(made, annotation=mark.id, text="secret as well")
    archive.dossiers.remove(gone.id)
    archive.dossiers.add(made, claim=kept.id)
    archive.articles.purge([article])
    assert order(archive, made) == ["one", "two", "three", kept.id]
    rows = archive.store.database.rows("SELECT coalesce(before, after) FROM changes")
    assert not [row for row in rows if row[0] and "secret" in row[0]]


def test_words_are_changed_and_dossiers_renamed_and_deleted(archive: Archive, made: str) -> None:
    heading = archive.dossiers.add(made, heading="A")
    assert archive.dossiers.write(heading.id, " B  c ").text == "B c"
    assert archive.dossiers.write(part(archive, made, "one"), " *kept* \n\n").text == " *kept* \n\n"
    assert archive.dossiers.rename(made, "Other").title == "Other"
    archive.dossiers.remove(heading.id)
    archive.dossiers.delete(made)
    assert archive.dossiers.all() == []
    archive.history.undo()
    assert order(archive, made) == [" *kept* \n\n", "two", "three"]


def test_what_cannot_be_is_refused(archive: Archive, made: str, article: str) -> None:
    dossiers = archive.dossiers
    claim, _ = archive.claims.add(article, span_of(archive, article, "27 fois"))
    one = part(archive, made, "one")
    other = dossiers.add(dossiers.new("Other").id, text="elsewhere")
    dossiers.new("Other")
    for wrong in (
        lambda: dossiers.new("  "),
        lambda: dossiers.add(made),
        lambda: dossiers.add(made, text=" \n"),
        lambda: dossiers.add(made, heading="x", claim=claim.id),
        lambda: dossiers.add(made, heading="x", text="y"),
        lambda: dossiers.add(made, text="x", before=one, after=one),
        lambda: dossiers.add(made, text="x", before=other.id),
        lambda: dossiers.write(one, ""),
        lambda: dossiers.get("other"),
    ):
        with pytest.raises(UsageError):
            wrong()
    for missing in (
        lambda: dossiers.get("nothing"),
        lambda: dossiers.parts("d-nothing0"),
        lambda: dossiers.add(made, claim="c-nothing0"),
        lambda: dossiers.add(made, annotation="m-nothing0"),
        lambda: dossiers.add(made, text="x", after="p-nothing0"),
        lambda: dossiers.move("p-nothing0"),
        lambda: dossiers.remove("p-nothing0"),
    ):
        with pytest.raises(NotFound):
            missing()
    assert order(archive, made) == ["one", "two", "three"]


def test_a_mark_is_collected_in_one_step(archive: Archive, made: str, article: str) -> None:
    claim, appearance = archive.claims.add(article, span_of(archive, article, "27 fois"))
    mark = archive.annotations.add(
        article, span_of(archive, article, "a mistake"), Motivation.HIGHLIGHTING
    )
    assert archive.dossiers.collect("The chip ACT", appearance.id)[0].id == made
    dossier, part = archive.dossiers.collect("A new one", mark.id)
    assert (part.kind, part.annotation, part.claim) == (PartKind.PASSAGE, mark.id, None)
    assert order(archive, made)[-1] == claim.id
    archive.history.undo()
    assert [one.id for one in archive.dossiers.all()] == [made]
    archive.history.undo()
    assert order(archive, made) == ["one", "two", "three"]
    assert dossier.title == "A new one"


def test_dossiers_are_listed_with_their_size_the_one_changed_last_first(
    archive: Archive, made: str
) -> None:
    empty = archive.dossiers.new("Empty")
    with archive.store.transaction(command="test", actor="ann", summary="") as tx:
        for number, one in enumerate(archive.dossiers.parts(made)):
            tx.update("parts", one.id, {"modified": f"2031-01-0{number + 1}T00:00:00Z"})
        tx.update("dossiers", empty.id, {"modified": "2031-01-02T00:00:00Z"})

    def listed() -> list[tuple[str, int, str]]:
        return [(one.dossier.id, one.parts, one.changed[:10]) for one in archive.dossiers.listed()]

    assert listed() == [(made, 3, "2031-01-03"), (empty.id, 0, "2031-01-02")]
    archive.dossiers.remove(part(archive, made, "three"))
    archive.dossiers.remove(part(archive, made, "two"))
    assert listed() == [(empty.id, 0, "2031-01-02"), (made, 1, "2031-01-01")]


def test_claims_come_into_a_dossier_in_their_order_as_one_step(
    archive: Archive, made: str, article: str
) -> None:
    first, _ = archive.claims.add(article, span_of(archive, article, "27 fois moins cher"))
    second, _ = archive.claims.add(article, span_of(archive, article, "fois moins"))
    archive.dossiers.collect_claims("THE chip act", [second.id, first.id])
    assert order(archive, made) == ["one", "two", "three", second.id, first.id]
    archive.history.undo()
    assert order(archive, made) == ["one", "two", "three"]
    new = archive.dossiers.collect_claims("Prices", [first.id])
    assert order(archive, new.id) == [first.id]
    archive.history.undo()
    with pytest.raises(NotFound):
        archive.dossiers.get("Prices")


def test_a_claim_that_is_not_there_leaves_the_dossier_as_it_was(
    archive: Archive, made: str, article: str
) -> None:
    claim, _ = archive.claims.add(article, span_of(archive, article, "27 fois moins cher"))
    with pytest.raises(NotFound):
        archive.dossiers.collect_claims("New", [claim.id, "c-none"])
    with pytest.raises(UsageError, match="Put what"):
        archive.dossiers.collect_claims("New", [])
    assert [one.id for one in archive.dossiers.all()] == [made]
