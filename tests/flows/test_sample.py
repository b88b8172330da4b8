"""The sample of the owner's archive, marked by keyboard alone and by mouse alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.corpus import corpus_path
from tests.flows.desk import Desk, quotations
from tests.flows.terminal import Terminal

SAMPLE = ("sample", "000_23e0f1237aee4439.txt")
CLAIMS = (
    "27 fois moins cher que celui de o1",
    "seulement deux mois",
    "autour de DeepSeek",
)
ENTITIES = ("OpenAI", "Microsoft", "Anthropic", "Nvidia", "Wikipédia")


def by_keyboard(screen: Terminal) -> None:
    for claim in CLAIMS:
        screen.type(f"/{claim}")
        screen.press("enter", "v")
        *_, last = words = claim.split()
        screen.type("w" * (len(words) - 1) + "l" * (len(last) - 1) + "c")
        screen.wait_for("Claim marked")
        screen.press("escape")
    for entity in ENTITIES:
        screen.type(f"/{entity}")
        screen.press("enter", "e")
        screen.wait_for("Enter takes")
        screen.press("enter")
        screen.wait_for(f"Tagged as {entity}")
        screen.press("escape")


def by_mouse(screen: Terminal) -> None:
    for claim in CLAIMS:
        screen.drag(*screen.ends_of(claim))
        screen.wait_for("Highlight")
        screen.click(*screen.find("Claim "))
        screen.wait_for("Claim marked")
        screen.wait_until_gone(" Highlight ")
    for entity in ENTITIES:
        screen.click(*screen.find(entity), times=2)
        screen.wait_for("Highlight")
        screen.click(*screen.find("Entity "))
        screen.wait_for("Enter takes")
        screen.click(*screen.find(" Tag "))
        screen.wait_for(f"Tagged as {entity}")


@pytest.mark.parametrize("mark", [by_keyboard, by_mouse])
def test_claims_and_entities_of_the_sample_come_out_as_they_stand(
    desk: Desk, mark: Callable[[Terminal], None]
) -> None:
    desk.run("import", str(corpus_path(*SAMPLE)))
    screen = desk.screen(columns=130, rows=100)
    screen.wait_for("Cette IA chinoise")
    screen.click(*screen.find("Cette IA chinoise"), times=2)
    screen.wait_for("c claim")
    screen.wait_for("Quoi qu’il en soit")
    mark(screen)
    screen.kill()

    shown = desk.json("annotations")["annotations"]
    assert {one["exact"] for one in shown if one["claim"]} == set(CLAIMS)
    assert {one["exact"] for one in shown if one["entity"]} == set(ENTITIES)
    for found in ("27 fois moins cher", "claim:27", "entity:Wikipédia"):
        assert desk.json("search", found)["total"] == 1
    desk.run("export", str(desk.base / "vault"))
    assert set(CLAIMS) <= set(quotations(desk.base / "vault"))
