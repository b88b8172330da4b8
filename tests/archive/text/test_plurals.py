"""One of a thing, and several."""

from __future__ import annotations

from archive.text.plurals import counted, counted_as


def test_one_is_singular_and_all_else_plural() -> None:
    assert [counted(n, "article") for n in (0, 1, 2_000)] == [
        "0 articles",
        "1 article",
        "2,000 articles",
    ]
    assert [counted(n, "copy", "copies") for n in (1, 2)] == ["1 copy", "2 copies"]


def test_what_is_known_in_the_plural_has_a_singular_too() -> None:
    plurals = ["conflicts", "copies", "searches", "marks to review", "passed over", "new"]
    assert [counted_as(1, many) for many in plurals] == [
        "1 conflict",
        "1 copy",
        "1 search",
        "1 mark to review",
        "1 passed over",
        "1 new",
    ]
    assert counted_as(2, "copies") == "2 copies"
