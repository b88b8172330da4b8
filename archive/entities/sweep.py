"""Sweeps: every occurrence of the register's names, found, shown, accepted or rejected.

What a sweep finds is a proposal and stands nowhere until somebody accepts it.
All names of the register take part even where one entity is asked for, so
that ``Apple`` is not found in ``Apple Music``; left out is what is marked
already, and what was rejected before: the same words with the same ones beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from archive.anchoring import describe
from archive.articles import step_of
from archive.entities.gazetteer import USUAL, Gazetteer, Rules
from archive.errors import Cancelled
from archive.model import (
    Annotation,
    Motivation,
    Order,
    Rejection,
    Selectors,
    Span,
    Step,
    draw_id,
)
from archive.store import Store, Transaction
from archive.store.register import SweptText
from archive.store.values import to_fields
from archive.text.plurals import counted

_CHUNK: Final = 200
_NEAR: Final = 12  # code points on either side by which a passage rejected is known again
_BATCH: Final = 500  # passages written while the lock is held: about 20 ms

Progress = Callable[[int, int], None]
"""Told how many articles are done, of how many."""


def silent(done: int, total: int) -> None:
    """No progress is shown."""


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that may be a mention.

    Attributes:
        revision: of which the selectors speak: the current one when it was found.
        entities: whose name it is; the most mentioned first where several have it.
    """

    article: str
    revision: int
    selectors: Selectors
    entities: tuple[str, ...]

    @property
    def entity(self) -> str:
        """The entity that it is taken to name."""
        return self.entities[0]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user says of a passage found.

    Attributes:
        entity: id of the entity that it names, or None: it is no mention of any of them.
    """

    found: Found
    entity: str | None


@dataclass(slots=True)
class Outcome:
    """What came of decisions.

    Attributes:
        accepted, rejected: how many were written.
        stale: how many could not be: the text changed meanwhile, the passage
            is marked by now, or the entity is gone.
        step: the one step in which it was all written; numbered 0 if nothing was.
    """

    accepted: int = 0
    rejected: int = 0
    stale: int = 0
    step: Step | None = field(default=None)


class Sweeps:
    """Sweeps of one archive.

    Args:
        store: the open archive.
        actor: who writes; also the creator of what is accepted.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor
        self._made: tuple[int, Rules, Gazetteer] | None = None

    def gazetteer(self, rules: Rules = USUAL) -> Gazetteer:
        """The names of all entities, the oldest first; kept until one of them changes."""
        last = self._store.last_change()
        if self._made is not None:
            seen, of, names = self._made
            if of == rules and not self._store.register.entities_changed(seen):
                self._made = (last, rules, names)
                return names
        entities = self._store.marks.all_entities()
        entities.sort(key=lambda each: (each.created, each.id))
        self._made = (last, rules, Gazetteer(entities, rules))
        return self._made[2]

    def over(
        self,
        articles: Collection[str] | None = None,
        *,
        entities: Collection[str] | None = None,
        rules: Rules = USUAL,
        progress: Progress = silent,
        cancelled: Callable[[], bool] = never,
    ) -> Iterator[list[Found]]:
        """Look through articles; what is found comes article by article, those without left out.

        Args:
            articles: their ids; None for all, the oldest first.
            entities: ids of those looked for; None for all.
            progress: told after each article. ``cancelled``: asked before each.

        Raises:
            Cancelled: when ``cancelled`` says so; nothing was written.
        """
        names = self.gazetteer(rules)
        wanted = None if entities is None else {self._store.marks.entity(e).id for e in entities}
        ids = self._store.listing.ids(Order("added")) if articles is None else list(articles)
        ranks = _Ranks(self._store)
        done = 0
        remaining = iter(ids)
        while chunk := list(islice(remaining, _CHUNK)):
            known = _Known(self._store, chunk, ranks)
            for text in self._store.register.texts(chunk):
                if cancelled():
                    raise Cancelled("The sweep was stopped; nothing was marked.")
                done += 1
                found = known.new(names, text, wanted)
                progress(done, len(ids))
                if found:
                    yield found
        progress(len(ids), len(ids))

    def decide(self, decisions: Iterable[Decision]) -> Outcome:
        """Write what the user decided, as one step.

        Accepted passages become mentions, rejected ones are never found again.
        """
        outcome = Outcome()
        remaining = iter(decisions)
        number: int | None = None
        touched: dict[str, None] = {}
        while batch := list(islice(remaining, _BATCH)):
            with self._store.transaction(
                command="entity sweep", actor=self._actor, summary="sweep", step=number
            ) as tx:
                self._write(tx, batch, outcome)
                tx.summary = _summary(outcome)
            number = tx.step
            outcome.step = step_of(self._store, tx)
            touched.update((each.found.article, None) for each in batch)
        self._requeue(touched)
        return outcome

    def _write(self, tx: Transaction, batch: Sequence[Decision], outcome: Outcome) -> None:
        roots = self._store.register.roots()
        articles = {each.found.article for each in batch}
        marked = _marked(self._store, articles, roots)
        revisions = self._store.register.revisions(articles)
        for each in batch:
            found = each.found
            entity = found.entity if each.entity is None else each.entity
            entity = roots.get(entity, entity)
            span = found.selectors.span
            taken = each.entity is not None and any(
                key == entity and span.overlaps(other)
                for key, other in marked.get(found.article, ())
            )
            current = revisions.get(found.article) == found.revision
            if taken or not current or tx.read("entities", entity) is None:
                outcome.stale += 1
            elif each.entity is None:
                for key in dict.fromkeys(roots.get(one, one) for one in found.entities):
                    self._reject(tx, found, key)
                outcome.rejected += 1
            else:
                self._accept(tx, found, entity)
                marked.setdefault(found.article, []).append((entity, span))
                outcome.accepted += 1

    def _accept(self, tx: Transaction, found: Found, entity: str) -> None:
        mention = Annotation(
            id=draw_id("m"),
            article=found.article,
            revision=found.revision,
            selectors=found.selectors,
            motivation=Motivation.IDENTIFYING,
            entity=entity,
            creator=self._actor,
            created=tx.at,
            modified=tx.at,
        )
        tx.insert("annotations", mention.id, to_fields(mention))

    def _reject(self, tx: Transaction, found: Found, entity: str) -> None:
        said = found.selectors
        rejection = Rejection(
            draw_id("x"), found.article, entity, said.exact, said.prefix, said.suffix, tx.at
        )
        tx.insert("rejections", rejection.id, to_fields(rejection))

    # the queue of what came in

    def queue(self) -> dict[str, int]:
        """Articles that came in and wait for review, with how much was found in them."""
        return self._store.register.queue()

    def dismiss(self, articles: Collection[str]) -> None:
        """Let articles wait no longer; a sweep that is asked for still finds what is there."""
        self._set_queue(dict.fromkeys(articles, 0))

    def sweep_new(
        self, *, progress: Progress = silent, cancelled: Callable[[], bool] = never
    ) -> int:
        """Look through the articles that came in, and let those with names wait for review.

        Without entities next to nothing is done. The first time only what
        the last import brought is looked through.

        Returns:
            How many passages wait in the articles that came in.
        """
        register = self._store.register
        since, last = register.swept(), self._store.last_change()
        if not since:
            since = register.before_last_import()
        if not register.any_entity():
            arrived: list[str] = []
        else:
            arrived = list(self._store.searches.arrived(since))
        found = dict.fromkeys(arrived, 0)
        if arrived:
            for those in self.over(arrived, progress=progress, cancelled=cancelled):
                found[those[0].article] = len(those)
        with self._store.transaction(
            command="sweep", actor=self._actor, summary="", undoable=False, durable=False
        ):
            register.set_queue(found)
            register.set_swept(last)
        return sum(found.values())

    def _requeue(self, articles: Collection[str]) -> None:
        """Count anew what waits in articles of the queue of which something was decided."""
        waiting = self.queue()
        asked = [article for article in articles if article in waiting]
        if asked:
            found = dict.fromkeys(asked, 0)
            for those in self.over(asked):
                found[those[0].article] = len(those)
            self._set_queue(found)

    def _set_queue(self, found: dict[str, int]) -> None:
        with self._store.transaction(
            command="sweep", actor=self._actor, summary="", undoable=False, durable=False
        ):
            self._store.register.set_queue(found)


