"""Every screen of the program, furnished, and the way to it: what the tests of looks look at.

``python -m tests.reader.screens.scenes FOLDER`` draws them all as SVG, to be looked at.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.widgets import Input, TextArea

from archive.core import Archive, open_archive
from archive.model import Motivation, Order, Span
from reader.demo import make_demo
from reader.messages import SyncTold
from reader.screens.answers import AnswersScreen
from reader.themes import THEMES
from tests.reader.archives import incoming
from tests.reader.screens.harness import Desk, desk

SIZES = ((60, 20), (100, 30), (240, 60))
Step = str | Callable[[Desk], Awaitable[None]]

# An article and its revision: one of two marks is lost by it, the other may be meant twice.
SALES_TITLE = "Zephyr's cars of the second quarter"
SOLD = "Zephyr sold 40,000 cars in May."
TAXED = "in dollars, before"
_PRICES = "Prices are in dollars, before tax."
_MAYOR = "Nobody in Lyon was there to see it, said the mayor, who had been told of it by his son."
_WINTER = "Batteries have their own winter: fewer orders, longer nights, and a great deal of paper."
_PRESS = "It was shown to the press on Tuesday, by a team that had worked on it for a year."
_NEWER = "Some 41,000 cars were sold by Zephyr."
SALES = "\n\n".join((_PRESS, _PRICES, _MAYOR, _WINTER, SOLD))
SALES_REVISED = "\n\n".join((_MAYOR, _PRICES, "A part of its own.", _PRICES, _WINTER, _NEWER))


async def sync_told(at: Desk) -> None:
    """What the command would have found in a folder."""
    at_note = {"path": "articles/mirabelle.md", "line": 12, "field": "note"}
    at_verdict = {"path": "claims/cassis.md", "line": 7, "field": "verdict"}
    found = {
        "into_archive": [{**at_note, "before": "Who?", "after": "Ask Inès Carpentier"}],
        "conflicts": [
            {**at_verdict, "written": "unchecked", "file": "refuted", "archive": "supported"}
        ],
    }
    at.app.post_message(SyncTold("vault", "", found))


async def table_told(at: Desk) -> None:
    """What the command would have answered to a table."""
    others = [{"name": "Mirabelle", "id": "e-2222aaaa"}]
    told = {
        "skipped": [
            {"place": "line 3", "reason": "An entity's name cannot be empty."},
            {"place": "line 1204", "reason": f"'{'!' * 9}' is no name: it has no letter. " * 3},
        ],
        "shared_names": [{"place": "line 4", "name": "Prunes", "id": "e-1111aaaa", "with": others}],
    }
    at.app.push_screen(AnswersScreen(told, at.app.session.keymap))


# By name: the class of the screen, and what is done in the library of the demo to get there.
SCENES: dict[str, tuple[str, Sequence[Step]]] = {
    "library": ("LibraryScreen", ("j", "v")),
    "library-search": ("LibraryScreen", ("/", *"cassis", "enter")),
    "library-nothing-found": ("LibraryScreen", ("/", *"openia", "enter")),
    "library-facets": ("LibraryScreen", ("f", "j")),
    "library-plot": ("PlotScreen", ("P",)),
    "article": ("ArticleScreen", ("G", "k", "k", "enter", "i", "w")),
    "article-selection": ("ArticleScreen", ("G", "k", "k", "enter", "v", "+", "+")),
    "article-focus": ("ArticleScreen", ("G", "k", "k", "enter", "z")),
    "article-claims": ("ArticleScreen", ("G", "k", "k", "enter", "s", "enter")),
    "article-split": ("ArticleScreen", ("G", "k", "k", "enter", "s", *"mirabelle", "enter")),
    "article-help": ("HelpScreen", ("G", "k", "k", "enter", "?")),
    "article-entity-form": ("EntityForm", ("G", "k", "k", "enter", "e")),
    "article-note-form": ("NoteForm", ("G", "k", "k", "enter", "v", "+", "a")),
    "article-mark-form": ("ClaimForm", ("G", "k", "k", "enter", "]", "c", "enter")),
    "prompt": ("Prompt", (":", "e")),
    "confirm": ("Confirm", ("d",)),
    "searches": ("SearchesScreen", ("s",)),
    "searches-form": ("SearchForm", ("s", "e")),
    "ledger": ("LedgerScreen", ("L", "b")),
    "claim": ("ClaimScreen", ("L", "G", "k", "enter")),
    "claim-drift": ("ClaimScreen", ("L", "G", "k", "enter", "D")),
    "review": ("ReviewScreen", ("R",)),
    "history": ("HistoryScreen", ("U",)),
    "dossiers": ("DossiersScreen", ("D",)),
    "dossier": ("DossierScreen", ("D", "enter", "j")),
    "suggestions": ("SuggestScreen", ("C",)),
    "register": ("RegisterScreen", ("E",)),
    "entity": ("EntityCard", ("E", "enter")),
    "pairs": ("PairsScreen", ("E", "D")),
    "table-answers": ("AnswersScreen", ("E", table_told)),
    "sweep": ("SweepScreen", ("E", "E")),
    "sync": ("SyncScreen", (sync_told,)),
}


class Clock:
    """Stands for the class of moments where the archive asks for the present one."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        return datetime(2026, 3, 14, 9, 26, 53, tzinfo=zone)


