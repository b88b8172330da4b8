"""A first day with the program, in a real terminal: import, read, mark, search, export."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.desk import Desk, quotations

TITLE = "Orme 3 : l’IA de Lille qui tient dans une poche"
QUOTED = "elle coûte 27 fois moins cher que celle de son rival Tallis"
ARTICLE = f""" date 2025-01 {TITLE}

Orme Labs, une jeune pousse de Lille, a présenté mardi son modèle Orme 3.

Pourquoi on en parle ?

Selon l’entreprise, {QUOTED}. « Nous avons tout réécrit », affirme Léa Morin.

Les analystes attendent la suite avec prudence.
"""


@pytest.fixture
def filled(desk: Desk) -> Desk:
    source = desk.base / "orme.txt"
    source.write_text(ARTICLE, encoding="utf-8")
    desk.run("import", str(source), alone=True)
    return desk


def test_by_keyboard_from_the_list_to_the_exported_quotation(filled: Desk) -> None:
    screen = filled.screen()
    screen.wait_for("Orme 3")
    screen.press("enter")
    screen.wait_for("c claim")
    screen.wait_for("Léa Morin")

    # To the words, select to the end of the passage, one key for the claim.
    screen.press("/", *"elle coûte", "enter")
    screen.press("v", *["w"] * 11, *["l"] * 5)
    screen.press("c")
    screen.wait_for("C")
    # An entity: the word under the caret, then its form.
    screen.press("g", "g", "e")
    screen.wait_for("Enter takes")
    screen.press("enter")
    screen.wait_until_gone("Enter takes")
    screen.press("q")
    screen.wait_for("Title")
    screen.press("q")
    assert screen.wait_for_end() == 0

    shown = filled.json("annotations")["annotations"]
    claims = [one for one in shown if one["claim"]]
    assert [one["exact"] for one in claims] == [QUOTED]
    assert [one["exact"] for one in shown if one["entity"]] == ["Orme"]

    assert filled.json("search", "27 fois moins cher")["total"] == 1
    assert "claim" in filled.json("search", "claim:27")["hits"][0]["in"]

    filled.run("export", str(filled.base / "vault"), alone=True)
    assert QUOTED in quotations(filled.base / "vault")


def test_by_mouse_alone(filled: Desk) -> None:
    screen = filled.screen()
    screen.wait_for("Orme 3")
    column, row = screen.find("Orme 3")
    screen.click(column, row, times=2)
    screen.wait_for("c claim")
    screen.wait_for("Léa Morin")

    screen.drag(screen.find("elle coûte"), screen.last_of("Tallis"))
    screen.wait_for("Claim")
    screen.click(*screen.find("Claim"))
    screen.wait_for("Claim marked")
    screen.click(*screen.find("Léa"), times=2)
    screen.wait_for("Entity")
    screen.click(*screen.find("Entity"))
    screen.wait_for("Enter takes")
    screen.click(*screen.find(" Tag "))
    screen.wait_for("Tagged as")
    screen.press("q")
    screen.wait_for("Title")
    screen.press("q")
    assert screen.wait_for_end() == 0

    shown = filled.json("annotations")["annotations"]
    assert {one["exact"] for one in shown} == {QUOTED, "Léa"}
    filled.run("export", str(filled.base / "vault"))
    assert QUOTED in quotations(filled.base / "vault")


def test_what_was_marked_survives_a_kill_and_is_undone_tomorrow(filled: Desk) -> None:
    screen = filled.screen()
    screen.wait_for("Orme 3")
    screen.press("enter")
    screen.wait_for("c claim")
    screen.wait_for("Léa Morin")
    screen.press("c")
    screen.wait_for("Claim marked")
    screen.kill()

    assert filled.json("stats")["claims"] == 1
    tomorrow = filled.screen()
    tomorrow.wait_for("Orme 3")
    tomorrow.press("u")
    tomorrow.wait_for("Undo: claim")
    tomorrow.press("q")
    assert tomorrow.wait_for_end() == 0
    assert filled.json("stats")["claims"] == 0
    filled.run("redo")
    assert filled.json("stats")["claims"] == 1


def test_a_hostile_article_reaches_the_terminal_harmless(desk: Desk) -> None:
    source = desk.base / "hostile.txt"
    text = "Title \x1b]0;owned\x07 \u202eevil\n\nBody \x1b[31mred \x9b2J.\n"
    # Padded, since a text full of controls is refused as binary.
    source.write_text(text + "\n" + "Quite harmless words follow here. " * 40, encoding="utf-8")
    desk.run("import", str(source))
    screen = desk.screen()
    screen.wait_for("Title")
    screen.press("enter")
    screen.wait_for("Body")
    screen.press("q", "q")
    screen.wait_for_end()
    for raw in ("\x1b]0;owned", "\u202e", "\x1b[31mred", "\x9b2J"):
        assert raw.encode() not in screen.raw


def test_the_words_go_to_a_command_and_the_screen_comes_back(filled: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    screen = filled.screen()
    screen.wait_for("Orme 3")
    screen.press("enter")
    screen.wait_for("c claim")
    screen.type("vis|")
    screen.wait_for("Pipe the selection to which command?")
    screen.type(f'(cat; echo "$NEWSMARK_TITLE") > {kept}; exit 3')
    screen.press("enter")
    screen.wait_for("[3] Enter goes back to the article.")
    screen.press("enter")
    screen.wait_for("ended with 3")
    screen.press("q", "q")
    assert screen.wait_for_end() == 0
    sentence, title = kept.read_text(encoding="utf-8").splitlines()
    assert sentence.endswith(".") and "Orme 3" in title
