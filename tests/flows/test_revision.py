"""An article changes at its source: its marks follow, or say that they cannot; none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.desk import Desk

EDITED = "The new Orme 3 chip costs 580 euros and needs 40 watts"
MOVED = "Léa Morin expects that the factory in Lille opens in March 2026"
DELETED = "Nobody at Tallis wanted to comment on the figures of its rival"
DOUBLED = "Prices will fall"
FILLER = [
    "Orme Labs showed its newest product on Tuesday before a full hall of engineers.",
    "Analysts have waited for this moment since the company moved to the north of France.",
    "The market for small accelerators doubled last year, according to two trade journals.",
    "Several universities have ordered samples and will publish their own measurements.",
    "A second version for laptops is planned, but no date was given on the stage.",
]


def article(*paragraphs: str) -> str:
    return "Orme 3 is here\n\n" + "\n\n".join(paragraphs) + "\n"


BEFORE = article(
    FILLER[0], f"{EDITED}.", FILLER[1], f"{MOVED}.", FILLER[2], f"{DELETED}.", FILLER[3],
    f"Dana Kerr is sure: {DOUBLED}.", FILLER[4],
)  # fmt: skip
AFTER = article(
    f"It has been said before. {DOUBLED}.", f"It has been said again. {DOUBLED}.",
    FILLER[0], f"{EDITED.replace('580', '620')}.", FILLER[1], FILLER[2], FILLER[3],
    FILLER[4], f"{MOVED}.",
)  # fmt: skip
PLACEMENTS = {EDITED: "edited", MOVED: "moved", DELETED: "lost", DOUBLED: "ambiguous"}


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on whose one article four marks were made before its text changed, put away."""
    folder = tmp_path_factory.mktemp("changed")
    desk = Desk(folder / "desk")
    desk.base.mkdir()
    source = desk.base / "orme.txt"
    source.write_text(BEFORE, "utf-8")
    desk.run("import", str(source))
    for words in (EDITED, MOVED, DELETED, DOUBLED):
        desk.run("claim", "add", id_of(desk), "--quote", words, "--note", f"On {words[:9]}")
    source.write_text(AFTER, "utf-8")
    said = desk.run("import", str(source))
    assert "1 revised" in said and "2 marks have no sure place" in said
    return desk.put_away(folder / "away")


@pytest.fixture
def revised(desk: Desk, changed: Path) -> Desk:
    desk.lay(changed)
    return desk


def id_of(desk: Desk) -> str:
    (found,) = desk.json("list")["articles"]
    return str(found["id"])


def placements(desk: Desk) -> dict[str, str]:
    return {one["exact"]: one["placement"] for one in desk.json("annotations")["annotations"]}


def test_placements_show_in_annotations_and_in_show(revised: Desk) -> None:
    shown = revised.json("show", id_of(revised))
    placed = {one["placement"]: one for one in shown["annotations"]}
    assert set(placed) == set(PLACEMENTS.values())
    for name in ("lost", "ambiguous"):
        assert (placed[name]["start"], placed[name]["end"]) == (None, None)
        assert PLACEMENTS[placed[name]["exact"]] == name
    for name in ("moved", "edited"):
        one = placed[name]
        assert shown["text"][one["start"] : one["end"]] == one["exact"]
    assert placed["moved"]["exact"] == MOVED
    assert "620 euros" in placed["edited"]["exact"]
    assert {one["note"] for one in shown["annotations"]} == {f"On {w[:9]}" for w in PLACEMENTS}
    listed = revised.run("annotations")
    assert "lost" in listed and "ambiguous" in listed
    assert revised.json("stats")["claims"] == 4


def test_placements_show_in_the_side_pane(revised: Desk) -> None:
    screen = revised.screen()
    screen.wait_for("Orme 3")
    screen.press("enter")
    screen.wait_for("c claim")
    screen.press("i")
    screen.wait_for("ambiguous: several places")
    screen.wait_for("lost: not in this revision")
    screen.wait_for("the text here was edited")
    screen.wait_for(f"({DOUBLED})")
    screen.press("q", "q")
    screen.wait_for("Title")
    screen.press("q")
    assert screen.wait_for_end() == 0


def test_placements_show_in_the_export_and_nothing_is_left_out(revised: Desk) -> None:
    out: Path = revised.base / "vault"
    revised.run("export", str(out))
    (page,) = (out / "articles").glob("*.md")
    text = page.read_text("utf-8")
    for words in (MOVED, DELETED, DOUBLED, "620 euros"):
        assert words in text
    assert "lost" in text and "ambiguous" in text


def test_undoing_the_import_brings_the_former_text_and_places_back(revised: Desk) -> None:
    step = revised.json("log")["steps"][0]["step"]
    revised.run("undo", "--import", str(step))
    shown = revised.json("show", id_of(revised))
    assert shown["text"] == BEFORE.partition("\n\n")[2].strip()
    assert len(shown["annotations"]) == 4
    for one in shown["annotations"]:
        assert shown["text"][one["start"] : one["end"]] == one["exact"]
    assert set(placements(revised).values()) == {"exact"}
    assert set(placements(revised)) == set(PLACEMENTS)
