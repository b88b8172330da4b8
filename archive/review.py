"""Review: marks that lost their place when their article changed, and what becomes of them.

A new text of an article leaves some marks *ambiguous* (several places fit) or
*lost* (none does). Nothing is guessed for them: each waits here with the
places that may be meant, until somebody accepts one, chooses another, or says
that it stays lost. What was kept as lost is not asked again until the article
changes once more; it is never dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.annotations import Annotations
from archive.articles import short, step_of
from archive.errors import UsageError
from archive.model import Annotation, Article, Placement, Span, Step, draw_id
from archive.store import Store

_LEAST: Final = 0.5
"""Likeness in words under which no place is proposed for a lost mark."""

_LONGEST: Final = 600
"""Code points beyond which no place is looked for by likeness: it would take too long."""

_MOST: Final = 9


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark without a place, and where it may belong.

    Attributes:
        before: the text that the mark speaks of; its span is of that text.
        now: the article's present text.
        places: spans of the present text that may be meant, the likest first.
    """

    mark: Annotation
    article: Article
    before: str
    now: str
    places: tuple[Span, ...]


class Review:
    """The marks without a place of one archive.

    Args:
        store: the open archive.
        actor: who decides.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def pending(self, article: str | None = None, *, kept: bool = False) -> list[Annotation]:
        """Marks that wait for a decision, by article and place.

        Args:
            article: only those of this article.
            kept: also those that somebody decided to keep as lost.
        """
        return self._store.marks.unplaced(article, kept=kept)

    def look(self, mark: str) -> Doubt:
        """A mark without a place, with what is known of where it may belong.

        Raises:
            NotFound: if there is no such mark.
            UsageError: if it has a place.
        """
        found = self._unplaced(mark)
        article = self._store.listing.get(found.article)
        before = self._store.revisions.text(found.article, found.revision)
        now = self._store.revisions.text(found.article)
        return Doubt(found, article, before, now, _places(found, before, now))

    def accept(self, mark: str, place: int = 1) -> Annotation:
        """Put a mark on one of the places proposed, as one step.

        Args:
            place: which of ``look(mark).places``, from 1.

        Raises:
            NotFound, UsageError: as :meth:`look`; if there is no such place.
        """
        doubt = self.look(mark)
        if not 1 <= place <= len(doubt.places):
            many = len(doubt.places)
            number = f"{many} places are" if many != 1 else "One place is"
            raise UsageError(
                f"{number if many else 'No place is'} proposed for annotation {mark}.",
                remedy="Choose a place yourself, or keep it as lost.",
                ids=(mark,),
            )
        return self.place(mark, doubt.places[place - 1])

    def place(self, mark: str, span: Span) -> Annotation:
        """Put a mark on a passage of the article's present text, as one step.

        Raises:
            NotFound: if there is no such mark.
            UsageError: if it has a place already, or the span covers no words.
        """
        return Annotations(self._store, self._actor).edit(self._unplaced(mark).id, span=span)

    def keep(self, marks: Sequence[str]) -> Step:
        """Keep marks as lost, as one step; they are not asked about until the article changes.

        Returns:
            The step; one numbered 0 if all of them were kept already.

        Raises:
            NotFound: if there is no such mark; nothing is done.
            UsageError: if one has a place, or none is named.
        """
        if not marks:
            raise UsageError("Which marks?", remedy="Name those that stay lost.")
        with self._store.transaction(command="review keep", actor=self._actor, summary="") as tx:
            found = [self._unplaced(key) for key in dict.fromkeys(marks)]
            words = f"“{short(found[0].exact)}”" if len(found) == 1 else f"{len(found)} marks"
            tx.summary = f"keep {words} as lost"
            for mark in found:
                tx.update("annotations", mark.id, {"placement": Placement.LOST.value})
                revision = self._store.listing.get(mark.article).revision
                known = self._store.marks.kept(mark.id)
                if known is None:
                    fields = {"annotation": mark.id, "revision": revision}
                    tx.insert("kept", draw_id("k"), fields)
                else:
                    tx.update("kept", known, {"revision": revision})
        return step_of(self._store, tx)

    def _unplaced(self, mark: str) -> Annotation:
        found = self._store.marks.annotation(mark)
        if found.placement.placed:
            raise UsageError(
                f"Annotation {mark} has its place.",
                remedy="`newsmark annotation edit` moves it.",
                ids=(mark,),
            )
        return found


def _places(mark: Annotation, before: str, now: str) -> tuple[Span, ...]:
    """Places that may be meant: those that fit about equally well, else the likest words."""
    from archive.anchoring import anchor
    from archive.anchoring.myers import closest

    placed = anchor(now, mark.selectors, before)
    if placed.span is not None:
        return (placed.span,)
    if placed.candidates:
        return placed.candidates[:_MOST]
    size = len(mark.exact)
    if not size or size > _LONGEST:
        return ()
    found: dict[Span, int] = {}
    for start, end, errors in closest(now, mark.exact, int((1 - _LEAST) * size)):
        if start < end and now[start:end].strip():
            found[Span(start, end)] = errors
    return tuple(sorted(found, key=lambda span: (found[span], span))[:_MOST])
