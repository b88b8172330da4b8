"""Claims that say nearly the same as a passage, to be offered when it is marked.

Candidates share an uncommon word; they are rated by the words in common,
each counting by its rarity, and by trigrams of letters, which see through
endings and slips of the keys (Dice's coefficient for both). Likeness is
offered, never acted on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import Final

from archive.claims.words import Words
from archive.text.folding import fold_word

LIKE: Final = 0.5
"""Likeness from which a claim is offered."""

_RARE: Final = 0.05
_FEW: Final = 50
_RATED: Final = 60


@dataclass(frozen=True, slots=True)
class Like:
    """A claim and how like it is, 0 to 1."""

    claim: str
    likeness: float


def like(
    words: Words, size: int, text: str, statement: Callable[[str], str], limit: int
) -> list[Like]:
    """The claims most like a text, the likest first.

    Args:
        words: of all claims. ``size``: how many there are.
        text: what was marked.
        statement: gives a claim's statement.
        limit: how many are wanted.
    """
    probe = Words()
    probe.put("", [text])
    wanted = probe.surfaces("")
    weights = {one: log(1 + size / (1 + words.common(one))) for one in wanted}
    shared: Counter[str] = Counter()
    for surface in wanted:
        if words.common(surface) <= max(_FEW, _RARE * size):
            for id in words.holding([surface]):
                shared[id] += round(1000 * weights[surface])
    found: list[Like] = []
    trigrams = _trigrams(text)
    total = sum(weights.values())
    for id, _ in shared.most_common(_RATED):
        own = words.surfaces(id)
        theirs = sum(
            weights[one] if one in weights else log(1 + size / (1 + words.common(one)))
            for one in own
        )
        common = sum(weights[one] for one in own & wanted)
        by_words = 2 * common / (total + theirs) if total + theirs else 0.0
        other = _trigrams(statement(id))
        by_letters = 2 * (trigrams & other).total() / (trigrams.total() + other.total() or 1)
        rated = max((by_words + by_letters) / 2, by_letters)
        if rated >= LIKE:
            found.append(Like(id, rated))
    found.sort(key=lambda one: (-one.likeness, one.claim))
    return found[:limit]


def _trigrams(text: str) -> Counter[str]:
    folded = f"  {' '.join(fold_word(text).split())} "
    return Counter(folded[at : at + 3] for at in range(len(folded) - 2))
