"""Relations that a merge had to drop stand again when the two are split."""

from __future__ import annotations

import pytest

from archive.core import Archive
from archive.model import NOT_SAME


@pytest.fixture
def names(archive: Archive) -> dict[str, str]:
    """The ids of A, B, C and X."""
    return {name: archive.entities.create(name).id for name in ("Aa", "Bb", "Cc", "Xx")}


def relate(archive: Archive, names: dict[str, str], *said: str) -> None:
    for one in said:
        source, kind, target = one.split()
        archive.entities.relate(names[source], kind, names[target])


def standing(archive: Archive, names: dict[str, str]) -> set[str]:
    """Every relation but that two are not the same."""
    called = {id: name for name, id in names.items()}
    return {
        f"{called[one.source]} {one.kind} {called[one.target]}"
        for one in archive.store.register.relations()
        if one.kind != NOT_SAME
    }


def test_a_relation_between_the_two_comes_back_with_its_dates_and_id(
    archive: Archive, names: dict[str, str]
) -> None:
    made = archive.entities.relate(
        names["Aa"], "competes with", names["Bb"], since="2019", until="2024-05", note="both sell"
    )
    archive.entities.merge(names["Aa"], [names["Bb"]])
    assert archive.entities.relations(names["Aa"]) == []
    archive.entities.split(names["Aa"], name="Bb")
    found = archive.entities.relations(names["Bb"])
    assert made in found and {one.kind for one in found} == {"competes with", NOT_SAME}
    archive.history.undo()
    assert archive.entities.relations(names["Aa"]) == []
    archive.history.redo()
    assert made in archive.entities.relations(names["Aa"])


def test_what_both_had_is_of_both_again_unless_it_was_taken_away_since(
    archive: Archive, names: dict[str, str]
) -> None:
    relate(archive, names, "Xx owns Aa", "Xx owns Bb")
    archive.entities.merge(names["Aa"], [names["Bb"]])
    archive.entities.split(names["Aa"], name="Bb")
    assert standing(archive, names) == {"Xx owns Aa", "Xx owns Bb"}
    archive.history.undo()
    (left,) = archive.entities.relations(names["Aa"])
    archive.entities.unrelate(left.id)
    archive.entities.split(names["Aa"], name="Bb")
    assert standing(archive, names) == set()


def test_what_was_taken_away_and_said_again_speaks_for_it(
    archive: Archive, names: dict[str, str]
) -> None:
    relate(archive, names, "Xx owns Aa", "Xx owns Bb")
    archive.entities.merge(names["Aa"], [names["Bb"]])
    (left,) = archive.entities.relations(names["Aa"])
    archive.entities.unrelate(left.id)
    archive.history.undo()
    archive.entities.split(names["Aa"], name="Bb")
    assert standing(archive, names) == {"Xx owns Aa", "Xx owns Bb"}


def test_of_three_made_one_each_comes_back_with_its_own(
    archive: Archive, names: dict[str, str]
) -> None:
    relate(archive, names, "Cc owns Bb", "Aa employs Cc")
    archive.entities.merge(names["Aa"], [names["Bb"], names["Cc"]])
    assert standing(archive, names) == set()
    archive.entities.split(names["Aa"], name="Bb")
    assert standing(archive, names) == {"Aa owns Bb"}, "as long as Cc is Aa"
    archive.entities.split(names["Aa"], name="Cc")
    assert standing(archive, names) == {"Cc owns Bb", "Aa employs Cc"}


def test_a_relation_to_what_was_deleted_stays_away(archive: Archive, names: dict[str, str]) -> None:
    relate(archive, names, "Xx owns Aa", "Xx owns Bb")
    archive.entities.merge(names["Aa"], [names["Bb"]])
    archive.entities.delete(names["Xx"])
    archive.entities.split(names["Aa"], name="Bb")
    assert standing(archive, names) == set()
