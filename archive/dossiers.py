"""Dossiers: claims and passages put together under a title, with words of the user's between.

A dossier holds parts in an order: headings, texts, claims (with all their
appearances and evidence when it is written out) and passages. It holds no
copies: a claim's verdict or a mark's place is always the present one, and a
claim or mark that goes takes its part along.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from archive.articles import short, step_of
from archive.errors import NotFound, UsageError
from archive.model import Dossier, Part, PartKind, Step, draw_id
from archive.model.ranks import between
from archive.store import Store, Transaction
from archive.store.values import to_fields


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier in a list of them.

    Attributes:
        parts: how many it has.
        changed: when it, or one of the parts it has now, was last made or changed.
    """

    dossier: Dossier
    parts: int
    changed: str


class Dossiers:
    """The dossiers of one archive.

    Args:
        store: the open archive.
        actor: who writes.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    def all(self) -> list[Dossier]:
        """Every dossier, the oldest first."""
        return self._store.dossiers.all()

    def listed(self) -> list[Listed]:
        """Every dossier with its size, the one changed last first, ties by id."""
        found = []
        for one in self.all():
            parts = self._store.dossiers.parts(one.id)
            changed = max([one.modified, *(part.modified for part in parts)])
            found.append(Listed(one, len(parts), changed))
        found.sort(key=lambda each: each.dossier.id)
        return sorted(found, key=lambda each: each.changed, reverse=True)

    def get(self, wanted: str) -> Dossier:
        """The dossier of this id, or of this title (case and accents do not matter).

        Raises:
            NotFound: if there is none.
            UsageError: if several have the title.
        """
        known = self._store.dossiers.all()
        folded = self._store.fold(" ".join(wanted.split()))
        found = [one for one in known if one.id == wanted] or [
            one for one in known if self._store.fold(one.title) == folded
        ]
        if not found:
            raise NotFound(
                f"There is no dossier {short(wanted)!r}.",
                remedy="`newsmark dossier list` prints them all.",
            )
        if len(found) > 1:
            raise UsageError(
                f"Several dossiers are called {short(wanted)!r}.",
                remedy=f"Give the id: {', '.join(one.id for one in found)}.",
                ids=tuple(one.id for one in found),
            )
        return found[0]

    def part(self, id: str) -> Part:
        """One part; NotFound if there is none of this id."""
        return self._store.dossiers.part(id)

    def parts(self, id: str) -> list[Part]:
        """The parts of a dossier in their order; NotFound if there is none of this id."""
        self._store.dossiers.get(id)
        return self._store.dossiers.parts(id)

    def new(self, title: str) -> Dossier:
        """Begin a dossier.

        Raises:
            UsageError: for an empty title.
        """
        titled = _titled(title)
        with self._transaction("dossier new", f"dossier “{short(titled)}”") as tx:
            return self._make(tx, titled)

    def rename(self, id: str, title: str) -> Dossier:
        """Give a dossier another title; errors as :meth:`new` and :meth:`parts`."""
        titled = _titled(title)
        with self._transaction("dossier rename", "") as tx:
            former = self._store.dossiers.get(id)
            tx.summary = f"rename dossier “{short(former.title)}” to “{short(titled)}”"
            if tx.update("dossiers", id, {"title": titled}):
                tx.update("dossiers", id, {"modified": tx.at})
        return self._store.dossiers.get(id)

    def add(
        self,
        id: str,
        *,
        heading: str | None = None,
        text: str | None = None,
        claim: str | None = None,
        annotation: str | None = None,
        before: str | None = None,
        after: str | None = None,
    ) -> Part:
        """Put something into a dossier, last unless told where.

        Args:
            heading: one line; or else
            text: Markdown; or with a claim or annotation what is said of it.
            claim: id of a claim; or else
            annotation: id of the mark on a passage.
            before, after: id of the part beside which it goes.

        Raises:
            NotFound: if there is no such dossier, claim, annotation or part.
            UsageError: if nothing or too much is given, or it is empty.
        """
        if sum(one is not None for one in (heading, claim, annotation)) > 1 or (
            heading is not None and text is not None
        ):
            raise UsageError("A part is a heading, a text, a claim or a passage.")
        with self._transaction("dossier add", "") as tx:
            dossier = self._store.dossiers.get(id)
            if heading is not None:
                kind, words = PartKind.HEADING, _titled(heading)
            elif claim is not None:
                kind, words = PartKind.CLAIM, text or ""
                self._store.marks.claim(claim)
            elif annotation is not None:
                kind, words = PartKind.PASSAGE, text or ""
                self._store.marks.annotation(annotation)
            else:
                kind, words = PartKind.TEXT, _worded(text)
            rank = self._rank(id, before, after)
            tx.summary = f"add a {kind} to dossier “{short(dossier.title)}”"
            return self._put(tx, Part("", id, rank, kind, words, claim, annotation))

    def collect(self, title: str, annotation: str) -> tuple[Dossier, Part]:
        """Put what a mark stands for last in the dossier of a title, made if there is none.

        An appearance stands for its claim, every other mark for its passage.
        It is one step.

        Args:
            title: or id of a dossier.
            annotation: id of the mark.

        Raises:
            NotFound: if there is no such annotation.
            UsageError: for an empty title, or one that several dossiers have.
        """
        titled = _titled(title)
        with self._transaction("dossier add", "") as tx:
            mark = self._store.marks.annotation(annotation)
            dossier = self._get_or_make(tx, titled)
            kind = PartKind.PASSAGE if mark.claim is None else PartKind.CLAIM
            passage = annotation if mark.claim is None else None
            rank = self._rank(dossier.id, None, None)
            tx.summary = f"add a {kind} to dossier “{short(dossier.title)}”"
            part = self._put(tx, Part("", dossier.id, rank, kind, "", mark.claim, passage))
        return dossier, part

    def collect_claims(self, title: str, claims: Sequence[str]) -> Dossier:
        """Put claims, in this order, last in the dossier of a title, made if there is none.

        It is one step.

        Args:
            title: or id of a dossier.
            claims: their ids; at least one.

        Raises:
            NotFound: if there is no such claim.
            UsageError: as :meth:`collect`, and for no claims.
        """
        titled = _titled(title)
        if not claims:
            raise UsageError("Put what into the dossier?", remedy="Give a claim.")
        with self._transaction("dossier add", "") as tx:
            dossier = self._get_or_make(tx, titled)
            what = "a claim" if len(claims) == 1 else f"{len(claims):,} claims"
            tx.summary = f"add {what} to dossier “{short(dossier.title)}”"
            for claim in claims:
                self._store.marks.claim(claim)
                rank = self._rank(dossier.id, None, None)
                self._put(tx, Part("", dossier.id, rank, PartKind.CLAIM, "", claim, None))
        return dossier

    def move(self, part: str, *, before: str | None = None, after: str | None = None) -> Part:
        """Put a part elsewhere in its dossier: beside another, or last.

        Raises:
            NotFound: if there is no such part.
            UsageError: if the other is of another dossier, or both are given.
        """
        with self._transaction("dossier move", "") as tx:
            moved = self._store.dossiers.part(part)
            dossier = self._store.dossiers.get(moved.dossier)
            tx.summary = f"move a {moved.kind} of dossier “{short(dossier.title)}”"
            if part not in (before, after):
                rank = self._rank(moved.dossier, before, after, but=part)
                if tx.update("parts", part, {"rank": rank}):
                    tx.update("parts", part, {"modified": tx.at})
        return self._store.dossiers.part(part)

    def write(self, part: str, text: str) -> Part:
        """Change the words of a part.

        Raises:
            NotFound: if there is no such part.
            UsageError: for an empty heading or text.
        """
        with self._transaction("dossier text", "") as tx:
            former = self._store.dossiers.part(part)
            dossier = self._store.dossiers.get(former.dossier)
            if former.kind is PartKind.HEADING:
                text = _titled(text)
            elif former.kind is PartKind.TEXT:
                text = _worded(text)
            tx.summary = f"write a {former.kind} of dossier “{short(dossier.title)}”"
            if tx.update("parts", part, {"text": text}):
                tx.update("parts", part, {"modified": tx.at})
        return self._store.dossiers.part(part)

    def remove(self, part: str) -> Step:
        """Take a part out of its dossier; NotFound if there is none of this id."""
        with self._transaction("dossier remove", "") as tx:
            former = self._store.dossiers.part(part)
            dossier = self._store.dossiers.get(former.dossier)
            tx.summary = f"take a {former.kind} out of dossier “{short(dossier.title)}”"
            tx.delete("parts", part)
        return step_of(self._store, tx)

    def delete(self, id: str) -> Step:
        """Delete a dossier with its parts; the claims and passages stay. NotFound as ``parts``."""
        with self._transaction("dossier delete", "") as tx:
            dossier = self._store.dossiers.get(id)
            tx.summary = f"delete dossier “{short(dossier.title)}”"
            for part in self._store.dossiers.parts(id):
                tx.delete("parts", part.id)
            tx.delete("dossiers", id)
        return step_of(self._store, tx)

    def _get_or_make(self, tx: Transaction, title: str) -> Dossier:
        try:
            return self.get(title)
        except NotFound:
            return self._make(tx, title)

    def _make(self, tx: Transaction, title: str) -> Dossier:
        made = Dossier(draw_id("d"), title, created=tx.at, modified=tx.at)
        tx.insert("dossiers", made.id, to_fields(made))
        return made

    def _put(self, tx: Transaction, part: Part) -> Part:
        """Write a part that has no id and no dates yet."""
        made = replace(part, id=draw_id("p"), created=tx.at, modified=tx.at)
        tx.insert("parts", made.id, to_fields(made))
        return made

    def _rank(
        self, dossier: str, before: str | None, after: str | None, *, but: str | None = None
    ) -> str:
        """A rank beside a part, or after the last; the part ``but`` does not count."""
        if before is not None and after is not None:
            raise UsageError("Before or after?", remedy="Give one of the two.")
        parts = [part for part in self._store.dossiers.parts(dossier) if part.id != but]
        beside = before or after
        if beside is None:
            return between(parts[-1].rank if parts else None, None)
        places = [place for place, part in enumerate(parts) if part.id == beside]
        if not places:
            self._store.dossiers.part(beside)
            raise UsageError(f"Part {beside} is of another dossier.", ids=(beside,))
        at = places[0] + (after is not None)
        low = parts[at - 1].rank if at > 0 else None
        # An undo can bring back a part whose rank was given anew meanwhile.
        higher = (part.rank for part in parts[at:] if low is None or part.rank > low)
        return between(low, next(higher, None))

    def _transaction(self, command: str, summary: str) -> AbstractContextManager[Transaction]:
        return self._store.transaction(command=command, actor=self._actor, summary=summary)


def _titled(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise UsageError("A title cannot be empty.")
    return line


def _worded(text: str | None) -> str:
    if text is None or not text.strip():
        raise UsageError("A text cannot be empty.", remedy="Give its words, or remove the part.")
    return text
