"""Intake: the door by which articles come in.

An article is known by its identity. A text already among its revisions
changes nothing; another text is a new revision, in which its marks are
placed again in the same transaction; a text with under half the words in
common is a different article, unless one of the two is only quotations. What
takes time (packing texts, comparing and anchoring) is done before the write
lock is taken and only checked under it, so that a user's mark never waits
long for an import.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

from archive.annotations import Places, places_in, write_places
from archive.model import QUOTATIONS, Annotation, Article, Incoming, Outcome, article_id
from archive.store import Packed, Store, Transaction, pack
from archive.store.connection import storable
from archive.store.values import to_plain

_METADATA: Final = ("title", "url", "outlet", "authors", "published", "language", "tags")
_WORD: Final = re.compile(r"\w+")
_SAME: Final = 0.5
_VARIANT: Final = re.compile(r"#[0-9a-f]{12}")

Kind = Literal["new", "unchanged", "revised", "different"]


class Intake:
    """Opens the door to one import after another.

    Args:
        store: the open archive.
        actor: who imports.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    @contextmanager
    def open(
        self, summary: str, *, command: str = "import", undoable: bool = False
    ) -> Iterator[Door]:
        """One import: everything put through the door becomes one step.

        What was put stays when the block raises. An import that changed
        nothing leaves no step.

        Args:
            summary: the step's line for people; ``door.summary`` may be set
                until the block ends.
            command: the command's name.
            undoable: whether plain ``undo`` takes it back; an import is taken
                back by ``undo_import`` only.
        """
        door = Door(self._store, self._actor, summary, command, undoable)
        try:
            yield door
        finally:
            door.close()


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is to become of one incoming article, as the archive stands now."""

    kind: Kind
    identity: str
    article: Article | None


@dataclass(frozen=True, slots=True)
class _Placing:
    """Places found before the lock, with all they were found from."""

    marks: tuple[Annotation, ...]
    places: Places


class Door:
    """One import in progress; made by :meth:`Intake.open`.

    Attributes:
        step: number of the import's step, None while nothing was changed.
        summary: the step's line for people.
    """

    def __init__(
        self, store: Store, actor: str, summary: str, command: str, undoable: bool
    ) -> None:
        self.step: int | None = None
        self.summary = summary
        self._store = store
        self._actor = actor
        self._command = command
        self._undoable = undoable
        self._shares: dict[tuple[str, int, str], float] = {}
        self._packed: dict[int, Packed] = {}
        self._placings: dict[tuple[str, str], _Placing] = {}

    def put(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Take articles in, all of them or, if this raises, none.

        Args:
            batch: 16 to 64 articles; the write lock is held for all of them at once.

        Returns:
            What became of each, in the order given.

        Raises:
            ArchiveBusy: if another process held the write lock for 5 s.
        """
        self._prepare(batch)
        with self._transaction() as tx:
            outcomes = [self._take(tx, number, incoming) for number, incoming in enumerate(batch)]
        self.step = tx.step
        return outcomes

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction of this import's step, for what comes in beside articles.

        Raises:
            ArchiveBusy: if another process held the write lock for 5 s.
        """
        with self._transaction() as tx:
            yield tx
        self.step = tx.step

    def close(self) -> None:
        """Write the summary as it stands at the end."""
        if self.step is not None:
            with self._transaction():
                pass

    @contextmanager
    def _transaction(self) -> Iterator[Transaction]:
        with self._store.transaction(
            command=self._command,
            actor=self._actor,
            summary=self.summary,
            undoable=self._undoable,
            durable=False,
            step=self.step,
        ) as tx:
            yield tx

    def _prepare(self, batch: Sequence[Incoming]) -> None:
        """Everything slow, from the archive as it stands before the lock."""
        self._shares.clear()
        self._packed.clear()
        self._placings.clear()
        for number, incoming in enumerate(batch):
            decision = self._decide(incoming)
            if decision.kind == "unchanged":
                continue
            self._packed[number] = pack(incoming)
            if decision.kind == "revised" and decision.article is not None:
                self._place(decision.article.id, incoming)

    def _decide(self, incoming: Incoming) -> _Decision:
        identity = storable(incoming.identity)
        article = self._article_of(identity)
        if article is None:
            return _Decision("new", identity, None)
        # Variants: articles that once came under this identity and were too different.
        for candidate in (article, *self._variants(identity)):
            if self._store.revisions.number_of(candidate.id, incoming.sha256) is not None:
                return _Decision("unchanged", candidate.identity, candidate)
            if self._partial(candidate, incoming) or self._share(candidate, incoming) >= _SAME:
                return _Decision("revised", candidate.identity, candidate)
        variant = f"{identity}#{incoming.sha256[:12]}"
        return _Decision("different", variant, None)

    def _partial(self, article: Article, incoming: Incoming) -> bool:
        """Whether one of the two texts is only quotations, so that likeness says nothing."""
        if incoming.format == QUOTATIONS:
            return True
        return self._store.revisions.origin(article.id).format == QUOTATIONS

    def _article_of(self, identity: str) -> Article | None:
        key = self._store.listing.id_of(identity)
        return None if key is None else self._store.listing.find(key)

    def _variants(self, identity: str) -> Iterator[Article]:
        for key in self._store.listing.ids_from(identity + "#", identity + "$"):
            article = self._store.listing.get(key)
            if _VARIANT.fullmatch(article.identity, len(identity)):
                yield article

    def _share(self, article: Article, incoming: Incoming) -> float:
        key = (article.id, article.revision, incoming.sha256)
        if key not in self._shares:
            self._shares[key] = share_of_words(
                self._store.revisions.text(article.id), incoming.text
            )
        return self._shares[key]

    def _place(self, key: str, incoming: Incoming) -> Places:
        """Where the article's marks stand in the new text; found once unless they changed."""
        marks = tuple(self._store.marks.of_article(key))
        known = self._placings.get((key, incoming.sha256))
        if known is None or known.marks != marks:
            known = _Placing(marks, places_in(self._store, marks, incoming.text))
            self._placings[key, incoming.sha256] = known
        return known.places

    def _take(self, tx: Transaction, number: int, incoming: Incoming) -> Outcome:
        decision = self._decide(incoming)
        if decision.kind == "unchanged" and decision.article is not None:
            article = decision.article
            if article.sha256 == incoming.sha256:
                # An older text that came back says nothing about the newer one's metadata.
                tx.update("articles", article.id, _metadata(article, incoming))
            return Outcome("unchanged", article.id)
        packed = self._packed.get(number) or pack(incoming)
        displaced = 0
        if decision.article is None:
            key = self._insert(tx, decision.identity, incoming, packed)
        else:
            key = decision.article.id
            displaced = self._revise(tx, decision.article, incoming, packed)
        same = [one for one in self._store.listing.with_text(incoming.sha256, 2) if one != key]
        return Outcome(decision.kind, key, same[0] if same else None, displaced)

    def _insert(self, tx: Transaction, identity: str, incoming: Incoming, packed: Packed) -> str:
        listing = self._store.listing
        known = listing.id_of(identity)
        key = known or article_id(
            identity, lambda drawn: listing.identity_of(drawn) not in (None, identity)
        )
        revision: int | None = None
        if known is None:
            tx.add_identity(key, identity)
        else:
            # Deleted before: the text may still be there for an undo, and serves again.
            revision = self._store.revisions.number_of(key, incoming.sha256)
        if revision is None:
            revision = tx.add_revision(key, packed)
        fields: dict[str, Any] = {
            "identity": identity,
            **{name: to_plain(getattr(incoming, name)) for name in _METADATA},
            "added": tx.at,
            "read": False,
            "position": 0,
            "starred": False,
            "revision": revision,
            "sha256": incoming.sha256,
            "words": incoming.words,
            "corrected": [],
        }
        tx.insert("articles", key, fields)
        return key

    def _revise(self, tx: Transaction, article: Article, incoming: Incoming, packed: Packed) -> int:
        """Give an article its new text; how many of its marks lose their place by it."""
        places = self._place(article.id, incoming)
        standing = [one for one in self._store.marks.of_article(article.id) if one.placement.placed]
        revision = tx.add_revision(article.id, packed)
        fields = _metadata(article, incoming) | {
            "revision": revision,
            "sha256": incoming.sha256,
            "words": incoming.words,
            "position": min(article.position, len(incoming.text)),
        }
        tx.update("articles", article.id, fields)
        write_places(tx, places, revision)
        return sum(not places[one.id][1].placed for one in standing if one.id in places)


def share_of_words(one: str, other: str) -> float:
    """How many of two texts' words they have in common, 0 to 1.

    Words count as often as they stand there, without case: twice the common
    ones over the sum of both (Dice's coefficient). Two texts without words
    share all.
    """
    left, right = (Counter(_WORD.findall(text.casefold())) for text in (one, other))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _metadata(article: Article, incoming: Incoming) -> dict[str, Any]:
    """What the source says of the article now, but for what the user corrected.

    What the source no longer says is no reason to forget it.
    """
    return {
        name: to_plain(value)
        for name in _METADATA
        if name not in article.corrected and (value := getattr(incoming, name))
    }
