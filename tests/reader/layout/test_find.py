"""Finding in the page."""

from __future__ import annotations

import pytest

from archive.model import Span
from reader.layout.find import best, find_all, nearest


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("the chip\nact and the Chip  Act", "chip act", ["chip\nact", "Chip  Act"]),
        ("L’été coûte 5,58 millions", "l'ete coute", ["L’été coûte"]),
        ("une œuvre", "oeuvre", ["œuvre"]),
        ("27 fois moins cher", "27 fois", ["27 fois"]),
        ("C++ and .NET (o1)", "(o1)", ["(o1)"]),
        ("nothing here", "chip", []),
        ("nothing here", "   ", []),
        ("aaaa", "aa", ["aa", "aa"]),
    ],
)
def test_words_are_found_as_search_folds_them(text: str, wanted: str, found: list[str]) -> None:
    assert [span.of(text) for span in find_all(text, wanted)] == found


def test_the_nearest_hit_is_the_one_at_or_after_the_caret() -> None:
    hits = [Span(2, 5), Span(10, 12)]
    assert [nearest(hits, offset) for offset in (0, 4, 5, 12)] == [0, 0, 1, 0]
    with pytest.raises(ValueError):
        nearest([], 0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("[chip]", 0),
        ("[chip] " + "x" * 300 + " [act] [chip]", 1),
        ("[chip] [chip] " + "x" * 300 + " [chip] [act] " + "x" * 300 + " [act] [chip] [act]", 2),
        ("[chip] " + "x" * 300 + " [chips] [chip]", 0),
        ("[chip] [act] " + "x" * 300 + " [act] [chip]", 0),
        ("[chip]" + " [chip] " * 2 + "x" * 190 + " [act]", 2),
    ],
)
def test_the_best_passage_shows_most_of_what_was_asked(text: str, number: int) -> None:
    plain, hits = "", []
    for piece in text.split("["):
        word, bracket, rest = piece.partition("]")
        if bracket:
            hits.append(Span(len(plain), len(plain) + len(word)))
        plain += word + rest
    assert best(plain, hits) == number
