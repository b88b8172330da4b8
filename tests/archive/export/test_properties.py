"""Front matter that two hands write: our keys follow the archive, all others stay as they are."""

from __future__ import annotations

import pytest
import yaml  # type: ignore[import-untyped]

from archive.export.front_matter import Value
from archive.export.properties import BrokenFrontMatter, Update, fresh, split, update

VALUES: dict[str, Value] = {
    "newsmark": "article",
    "id": "7h2k9m4q",
    "title": "Prix : la guerre",
    "outlet": "La Gazette",
    "tags": ["ia", "prix"],
    "published": "2025-01",
}


def written(**values: Value) -> list[str]:
    return split(fresh({**VALUES, **values}, ["title", "m-1"])).lines


def updated(lines: list[str], *, restore: bool = False, **values: Value) -> Update:
    """The outcome of an update, after which a second one has nothing to do."""
    wanted = {**VALUES, **values}
    regions = ["title", "m-1"]
    once = update(lines, wanted, regions, eol="\n", restore=restore)
    twice = update(once.lines, wanted, regions, eol="\n", restore=restore)
    assert (twice.lines, twice.conflicts) == (once.lines, once.conflicts)
    return once


def test_nothing_new_changes_nothing() -> None:
    assert updated(written()) == Update(written())


def test_foreign_keys_comments_order_and_quoting_stay() -> None:
    lines = ["# mine\n", "cssclass:   'wide'\n", "aliases: [ A,  B ]\n", "\n", *written()]
    lines.insert(7, "status: &s >-\n")
    lines[8:8] = ["  read\n", "\n", "  twice\n", "'odd key': 1 # why\n"]
    new = updated(lines, title="Another", tags=["ia"], outlet=None)
    assert new.conflicts == []
    foreign = [line for line in lines if line in new.lines]
    assert [line for line in new.lines if line in foreign] == foreign
    assert "title: Another\n" in new.lines
    assert "  - prix\n" not in new.lines
    assert not any(line.startswith("outlet") for line in new.lines)
    assert yaml.safe_load("".join(new.lines))["status"] == "read\ntwice"


def test_a_key_changed_by_hand_stays_and_ours_is_offered_once() -> None:
    lines = ["title: Mine\n" if one.startswith("title") else one for one in written()]
    new = updated(lines, title="Theirs: now")
    assert new.conflicts == ["title in the front matter was changed by hand"]
    at = new.lines.index("title: Mine\n")
    offer = new.lines[at + 1]
    assert offer.startswith('# newsmark-conflict title: "Theirs: now" is the archive\'s')
    later = updated(new.lines, title="Theirs, later")
    assert [line for line in later.lines if "newsmark-conflict" in line] != [offer]
    assert "".join(later.lines).count("newsmark-conflict") == 1
    settled = [line for line in new.lines if line != offer]
    assert updated(settled, title="Theirs: now") == Update(settled)
    assert updated(settled, title="Yet another").conflicts
    assert "newsmark-conflict" not in "".join(updated(new.lines, title="Mine").lines)


@pytest.mark.parametrize(
    "styled",
    [
        ["tags: [ia, prix]\n"],
        ["tags: ['ia', \"prix\"]\n"],
        ["tags:\n", "- ia\n", "- prix\n"],
        ["tags:\n", "\n", "    - ia\n", "    - prix\n"],
    ],
)
def test_a_value_written_in_another_style_is_unchanged(styled: list[str]) -> None:
    lines = written()
    at = lines.index("tags:\n")
    lines[at : at + 3] = styled
    assert updated(lines) == Update(lines)
    new = updated(lines, tags=["ia"])
    assert new.conflicts == []
    assert yaml.safe_load("".join(new.lines))["tags"] == ["ia"]


def test_a_comment_inside_a_key_of_ours_makes_it_the_users() -> None:
    lines = ["outlet: La Gazette # Lyon\n" if "Gazette" in one else one for one in written()]
    assert "outlet: La Gazette # Lyon\n" in updated(lines, outlet="Le Journal").lines
    assert updated(lines, outlet="Le Journal").conflicts


def test_a_deleted_key_stays_deleted_until_it_is_asked_for() -> None:
    lines = [one for one in written() if not one.startswith("outlet")]
    assert updated(lines, outlet="New") == Update(lines)
    restored = updated(lines, restore=True, outlet="New").lines
    assert restored.index("outlet: New\n") == restored.index('title: "Prix : la guerre"\n') + 1


@pytest.mark.parametrize(
    "line", ["title: [never closed\n", 'title: "never closed\n', "title: a: b\n"]
)
def test_an_entry_of_ours_that_cannot_be_read_any_more_is_broken(line: str) -> None:
    lines = [line if one.startswith("title: ") else one for one in written()]
    assert lines.index(line) == 2
    with pytest.raises(BrokenFrontMatter, match=r"no valid YAML \(line 4\)"):
        updated(lines)


def test_a_key_that_was_the_users_own_first_is_theirs() -> None:
    lines = ["language: français\n", *written()]
    new = updated(lines, language="fr")
    assert new.conflicts == ["language in the front matter was changed by hand"]
    assert "language: français\n" in new.lines
    assert updated(["language: 'fr'\n", *written()], language="fr").conflicts == []


def test_a_lost_list_of_keys_is_written_again() -> None:
    lines = [one for one in written() if not one.startswith("newsmark_keys")]
    assert updated(lines).conflicts == []
    assert sorted(updated(lines).lines) == sorted(written())
