"""More like this: the words that set an article apart, looked for in the others.

The words are ranked by how often they stand in the article and how few others
hold them (tf-idf; Salton and Buckley, "Term-weighting approaches in automatic
text retrieval", 1988). An article is alike that holds a fair share of the
first of them: a plain condition on words, which any engine and the plain
matcher answer the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log

from archive.index.analysis import Slot, tokens
from archive.index.query import Alike, Words
from archive.store import SearchFields

MOST_WORDS = 24
"""So many words tell what an article is about."""

SHARE = 0.25
"""The share of them that another article must hold; three at least."""

_LEAST = 3
_SHORTEST = 3
_COMMON = 0.1  # a word in more of the articles than this sets none apart
_IN_TITLE = 3
_MOST_LOOKED_AT = 400


def alike(fields: SearchFields, frequency: Callable[[str], int], size: int) -> Alike:
    """The condition that articles like this one meet.

    Args:
        fields: the article.
        frequency: how many bodies hold a term (a surface or a marked stem).
        size: how many articles there are.
    """
    counts: Counter[str] = Counter()
    terms: dict[str, tuple[str, bool]] = {}
    for text, weight in ((fields.title, _IN_TITLE), (fields.body, 1)):
        for token in tokens(text, fields.language):
            if len(token.surface) >= _SHORTEST:
                term = token.stem or token.surface
                counts[term] += weight
                terms.setdefault(term, (token.surface, token.stem is not None))
    rated: list[tuple[float, str]] = []
    for term, count in counts.most_common(_MOST_LOOKED_AT):
        found = frequency(term)
        if 2 <= found <= max(_LEAST, _COMMON * size):
            rated.append(((1 + log(count)) * log(1 + size / found), term))
    rated.sort(key=lambda pair: (-pair[0], pair[1]))
    chosen = [terms[term] for _, term in rated[:MOST_WORDS]]
    words = tuple(Words((Slot(surface, stemmed),), "body") for surface, stemmed in chosen)
    return Alike(words, max(_LEAST, round(SHARE * len(words))), fields.id)
