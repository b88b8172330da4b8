"""Asking which entity a passage names, with what is known offered as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Entity
from reader.screens.base import CommandScreen

if TYPE_CHECKING:
    from reader.widgets.forms import Offer
    from reader.widgets.mark_forms import EntityAnswer, Suggested


def entity_offers(entities: Iterable[Entity]) -> list[Offer]:
    """Offers of entities by name, with what tells those of one name apart; the id is taken."""
    from reader.widgets.forms import Offer

    return [
        Offer(
            each.name,
            " · ".join(filter(None, (each.type, each.id, " ".join(each.description.split())))),
            value=each.id,
        )
        for each in entities
    ]


def name_offers(archive: Archive, typed: str) -> list[Offer]:
    """What is offered where the name of one entity is typed; never nothing for a name.

    Args:
        typed: the first letters of a name, or an id. Entities called exactly so come first, then
            the most mentioned.
    """
    from reader.widgets.forms import Offer

    name = typed.strip()
    if not name:
        return []
    part = archive.entities
    found = {each.id: each for each in (*part.named(name), *part.suggest(name))}
    if not found and name.startswith("e-"):
        try:
            found = {name: part.get(name)}
        except NotFound:
            found = {}
    return entity_offers(found.values()) or [Offer(name, "no entity is called so")]


def entity_of(archive: Archive, named: str) -> Entity:
    """The entity meant by an id or by one of its names.

    Raises:
        NotFound: if there is none.
        UsageError: if several have the name; names them with what tells them apart.
    """
    found = archive.entities.named(named)
    if not found and named.startswith("e-"):
        return archive.entities.get(named)
    if not found:
        raise NotFound(f"No entity is called {named[:60]!r}.")
    if len(found) > 1:
        listed = ", ".join(f"{each.id} ({each.type})" for each in found[:6])
        raise UsageError(
            f"Several entities are called {named[:60]!r}: {listed}.",
            remedy="Choose one of those offered, or give the id.",
            ids=tuple(each.id for each in found),
        )
    return found[0]


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
