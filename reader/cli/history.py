"""Commands of history: log, undo, redo."""

from __future__ import annotations

from typing import Any

import click

from archive.errors import UsageError
from archive.model import Step
from reader.cli.output import say_json, say_table
from reader.cli.speaking import say_step
from reader.cli.state import State, command, with_json, with_state

_LARGEST = 10**9


@command("log")
@click.option("--limit", type=click.IntRange(1, _LARGEST), default=30, show_default=True)
@click.option("--article", metavar="ID", help="Only what touched this article.")
@click.option("--record", metavar="ID", help="Only what touched this claim, mark, entity, …")
@click.option("--actor", help="Only what this person did.")
@click.option("--command", help="Only this command, or family of commands, such as claim.")
@click.option("--date", help="Only on these days (UTC): 2026-11, yesterday, 2026-11-01..")
@with_json
@with_state
def log(
    state: State,
    limit: int,
    article: str | None,
    record: str | None,
    actor: str | None,
    command: str | None,
    date: str | None,
    as_json: bool,
) -> int:
    """Who did what, and when; the latest first."""
    with state.archive() as archive:
        chosen = archive.articles.resolve(article) if article is not None else None
        steps = archive.history.log(
            limit, chosen, record=record, actor=actor, command=command, date=date
        )
    if as_json:
        say_json({"steps": [_step_json(step) for step in steps]})
    else:
        say_table([_step_cells(step) for step in steps], right=frozenset({0}))
    return 0 if steps else 1


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "step": step.number,
        "at": step.at,
        "actor": step.actor,
        "command": step.command,
        "summary": step.summary,
        "undoable": step.undoable,
        "undone": step.undone,
        "reverses": step.reverses,
    }


def _step_cells(step: Step) -> list[str]:
    undone = " (undone)" if step.undone else ""
    return [str(step.number), step.at, step.actor, step.summary + undone]


@command("undo")
@click.option(
    "--step",
    "past",
    type=click.IntRange(1, _LARGEST),
    metavar="STEP",
    help="Take back this one, in the past, if no later one depends on it.",
)
@click.option(
    "--import",
    "number",
    type=click.IntRange(1, _LARGEST),
    metavar="STEP",
    help="Take a whole import back; `log` tells its number.",
)
@with_json
@with_state
def undo(state: State, past: int | None, number: int | None, as_json: bool) -> int:
    """Your own, also one of yesterday; an import only when named."""
    if past is not None and number is not None:
        raise UsageError("Which step?", remedy="Give --step or --import, not both.")
    with state.archive() as archive:
        history = archive.history
        if past is not None:
            step = history.undo_step(past)
        else:
            step = history.undo() if number is None else history.undo_import(number)
    say_step(step, as_json, reverses=step.reverses)
    return 0


@command("redo")
@with_json
@with_state
def redo(state: State, as_json: bool) -> int:
    """Until something new is done."""
    with state.archive() as archive:
        step = archive.history.redo()
    say_step(step, as_json, reverses=step.reverses)
    return 0


COMMANDS: tuple[click.Command, ...] = (log, undo, redo)
