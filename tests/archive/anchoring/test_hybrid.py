"""Passages of an article that changed."""

from __future__ import annotations

import pytest

from archive.anchoring import Placed, anchor, anchor_all, describe
from archive.model import Placement, Selectors, Span

PARAGRAPHS = (
    "DeepSeek a publié son modèle R1 lundi. Selon la startup de Hangzhou, il coûte"
    " « 27 fois moins cher que celui de o1 », un écart que personne n’attendait.",
    "Nvidia fell by seventeen percent in New York, the largest loss of market value in a"
    " single day. Analysts at two banks called the reaction exaggerated.",
    "The Commission will decide in March. Its chip act has been waiting for a vote since"
    " the summer, and two member states still object to the funding.",
    "Benchmarks published by the university put the model level with o1 on mathematics,"
    " behind it on code, and ahead of it on price.",
)
OLD = "\n\n".join(PARAGRAPHS)


def mark(words: str, text: str = OLD) -> Selectors:
    start = text.index(words)
    return describe(text, Span(start, start + len(words)))


def placed_as(new: str, words: str) -> tuple[Placement, str | None]:
    placed = anchor(new, mark(words), OLD)
    return placed.placement, placed.span.of(new) if placed.span else None


def test_an_unchanged_text_keeps_every_place() -> None:
    marks = [mark(words) for words in ("o1", "27 fois moins cher", "chip act", "o1 on math")]
    for old in (OLD, None):
        assert anchor_all(OLD, marks, old) == [
            Placed(Placement.EXACT, one.span, 1.0) for one in marks
        ]


def test_text_before_shifts_a_passage_and_leaves_it_exact() -> None:
    new = "A word from the editor.\n\n" + OLD
    placed = anchor(new, mark("chip act"), OLD)
    assert placed.placement is Placement.EXACT
    assert placed.span == Span(new.index("chip act"), new.index("chip act") + 8)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        pytest.param("seventeen", "about 17", "fell by seventeen percent in New York", id="inside"),
        pytest.param("Analysts at", "Experts at", "Analysts at two banks", id="at the start"),
        pytest.param("still object", "still agree", "member states still object", id="at the end"),
        pytest.param(
            "loss of market", "loss of", "the largest loss of market value", id="one less"
        ),
        pytest.param("published", "publishing", "Benchmarks published by the", id="within a word"),
    ],
)
def test_an_edited_passage_is_found_with_clean_ends(before: str, after: str, words: str) -> None:
    expected = words.replace(before, after)
    assert placed_as(OLD.replace(before, after), words) == (Placement.EDITED, expected)


def test_a_passage_edited_at_both_ends_is_found_with_clean_ends() -> None:
    new = OLD.replace("been waiting", "been hoping").replace("a vote since", "a verdict since")
    expected = "hoping for a verdict"
    assert placed_as(new, "waiting for a vote") == (Placement.EDITED, expected)


def test_an_edit_beside_a_passage_leaves_it_exact() -> None:
    new = OLD.replace("Its chip act has", "The old chip act law has")
    assert placed_as(new, "chip act") == (Placement.EXACT, "chip act")


@pytest.mark.parametrize("words", ["27 fois moins cher", "o1", "écart que personne n’attendait"])
def test_new_typography_and_line_breaks_leave_it_exact(words: str) -> None:
    new = OLD.replace("’", "'").replace("« ", '"').replace(" »", '"').replace(" fois", "\u00a0fois")
    new = new.replace(" moins ", "\nmoins ").replace("un écart que", "un  écart\nque")
    placed = anchor(new, mark(words), OLD)
    assert placed.placement is Placement.EXACT
    assert placed.span is not None
    assert placed.span.of(new).split() == words.replace("’", "'").split()


@pytest.mark.parametrize(
    "words", ["Nvidia", "two banks", "called the reaction exaggerated.", "New York, the largest"]
)
def test_a_passage_whose_paragraph_moved_is_moved(words: str) -> None:
    new = "\n\n".join((PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[3], PARAGRAPHS[1]))
    assert placed_as(new, words) == (Placement.MOVED, words)


def test_a_passage_moved_and_edited_is_edited() -> None:
    moved = PARAGRAPHS[1].replace("largest loss", "steepest loss")
    new = "\n\n".join((PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[3], moved))
    words = "the largest loss of market value in a single day"
    assert placed_as(new, words) == (Placement.EDITED, words.replace("largest", "steepest"))


