"""Keys are found on the lines where they stand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config.files import LARGEST, Unreadable, lines, read

FILE = '''# settings
theme = "light"

types = [
  "a",   # one
  "b",
]
text = """
[not] = a table
"""
[labels]
1 = "x"
2 = { name = "y" }

[labels.3] # comment
name = "z"
a.b = 1
'''


def test_each_key_has_the_line_where_its_statement_begins() -> None:
    found = lines(FILE)
    assert found["theme",] == 2
    assert found["types",] == 4
    assert found["text",] == 8
    assert ("not",) not in found
    assert found["labels", "1"] == 12
    assert found["labels", "2", "name"] == 13
    assert found["labels", "3"] == 15
    assert found["labels", "3", "name"] == 16
    assert found["labels", "3", "a", "b"] == 17


NAMES = st.sampled_from(["a", "b", "c", '"d e"', "'='", "1"])
VALUES = st.sampled_from(
    ['"x"', "[1,\n 2]", "'''\n[a]\n'''", "{ k = 1 }", "2025-01-01", "[[], []]"]
)


@settings(max_examples=40)
@given(st.lists(st.tuples(NAMES, VALUES, st.booleans()), max_size=8))
def test_every_top_level_key_is_found_on_its_own_line(rows: list[tuple[str, str, bool]]) -> None:
    text, expected = "", {}
    for name, value, blank in rows:
        key = tuple(tomllib.loads(f"{name} = 1"))
        if key in expected:
            continue
        text += "\n# = [\n" if blank else ""
        expected[key] = text.count("\n") + 1
        text += f"{name} = {value}\n"
    found = lines(text)
    assert {key: line for key, line in found.items() if len(key) == 1} == expected


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b'theme = "dark"\nmeasure == 3\n', 2, "invalid value (column 10)"),
        (b"a = 1\na = 2\n", 2, "cannot overwrite a value"),
        (b'a = "', 1, "unterminated string"),
        (b"a = [\n1,\n", 3, "the file ends here"),
        (b"a = 1\nb = '\xff'\n", 2, "this is not UTF-8"),
        (b"a = " + b"[" * 20_000, 0, "brackets too deep"),
        (b"#" * (LARGEST + 1), 0, "more than 100,000 bytes"),
    ],
    ids=["sign", "twice", "string", "end", "bytes", "deep", "large"],
)
def test_what_is_no_toml_is_told_with_its_line(
    tmp_path: Path, content: bytes, line: int, said: str
) -> None:
    (tmp_path / "x.toml").write_bytes(content)
    with pytest.raises(Unreadable) as told:
        read(tmp_path / "x.toml")
    assert told.value.line == line
    assert said in str(told.value)


def test_a_missing_file_says_nothing_and_a_folder_is_no_file(tmp_path: Path) -> None:
    assert read(tmp_path / "none.toml") == ({}, "")
    with pytest.raises(Unreadable, match="directory"):
        read(tmp_path)


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xef\xbb\xbfa = 1\n")
    assert read(tmp_path / "x.toml")[0] == {"a": 1}
