"""How often a mark finds its words again after its article changed.

``python -m tests.bench.anchoring`` prints, for four ways of changing a text,
the share of annotations placed right and wrong by four methods on the same
edits: a match of the quotation alone as Hypothesis makes it, the word diff
alone, the archive's hybrid of both, and what the archive does with a mark from
elsewhere, whose old text it does not have. What is neither right nor wrong was
reported as lost or ambiguous; of how many a word is left at all, the column
*left* says. It runs on the corpus of ``NEWSMARK_CORPUS``, else on a generated
text; with the corpus it then looks for the sentences of real articles in what
came later under their URL, with the older text and without.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.anchoring import anchor_all, describe
from archive.anchoring.diff import WordMap
from archive.anchoring.myers import closest, fewest_errors
from archive.intake import share_of_words
from archive.model import Selectors, Span
from archive.text.sentences import sentences
from tests.bench import material
from tests.make import document

ANNOTATIONS = 200
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Change:
    """One row: shares of words edited, of paragraphs moved and deleted."""

    name: str
    words: float
    moved: float = 0.0
    deleted: float = 0.0


CHANGES = (
    Change("5 % of words", 0.05),
    Change("20 % of words", 0.20),
    Change("5 %, 20 % of paragraphs moved", 0.05, moved=0.20),
    Change("10 %, moved, 15 % deleted", 0.10, moved=0.20, deleted=0.15),
)


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    total: int = 0
    seconds: list[float] = field(default_factory=list)

    def cell(self) -> str:
        return f"{100 * self.right / self.total:5.1f} / {100 * self.wrong / self.total:4.1f}"


def paragraphs(size: int, seed: int) -> tuple[list[str], str]:
    """Paragraphs of about ``size`` characters in all, and where they came from."""
    base = Path(os.environ.get("NEWSMARK_CORPUS", ROOT.parent / "shared" / "corpus"))
    path = base / "news.jsonl.gz"
    rng = random.Random(seed)
    out: list[str] = []
    length = 0
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if rng.random() > 0.02:
                    continue
                for paragraph in json.loads(line)["body"].split("\n\n"):
                    if len(paragraph.split()) >= 5:
                        out.append(paragraph)
                        length += len(paragraph) + 2
                if length >= size:
                    return out, "corpus"
    syllables = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(4000)]
    weights = [1 / rank for rank in range(1, 4001)]
    while length < size:
        drawn = rng.choices(words, weights, k=rng.randint(20, 90))
        out.append(" ".join(drawn).capitalize() + ".")
        length += len(out[-1]) + 2
    return out, "generated"


def edited(
    texts: Sequence[str], change: Change, rng: random.Random
) -> tuple[str, dict[tuple[int, int], tuple[int, int]]]:
    """A changed text, and where each old word (paragraph, index) stands in it."""
    pool = [word for text in texts[:50] for word in text.split()]
    made: list[tuple[int, list[tuple[str, int | None]]]] = []
    for number, text in enumerate(texts):
        if rng.random() < change.deleted:
            continue
        words: list[tuple[str, int | None]] = []
        for index, word in enumerate(text.split()):
            if rng.random() >= change.words:
                words.append((word, index))
                continue
            kind = rng.choice(("substitute", "delete", "insert"))
            if kind == "substitute":
                words.append((rng.choice(pool), index))
            elif kind == "insert":
                words += [(word, index), (rng.choice(pool), None)]
        made.append((number, words))
    for number in rng.sample(range(len(made)), int(change.moved * len(made))):
        moved = made[number]
        made.remove(moved)
        made.insert(rng.randrange(len(made) + 1), moved)
    pieces: list[str] = []
    places: dict[tuple[int, int], tuple[int, int]] = {}
    offset = 0
    for number, words in made:
        for word, origin in words:
            if origin is not None:
                places[number, origin] = (offset, offset + len(word))
            pieces.append(word + " ")
            offset += len(word) + 1
        pieces.append("\n\n")
        offset += 2
    return "".join(pieces), places


Method = Callable[[str, Sequence[Selectors], str], list[Span | None]]


def hybrid(new: str, selectors: Sequence[Selectors], old: str) -> list[Span | None]:
    return [placed.span for placed in anchor_all(new, selectors, old)]


def no_old_text(new: str, selectors: Sequence[Selectors], old: str) -> list[Span | None]:
    """As the archive places what was marked elsewhere: by the words and those around them."""
    return [placed.span for placed in anchor_all(new, selectors)]


def word_diff(new: str, selectors: Sequence[Selectors], old: str) -> list[Span | None]:
    words = WordMap(old, new)
    out: list[Span | None] = []
    for one in selectors:
        mapped = words.map(one.span)
        fits = mapped and mapped.survived >= 0.5 and len(mapped.span) <= 2 * len(one.span) + 20
        out.append(mapped.span if mapped and fits else None)
    return out


def quote_only(new: str, selectors: Sequence[Selectors], old: str) -> list[Span | None]:
    """As Hypothesis' client does it, refusing scores under .70."""
    out: list[Span | None] = []
    for one in selectors:
        size = len(one.exact)
        found = [(at, at + size, 0) for at in range(len(new)) if new.startswith(one.exact, at)]
        found = found or list(closest(new, one.exact, min(256, size // 2)))
        best: tuple[float, Span | None] = (0.0, None)
        for start, end, errors in found:
            before = new[max(0, start - len(one.prefix)) : start]
            after = new[end : end + len(one.suffix)]
            score = 50 * (1 - errors / size)
            for context, text in ((one.prefix, before), (one.suffix, after)):
                score += 20 * (1 - fewest_errors(text, context) / len(context) if context else 1)
            score += 2 * (1 - abs(start - one.span.start) / len(new))
            if score / 92 > best[0]:
                best = (score / 92, Span(start, end))
        out.append(best[1] if best[0] >= 0.70 else None)
    return out


def judge(tally: Tally, placed: Span | None, truth: Span | None) -> None:
    """Right: at least two thirds of what both cover together is covered by both."""
    tally.total += 1
    if placed is None:
        return
    shared = union = 0
    if truth is not None:
        shared = max(0, min(placed.end, truth.end) - max(placed.start, truth.start))
        union = max(placed.end, truth.end) - min(placed.start, truth.start)
    if union and 3 * shared >= 2 * union:
        tally.right += 1
    else:
        tally.wrong += 1


def run(size: int, seeds: int, methods: dict[str, Method]) -> str:
    """Measure, print the table and say where the text came from."""
    origin = ""
    names = "".join(f"{name:>24}" for name in methods)
    print(f"{'right / wrong, % (seconds)':32}{'left':>8}{names}")
    for change in CHANGES:
        tallies = {name: Tally() for name in methods}
        findable = 0
        for seed in range(seeds):
            texts, origin = paragraphs(size, seed)
            rng = random.Random(1000 + seed)
            old, old_places = edited(texts, Change("", 0.0), rng)
            new, places = edited(texts, change, rng)
            selectors: list[Selectors] = []
            truths: list[Span | None] = []
            for _ in range(ANNOTATIONS):
                number = rng.randrange(len(texts))
                count = len(texts[number].split())
                length = min(count, rng.choice((1, 2, 3, 5, 8, 12, 18, 25)))
                first = rng.randrange(count - length + 1)
                keys = [(number, index) for index in range(first, first + length)]
                span = Span(old_places[keys[0]][0], old_places[keys[-1]][1])
                selectors.append(describe(old, span))
                left = [places[key] for key in keys if key in places]
                truths.append(Span(left[0][0], left[-1][1]) if left else None)
            findable += sum(truth is not None for truth in truths)
            for name, method in methods.items():
                begun = time.process_time()
                results = method(new, selectors, old)
                tallies[name].seconds.append(time.process_time() - begun)
                for placed, truth in zip(results, truths, strict=True):
                    judge(tallies[name], placed, truth)
        cells = "".join(
            f"{tally.cell():>16} ({sum(tally.seconds) / seeds:5.2f})" for tally in tallies.values()
        )
        share = 100 * findable / (seeds * ANNOTATIONS)
        print(f"{change.name:32}{share:8.1f}{cells}", flush=True)
    return origin


def real_pairs() -> list[tuple[str, str]]:
    """Texts of the corpus that came under one URL, differ, and share half their words."""
    path = material.corpus()
    by_url: dict[str, list[str]] = {}
    if path is not None:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                if article["url"]:
                    by_url.setdefault(article["url"], []).append(article["body"])
    return [
        (old, new)
        for old, *others in by_url.values()
        for new in others
        if old != new and share_of_words(old, new) >= 0.5
    ]


def run_real(pairs: Sequence[tuple[str, str]], *, known: bool) -> None:
    """Mark every sentence of the older text and look for it in the newer one.

    Where a sentence stands once in both, that is its place. Of others nobody
    knows it: one placed on words of which it shares less than half is wrong.

    Args:
        known: whether the archive is given the older text, too.
    """
    once, changed = Tally(), Tally()
    left = 0
    for old, new in pairs:
        spans = [span for span in sentences(document(old)) if len(span.of(old).split()) >= 3]
        marks = [describe(old, span) for span in spans]
        placed = anchor_all(new, marks, old if known else None)
        for span, found in zip(spans, placed, strict=True):
            words = span.of(old)
            if old.count(words) == new.count(words) == 1:
                at = new.index(words)
                judge(once, found.span, Span(at, at + len(words)))
            elif found.span is None:
                left += 1
                changed.total += 1
            else:
                alike = share_of_words(words, found.span.of(new)) >= 0.5
                judge(changed, found.span, found.span if alike else None)
    told = "one URL, two texts" if known else "the older text unknown"
    print(f"\n{len(pairs)} real pairs ({told}): right / wrong, %")
    print(f"{'sentences that stand once in both':40}{once.cell():>16}  of {once.total:,}")
    if changed.total:
        print(
            f"{'others (wrong: under half the words)':40}{changed.cell():>16}  of"
            f" {changed.total:,}, {left:,} reported lost or ambiguous"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="characters of text")
    parser.add_argument("--seeds", type=int, default=3, help="how many, from 0 on")
    parser.add_argument("--quick", action="store_true", help="leave out the slow peer")
    arguments = parser.parse_args()
    methods: dict[str, Method] = {
        "word diff": word_diff,
        "hybrid": hybrid,
        "no old text": no_old_text,
    }
    if not arguments.quick:
        methods = {"quotation only": quote_only, **methods}
    origin = run(arguments.size, arguments.seeds, methods)
    print(f"{ANNOTATIONS} annotations, {arguments.size} characters of {origin} text")
    pairs = real_pairs()
    if pairs:
        run_real(pairs, known=True)
        run_real(pairs, known=False)


if __name__ == "__main__":
    main()