@pytest.mark.parametrize("words", ["Nvidia", "seventeen percent", "Analysts at two banks called"])
def test_a_passage_whose_paragraph_was_deleted_is_lost(words: str) -> None:
    new = "\n\n".join((PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[3]))
    assert placed_as(new, words) == (Placement.LOST, None)


def test_a_deleted_mention_does_not_jump_to_another_one() -> None:
    new = "\n\n".join(PARAGRAPHS[1:])
    assert "o1" in new
    assert placed_as(new, "o1") == (Placement.LOST, None)


def test_a_replaced_word_is_lost_not_its_substitute() -> None:
    assert placed_as(OLD.replace("Nvidia", "Intel"), "Nvidia") == (Placement.LOST, None)


def test_repeated_words_stay_with_their_own_sentence() -> None:
    sentence = "The model is open. "
    old = "First. " + sentence + "Second. " + sentence + "Third. " + sentence
    second = old.index(sentence, old.index("Second"))
    new = "Zeroth. " + sentence + old
    placed = anchor(new, describe(old, Span(second, second + 17)), old)
    assert placed.placement is Placement.EXACT
    assert placed.span == Span(second + 27, second + 44)


def test_one_of_two_twins_moved_is_ambiguous_when_nothing_tells_them_apart() -> None:
    twin = "Prices are in dollars, before tax."
    old = "\n\n".join((PARAGRAPHS[0], twin, PARAGRAPHS[1], PARAGRAPHS[2]))
    new = "\n\n".join((PARAGRAPHS[1], twin, PARAGRAPHS[3], twin, PARAGRAPHS[2]))
    placed = anchor(new, mark("in dollars, before", old))
    assert placed.placement is Placement.AMBIGUOUS
    assert [span.of(new) for span in placed.candidates] == ["in dollars, before"] * 2


def test_a_quote_that_does_not_stand_in_the_old_text_is_searched() -> None:
    stray = Selectors(Span(3, 9), "two member states still object", "summer, and ", " to the")
    placed = anchor(OLD + "\n\nEnd.", stray, OLD)
    assert placed.span is not None
    assert placed.span.of(OLD) == "two member states still object"


def test_a_border_inside_a_word_stays_inside_it() -> None:
    new = "Update. " + OLD
    assert placed_as(new, "marks publi") == (Placement.EXACT, "marks publi")


def test_a_part_of_what_became_one_character_is_not_taken_for_it() -> None:
    old, new = "Wait for it... there", "So wait for it… there"
    at = old.index("...")
    assert anchor(new, describe(old, Span(at, at + 1)), old).span is None
    whole = anchor(new, describe(old, Span(at, at + 3)), old)
    assert (whole.placement, whole.span) == (Placement.EXACT, Span(14, 15))


def test_invisible_characters_do_not_end_a_word() -> None:
    new = OLD.replace("mathematics", "mathe\u00admatics").replace("chip act", "\u200bchip act")
    assert placed_as(new, "on mathematics") == (Placement.EXACT, "on mathe\u00admatics")
    assert placed_as(new, "chip act") == (Placement.EXACT, "chip act")


def test_an_emoji_keeps_its_variation_selector() -> None:
    old = "Tab bar to reach them.\n\n🛠️ Other changes and improvements"
    at = old.index("🛠")
    placed = anchor("New. " + old, describe(old, Span(at, at + 2)), old)
    assert (placed.placement, placed.span) == (Placement.EXACT, Span(at + 5, at + 7))


def test_words_without_spaces_are_placed_too() -> None:
    old = "深度求索发布了新的推理模型。英伟达的股价在纽约下跌了百分之十七。分析师认为反应过度。"
    new = "今日快讯。" + old.replace("在纽约下跌", "周一在纽约大幅下跌")
    start = old.index("英伟达")
    placed = anchor(new, describe(old, Span(start, start + 11)), old)
    assert placed.placement is Placement.EDITED
    assert placed.span is not None
    assert placed.span.of(new) == "英伟达的股价周一在纽约大幅下跌"


def test_a_long_text_is_aligned_in_pieces() -> None:
    lines = [
        f"Line {number} speaks of lot {number * 7919 % 10007} at noon." for number in range(3000)
    ]
    old = "\n".join(lines)
    new = "\n".join(
        line.replace("at noon", "at dusk") if i % 9 == 0 else line for i, line in enumerate(lines)
    )
    marks = [mark(f"of lot {number * 7919 % 10007} at", old) for number in range(0, 3000, 333)]
    for one, placed in zip(marks, anchor_all(new, marks, old), strict=True):
        assert (placed.placement, placed.span) == (Placement.EXACT, one.span)
