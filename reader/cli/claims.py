"""Commands on single claims, or several of them: claim add, show, edit, attach, merge, split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive.errors import NotFound, UsageError
from archive.model import Attribution, ClaimKind, Newcomer
from archive.text.clean import clean
from reader.cli.card import card_json, claim_json, say_card
from reader.cli.entities import entity_named
from reader.cli.ledger import row_cells
from reader.cli.output import say, say_json, say_table
from reader.cli.passage import place, with_nth, with_place, with_quote, with_span
from reader.cli.speaking import say_annotation, say_step
from reader.cli.state import State, command, family, with_json, with_state
from reader.editor import edited, editor_named

if TYPE_CHECKING:
    from archive.core import Archive

_KINDS = click.Choice([kind.value for kind in ClaimKind])
_ATTRIBUTIONS = click.Choice([one.value for one in Attribution])
_CLAIMANT_TYPE = click.option(
    "--claimant-type",
    metavar="TYPE",
    help="Where nobody is called so: make the claimant, of this type (person, …).",
)
_SAID_ON = click.option("--said-on", "--date", "said_on", help="An ISO date, partial or whole.")
_DUE = click.option("--due", help="The day a prediction falls due; an ISO date.")


@command("claim add")
@with_place
@click.option("--claim", "known", help="An existing claim's id: the passage makes it too.")
@click.option("--statement", help="The claim in one sentence; else the words marked.")
@click.option("--kind", type=_KINDS, help="[default: fact]")
@click.option("--claimant", help="Who says so: an entity's id or name.")
@_CLAIMANT_TYPE
@click.option("--attribution", type=_ATTRIBUTIONS)
@_SAID_ON
@_DUE
@click.option("--note", default="", help="Markdown.")
@with_json
@with_state
def claim_add(
    state: State,
    id: str,
    quote: str | None,
    span: str | None,
    nth: int | None,
    known: str | None,
    statement: str | None,
    kind: str | None,
    claimant: str | None,
    claimant_type: str | None,
    attribution: str | None,
    said_on: str | None,
    due: str | None,
    note: str,
    as_json: bool,
) -> int:
    """On the command line, the passage given by --quote or --span."""
    if known and any((statement, kind, claimant, claimant_type, attribution, said_on, due)):
        raise UsageError(
            "An existing claim has its statement, kind, claimant and dates.",
            remedy="Change them with `newsmark claim edit`.",
        )
    with state.archive() as archive:
        article, where = place(archive, id, quote, span, nth)
        if known:
            known = archive.claims.known(known)
            mark = archive.claims.add_appearance(known, article, where, note=note)
            made = archive.claims.get(known)
        else:
            made, mark = archive.claims.add(
                article,
                where,
                statement=statement,
                kind=ClaimKind(kind or "fact"),
                claimant=_speaker(archive, claimant, claimant_type),
                attribution=Attribution(attribution) if attribution else None,
                said_on=said_on or None,
                due=due or None,
                note=note,
            )
        if not as_json:
            say(f"claim {made.id}: {made.statement}")
        say_annotation(archive, mark, as_json, statement=made.statement, kind=made.kind.value)
    return 0


@command("claim list")
@with_json
@with_state
def claim_list(state: State, as_json: bool) -> int:
    """The oldest first, with everything on them; `claims` finds and orders them."""
    with state.archive() as archive:
        claims = archive.claims.all()
        if as_json:
            told = [card_json(archive, one) for one in claims]
            say_json({"total": len(claims), "claims": told})
        else:
            rows = archive.claims.ledger.select(order="added", descending=False)
            scheme = archive.claims.verdicts.scheme
            say_table([row_cells(row, scheme) for row in rows], right=frozenset({3, 4}))
    return 0 if claims else 1


@command("claim edit")
@click.argument("claim_ids", nargs=-1, metavar="[CLAIM]...")
@click.option("--query", help="All claims that this query finds; see `claims`.")
@click.option("--statement")
@click.option("--kind", type=_KINDS)
@click.option("--claimant", help="An entity's id or name.")
@_CLAIMANT_TYPE
@click.option("--attribution", type=click.Choice([*_ATTRIBUTIONS.choices, ""]))
@_SAID_ON
@_DUE
@click.option("--verdict", help="One of the scheme's; `claims verdicts` lists them.")
@click.option("--confidence", help="0 to 100.")
@click.option("--notes", help="Markdown.")
@click.option("--editor", is_flag=True, help="Write one claim's notes in $VISUAL or $EDITOR.")
@with_json
@with_state
def claim_edit(
    state: State,
    /,
    claim_ids: tuple[str, ...],
    query: str | None,
    claimant: str | None,
    claimant_type: str | None,
    editor: bool,
    as_json: bool,
    **given: str | None,
) -> int:
    """An empty value takes the fact away. Several claims are changed in one step."""
    if bool(claim_ids) == (query is not None):
        raise UsageError("Which claims?", remedy="Give ids, or --query QUERY, not both.")
    if editor and (len(claim_ids) != 1 or given["notes"] is not None):
        raise UsageError("--editor takes one claim, and no --notes.")
    # Statement and notes, kind and verdict take their text as it is, even an empty one.
    empty = {"attribution", "said_on", "due", "confidence"}
    fields: dict[str, Any] = {
        name: None if name in empty and not value else value
        for name, value in given.items()
        if value is not None
    }
    if fields.get("confidence"):
        fields["confidence"] = _percent(fields["confidence"])
    with state.archive() as archive:
        if claimant is not None or claimant_type is not None:
            fields["claimant"] = _speaker(archive, claimant, claimant_type)
        if editor:
            before = archive.claims.get(archive.claims.known(claim_ids[0])).notes
            fields["notes"] = _in_editor(before)
        if not fields:
            raise UsageError("Nothing to change.", remedy="Name a field, such as --verdict.")
        if query is None:
            meant = [archive.claims.known(one) for one in claim_ids]
        else:
            meant = [row.id for row in archive.claims.ledger.select(query)]
            if not meant:
                raise NotFound(f"No claim matches {query!r}.")
        changed = archive.claims.edit_many(meant, **fields)
    if as_json:
        told = [claim_json(one) for one in changed]
        say_json(told[0] if len(claim_ids) == 1 else {"claims": told})
    else:
        say_table(
            [[one.id, one.kind, one.verdict, one.statement] for one in changed],
            right=frozenset(),
        )
    return 0


def _speaker(archive: Archive, name: str | None, type: str | None) -> str | Newcomer | None:
    """Whom a name means; somebody new where nobody is called so and a type is given."""
    if not name:
        if type is not None:
            raise UsageError("Whose type?", remedy="Give --claimant NAME too.")
        return None
    if type is not None and not archive.entities.named(name) and not name.startswith("e-"):
        return Newcomer(name, type)
    try:
        return entity_named(archive, name).id
    except NotFound as error:
        remedy = "Add --claimant-type person (or organisation …) to make it in the same step."
        raise NotFound(error.message, remedy=remedy) from error


def _in_editor(notes: str) -> str:
    editor = editor_named()
    if not editor:
        raise UsageError("No editor is named.", remedy="Set $EDITOR, or give --notes TEXT.")
    return clean(edited(editor, notes))[0]


def _percent(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise UsageError(f"Confidence is a whole number from 0 to 100, not {text[:20]!r}.")
    return int(text)


@command("claim attach")
@click.argument("claim_id", metavar="CLAIM")
@click.argument("marks", nargs=-1, metavar="[MARK]...")
@click.option("--article", "id", metavar="ID", help="Or a passage of this article.")
@with_quote
@with_span
@with_nth
@with_json
@with_state
def claim_attach(
    state: State,
    claim_id: str,
    marks: tuple[str, ...],
    id: str | None,
    quote: str | None,
    span: str | None,
    nth: int | None,
    as_json: bool,
) -> int:
    """A MARK is a highlight, a note or an appearance of another claim (see
    `annotations`); or else name the words: --article ID --quote TEXT.
    """
    if bool(marks) == (id is not None):
        raise UsageError("Which passage?", remedy="Give marks, or --article with --quote.")
    with state.archive() as archive:
        claim = archive.claims.known(claim_id)
        if id is not None:
            mark = archive.claims.add_appearance(claim, *place(archive, id, quote, span, nth))
            say_annotation(archive, mark, as_json)
        else:
            say_step(archive.claims.attach(claim, marks), as_json, claim=claim)
    return 0


@command("claim merge")
@click.argument("claim_id", metavar="CLAIM")
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@with_json
@with_state
def claim_merge(state: State, claim_id: str, others: tuple[str, ...], as_json: bool) -> int:
    """CLAIM stays and takes over what the others have."""
    with state.archive() as archive:
        claims = archive.claims
        kept = claims.merge(claims.known(claim_id), [claims.known(one) for one in others])
        say_card(archive, kept, as_json)
    return 0


@command("claim split")
@click.argument("claim_id", metavar="CLAIM")
@click.argument("marks", nargs=-1, required=True, metavar="MARK...")
@click.option("--statement", help="Of the new claim; else the first mark's words.")
@with_json
@with_state
def claim_split(
    state: State, claim_id: str, marks: tuple[str, ...], statement: str | None, as_json: bool
) -> int:
    """The MARKs, appearances of CLAIM, become a claim of their own."""
    with state.archive() as archive:
        claims = archive.claims
        made = claims.split(claims.known(claim_id), marks, statement=statement)
        say_card(archive, made, as_json)
    return 0


@command("claim show")
@click.argument("claim_id", metavar="CLAIM")
@with_json
@with_state
def claim_show(state: State, claim_id: str, as_json: bool) -> int:
    """Its appearances by date, the words and figures that changed from one to
    the next ([-gone-] {+come+}), its evidence by source, its history.
    """
    with state.archive() as archive:
        say_card(archive, archive.claims.get(archive.claims.known(claim_id)), as_json)
    return 0


COMMANDS: tuple[click.Command, ...] = (
    family(
        "claim",
        "Claims: what somebody says is so.",
        claim_add,
        claim_list,
        claim_show,
        claim_edit,
        claim_attach,
        claim_merge,
        claim_split,
    ),
)
