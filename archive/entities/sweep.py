"""Sweeps: every occurrence of the register's names, found, shown, accepted or rejected.

What a sweep finds is a proposal and stands nowhere until somebody accepts it.
All names of the register take part even where one entity is asked for, so
that ``Apple`` is not found in ``Apple Music``; left out is what is marked
already, and what was rejected before: the same words with the same ones beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from archive.articles import step_of
from archive.entities import starter
from archive.entities.gazetteer import USUAL, Gazetteer, Rules
from archive.entities.making import find_or_create
from archive.entities.passages import Found, Known, Named, Ranks, Unknown, marked
from archive.errors import Cancelled
from archive.model import (
    Annotation,
    Motivation,
    Order,
    Rejection,
    Step,
    draw_id,
)
from archive.model.progress import Progress, never, silent
from archive.store import Store, Transaction
from archive.store.values import to_fields
from archive.text.plurals import counted

_CHUNK: Final = 200
_BATCH: Final = 500  # passages written while the lock is held: about 20 ms


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user says of a passage found.

    Attributes:
        entity: what it names: the id of an entity, or a name of which one is made if
            the register has none by then; None: it is no mention of what it was taken for.
    """

    found: Found
    entity: Named | None


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
        suggested: bool = False,
        progress: Progress = silent,
        cancelled: Callable[[], bool] = never,
    ) -> Iterator[list[Found]]:
        """Look through articles; what is found comes article by article, those without left out.

        Args:
            articles: their ids; None for all, the oldest first.
            entities: ids of those looked for; None for all.
            suggested: with the names that were suggested and that no entity has.
            progress: told after each article. ``cancelled``: asked before each.

        Raises:
            Cancelled: when ``cancelled`` says so; nothing was written.
        """
        names = self.gazetteer(rules)
        wanted = None if entities is None else {self._store.marks.entity(e).id for e in entities}
        ids = self._store.listing.ids(Order("added")) if articles is None else list(articles)
        ranks = Ranks(self._store)
        done = 0
        remaining = iter(ids)
        while chunk := list(islice(remaining, _CHUNK)):
            known = Known(self._store, chunk, ranks, suggested=suggested)
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
        self.requeue(touched)
        return outcome

    def _write(self, tx: Transaction, batch: Sequence[Decision], outcome: Outcome) -> None:
        roots = self._store.register.roots()
        articles = {each.found.article for each in batch}
        marks = marked(self._store, articles, roots)
        revisions = self._store.register.revisions(articles)
        for each in batch:
            found, span = each.found, each.found.selectors.span
            named = found.entity if each.entity is None else each.entity
            if revisions.get(found.article) != found.revision:
                outcome.stale += 1
                continue
            if isinstance(named, str):
                named = roots.get(named, named)
                if tx.read("entities", named) is None:
                    outcome.stale += 1
                    continue
            if each.entity is None:
                for key in dict.fromkeys(_root(one, roots) for one in found.entities):
                    self._reject(tx, found, key)
                outcome.rejected += 1
                continue
            entity = self._entity(tx, named)
            there = marks.setdefault(found.article, [])
            if any(key == entity and span.overlaps(other) for key, other in there):
                outcome.stale += 1
            else:
                self._accept(tx, found, entity)
                there.append((entity, span))
                outcome.accepted += 1

    def _entity(self, tx: Transaction, named: Named) -> str:
        """The id of an entity; one is made for a name that none has."""
        if isinstance(named, str):
            return named
        known = starter.named(named.name, named.type)
        details = {} if known is None else known.details
        return find_or_create(self._store, tx, named.name, named.type, details).id

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

    def _reject(self, tx: Transaction, found: Found, entity: str | None) -> None:
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
        """Let articles wait no longer; a sweep that is asked for still finds what is there.

        What was suggested in them is forgotten.
        """
        self._set_queue(dict.fromkeys(articles, 0), forget=True)

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
            for those in self.over(arrived, suggested=True, progress=progress, cancelled=cancelled):
                found[those[0].article] = len(those)
        with self._store.transaction(
            command="sweep", actor=self._actor, summary="", undoable=False, durable=False
        ):
            register.set_queue(found)
            register.set_swept(last)
        return sum(found.values())

    def requeue(self, articles: Collection[str]) -> None:
        """Count anew what waits in those of these articles that wait, or have suggestions."""
        waiting = self.queue().keys() | self._store.suggestions.of(articles).keys()
        asked = [article for article in articles if article in waiting]
        if asked:
            found = dict.fromkeys(asked, 0)
            for those in self.over(asked, suggested=True):
                found[those[0].article] = len(those)
            self._set_queue(found)

    def _set_queue(self, found: dict[str, int], *, forget: bool = False) -> None:
        with self._store.transaction(
            command="sweep", actor=self._actor, summary="", undoable=False, durable=False
        ):
            self._store.register.set_queue(found)
            if forget:
                self._store.suggestions.drop(list(found))


def _root(named: Named, roots: dict[str, str]) -> str | None:
    """The entity that one came to be; None for a name that none has."""
    return None if isinstance(named, Unknown) else roots.get(named, named)


def _summary(outcome: Outcome) -> str:
    parts = []
    if outcome.accepted:
        parts.append(f"mark {counted(outcome.accepted, 'mention')}")
    if outcome.rejected:
        parts.append(f"reject {outcome.rejected:,} found")
    return "sweep: " + (", ".join(parts) or "nothing")
