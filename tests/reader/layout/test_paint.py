"""Marks, hits, selection and caret over a line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Span
from archive.text.document import Inline, InlineKind
from reader.layout import looks
from reader.layout.marks import Looks, Mark, MarkKind, innermost_first
from reader.layout.paint import inline_looks, mark_looks, paint, signs
from reader.layout.wrap import Layout
from tests.reader.layout.documents import document

spans = st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from([1, 2, 4])).map(
    lambda one: (min(one[:2]), max(one[:2]), one[2])
)


def mark(kind: MarkKind, start: int, end: int) -> Mark:
    return Mark(f"{kind}-{start}", Span(start, end), kind)


def test_overlapping_marks_add_up() -> None:
    layout = Layout(document("The chip act"), 40)
    marks = [mark(MarkKind.CLAIM, 0, 8), mark(MarkKind.ENTITY, 4, 12)]
    assert paint(layout, 0, [mark_looks(marks)]) == [
        ("The ", looks.CLAIM),
        ("chip", looks.CLAIM | looks.ENTITY),
        (" act", looks.ENTITY),
    ]


def test_two_marks_of_one_kind_stay_open_until_both_end() -> None:
    layout = Layout(document("abcdef"), 40)
    marks = [mark(MarkKind.CLAIM, 0, 4), mark(MarkKind.CLAIM, 2, 3)]
    assert paint(layout, 0, [mark_looks(marks)]) == [
        ("ab", looks.CLAIM),
        ("c", looks.CLAIM),
        ("d", looks.CLAIM),
        ("ef", 0),
    ]


def test_markup_and_marks_combine() -> None:
    link = Inline(InlineKind.LINK, Span(4, 8), "https://example.org")
    shown = document("The chip act", inlines=(link,))
    layers = [inline_looks(shown), mark_looks([mark(MarkKind.NOTE, 0, 12)])]
    assert paint(Layout(shown, 40), 0, layers)[1] == ("chip", looks.LINK | looks.NOTE)


def test_a_selected_newline_is_one_cell() -> None:
    layout = Layout(document("ab", "cd"), 40)
    over = [(1, 4, looks.SELECTED)]
    assert paint(layout, 0, (), over) == [
        ("a", 0),
        ("b", looks.SELECTED),
        (" ", looks.SELECTED),
    ]
    assert paint(layout, 1, (), over) == [(" ", looks.SELECTED)]


def test_a_mark_never_splits_an_emoji_into_its_parts() -> None:
    layout = Layout(document("👨‍👩‍👧!"), 40)
    painted = paint(layout, 0, [mark_looks([mark(MarkKind.NOTE, 2, 6)])])
    assert "".join(text for text, _ in painted) == "👨!"


def test_the_gutter_names_the_kinds_where_they_begin() -> None:
    layout = Layout(document("one two three four five six"), 14)
    marks = mark_looks(
        [
            mark(MarkKind.CLAIM, 4, 27),
            mark(MarkKind.ENTITY, 0, 3),
            mark(MarkKind.HIGHLIGHT, 8, 18),
        ]
    )
    shown = ["".join(text for text, _ in signs(layout, line, marks)) for line in range(len(layout))]
    assert shown == ["CH", "╎╎"]


def test_the_mark_under_the_caret_shows_in_the_gutter_first() -> None:
    layout = Layout(document("one two three"), 40)
    entity, note = mark(MarkKind.ENTITY, 0, 3), mark(MarkKind.NOTE, 0, 13)
    shown = signs(layout, 0, mark_looks([entity, note]), focus=entity)
    assert shown[1] == ("E", looks.ENTITY | looks.FOCUS)


def test_the_innermost_mark_comes_first() -> None:
    claim, entity = mark(MarkKind.CLAIM, 0, 9), mark(MarkKind.ENTITY, 4, 8)
    assert innermost_first([claim, entity], 5) == [entity, claim]
    assert innermost_first([claim, entity], 2) == [claim]


@given(st.lists(spans), st.integers(0, 60), st.integers(1, 20))
@settings(deadline=None)
def test_the_index_finds_what_a_search_of_all_finds(
    all_spans: list[tuple[int, int, int]], start: int, length: int
) -> None:
    end = start + length
    wanted = sorted(one for one in all_spans if one[0] < one[1] and one[0] < end and start < one[1])
    assert list(Looks(all_spans).over(start, end)) == wanted


@given(st.lists(spans), st.text("ab \n", min_size=1, max_size=60))
@settings(deadline=None)
def test_looks_never_change_the_words(all_spans: list[tuple[int, int, int]], words: str) -> None:
    shown = document(words)
    layout = Layout(shown, 20)
    layers = [Looks((start, end, looks.STRONG * look) for start, end, look in all_spans)]
    for line in range(len(layout)):
        bare = "".join(text for text, _ in paint(layout, line, ()))
        assert "".join(text for text, _ in paint(layout, line, layers)) == bare
