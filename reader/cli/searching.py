"""Commands of search: search, reindex."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import asdict
from typing import Any

import click

from archive.index.results import SORTS, Hit, Sort
from archive.model import ArticleRow
from reader.cli.output import fit, say, say_json, terminal_width
from reader.cli.progress import (
    Interrupt,
    ProgressStyle,
    Reporter,
    bring_index_up_to_date,
    with_progress,
)
from reader.cli.state import QUERY_SETTINGS, State, command, with_json, with_state

_INDENT = " " * 10  # an article's id and two blanks


@command("search", context_settings=QUERY_SETTINGS)
@click.argument("query", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="0 for all.")
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="relevance",
    show_default=True,
    help="Best first, newest, longest, by title …",
)
@click.option("--copies", is_flag=True, help="Show near-identical articles one by one.")
@click.option("--no-recency", is_flag=True, help="Do not let newer articles go up a little.")
@with_json
@with_state
def search(
    state: State,
    query: tuple[str, ...],
    limit: int,
    sort: Sort,
    copies: bool,
    no_recency: bool,
    as_json: bool,
) -> int:
    """Words (all must match), "a phrase", OR, -word or NOT word, (parentheses,
    negated too), "words near"~5, prefix*, wor?d, w*rd, fuzzy~, and fields:
    title: body: author: outlet: url: lang: tag: added: date: is: has: entity:
    speaker: kind: verdict: claim: note: similar:ID. Dates may be partial, in
    words, and ranges: date:2025-01..2025-03, date:..2024, date:"last month".

    The query may begin with a minus; what is left of your shell's own
    quotation marks counts: search '"open source"' finds the phrase.
    """
    from archive.index import Index

    text = " ".join(query)
    reporter = Reporter()
    with state.archive() as archive:
        hits = Index(archive).search(
            text,
            limit=limit or sys.maxsize,
            sort=sort,
            descending=sort not in ("title", "outlet"),
            fold=not copies,
            recency=not no_recency,
            progress=lambda done, total: reporter.report("indexing", done, total),
        )
        reporter.close()
        rows = {row.id: row for row in archive.articles.rows([hit.id for hit in hits.hits])}
        # An article may have been deleted by another process in between.
        shown = [(hit, rows[hit.id]) for hit in hits.hits if hit.id in rows]
        urls = {hit.id: archive.articles.get(hit.id).url for hit, _ in shown} if as_json else {}
    if hits.note:
        say(hits.note, err=True)
    if as_json:
        found = [
            _hit_json(hit, row, urls[hit.id], hits.copies.get(hit.id, ())) for hit, row in shown
        ]
        answer = {"query": text, "total": hits.total, "hits": found}
        if not hits.total:
            answer["suggestions"] = [asdict(one) for one in hits.suggestions]
        say_json(answer)
        return 0 if hits.total else 1
    for hit, row in shown:
        _say_hit(hit, row, len(hits.copies.get(hit.id, ())))
    if not hits.total:
        say("Nothing found.", err=True)
        for one in hits.suggestions:
            say(f"  {one.text}" + (f"  {one.query}" if one.query else ""), err=True)
        return 1
    if len(hits.order) > len(shown):
        say(f"{len(shown):,} of {len(hits.order):,}; --limit 0 shows all.", err=True)
    return 0


def _hit_json(
    hit: Hit, row: ArticleRow, url: str | None, copies: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": row.title,
        "url": url,
        "outlet": row.outlet,
        "published": row.published.text if row.published else None,
        "language": row.language,
        "score": hit.score,
        "snippet": hit.snippet.text,
        "in": list(hit.fields),
        "copies": list(copies),
    }


def _say_hit(hit: Hit, row: ArticleRow, copies: int) -> None:
    columns = terminal_width()
    room = sys.maxsize if columns is None else max(20, columns - len(_INDENT))
    facts = [row.published.text[:10] if row.published else None, row.outlet, row.language]
    fields = ", ".join(field for field in hit.fields if field != "body")
    facts.append(f"in {fields}" if fields else None)
    facts.append(f"+{copies} {'copy' if copies == 1 else 'copies'}" if copies else None)
    say(f"{hit.id}  {fit(row.title, room)}")
    told = [" · ".join(fact for fact in facts if fact), _emphasise(hit)]
    if columns is not None:
        told = [line for text in told for line in textwrap.wrap(text, room)]
    for line in told:
        if line:
            say(_INDENT + line)


def _emphasise(hit: Hit) -> str:
    """The snippet on one line with its hits between brackets, which need no colour."""
    text, last = hit.snippet.text, 0
    parts: list[str] = []
    for span in hit.snippet.spans:
        parts += [text[last : span.start], "[", text[span.start : span.end], "]"]
        last = span.end
    return " ".join(("".join(parts) + text[last:]).split())


@command("reindex")
@click.option("--rebuild", is_flag=True, help="Build it anew; the old one serves meanwhile.")
@with_progress
@with_json
@with_state
def reindex(state: State, rebuild: bool, progress: ProgressStyle, as_json: bool) -> int:
    """Searches do so on their own; this is for doing it beforehand."""
    reporter, interrupt = Reporter(progress), Interrupt()
    with state.archive() as archive, interrupt.caught():
        ended = bring_index_up_to_date(archive, reporter, interrupt, rebuild=rebuild)
        value = {"complete": ended == "complete", "articles": archive.articles.count()}
    reporter.summary(value)
    if as_json and not reporter.json:
        say_json(value)
    elif not reporter.json and ended != "busy":
        complete = f"The index holds all {value['articles']:,} articles."
        say(complete if ended == "complete" else "Stopped; the rest is left for next time.")
    return {"complete": 0, "stopped": 130, "busy": 5}[ended]


COMMANDS: tuple[click.Command, ...] = (search, reindex)
