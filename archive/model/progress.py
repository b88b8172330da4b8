"""How a long piece of work is watched: told how far it is, asked whether to go on."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how many articles are done, of how many."""


def silent(done: int, total: int) -> None:
    """No progress is shown."""


def never() -> bool:
    """Nobody cancels."""
    return False
