"""Commands that keep the register clean: merge, split, names, types, relations, duplicates."""

from __future__ import annotations

from typing import Any

import click

from archive.errors import UsageError
from archive.model import ENTITY_TYPES, NOT_SAME, RELATIONS, Alias, Entity, Relation
from reader.cli.entities import entity_json, entity_named, names_of, say_namesakes
from reader.cli.output import say, say_json, say_table
from reader.cli.state import State, command, family, with_json, with_state

_KINDS = ", ".join(kind for kind in RELATIONS if kind != NOT_SAME)


def _answer(entity: Entity, as_json: bool) -> int:
    if as_json:
        say_json(entity_json(entity))
    else:
        say(f"{entity.id}  {entity.type}  {names_of(entity)}")
    return 0


@command("entity merge")
@click.argument("into", metavar="ENTITY")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@with_json
@with_state
def entity_merge(state: State, into: str, others: tuple[str, ...], as_json: bool) -> int:
    """Everything of the OTHERs moves to ENTITY: mentions, claims, relations, names.

    Their ids lead to it from then on, also in a query (`entity:e-…`); where their pages
    were exported to, the next export makes them point to its page.
    `undo` takes it back, and `entity split` at any later time.
    """
    with state.archive() as archive:
        kept = entity_named(archive, into)
        archive.entities.merge(kept.id, [entity_named(archive, one).id for one in others])
        merged = archive.entities.get(kept.id)
    return _answer(merged, as_json)


@command("entity split")
@click.argument("entity", metavar="ENTITY")
@click.option("--name", required=True, help="Name or id of the other entity.")
@click.option("--type", "type_", help=", ".join(ENTITY_TYPES) + ", or your own.")
@click.option("--mention", "mentions", multiple=True, help="Id of a mention; repeat for several.")
@click.option("--form", "forms", multiple=True, help="All mentions of these very words.")
@click.option("--article", "articles", multiple=True, help="All mentions in this article.")
@with_json
@with_state
def entity_split(
    state: State,
    entity: str,
    name: str,
    type_: str | None,
    mentions: tuple[str, ...],
    forms: tuple[str, ...],
    articles: tuple[str, ...],
    as_json: bool,
) -> int:
    """The mentions chosen go to a new entity, or to one that was merged into ENTITY, which
    then stands again under its old id; without a choice that takes back what it brought.
    """
    with state.archive() as archive:
        whole = entity_named(archive, entity)
        within = {archive.articles.resolve(one) for one in articles}
        chosen = list(mentions)
        for mark in archive.entities.mentions(whole.id):
            form = " ".join(mark.exact.split())
            if (forms or within) and (not forms or form in forms):
                chosen += [mark.id] if not within or mark.article in within else []
        if (forms or within) and not chosen:
            raise UsageError(
                f"No mention of {whole.name} is meant by that.",
                remedy=f"`newsmark entity show {whole.id}` lists them.",
            )
        apart = archive.entities.split(whole.id, set(chosen), name=name, type=type_)
    return _answer(apart, as_json)


@command("entity rename")
@click.argument("entity", metavar="ENTITY")
@click.argument("name")
@click.option("--forget", is_flag=True, help="Do not keep the former name as an alias.")
@with_json
@with_state
def entity_rename(state: State, entity: str, name: str, forget: bool, as_json: bool) -> int:
    """The former name stays as an alias."""
    with state.archive() as archive:
        found = entity_named(archive, entity)
        renamed = archive.entities.rename(found.id, name, keep=not forget)
        say_namesakes(archive, renamed, [name])
    return _answer(renamed, as_json)


@command("entity alias add")
@click.argument("entity", metavar="ENTITY")
@click.argument("forms", metavar="NAME...", nargs=-1, required=True)
@click.option("--language", help="The language that it belongs to, such as fr.")
@click.option("--exact-case", is_flag=True, help="Found with these very capitals only.")
@with_json
@with_state
def alias_add(
    state: State,
    entity: str,
    forms: tuple[str, ...],
    language: str | None,
    exact_case: bool,
    as_json: bool,
) -> int:
    """The same name again changes its language and case rule. Others that have it are named."""
    with state.archive() as archive:
        found = entity_named(archive, entity)
        for form in forms:
            alias = Alias(form, language, exact_case)
            found = archive.entities.add_alias(found.id, alias)
        say_namesakes(archive, found, forms)
    return _answer(found, as_json)


@command("entity alias remove")
@click.argument("entity", metavar="ENTITY")
@click.argument("forms", metavar="NAME...", nargs=-1, required=True)
@with_json
@with_state
def alias_remove(state: State, entity: str, forms: tuple[str, ...], as_json: bool) -> int:
    """Mentions that were made by it stay."""
    with state.archive() as archive:
        found = entity_named(archive, entity)
        for form in forms:
            found = archive.entities.remove_alias(found.id, form)
    return _answer(found, as_json)


