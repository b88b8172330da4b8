"""How many of the names that people marked a sweep finds, how many false ones, and how fast it is.

*Found.* Each corpus is swept with the names of its own gold mentions: the AI
part of CrossNER (English) and the French newspapers of Europeana (OCR of 1870
to 1939). A gold mention is found if a passage found is exactly it (``exact``)
or holds it (``found``), as in a longer name. A passage that touches no gold
mention is false. Rules could have avoided it if it is written with other
capitals than the name (``other capitals``) or ends within a word (``within a
word``); the others are the very words of a name, used otherwise or left
unmarked by those who marked.

*Fast.* 5,000 names over the articles of ``NEWSMARK_CORPUS``, else made-up ones,
repeated up to the number asked for; beside it the reading of the same texts
alone. Run with ``python -m tests.bench.sweep [ARTICLES]``.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any, NamedTuple

from archive.core import Archive, open_archive
from archive.entities.gazetteer import USUAL, Gazetteer, Rules
from archive.model import Entity
from archive.store.values import to_fields
from archive.text.folding import fold_word
from tests.bench.material import articles, corpus, fill
from tests.bench.table import percentile, print_table
from tests.corpus import ROOT

ARTICLES = 100_000
NAMES = 5_000
GOAL_FOUND, GOAL_AVOIDABLE = 98, 2
LONGEST = 50  # articles, looked through one by one
GOAL_SECONDS, GOAL_MEMORY, GOAL_ONE = 60, 500, 20
_CORPORA = {
    "CrossNER, AI": ("CrossNER/ner_data/ai", "*.txt"),
    "Europeana, French": ("europeana_ner_fr/enp_FR.bnf.bio", "*.bio"),
}


class Sentence(NamedTuple):
    """A text and the spans that people marked in it."""

    text: str
    gold: list[tuple[int, int]]


def sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    """Sentences of a file in the BIO scheme: a word and its tag a line, words parted by blanks."""
    text, gold, within = "", list[tuple[int, int]](), False
    for line in chain(lines, ("",)):
        word, _, tag = line.strip().replace("\t", " ").partition(" ")
        if not word:
            if text:
                yield Sentence(text, gold)
            text, gold, within = "", [], False
            continue
        start = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        tag = tag.split()[-1]
        if tag.startswith("I-") and within:
            gold[-1] = (gold[-1][0], len(text))
        elif tag != "O":
            gold.append((start, len(text)))
        within = tag != "O"


def quality(name: str, found: list[Sentence], rules: Rules) -> list[object]:
    """One row of the table of what is found."""
    names = dict.fromkeys(text[s:e] for text, gold in found for s, e in gold)
    gazetteer = Gazetteer((Entity(f"e-{n}", "other", form) for n, form in enumerate(names)), rules)
    written: dict[str, set[str]] = {}
    for form in names:
        written.setdefault(fold_word(form), set()).add(form)
    gold_count = exact = held = places = false = capitals = within = 0
    for text, gold in found:
        spans = [(each.span.start, each.span.end) for each in gazetteer.find(text)]
        places += len(spans)
        gold_count += len(gold)
        exact += len(set(gold) & set(spans))
        held += sum(any(a <= s and e <= b for a, b in spans) for s, e in gold)
        for start, end in spans:
            if any(start < e and s < end for s, e in gold):
                continue
            false += 1
            form = text[start:end]
            forms = written.get(fold_word(form), set())
            capitals += bool(forms) and form not in forms
            within += (text[start - 1 : start] + text[end : end + 1]).strip().isalnum()
    share = 100 / max(1, places)
    return [
        *(name, len(names), gold_count, 100 * exact / gold_count, 100 * held / gold_count),
        *(places, false * share, capitals * share, within * share),
    ]


def show_quality() -> None:
    """Print what is found, with every choice of rules, where there is a corpus."""
    base = Path(os.environ.get("NEWSMARK_CORPUS", ROOT.parent / "shared" / "corpus"), "annotation")
    rows = []
    for name, (folder, pattern) in _CORPORA.items():
        files = sorted((base / folder).glob(pattern))
        found = [
            sentence
            for file in files
            for sentence in sentences(file.read_text(encoding="utf-8").splitlines())
        ]
        if found:
            rows.append(quality(name, found, USUAL))
            rows.append(quality("  without plurals", found, Rules(plural=False)))
            rows.append(quality("  accents as in the name", found, Rules(accents=True)))
    print_table(
        f"What a sweep finds, in % (goals: found {GOAL_FOUND}, what rules could have avoided"
        f" at most {GOAL_AVOIDABLE})",
        [*"corpus names gold exact found places false".split(), "other capitals", "within a word"],
        rows,
    )


def repeated(most: int) -> Iterator[dict[str, Any]]:
    """So many articles: the corpus's again and again, each time under other ids."""
    rounds = chain.from_iterable(
        ({**one, "id": f"{one['id']}-{number}", "url": None} for one in articles(most))
        for number, _ in enumerate(repeat(None))
    )
    return islice(rounds, most)


