"""Identity: the format's own id, then the canonical URL, then the path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.identity import canonical, identity_of, joined_id
from archive.ingest.items import Item
from archive.text.document import Document


def test_the_first_that_exists_counts() -> None:
    item = Item("t", Document("x", ()), "s", "folder/a.txt")
    assert identity_of(item) == "path:folder/a.txt"
    with_url = Item("t", Document("x", ()), "s", "a", url="http://Example.org:80/a?utm_source=x#b")
    assert identity_of(with_url) == "url:http://example.org/a"
    with_id = Item("t", Document("x", ()), "s", "a", url="https://example.org", format_id="a/1")
    assert identity_of(with_id) == "id:a/1"


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://example.org/a?id=3&utm_campaign=z#top", "https://example.org/a?id=3"),
        ("https://example.org/a/../b", "https://example.org/b"),
        ("HTTPS://EXAMPLE.org/A", "https://example.org/A"),
        ("mailto:a@b.org", None),
        ("https://[::1", None),
        ("not a url", None),
        ("", None),
    ],
)
def test_urls_are_canonical(url: str, same: str | None) -> None:
    assert canonical(url) == same


@given(
    st.from_regex(r"https?://[a-z]{1,6}\.(org|fr)(/[A-Za-z0-9._~-]{1,6}){0,3}/?", fullmatch=True)
)
def test_the_short_way_agrees_with_the_long_one(url: str) -> None:
    from courlan import clean_url
    from url_normalize import url_normalize

    assert canonical(url) == clean_url(str(url_normalize(url)))


def test_ids_of_different_outlets_never_meet() -> None:
    assert joined_id("a/b", "c") != joined_id("a", "b/c")
    assert joined_id(None, "7") == "7"


@given(st.text(max_size=60))
def test_any_text_for_a_url_is_survived(text: str) -> None:
    canonical("https://" + text)
