"""What the archive keeps of raw text."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.clean import clean


def test_line_ends_become_line_feeds() -> None:
    assert clean("a\r\nb\rc\n") == ("a\nb\nc\n", 0)


def test_controls_are_replaced_and_counted() -> None:
    assert clean("a\x00b\x1b[31m\x7f\x85\ud800\tc") == (
        "a\ufffdb\ufffd[31m\ufffd\ufffd\ufffd\tc",
        5,
    )


def test_a_byte_order_mark_goes_from_the_start_only() -> None:
    assert clean("\ufeffa\ufeffb") == ("a\ufeffb", 0)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_what_is_clean_stays_as_it_is(raw: str) -> None:
    text, _ = clean(raw)
    assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text) is None
    assert clean(text.removeprefix("\ufeff")) == (text.removeprefix("\ufeff"), 0)
