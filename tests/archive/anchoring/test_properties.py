"""What holds for any text and any edit."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from archive.anchoring import anchor, anchor_all, describe
from archive.anchoring.flat import flatten
from archive.anchoring.hybrid import MIN_LIKENESS
from archive.anchoring.selectors import trim
from archive.model import Placement, Span

wild = st.text("abAé0_ .,-–’'«»…\u00a0\n\u200b🚀é語", max_size=80)
word = st.sampled_from(
    ["the", "chip", "act", "modèle", "l’IA", "o1", "27", "C++", "(GPT-4o)", "«", "»", "fin.", "語"]
)
added = st.lists(st.sampled_from(["zulu", "yankee", "xylo", "whisky"]), min_size=1).map(" ".join)
prose = st.lists(st.tuples(word, st.sampled_from((" ", "  ", "\n", "\n\n", ", "))), min_size=1).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


def a_span(data: st.DataObject, text: str) -> Span:
    start = data.draw(st.integers(0, len(text) - 1))
    return Span(start, data.draw(st.integers(start + 1, len(text))))


@given(wild.filter(bool), st.data(), st.booleans())
def test_in_an_identical_text_every_passage_stays(
    text: str, data: st.DataObject, known: bool
) -> None:
    span = a_span(data, text)
    placed = anchor(text, describe(text, span), text if known else None)
    assert (placed.placement, placed.span, placed.score) == (Placement.EXACT, span, 1.0)


@settings(max_examples=300)
@given(prose, added, added, st.data())
def test_text_put_before_and_after_leaves_the_words_exact(
    text: str, before: str, after: str, data: st.DataObject
) -> None:
    span = a_span(data, text)
    new = f"{before}\n\n{text}\n\n{after}"
    placed = anchor(new, describe(text, span), text)
    words = trim(text, span)
    if words:
        assert placed.placement is Placement.EXACT
        assert placed.span == words.shift(len(before) + 2)
    else:
        assert placed.placement is Placement.LOST


@settings(max_examples=300)
@given(wild.filter(bool), wild, st.data(), st.booleans())
def test_a_result_is_always_whole(old: str, new: str, data: st.DataObject, known: bool) -> None:
    selectors = describe(old, a_span(data, old))
    placed = anchor(new, selectors, old if known else None)
    assert 0 <= placed.score <= 1
    assert (placed.span is not None) == placed.placement.placed
    assert bool(placed.candidates) == (placed.placement is Placement.AMBIGUOUS)
    for span in (placed.span, *placed.candidates):
        if span is None:
            continue
        assert 0 <= span.start < span.end <= len(new)
        if new != old:
            assert trim(new, span) == span or describe(new, span) == selectors
    if placed.span is not None:
        words = flatten(placed.span.of(new)).strip()
        wanted = flatten(selectors.exact).strip()
        assert Levenshtein.normalized_similarity(wanted, words) >= MIN_LIKENESS


@given(st.integers(0, 2**32))
@settings(max_examples=25)
def test_random_edits_rarely_put_a_mark_on_other_words(seed: int) -> None:
    rng = random.Random(seed)
    vocabulary = [f"{a}{b}{c}" for a in "bdklmprst" for b in "aeiou" for c in "nrsx"]
    words = [rng.choice(vocabulary) for _ in range(600)]
    old = " ".join(words)
    kept = [(at, word) for at, word in enumerate(words) if rng.random() > 0.1]
    offsets = [0]
    for _, word in kept:
        offsets.append(offsets[-1] + len(word) + 1)
    places = {at: offsets[index] for index, (at, _) in enumerate(kept)}
    new = " ".join(word for _, word in kept)
    marks, truths = [], []
    for first in range(0, 560, 7):
        start = 4 * first
        marks.append(describe(old, Span(start, start + 4 * rng.randint(1, 12) - 1)))
        span = marks[-1].span
        truths.append([places[at] for at in range(first, (span.end + 1) // 4) if at in places])
    wrong = 0
    for placed, truth in zip(anchor_all(new, marks, old), truths, strict=True):
        if placed.span is not None:
            wrong += not truth or not (
                placed.span.start <= truth[-1] and truth[0] < placed.span.end
            )
    assert wrong <= 2
