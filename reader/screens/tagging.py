"""Tags as they are typed: ``ai chips -draft``, on whatever the screen has in hand."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.screens.base import CommandScreen


def split_tags(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tags to add and tags to remove; a minus before a tag removes it."""
    words = [word.strip(",") for word in words]
    add = [word for word in words if word and not word.startswith("-")]
    remove = [word[1:] for word in words if word.startswith("-") and len(word) > 1]
    return add, remove


def tags_of(line: str) -> list[str]:
    """The tags in a line: between commas where there are any, so that one may hold spaces."""
    parts = line.split(",") if "," in line else line.split()
    return [part.strip() for part in parts if part.strip()]


def ask_tags(screen: CommandScreen, known: Sequence[str]) -> None:
    """Ask for tags and run ``tag`` with them, offering those already in use."""
    from reader.widgets.forms import Offer, Prompt

    def offers(typed: str) -> list[Offer]:
        comma = "," in typed
        before, sign, last = typed.rpartition("," if comma else " ")
        last = last.lstrip() if comma else last
        minus = "-" if last.startswith("-") else ""
        start = last.lstrip("-").casefold()
        lead = f"{before}{sign}{' ' * comma}" if sign else ""
        fitting = [tag for tag in known if tag.casefold().startswith(start)]
        # A tag of several words is one only between commas.
        ends = ["," if " " in tag and not comma else "" for tag in fitting]
        return [Offer(f"{lead}{minus}{tag}{end}") for tag, end in zip(fitting, ends, strict=True)][
            :20
        ]

    def answered(line: str | None) -> None:
        if line and (tags := tags_of(line)):
            screen.run_line(f"tag {shlex.join(tags)}")

    caption = "Tags, with spaces or commas between (a minus before one removes it)"
    screen.app.push_screen(Prompt(caption, offers), answered)
