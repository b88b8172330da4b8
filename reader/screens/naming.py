"""Asking which entity a passage names, with what is known offered as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from archive.core import Archive
from archive.model import Entity
from reader.screens.base import CommandScreen

if TYPE_CHECKING:
    from reader.widgets.mark_forms import EntityAnswer, Suggested


def ask_entity(
    screen: CommandScreen,
    name: str,
    answered: Callable[[EntityAnswer | None], None],
    *,
    type: str,
    current: Entity | None = None,
) -> None:
    """Ask which entity is meant.

    Args:
        screen: on which it is asked. ``name``: the words marked.
        answered: called with the answer, or None.
        type: of a new one, unless chosen otherwise.
        current: the entity that the passage names now.
    """
    from reader.widgets.mark_forms import EntityForm

    session = screen.session

    async def suggest(letters: str) -> Suggested:
        return await session.load(lambda archive: suggested(archive, letters))

    types = session.entity_types()
    form = EntityForm(name, suggest, type=type, types=types, current=current)
    screen.app.push_screen(form, answered)


def suggested(archive: Archive, letters: str) -> Suggested:
    """What the entity form offers for the first letters of a name."""
    from archive.entities.starter import suggest
    from reader.widgets.mark_forms import Suggested

    known = archive.entities.suggest(letters)
    starters = [each for each in suggest(letters, 6) if not archive.entities.named(each.name)]
    return Suggested(known, starters, archive.entities.likely_type(letters))
