"""Commands on all claims: claims, claims due, claims verdicts."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from archive.claims.ordering import GROUPINGS, ORDERINGS, Grouping, Ordering
from archive.errors import UsageError
from archive.model import ClaimRow, Meaning, Scheme
from reader.cli.output import say, say_json, say_suggestions, say_table
from reader.cli.speaking import say_step
from reader.cli.state import QUERY_SETTINGS, Command, State, command, with_json, with_state
from reader.commands.catalogue import find

if TYPE_CHECKING:
    from archive.core import Archive

_LIST = "list"


class _Claims(click.Group):
    """The ledger: a query, unless the first word is a member's name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read a member's name, or everything as a query."""
        if not args or args[0] not in {*self.commands, _LIST}:
            args = [_LIST, *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The member of this name; ``list`` asks a query that begins with one."""
        return _listing if cmd_name == _LIST else super().get_command(ctx, cmd_name)


@click.command(
    _LIST, cls=Command, context_settings=QUERY_SETTINGS, short_help=find("claims").summary
)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--sort", type=click.Choice(ORDERINGS), default="added", show_default=True)
@click.option("--reverse", is_flag=True, help="Turn the order round.")
@click.option("--group", type=click.Choice(GROUPINGS), default="none", help="Put under headings.")
@click.option("--limit", type=click.IntRange(0), default=0, help="At most so many; 0 for all.")
@with_json
@with_state
def _listing(
    state: State,
    query: tuple[str, ...],
    sort: Ordering,
    reverse: bool,
    group: Grouping,
    limit: int,
    as_json: bool,
) -> int:
    from archive.claims.ordering import DESCENDING

    with state.archive() as archive:
        ledger = archive.claims.ledger
        turned = (sort in DESCENDING) is not reverse
        rows = ledger.select(" ".join(query), order=sort, descending=turned)
        total = len(rows)
        groups = ledger.group(rows[: limit or sys.maxsize], group)
        scheme = archive.claims.verdicts.scheme
        hints = ledger.hints(" ".join(query)) if query else ()
    if as_json:
        told: dict[str, Any] = {"total": total}
        if hints or (query and not total):
            told["suggestions"] = [asdict(one) for one in hints]
        if group == "none":
            told["claims"] = [row_json(row) for one in groups for row in one.rows]
        else:
            told["groups"] = [
                {"key": one.key, "heading": one.heading, "claims": [*map(row_json, one.rows)]}
                for one in groups
            ]
        say_json(told)
        return 0 if total else 1
    for one in groups:
        if group != "none":
            say(f"{one.heading} ({len(one.rows):,})")
        say_table([row_cells(row, scheme) for row in one.rows], right=frozenset({3, 4}))
    if query and not total:
        say("Nothing found.", err=True)
    say_suggestions(hints)
    return 0 if total else 1


_listing.help = f"""{find("claims").summary}.

QUERY is as for articles: words of statement, notes and speaker, "phrases",
OR, -word, and kind: verdict: speaker: entity: due: date: added: claim: note:
title: outlet: author: tag: lang: has:evidence has:note has:entity has:lost.
`newsmark claims due:..today` lists what has fallen due.

`claims due` tells what became of predictions, `claims verdicts` which
verdicts there are; write `claims list due` to look for the word.
"""


def row_json(row: ClaimRow) -> dict[str, Any]:
    """One line of the ledger for programs."""
    told = asdict(row) | {
        "kind": row.kind.value,
        "said_on": row.said_on.text if row.said_on else None,
        "due": row.due.text if row.due else None,
        "notes": row.notes or None,
    }
    told.pop("counted")
    counts = {name: told.pop(name) for name in ("supports", "contradicts", "context")}
    return told | {"evidence": counts}


def verdict_shown(verdict: str, scheme: Scheme) -> str:
    """A verdict for people; one that the scheme no longer has says so."""
    return verdict if verdict in scheme.names else f"{verdict} (not in the scheme)"


def row_cells(row: ClaimRow, scheme: Scheme) -> list[str]:
    """One line of the ledger for people."""
    evidence = [
        f"{sign}{count}"
        for sign, count in (("+", row.supports), ("-", row.contradicts), ("·", row.context))
        if count
    ]
    return [
        row.id,
        row.kind.value,
        verdict_shown(row.verdict, scheme),
        f"{row.appearances}×",
        " ".join(evidence),
        f"due {row.due}" if row.due else "",
        row.speaker or "",
        row.statement,
    ]


