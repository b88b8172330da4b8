"""Commands of search: search, reindex."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import asdict
from typing import Any, cast

import click

from archive.errors import UsageError
from archive.index.results import FILTERS, SORTS, Hit, Sort
from archive.model import ArticleRow, Facets, SavedSearch
from archive.text.plurals import counted
from reader.cli.output import fit, say, say_json, say_suggestions, say_table, terminal_width
from reader.cli.progress import (
    Interrupt,
    ProgressStyle,
    Reporter,
    bring_index_up_to_date,
    with_progress,
)
from reader.cli.state import QUERY_SETTINGS, State, command, with_json, with_state

_MOST_VALUES = 12  # of a facet's field, for people; --json has more
_INDENT = " " * 10  # an article's id and two blanks


@command("search", context_settings=QUERY_SETTINGS)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--saved", metavar="NAME", help="Run a saved search; words given too narrow it.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="0 for all.")
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    help="Else relevance, or as the saved search says.",
)
@click.option(
    "--facet",
    "facet",
    multiple=True,
    metavar="FIELD=VALUE",
    help=f"Only articles with this value of {', '.join(FILTERS)}; of one field several may"
    " be given, one of which an article must have.",
)
@click.option("--facets", is_flag=True, help="Also count the values that the hits have.")
@click.option("--copies", is_flag=True, help="Show near-identical articles one by one.")
@click.option("--no-recency", is_flag=True, help="Do not let newer articles go up a little.")
@with_json
@with_state
def search(
    state: State,
    query: tuple[str, ...],
    saved: str | None,
    limit: int,
    sort: Sort | None,
    facet: tuple[str, ...],
    facets: bool,
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

    if not query and saved is None:
        raise UsageError("What is to be found?", remedy="Give words, or --saved NAME.")
    reporter = Reporter()
    with state.archive() as archive:
        kept = archive.searches.get(saved) if saved is not None else None
        text = _joined(kept, " ".join(query))
        hits = Index(archive).search(
            text,
            limit=limit or sys.maxsize,
            sort=sort or (cast("Sort", kept.sort) if kept else "relevance"),
            filters=_filters(facet),
            descending=kept.descending
            if kept and sort is None
            else sort not in ("title", "outlet"),
            fold=not copies,
            recency=state.settings.recency and not no_recency,
            progress=lambda done, total: reporter.report("indexing", done, total),
        )
        reporter.close()
        news = archive.searches.visit(kept.id) if kept is not None else []
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
        value = {"query": text, "total": hits.total, "hits": found}
        if kept is not None:
            value |= {"saved": kept.name, "new": news}
        if facets:
            value["facets"] = _facets_json(hits.facets)
            value["over_time"] = dict(hits.histogram)
        if hits.suggestions or not hits.total:
            value["suggestions"] = [asdict(one) for one in hits.suggestions]
        say_json(value)
        return 0 if hits.total else 1
    for hit, row in shown:
        others = hits.copies.get(hit.id, ())
        _say_hit(hit, row, len(others), new=any(one in news for one in (hit.id, *others)))
    if facets:
        _say_facets(hits.facets)
    if not hits.total:
        say("Nothing found.", err=True)
    say_suggestions(hits.suggestions)
    if not hits.total:
        return 1
    if len(hits.order) > len(shown):
        folded = hits.total - len(hits.order)
        more = f" ({counted(folded, 'copy', 'copies')} beside)" if folded else ""
        say(f"{len(shown):,} of {len(hits.order):,}{more}; --limit 0 shows all.", err=True)
    return 0


def _joined(saved: SavedSearch | None, words: str) -> str:
    """The query of a saved search, narrowed by further words."""
    if saved is None or not words:
        return words if saved is None else saved.query
    return f"({saved.query}) {words}"


def _filters(given: tuple[str, ...]) -> dict[str, list[str]]:
    """``field=value`` pairs, the values of one field together.

    Raises:
        UsageError: for what is no such pair.
    """
    filters: dict[str, list[str]] = {}
    for pair in given:
        field, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is no facet.", remedy="Write FIELD=VALUE.")
        filters.setdefault(field.strip(), []).append(value.strip())
    return filters


def _facets_json(facets: Facets) -> dict[str, dict[str, int]]:
    return {field: dict(getattr(facets, field)) for field in FILTERS}


def _say_facets(facets: Facets) -> None:
    """Each field on a line, the values after it; long lists are cut."""
    rows = []
    for field in FILTERS:
        counts = getattr(facets, field)
        shown = [f"{value} ({number:,})" for value, number in counts[:_MOST_VALUES]]
        if len(counts) > len(shown):
            shown.append(f"and {len(counts) - len(shown):,} more")
        if shown:
            rows.append([field, ", ".join(shown)])
    if rows:
        say_table(rows, right=frozenset())


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


def _say_hit(hit: Hit, row: ArticleRow, copies: int, *, new: bool = False) -> None:
    columns = terminal_width()
    room = sys.maxsize if columns is None else max(20, columns - len(_INDENT))
    facts = ["new" if new else None]
    facts += [row.published.text[:10] if row.published else None, row.outlet, row.language]
    fields = ", ".join(field for field in hit.fields if field != "body")
    facts.append(f"in {fields}" if fields else None)
    facts.append(f"+{counted(copies, 'copy', 'copies')}" if copies else None)
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
        complete = f"The index holds all {counted(value['articles'], 'article')}."
        say(complete if ended == "complete" else "Stopped; the rest is left for next time.")
    return {"complete": 0, "stopped": 130, "busy": 5}[ended]


COMMANDS: tuple[click.Command, ...] = (search, reindex)
