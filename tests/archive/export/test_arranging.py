"""Regions follow the archive's order in a file, and the user's bytes stay where they are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export import properties
from archive.export.comments import parse
from archive.export.regions import Page, Region, merge, render

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
