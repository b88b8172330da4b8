"""Asking into which dossier a mark goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.screens.base import CommandScreen


def ask_dossier(screen: CommandScreen, titles: Sequence[str]) -> None:
    """Ask for a dossier and run ``dossier add`` with its title, offering those there are."""
    from reader.widgets.forms import Offer, Prompt

    def offers(typed: str) -> list[Offer]:
        wanted = typed.casefold().strip()
        return [Offer(title) for title in titles if wanted in title.casefold()]

    def answered(title: str | None) -> None:
        if title and title.strip():
            screen.run_command("dossier add", title.strip())

    screen.app.push_screen(Prompt("Into which dossier? (a new title makes one)", offers), answered)
