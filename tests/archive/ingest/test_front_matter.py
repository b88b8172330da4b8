"""Front matter: fields stay text, and nothing in it can hurt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.front_matter import split


def test_values_stay_as_written() -> None:
    matter = split("---\nid: 007\nlang: no\nDate: 2025-13-45\n---\nbody\n")
    assert matter.scalar("id") == "007"
    assert matter.scalar("lang") == "no"
    assert matter.scalar("date") == "2025-13-45"
    assert matter.body == "body\n"
    assert matter.place("published", "date") == "line 4"
    assert matter.place("outlet") == ""


def test_lists_records_and_one_line_of_several() -> None:
    matter = split("---\nauthors: [A, {name: B}, null, [x]]\ntags: a, b , a\n---\n")
    assert matter.listing("authors", apart=";") == ("A", "B")
    assert matter.listing("tags", apart=r"\s*,\s*") == ("a", "b")


def test_broken_yaml_names_its_line_and_keeps_the_plain_ones() -> None:
    matter = split("---\ntitle: Chips: a winter\ntags: [unclosed\n---\nbody")
    assert matter.problem
    assert matter.problem_place == "line 2"
    assert matter.scalar("title") == "Chips: a winter"
    assert matter.scalar("tags") is None
    assert matter.body == "body"


def test_without_a_closing_fence_all_is_body() -> None:
    text = "---\ntitle: x\n\nwords"
    assert split(text).body == text


def test_a_bomb_of_aliases_stays_small() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    rows.append("title: [*a11, safe]")
    assert split("---\n" + "\n".join(rows) + "\n---\n").scalar("title") == "safe"


def test_a_recursive_alias_and_deep_nesting_are_problems_not_crashes() -> None:
    assert split("---\na: &a [*a]\ntitle: x\n---\n").scalar("title") == "x"
    assert split("---\na: " + "[" * 5000 + "\ntitle: x\n---\n").scalar("title") == "x"


@given(st.text(max_size=200))
def test_any_text_above_a_body_is_survived(text: str) -> None:
    matter = split(f"---\n{text}\n---\nbody")
    matter.scalar("title")
    matter.listing("tags", apart=",")
