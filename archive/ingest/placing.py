"""Marks from elsewhere, brought onto the articles of the archive.

Each goes where its words stand: at the position it gives, if they and what
is around them are there, else where anchoring finds them. What has no place
comes in as ambiguous or lost, and is looked for again with every new text of
its article. The same mark a second time changes nothing; what its author has
changed since is taken over, unless somebody changed it here.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from archive.articles import clean_tags
from archive.entities.checks import checked_name
from archive.errors import NotFound
from archive.ingest.items import Summary
from archive.ingest.marks import Mark, Whereabouts
from archive.ingest.matching import Finder, identity_of
from archive.ingest.quotations import as_paragraphs, incoming, place_in, text_of
from archive.intake import Door
from archive.model import (
    QUOTATIONS,
    Annotation,
    Claim,
    Entity,
    Motivation,
    Placement,
    Selectors,
    Span,
    imported_id,
)
from archive.store import Store, Transaction
from archive.store.values import to_fields

# Few enough to hold the write lock for some 20 ms.
_BATCH: Final = 50
_CONTEXT: Final = 32
_NOWHERE: Final = Span(0, 0)
# Signs of the context that must agree where the words stand at the very position given.
_AGREE: Final = 8
_ANY_TYPE: Final = "other"


class Placing:
    """Brings marks in through the door of an import.

    Args:
        store: the open archive. ``actor``: creator of marks that name none.
        door: of the import. ``summary``: where it is counted.
    """

    def __init__(self, store: Store, actor: str, door: Door, summary: Summary) -> None:
        self._store = store
        self._actor = actor
        self._door = door
        self._summary = summary
        self._finder = Finder(store)

    def put(self, format: str, on: Whereabouts, marks: Sequence[Mark]) -> None:
        """Bring in the marks of one article.

        Args:
            format: the importer's name.

        Raises:
            ArchiveBusy: if another process held the write lock for 5 s.
        """
        fresh = [mark for mark in self._unique(marks) if not self._known(mark)]
        if not fresh:
            return
        article = self._finder.find(format, on)
        if article is None or self._of_quotations(article):
            fresh = [as_paragraphs(mark) for mark in fresh]
            article = self._quote(format, on, article, fresh)
        for first in range(0, len(fresh), _BATCH):
            self._write(article, fresh[first : first + _BATCH])

    def _unique(self, marks: Sequence[Mark]) -> list[Mark]:
        return list({key_of(mark): mark for mark in marks}.values())

    def _known(self, mark: Mark) -> bool:
        """Whether the mark is, or was, here; brings it up to date if it is."""
        key = key_of(mark)
        try:
            present = self._store.marks.annotation(key)
        except NotFound:
            if self._deleted(key):
                self._summary.marks_deleted += 1
                return True
            return False
        fields = {"note": mark.note, "tags": clean_tags(mark.tags)}
        differs = (present.note, present.tags) != (mark.note, tuple(fields["tags"]))
        if differs and mark.modified > present.modified and self._untouched(key):
            with self._door.writing() as tx:
                tx.update("annotations", key, {**fields, "modified": mark.modified})
            self._summary.marks_updated += 1
        else:
            self._summary.marks_unchanged += 1
        return True

    def _deleted(self, key: str) -> bool:
        """Whether somebody deleted the mark here; taking an import back is no such thing."""
        history = self._store.log.changes_of("annotations", key, 0)
        return bool(history) and history[-1][1].command not in ("undo", "redo")

    def _untouched(self, key: str) -> bool:
        history = self._store.log.changes_of("annotations", key, 0)
        return all(step.command == "import" for _, step in history)

    def _of_quotations(self, article: str) -> bool:
        return self._store.revisions.origin(article).format == QUOTATIONS

    def _quote(
        self, format: str, on: Whereabouts, article: str | None, marks: Sequence[Mark]
    ) -> str:
        """Make an article of quotations, or add them to the one there is."""
        if article is None:
            identity = identity_of(format, on)
            text = text_of(marks)
        else:
            known = self._store.listing.get(article)
            identity = known.identity
            on = replace(
                on,
                title=on.title if known.title == known.url else known.title,
                url=known.url or on.url,
                authors=known.authors or on.authors,
                tags=known.tags or on.tags,
            )
            before = self._store.revisions.text(article)
            text = text_of(marks, before)
            if text == before:
                return article
        [outcome] = self._door.put([incoming(on, identity, text, marks[0].source)])
        if article is None:
            self._summary.new += 1
            self._finder.made(outcome.id, on.url)
        else:
            self._summary.revised += 1
            self._summary.displaced += outcome.displaced
        self._summary.ids.append(outcome.id)
        return outcome.id

    def _write(self, article: str, marks: Sequence[Mark]) -> None:
        made: list[Annotation] | None = None
        while made is None:
            # Anchoring takes time: it is done before the lock, and again should the text change.
            revision = self._store.listing.get(article).revision
            places = self._places(article, revision, marks)
            with self._door.writing() as tx:
                if self._store.listing.get(article).revision != revision:
                    continue
                made = [
                    self._insert(tx, article, revision, mark, *place)
                    for mark, place in zip(marks, places, strict=True)
                ]
        for annotation in made:
            self._summary.marks += 1
            self._summary.marks_lost += annotation.placement is Placement.LOST
            self._summary.marks_ambiguous += annotation.placement is Placement.AMBIGUOUS

    def _places(
        self, article: str, revision: int, marks: Sequence[Mark]
    ) -> list[tuple[Selectors, Placement]]:
        from archive.anchoring import anchor_all, describe

        text = self._store.revisions.text(article, revision)
        quoted = self._of_quotations(article)
        given = [
            Selectors(_NOWHERE, mark.exact, mark.prefix[-_CONTEXT:], mark.suffix[:_CONTEXT])
            for mark in marks
        ]
        spans = [place_in(text, m.exact) if quoted else standing(text, m) for m in marks]
        searched = iter(
            anchor_all(text, [one for one, span in zip(given, spans, strict=True) if span is None])
        )
        found: list[tuple[Selectors, Placement]] = []
        for selectors, span in zip(given, spans, strict=True):
            if span is not None:
                # In a text of quotations the context is the one of the page, not of the next quote.
                told = replace(selectors, span=span) if quoted else describe(text, span)
                found.append((told, Placement.EXACT))
                continue
            placed = next(searched)
            if placed.span is not None and placed.placement.placed:
                found.append((describe(text, placed.span), placed.placement))
            else:
                found.append((selectors, placed.placement))
        return found

    def _insert(
        self,
        tx: Transaction,
        article: str,
        revision: int,
        mark: Mark,
        selectors: Selectors,
        placement: Placement,
    ) -> Annotation:
        annotation = Annotation(
            id=key_of(mark),
            article=article,
            revision=revision,
            selectors=selectors,
            motivation=mark.motivation,
            placement=placement,
            note=mark.note,
            tags=tuple(clean_tags(mark.tags)),
            label=mark.label,
            claim=self._claim(tx, mark) if mark.claim else None,
            entity=self._entity(tx, mark) if mark.entity else None,
            creator=mark.creator or self._actor,
            created=mark.created or tx.at,
            modified=mark.modified or mark.created or tx.at,
        )
        if annotation.motivation is Motivation.COMMENTING and not mark.note.strip():
            annotation = replace(annotation, motivation=Motivation.HIGHLIGHTING)
        tx.insert("annotations", annotation.id, to_fields(annotation))
        return annotation

    def _claim(self, tx: Transaction, mark: Mark) -> str:
        statement, verdict = mark.claim or ("", "")
        key = mark.claim_id or imported_id("c", mark.identity)
        if tx.read("claims", key) is None:
            at = mark.created or tx.at
            verdict = verdict or self._store.ledger.scheme().first
            claim = Claim(key, statement, verdict=verdict, created=at, modified=at)
            tx.insert("claims", key, to_fields(claim))
        return key

    def _entity(self, tx: Transaction, mark: Mark) -> str:
        name = checked_name(mark.entity or "")
        if mark.entity_id is not None:
            with suppress(NotFound):  # not of this archive: the name decides
                return self._store.marks.entity(mark.entity_id).id
        named = self._store.marks.named(self._store.fold(name), name)
        if named:
            return named[0].id
        key = mark.entity_id or imported_id("e", f"{mark.identity}\n{name}")
        entity = Entity(key, _ANY_TYPE, name, created=tx.at, modified=tx.at)
        tx.insert("entities", key, to_fields(entity))
        return key


def key_of(mark: Mark) -> str:
    """The id of the annotation that a mark becomes, the same at each import."""
    return mark.id or imported_id("m", mark.identity)


def standing(text: str, mark: Mark) -> Span | None:
    """The position that a mark gives, in code points, if its words stand there and fit in.

    Args:
        text: the article's plain text.
    """
    if mark.position is None or not mark.exact:
        return None
    ways = [converted(text, *mark.position)]
    if mark.units == "either":
        ways.insert(0, Span(*mark.position))
    for span in ways:
        if (
            span is not None
            and span.of(text) == mark.exact
            and mark.exact.strip() == mark.exact
            and text[: span.start].endswith(mark.prefix[-_AGREE:])
            and text[span.end :].startswith(mark.suffix[:_AGREE])
        ):
            return span
    return None


def converted(text: str, start: int, end: int) -> Span | None:
    """A position in UTF-16 code units as code points of ``text``; None if it lies outside."""
    if text.isascii():
        return Span(start, end) if end <= len(text) else None
    units = text.encode("utf-16-le", "surrogatepass")
    if 2 * end > len(units):
        return None
    before = len(units[: 2 * start].decode("utf-16-le", "surrogatepass"))
    inside = len(units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass"))
    return Span(before, before + inside)
