"""The words of all claims, kept so that a word leads to the claims that hold it.

What the index does for articles, in memory and for one line a claim: the
same words (:mod:`archive.index.chunks`), the same stems. The language of a
claim is unknown, so both languages' stems count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from archive.index.analysis import Slot, near_words, stem
from archive.index.chunks import CHUNK, pieces

_BETWEEN: Final = "|"
"""What stands between two texts of a claim; no word does."""

_SHARED: Final = 3
"""Letters that a word and what it stems like have in common at the least."""


class Words:
    """Which claims hold which words.

    A claim whose words changed is entered again and stays entered under its
    old ones; whoever asks is answered by its present words alone.
    """

    def __init__(self) -> None:
        self._held: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._changed: set[str] = set()  # entered under words that they may no longer hold
        self._beginning: dict[str, list[str]] = {}

    def __contains__(self, id: object) -> bool:
        return id in self._texts

    def put(self, id: str, texts: Iterable[str]) -> None:
        """Enter a claim with its present words; no row of words runs from one text to another."""
        surfaces = [surface for text in texts for surface in (*_surfaces(text), _BETWEEN)]
        if id in self._texts:
            self._changed.add(id)
        self._texts[id] = f" {' '.join(surfaces)} "
        held = self._held
        for surface in set(surfaces):
            known = held.get(surface)
            if known is None:
                held[surface] = [id]
                self._beginning.setdefault(surface[:_SHARED], []).append(surface)
            else:
                known.append(id)

    def forget(self, id: str) -> None:
        """Take a claim out."""
        if self._texts.pop(id, None) is not None:
            self._changed.add(id)

    def surfaces(self, id: str) -> set[str]:
        """The words of a claim."""
        return set(self._texts.get(id, "").split()) - {_BETWEEN}

    def text(self, id: str) -> str:
        """All words of a claim as a line, folded."""
        return self._texts.get(id, "")

    def common(self, surface: str) -> int:
        """About how many claims hold a word."""
        return len(self._held.get(surface, ()))

    def holding(self, surfaces: Iterable[str]) -> set[str]:
        """The claims that hold any of these words."""
        meant = [surface for surface in surfaces if surface in self._held]
        found = set().union(*(self._held[surface] for surface in meant))
        doubtful = found & self._changed
        return found - {
            id for id in doubtful if not any(f" {surface} " in self.text(id) for surface in meant)
        }

    def accepted(self, slot: Slot) -> list[str]:
        """The words there are that a word of a query means."""
        if slot.expands:
            found = [one for one in self._held if slot.admits(one)]
            if slot.prefix or slot.wild:
                return found
        else:
            found = []
        if slot.surface in self._held and slot.surface not in found:
            found.append(slot.surface)
        if slot.stemmable:
            stems = {stem(slot.surface, language) for language in ("en", "fr")}
            found += [
                one
                for one in self._beginning.get(slot.surface[:_SHARED], ())
                if one not in found and _stems(one) & stems
            ]
        return found

    def nearest(self, word: str, edits: int) -> list[tuple[str, int]]:
        """The words within so many edits of one, nearest and most frequent first, with counts."""
        known = [surface for surface in self._held if surface != _BETWEEN]
        near = near_words(word, edits, known, [*map(self.common, known)])
        return [(one, count) for _, count, one in sorted(near, key=lambda of: (of[0], -of[1]))]

    def matching(self, slots: Sequence[Slot]) -> set[str]:
        """The claims that hold all these words, wherever they stand."""
        found: set[str] | None = None
        for slot in slots:
            here = self.holding(self.accepted(slot))
            found = here if found is None else found & here
            if not found:
                break
        return found or set()


def _surfaces(text: str) -> list[str]:
    return [surface for chunk in CHUNK.findall(text) for surface in _of_chunk(chunk)]


@lru_cache(maxsize=1 << 16)
def _of_chunk(chunk: str) -> tuple[str, ...]:
    return tuple(piece.surface for piece in pieces(chunk))


def _stems(surface: str) -> frozenset[str | None]:
    # A word with a figure has no stem; such surfaces meet no stemmable slot.
    if any(map(str.isdigit, surface)):
        return frozenset()
    return frozenset(stem(surface, language) for language in ("en", "fr"))