class _Ranks:
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


class _Known:
    """What is marked or rejected in some articles."""

    def __init__(self, store: Store, articles: Collection[str], ranks: _Ranks) -> None:
        self._ranks = ranks
        roots = store.register.roots()
        self._marked = _marked(store, articles, roots)
        self._rejected = {
            (each.article, roots.get(each.entity, each.entity), *_around(each))
            for each in store.register.rejections(articles)
        }

    def new(self, names: Gazetteer, text: SweptText, wanted: set[str] | None) -> list[Found]:
        """What is found in a text and neither marked nor rejected."""
        new: list[Found] = []
        marked = self._marked.get(text.article, ())
        for span, entities in names.find(text.text):
            if wanted is not None and wanted.isdisjoint(entities):
                continue
            if any(
                other.encloses(span) or (key in entities and other.overlaps(span))
                for key, other in marked
            ):
                continue
            selectors = describe(text.text, span)
            around = _around(selectors)
            left = tuple(
                key
                for key in entities
                if (wanted is None or key in wanted)
                and (text.article, key, *around) not in self._rejected
            )
            if left:
                left = self._ranks.sorted(left)
                new.append(Found(text.article, text.revision, selectors, left))
        return new


def _around(words: Selectors | Rejection) -> tuple[str, str, str]:
    """What a passage is known again by, also in a text that changed a little further off."""
    return words.exact, words.prefix[-_NEAR:], words.suffix[:_NEAR]


_Marked = dict[str, list[tuple[str, Span]]]


def _marked(store: Store, articles: Collection[str], roots: dict[str, str]) -> _Marked:
    """The placed mentions of some articles, as entity and span."""
    found: _Marked = {}
    for article, entity, span in store.register.mention_spans(articles):
        found.setdefault(article, []).append((roots.get(entity, entity), span))
    return found


def _summary(outcome: Outcome) -> str:
    parts = []
    if outcome.accepted:
        parts.append(f"mark {counted(outcome.accepted, 'mention')}")
    if outcome.rejected:
        parts.append(f"reject {outcome.rejected:,} found")
    return "sweep: " + (", ".join(parts) or "nothing")
