"""Regions follow the archive's order in a file, and the user's bytes stay where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.export import properties
from archive.export.comments import parse
from archive.export.regions import Page, Region, merge, render
from tests.archive.export.editing import ATOM, edited, in_rows
from tests.archive.export.test_regions import EDITS, PAGES

IDS = ["title", "p-one", "p-two", "p-three", "p-four"]


def page(ids: Sequence[str]) -> Page:
    values = {"newsmark": "dossier", "id": "d-1", "title": "One"}
    return Page(values, [Region(id, f"The words of {id}.") for id in ids], ordered=True)


def order(text: str) -> list[str]:
    regions = parse(text).regions
    return sorted(regions, key=lambda id: regions[id].start)


def outside(text: str) -> str:
    """What is not ours below the front matter, a sign for each region."""
    body = properties.split(text).rest
    for found in sorted(parse(body).regions.values(), key=lambda one: -one.start):
        body = body[: found.start] + "¤" + body[found.end :]
    return body


users = st.lists(st.text("ab >-*\n", max_size=8), min_size=len(IDS) + 1, max_size=len(IDS) + 1)


@given(users, st.permutations(IDS), st.permutations(IDS))
def test_any_order_is_taken_over_and_all_bytes_of_the_user_stay_in_place(
    words: list[str], first: list[str], second: list[str]
) -> None:
    head, *rest = render(page(IDS)).split("<!-- newsmark ")
    pairs = zip(words, rest, strict=False)
    text = head + "".join(f"{word}\n<!-- newsmark {one}" for word, one in pairs) + words[-1]
    now = text
    for wanted in (first, second, IDS):
        now = merge(now, page(wanted)).text
        assert order(now) == wanted
        assert outside(now) == outside(text)
        assert merge(now, page(wanted)).text == now
    assert now == text


@settings(max_examples=60, deadline=None)
@given(
    first=PAGES,
    rounds=st.lists(st.tuples(st.lists(EDITS, max_size=4), PAGES), min_size=1, max_size=3),
)
def test_whatever_is_done_no_byte_of_the_user_is_lost(
    first: Page, rounds: Sequence[tuple[Sequence[Sequence[object]], Page]]
) -> None:
    text = render(first)
    number = 0
    for edits, new in rounds:
        for edit in edits:
            number += 1
            text = edited(text, edit, number)
        ours = replace(new, ordered=True)
        merged = merge(text, ours)
        assert sorted(ATOM.findall(merged.text)) == sorted(ATOM.findall(text))
        if in_rows(text):
            again = merge(merged.text, ours)
            assert (again.text, again.conflicts) == (merged.text, merged.conflicts)
        text = merged.text


def test_a_part_put_into_a_quotation_makes_the_order_the_users() -> None:
    text = render(page(IDS)).replace("The words of p-two.", "Mine.")
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith("<!-- newsmark p-one"))
    end = next(at for at, line in enumerate(lines) if line.startswith("<!-- /newsmark p-one"))
    lines[start : end + 1] = [f"> {line}" for line in lines[start : end + 1]]
    quoted = "\n".join(lines)
    for _ in range(2):
        quoted = merge(quoted, page([*IDS[2:], *IDS[:2]])).text
        assert order(quoted) == IDS
    assert "> The words of p-one." in quoted


@pytest.mark.parametrize("line", ["newsmark_regions: []", "# gone"])
def test_without_the_list_of_regions_the_file_keeps_its_order(line: str) -> None:
    text = render(page(IDS))
    listed = next(one for one in text.split("\n") if one.startswith("newsmark_regions"))
    merged = merge(text.replace(listed, line), page(IDS[::-1])).text
    assert order(merged) == IDS
