"""Import without index: ``python -m tests.bench.ingest [ARTICLES]``.

Articles a second on the corpus's news.jsonl.gz (on generated articles where
it is absent), once new and once unchanged, beside the floor: gunzip and
json.loads of the same lines. The figure to watch is the ratio of processor
seconds to that floor.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from archive.core import open_archive
from archive.ingest.pipeline import import_paths
from tests.bench import material

GENERATED = 5000

T = TypeVar("T")


class Taken(NamedTuple):
    """Seconds by the clock, and of the processor: the second holds on a busy machine too."""

    wall: float
    processor: float


def main() -> None:
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, what = _input(folder, limit)
        with gzip.open(source) as lines:
            count, floor = _timed(lambda: sum(1 for line in lines if json.loads(line)))
        print(f"{count} articles, {what}, {source.stat().st_size / 1e6:.1f} MB packed\n")
        print(f"{'':24}{'articles/s':>12}{'s':>10}{'per CPU s':>14}{'CPU s':>10}{'x floor':>10}")
        _row("gunzip + json.loads", count, floor, floor)
        for title, originals in (("import", True), ("import, no originals", False)):
            _imported(folder, source, title, originals, count, floor)


def _imported(
    folder: Path, source: Path, title: str, originals: bool, count: int, floor: Taken
) -> None:
    with open_archive(folder / title, create=True) as archive:
        first, seconds = _timed(lambda: import_paths(archive, [source], originals=originals))
        assert first.articles == first.new == count, first.skipped[:3]
        _row(title, count, seconds, floor)
        if originals:
            again, seconds = _timed(lambda: import_paths(archive, [source]))
            assert again.unchanged == count
            _row("second run, unchanged", count, seconds, floor)
        size = sum(f.stat().st_size for f in archive.path.rglob("*") if f.is_file())
    print(f"{'':24}{size / 1e6:>11.0f}M on disk")


def _timed(work: Callable[[], T]) -> tuple[T, Taken]:
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, Taken(time.perf_counter() - wall, time.process_time() - processor)


def _row(title: str, count: int, taken: Taken, floor: Taken) -> None:
    ratio = taken.processor / floor.processor
    print(
        f"{title:24}{count / taken.wall:>12.0f}{taken.wall:>10.2f}"
        f"{count / taken.processor:>14.0f}{taken.processor:>10.2f}{ratio:>10.1f}"
    )


def _input(folder: Path, limit: int | None) -> tuple[Path, str]:
    """The file to import and what it is: the corpus, a part of it, or generated."""
    corpus = material.corpus()
    if corpus is not None and limit is None:
        return corpus, "the corpus"
    part = folder / "part.jsonl.gz"
    if corpus is not None:
        with gzip.open(corpus) as lines, gzip.open(part, "wb") as out:
            out.writelines(islice(lines, limit))
        return part, "the beginning of the corpus"
    return material.write_lines(part, material.made_up(limit or GENERATED)), "made up"


if __name__ == "__main__":
    main()
