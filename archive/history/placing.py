"""Marks and texts brought together again after a reversal.

A reversal may bring back a mark that speaks of an older text than its
article now has, or bring back the older text under newer marks.
"""

from __future__ import annotations

from archive.annotations import places_in, write_places
from archive.errors import Conflict
from archive.history.reversal import Touched
from archive.model import Annotation, Article, Placement, Step
from archive.store import Store, Transaction


def place_after(store: Store, tx: Transaction, applied: Step, touched: Touched) -> None:
    """Place the marks of every article touched in the text it now has.

    Raises:
        Conflict: if a user's later mark was made on a text that this withdrew.
    """
    articles: dict[str, None] = {}
    for record, key in touched.written:
        if record == "articles":
            articles[key] = None
        elif record == "annotations" and (mark := tx.read(record, key)):
            articles[mark["article"]] = None
    withdrawn = {
        key: change
        for change in store.log.changes(applied.number)
        if (key := change.key) in articles and "revision" in (change.after or {})
    }
    for key in articles:
        article = store.listing.find(key)
        if article is not None:
            _place(store, tx, article, applied, withdrawn=key in withdrawn)


def _place(
    store: Store, tx: Transaction, article: Article, applied: Step, *, withdrawn: bool
) -> None:
    astray: list[Annotation] = []
    for mark in store.marks.of_article(article.id):
        if mark.revision == article.revision:
            if not mark.placement.placed and _stands(store, mark):
                # The text it speaks of is back. (A mark that came from elsewhere
                # may never have had a place in it.)
                tx.update("annotations", mark.id, {"placement": Placement.EXACT.value})
        elif mark.placement.placed:
            if withdrawn:
                _refuse_users_mark(store, mark, applied)
            astray.append(mark)
    if astray:
        text = store.revisions.text(article.id)
        write_places(tx, places_in(store, astray, text), article.revision)


def _stands(store: Store, mark: Annotation) -> bool:
    text = store.revisions.text(mark.article, mark.revision)
    return bool(mark.exact) and mark.span.of(text) == mark.exact


def _refuse_users_mark(store: Store, mark: Annotation, applied: Step) -> None:
    for change, step in store.log.changes_of("annotations", mark.id, 0):
        chosen = change.before is None or "start" in (change.after or {})
        if step.undoable and step.number > applied.number and chosen:
            raise Conflict(
                f"Step {step.number} ({step.summary}) depends on step {applied.number}: "
                f"annotation {mark.id} was made on its text.",
                remedy=f"Take step {step.number} of {step.actor} back first.",
                ids=(mark.id,),
            )
