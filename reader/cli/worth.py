"""Commands on sentences that may be worth a claim: suggest, and answering what it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive.errors import UsageError
from archive.model import ClaimKind
from archive.text.plurals import counted
from reader.cli.output import say, say_json, say_table
from reader.cli.passage import parse_span
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, found, with_progress
from reader.cli.speaking import say_annotation, say_step
from reader.cli.state import Command, State, command, with_json, with_state
from reader.commands.catalogue import find

if TYPE_CHECKING:
    from archive.claims.suggestions import Suggestion
    from archive.core import Archive

_LIST = "list"


class _Suggest(click.Group):
    """The list, unless the first word is an answer's name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read an answer's name, or everything as ids of articles."""
        if not args or args[0] not in self.commands:
            args = [_LIST, *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The answer of this name, or the list."""
        return _listing if cmd_name == _LIST else super().get_command(ctx, cmd_name)


_HELP = f"""{find("suggest").summary}.

In the articles named, those of a query, or all: the worthiest first, those
skipped before last. What weighs are figures, comparisons, changes, what
somebody says or will do, names; against it questions, opinions, instructions.
Nothing is ever a claim without `suggest accept`. Exit code 1 if nothing is found.
"""


@click.command(_LIST, cls=Command, short_help=find("suggest").summary, help=_HELP)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--query", help="In all articles that this query finds.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Shown.")
@with_progress
@with_json
@with_state
def _listing(
    state: State,
    ids: tuple[str, ...],
    query: str | None,
    limit: int,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    if ids and query is not None:
        raise UsageError("Which articles?", remedy="Give ids or --query, not both.")
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        asked = None
        if ids:
            asked = list(dict.fromkeys(archive.articles.resolve(one) for one in ids))
        elif query is not None:
            asked = found(archive, query)
        try:
            ranking = archive.claims.suggestions.best(
                asked,
                most=limit,
                progress=lambda done, total: reporter.report("reading", done, total),
                cancelled=interrupt,
            )
        finally:
            reporter.close()
    if as_json:
        say_json({"total": ranking.total, "suggestions": [*map(_json, ranking.first)]})
    else:
        say_table([_cells(one) for one in ranking.first], right=frozenset({1}))
        shown = "" if ranking.total == len(ranking.first) else f", {len(ranking.first):,} shown"
        number = counted(ranking.total, "sentence")
        say(f"{number}{shown}. `suggest accept ID START:END` keeps one.", err=True)
    return 0 if ranking.first else 1


def _cells(one: Suggestion) -> list[str]:
    later = "later " if one.skipped else ""
    where = f"{one.span.start}:{one.span.end}"
    return [one.article, where, later + one.worth.kind.value, one.sentence]


def _json(one: Suggestion) -> dict[str, Any]:
    return {
        "article": one.article,
        "start": one.span.start,
        "end": one.span.end,
        "exact": one.selectors.exact,
        "kind": one.worth.kind.value,
        "weight": one.worth.weight,
        "reasons": list(one.worth.reasons),
        "skipped": one.skipped,
    }


def _named(archive: Archive, id: str, spans: tuple[str, ...]) -> list[Suggestion]:
    """The sentences of an article that stand at these places."""
    article = archive.articles.resolve(id)
    text = archive.articles.document(article).text
    found = [archive.claims.suggestions.at(article, parse_span(given, text)) for given in spans]
    return list({one.key: one for one in found}.values())


_ARTICLE = click.argument("id", metavar="ID")
_SPANS = click.argument("spans", nargs=-1, required=True, metavar="START:END...")


@command("suggest accept")
@_ARTICLE
@click.argument("span", metavar="START:END")
@click.option("--statement", help="The claim in one sentence; else the words as they stand.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in ClaimKind]), help="Else as suggested."
)
@with_json
@with_state
def suggest_accept(
    state: State, id: str, span: str, statement: str | None, kind: str | None, as_json: bool
) -> int:
    """What stands at this place becomes a claim: a sentence as `suggest` lists it, or a
    part of one.
    """
    with state.archive() as archive:
        article = archive.articles.resolve(id)
        words = parse_span(span, archive.articles.document(article).text)
        sentence = archive.claims.suggestions.at(article, words)
        made, mark = archive.claims.accept(
            sentence, words, statement=statement, kind=ClaimKind(kind) if kind else None
        )
        alike = archive.claims.ledger.like(made.statement, but=made.id)
        if not as_json:
            say(f"claim {made.id}: {made.statement}")
        say_annotation(archive, mark, as_json, statement=made.statement, kind=made.kind.value)
        if alike and not as_json:
            known = archive.claims.get(alike[0].claim)
            say(f"Like {known.id}: {known.statement}", err=True)
            say(f"`newsmark claim merge {known.id} {made.id}` joins the two.", err=True)
    return 0


@command("suggest reject")
@_ARTICLE
@_SPANS
@with_json
@with_state
def suggest_reject(state: State, id: str, spans: tuple[str, ...], as_json: bool) -> int:
    """These sentences of the article are never suggested again; `undo` takes it back."""
    with state.archive() as archive:
        step = archive.claims.suggestions.reject(_named(archive, id, spans))
    say_step(step, as_json)
    return 0


@command("suggest skip")
@_ARTICLE
@_SPANS
@with_json
@with_state
def suggest_skip(state: State, id: str, spans: tuple[str, ...], as_json: bool) -> int:
    """These sentences come after all the others from now on."""
    with state.archive() as archive:
        step = archive.claims.suggestions.skip(_named(archive, id, spans))
    say_step(step, as_json)
    return 0


COMMANDS: tuple[click.Command, ...] = (
    _Suggest(
        "suggest",
        {"accept": suggest_accept, "reject": suggest_reject, "skip": suggest_skip},
        short_help=find("suggest").summary,
        help=_HELP,
        invoke_without_command=True,
    ),
)