def add_names(archive: Archive) -> None:
    """Make 5,000 entities of runs of one to three words that the articles hold.

    The first is a capitalised one, but in made-up articles, which have none.
    """
    draw, any_word = random.Random(1), corpus() is None
    names: dict[str, None] = {}
    for one in articles(4_000):
        words = one["body"].split()
        for at, word in enumerate(words):
            if len(word) > 2 and (any_word or word[0].isupper()) and word.isalnum():
                names[" ".join(words[at : at + draw.choice((1, 2, 2, 3))]).strip(".,;:!?()")] = None
    chosen = draw.sample(sorted(name for name in names if len(name) > 2), min(NAMES, len(names)))
    with archive.store.transaction(command="bench", actor="bench", summary="") as tx:
        for number, name in enumerate(chosen):
            entity = Entity(f"e-{number:08}", "other", " ".join(name.split()), created=tx.at)
            tx.insert("entities", entity.id, to_fields(entity))


def show_speed(most: int) -> None:
    """Print how fast it is."""
    with tempfile.TemporaryDirectory() as folder:
        with open_archive(Path(folder, "archive"), create=True) as archive:
            words = fill(archive, repeated(most))
            add_names(archive)
        with open_archive(Path(folder, "archive")) as archive:
            ids = archive.articles.ids()
            begun = time.process_time(), time.perf_counter()
            for _ in archive.store.register.texts(ids):
                pass
            reading = time.process_time() - begun[0], time.perf_counter() - begun[1]
            told = []
            begun = time.process_time(), time.perf_counter()
            places = sum(
                len(found)
                for found in archive.sweeps.over(progress=lambda done, total: told.append(done))
            )
            sweeping = time.process_time() - begun[0], time.perf_counter() - begun[1]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            lengths = {row.article: len(row.text) for row in archive.store.register.texts(ids)}
            longest = sorted(set(ids), key=lambda id: -lengths[id])[:LONGEST]
            usual, long = alone(archive, ids[:2_000]), alone(archive, longest)
            most = max(lengths.values(), default=0)
    print_table(
        f"{NAMES:,} names over {len(ids):,} articles of {words // max(1, len(ids)):,} words"
        f" (goals: {GOAL_SECONDS} s, {GOAL_MEMORY} MB, an article {GOAL_ONE} ms)",
        ["", "CPU s", "s", "articles/s", "found"],
        [
            ["reading the texts", *reading, len(ids) / reading[0], ""],
            ["sweep", *sweeping, len(ids) / sweeping[0], places],
        ],
    )
    print_table(
        f"One article, CPU ms (goal {GOAL_ONE}); the peak of memory was {memory:.0f} MB",
        ["", "p50", "p95", "most"],
        [
            [name, f"{percentile(each, 0.5):.2g}", percentile(each, 0.95), max(each)]
            for name, each in (
                (f"the first {len(usual):,}", usual),
                (f"the longest {len(long):,}, up to {most:,} characters", long),
            )
        ],
    )


def alone(archive: Archive, ids: Sequence[str]) -> list[float]:
    """What a sweep of each article by itself takes, from the archive on, in CPU milliseconds."""
    took = []
    for id in ids:
        begun = time.process_time()
        list(archive.sweeps.over([id]))
        took.append(1000 * (time.process_time() - begun))
    return took


if __name__ == "__main__":
    show_quality()
    show_speed(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
