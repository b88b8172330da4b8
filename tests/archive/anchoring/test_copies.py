"""A passage whose very words stand more than once in the new text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.anchoring import Placed, anchor, describe
from archive.model import Placement, Span

BEFORE = (
    "The council met in the old town hall to speak of roads and of the new bridge over the river."
)
AFTER = "Weather in the north stays cold until the end of the week, with snow on higher ground."
WORDS = "the engine uses 40% less fuel"
LONG = f"Acme said on Monday that {WORDS}, which nobody has checked."
SHORT = f"Acme said {WORDS}."
SPRING, AUTUMN = (f"In the {one} {WORDS} than before." for one in ("spring", "autumn"))
AGAIN, ONCE = f"Again {WORDS}, one hears.", f"And once more {WORDS}, here."


def placed_in(paragraph: str, *new: str) -> tuple[Placed, str]:
    """The mark on WORDS in ``paragraph``, between BEFORE and AFTER, placed in new paragraphs."""
    old, text = "\n\n".join((BEFORE, paragraph, AFTER)), "\n\n".join(new)
    start = old.index(WORDS)
    return anchor(text, describe(old, Span(start, start + len(WORDS))), old), text


@pytest.mark.parametrize(
    ("paragraph", "new"),
    [
        pytest.param(LONG, (BEFORE, f"{SPRING} {AUTUMN}", AFTER), id="two in its place"),
        pytest.param(LONG, (BEFORE, SPRING, AUTUMN, AFTER), id="two paragraphs in its place"),
        pytest.param(SHORT, (BEFORE, SPRING, AUTUMN, AFTER), id="short, two in its place"),
        pytest.param(LONG, (BEFORE, SPRING, AFTER, ONCE), id="one in its place, one at the end"),
        pytest.param(LONG, (AGAIN, BEFORE, SPRING, AFTER), id="one before, one in its place"),
        pytest.param(SHORT, (BEFORE, "Acme said it.", AFTER, AGAIN, ONCE), id="two at the end"),
        pytest.param(SHORT, (AGAIN, BEFORE, "Acme said it.", AFTER, ONCE), id="on either side"),
        pytest.param(
            f"Acme said {WORDS}, so.",
            (BEFORE, f"Now {WORDS} too, then {WORDS}.", AFTER),
            id="a comma is no evidence",
        ),
        pytest.param(
            LONG,
            (
                BEFORE,
                f"Acme said on Monday that {WORDS}; {WORDS}, which nobody has checked.",
                AFTER,
            ),
            id="each with one side of its context",
        ),
    ],
)
def test_equal_copies_that_nothing_tells_apart_are_ambiguous(
    paragraph: str, new: tuple[str, ...]
) -> None:
    placed, text = placed_in(paragraph, *new)
    assert (placed.placement, placed.span) == (Placement.AMBIGUOUS, None)
    assert [span.of(text) for span in placed.candidates] == [WORDS, WORDS]


@pytest.mark.parametrize("new", [(BEFORE, LONG, AFTER, ONCE), (AGAIN, BEFORE, LONG, AFTER, ONCE)])
def test_copies_elsewhere_leave_an_unchanged_paragraph_its_mark(new: tuple[str, ...]) -> None:
    placed, text = placed_in(LONG, *new)
    assert (placed.placement, placed.score) == (Placement.EXACT, 1.0)
    assert placed.span is not None
    assert placed.span.start == text.index(LONG) + LONG.index(WORDS)


def test_the_same_paragraph_added_at_the_end_leaves_the_first_its_mark() -> None:
    placed, text = placed_in(LONG, BEFORE, LONG, AFTER, LONG)
    assert placed.placement is Placement.EXACT
    assert placed.span is not None
    assert placed.span.start == text.index(WORDS)


def test_the_same_paragraph_twice_in_its_place_is_ambiguous() -> None:
    placed, text = placed_in(LONG, BEFORE, LONG, LONG, AFTER)
    assert placed.placement is Placement.AMBIGUOUS
    assert [span.of(text) for span in placed.candidates] == [WORDS, WORDS]


def test_a_paragraph_that_moved_is_told_from_a_copy_by_its_own_words() -> None:
    placed, text = placed_in(LONG, BEFORE, AFTER, ONCE, LONG)
    assert placed.placement is Placement.MOVED
    assert placed.span is not None
    assert placed.span.start == text.rindex(WORDS)


def test_an_edit_among_its_own_words_is_no_copy_elsewhere() -> None:
    edited = LONG.replace("less fuel", "less petrol")
    placed, text = placed_in(LONG, BEFORE, edited, AFTER, ONCE)
    assert placed.placement is Placement.EDITED
    assert placed.span is not None
    assert placed.span.of(text) == WORDS.replace("fuel", "petrol")


def test_the_very_words_are_taken_rather_than_a_word_beside_them() -> None:
    placed, text = placed_in(LONG, BEFORE, SPRING, AFTER)
    assert placed.placement is Placement.EXACT
    assert placed.span is not None
    assert placed.span.of(text) == WORDS


def test_a_letter_of_a_word_stays_in_that_word() -> None:
    old, new = "modèle", "zulu\n\nmodèle\n\nzulu"
    placed = anchor(new, describe(old, Span(4, 5)), old)
    assert (placed.placement, placed.span) == (Placement.EXACT, Span(10, 11))


def test_a_few_words_from_an_unknown_text_need_their_surroundings() -> None:
    old = "Whoever was owned by the bank paid nothing, while all of the others paid twice as much."
    mark = describe(old, Span(old.index("owned by"), old.index("owned by") + 8))
    gone = "Whoever was held for the bank paid nothing. A hall owned by the banker paid."
    assert not anchor(gone, mark).placement.placed
    kept = f"Before. {old} After."
    placed = anchor(kept, mark)
    assert placed.span is not None
    assert placed.span.of(kept) == "owned by"


strange = st.lists(
    st.sampled_from(["zulu", "yankee,", "xylo", "whisky.", "the", "fuel", "of", "engine"]),
    min_size=1,
    max_size=5,
).map(" ".join)
copy = st.tuples(strange, strange).map(lambda sides: f"{sides[0]} {WORDS} {sides[1]}.")


@given(
    st.sampled_from([LONG, SHORT]),
    st.lists(copy, max_size=2),
    st.lists(copy, max_size=3),
    st.lists(copy, max_size=2),
    st.sampled_from(["\n\n", " "]),
)
@settings(max_examples=150)
def test_copies_among_strange_words_are_never_chosen_from(
    paragraph: str, first: list[str], amid: list[str], last: list[str], gap: str
) -> None:
    count = len(first) + len(amid) + len(last)
    if count < 2:
        first, count = [*first, AGAIN, ONCE], count + 2
    instead = gap.join(amid) or "Nothing of it is left."
    placed, text = placed_in(paragraph, *first, BEFORE, instead, AFTER, *last)
    assert not placed.placement.placed
    assert [span.of(text) for span in placed.candidates] == [WORDS] * len(placed.candidates)
    assert len(placed.candidates) in (0, count)
