"""Which hints a line that is too narrow shows."""

from __future__ import annotations

import pytest

from reader.widgets.status_line import fitting

HINTS = (("Enter read", "open"), ("/ search", "search"), ("? help", "help"), ("q quit", "back"))


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (36, ["Enter read", "/ search", "? help", "q quit"]),
        (35, ["Enter read", "? help", "q quit"]),
        (25, ["/ search", "? help", "q quit"]),
        (14, ["? help", "q quit"]),
        (13, ["? help"]),
        (5, []),
    ],
)
def test_whole_hints_and_the_ways_out_before_any_other(room: int, shown: list[str]) -> None:
    assert [hint for hint, _ in fitting(HINTS, room)] == shown
