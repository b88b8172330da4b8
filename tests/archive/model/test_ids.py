from __future__ import annotations

from archive.model import article_id, draw_id


def test_an_article_id_follows_from_its_identity() -> None:
    assert article_id("https://example.org/a") == article_id("https://example.org/a")
    assert article_id("https://example.org/a") != article_id("https://example.org/b")


def test_a_taken_article_id_is_lengthened_and_keeps_its_beginning() -> None:
    short = article_id("x")
    longer = article_id("x", taken=lambda id: id == short)
    assert longer.startswith(short)
    assert len(longer) > len(short)


def test_drawn_ids_say_their_kind_and_differ() -> None:
    drawn = {draw_id("c") for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(id.startswith("c-") for id in drawn)
