"""The ledger: how soon fifty thousand claims are shown and filtered, and a long card is there.

The whole program runs headless on an archive of made-up claims; what is
counted is the CPU of all its threads from the key until the answer is
painted, for a filter the median of five times. The card has an appearance in
each of 500 articles. The ledger's first rows are shown before the whole of it
is read; how long that takes is told apart. Run with
``python -m tests.bench.ledger [CLAIMS]``.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import cast

from archive.core import Archive, open_archive
from archive.model import Claim, ClaimKind
from archive.store.values import to_fields
from reader.screens.claim import ClaimScreen
from reader.screens.ledger import LedgerScreen
from reader.widgets.card_list import CardList
from tests.bench import material
from tests.bench.interface import TimedNewsmark, TimedSession
from tests.bench.table import print_table
from tests.make import incoming, put, span_of

CLAIMS, ARTICLES, APPEARANCES = 50_000, 500, 500
GOAL, GOAL_CARD = 50, 100
QUERIES = ("kind:prediction", "verdict:refuted kind:fact", "speaker:seven", "due:..today")
ROUNDS = 5


def sentences(count: int) -> list[str]:
    """Made-up sentences of a claim's length."""
    rng = random.Random(3)
    text = " ".join(str(one["body"]) for one in material.made_up(200, seed=3))
    words = text.split()
    return [" ".join(rng.sample(words, 14)).capitalize() for _ in range(count)]


def fill(archive: Archive, count: int) -> str:
    """Claims with an appearance each, and one with many; returns that one's id.

    Every tenth has two passages of evidence, so that its sources are to be counted.
    """
    rng = random.Random(5)
    text = "Some words that stand for a claim, and others."
    bodies = [str(one["body"]) for one in material.made_up(ARTICLES, seed=7)]
    ids = put(archive, *(incoming(f"A{n}", f"{n}. {text}\n\n{bodies[n]}") for n in range(ARTICLES)))
    scheme = archive.claims.verdicts.scheme.names
    claim, mark = archive.claims.add(
        ids[0], span_of(archive, ids[0], "words that stand for a claim")
    )
    with archive.store.transaction(command="bench", actor="bench", summary="claims") as tx:
        fields = tx.read("annotations", mark.id) or {}
        for number in range(50):
            name = f"Speaker {('seven' if number == 7 else number)}"
            entity = {"type": "person", "name": name, "aliases": [], "identifiers": []}
            rest = {"description": "", "merged_into": None, "created": tx.at, "modified": tx.at}
            tx.insert("entities", f"e-{number:08}", entity | rest)
        for number in range(1, APPEARANCES):
            more = {"article": ids[number % ARTICLES], "exact": f"words {number} for a claim"}
            tx.insert("annotations", f"m-a{number:08}", {**fields, **more})
        for number, statement in enumerate(sentences(count - 1)):
            made = Claim(
                f"c-{number:08}",
                statement,
                rng.choice(tuple(ClaimKind)),
                claimant=f"e-{rng.randrange(50):08}",
                verdict=rng.choice(scheme),
                created=tx.at,
                modified=tx.at,
            )
            due = {"due": "2026-05"} if number % 9 == 0 else {}
            tx.insert("claims", made.id, {**to_fields(made), **due})
            place = {"article": rng.choice(ids), "claim": made.id}
            tx.insert("annotations", f"m-{number:08}", {**fields, **place})
            for piece in range(2 if number % 10 == 0 and number else 0):
                passage = f"m-{rng.randrange(number):08}"
                evidence = {"claim": made.id, "stance": "supports", "annotation": passage}
                rest = {"url": None, "note": "", "created": tx.at}
                tx.insert("evidence", f"v-{number:08}{piece}", evidence | rest)
    return claim.id


async def cpu_until(
    app: TimedNewsmark, act: Callable[[], object], done: Callable[[], bool]
) -> float:
    """Milliseconds of CPU, of all threads, from an act until it has come about and is painted."""
    await asyncio.sleep(0.3)
    begun = time.process_time()
    act()
    await app.until(done)
    return 1000 * (time.process_time() - begun)


async def measure(folder: Path, long: str) -> list[list[object]]:
    """Rows of the table."""
    session = TimedSession(folder)
    app = TimedNewsmark(session)
    rows: list[list[object]] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1.0)
        shown = await cpu_until(
            app,
            lambda: app.key("L"),
            lambda: isinstance(app.screen, LedgerScreen) and app.screen.pane.count > 0,
        )
        screen = cast(LedgerScreen, app.screen)
        begun = time.process_time()
        await app.until(lambda: screen.shown is not None)
        rows.append(["first rows shown", shown, GOAL])
        rows.append(["whole ledger read, behind them", 1000 * (time.process_time() - begun), ""])
        words = sorted({word for one in sentences(200) for word in one.lower().split()})[50:53]
        for query in (*QUERIES, *words):
            took = []
            for _ in range(ROUNDS):
                for asked in (query, ""):
                    took.append(
                        await cpu_until(
                            app,
                            lambda asked=asked: screen.do_claims_filter(asked),  # type: ignore[misc]
                            lambda asked=asked: screen.shown.query == asked,  # type: ignore
                        )
                    )
            rows.append([f"filtered: {query}", median(took[0::2]), GOAL])
        rows.append(["filter taken off", median(took[1::2]), GOAL])
        card = ClaimScreen(session, long, lambda article, at: None)
        rows.append(
            [
                f"card of {APPEARANCES} appearances",
                await cpu_until(
                    app,
                    lambda: app.push_screen(card),
                    lambda: bool(card.query(CardList)) and card.pane.count > APPEARANCES,
                ),
                GOAL_CARD,
            ]
        )
    return rows


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        with open_archive(path, create=True) as archive:
            long = fill(archive, count)
        rows = asyncio.run(measure(path, long))
    print_table(f"{count:,} claims: CPU ms until painted", ["", "ms", "goal"], rows)


if __name__ == "__main__":
    main()
