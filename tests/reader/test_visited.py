"""Back and forward through the articles read."""

from __future__ import annotations

from reader.visited import Visited


def test_back_and_forward_and_somewhere_new() -> None:
    visited = Visited()
    assert visited.present is None and visited.step(-1) is None
    for article in "abc":
        visited.arrive(article)
        visited.leave(ord(article))
    back = visited.step(-1)
    assert back is not None and (back.article, back.caret) == ("b", ord("b"))
    visited.arrive("b")  # opened because one went back to it
    forward = visited.step(1)
    assert forward is not None and forward.article == "c" and visited.step(1) is None
    visited.step(-1)
    visited.arrive("d")
    assert visited.step(1) is None and visited.present is not None
    assert visited.present.article == "d"


def test_the_oldest_are_forgotten() -> None:
    visited = Visited()
    for number in range(1000):
        visited.arrive(str(number))
    steps = 0
    while visited.step(-1):
        steps += 1
    assert steps == 199
