"""Asking into which dossier a mark or claims go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.dossiers import Listed
    from reader.screens.base import CommandScreen
    from reader.widgets.forms import Offer


async def ask_dossier(screen: CommandScreen) -> None:
    """Ask for a dossier and run ``dossier add`` with it.

    The one used last stands first, so that Enter alone takes it; then those
    changed last. What is typed and no dossier's title is offered as a new one.
    """
    from reader.widgets.forms import Prompt

    listed = await screen.session.load(lambda archive: archive.dossiers.listed())
    last = screen.session.last_dossier
    listed.sort(key=lambda one: one.dossier.id != last)

    def answered(title: str | None) -> None:
        if title and title.strip():
            screen.run_command("dossier add", title.strip())

    form = Prompt(
        "Into which dossier? (a new title makes one)",
        lambda typed: _offers(listed, typed),
        pick=True,
    )
    screen.app.push_screen(form, answered)


def _offers(listed: Sequence[Listed], typed: str) -> list[Offer]:
    from reader.widgets.forms import Offer

    wanted = " ".join(typed.split())
    often = Counter(one.dossier.title.casefold() for one in listed)
    offers = []
    for one in listed:
        title = one.dossier.title
        if wanted.casefold() not in title.casefold() and wanted != one.dossier.id:
            continue
        number = f"{one.parts:,} part{'s' if one.parts != 1 else ''}"
        if often[title.casefold()] > 1:  # only the id tells them apart
            offers.append(Offer(one.dossier.id, f"{title}: {number}"))
        else:
            offers.append(Offer(title, number))
    known = {one.dossier.id for one in listed}
    if wanted and wanted not in known and not often[wanted.casefold()]:
        offers.append(Offer(wanted, "a new dossier"))
    return offers
