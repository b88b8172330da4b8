"""Passages that may be mentions: what stands in a text and is neither marked nor rejected.

Two kinds: a name of the register, found by a sweep; and a name that somebody
else than the user took for one (:mod:`archive.entities.suggestions`), of which
there is no entity yet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from archive.anchoring import describe
from archive.entities.gazetteer import Gazetteer
from archive.model import Rejection, Selectors, Span
from archive.store import Store
from archive.store.register import SweptText

_NEAR: Final = 12  # code points on either side by which a passage rejected is known again


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that may be of an entity which the register does not have."""

    name: str
    type: str


Named = str | Unknown
"""The id of an entity, or a name that none has."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that may be a mention.

    Attributes:
        revision: of which the selectors speak: the current one when it was found.
        entities: ids of those whose name it is, the most mentioned first where
            several have it; or one that the register does not have.
        others: ids of those that have it too, where others were looked for.
    """

    article: str
    revision: int
    selectors: Selectors
    entities: tuple[Named, ...]
    others: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether several entities have the name, so that only the user can say which it is."""
        return len(self.entities) + len(self.others) > 1

    @property
    def entity(self) -> Named:
        """The one that it is taken to name."""
        return self.entities[0]

    @property
    def suggested(self) -> bool:
        """Whether it names something that the register does not have."""
        return isinstance(self.entity, Unknown)


class Ranks:
    """The order of namesakes: the most mentioned first; counted when it first matters."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _counts(self) -> dict[str, tuple[int, int, int]]:
        return self._store.register.counts()

    def sorted(self, entities: tuple[str, ...]) -> tuple[str, ...]:
        """These ids, the most mentioned first; as they were where that is equal."""
        if len(entities) < 2:
            return entities
        return tuple(sorted(entities, key=lambda key: -self._counts.get(key, (0,))[0]))


class Known:
    """What is marked, rejected or suggested in some articles.

    Args:
        articles: their ids. ``ranks``: the order of namesakes.
        suggested: whether names that no entity has are asked for.
    """

    def __init__(
        self, store: Store, articles: Collection[str], ranks: Ranks, *, suggested: bool
    ) -> None:
        self._ranks = ranks
        roots = store.register.roots()
        self._marked = marked(store, articles, roots)
        self._rejected = {
            (each.article, each.entity and roots.get(each.entity, each.entity), *_around(each))
            for each in store.register.rejections(articles)
        }
        self._suggested = store.suggestions.of(articles) if suggested else {}

    def new(self, names: Gazetteer, text: SweptText, wanted: set[str] | None) -> list[Found]:
        """What is found in a text and neither marked nor rejected.

        Args:
            wanted: ids of the entities looked for; None for all.
        """
        new: list[Found] = []
        marks = sorted(self._marked.get(text.article, ()), key=lambda mark: mark[1])
        starts, reach = _reaches(span for _, span in marks)
        occurrences = names.find(text.text)
        for span, entities in occurrences:
            if wanted is not None and wanted.isdisjoint(entities):
                continue
            if any(
                other.encloses(span) or (key in entities and other.overlaps(span))
                for key, other in _near(span, marks, starts, reach)
            ):
                continue
            selectors = describe(text.text, span)
            around = _around(selectors)
            left = tuple(
                key for key in entities if (text.article, key, *around) not in self._rejected
            )
            others = tuple(key for key in left if wanted is not None and key not in wanted)
            asked = self._ranks.sorted(tuple(key for key in left if key not in others))
            if asked:
                new.append(Found(text.article, text.revision, selectors, asked, others))
        if wanted is None and text.article in self._suggested:
            taken = [span for span, _ in occurrences] + [span for _, span in marks]
            new += self._unknown(text, taken)
            new.sort(key=lambda each: each.selectors.span)
        return new

    def _unknown(self, text: SweptText, taken: Iterable[Span]) -> list[Found]:
        """What was suggested in a text and touches nothing that is found or marked in it."""
        found = []
        starts, reach = _reaches(taken)
        for each in self._suggested[text.article]:
            before = bisect_left(starts, each.span.end)
            if each.revision != text.revision or (before and reach[before - 1] > each.span.start):
                continue
            selectors = describe(text.text, each.span)
            if (text.article, None, *_around(selectors)) not in self._rejected:
                unknown = Unknown(each.name, each.type)
                found.append(Found(text.article, text.revision, selectors, (unknown,)))
        return found


def _reaches(spans: Iterable[Span]) -> tuple[list[int], list[int]]:
    """Where spans start, in order, and how far those up to each of them reach."""
    ordered = sorted(spans)
    return [span.start for span in ordered], list(accumulate((s.end for s in ordered), max))


def _near(
    span: Span, marks: Sequence[tuple[str, Span]], starts: list[int], reach: list[int]
) -> Iterator[tuple[str, Span]]:
    """Those of some marks, in order, that may touch a span: an article may have thousands.

    Args:
        starts, reach: of the marks' spans, as :func:`_reaches` gives them.
    """
    at = bisect_left(starts, span.end)
    while at and reach[at - 1] > span.start:
        at -= 1
        yield marks[at]


def _around(words: Selectors | Rejection) -> tuple[str, str, str]:
    """What a passage is known again by, also in a text that changed a little further off."""
    return words.exact, words.prefix[-_NEAR:], words.suffix[:_NEAR]


Marked = dict[str, list[tuple[str, Span]]]


def marked(store: Store, articles: Collection[str], roots: dict[str, str]) -> Marked:
    """The placed mentions of some articles, as entity and span.

    Args:
        roots: each entity that was merged into another, with the one it came to be.
    """
    found: Marked = {}
    for article, entity, span in store.register.mention_spans(articles):
        found.setdefault(article, []).append((roots.get(entity, entity), span))
    return found