@command("claims due")
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@with_json
@with_state
def claims_due(state: State, query: tuple[str, ...], as_json: bool) -> int:
    """The earliest first, predictions without a day at the end; then each
    speaker's score: hits are those whose verdict says true, misses false.
    QUERY narrows it: `claims due speaker:altman`.
    """
    from archive.claims.predictions import due, outcome, scores

    today = date.today()
    with state.archive() as archive:
        scheme = archive.claims.verdicts.scheme
        rows = archive.claims.ledger.select(" ".join(query))
    falling = due(rows)
    scored = scores(rows, scheme, today)
    if as_json:
        listed = [row_json(row) | {"outcome": outcome(row, scheme, today)} for row in falling]
        say_json({"due": listed, "speakers": [asdict(one) for one in scored]})
        return 0 if falling else 1
    if not falling:
        say("No prediction is among them: `claim edit ID --kind prediction` makes one.", err=True)
    say_table(
        [
            [
                row.id,
                str(row.due or ""),
                _OUTCOMES[outcome(row, scheme, today)],
                row.speaker or "",
                row.statement,
            ]
            for row in falling
        ],
        right=frozenset(),
    )
    if scored:
        say("")
    for one in scored:
        say(f"{one.speaker or 'nobody named'}: {one.told}")
    return 0 if falling else 1


_OUTCOMES = {"hits": "hit", "misses": "miss", "unclear": "unclear"} | {
    name: name for name in ("overdue", "pending")
}


@command("claims verdicts")
@click.option("--add", "added", metavar="NAME", help="Put a verdict at the end of the scheme.")
@click.option("--remove", "removed", metavar="NAME", help="Claims that have it keep it.")
@click.option("--rename", nargs=2, metavar="NAME NEW", help="In the claims that have it too.")
@click.option("--change", "changed", metavar="NAME", help="Give it another --meaning.")
@click.option(
    "--meaning", type=click.Choice([one.value for one in Meaning]), help="What it says of a claim."
)
@with_json
@with_state
def claims_verdicts(
    state: State,
    added: str | None,
    removed: str | None,
    rename: tuple[str, str] | None,
    changed: str | None,
    meaning: str | None,
    as_json: bool,
) -> int:
    """In their order; the first that says open is a new claim's, and one must.
    Verdicts that claims still have although the scheme does not come last.
    """
    given = [one for one in (added, removed, rename, changed) if one is not None]
    if len(given) > 1 or (meaning and (removed or not given)) or (changed and not meaning):
        raise UsageError(
            "One change at a time.",
            remedy="Give --add, --remove, --rename, or --change with --meaning.",
        )
    said = Meaning(meaning) if meaning else None
    with state.archive() as archive:
        verdicts = archive.claims.verdicts
        if not given:
            return _say_scheme(archive, as_json)
        if added is not None:
            step = verdicts.add(added, said or Meaning.UNCLEAR)
        elif removed is not None:
            step = verdicts.remove(removed)
        elif rename is not None:
            step = verdicts.change(rename[0], rename=rename[1], meaning=said)
        else:
            step = verdicts.change(changed or "", meaning=said)
    say_step(step, as_json)
    return 0


def _say_scheme(archive: Archive, as_json: bool) -> int:
    verdicts = archive.claims.verdicts
    scheme, leftover = verdicts.scheme, verdicts.leftover()
    used = archive.store.ledger.verdicts()
    if as_json:
        pairs = zip(scheme.names, scheme.meanings, strict=True)
        say_json(
            {
                "verdicts": [
                    {"name": name, "meaning": said.value, "claims": used.get(name, 0)}
                    for name, said in pairs
                ],
                "leftover": leftover,
            }
        )
        return 0
    rows = [
        [name, said.value, f"{used.get(name, 0):,}"]
        for name, said in zip(scheme.names, scheme.meanings, strict=True)
    ]
    rows += [[name, "not in the scheme", f"{count:,}"] for name, count in leftover.items()]
    say_table(rows, right=frozenset({2}))
    return 0


COMMANDS: tuple[click.Command, ...] = (
    _Claims(
        "claims",
        {"due": claims_due, "verdicts": claims_verdicts},
        short_help=find("claims").summary,
        help=_listing.help,
        invoke_without_command=True,
    ),
)