@command("entity type")
@click.argument("entity", metavar="ENTITY")
@click.argument("type_", metavar="TYPE")
@with_json
@with_state
def entity_type(state: State, entity: str, type_: str, as_json: bool) -> int:
    """One of the usual types or your own word."""
    with state.archive() as archive:
        found = entity_named(archive, entity)
        return _answer(archive.entities.edit(found.id, type=type_), as_json)


@command("entity delete")
@click.argument("entity", metavar="ENTITY")
@with_json
@with_state
def entity_delete(state: State, entity: str, as_json: bool) -> int:
    """With its mentions and relations; `undo` brings everything back."""
    with state.archive() as archive:
        found = entity_named(archive, entity)
        step = archive.entities.delete(found.id)
    if as_json:
        say_json({"id": found.id, "name": found.name, "step": step.number})
    else:
        say(f"{step.summary} (step {step.number})")
    return 0


@command("entity relate")
@click.argument("entity", metavar="ENTITY")
@click.argument("kind", metavar="RELATION")
@click.argument("other", metavar="OTHER")
@click.option("--since", help="From when, such as 2019-07.")
@click.option("--until", help="Until when.")
@click.option("--note", help="Empty takes it away.")
@click.option("--remove", is_flag=True, help="Take the relation away instead.")
@with_json
@with_state
def entity_relate(
    state: State,
    entity: str,
    kind: str,
    other: str,
    since: str | None,
    until: str | None,
    note: str | None,
    remove: bool,
    as_json: bool,
) -> int:
    """RELATION is `owns`, `part of`, `works for`, `competes with` or your own words:
    `entity relate Microsoft owns GitHub --since 2018-10`. The same again changes its dates.
    """
    return _relate(state, entity, kind, other, remove, as_json, since=since, until=until, note=note)


@command("entity not-same")
@click.argument("entity", metavar="ENTITY")
@click.argument("other", metavar="OTHER")
@click.option("--remove", is_flag=True, help="They may be the same after all.")
@with_json
@with_state
def entity_not_same(state: State, entity: str, other: str, remove: bool, as_json: bool) -> int:
    """They are offered as duplicates no more, and not merged."""
    return _relate(state, entity, NOT_SAME, other, remove, as_json)


def _relate(
    state: State,
    entity: str,
    kind: str,
    other: str,
    remove: bool,
    as_json: bool,
    **fields: Any,
) -> int:
    with state.archive() as archive:
        part = archive.entities
        one, two = entity_named(archive, entity), entity_named(archive, other)
        if remove:
            wanted = " ".join(kind.lower().split())
            for known in part.relations(one.id):
                if known.kind == wanted and two.id in (known.source, known.target):
                    say(part.unrelate(known.id).summary)
                    return 0
            raise UsageError(f"{one.name} has no relation “{kind}” to {two.name}.")
        made = part.relate(one.id, kind, two.id, **fields)
    if as_json:
        say_json(relation_json(made, {one.id: one.name, two.id: two.name}))
    else:
        say(f"{made.id}  {one.name} {made.kind} {two.name}")
    return 0


def relation_json(one: Relation, names: dict[str, str]) -> dict[str, Any]:
    """One relation for programs."""
    return {
        "id": one.id,
        "source": one.source,
        "source_name": names[one.source],
        "kind": one.kind,
        "target": one.target,
        "target_name": names[one.target],
        "since": None if one.since is None else one.since.text,
        "until": None if one.until is None else one.until.text,
        "note": one.note or None,
    }


@command("entity duplicates")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@with_json
@with_state
def entity_duplicates(state: State, limit: int, as_json: bool) -> int:
    """By their names and the articles they share, the likeliest first, each with the reason.

    `entity merge` makes two one, `entity not-same` stops the suggestion.
    """
    with state.archive() as archive:
        pairs = archive.entities.duplicates(limit)
    if as_json:
        found = [
            {
                "score": pair.score,
                "entity": entity_json(pair.kept),
                "other": entity_json(pair.other),
                "shared_articles": pair.shared,
                "reasons": list(pair.reasons),
            }
            for pair in pairs
        ]
        say_json({"total": len(found), "pairs": found})
    else:
        say_table(
            [
                [
                    f"{round(100 * pair.score)} %",
                    f"{pair.kept.name} ({pair.kept.id})",
                    f"{pair.other.name} ({pair.other.id})",
                    "; ".join(pair.reasons),
                ]
                for pair in pairs
            ],
            right=frozenset({0}),
        )
    return 0 if pairs else 1


CLEANING: tuple[click.Command, ...] = (
    entity_merge,
    entity_split,
    entity_rename,
    family("alias", "Further names of an entity.", alias_add, alias_remove),
    entity_type,
    entity_relate,
    entity_not_same,
    entity_duplicates,
    entity_delete,
)
