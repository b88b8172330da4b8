"""Commands on evidence: what bears on a claim, and which articles are one source."""

from __future__ import annotations

import click

from archive.errors import UsageError
from archive.model import Stance
from reader.cli.card import evidence_json
from reader.cli.output import say, say_json, say_table
from reader.cli.speaking import say_step
from reader.cli.state import State, command, family, with_json, with_state

_STANCES = click.Choice([stance.value for stance in Stance])


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
        claim = archive.claims.known(claim_id)
        target = {"url": passage} if "://" in passage else {"annotation": passage}
        made = archive.claims.add_evidence(claim, Stance(stance), note=note, **target)
    if as_json:
        say_json(evidence_json(made))
    else:
        say(f"{made.id}  {passage}  {made.stance.value}  {made.claim}")
    return 0


@command("evidence list")
@click.argument("on", metavar="CLAIM|ANNOTATION")
@with_json
@with_state
def evidence_list(state: State, on: str, as_json: bool) -> int:
    """What bears on a claim, or which claims a mark bears on."""
    with state.archive() as archive:
        if on.startswith("m-"):
            pieces = archive.claims.evidence_on(archive.annotations.get(on).id)
        else:
            pieces = archive.claims.evidence(archive.claims.known(on))
        sources = archive.claims.sources.of(pieces)
        statements = {one.claim: archive.claims.get(one.claim).statement for one in pieces}
    if as_json:
        say_json(
            {
                "evidence": [evidence_json(one) for one in pieces],
                "sources": [
                    {"articles": list(one.articles), "evidence": [each.id for each in one.evidence]}
                    for one in sources
                ],
            }
        )
    else:
        source_of = {each.id: n for n, one in enumerate(sources, 1) for each in one.evidence}
        say_table(
            [
                [
                    one.id,
                    f"source {source_of[one.id]}",
                    one.stance.value,
                    one.annotation or one.url or "",
                    one.claim,
                    statements[one.claim] + (f" — {one.note}" if one.note else ""),
                ]
                for one in pieces
            ],
            right=frozenset(),
        )
    return 0 if pieces else 1


@command("evidence edit")
@click.argument("evidence_id", metavar="EVIDENCE")
@click.option("--stance", type=_STANCES)
@click.option("--note", help="Markdown; empty takes it away.")
@with_json
@with_state
def evidence_edit(
    state: State, evidence_id: str, stance: str | None, note: str | None, as_json: bool
) -> int:
    """Change its stance or note."""
    if stance is None and note is None:
        raise UsageError("Nothing to change.", remedy="Give --stance or --note.")
    with state.archive() as archive:
        made = archive.claims.edit_evidence(
            evidence_id, stance=Stance(stance) if stance else None, note=note
        )
    if as_json:
        say_json(evidence_json(made))
    else:
        say(f"{made.id}  {made.annotation or made.url}  {made.stance.value}  {made.claim}")
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


@command("evidence copies")
@click.argument("id", metavar="ARTICLE")
@click.argument("other", metavar="OTHER")
@click.option("--same", "judged", flag_value="same", help="They are copies: one source.")
@click.option("--different", "judged", flag_value="different", help="They are none: two sources.")
@click.option("--forget", "judged", flag_value="forget", help="Go by what they look like again.")
@with_json
@with_state
def evidence_copies(state: State, id: str, other: str, judged: str | None, as_json: bool) -> int:
    """Copies of one text count as one source. Without an option, tells whether
    the two are taken for copies, and how much of their words they share.
    """
    with state.archive() as archive:
        pair = [archive.articles.resolve(one) for one in (id, other)]
        sources = archive.claims.sources
        if judged is not None:
            verdict = {"same": True, "different": False, "forget": None}[judged]
            say_step(sources.judge(*pair, same=verdict), as_json)
            return 0
        same = len(sources.groups(pair)) == 1
        likeness = sources.likeness(*pair)
    if as_json:
        say_json({"articles": pair, "same": same, "likeness": round(likeness, 3)})
    else:
        what = "one source" if same else "two sources"
        say(f"{pair[0]} and {pair[1]} count as {what}; {likeness:.0%} of their words in common.")
    return 0


COMMANDS: tuple[click.Command, ...] = (
    family(
        "evidence",
        "What bears on a claim.",
        evidence_add,
        evidence_list,
        evidence_edit,
        evidence_delete,
        evidence_copies,
    ),
)
