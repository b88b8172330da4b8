"""What the benchmarks work on: the corpus's articles, or made-up ones where there is no corpus.

The made-up articles are the same on every run: 700 words of a Zipf-like
vocabulary that holds the words the benchmarks ask for, in English and French
by turns.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from archive.core import Archive, open_archive
from archive.index import Index
from archive.model import PartialDate
from tests.corpus import ROOT
from tests.make import incoming

ALL = 22_622
"""Articles in the corpus, and so many are made up where none is named."""

KNOWN = (
    "the de linux data les open quantization source systemd intelligence mirabelle artificielle"
    " deepseek kernel prix modèle modèles machine learning command line mise à jour GPT-4o"
    " DeepSeek-R1 C++ o1 .NET windows chip puce ouverts d’OpenAI l’été"
).split()
_VOCABULARY = 40_000
_WORDS = 700
_PARAGRAPH = 70


def corpus() -> Path | None:
    """The corpus's file of articles, if there is one."""
    base = Path(os.environ.get("NEWSMARK_CORPUS", ROOT.parent / "shared" / "corpus"))
    path = base / "news.jsonl.gz"
    return path if path.exists() else None


def articles(most: int) -> Iterator[dict[str, Any]]:
    """At most so many articles, as objects of JSON Lines."""
    path = corpus()
    if path is None:
        yield from made_up(most)
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, most):
            yield json.loads(line)


def named(ids: Collection[str]) -> Iterator[dict[str, Any]]:
    """The corpus's articles of these ids, as far as it has them."""
    path = corpus()
    if path is None:
        return
    marks = {f'"id": {json.dumps(one)}' for one in ids}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if any(mark in line[:200] for mark in marks):
                yield json.loads(line)


def mixture(most: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many articles; beyond those there are, ones made of the paragraphs of two of them."""
    known = list(articles(most))
    yield from known
    draw = random.Random(seed)
    for number in range(len(known), most):
        one, other = draw.choice(known), draw.choice(known)
        paragraphs = [*one["body"].split("\n\n"), *other["body"].split("\n\n")]
        chosen = sorted(draw.sample(range(len(paragraphs)), (len(paragraphs) + 1) // 2))
        yield one | {
            "id": f"mixed-{number}",
            "title": f"{one['title']} / {other['title']}",
            "body": "\n\n".join(paragraphs[at] for at in chosen),
            "url": None,
        }


def made_up(most: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many made-up articles; other seeds give other ones."""
    draw = random.Random(seed)
    rest = ["".join(draw.choices("aeioulnrst", k=draw.randint(3, 9))) for _ in range(_VOCABULARY)]
    vocabulary = [*KNOWN, *rest]
    weights = [1 / (rank + 2) for rank in range(len(vocabulary))]
    for number in range(most):
        words = draw.choices(vocabulary, weights, k=_WORDS)
        paragraphs = [" ".join(words[at : at + _PARAGRAPH]) for at in range(0, _WORDS, _PARAGRAPH)]
        yield {
            "id": f"{seed}-{number}",
            "title": " ".join(words[:6]),
            "body": ".\n\n".join(paragraphs) + ".",
            "source": f"outlet {number % 9}",
            "lang": ("en", "fr")[number % 2],
            "date": f"20{10 + number % 15}-{1 + number % 12:02}",
            "url": f"https://example.org/{seed}/{number}",
        }


def write_lines(path: Path, records: Iterator[dict[str, Any]]) -> Path:
    """Write records as packed JSON Lines."""
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
    return path


def fill(archive: Archive, records: Iterator[dict[str, Any]]) -> int:
    """Store articles; the number of their words."""
    words = 0
    with archive.intake.open("bench") as door:
        while batch := list(islice(records, 32)):
            made = [
                incoming(
                    one["title"],
                    one["body"],
                    identity=f"{one['source']}:{one['id']}",
                    outlet=one["source"],
                    language=one.get("lang"),
                    url=one.get("url"),
                    published=PartialDate.parse(one["date"]) if one.get("date") else None,
                )
                for one in batch
            ]
            words += sum(one.words for one in made)
            door.put(made)
    return words


@contextmanager
def indexed(most: int) -> Iterator[Path]:
    """An archive of so many articles with its index; its folder.

    It is made in a temporary folder, or, as its index takes minutes, kept in
    the folder NEWSMARK_BENCH_DIR names.
    """
    kept = os.environ.get("NEWSMARK_BENCH_DIR")
    # A program that was measured may still be updating its index in there.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        base = Path(kept or scratch, f"articles-{most}")
        if not base.exists():
            _make(base, most)
        if kept:
            base = Path(shutil.copytree(base, Path(scratch, "copy")))
        os.environ["XDG_CACHE_HOME"] = str(base / "cache")
        yield base / "archive"


def _make(base: Path, most: int) -> None:
    os.environ["XDG_CACHE_HOME"] = str(base / "cache")
    with open_archive(base / "archive", create=True) as archive:
        fill(archive, articles(most))
        Index(archive).update()
