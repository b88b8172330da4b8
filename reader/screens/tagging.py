"""Tags as they are typed: ``ai chips -draft``, on whatever the screen has in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.screens.base import CommandScreen


def split_tags(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tags to add and tags to remove; a minus before a tag removes it."""
    add = [word for word in words if not word.startswith("-")]
    remove = [word[1:] for word in words if word.startswith("-") and len(word) > 1]
    return add, remove


def ask_tags(screen: CommandScreen, known: Sequence[str]) -> None:
    """Ask for tags and run ``tag`` with them, offering those already in use."""
    from reader.widgets.forms import Offer, Prompt

    def offers(typed: str) -> list[Offer]:
        before, _, last = typed.rpartition(" ")
        sign = "-" if last.startswith("-") else ""
        start = last.lstrip("-").casefold()
        lead = f"{before} " if before else ""
        return [Offer(f"{lead}{sign}{tag}") for tag in known if tag.casefold().startswith(start)][
            :20
        ]

    def answered(line: str | None) -> None:
        if line and line.strip():
            screen.run_line(f"tag {line.strip()}")

    screen.app.push_screen(Prompt("Tags (a minus before one removes it)", offers), answered)
