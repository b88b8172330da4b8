"""Marks that lost their place, from the command line."""

from __future__ import annotations

import pytest

from archive.core import open_archive
from tests.reader.archives import incoming
from tests.reader.cli.terminal import CommandLine

OLD = "Zephyr sold 40,000 cars in May. The plant stands in Lyon.\n\nNobody knows the reasons."
NEW = "Some 41,000 cars were sold by Zephyr. The plant stands in Lyon.\n\nNobody knows the reasons."


@pytest.fixture
def lost(bare: CommandLine) -> str:
    """A mark whose sentence was rewritten."""
    with open_archive(bare.folder, create=True) as archive:
        for text in (OLD, NEW):
            with archive.intake.open("import") as door:
                door.put([incoming("z", "Zephyr", text)])
            if text == OLD:
                article = archive.articles.ids()[0]
                bare.ok("claim", "add", article, "--quote", "Zephyr sold 40,000 cars in May.")
    (mark,) = bare.ok("review", "--json").json["marks"]
    assert mark["placement"] == "lost" and mark["start"] is None
    return str(mark["id"])


def test_a_lost_mark_is_listed_shown_and_placed(bare: CommandLine, lost: str) -> None:
    assert "lost  claim  Zephyr  Zephyr sold 40,000 cars in May." in bare.ok("review").out
    shown = bare.ok("review", "show", lost).out
    assert "«Zephyr sold 40,000 cars in May.»" in shown
    assert bare.ok("review", "show", lost, "--json").json["revision"] == 1
    words = "Some 41,000 cars were sold by Zephyr."
    placed = bare.ok("review", "accept", lost, "--quote", words, "--json").json
    assert (placed["placement"], placed["exact"]) == ("exact", words)
    answer = bare("review")
    assert (answer.code, answer.err) == (
        1,
        "No mark waits: each has its place, or was kept as lost.\n",
    )
    bare.ok("undo")
    assert bare("review").code == 0


def test_a_mark_is_kept_as_lost(bare: CommandLine, lost: str) -> None:
    assert "keep “Zephyr sold" in bare.ok("review", "keep", lost).out
    assert bare("review").code == 1
    assert lost in bare.ok("review", "--kept").out


def test_what_cannot_be_decided_is_said(bare: CommandLine, lost: str) -> None:
    assert bare("review", "show", "m-none").code == 1
    assert bare("review", "accept", lost, "--place", "50").code == 2
    assert bare("review", "accept", lost, "--place", "1", "--quote", "x").code == 2
    assert bare("review", "keep").code == 2
    assert bare("review", "--article", "none").code == 1
