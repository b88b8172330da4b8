"""Commands that find the names of the register in articles: entity sweep, entity queue."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from archive.errors import NotFound, UsageError
from archive.text.plurals import counted
from reader.cli.entities import entity_named
from reader.cli.output import say, say_json, say_table, shorten
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, found, with_progress
from reader.cli.state import State, command, with_json, with_state

if TYPE_CHECKING:
    from archive.core import Archive
    from archive.entities.passages import Found, Named
    from archive.entities.sweep import Decision

_CONTEXT = 30
_MOST_NAMED = 6


@command("entity sweep")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--query", help="In all articles that this query finds.")
@click.option("--new", is_flag=True, help="In the articles that came in and wait for review.")
@click.option("--entity", "named", multiple=True, help="Only this one; repeat for several.")
@click.option("--accept", is_flag=True, help="Mark all that is found, as one step.")
@click.option(
    "--ambiguous", is_flag=True, help="Accept also what several entities are called, as the first."
)
@click.option("--reject", is_flag=True, help="Never find these passages again, as one step.")
@click.option("--accents", is_flag=True, help="Accents as in the name.")
@click.option("--no-plural", is_flag=True, help="No plurals.")
@click.option("--no-possessive", is_flag=True, help="No possessives.")
@click.option("--limit", type=click.IntRange(0), default=40, show_default=True, help="Shown.")
@with_progress
@with_json
@with_state
def entity_sweep(
    state: State,
    ids: tuple[str, ...],
    query: str | None,
    new: bool,
    named: tuple[str, ...],
    accept: bool,
    ambiguous: bool,
    reject: bool,
    accents: bool,
    no_plural: bool,
    no_possessive: bool,
    limit: int,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """In the articles named, those of a query, or all. Nothing is marked without --accept.

    Whole words only, after a French elision too; the first capital of a name
    asks for one (Meta is not meta), up to four capitals for all (IT is not
    It); the longest name wins. What is marked, or was rejected, is left out.
    What several entities are called has a `?` and is not accepted with the rest.
    Exit code 1 if nothing is found.
    """
    from archive.entities.gazetteer import Rules

    if accept and reject:
        raise UsageError("Accept or reject?", remedy="Give one of the two.")
    if sum((bool(ids), query is not None, new)) > 1:
        raise UsageError("Which articles?", remedy="Give ids, --query or --new, not several.")
    rules = Rules(accents=accents, plural=not no_plural, possessive=not no_possessive)
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        asked = _asked(archive, ids, query, new)
        entities = [entity_named(archive, one).id for one in named]
        passages = (
            each
            for those in archive.sweeps.over(
                asked,
                entities=entities or None,
                rules=rules,
                progress=lambda done, total: reporter.report("sweeping", done, total),
                cancelled=interrupt,
            )
            for each in those
        )
        try:
            if accept or reject:
                decided = _Decided(archive, passages, accept, ambiguous=ambiguous or reject)
                return _decide(archive, decided, reporter, as_json)
            return _show(archive, passages, limit, reporter, as_json)
        finally:
            reporter.close()


def _asked(
    archive: Archive, ids: tuple[str, ...], query: str | None, new: bool
) -> list[str] | None:
    if ids:
        return list(dict.fromkeys(_article(archive, one) for one in ids))
    if query is not None:
        return found(archive, query)
    return list(archive.sweeps.queue()) if new else None


def _article(archive: Archive, named: str) -> str:
    """The id of an article; UsageError where an entity was named in its place."""
    try:
        return archive.articles.resolve(named)
    except NotFound:
        if not archive.entities.named(named):
            raise
        raise UsageError(
            f"{named!r} is an entity, no article.", remedy=f"Write --entity {shlex.quote(named)}."
        ) from None


class _Decided:
    """What is found, each with the decision; counts what is left because several have the name.

    Args:
        accept: whether it is accepted, else rejected.
        ambiguous: whether nothing is left.
    """

    def __init__(
        self, archive: Archive, passages: Iterator[Found], accept: bool, *, ambiguous: bool
    ) -> None:
        self.accept = accept
        self.left = 0
        self.names: dict[str, None] = {}
        self._called = {one.id: one.name for one in archive.entities.all()}
        self._passages = passages
        self._ambiguous = ambiguous

    def __iter__(self) -> Iterator[Decision]:
        from archive.entities.sweep import Decision

        for each in self._passages:
            if each.ambiguous and not self._ambiguous:
                self.left += 1
                several = (*each.entities, *each.others)
                self.names.update((f"{_name(one, self._called)} ({one})", None) for one in several)
            else:
                yield Decision(each, each.entity if self.accept else None)

    def say_left(self) -> None:
        """Name what was left, and what to do, on standard error."""
        if self.left:
            names = list(self.names)
            more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
            say(
                f"{counted(self.left, 'passage')} left, for several entities have the name: "
                f"{', '.join(names[:_MOST_NAMED])}{more}. --ambiguous takes the first one shown.",
                err=True,
            )


def _decide(archive: Archive, decided: _Decided, reporter: Reporter, as_json: bool) -> int:
    outcome = archive.sweeps.decide(decided)
    reporter.close()
    step = None if outcome.step is None else outcome.step.number
    value = {
        "accepted": outcome.accepted,
        "rejected": outcome.rejected,
        "stale": outcome.stale,
        "ambiguous": decided.left,
        "step": step,
    }
    reporter.summary(value)
    if as_json:
        say_json(value)
    elif not reporter.json:
        what = (
            f"{counted(outcome.accepted, 'mention')} marked"
            if decided.accept
            else f"{counted(outcome.rejected, 'passage')} rejected"
        )
        stale = f", {outcome.stale:,} changed meanwhile and left" if outcome.stale else ""
        say(f"{what}{stale}." + (" `newsmark undo` takes it back." if step else ""))
        decided.say_left()
    return 0 if outcome.accepted or outcome.rejected else 1


def _show(
    archive: Archive, passages: Iterator[Found], limit: int, reporter: Reporter, as_json: bool
) -> int:
    names = {one.id: one.name for one in archive.entities.all()}
    shown = list(islice(passages, limit))
    rest = sum(1 for _ in passages)
    reporter.close()
    if as_json:
        say_json(
            {
                "total": len(shown) + rest,
                "passages": [_json(each, names) for each in shown],
            }
        )
    else:
        say_table(
            [
                [
                    each.article,
                    shorten(_name(each.entity, names), 30) + ("?" if each.ambiguous else ""),
                    " ".join(each.selectors.prefix.split())[-_CONTEXT:],
                    f"[{shorten(each.selectors.exact, 40)}]",
                    shorten(each.selectors.suffix, _CONTEXT),
                ]
                for each in shown
            ],
            right=frozenset({2}),
        )
        more = f", {len(shown):,} shown" if rest else ""
        say(f"{counted(len(shown) + rest, 'passage')} found{more}. --accept marks all.", err=True)
    return 0 if shown or rest else 1


def _json(each: Found, names: dict[str, str]) -> dict[str, Any]:
    said = each.selectors
    return {
        "article": each.article,
        "start": said.span.start,
        "end": said.span.end,
        "before": said.prefix,
        "exact": said.exact,
        "after": said.suffix,
        "entities": [
            {"id": key, "name": _name(key, names)} for key in (*each.entities, *each.others)
        ],
        "ambiguous": each.ambiguous,
    }


def _name(named: Named, names: dict[str, str]) -> str:
    return names[named] if isinstance(named, str) else named.name


@command("entity queue")
@click.option("--clear", is_flag=True, help="Let none of them wait any longer.")
@with_json
@with_state
def entity_queue(state: State, clear: bool, as_json: bool) -> int:
    """Imports look for the names of the register in what they bring. `entity sweep --new`
    shows the passages, and with --accept marks them.
    """
    with state.archive() as archive:
        waiting = archive.sweeps.queue()
        titles = {row.id: row.title for row in archive.articles.rows(list(waiting))}
        if clear:
            archive.sweeps.dismiss(list(waiting))
    if as_json:
        articles = [
            {"id": id, "title": titles[id], "found": number} for id, number in waiting.items()
        ]
        say_json({"total": len(articles), "articles": articles})
    else:
        say_table(
            [[id, f"{number:,}", titles[id]] for id, number in waiting.items()],
            right=frozenset({1}),
        )
    return 0 if waiting else 1


SWEEPING: tuple[click.Command, ...] = (entity_sweep, entity_queue)
