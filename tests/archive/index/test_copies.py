"""Which articles are copies, and one row for all of them."""

from __future__ import annotations

import random

import pytest

from archive.core import Archive
from archive.index import Index
from archive.index.copies import Copies, folded, likeness, sketch_of
from tests.make import incoming, put

_DRAW = random.Random(7)
WORDS = ["".join(_DRAW.choices("abcdefghij", k=6)) for _ in range(900)]


def edited(words: list[str], share: float, seed: int = 1) -> str:
    """The words with this share of them replaced."""
    draw = random.Random(seed)
    chosen = set(draw.sample(range(len(words)), round(share * len(words))))
    return " ".join(f"other{n}" if n in chosen else word for n, word in enumerate(words))


def test_the_more_was_edited_the_less_alike_texts_are() -> None:
    one = sketch_of(" ".join(WORDS))
    found = [likeness(one, sketch_of(edited(WORDS, share))) for share in (0.0, 0.03, 0.1, 0.4)]
    assert found == sorted(found, reverse=True)
    assert found[0] == 1.0
    assert found[1] > 0.75
    assert found[3] < 0.4


def test_typography_and_case_make_no_difference_to_an_exact_copy() -> None:
    assert likeness(sketch_of("L’IA d'OpenAI"), sketch_of("l'ia d’openai")) == 1.0
    assert likeness(sketch_of("L’IA d'OpenAI"), sketch_of("l'ia d’openal")) == 0.0


def groups(*texts: str) -> dict[int, int]:
    copies = Copies()
    copies.take(enumerate(map(sketch_of, texts)))
    assert copies.work(lambda: False)
    return copies.group


def test_copies_join_the_first_and_not_a_chain() -> None:
    text, other = " ".join(WORDS), " ".join(reversed(WORDS))
    assert groups(text, edited(WORDS, 0.03), other, text) == {0: 0, 1: 0, 3: 0}
    assert not groups("", ""), "no words are nobody's copy"


def test_groups_grow_bit_by_bit_and_follow_changed_texts() -> None:
    text, other = " ".join(WORDS), " ".join(reversed(WORDS))
    copies = Copies()
    copies.take([(0, sketch_of(text)), (1, sketch_of(text)), (2, sketch_of(other))])
    assert not copies.work(lambda: True), "there was no time"
    assert copies.work(lambda: False)
    assert copies.group == {0: 0, 1: 0}
    copies.take([(1, sketch_of(other)), (3, sketch_of(text))])
    assert copies.work(lambda: False)
    assert copies.group[1] == copies.group[2] == 2
    assert copies.group[0] == copies.group[3] == 0


def test_folding_keeps_the_order_and_shows_the_best_of_a_group() -> None:
    assert folded([5, 3, 9, 1, 4], {3: 1, 1: 1, 4: 1}) == ([5, 3, 9], {3: [1, 4]})


@pytest.mark.parametrize("where", ["indexed", "in memory"])
def test_copies_share_a_row_of_the_answer(archive: Archive, where: str) -> None:
    text = " ".join(WORDS)
    one, two, three, other = put(
        archive,
        incoming("One", text, published="2025-01-03"),
        incoming("Two", edited(WORDS, 0.03), published="2025-01-02"),
        incoming("Three", text, published="2025-01-01"),
        incoming("Other", f"{WORDS[0]} and quite something else", published="2024"),
    )
    index = Index(archive)
    if where == "indexed":
        index.update()
    hits = index.search("", sort="date", fold=True)
    assert hits.order == (one, other)
    assert hits.copies == {one: (two, three)}
    assert hits.total == 4
    turned = index.search("", sort="date", descending=False, fold=True)
    assert turned.copies == {three: (two, one)}
    assert index.search("", sort="date").copies == {}
    archive.articles.edit(two, title="Two again")
    assert index.search("", sort="date", fold=True).copies == {one: (two, three)}
    archive.articles.delete([one])
    assert index.search("", sort="date", fold=True).copies == {two: (three,)}
