"""The ledger: all claims in memory, so that they are listed and filtered as one types.

It is read once and then follows the archive's Changes, so that a ledger of
fifty thousand claims costs a few seconds once and nothing noticeable after.
What only some queries need (articles, mentions) is read when one asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from archive.claims.filtering import Filter
from archive.claims.keeping import settle
from archive.claims.likeness import Like, like
from archive.claims.ordering import Group, Grouping, Ordering, grouped, ordered
from archive.claims.quotations import Quotations
from archive.claims.sources import Sources
from archive.claims.words import Words
from archive.model import ClaimRow
from archive.store import Store

if TYPE_CHECKING:
    from archive.index.results import Suggestion

_MOST_CHANGES = 2000


class Ledger:
    """The claims of one archive, as they stand when asked.

    Args:
        store: the open archive.
        sources: which articles are one source.
    """

    def __init__(self, store: Store, sources: Sources) -> None:
        self._store = store
        self._sources = sources
        self._mark: int | None = None
        self._rows: dict[str, ClaimRow] = {}
        self._newest: list[str] = []
        self._words = Words()
        self._quotations = Quotations(store)
        self._filter = Filter(store, self._rows, self._words)

    def count(self) -> int:
        """How many claims there are; answers at once."""
        return self._store.ledger.count()

    def newest(self, limit: int) -> list[ClaimRow]:
        """The claims made last, without reading the others; answers at once.

        A row whose sources would have to be counted first says that they are not.
        """
        return self._store.ledger.newest(limit)

    def update(self) -> None:
        """Take in what was written since the last call; everything at the first."""
        store = self._store
        now = store.last_change()
        if self._mark == now:
            return
        changed = None
        if self._mark is not None:
            changed = store.ledger.changed(self._mark, _MOST_CHANGES)
        self._mark = now
        self._filter.forget()
        if changed is None:
            self._read_all()
        elif changed:
            self._read(changed)

    def _read_all(self) -> None:
        self._rows.clear()
        self._words = self._filter.words = Words()
        for row in self._with_sources(self._store.ledger.rows()):
            self._rows[row.id] = row
            self._words.put(row.id, texts_of(row))
        self._newest = list(self._rows)
        settle(len(self._rows))

    def _read(self, changed: set[str]) -> None:
        there = {row.id: row for row in self._with_sources(self._store.ledger.rows(changed))}
        came = changed - self._rows.keys()
        for id in changed - there.keys():
            self._rows.pop(id, None)
            self._words.forget(id)
        for id, row in there.items():
            before = self._rows.get(id)
            self._rows[id] = row
            if before is None or texts_of(before) != texts_of(row):
                self._words.put(id, texts_of(row))
        if came or len(there) < len(changed):
            rows = self._rows
            self._newest = sorted(rows, key=lambda id: (rows[id].created, id), reverse=True)

    def _with_sources(self, rows: Sequence[ClaimRow]) -> Iterator[ClaimRow]:
        """The rows with their evidence counted once per source, as a claim's card counts it."""
        counts = self._sources.counts([row.id for row in rows if not row.counted])
        for row in rows:
            if row.counted or row.id not in counts:
                yield row
            else:
                supports, contradicts, context = counts[row.id]
                yield replace(
                    row,
                    supports=supports,
                    contradicts=contradicts,
                    context=context,
                    counted=True,
                )

    def row(self, id: str) -> ClaimRow | None:
        """The row of a claim, if there is one."""
        self.update()
        return self._rows.get(id)

    def rows(self, ids: Iterable[str]) -> list[ClaimRow]:
        """The rows of these claims in this order; those gone are left out."""
        self.update()
        return [self._rows[id] for id in ids if id in self._rows]

    def select(
        self,
        query: str = "",
        *,
        order: Ordering = "added",
        descending: bool | None = None,
        typing: bool = False,
        today: date | None = None,
    ) -> list[ClaimRow]:
        """The claims that a query finds.

        Args:
            query: in the language of articles' queries; see
                :mod:`archive.claims.filtering` for what it means of claims.
            order: what to order by; those without it come last.
            descending: None for the order's natural direction.
            typing: whether the query may be unfinished.
            today: the day that ``due:today`` means, if not the present one.

        Raises:
            QueryError: if the query cannot be read, or asks for what claims do not have.
        """
        self.update()
        found = self._filter.find(query, self._newest, typing=typing, today=today)
        rows = self._rows
        chosen = [rows[id] for id in found]
        return ordered(self._store, chosen, order, descending, folded=self._words.text)

    def hints(
        self, query: str, *, typing: bool = False, today: date | None = None
    ) -> Sequence[Suggestion]:
        """What else to ask: why a query finds nothing, and what was meant.

        Args:
            query: one that :meth:`select` has answered.
        """
        from archive.claims.hints import hints

        self.update()
        return hints(query, self._rows, self._filter, typing=typing, today=today)

    def group(
        self, rows: Sequence[ClaimRow], by: Grouping, *, today: date | None = None
    ) -> list[Group]:
        """Rows under headings, each group in their order; one without a heading for ``none``."""
        return grouped(self._store, rows, by, today or date.today())

    def like(self, text: str, *, limit: int = 5, but: str | None = None) -> list[Like]:
        """Claims whose statement or passage says nearly what a text says, the likest first.

        Args:
            but: id of a claim that is not meant, the one just made of the text.
        """
        self.update()
        rows = self._rows
        stated = like(self._words, len(rows), text, lambda id: rows[id].statement, limit + 1)
        best = {one.claim: one for one in stated if one.claim != but}
        for one in self._quotations.like(text, 4 * limit):
            known = best.get(one.claim)
            if one.claim != but and (known is None or known.likeness < one.likeness):
                best[one.claim] = one
        return sorted(best.values(), key=lambda one: (-one.likeness, one.claim))[:limit]


def texts_of(row: ClaimRow) -> list[str]:
    """What a word without a field is looked for in: statement, notes, speaker."""
    return [text for text in (row.statement, row.notes, row.speaker) if text]
