"""Annotations: marks on spans of an article's text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from archive.articles import clean_tags, remove_annotation, short, step_of
from archive.errors import Conflict, UsageError
from archive.model import (
    Annotation,
    Motivation,
    Placement,
    Selectors,
    Span,
    Step,
    draw_id,
)
from archive.store import Store, Transaction
from archive.store.values import selector_fields, to_fields
from archive.text.graphemes import snap
from archive.text.plurals import counted


class Annotations:
    """The annotations of one archive.

    Args:
        store: the open archive.
        actor: who writes; also the creator of new annotations.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def get(self, id: str) -> Annotation:
        """One annotation; NotFound if there is none of this id."""
        return self._store.marks.annotation(id)

    def of(self, article_id: str) -> list[Annotation]:
        """An article's annotations in document order, ties by end and id, unplaced ones last."""
        return self._store.marks.of_article(article_id)

    def all(self, article_ids: Collection[str] | None = None) -> list[Annotation]:
        """Annotations of all articles or of these, by article id and then as :meth:`of`."""
        return self._store.marks.all_annotations(article_ids)

    def add(
        self,
        article: str,
        span: Span,
        motivation: Motivation,
        *,
        note: str = "",
        tags: Iterable[str] = (),
        label: str | None = None,
        revision: int | None = None,
    ) -> Annotation:
        """Mark a passage as a highlight or with a note.

        Args:
            article: the article's id.
            span: code points of its current text; white space at the ends is left out.
            motivation: highlighting or commenting; claims and entities have
                parts of their own.
            note: Markdown.
            revision: the revision the span was chosen in, where that matters.

        Raises:
            NotFound: if there is no such article.
            UsageError: for a span that covers no words of the text.
            Conflict: if the article is no longer at ``revision``.
        """
        if motivation not in (Motivation.HIGHLIGHTING, Motivation.COMMENTING):
            raise UsageError(
                f"A mark for {motivation} needs its claim or entity.",
                remedy="Use claim add or entity tag.",
            )
        comment = motivation is Motivation.COMMENTING
        with self._store.transaction(
            command="note add" if comment else "highlight add", actor=self._actor, summary=""
        ) as tx:
            annotation = compose(
                self._store, tx, self._actor, article, span, motivation, revision=revision
            )
            annotation = replace(annotation, note=note, tags=tuple(clean_tags(tags)), label=label)
            tx.summary = f"{'note on' if comment else 'highlight'} “{short(annotation.exact)}”"
            tx.insert("annotations", annotation.id, to_fields(annotation))
        return self.get(annotation.id)

    def edit(
        self,
        id: str,
        *,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        label: str | None = None,
        span: Span | None = None,
    ) -> Annotation:
        """Change an annotation; what is None stays, an empty label clears it.

        Args:
            span: a new place, in code points of the article's current text;
                a lost or ambiguous mark is placed by it.

        Raises:
            NotFound: if there is no such annotation.
            UsageError: for a span that covers no words of the text.
        """
        with self._store.transaction(
            command="annotation edit", actor=self._actor, summary=""
        ) as tx:
            annotation = self.get(id)
            fields: dict[str, Any] = {}
            if note is not None:
                fields["note"] = note
            if tags is not None:
                fields["tags"] = clean_tags(tags)
            if label is not None:
                fields["label"] = label or None
            if span is not None:
                placed = compose(
                    self._store, tx, self._actor, annotation.article, span, annotation.motivation
                )
                fields |= placement_fields(placed.selectors, placed.revision, Placement.EXACT)
            tx.summary = f"edit {', '.join(sorted(_named(fields)))} of “{short(annotation.exact)}”"
            if tx.update("annotations", id, fields):
                tx.update("annotations", id, {"modified": tx.at})
        return self.get(id)

    def delete(self, id: str) -> Step:
        """Remove an annotation, an entity's mention or a claim's appearance.

        A claim whose last appearance goes, goes with it, and so does the
        evidence that hangs on either.

        Raises:
            NotFound: if there is no such annotation.
        """
        with self._store.transaction(
            command="annotation delete", actor=self._actor, summary=""
        ) as tx:
            tx.summary = f"delete {self._going(self.get(id))}"
            remove_annotation(self._store, tx, id)
        return step_of(self._store, tx)

    def _going(self, annotation: Annotation) -> str:
        """What goes where a mark goes, in words."""
        what = [f"the mark on “{short(annotation.exact)}”"]
        marks, claim = self._store.marks, annotation.claim
        pieces = {one.id for one in marks.evidence_on(annotation.id)}
        if claim is not None and len(marks.appearances(claim)) == 1:
            what.append("its claim")
            pieces |= {one.id for one in marks.evidence_of(claim)}
        if pieces:
            what.append(counted(len(pieces), "piece of evidence", "pieces of evidence"))
        return " and ".join([", ".join(what[:-1]), what[-1]] if len(what) > 1 else what)


