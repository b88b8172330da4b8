"""Front matter is read back equal by a YAML reader, whatever the values hold."""

from __future__ import annotations

import pytest
import yaml  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.export.front_matter import emit

_TEXT = st.text(
    st.characters() | st.sampled_from("\n\r\t'\"\\:#-?[]{},&*!|>%@`~ \x85\u2028\ufeff\u202e")
)
_WORDS = """
yes no on off y n true null ~ 1 1.5 0x1f 1e5 1_000 12:30 2025-01 2025-01-20 .inf .nan << = -
--- ... a:b a: #a 'a a' N Null é
"""
_PHRASES = ["a: b", "a #b", "- a", "a b ", " a", "", "l’IA d'OpenAI", "x: |\n  y"]
_TRAPS = st.sampled_from([*_WORDS.split(), *_PHRASES])
_STRINGS = _TEXT | _TRAPS
_VALUES = (
    _STRINGS
    | st.integers()
    | st.lists(_STRINGS, max_size=4)
    | st.dictionaries(_STRINGS, _STRINGS, max_size=3)
)


@settings(max_examples=400, deadline=None)
@given(values=st.dictionaries(_STRINGS, _VALUES, max_size=5))
def test_what_is_written_is_read_back_equal(values: dict[str, object]) -> None:
    source = emit(values)  # type: ignore[arg-type]
    opening, body, rest = (
        source.split("---\n", 2)
        if not values
        else (
            source[:4],
            source[4:-4],
            source[-4:],
        )
    )
    assert (opening.strip("-\n"), rest.strip("-\n")) == ("", "")
    assert (yaml.safe_load(body) or {}) == values
    assert source == emit(values)  # type: ignore[arg-type]


def test_absent_values_are_left_out_and_empty_lists_stay() -> None:
    assert emit({"url": None, "tags": []}) == "---\ntags: []\n---\n"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("fr", "v: fr"),
        (
            "Cette IA chinoise met une claque à OpenAI",
            "v: Cette IA chinoise met une claque à OpenAI",
        ),
        ("2025-01", 'v: "2025-01"'),
        ("No", 'v: "No"'),
        ('---\nadmin: "yes"', 'v: "---\\nadmin: \\"yes\\""'),
        ("a\u202eb", 'v: "a\\u202Eb"'),
    ],
)
def test_strings_stand_plain_where_nothing_could_be_mistaken(value: str, line: str) -> None:
    assert emit({"v": value}) == f"---\n{line}\n---\n"
