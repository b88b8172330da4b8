"""Commands on articles: list, show, edit, tag, star, read, delete."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, get_args

import click

from archive.errors import NotFound, UsageError
from archive.model import ArticleRow, Evidence, Order, OrderKey
from archive.text.plurals import counted
from reader.cli.output import say, say_json, say_table, shorten, terminal_width
from reader.cli.progress import found
from reader.cli.speaking import annotation_json, annotation_row, say_step
from reader.cli.state import (
    QUERY_SETTINGS,
    State,
    command,
    targets,
    with_json,
    with_state,
    with_targets,
)

if TYPE_CHECKING:
    from archive.core import Archive

_ON_A_SCREEN = 50  # rows, where nobody says how many


@command("list", context_settings=QUERY_SETTINGS)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--sort", type=click.Choice(get_args(OrderKey)), default="date", show_default=True)
@click.option("--reverse", is_flag=True, help="Oldest first, or from Z to A.")
@click.option("--limit", type=click.IntRange(0), help="0 for all. [default: 50 on a terminal]")
@with_json
@with_state
def list_(
    state: State,
    query: tuple[str, ...],
    sort: OrderKey,
    reverse: bool,
    limit: int | None,
    as_json: bool,
) -> int:
    """All of them, or those that a query finds (see `search`).

    Beside the id, what is unread (o) and what has a star (*); before the
    outlet, how many claims (C) and entities (E) are marked.
    """
    descending = (sort in ("date", "added", "length")) != reverse
    if limit is None:
        limit = _ON_A_SCREEN if terminal_width() is not None and not as_json else 0
    with state.archive() as archive:
        among = found(archive, " ".join(query)) if query else None
        ids = archive.articles.ids(Order(sort, descending), among=among)
        rows = archive.articles.rows(ids[:limit] if limit else ids)
        articles = [_row_json(archive, row) for row in rows] if as_json else []
    if as_json:
        say_json({"total": len(ids), "articles": articles})
    else:
        say_table([_row_cells(row) for row in rows], right=frozenset({4}))
        if len(ids) > len(rows):
            say(f"{len(rows):,} of {len(ids):,}; --limit 0 lists all.", err=True)
        if not ids:
            say("Nothing found." if query else "The archive holds no articles.", err=True)
    return 0 if ids else 1


def _row_json(archive: Archive, row: ArticleRow) -> dict[str, Any]:
    article = archive.articles.get(row.id)
    return {
        "id": row.id,
        "title": row.title,
        "url": article.url,
        "outlet": row.outlet,
        "authors": list(article.authors),
        "published": row.published.text if row.published else None,
        "added": row.added,
        "language": row.language,
        "tags": list(article.tags),
        "read": row.read,
        "starred": row.starred,
        "claims": row.claims,
        "entities": row.entities,
        "words": row.words,
    }


def _row_cells(row: ArticleRow) -> list[str]:
    counts = ((row.claims, "C"), (row.entities, "E"))
    return [
        row.id,
        ("." if row.read else "o") + ("*" if row.starred else ""),
        row.published.text[:10] if row.published else "",
        row.language or "",
        " ".join(f"{count}{letter}" for count, letter in counts if count),
        row.outlet or "",
        row.title,
    ]


@command("show")
@click.argument("id")
@with_json
@with_state
def show(state: State, id: str, as_json: bool) -> int:
    """Offsets count code points of the text, the end excluded."""
    with state.archive() as archive:
        article = archive.articles.get(archive.articles.resolve(id))
        document = archive.articles.document(article.id)
        marks = archive.annotations.of(article.id)
        rows = [annotation_row(archive, mark) for mark in marks]
    if as_json:
        say_json(
            {
                "id": article.id,
                "title": article.title,
                "url": article.url,
                "outlet": article.outlet,
                "published": article.published.text if article.published else None,
                "language": article.language,
                "text": document.text,
                "annotations": [annotation_json(mark) for mark in marks],
            }
        )
        return 0
    facts = [article.outlet, article.published and article.published.text, article.language]
    signs = ["starred"] if article.starred else []
    tags = [f"#{tag}" for tag in article.tags]
    say(article.title)
    say(" · ".join(str(fact) for fact in [article.id, *facts, *article.authors, *signs] if fact))
    for line in (article.url, " ".join(tags)):
        if line:
            say(line)
    say("\n" + document.text)
    if rows:
        say("\nMarks")
        say_table(rows, right=frozenset())
    return 0


@command("edit")
@click.argument("id")
@click.option("--title")
@click.option("--published", "--date", "published", help="An ISO date, whole or partial (2025-01).")
@click.option("--outlet")
@click.option("--author", "authors", multiple=True, help="Repeat for several.")
@click.option("--language", help="Its code or name (fr, French).")
@click.option("--url")
@with_json
@with_state
def edit(
    state: State,
    id: str,
    title: str | None,
    published: str | None,
    outlet: str | None,
    authors: tuple[str, ...],
    language: str | None,
    url: str | None,
    as_json: bool,
) -> int:
    """A re-import leaves what was corrected. An empty value takes the fact away."""
    given = {
        "title": title,
        "published": published,
        "outlet": outlet,
        "language": language,
        "url": url,
    }
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if authors:
        fields["authors"] = tuple(author for author in authors if author.strip())
    if not fields:
        raise UsageError("Nothing to change.", remedy="Name a field, such as --title.")
    for name in ("published", "outlet", "language", "url"):
        if name in fields:
            fields[name] = fields[name] or None
    with state.archive() as archive:
        step = archive.articles.edit(archive.articles.resolve(id), **fields)
    say_step(step, as_json)
    return 0


@command("tag")
@with_targets
@click.option("--add", multiple=True, metavar="TAG", help="Repeat for several.")
@click.option("--remove", multiple=True, metavar="TAG", help="Repeat for several.")
@with_json
@with_state
def tag(
    state: State,
    ids: tuple[str, ...],
    query: str | None,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    as_json: bool,
) -> int:
    """On the command line, by --add and --remove."""
    if not add and not remove:
        raise UsageError("Nothing to change.", remedy="Name tags with --add or --remove.")
    with state.archive() as archive:
        step = archive.articles.tag(targets(archive, ids, query), add=add, remove=remove)
    say_step(step, as_json)
    return 0


@command("star")
@with_targets
@click.option("--off", is_flag=True, help="Take the star away.")
@with_json
@with_state
def star(state: State, ids: tuple[str, ...], query: str | None, off: bool, as_json: bool) -> int:
    """On the command line, --off takes it off."""
    with state.archive() as archive:
        step = archive.articles.star(targets(archive, ids, query), on=not off)
    say_step(step, as_json)
    return 0


@command("read")
@with_targets
@click.option("--off", is_flag=True, help="Mark as unread.")
@with_json
@with_state
def read(state: State, ids: tuple[str, ...], query: str | None, off: bool, as_json: bool) -> int:
    """On the command line, --off marks as unread. Reading is no step: undo passes it over."""
    with state.archive() as archive:
        chosen = targets(archive, ids, query)
        archive.articles.mark_read(chosen, on=not off)
    if as_json:
        say_json({"articles": chosen, "read": not off})
    else:
        what = counted(len(chosen), "article")
        say(f"{what} marked as {'unread' if off else 'read'}.")
    return 0


@command("delete")
@with_targets
@click.option("--purge", is_flag=True, help="Remove the text and its history too; no undo.")
@click.option("--yes", is_flag=True, help="Do not ask before --purge.")
@with_json
@with_state
def delete(
    state: State,
    ids: tuple[str, ...],
    query: str | None,
    purge: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Their marks go too, and the evidence that rests on those, which is named.

    With --purge an article deleted before may be named too, by its whole id.
    """
    from archive.index import PATIENCE, Index

    with state.archive() as archive:
        chosen = _even_deleted(archive, ids) if purge and ids else targets(archive, ids, query)
        broken = archive.articles.broken_by_delete(chosen)
        for evidence in broken:
            say(_breaks(archive, evidence), err=True)
        if not purge:
            step = archive.articles.delete(chosen)
            say_step(step, as_json, breaks=[evidence.id for evidence in broken])
            return 0
        what = counted(len(chosen), "article")
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError(f"This removes {what} for good.", remedy="Say so with --yes.")
            click.confirm(f"Remove {what} for good?", abort=True, err=True)
        archive.articles.purge(chosen)
        index = Index(archive)
        if index.exists():
            # Its files hold their words until they are written anew.
            index.update(wait=PATIENCE)
    if as_json:
        say_json({"purged": chosen, "breaks": [evidence.id for evidence in broken]})
    else:
        say(f"{what} purged.")
    return 0


def _even_deleted(archive: Archive, ids: tuple[str, ...]) -> list[str]:
    """Whole ids, of deleted articles as they were given; purge itself says what never was."""
    chosen = []
    for one in ids:
        try:
            chosen.append(archive.articles.resolve(one))
        except NotFound:
            chosen.append(one)
    return list(dict.fromkeys(chosen))


def _breaks(archive: Archive, evidence: Evidence) -> str:
    claim = archive.claims.get(evidence.claim)
    what = evidence.url
    if evidence.annotation is not None:
        what = f"“{shorten(archive.annotations.get(evidence.annotation).exact, 60)}”"
    return (
        f"This breaks evidence {evidence.id}: {what}, which "
        f"{_VERBS[evidence.stance.value]} “{shorten(claim.statement, 60)}” ({claim.id})."
    )


_VERBS = {"supports": "supports", "contradicts": "contradicts", "context": "gives context to"}

COMMANDS: tuple[click.Command, ...] = (list_, show, edit, tag, star, read, delete)
