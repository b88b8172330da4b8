"""The words of the passages that make claims, so that the same sentence elsewhere is known.

A claim whose statement was put in other words is known by its passages still.
They are read when somebody first asks, and then follow the archive's Changes.
"""

from __future__ import annotations

from archive.claims.keeping import settle
from archive.claims.likeness import Like, like
from archive.claims.words import Words
from archive.store import Store


class Quotations:
    """The passages of one archive's claims.

    Args:
        store: the open archive.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._mark: int | None = None
        self._words = Words()
        self._said: dict[str, tuple[str, str]] = {}

    def _update(self) -> None:
        now = self._store.last_change()
        if now == self._mark:
            return
        for id, claim, exact in self._store.ledger.quotations(self._mark):
            if claim is None:
                self._said.pop(id, None)
                self._words.forget(id)
                continue
            before = self._said.get(id)
            self._said[id] = claim, exact
            if before is None or before[1] != exact:
                self._words.put(id, [exact])
        if self._mark is None:
            settle(len(self._said))
        self._mark = now

    def like(self, text: str, limit: int) -> list[Like]:
        """Claims with a passage that says nearly what a text says, the likest first."""
        self._update()
        said = self._said
        best: dict[str, float] = {}
        for one in like(self._words, len(said), text, lambda id: said[id][1], limit):
            claim = said[one.claim][0]
            best[claim] = max(best.get(claim, 0.0), one.likeness)
        return [Like(claim, likeness) for claim, likeness in best.items()]
