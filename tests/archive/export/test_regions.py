"""Whatever a user does to a file, and whatever the archive says next, their words stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.export.comments import digest
from archive.export.front_matter import Value
from archive.export.properties import BrokenFrontMatter
from archive.export.regions import Merged, Page, Region, merge, render
from tests.archive.export.editing import ATOM, copied, edited, in_rows, outside

FRONT: dict[str, Value] = {"newsmark": "article", "id": "7h2k9m4q", "title": "A title", "tags": []}


def page(*regions: tuple[str, str], **values: Value) -> Page:
    return Page({**FRONT, **values}, [Region(id, content) for id, content in regions])


TWO = page(("title", "# Title"), ("m-1", '<a id="m-1"></a>\n\n> words\n\n- **Claim**'))
THREE = page(*((r.id, r.content) for r in TWO.regions), ("m-2", "> more"))


def body(text: str) -> str:
    return text.split("---\n\n", 1)[1]


def settled(text: str, new: Page) -> Merged:
    """The outcome of a merge, after which a second one has nothing to do."""
    once = merge(text, new)
    twice = merge(once.text, new)
    assert (twice.text, twice.conflicts) == (once.text, once.conflicts)
    return once


def test_a_new_file_holds_hidden_comments_and_lists_its_regions() -> None:
    mark, title = digest(TWO.regions[1].content), digest("# Title")
    text = render(TWO)
    assert "newsmark_regions: [title, m-1]\n---\n\n<!-- newsmark title" in text
    assert body(text) == (
        f"<!-- newsmark title {title} -->\n\n# Title\n\n<!-- /newsmark title {title} -->\n"
        f'<!-- newsmark m-1 {mark} -->\n\n<a id="m-1"></a>\n\n> words\n\n- **Claim**\n\n'
        f"<!-- /newsmark m-1 {mark} -->\n"
    )
    assert merge(text, TWO) == Merged(text)


def test_an_unchanged_region_is_rewritten_and_all_around_it_stays() -> None:
    text = render(TWO).replace("<!-- newsmark m-1", "My  words. \t\n\n\n<!-- newsmark m-1")
    text += "\n\nThe end, without a newline"
    new = page(("title", "# Another"), ("m-1", "> words\n\n- **Claim** · refuted"))
    merged = settled(text, new)
    assert merged.conflicts == merged.damaged == merged.deleted == []
    assert "My  words. \t\n\n\n<!-- newsmark m-1" in merged.text
    assert merged.text.endswith(" -->\n\n\nThe end, without a newline")
    assert "# Another" in merged.text
    assert "# Title" not in merged.text
    assert merge(merged.text, TWO).text == text


def test_a_region_changed_by_hand_stays_and_ours_is_set_beside_it_once() -> None:
    text = render(TWO).replace("- **Claim**", "- **Claim**, I think")
    new = page(("title", "# Title"), ("m-1", "> words\n\n- **Claim** · refuted"))
    merged = settled(text, new)
    assert merged.conflicts == ["m-1 was changed by hand"]
    assert "- **Claim**, I think" in merged.text
    assert "> **This was changed by hand" in merged.text
    assert merged.text.count("> - **Claim** · refuted") == 1
    third = page(("title", "# Title"), ("m-1", "> words\n\n- **Claim** · supported"))
    later = settled(merged.text, third)
    assert "refuted" not in later.text
    assert later.text.count("> - **Claim** · supported") == 1


@pytest.mark.parametrize("prefix", ["", "> ", "\t"])
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_lines_added_above_or_below_ours_stay_and_ours_is_rewritten(prefix: str, eol: str) -> None:
    ours = "> words\n\n- **Claim**"
    front, rest = render(page(("m-1", ours))).split("\n\n", 1)
    mine = rest.replace("-->\n\n>", "-->\n# Mine, above\n\n>", 1)
    mine = mine.replace("**\n\n<", "**\n- mine,  below \n\n\n<", 1)
    lines = [prefix + line for line in mine.splitlines()]
    text = eol.join([*front.splitlines(), "", *lines, ""])
    assert settled(text, page(("m-1", ours))) == Merged(text)
    new = "> other\n\n1. words\n2. more"
    merged = settled(text, page(("m-1", new)))
    assert merged.conflicts == []
    got = eol.join(prefix + line if line else prefix.rstrip(" \t") for line in new.split("\n"))
    was = eol.join(prefix + line for line in ours.split("\n"))
    expected = text.replace(was, got).replace(digest(ours), digest(new))
    assert merged.text == expected
    assert merge(merged.text, page(("m-1", ours))).text == text.replace(
        was, eol.join(prefix + line if line else prefix.rstrip(" \t") for line in ours.split("\n"))
    )
    removed = settled(text, page())
    assert removed.conflicts == ["m-1 was changed by hand"]
    assert prefix + "# Mine, above" in removed.text and prefix + "- mine,  below " in removed.text


def test_a_change_within_ours_is_no_addition() -> None:
    text = render(TWO).replace("- **Claim**", "- mine\n- **Claim**")
    new = page(("title", "# Title"), ("m-1", "> words\n\n- **Claim** · refuted"))
    assert settled(text, new).conflicts == ["m-1 was changed by hand"]


def block_of(text: str, id: str) -> str:
    found = re.search(
        rf"^[^\n]*<!-- newsmark-conflict {id} .*?<!-- /newsmark-conflict {id} \w+ -->\r?\n?",
        text,
        re.DOTALL | re.MULTILINE,
    )
    assert found is not None
    return found[0]


def test_deleting_the_conflict_block_settles_it_until_the_archive_changes() -> None:
    text = render(TWO).replace("- **Claim**", "- mine")
    merged = merge(text, TWO)
    assert merged.conflicts
    kept = merged.text.replace(block_of(merged.text, "m-1"), "")
    assert settled(kept, TWO) == Merged(kept)
    other = page(("title", "# Title"), ("m-1", "> words\n\n- other"))
    again = settled(kept, other)
    assert again.conflicts == ["m-1 was changed by hand"]
    assert "- mine" in again.text


def test_taking_ours_settles_a_conflict_too() -> None:
    new = page(("title", "# Title"), ("m-1", "> ours"))
    merged = merge(render(TWO).replace("- **Claim**", "- mine"), new)
    inner = merged.text.split("-->", 5)[3].split("<!--")[0]
    taken = settled(merged.text.replace(inner, "\n\n> ours\n\n"), new)
    assert taken.conflicts == []
    assert "newsmark-conflict" not in taken.text
    assert body(taken.text) == body(render(new))


def test_a_conflict_block_that_the_user_wrote_in_is_theirs() -> None:
    merged = merge(render(TWO).replace("- **Claim**", "- mine"), TWO)
    edited = merged.text.replace("Yours stays.", "Yours stays. (Ask Léa!)")
    later = settled(edited, page(("title", "# Title"), ("m-1", "> new words")))
    assert "(Ask Léa!)" in later.text
    assert later.conflicts == ["m-1 was changed by hand"]


@pytest.mark.parametrize("prefix", ["  ", "\t", "> ", "  > ", ">> ", "    "])
def test_an_indented_or_quoted_region_is_rewritten_with_its_prefix(prefix: str) -> None:
    text = render(TWO)
    start, end = text.index("<!-- newsmark m-1"), len(text)
    lines = text[start:end].splitlines()
    inside = "".join((prefix + line).rstrip() + "\n" for line in lines)
    moved = text[:start] + "- a list\n" + inside + "after\n"
    assert settled(moved, TWO) == Merged(moved)
    new = page(("title", "# Title"), ("m-1", "> other\n\n1. words"), ("m-2", "> more"))
    merged = settled(moved, new)
    assert merged.conflicts == []
    assert f"{prefix}> other\n{prefix.rstrip()}\n{prefix}1. words\n" in merged.text
    assert f"{prefix}> more\n" in merged.text
    assert merged.text.endswith("-->\nafter\n")


def test_a_region_that_begins_a_list_item_keeps_the_bullet() -> None:
    mark = digest("> words")
    text = (
        render(page())
        + f"- <!-- newsmark m-1 {mark} -->\n\n  > words\n\n  <!-- /newsmark m-1 {mark} -->\n- b\n"
    )
    merged = settled(text, page(("m-1", "> other\n> lines")))
    assert "- <!-- newsmark m-1" in merged.text
    assert "\n\n  > other\n  > lines\n\n  <!-- /" in merged.text
    assert settled(text, page()).text.endswith("---\n\n- \n- b\n")


def test_moved_regions_are_found_and_new_ones_follow_their_predecessor() -> None:
    text = render(TWO)
    start = text.index("<!-- newsmark m-1")
    head, second = text[:start], text[start:]
    front, first = head.split("---\n\n")
    moved = f"{front}---\n\n{second}Mine.\n{first}"
    merged = settled(moved, THREE)
    order = re.findall(r"<!-- newsmark ([\w-]+)|^(Mine)", merged.text, re.MULTILINE)
    assert ["".join(one) for one in order] == ["m-1", "m-2", "Mine", "title"]
    second_first = [(r.id, r.content) for r in reversed(TWO.regions)]
    above = settled(moved, page(("m-0", "zero"), *second_first))
    assert above.text.index("newsmark m-0") < above.text.index("newsmark m-1")


def test_a_region_the_user_deleted_stays_deleted_until_it_is_asked_for() -> None:
    text = render(THREE)
    start, end = text.index("<!-- newsmark m-1"), text.index("<!-- newsmark m-2")
    cut = text[:start] + text[end:]
    merged = settled(cut, THREE)
    assert merged == Merged(cut, deleted=["m-1"])
    assert merge(cut, THREE, restore=True).text == text


def test_what_the_archive_removed_goes_and_comes_back_when_it_is_undone() -> None:
    text = render(THREE) + "Mine.\n"
    gone = settled(text, TWO)
    assert gone.text == render(TWO) + "Mine.\n"
    assert body(settled(gone.text, THREE).text) == body(text)


def test_a_removed_mark_leaves_a_tombstone_by_choice() -> None:
    def stone(id: str) -> str | None:
        return f"*{id} was deleted.*" if id.startswith("m-") else None

    text = merge(render(THREE), page(), tombstone=stone).text
    assert "*m-2 was deleted.*" in text
    assert "# Title" not in text
    assert merge(text, page(), tombstone=stone).text == text
    assert "*m-2" not in merge(text, THREE).text


def test_a_changed_region_that_the_archive_removed_stays_and_is_told_once() -> None:
    text = render(THREE).replace("> more", "> more of mine")
    merged = settled(text, TWO)
    assert merged.conflicts == ["m-2 was changed by hand"]
    assert "> more of mine" in merged.text
    assert "has it no longer" in merged.text
    kept = merged.text.replace(block_of(merged.text, "m-2"), "")
    assert settled(kept, TWO) == Merged(kept)


def test_a_copy_is_the_users_text() -> None:
    text = render(TWO)
    copy = text[text.index("<!-- newsmark m-1") :]
    merged = settled(text + copy, page(("title", "# New"), ("m-1", "> new")))
    assert merged.text.endswith(copy)
    assert merged.conflicts == []
    assert merged.text.count("> new") == 1
    gone = settled(text + copy, page(("title", "# Title")))
    assert "m-1 copied" in gone.text
    assert gone.text.endswith(f"-->\n{copy}")
    assert gone.text.count("> words") == 1


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda t: re.sub(r"<!-- /newsmark m-1 .*\n", "", t), "region m-1 has lost its end"),
        (lambda t: re.sub(r"<!-- newsmark m-1 .*\n", "", t), "region m-1 has lost its beginning"),
        (lambda t: re.sub(r"(<!-- newsmark m-1 \w{8})\w", r"\1", t), "damaged"),
        (lambda t: t.replace("<!-- newsmark m-1", "<!-- newsmark"), "damaged"),
        (lambda t: t.replace("<!-- newsmark m-1", "<!-- m-1"), "has lost its beginning"),
        (lambda t: t[: t.index("- **Claim**")], "region m-1 has lost its end"),
    ],
)
def test_damaged_comments_are_named_and_lose_nothing(
    damage: Callable[[str], str], told: str
) -> None:
    text = damage(render(TWO))
    merged = settled(text, page(("title", "# Title"), ("m-1", "> new"), ("m-2", "> more")))
    assert any(told in one for one in merged.damaged), merged.damaged
    assert "> new" not in merged.text
    for line in text.splitlines()[text.count("\n", 0, text.index("---\n\n")) + 1 :]:
        assert line in merged.text


def test_damage_is_named_with_its_line() -> None:
    text = render(TWO) + "<!-- newsmark oops -->\n"
    (told,) = merge(text, TWO).damaged
    assert told == f"a comment of ours is damaged (line {text.count(chr(10))})"


def test_exported_text_that_looks_like_our_comments_ends_no_region() -> None:
    hostile = f"<!-- /newsmark text {'0' * 16} -->\n<!-- newsmark m-1 {digest('x')} -->"
    evil = f"```\n{hostile}\n\nx\n\n<!-- /newsmark m-1 {digest('x')} -->\n<!-- newsmark -->\n```"
    first = page(("text", evil), ("m-1", "> words"))
    assert merge(render(first), first) == Merged(render(first))
    new = page(("text", evil + "\n\nMore."), ("m-1", "> other"))
    assert body(merge(render(first), new).text) == body(render(new))


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeff" + render(TWO).replace("\n", "\r\n") + "Mine.\r\n"
    assert settled(text, TWO) == Merged(text)
    merged = settled(text, page(("title", "# New\n\nLine"), ("m-1", "> a"), ("m-2", "> b")))
    assert merged.text.startswith("\ufeff---\r\n")
    assert merged.text.endswith("Mine.\r\n")
    assert merged.text.count("\n") == merged.text.count("\r\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No front matter.\n", "no front matter"),
        ("---\nnewsmark: article\n# Title\n", "never closed"),
        ("---\nnewsmark: article\nmine: [a\n---\n", "no valid YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_is_said_to_be(text: str, told: str) -> None:
    with pytest.raises(BrokenFrontMatter, match=told):
        merge(text, TWO)


CONTENTS = st.sampled_from(
    [
        "# Title",
        "> a quotation",
        "> a\n>\n> b",
        "- a\n- b\n\n  > c",
        "```\nx\n\ny\n```",
        "p\n\nq",
        "",
    ]
)
PAGES = st.lists(
    st.tuples(st.sampled_from(["title", "m-1", "m-2", "m-3", "c-4"]), CONTENTS),
    unique_by=lambda pair: pair[0],
    max_size=5,
).map(lambda pairs: page(*pairs))
PAYLOADS = st.text(st.sampled_from("ab \t\n\r>-*#`<!-- é\u2028"), max_size=8)
PREFIXES = st.sampled_from(["> ", "  ", "\t", "> > "])
EDITS = st.one_of(
    st.tuples(st.sampled_from(["insert", "inside"]), st.integers(0, 99), PAYLOADS),
    st.tuples(st.just("prefix"), st.integers(0, 9), PREFIXES),
    st.tuples(
        st.sampled_from(["delete", "move", "copy", "settle", "crlf", "damage", "edge"]),
        st.integers(0, 9),
        st.integers(0, 99),
    ),
)


@settings(max_examples=120, deadline=None)
@given(
    first=PAGES,
    rounds=st.lists(st.tuples(st.lists(EDITS, max_size=4), PAGES), min_size=1, max_size=3),
)
@example(
    first=page(("m-1", "a"), ("m-2", "b")),
    rounds=[([("inside", 60, "x"), ("move", 0, 4), ("prefix", 0, "> ")], page(("m-1", "c")))],
)
@example(  # lines added above and below ours, twice
    first=page(("m-1", "a"), ("m-2", "b")),
    rounds=[
        (
            [("edge", 0, 0), ("edge", 0, 3), ("prefix", 0, "> "), ("crlf", 0, 0)],
            page(("m-1", "c\n\nd"), ("m-2", "b")),
        ),
        ([("edge", 0, 1), ("edge", 1, 2)], page(("m-1", "e"), ("m-2", "f"))),
    ],
)
@example(  # a region inside another, and both copied
    first=page(("title", "# Title"), ("m-1", "# Title"), ("m-2", "# Title")),
    rounds=[([("inside", 2, ""), ("move", 0, 7), ("copy", 0, 0)], page())],
)
def test_whatever_is_done_the_users_bytes_survive_in_order(
    first: Page, rounds: Sequence[tuple[Sequence[Sequence[object]], Page]]
) -> None:
    text = render(first)
    number = 0
    for edits, new in rounds:
        for edit in edits:
            number += 1
            text = edited(text, edit, number)
        merged = merge(text, new)
        assert ATOM.findall(merged.text) == ATOM.findall(text)
        again = merge(merged.text, new)
        assert (again.text, again.conflicts) == (merged.text, merged.conflicts)
        copies = copied(merged.text)
        before = outside(text, copies & copied(text))
        after = outside(merged.text, copies)
        if in_rows(text) and in_rows(merged.text):
            assert after == before or after.rstrip("\r\n") == before.rstrip("\r\n")
        text = merged.text
