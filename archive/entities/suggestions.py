"""Suggestions: names that a recogniser finds and no entity has yet.

They wait in the queue of sweeps, beside the names of the register, and are
nothing until somebody accepts them there: then the entity is made, and the
other passages of its name are found by any sweep. What is rejected is not
suggested again. A type is a guess: the starter list's where that knows the
name, else what most passages of an article were taken for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from archive.entities import starter
from archive.entities.passages import Found, Unknown
from archive.entities.recognising import Recogniser, tidied
from archive.entities.sweep import Sweeps
from archive.errors import Cancelled
from archive.model import Span
from archive.model.progress import Progress, never, silent
from archive.store import Store
from archive.store.register import SweptText
from archive.store.suggestions import Suggestion
from archive.text.folding import fold_word

_COUNTED: Final = 50  # articles between two counts of what waits


@dataclass(slots=True)
class Looked:
    """What came of looking for names.

    Attributes:
        articles: how many were looked through.
        passages: how many were taken for names, those of the register among them.
        unread: how many articles were passed over, by language; "" where it is not known.
    """

    articles: int = 0
    passages: int = 0
    unread: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SuggestedName:
    """A name that was suggested, with all its passages.

    Attributes:
        type: what most passages were taken for.
        passages: by article, in the order of the texts.
    """

    name: str
    type: str
    passages: tuple[Found, ...]

    @property
    def articles(self) -> int:
        """In how many articles it stands."""
        return len({each.article for each in self.passages})


class Suggestions:
    """The suggestions of one archive.

    Args:
        store: the open archive. ``actor``: who looks.
        sweeps: of the same archive.
    """

    def __init__(self, store: Store, actor: str, sweeps: Sweeps) -> None:
        self._store = store
        self._actor = actor
        self._sweeps = sweeps

    def look(
        self,
        articles: Collection[str],
        recogniser: Recogniser,
        *,
        progress: Progress = silent,
        cancelled: Callable[[], bool] = never,
    ) -> Looked:
        """Look for names in articles, and let those that no entity has wait for review.

        What was suggested in them before is replaced. Stopped, the articles
        done stay done.

        Args:
            articles: their ids.
            progress: told after each article. ``cancelled``: asked at each name.

        Raises:
            Cancelled: when ``cancelled`` says so.
        """
        looked, done = Looked(), 0
        uncounted: list[str] = []
        try:
            for text in self._store.register.texts(articles):
                if cancelled():
                    raise Cancelled("It was stopped; what was found so far waits for review.")
                article = self._store.listing.find(text.article)
                if article is None:
                    continue  # deleted meanwhile
                language = article.language
                if language is not None and recogniser.reads(language):
                    found = list(_suggested(text, recogniser, language, cancelled))
                    self._put(text.article, found)
                    uncounted.append(text.article)
                    looked.articles += 1
                    looked.passages += len(found)
                else:
                    looked.unread[language or ""] = looked.unread.get(language or "", 0) + 1
                done += 1
                progress(done, len(articles))
                if len(uncounted) == _COUNTED:
                    self._sweeps.requeue(uncounted)
                    uncounted.clear()
        finally:
            self._sweeps.requeue(uncounted)
        return looked

    def _put(self, article: str, found: Iterable[Suggestion]) -> None:
        with self._store.transaction(
            command="suggest", actor=self._actor, summary="", undoable=False, durable=False
        ):
            self._store.suggestions.put(article, found)

    def passages(self, articles: Collection[str] | None = None) -> Iterator[Found]:
        """The passages that wait, in these articles or in all."""
        asked = self._store.suggestions.articles() if articles is None else articles
        for those in self._sweeps.over(asked, suggested=True):
            yield from (each for each in those if each.suggested)

    def names(self) -> list[SuggestedName]:
        """What waits, by name: those with most passages first."""
        groups: dict[str, list[Found]] = {}
        for each in self.passages():
            groups.setdefault(fold_word(_unknown(each).name), []).append(each)
        found = []
        for those in groups.values():
            names = Counter(_unknown(each).name for each in those)
            types = Counter(_unknown(each).type for each in those)
            found.append(SuggestedName(_most(names), _most(types), tuple(those)))
        found.sort(key=lambda one: (-len(one.passages), fold_word(one.name), one.name))
        return found


def _suggested(
    text: SweptText, recogniser: Recogniser, language: str, cancelled: Callable[[], bool]
) -> Iterator[Suggestion]:
    """What a recogniser takes for names in a text, each name of one type."""
    found: list[tuple[Span, str, str]] = []
    types: dict[str, Counter[str]] = {}
    for span, type in recogniser.names(text.text, language):
        if cancelled():
            raise Cancelled("It was stopped; what was found so far waits for review.")
        tidy = tidied(text.text, span)
        if tidy is not None:
            name = " ".join(tidy.of(text.text).split())
            found.append((tidy, name, fold_word(name)))
            types.setdefault(fold_word(name), Counter())[type] += 1
    of = {name: _type(name, counted) for name, counted in types.items()}
    for span, name, folded in found:
        yield Suggestion(text.revision, span, name, of[folded])


def _type(name: str, counted: Counter[str]) -> str:
    known = starter.named(name)
    return _most(counted) if known is None else known.type


def _most(counted: Counter[str]) -> str:
    """The most frequent, the first of the alphabet among equals."""
    return min(counted, key=lambda each: (-counted[each], each))


def _unknown(found: Found) -> Unknown:
    assert isinstance(found.entity, Unknown)  # passages() gives no others
    return found.entity
