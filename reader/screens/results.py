"""The articles listed, as one goes through them from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass
class Results:
    """A list of results and the place in it of the article being read.

    Shared by the library, which finds its cursor again, and the articles,
    which lead to one another.

    Attributes:
        query: the search, whose hits the articles show; empty for a list without one.
        ids: the articles in the order listed.
        place: the index of the one being read.
    """

    query: str
    ids: Sequence[str]
    place: int

    def step(self, by: int) -> str | None:
        """Go to the next article (1) or the one before (-1); None where there is none."""
        if not 0 <= self.place + by < len(self.ids):
            return None
        self.place += by
        return self.ids[self.place]

    @property
    def where(self) -> str:
        """The place, for people."""
        return f"Article {self.place + 1:,} of {len(self.ids):,}"
