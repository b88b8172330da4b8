"""Commands on entities: who and what the articles speak of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from archive.errors import NotFound, UsageError
from archive.model import ENTITY_TYPES, Entity
from reader.cli.output import say, say_json, say_table
from reader.cli.passage import place, with_place
from reader.cli.speaking import say_annotation
from reader.cli.state import State, command, with_json, with_state

if TYPE_CHECKING:
    from archive.core import Archive

_TYPES = ", ".join(ENTITY_TYPES) + ", or your own."
_MOST_SUGGESTED = 1_000_000  # all that fit


def entity_named(archive: Archive, named: str) -> Entity:
    """The entity meant by an id or by one of its names.

    Raises:
        NotFound: if there is none.
        UsageError: if several have the name.
    """
    found = archive.entities.named(named)
    if not found and named.startswith("e-"):
        return archive.entities.get(named)
    if not found:
        raise NotFound(
            f"No entity is called {named!r}.", remedy="`newsmark entities` prints them all."
        )
    if len(found) > 1:
        listed = ", ".join(f"{one.id} ({one.type})" for one in found)
        raise UsageError(
            f"Several entities are called {named!r}: {listed}.",
            remedy="Give the id.",
            ids=tuple(one.id for one in found),
        )
    return found[0]


def say_namesakes(archive: Archive, entity: Entity, names: Iterable[str]) -> None:
    """Say on standard error which other entities have names that one was given."""
    for other in archive.entities.namesakes(names, but=entity.id):
        say(
            f"{other.name} ({other.id}, {other.type}) has that name too: both are meant by it, "
            "so give ids; a sweep does not accept it with the rest.",
            err=True,
        )


@command("entity tag")
@with_place
@click.option("--entity", "known", help="An existing entity, by id or name.")
@click.option("--name", help="The entity's name; else the words marked.")
@click.option("--type", "type_", default="other", help=_TYPES)
@with_json
@with_state
def entity_tag(
    state: State,
    id: str,
    quote: str | None,
    span: str | None,
    nth: int | None,
    known: str | None,
    name: str | None,
    type_: str,
    as_json: bool,
) -> int:
    """On the command line, the passage given by --quote or --span.

    An entity of that name is taken, or made with the type given.
    """
    if known and name:
        raise UsageError("Which entity?", remedy="Give --entity or --name, not both.")
    with state.archive() as archive:
        article, where = place(archive, id, quote, span, nth)
        entity = entity_named(archive, known).id if known else None
        made, mark = archive.entities.tag(article, where, entity=entity, name=name, type=type_)
        if not as_json:
            say(f"entity {made.id}: {made.name} ({made.type})")
        say_annotation(archive, mark, as_json, name=made.name, type=made.type)
    return 0


@command("entity list")
@click.argument("name", required=False, default="")
@with_json
@with_state
def entity_list(state: State, name: str, as_json: bool) -> int:
    """All, or those with a word in their name that begins with NAME."""
    with state.archive() as archive:
        part = archive.entities
        entities = part.suggest(name, limit=_MOST_SUGGESTED) if name.strip() else part.all()
        counts = {row.entity.id: row.mentions for row in part.register()}
    if as_json:
        found = [entity_json(one) | {"mentions": counts[one.id]} for one in entities]
        say_json({"total": len(found), "entities": found})
    else:
        say_table(
            [[one.id, one.type, f"{counts[one.id]}×", names_of(one)] for one in entities],
            right=frozenset({2}),
        )
    return 0 if entities else 1


def entity_json(entity: Entity) -> dict[str, Any]:
    """One entity for programs."""
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": [alias.form for alias in entity.aliases],
        "identifiers": dict(entity.identifiers),
        "description": entity.description or None,
    }


def names_of(entity: Entity) -> str:
    """Its name, with its aliases in parentheses."""
    aliases = ", ".join(alias.form for alias in entity.aliases)
    return f"{entity.name} ({aliases})" if aliases else entity.name


@command("entity edit")
@click.argument("entity", metavar="ENTITY")
@click.option("--name")
@click.option("--type", "type_", help=_TYPES)
@click.option("--alias", "aliases", multiple=True, help="Repeat for several; replaces all.")
@click.option("--description")
@click.option(
    "--id", "ids", multiple=True, metavar="SCHEME:VALUE", help="Repeat for several; replaces all."
)
@with_json
@with_state
def entity_edit(
    state: State,
    entity: str,
    name: str | None,
    type_: str | None,
    aliases: tuple[str, ...],
    description: str | None,
    ids: tuple[str, ...],
    as_json: bool,
) -> int:
    """ENTITY is an id or a name. An empty --alias takes all aliases away, an empty --id all
    identifiers.
    """
    fields: dict[str, Any] = {"name": name, "type": type_, "description": description}
    given = {key: value for key, value in fields.items() if value is not None}
    if aliases:
        given["aliases"] = [alias for alias in aliases if alias.strip()]
    if ids:
        given["identifiers"] = [tuple(one.partition(":")[::2]) for one in ids if one.strip()]
    if not given:
        raise UsageError("Nothing to change.", remedy="Name a field, such as --name.")
    with state.archive() as archive:
        changed = archive.entities.edit(entity_named(archive, entity).id, **given)
        say_namesakes(archive, changed, [*given.get("aliases", ()), *([name] if name else ())])
    if as_json:
        say_json(entity_json(changed))
    else:
        say_table([[changed.id, changed.type, names_of(changed)]], right=frozenset())
    return 0
