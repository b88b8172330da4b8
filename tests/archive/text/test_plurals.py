"""One of a thing, and several."""

from __future__ import annotations

from archive.text.plurals import counted


def test_one_is_singular_and_all_else_plural() -> None:
    assert [counted(n, "article") for n in (0, 1, 2_000)] == [
        "0 articles",
        "1 article",
        "2,000 articles",
    ]
    assert [counted(n, "copy", "copies") for n in (1, 2)] == ["1 copy", "2 copies"]
