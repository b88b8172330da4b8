"""The first line of crawled text."""

from __future__ import annotations

import pytest

from archive.ingest.importers.crawled import parts
from tests.archive.ingest.reading import item
from tests.corpus import corpus_path

BODY = "\n\nThe words of this article are of no importance, but they are English.\n"


@pytest.mark.parametrize(
    ("line", "date", "title"),
    [
        (" date 2025-01 Cette IA", "2025-01", "Cette IA"),
        ("date 2025 Cette IA", "2025", "Cette IA"),
        (" date 2025-01-20 Cette IA", "2025-01-20", "Cette IA"),
        (" date 2025-01-20T08:30:00Z Cette IA", "2025-01-20T08:30:00Z", "Cette IA"),
        (" date 2025-01-20 08:30:00 Cette IA", "2025-01-20 08:30:00", "Cette IA"),
        (" date 2025-13 Cette IA", "2025-13", "Cette IA"),
        (" date Cette IA", None, "Cette IA"),
        ("date Cette IA", None, "Cette IA"),
        (" date 3D printing", None, "3D printing"),
        (" date 2001: a space odyssey", None, "2001: a space odyssey"),
        (" date 2025-01", "2025-01", ""),
    ],
)
def test_has_date_and_title(line: str, date: str | None, title: str) -> None:
    assert parts(line) == (date, title)


@pytest.mark.parametrize("line", ["date palms grow", "dated 2025-01 X", "Date 2025", "", "update"])
def test_prose_is_no_such_line(line: str) -> None:
    assert parts(line) is None


def test_an_impossible_date_is_reported_and_costs_nothing_else() -> None:
    found = item((" date 2025-13 Out of the calendar" + BODY).encode())
    assert found.published is None
    assert found.title == "Out of the calendar"
    (warning,) = found.warnings
    assert (warning.path, warning.place) == ("a.txt", "line 1")
    assert "2025-13" in warning.reason


def test_the_sample_article_comes_in_whole() -> None:
    path = corpus_path("sample", "000_23e0f1237aee4439.txt")
    found = item(path.read_bytes(), path.name)
    assert found.title == (
        "Cette IA chinoise dépasse ChatGPT, la bourse US et les crypto plongent !"
    )
    assert str(found.published) == "2025-01"
    assert found.language == "fr"
    assert "27 fois moins cher que celui de o1" in found.text.text
    assert any(block.kind == "heading" for block in found.text.blocks)
