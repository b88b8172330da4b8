"""How well sentences worth a claim are ranked: ``python -m tests.bench suggestions``.

Sentences of the corpus were labelled by reading them, whole articles at a
time (``tests/fixtures/worth_a_claim.tsv``: the half an article belongs to, its
id in the corpus, start and end in code points of its text, 1 for a claim).
Weights were set on the seen half alone; ``unseen`` was labelled before there
were rules, ``after`` once they stood, by the same reader. Beside the rules
stand what costs nothing: the order of the text, the longest first, and chance.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from archive.claims.worth import WORTH, worth
from archive.text.clean import clean
from archive.text.plain import build_plain
from tests.bench import material
from tests.bench.table import print_table
from tests.corpus import ROOT

LABELS = ROOT / "tests" / "fixtures" / "worth_a_claim.tsv"
HALVES = ("seen", "unseen", "after")
_DRAWS = 200


@dataclass(frozen=True)
class Labelled:
    """One sentence and what its reader said of it."""

    half: str
    article: str
    start: int
    end: int
    claim: bool
    text: str = ""
    language: str | None = None


def labels(path: Path = LABELS) -> list[Labelled]:
    """The labels, without the sentences' words."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Labelled(
                row["half"], row["article"], int(row["start"]), int(row["end"]), row["claim"] == "1"
            )
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def with_words(wanted: list[Labelled]) -> list[Labelled]:
    """The labels with the words of the corpus; LookupError if an article is not in it."""
    ids = {one.article for one in wanted}
    texts: dict[str, tuple[str, str | None]] = {}
    for record in material.named(ids):
        texts[record["id"]] = build_plain(clean(record["body"])[0]).text, record["lang"]
    if missing := ids - texts.keys():
        raise LookupError(f"the corpus lacks {', '.join(sorted(missing))}")
    made = []
    for one in wanted:
        text, language = texts[one.article]
        words = text[one.start : one.end]
        made.append(Labelled(one.half, one.article, one.start, one.end, one.claim, words, language))
    return made


def precision(ranked: Iterable[bool], most: int = 10) -> float:
    """The share of claims among the first ``most``."""
    first = list(ranked)[:most]
    return sum(first) / len(first)


def average_precision(ranked: Iterable[bool]) -> float:
    """The mean, over the claims, of the share of claims down to each."""
    hits = 0
    shares = []
    for place, right in enumerate(ranked, 1):
        if right:
            hits += 1
            shares.append(hits / place)
    return mean(shares) if shares else 0.0


def _weight(one: Labelled) -> float:
    return worth(one.text, one.language).weight


def _by(key: Callable[[Labelled], float]) -> Callable[[list[Labelled]], Iterator[list[bool]]]:
    def order(sentences: list[Labelled]) -> Iterator[list[bool]]:
        yield [one.claim for one in sorted(sentences, key=key)]

    return order


def _chance(sentences: list[Labelled]) -> Iterator[list[bool]]:
    draw = random.Random(1)
    for _ in range(_DRAWS):
        yield [one.claim for one in draw.sample(sentences, len(sentences))]


ORDERS: dict[str, Callable[[list[Labelled]], Iterator[list[bool]]]] = {
    "rules": _by(lambda one: -_weight(one)),
    "longest first": _by(lambda one: one.start - one.end),
    "order of the text": _by(lambda one: 0),
    "chance": _chance,
}


def measured(sentences: list[Labelled], order: str) -> tuple[float, float, float]:
    """Precision at 10 and average precision over all, and the latter per article, on average."""
    rankings = list(ORDERS[order](sentences))
    articles: dict[str, list[Labelled]] = {}
    for one in sentences:
        articles.setdefault(one.article, []).append(one)
    apart = [
        mean(map(average_precision, ORDERS[order](those)))
        for those in articles.values()
        if any(one.claim for one in those)
    ]
    return mean(map(precision, rankings)), mean(map(average_precision, rankings)), mean(apart)


def main() -> int:
    """Print the figures of each half."""
    if material.corpus() is None:
        print("no corpus: the sentences labelled are the corpus's (set NEWSMARK_CORPUS)")
        return 0
    known = with_words(labels())
    for half in HALVES:
        sentences = [one for one in known if one.half == half]
        claims = sum(one.claim for one in sentences)
        articles = len({one.article for one in sentences})
        print_table(
            f"{half}: {len(sentences)} sentences of {articles} articles, {claims} worth a claim",
            ("ranked by", "P@10", "AP", "AP per article"),
            [(name, *(f"{figure:.3f}" for figure in measured(sentences, name))) for name in ORDERS],
        )
        offered = [one for one in sentences if _weight(one) >= WORTH]
        right = sum(one.claim for one in offered)
        print(f"offered: {len(offered)}; claims among them: {right}, of {claims} there are")
    began = time.process_time()
    for one in known:
        _weight(one)
    each = (time.process_time() - began) / len(known)
    print(f"\nweighing a sentence: {each * 1e6:.0f} microseconds of CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
