"""Commands on claims and what bears on them."""

from __future__ import annotations

from typing import Any

import click

from archive.errors import UsageError
from archive.model import VERDICTS, Attribution, Claim, ClaimKind, Stance
from reader.cli.entities import entity_named
from reader.cli.output import say, say_json, say_table
from reader.cli.passage import place, with_place
from reader.cli.speaking import annotation_with_article, say_annotation, say_step
from reader.cli.state import State, command, family, with_json, with_state

_KINDS = click.Choice([kind.value for kind in ClaimKind])
_ATTRIBUTIONS = click.Choice([one.value for one in Attribution])
_STANCES = click.Choice([stance.value for stance in Stance])


@command("claim add")
@with_place
@click.option("--claim", "known", help="An existing claim's id: the passage makes it too.")
@click.option("--statement", help="The claim in one sentence; else the words marked.")
@click.option("--kind", type=_KINDS, help="[default: fact]")
@click.option("--claimant", help="Who says so: an entity's id or name.")
@click.option("--attribution", type=_ATTRIBUTIONS)
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
    attribution: str | None,
    note: str,
    as_json: bool,
) -> int:
    """On the command line, the passage given by --quote or --span."""
    if known and (statement or kind or claimant or attribution):
        raise UsageError(
            "An existing claim has its statement, kind and claimant.",
            remedy="Change them with `newsmark claim edit`.",
        )
    with state.archive() as archive:
        article, where = place(archive, id, quote, span, nth)
        if known:
            mark = archive.claims.add_appearance(known, article, where, note=note)
            made = archive.claims.get(known)
        else:
            made, mark = archive.claims.add(
                article,
                where,
                statement=statement,
                kind=ClaimKind(kind or "fact"),
                claimant=entity_named(archive, claimant).id if claimant else None,
                attribution=Attribution(attribution) if attribution else None,
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
    """The oldest first, each with its verdict and how often it appears."""
    with state.archive() as archive:
        claims = archive.claims.all()
        appearances = {one.id: archive.claims.appearances(one.id) for one in claims}
        evidence = {one.id: archive.claims.evidence(one.id) for one in claims}
        claimants = {
            one.claimant: archive.entities.get(one.claimant).name for one in claims if one.claimant
        }
    if as_json:
        say_json(
            {
                "total": len(claims),
                "claims": [
                    claim_json(one)
                    | {
                        "appearances": [
                            annotation_with_article(mark) for mark in appearances[one.id]
                        ],
                        "evidence": [
                            {
                                "id": piece.id,
                                "stance": piece.stance.value,
                                "annotation": piece.annotation,
                                "url": piece.url,
                                "note": piece.note or None,
                            }
                            for piece in evidence[one.id]
                        ],
                    }
                    for one in claims
                ],
            }
        )
    else:
        say_table(
            [
                [
                    one.id,
                    one.kind.value,
                    one.verdict,
                    f"{len(appearances[one.id])}×",
                    f"{len(evidence[one.id])}E" if evidence[one.id] else "",
                    claimants.get(one.claimant or "", ""),
                    one.statement,
                ]
                for one in claims
            ],
            right=frozenset({3, 4}),
        )
    return 0 if claims else 1


def claim_json(claim: Claim) -> dict[str, Any]:
    """One claim for programs."""
    return {
        "id": claim.id,
        "statement": claim.statement,
        "kind": claim.kind.value,
        "claimant": claim.claimant,
        "attribution": claim.attribution.value if claim.attribution else None,
        "said_on": claim.said_on.text if claim.said_on else None,
        "due": claim.due.text if claim.due else None,
        "verdict": claim.verdict,
        "confidence": claim.confidence,
        "notes": claim.notes or None,
    }


@command("claim edit")
@click.argument("claim_id", metavar="CLAIM")
@click.option("--statement")
@click.option("--kind", type=_KINDS)
@click.option("--claimant", help="An entity's id or name.")
@click.option("--attribution", type=click.Choice([*_ATTRIBUTIONS.choices, ""]))
@click.option("--said-on", help="An ISO date, partial or whole.")
@click.option("--due", help="The day a prediction falls due; an ISO date.")
@click.option("--verdict", help=", ".join(VERDICTS) + ", or your own.")
@click.option("--confidence", help="0 to 100.")
@click.option("--notes", help="Markdown.")
@with_json
@with_state
def claim_edit(
    state: State, /, claim_id: str, claimant: str | None, as_json: bool, **given: str | None
) -> int:
    """An empty value takes the fact away."""
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
        if claimant is not None:
            fields["claimant"] = entity_named(archive, claimant).id if claimant else None
        if not fields:
            raise UsageError("Nothing to change.", remedy="Name a field, such as --verdict.")
        changed = archive.claims.edit(claim_id, **fields)
    if as_json:
        say_json(claim_json(changed))
    else:
        say_table(
            [[changed.id, changed.kind, changed.verdict, changed.statement]], right=frozenset()
        )
    return 0


def _percent(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise UsageError(f"Confidence is a whole number from 0 to 100, not {text[:20]!r}.")
    return int(text)


@command("evidence add")
@click.argument("claim_id", metavar="CLAIM")
@click.argument("passage", metavar="ANNOTATION|URL")
@click.option("--stance", type=_STANCES, default="supports", show_default=True)
@click.option("--note", default="", help="Markdown.")
@with_json
@with_state
def evidence_add(
    state: State, claim_id: str, passage: str, stance: str, note: str, as_json: bool
) -> int:
    """The passage is a mark in any article (see `annotations`), or a page elsewhere."""
    with state.archive() as archive:
        target = {"url": passage} if "://" in passage else {"annotation": passage}
        made = archive.claims.add_evidence(claim_id, Stance(stance), note=note, **target)
    if as_json:
        say_json(
            {
                "id": made.id,
                "claim": made.claim,
                "stance": made.stance.value,
                "annotation": made.annotation,
                "url": made.url,
                "note": made.note or None,
            }
        )
    else:
        say(f"{made.id}  {passage}  {made.stance.value}  {made.claim}")
    return 0


@command("evidence delete")
@click.argument("evidence_id", metavar="EVIDENCE")
@with_json
@with_state
def evidence_delete(state: State, evidence_id: str, as_json: bool) -> int:
    """The claim and the passage stay."""
    with state.archive() as archive:
        step = archive.claims.delete_evidence(evidence_id)
    say_step(step, as_json)
    return 0


COMMANDS: tuple[click.Command, ...] = (
    family("claim", "Claims: what somebody says is so.", claim_add, claim_list, claim_edit),
    family("evidence", "What bears on a claim.", evidence_add, evidence_delete),
)
