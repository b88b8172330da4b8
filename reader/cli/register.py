"""Commands on the register of entities: entities, and showing, making, importing them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import UnreadableInput, UsageError
from archive.model import ENTITY_TYPES, Entity, EntityRow, Place, Relation
from archive.text.plurals import counted
from reader.cli.cleaning import CLEANING, relation_json
from reader.cli.entities import (
    entity_edit,
    entity_json,
    entity_list,
    entity_named,
    entity_tag,
    names_of,
)
from reader.cli.output import say, say_json, say_lines, say_table, shorten
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, with_progress
from reader.cli.state import State, command, family, with_json, with_state
from reader.cli.suggesting import SUGGESTING
from reader.cli.sweeping import SWEEPING

if TYPE_CHECKING:
    from archive.entities.tables import Row

_SORTS = ("name", "type", "mentions", "articles", "claims")
_CONTEXT = 32
_MOST_SHARED = 4


@command("entities")
@click.argument("name", required=False, default="")
@click.option("--type", "types", multiple=True, help="Only of this type; repeat for several.")
@click.option("--min-mentions", type=click.IntRange(0), default=0, help="Only those as frequent.")
@click.option("--sort", type=click.Choice(_SORTS), default="name", show_default=True)
@click.option("--group", is_flag=True, help="By type, each with a heading.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option("--csv", "as_csv", is_flag=True, help="As a table that `entity import` reads.")
@with_json
@with_state
def entities(
    state: State,
    name: str,
    types: tuple[str, ...],
    min_mentions: int,
    sort: str,
    group: bool,
    limit: int | None,
    as_csv: bool,
    as_json: bool,
) -> int:
    """With how often each is mentioned, in how many articles, and its claims.

    Counts are sorted downwards. With NAME, those with a word in one of their
    names that begins so. Exit code 1 if there are none.
    """
    wanted = {type.strip().lower() for type in types}
    with state.archive() as archive:
        rows = [
            row
            for row in archive.entities.register(name)
            if row.mentions >= min_mentions and (not wanted or row.entity.type in wanted)
        ]
    rows = sorted_rows(rows, sort)
    if group:
        rows.sort(key=lambda row: row.entity.type)
    rows = rows[:limit]
    if as_csv:
        from archive.entities.tables import table

        say_lines(line.rstrip("\r\n") + "\r" for line in table(row.entity for row in rows))
    elif as_json:
        say_json({"total": len(rows), "entities": [_row_json(row) for row in rows]})
    else:
        _print(rows, group)
    return 0 if rows else 1


def sorted_rows(rows: list[EntityRow], sort: str) -> list[EntityRow]:
    """Rows by name or type upwards, by a count downwards; ties by name."""
    if sort == "name":
        return rows
    if sort == "type":
        return sorted(rows, key=lambda row: row.entity.type)
    return sorted(rows, key=lambda row: -getattr(row, sort))


def _print(rows: list[EntityRow], group: bool) -> None:
    by_type: dict[str, list[EntityRow]] = {}
    for row in rows:
        by_type.setdefault(row.entity.type if group else "", []).append(row)
    for type, those in by_type.items():
        if group:
            say(f"{type} ({len(those):,})")
        say_table(
            [
                [
                    row.entity.id,
                    "" if group else row.entity.type,
                    f"{row.mentions:,}×",
                    f"{row.articles:,} art.",
                    f"{row.claims:,} cl.",
                    names_of(row.entity),
                ]
                for row in those
            ],
            indent=2 if group else 0,
            right=frozenset({2, 3, 4}),
        )


def _whole(entity: Entity) -> dict[str, Any]:
    aliases = [
        {
            "form": alias.form,
            "language": alias.language,
            "exact_case": alias.case_sensitive,
            "origin": alias.origin or None,
        }
        for alias in entity.aliases
    ]
    identifiers = [list(pair) for pair in entity.identifiers]
    return entity_json(entity) | {"aliases": aliases, "identifiers": identifiers}


def _row_json(row: EntityRow) -> dict[str, Any]:
    counts = {"mentions": row.mentions, "articles": row.articles, "claims": row.claims}
    return _whole(row.entity) | counts


@command("entity show")
@click.argument("entity", metavar="ENTITY")
@click.option("--limit", type=click.IntRange(0), default=40, show_default=True, help="Mentions.")
@with_json
@with_state
def entity_show(state: State, entity: str, limit: int, as_json: bool) -> int:
    """Names with their rules, identifiers, relations, who appears with it, its claims, and
    its mentions in context by date. ENTITY is an id, also of one that was merged, or a name.
    """
    with state.archive() as archive:
        found = entity_named(archive, entity)
        part = archive.entities
        places, relations = part.places(found.id), part.relations(found.id)
        together, claims = part.together(found.id), part.claims(found.id)
        statements = {id: archive.claims.get(id).statement for id in claims}
        names = {id: part.get(id).name for one in relations for id in (one.source, one.target)}
        merged = archive.store.register.merged_into(found.id)
    if as_json:
        say_json(
            _whole(found)
            | {
                "merged": list(merged),
                "relations": [relation_json(one, names) for one in relations],
                "together": [{"id": e.id, "name": e.name, "articles": n} for e, n in together],
                "claims": [{"id": id, "statement": said} for id, said in statements.items()],
                "mentions": [_place_json(place) for place in places],
            }
        )
        return 0
    say(f"{found.name}  {found.type}  {found.id}")
    for alias in found.aliases:
        rules = [alias.language or "", "as written" if alias.case_sensitive else "", alias.origin]
        told = ", ".join(rule for rule in rules if rule)
        say(f"  also {alias.form}" + (f"  ({told})" if told else ""))
    for scheme, value in found.identifiers:
        say(f"  {scheme}: {value}")
    if merged:
        say("  merged into it: " + ", ".join(f"{name} ({id})" for id, name in merged.items()))
    if found.description:
        say("\n" + found.description)
    _say_parts(found.id, relations, names, together, statements)
    _say_places(places, limit)
    return 0


def _say_parts(
    id: str,
    relations: list[Relation],
    names: dict[str, str],
    together: list[tuple[Entity, int]],
    statements: dict[str, str],
) -> None:
    if relations:
        say("\nRelations")
        rows = []
        for one in relations:
            other = one.target if one.source == id else one.source
            dates = f"{one.since or ''}..{one.until or ''}" if one.since or one.until else ""
            rows.append([one.id, one.seen_from(id), names[other], dates, one.note])
        say_table(rows, indent=2, right=frozenset())
    if together:
        say("\nAppears with")
        say("  " + ", ".join(f"{entity.name} ({number})" for entity, number in together))
    if statements:
        say("\nClaims")
        say_table([[key, said] for key, said in statements.items()], indent=2, right=frozenset())


def _say_places(places: list[Place], limit: int) -> None:
    articles = len({place.article for place in places})
    say(f"\n{counted(len(places), 'mention')} in {counted(articles, 'article')}")
    say_table(
        [
            [
                place.article,
                str(place.published or "")[:10],
                " ".join(place.before.split())[-_CONTEXT:],
                f"[{shorten(place.exact, 40)}]",
                shorten(place.after, _CONTEXT),
            ]
            for place in places[:limit]
        ],
        indent=2,
        right=frozenset({2}),
    )
    if len(places) > limit:
        say(f"  … and {len(places) - limit:,} more; --limit shows them.")


def _place_json(place: Place) -> dict[str, Any]:
    return {
        "annotation": place.annotation,
        "article": place.article,
        "title": place.title,
        "published": None if place.published is None else place.published.text,
        "start": place.start if place.placed else None,
        "before": place.before,
        "exact": place.exact,
        "after": place.after,
    }


@command("entity create")
@click.argument("name")
@click.option("--type", "type_", default="other", help=", ".join(ENTITY_TYPES) + ", or your own.")
@click.option("--alias", "aliases", multiple=True, help="Repeat for several.")
@click.option("--id", "ids", multiple=True, metavar="SCHEME:VALUE", help="Such as wikidata:Q380.")
@click.option("--description", default="")
@click.option("--another", is_flag=True, help="Even where one has the name already.")
@with_json
@with_state
def entity_create(
    state: State,
    name: str,
    type_: str,
    aliases: tuple[str, ...],
    ids: tuple[str, ...],
    description: str,
    another: bool,
    as_json: bool,
) -> int:
    """It is mentioned nowhere until it is tagged or swept. A name that another has is
    refused without --another.
    """
    pairs = [tuple(one.partition(":")[::2]) for one in ids]
    with state.archive(create=True) as archive:
        others = archive.entities.namesakes([name, *aliases])
        if others and not another:
            listed = ", ".join(f"{one.name} ({one.id}, {one.type})" for one in others)
            raise UsageError(
                f"There is an entity of that name: {listed}.",
                remedy="Use that one, or make a second one with --another.",
                ids=tuple(one.id for one in others),
            )
        made = archive.entities.create(
            name, type_, aliases=aliases, identifiers=pairs, description=description
        )
    if as_json:
        say_json(_whole(made))
    else:
        say(f"entity {made.id}: {names_of(made)} ({made.type})")
    return 0


@command("entity import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@with_progress
@with_json
@with_state
def entity_import(state: State, file: str, progress: ProgressStyle, as_json: bool) -> int:
    """A CSV table whose first line names its columns, in UTF-8.

    Only `name` is needed; `type`, `aliases`, `identifiers` (`wikidata:Q380`)
    and `description` may follow, several in a cell parted by ` | `; an alias
    may end in its language and case rule: `Meta {en =}`. `entities --csv`
    writes one. Entities that are there get what they lack. One step. Each line
    is answered: what it made or met, who else has the name, why it was refused.
    """
    from archive.entities.tables import take

    text = _read(file)
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive(create=True) as archive, interrupt.caught():
        taken = take(
            archive.store,
            archive.actor,
            text,
            progress=lambda done, total: reporter.report("taking in", done, total),
            cancelled=interrupt,
        )
    counts = {name: taken.count(name) for name in ("new", "changed", "unchanged")}
    skipped = [
        {"path": file, "place": f"line {line}", "reason": reason} for line, reason in taken.refused
    ]
    reporter.summary(counts | {"skipped": skipped, "shared_names": _sharing(taken.rows)})
    if as_json:
        refused = [{"line": line, "reason": reason} for line, reason in taken.refused]
        say_json(counts | {"refused": refused, "rows": [_taken_json(row) for row in taken.rows]})
    elif not reporter.json:
        for row in taken.rows:
            say(_taken_told(row))
        for line, reason in taken.refused:
            say(f"Skipped: {file}, line {line}: {reason}", err=True)
        say(", ".join(f"{number:,} {name}" for name, number in counts.items()) + ".")
        if interrupt():
            say("Stopped; what was taken stays, and `newsmark undo` takes it back.", err=True)
    if interrupt():
        return 130
    return 6 if taken.refused else 0


def _sharing(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows whose names others have too, for whoever listens."""
    return [
        {
            "place": f"line {row.line}",
            "name": row.name,
            "id": row.entity,
            "with": [{"name": name, "id": id} for id, name in row.shared],
        }
        for row in rows
        if row.shared
    ]


def _taken_json(row: Row) -> dict[str, Any]:
    shared = [{"id": id, "name": name} for id, name in row.shared]
    return {
        "line": row.line,
        "outcome": row.outcome,
        "id": row.entity,
        "name": row.name,
        "shared": shared,
    }


def _taken_told(row: Row) -> str:
    met = "new" if row.outcome == "new" else f"was there, {row.outcome}"
    shared = ", ".join(f"{name} ({id})" for id, name in row.shared[:_MOST_SHARED])
    more = f"; {shared} has such a name too" if shared else ""
    return f"line {row.line}: {row.name} ({row.entity}) {met}{more}"


def _read(file: str) -> str:
    from archive.entities.tables import LARGEST, read_table

    try:
        with click.open_file(file, "rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableInput(f"Cannot read {file}: {error.strerror}.", path=file) from error
    return read_table(raw, Path(file).name)


COMMANDS: tuple[click.Command, ...] = (
    entities,
    family(
        "entity",
        "Entities: people, organisations, products and what else the articles speak of.",
        entity_tag,
        entity_list,
        entity_show,
        entity_create,
        entity_edit,
        *CLEANING,
        *SWEEPING,
        *SUGGESTING,
        entity_import,
    ),
)