@contextmanager
def the_same_each_time() -> Iterator[None]:
    """Ids that are drawn, and times, as they were when the looks were kept."""
    drawn = random.Random(1812)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.model.ids.secrets", SimpleNamespace(choice=drawn.choice))
        patch.setattr("archive.store.clock.datetime", Clock)
        yield


def furnish(archive: Archive) -> None:
    """Add to the demo what it leaves to its user: searches, a dossier, pairs, lost marks."""
    archive.searches.add("Mirabelle's prices", "mirabelle price OR prix", key="1")
    archive.searches.add("Export rules", "tessel date:2025..", key="2")
    claims = archive.claims.all()
    prices = archive.dossiers.new("The price of a model").id
    archive.dossiers.new("Water for data centres")
    archive.dossiers.add(prices, heading="What they say")
    archive.dossiers.add(prices, claim=claims[0].id, text="Nobody has checked it.")
    archive.dossiers.add(prices, annotation=archive.annotations.all()[-1].id)
    archive.entities.create("Ines Carpentier", "person")
    for text in (SALES, SALES_REVISED):
        with archive.intake.open("import") as door:
            door.put([incoming("sales", SALES_TITLE, text, date="2025-05-02")])
        if text == SALES:
            rows = archive.articles.rows(archive.articles.ids(Order()))
            (article,) = (row.id for row in rows if row.title == SALES_TITLE)
            for words in (SOLD, TAXED):
                span = Span(text.index(words), text.index(words) + len(words))
                archive.annotations.add(article, span, Motivation.HIGHLIGHTING)


def make_archive(folder: Path) -> Path:
    """The demo, furnished; the same each time."""
    with the_same_each_time():
        make_demo(folder)
        with open_archive(folder, actor="ann") as archive:
            furnish(archive)
    return folder


@asynccontextmanager
async def scene(name: str, archive: Path) -> AsyncIterator[Desk]:
    """The program where a scene leads.

    Args:
        name: of :data:`SCENES`.
        archive: from :func:`make_archive`, or a copy: some scenes write.
    """
    with the_same_each_time():
        async with desk(archive) as at:
            screen, steps = SCENES[name]
            for step in steps:
                if isinstance(step, str):
                    await at.press(step)
                else:
                    await step(at)
                    await at.settle()
            assert type(at.app.screen).__name__ == screen
            for line in at.app.screen.query("Input, TextArea"):
                assert isinstance(line, Input | TextArea)
                line.cursor_blink = False
            yield at


async def show(at: Desk, size: tuple[int, int], theme: str) -> None:
    """Give the terminal another size and the screen another theme."""
    if at.app.size != size:
        await at.pilot.resize_terminal(*size)
    at.app.theme = theme
    await at.pilot.pause()


async def draw(into: Path) -> None:
    """Draw all scenes in all themes and sizes.

    Args:
        into: the folder, made where it is missing.
    """
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as base:
        demo = make_archive(Path(base, "demo"))
        for number, name in enumerate(SCENES):
            archive = Path(shutil.copytree(demo, Path(base, f"{number}", "demo")))
            async with scene(name, archive) as at:
                for size in SIZES:
                    for theme in THEMES:
                        await show(at, size, theme.name)
                        look = theme.name.removeprefix("newsmark-")
                        file = into / f"{name}-{look}-{size[0]}x{size[1]}.svg"
                        file.write_text(at.app.export_screenshot(title=name), "utf-8")


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))