def compose(
    store: Store,
    tx: Transaction,
    actor: str,
    article: str,
    span: Span,
    motivation: Motivation,
    *,
    revision: int | None = None,
) -> Annotation:
    """A new annotation on a span, not yet written; arguments and errors as ``Annotations.add``.

    It reads inside the transaction, so that the text cannot change between.
    """
    from archive.anchoring import describe  # a sixth of the start of a program that only reads

    current = store.listing.get(article).revision
    if revision is not None and revision != current:
        raise Conflict(
            f"Article {article} has a new text since the passage was chosen.",
            remedy="Open it again and mark the passage there.",
            ids=(article,),
        )
    text = store.revisions.text(article)
    return Annotation(
        id=draw_id("m"),
        article=article,
        revision=current,
        selectors=describe(text, trimmed(text, span)),
        motivation=motivation,
        creator=actor,
        created=tx.at,
        modified=tx.at,
    )


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends, widened so that it cuts no grapheme.

    Part of one would be a mark that nobody sees: the joiner of an emoji, an accent.

    Raises:
        UsageError: if it reaches past the text or covers nothing else.
    """
    if span.end > len(text):
        raise UsageError(
            f"The passage {span.start}:{span.end} reaches past the text's {len(text)} characters.",
            remedy="Give offsets within the text.",
        )
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    if start >= end:
        raise UsageError(
            f"The passage {span.start}:{span.end} holds no words.",
            remedy="Choose at least one character that is not white space.",
        )
    return snap(text, Span(start, end))


def placement_fields(selectors: Selectors, revision: int, placement: Placement) -> dict[str, Any]:
    """The fields that say where an annotation stands."""
    return {**selector_fields(selectors), "revision": revision, "placement": placement.value}


Places = dict[str, tuple[Selectors | None, Placement]]
"""Annotation id to its selectors in another text (None where it has no place) and placement."""


def places_in(store: Store, annotations: Sequence[Annotation], text: str) -> Places:
    """Where the annotations of one article stand in another text of it; never guessed.

    Each is looked for by way of the text it speaks of, so that one lost in
    the meantime may be found again.

    Args:
        text: the plain text to place them in.
    """
    from archive.anchoring import anchor_all, describe

    found: Places = {}
    by_revision: dict[int, list[Annotation]] = {}
    for annotation in annotations:
        by_revision.setdefault(annotation.revision, []).append(annotation)
    for revision, marks in by_revision.items():
        old = store.revisions.text(marks[0].article, revision)
        placed = anchor_all(text, [mark.selectors for mark in marks], old)
        for mark, place in zip(marks, placed, strict=True):
            selectors = None
            if place.span is not None and place.placement.placed:
                selectors = describe(text, place.span)
            found[mark.id] = (selectors, place.placement)
    return found


def write_places(tx: Transaction, places: Places, revision: int) -> None:
    """Write places found by :func:`places_in` in the text of ``revision``.

    A mark without a place keeps its selectors and their revision; its
    placement alone says so.
    """
    for key, (selectors, placement) in places.items():
        if selectors is None:
            tx.update("annotations", key, {"placement": placement.value})
        else:
            tx.update("annotations", key, placement_fields(selectors, revision, placement))


def _named(fields: dict[str, Any]) -> set[str]:
    return {"place" if name in ("start", "revision") else name for name in fields} & {
        "note",
        "tags",
        "label",
        "place",
    }
