"""Answers: the index, the columns and what the index has not seen yet, together.

A searcher holds an index open between queries and refreshes itself before
each. The articles changed since the index's mark are matched in memory while
they are few; their indexed versions are then left out. Where they are many
the index answers as it is, and the answer says so.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from archive.errors import NotFound, QueryError, UsageError
from archive.index.analysis import KnownName, near_words, never_a_name
from archive.index.columns import Columns
from archive.index.copies import Copies, folded, sketch_of
from archive.index.engines.base import IndexDamaged, Snapshot
from archive.index.evaluate import Evaluation
from archive.index.highlights import Highlighter
from archive.index.lifecycle import Home
from archive.index.matcher import Prepared
from archive.index.parse import parse, parts
from archive.index.query import Nothing, Query, Similar, Tagged, Words, mapped, wanted
from archive.index.reasons import reason
from archive.index.results import SORTS, Filters, Hit, Hits, Snippet, Sort, Suggestion
from archive.index.similar import alike
from archive.index.slips import Asking
from archive.index.snippets import snippet
from archive.index.suggest import hints, suggestions
from archive.model import Span
from archive.model.ids import DRAWN_LENGTH
from archive.store import SearchFields, Store

MOST_IN_MEMORY = 64
"""So many unindexed articles are matched in memory; more wait for an update."""


_SLOW = 1_500
_FIRST_ARTICLES = 300, 1_500  # the newest, in which first rows are looked for; more where
_FEW_ROWS = 50  # these do not fill a screen
_PATIENCE = 0.05
_MOMENT = 0.02


def go_on() -> None:
    """Never abandons a search."""


@dataclass(frozen=True)
class Request:
    """A search, as asked for.

    Attributes:
        filters: of each field named, every hit has one of the values (``FILTERS``).
        typing: whether the query may be unfinished; see :func:`parse`.
        fold: whether near-identical articles share one row.
        recency: whether, of two that fit alike, the newer comes first.
        today: the day from which ``date:yesterday`` is counted, if not the present one.
    """

    query: str
    limit: int = 20
    sort: Sort = "relevance"
    descending: bool = True
    filters: Filters | None = None
    typing: bool = False
    fold: bool = False
    recency: bool = True
    today: date | None = None


class Searcher:
    """Answers searches of one archive; belongs to the thread of its store.

    Args:
        store: the archive's store.
        home: where its index lives.
        patient: whether an answer waits until all copies are known (else at
            most for a moment; :meth:`work_ahead` finds out the rest).
    """

    def __init__(self, store: Store, home: Home, *, patient: bool = True) -> None:
        self._patient = patient
        self._store = store
        self._home = home
        self._columns = Columns(store)
        self._snapshot: Snapshot | None = None
        self._folder: Path | None = None
        self._known = 0  # so many articles had ordinals when the snapshot was bound
        self._bound: set[int] = set()
        self._indexed: set[int] = set()
        self._seen = -1  # the last change that ``_pending`` knows of
        self._pending: dict[str, Prepared | None] = {}
        self.unindexed = 0
        self._copies = Copies()
        self._sketched: Snapshot | None = None  # whose texts ``_copies`` has taken in
        self._fresh: list[Prepared] = []  # and which articles beside

    def refresh(self) -> None:
        """Take in what changed in the archive and in the index."""
        changed = self._columns.refresh()
        reopened = self._reopen()
        if changed or reopened:
            self._bind(reopened)
            self._find_pending(reopened)

    def _reopen(self) -> bool:
        """Open the newest commit; keep the one held if it is that."""
        try:
            if (
                self._snapshot is not None
                and self._home.folder() == self._folder
                and self._snapshot.current()
            ):
                return False
        except IndexDamaged:
            self._home.discard()
        before = self._snapshot
        self.drop()
        try:
            self._folder = self._home.folder()
            self._snapshot = self._home.open(self._store)
        except IndexDamaged:
            return before is not None or self._seen < 0
        return True

    def drop(self) -> None:
        """Close the index."""
        if self._snapshot is not None:
            self._snapshot.close()
        # Nobody may hold on to it: what it has read and kept is most of the memory.
        self._snapshot = self._sketched = None

    def _bind(self, reopened: bool) -> None:
        """Ordinals last, so binding is only for a new snapshot and for new articles."""
        columns = self._columns
        if self._snapshot is None:
            self._bound = set()
        elif reopened or len(columns.rows) != self._known:
            self._bound = self._snapshot.bind(columns.ordinal)
            self._known = len(columns.rows)
        self._indexed = self._bound & columns.live

    def _find_pending(self, reopened: bool) -> None:
        if reopened or self._seen < 0:
            self._pending = {}
            self._seen = self._snapshot.mark if self._snapshot is not None else 0
        touched, self._seen = self._store.articles_touched_since(self._seen)
        self._pending.update(dict.fromkeys(touched))
        present = self._present(self._pending)
        self.unindexed = len(present)
        if self.unindexed <= MOST_IN_MEMORY:
            self._indexed.difference_update(present.values())
            wanted = [id for id, known in self._pending.items() if known is None]
            for fields in self._store.search_fields(wanted):
                if fields.id in present:
                    row = self._columns.row(present[fields.id])
                    self._pending[fields.id] = Prepared(fields, row)

    def _present(self, ids: Iterable[str]) -> dict[str, int]:
        """The ordinals of those articles that exist."""
        live = self._columns.live
        numbers = ((id, self._columns.ordinal(id)) for id in ids)
        return {id: number for id, number in numbers if number is not None and number in live}

    @property
    def known_name(self) -> KnownName:
        """Whether the archive knows a folded word only as a name."""
        return self._snapshot.known_name if self._snapshot is not None else never_a_name

    def search(self, request: Request, check: Callable[[], None] = go_on) -> Hits:
        """Answer a request, as of now, completely; see :meth:`answers`."""
        *_, last = self.answers(request, check, first_rows=False)
        return last

    def answers(
        self, request: Request, check: Callable[[], None] = go_on, *, first_rows: bool = True
    ) -> Iterator[Hits]:
        """Answer a request, as of now: of a slow one the first rows first, then all.

        Args:
            request: what is asked.
            check: called often; raises to abandon the search.
            first_rows: whether first rows are wanted; their ``complete`` is false.

        Raises:
            QueryError: if the query cannot be read, or names no article.
            UsageError: for an unknown order or filter.
            IndexDamaged: where the index breaks while it is read; the next
                search does without it.
        """
        if request.sort not in SORTS:
            raise UsageError(
                f"There is no order {request.sort!r}.", remedy=f"Use {', '.join(SORTS)}."
            )
        tree = parse(request.query, typing=request.typing, today=request.today)
        self.refresh()
        try:
            tree = self.resolved(tree, request.query)
            if first_rows and self._is_slow(tree):
                yield self._first_rows(request, tree, check)
            yield self._answer(request, tree, check)
        except IndexDamaged:
            self._home.discard()
            self.drop()
            self._seen = -1
            raise

    def resolved(self, tree: Query, query: str = "") -> Query:
        """The tree with ``similar:ID`` put as the words that it stands for, and ``entity:ID``
        as the articles in which the entity is mentioned, or the one that it was merged into.

        Raises:
            QueryError: where there is no such article, or several.
        """

        def change(leaf: Query) -> Query:
            if isinstance(leaf, Similar):
                return self._alike(leaf, query)
            return self._tagged(leaf) if isinstance(leaf, Words) else leaf

        return mapped(tree, change)

    def _tagged(self, leaf: Words) -> Query:
        """What ``entity:ID`` stands for; any other words, or an id that is none, as they are."""
        word = "".join(slot.surface for slot in leaf.slots)  # an id is words in a row: e, d25v, …
        if leaf.field != "entity" or len(word) != 1 + DRAWN_LENGTH or not word.startswith("e"):
            return leaf
        try:
            entity = self._store.marks.entity(f"e-{word[1:]}")
        except NotFound:
            return leaf
        articles = self._store.register.articles_of(entity.id)
        return Tagged(entity.name, articles, leaf.at, leaf.end)

    def _alike(self, leaf: Similar, query: str) -> Query:
        ids = self._store.listing.starting_with(leaf.id, 2)
        if len(ids) != 1 and leaf.id not in ids:
            message = f"Several ids begin with {leaf.id}." if ids else f"No article {leaf.id[:40]}."
            remedy = "Write more of the id." if ids else "“newsmark list” shows the ids."
            raise QueryError(message, query=query, at=leaf.at, remedy=remedy)
        fresh = [one for one in self._pending.values() if one is not None]

        def frequency(term: str) -> int:
            indexed = self._snapshot.frequency("body", term) if self._snapshot is not None else 0
            return indexed + sum(term in one.fields.get("body", ()) for one in fresh)

        for fields in self._store.search_fields(ids[:1]):
            return alike(fields, frequency, len(self._columns.live))
        return Nothing()

    def _evaluate(
        self, tree: Query, check: Callable[[], None], within: Set[int] | None = None
    ) -> tuple[Evaluation | None, dict[int, Prepared], set[int]]:
        """The indexed articles' evaluation, the fresh ones that match, and all that do."""
        evaluation: Evaluation | None = None
        found: set[int] = set()
        if self._snapshot is not None:
            evaluation = Evaluation(
                tree, self._snapshot, self._columns, self._indexed, check, within
            )
            found = evaluation.run()
        fresh = self._match_pending(tree)
        return evaluation, fresh, found | fresh.keys()

    def _is_slow(self, tree: Query) -> bool:
        if self._snapshot is None:
            return False
        return sum(map(self._snapshot.effort, dict.fromkeys(wanted(tree)))) > _SLOW

    def _first_rows(self, request: Request, tree: Query, check: Callable[[], None]) -> Hits:
        """What is quickly found among the newest articles, enough of them to fill a screen."""
        newest = self._columns.ordered(self._indexed, "date", True)
        for most in _FIRST_ARTICLES:
            found = self._answer(request, tree, check, set(newest[:most]))
            if found.total >= _FEW_ROWS:
                break
        return found

    def _answer(
        self,
        request: Request,
        tree: Query,
        check: Callable[[], None],
        within: Set[int] | None = None,
    ) -> Hits:
        """The answer; its first rows only, where articles to look ``within`` are given."""
        evaluation, fresh, matching = self._evaluate(tree, check, within)
        if within is not None and len(matching & within) >= _FEW_ROWS:
            matching = matching & within | fresh.keys()  # to rank and count all would take long
        filters = request.filters or {}
        found = self._columns.filtered(matching, filters)
        choices = self._columns.alternatives(matching, filters)
        check()
        scores: Mapping[int, float] = {}
        if request.sort == "relevance":
            scores = self._scores(evaluation, fresh, found, request.recency)
        everything = order = self._order(request, found, scores)
        check()
        name = self._columns.ids.__getitem__
        copies: dict[str, tuple[str, ...]] = {}
        if request.fold:
            order, others = folded(everything, self._groups())
            copies = {name(first): tuple(map(name, rest)) for first, rest in others.items()}
        ids = tuple(map(name, order))
        hits: list[Hit] = []
        shown = self.show(tree, ids[: request.limit], check)
        for number, id in zip(order[: request.limit], ids, strict=False):
            if number in fresh:
                names = fresh[number].fields_of(tree, self.known_name)
            else:
                names = evaluation.fields_of(number) if evaluation is not None else ()
            if id in shown:
                hits.append(Hit(id, round(scores.get(number, 0.0), 4), shown[id], names))
        return Hits(
            request.query,
            len(everything),
            tuple(hits),
            ids,
            replace(self._columns.facets(found), **choices),
            self._note(),
            copies,
            self._columns.histogram(found),
            self._suggestions(request, tree, check, len(everything)) if within is None else (),
            within is None,
        )

    def _groups(self) -> Mapping[int, int]:
        """Which articles are copies of one another, as far as is known by now."""
        until = time.monotonic() + _PATIENCE
        self._look_for_copies(lambda: not self._patient and time.monotonic() > until)
        return self._copies.group

    def work_ahead(self) -> bool:
        """Spend a moment on what later searches need; says whether nothing is left."""
        until = time.monotonic() + _MOMENT
        return self._look_for_copies(lambda: time.monotonic() > until)

    def _look_for_copies(self, enough: Callable[[], bool]) -> bool:
        if self._sketched is not self._snapshot and self._snapshot is not None:
            indexed = self._indexed
            self._copies.take((n, own) for n, own in self._snapshot.sketches() if n in indexed)
            self._sketched = self._snapshot
        fresh = [one for one in self._pending.values() if one is not None]
        if self._fresh != fresh:
            self._fresh = fresh
            present = self._present(one.row.id for one in fresh)
            texts = self._store.search_fields(present)
            self._copies.take((present[one.id], sketch_of(one.body)) for one in texts)
        return self._copies.work(enough)

    def _suggestions(
        self, request: Request, tree: Query, check: Callable[[], None], total: int
    ) -> tuple[Suggestion, ...]:
        """What else to ask; nothing where the archive is empty or everything was asked for.

        Nothing either while articles wait for the index: nobody knows yet what they hold.
        """
        if self.unindexed > MOST_IN_MEMORY:
            return ()
        how: dict[str, Any] = {"typing": request.typing, "today": request.today}

        def count(other: Query) -> int:
            found = self._evaluate(self.resolved(other, request.query), check)[2]
            return len(self._columns.filtered(found, request.filters or {}))

        ask = Asking(request.query, count, self._nearest, lambda query: parse(query, **how))
        if total:
            return hints(ask, tree, total)
        if request.filters:
            total = len(self._evaluate(tree, check)[2])
            if total:
                text = f"Without what is chosen among the facets there {ask.there_are(total)}."
                return (Suggestion("without", text),)
        columns = self._columns
        return suggestions(
            ask,
            parts(request.query, **how),
            tree,
            lambda leaf: reason(leaf, map(columns.row, columns.live)),
        )

    def _nearest(self, word: str, edits: int) -> Sequence[tuple[str, int]]:
        """The archive's words near one; those not indexed yet only where nothing is."""
        if self._snapshot is not None:
            return self._snapshot.nearest(word, edits)
        counts: Counter[str] = Counter()
        for one in filter(None, self._pending.values()):
            for places in one.fields.values():
                counts.update({term: len(at) for term, at in places.items() if ":" not in term})
        near = near_words(word, edits, [*counts], [*counts.values()])
        found = sorted(near, key=lambda one: (one[0], -one[1], one[2]))
        return [(near, number) for _, number, near in found]

    def _match_pending(self, tree: Query) -> dict[int, Prepared]:
        if self.unindexed > MOST_IN_MEMORY:
            return {}
        found: dict[int, Prepared] = {}
        for id, number in self._present(self._pending).items():
            prepared = self._pending[id]
            if prepared is None:
                continue
            prepared.row = self._columns.row(number)
            if prepared.matches(tree, self.known_name):
                found[number] = prepared
        return found

    def _scores(
        self,
        evaluation: Evaluation | None,
        fresh: Mapping[int, Prepared],
        found: set[int],
        recency: bool,
    ) -> dict[int, float]:
        """Fresh articles come before the rest: they are what the user just did."""
        scores: dict[int, float] = {}
        if evaluation is not None:
            scores = evaluation.scores(found - fresh.keys(), recency=recency)
        best = max(scores.values(), default=0.0)
        for number in found & fresh.keys():
            scores[number] = best
        return scores

    def _order(
        self, request: Request, found: set[int], scores: Mapping[int, float]
    ) -> Sequence[int]:
        if request.sort != "relevance":
            return self._columns.ordered(found, request.sort, request.descending)
        by_date = self._columns.ordered(found, "date", True)
        if not any(scores.values()):
            return by_date
        return sorted(by_date, key=scores.__getitem__, reverse=True)

    def _note(self) -> str:
        if self.unindexed <= MOST_IN_MEMORY:
            return ""
        return f"{self.unindexed:,} articles are not indexed yet."

    def show(
        self, tree: Query, ids: Iterable[str], check: Callable[[], None] = go_on
    ) -> dict[str, Snippet]:
        """The passages that show the hits best, by id; articles gone are left out."""
        made: dict[tuple[str | None, str], Highlighter] = {}
        found: dict[str, Snippet] = {}
        for fields in self._store.search_fields(ids):
            check()
            found[fields.id] = self._passage(tree, fields, made)
        return found

    def _passage(
        self, tree: Query, fields: SearchFields, made: dict[tuple[str | None, str], Highlighter]
    ) -> Snippet:
        first: Snippet | None = None
        for field, texts in (
            ("body", (fields.body,)),
            ("claim", fields.claims),
            ("note", fields.notes),
        ):
            key = (fields.language, field)
            if key not in made:
                made[key] = Highlighter(tree, fields.language, self.known_name, field)
            for text in texts:
                passage = snippet(made[key], text)
                if passage.spans:
                    return passage
                first = first or passage
        return first or Snippet("")

    def highlight(self, query: str, id: str, *, typing: bool = False) -> list[Span]:
        """Where the words of a query stand in an article's text, in order.

        Raises:
            QueryError: if the query cannot be read.
        """
        self.refresh()
        tree = self.resolved(parse(query, typing=typing), query)
        for fields in self._store.search_fields([id]):
            return Highlighter(tree, fields.language, self.known_name).spans(fields.body)
        return []
