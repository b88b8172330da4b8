"""Commands on names that nobody entered yet: entity suggest, entity suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive.errors import NotFound, UsageError
from archive.text.folding import fold_word
from archive.text.plurals import counted
from reader.cli.output import say, say_json, say_table, shorten
from reader.cli.progress import Interrupt, ProgressStyle, Reporter, found, with_progress
from reader.cli.state import State, command, with_json, with_state

if TYPE_CHECKING:
    from archive.core import Archive
    from archive.entities.recognising import Recogniser
    from archive.entities.suggestions import Looked, SuggestedName


def recogniser() -> Recogniser:
    """What finds the names; tests put their own here.

    Raises:
        NotInstalled: if it is not installed.
    """
    from archive.entities.spacy_names import SpacyNames

    return SpacyNames()


@command("entity suggest")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--query", help="In all articles that this query finds.")
@click.option("--new", is_flag=True, help="In the articles that came in and wait for review.")
@click.option("--all", "everywhere", is_flag=True, help="In all articles: minutes for each 1,000.")
@with_progress
@with_json
@with_state
def entity_suggest(
    state: State,
    ids: tuple[str, ...],
    query: str | None,
    new: bool,
    everywhere: bool,
    progress: ProgressStyle,
    as_json: bool,
) -> int:
    """With spaCy, if the program was installed with its extra `nlp`, in English and French.

    What is found waits for review: `entity suggested` lists it, `E` and the
    review queue show it on the screen. Nothing is marked before you accept
    it, and what you reject is not suggested again. Exit code 1 if nothing waits.
    """
    if sum((bool(ids), query is not None, new, everywhere)) != 1:
        raise UsageError("Which articles?", remedy="Give ids, or one of --query, --new, --all.")
    names = recogniser()
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        asked = _asked(archive, ids, query, new)
        try:
            looked = archive.suggestions.look(
                asked,
                names,
                progress=lambda done, total: reporter.report("looking for names", done, total),
                cancelled=interrupt,
            )
        finally:
            reporter.close()
        waiting = len(archive.suggestions.names())
    value = _summary(looked, waiting)
    reporter.summary(value)
    if as_json:
        say_json(value | {"unread": looked.unread})
    elif not reporter.json:
        _say(looked, waiting)
    return 0 if waiting else 1


def _asked(archive: Archive, ids: tuple[str, ...], query: str | None, new: bool) -> list[str]:
    if ids:
        return list(dict.fromkeys(archive.articles.resolve(one) for one in ids))
    if query is not None:
        articles = found(archive, query)
        if not articles:
            raise NotFound(f"No article matches {query!r}.")
        return articles
    return list(archive.sweeps.queue()) if new else archive.articles.ids()


def _summary(looked: Looked, waiting: int) -> dict[str, Any]:
    return {
        "articles": looked.articles,
        "passages": looked.passages,
        "articles_in_other_languages": sum(looked.unread.values()),
        "names_to_review": waiting,
    }


def _say(looked: Looked, waiting: int) -> None:
    say(
        f"{counted(looked.articles, 'article')} looked through;"
        f" {counted(waiting, 'name waits', 'names wait')} for review."
        + (" `newsmark entity suggested` lists them." if waiting else "")
    )
    if looked.unread:
        listed = ", ".join(
            f"{number:,} {language or 'of no known language'}"
            for language, number in sorted(looked.unread.items())
        )
        say(f"Passed over, as no pipeline reads them: {listed}.", err=True)


@command("entity suggested")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--accept", is_flag=True, help="Make an entity of each NAME and mark its passages.")
@click.option("--reject", is_flag=True, help="Never suggest these passages again.")
@click.option("--type", "type_", help="With --accept: the entities' type; else the one shown.")
@click.option("--limit", type=click.IntRange(1), default=60, show_default=True, help="Shown.")
@with_json
@with_state
def entity_suggested(
    state: State,
    names: tuple[str, ...],
    accept: bool,
    reject: bool,
    type_: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """What `entity suggest` found, those with most passages first. With --accept or
    --reject, what becomes of the names given, as one step. The types are guesses.

    Exit code 1 if nothing waits.
    """
    if accept and reject:
        raise UsageError("Accept or reject?", remedy="Give one of the two.")
    if (accept or reject) and not names:
        raise UsageError("Which names?", remedy="Give those that you mean, one by one.")
    with state.archive() as archive:
        waiting = archive.suggestions.names()
        if names:
            waiting = _named(waiting, names)
        if accept or reject:
            return _decide(archive, waiting, accept, type_, as_json)
    if as_json:
        say_json({"total": len(waiting), "names": [_json(one) for one in waiting[:limit]]})
    else:
        say_table(
            [
                [
                    f"{len(one.passages):,}×",
                    f"{one.articles:,} art.",
                    one.type,
                    shorten(one.name, 40),
                    _context(one),
                ]
                for one in waiting[:limit]
            ],
            right=frozenset({0, 1}),
        )
        if len(waiting) > limit:
            say(f"… and {len(waiting) - limit:,} more; --limit shows them.", err=True)
    return 0 if waiting else 1


def _context(one: SuggestedName) -> str:
    said = one.passages[0].selectors
    before, after = said.prefix[-24:], said.suffix[:24]
    return " ".join(f"{before}[{shorten(said.exact, 30)}]{after}".split())


def _named(waiting: list[SuggestedName], names: tuple[str, ...]) -> list[SuggestedName]:
    by_name = {fold_word(one.name): one for one in waiting}
    found = []
    for name in names:
        one = by_name.get(fold_word(" ".join(name.split())))
        if one is None:
            raise NotFound(
                f"{name!r} was not suggested.", remedy="`newsmark entity suggested` lists what was."
            )
        found.append(one)
    return found


def _decide(
    archive: Archive, names: list[SuggestedName], accept: bool, type_: str | None, as_json: bool
) -> int:
    from archive.entities.passages import Unknown
    from archive.entities.sweep import Decision

    outcome = archive.sweeps.decide(
        Decision(each, Unknown(one.name, type_ or one.type) if accept else None)
        for one in names
        for each in one.passages
    )
    step = None if outcome.step is None else outcome.step.number
    if as_json:
        counts = {"accepted": outcome.accepted, "rejected": outcome.rejected}
        say_json(counts | {"stale": outcome.stale, "step": step})
    else:
        done = f"{outcome.accepted:,} marked" if accept else f"{outcome.rejected:,} rejected"
        say(f"{done}." + (" `newsmark undo` takes it back." if step else ""))
    return 0 if outcome.accepted or outcome.rejected else 1


def _json(one: SuggestedName) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "passages": [
            {
                "article": each.article,
                "start": each.selectors.span.start,
                "end": each.selectors.span.end,
                "before": each.selectors.prefix,
                "exact": each.selectors.exact,
                "after": each.selectors.suffix,
            }
            for each in one.passages
        ],
    }


SUGGESTING: tuple[click.Command, ...] = (entity_suggest, entity_suggested)
