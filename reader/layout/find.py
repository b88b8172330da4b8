"""Find in the page: on the text itself, so that line wraps do not matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.model import Span

if TYPE_CHECKING:
    from archive.text.folding import Folded


@lru_cache(maxsize=2)
def _folded(text: str) -> Folded:
    from archive.text.folding import fold_search

    return fold_search(text)


def find_all(text: str, wanted: str) -> list[Span]:
    """Where ``wanted`` stands in ``text``, by words as search folds them.

    Case, accents and typographic variants do not matter, and a blank in ``wanted`` stands
    for any run of blanks and newlines.

    Args:
        text: the article's plain text.
        wanted: what was typed; blanks at its ends do not count.

    Returns:
        Spans in code points of ``text``, in order, without overlaps.
    """
    from archive.text.folding import fold_search

    words = fold_search(wanted).text.split()
    if not words:
        return []
    folded = _folded(text)
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return [folded.span(*found.span()) for found in pattern.finditer(folded.text)]


def nearest(hits: Sequence[Span], offset: int) -> int:
    """The index of the first hit that ends after ``offset``; past the last one, the first.

    Raises:
        ValueError: if there are no hits.
    """
    if not hits:
        raise ValueError("no hits")
    return next((index for index, hit in enumerate(hits) if hit.end > offset), 0)


PASSAGE = 200
"""Code points of a passage, as long as a snippet of the search."""

ALIKE = 4
"""Code points by which forms of one word know one another."""


def best(text: str, hits: Sequence[Span]) -> int:
    """The index of the hit with which the passage begins that shows the most of a query.

    That is the first passage with the most different words found. How often they stand
    there does not matter: an article is best read from its beginning. Forms of one word
    count once; they begin alike.

    Args:
        text: the article's plain text.
        hits: what was found in it, in order.

    Raises:
        ValueError: if there are no hits.
    """
    if not hits:
        raise ValueError("no hits")
    words = [hit.of(text).casefold()[:ALIKE] for hit in hits]
    chosen, most, first = 0, 0, 0
    inside: Counter[str] = Counter()
    for last, hit in enumerate(hits):
        inside[words[last]] += 1
        while first < last and hits[first].start < hit.end - PASSAGE:
            inside[words[first]] -= 1
            if not inside[words[first]]:
                del inside[words[first]]
            first += 1
        if len(inside) > most:
            chosen, most = first, len(inside)
    return chosen
