"""Exporting 10,000 annotations over 2,000 articles, the first time and when nothing changed.

The articles are made up, 700 words each; every article has two mentions of
entities, a claim, a highlight and a note. Beside the export stands a plain
write of the same bytes into the same number of files, forced to disk one by
one as the export does it, and beside the second run a plain reading of them.
Each run is a process of its own, whose peak of memory is told. Run with
``python -m tests.bench.export [ARTICLES]``.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from archive.anchoring import describe
from archive.core import Archive, open_archive
from archive.export import export_markdown
from archive.export.contract import Options
from archive.model import Annotation, Claim, ClaimKind, Entity, Motivation, Order, Span
from archive.store import Transaction
from archive.store.values import to_fields
from tests.bench.material import fill, made_up
from tests.bench.table import print_table

ARTICLES = 2000
MARKS = 5
GOAL_FIRST, GOAL_SECOND, GOAL_MEMORY = 10, 2, 300


def annotate(archive: Archive, seed: int = 1) -> int:
    """Give every article its marks, and 200 entities to mention; how many marks."""
    draw = random.Random(seed)
    ids = archive.articles.ids(Order("added"))
    at = "2026-01-01T00:00:00Z"
    entities = [
        Entity(f"e-{number:08}", "organisation", f"Company {number}", created=at, modified=at)
        for number in range(200)
    ]
    number = 0
    with archive.store.transaction(command="bench", actor="bench", summary="") as tx:
        for entity in entities:
            tx.insert("entities", entity.id, to_fields(entity))
    for start in range(0, len(ids), 50):
        with archive.store.transaction(command="bench", actor="bench", summary="") as tx:
            for id in ids[start : start + 50]:
                text = archive.articles.document(id).text
                for kind in range(MARKS):
                    number += 1
                    tx_mark(tx, id, text, kind, number, draw, entities, at)
    return number


def tx_mark(
    tx: Transaction,
    article: str,
    text: str,
    kind: int,
    number: int,
    draw: random.Random,
    entities: list[Entity],
    at: str,
) -> None:
    """Write one mark of a kind from 0 to 4: two mentions, claim, highlight, note."""
    begin = text.index(" ", draw.randrange(len(text) - 400)) + 1
    words = 2 if kind < 2 else 14
    end = begin + len(" ".join(text[begin:].split(" ", words)[:words]).rstrip())
    motivation = (
        Motivation.IDENTIFYING,
        Motivation.IDENTIFYING,
        Motivation.ASSESSING,
        Motivation.HIGHLIGHTING,
        Motivation.COMMENTING,
    )[kind]
    claim = None
    if motivation is Motivation.ASSESSING:
        made = Claim(
            f"c-{number:08}",
            " ".join(text[begin:end].split()),
            ClaimKind.QUANTITY,
            claimant=draw.choice(entities).id,
            created=at,
            modified=at,
        )
        tx.insert("claims", made.id, to_fields(made))
        claim = made.id
    mark = Annotation(
        id=f"m-{number:08}",
        article=article,
        revision=1,
        selectors=describe(text, Span(begin, end)),
        motivation=motivation,
        note="Compare **list prices**." if motivation is Motivation.COMMENTING else "",
        claim=claim,
        entity=draw.choice(entities).id if kind < 2 else None,
        creator="bench",
        created=at,
        modified=at,
    )
    tx.insert("annotations", mark.id, to_fields(mark))


def plain_write(folder: Path, source: Path) -> float:
    """Seconds to write the files of ``source`` again, each forced to disk."""
    files = [(path.relative_to(source), path.read_bytes()) for path in source.rglob("*.md")]
    began = time.perf_counter()
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".tmp").open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.with_suffix(".tmp").replace(path)
    return time.perf_counter() - began


def plain_read(folder: Path) -> float:
    """Seconds to read all files."""
    began = time.perf_counter()
    for path in folder.rglob("*.md"):
        path.read_bytes()
    return time.perf_counter() - began


def run_once(archive: Path, vault: Path, profile: str) -> None:
    """The process measured: seconds, of CPU too, files written, unchanged, peak in MB."""
    began, busy = time.perf_counter(), time.process_time()
    with open_archive(archive) as opened:
        report = export_markdown(opened, vault, options=Options(profile=profile))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = time.process_time() - busy
    print(seconds, cpu, len(report.written), len(report.unchanged), peak)


def measured(archive: Path, vault: Path, profile: str = "commonmark") -> list[float]:
    """What :func:`run_once` prints, of a process of its own."""
    command = [sys.executable, "-m", "tests.bench.export", "run", str(archive), str(vault), profile]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(word) for word in answer.stdout.split()]


def main(articles: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        with open_archive(base / "archive", create=True, actor="bench") as archive:
            fill(archive, islice(made_up(articles), articles))
            marks = annotate(archive)
        vault = base / "vault"
        first = measured(base / "archive", vault)
        second = measured(base / "archive", vault)
        written, read = plain_write(base / "plain", vault), plain_read(vault)
        print_table(
            f"{marks:,} annotations over {articles:,} articles, {int(first[2]):,} files",
            ["run", "seconds", "goal", "CPU s", "plain s", "MB", "goal"],
            [
                ["first", first[0], GOAL_FIRST, first[1], written, first[4], GOAL_MEMORY],
                ["unchanged", second[0], GOAL_SECOND, second[1], read, second[4], GOAL_MEMORY],
            ],
        )
        if second[2]:
            raise SystemExit(f"{int(second[2])} files were written though nothing changed")


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run_once(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ARTICLES)
