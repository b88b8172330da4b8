"""The scheme of verdicts: which a claim may be given, and what each of them says.

The scheme is the archive's own and a record like any other: changing it is a
step. A claim keeps a verdict that the scheme no longer has: it stays readable
and is named as one that is left over (:meth:`Verdicts.leftover`), until
somebody gives another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from archive.articles import step_of
from archive.claims.fields import member
from archive.errors import NotFound, UsageError
from archive.model import Meaning, Scheme, Step
from archive.store import Store, Transaction
from archive.store.ledger import VERDICTS

MOST: Final = 30
"""A scheme has at most so many verdicts."""

LONGEST: Final = 60
"""Code points a verdict's name may have."""


class Verdicts:
    """The scheme of one archive.

    Args:
        store: the open archive.
        actor: who writes.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._actor = actor

    @property
    def scheme(self) -> Scheme:
        """The scheme as it stands."""
        return self._store.ledger.scheme()

    def leftover(self) -> dict[str, int]:
        """Verdicts that claims still have and the scheme does not, with how many have each."""
        names = self.scheme.names
        return {
            name: count
            for name, count in sorted(self._store.ledger.verdicts().items())
            if name not in names
        }

    def add(self, name: str, meaning: Meaning = Meaning.UNCLEAR) -> Step:
        """Put a verdict at the end of the scheme.

        Raises:
            UsageError: for an empty or too long name, one that is there, or too many.
        """
        text = self._named(name)
        said = Meaning(member(Meaning, "meaning", meaning))

        def work(tx: Transaction) -> Scheme:
            scheme = self.scheme
            self._refuse(scheme, text)
            if len(scheme.names) >= MOST:
                raise UsageError(f"A scheme has at most {MOST} verdicts.", remedy="Remove one.")
            return Scheme((*scheme.names, text), (*scheme.meanings, said))

        return self._step(f"add the verdict “{text}”", work)

    def remove(self, name: str) -> Step:
        """Take a verdict out of the scheme; claims that have it keep it.

        Raises:
            NotFound: if the scheme has no such verdict.
            UsageError: for its last one, or the last that says open.
        """

        def work(tx: Transaction) -> Scheme:
            scheme = self.scheme
            at = self._place(scheme, name)
            if len(scheme.names) == 1:
                raise UsageError("A scheme needs one verdict.", remedy="Add another first.")
            _keep_open(scheme, at)
            names, meanings = list(scheme.names), list(scheme.meanings)
            del names[at], meanings[at]
            return Scheme(tuple(names), tuple(meanings))

        return self._step(f"remove the verdict “{' '.join(name.split())}”", work)

    def change(
        self, name: str, *, rename: str | None = None, meaning: Meaning | None = None
    ) -> Step:
        """Rename a verdict, in the claims that have it too, or let it say something else.

        Raises:
            NotFound: if the scheme has no such verdict, nor any claim.
            UsageError: for a name that is there already, empty or too long, or
                for another meaning of the last one that says open.
        """
        said = None if meaning is None else Meaning(member(Meaning, "meaning", meaning))
        text = None if rename is None else self._named(rename)

        def work(tx: Transaction) -> Scheme:
            scheme = self.scheme
            at = self._place(scheme, name)
            names, meanings = list(scheme.names), list(scheme.meanings)
            if text is not None and text != names[at]:
                if self._store.fold(text) != self._store.fold(names[at]):
                    self._refuse(scheme, text)
                for key in self._store.ledger.with_verdict(names[at]):
                    tx.update("claims", key, {"verdict": text, "modified": tx.at})
                names[at] = text
            if said is not None:
                if said is not Meaning.OPEN:
                    _keep_open(scheme, at)
                meanings[at] = said
            return Scheme(tuple(names), tuple(meanings))

        return self._step(f"change the verdict “{' '.join(name.split())}”", work)

    def _step(self, summary: str, work: Callable[[Transaction], Scheme]) -> Step:
        with self._store.transaction(
            command="claims verdicts", actor=self._actor, summary=summary
        ) as tx:
            made = work(tx)
            fields = {"names": made.names, "meanings": [one.value for one in made.meanings]}
            if tx.read("schemes", VERDICTS) is None:
                tx.insert("schemes", VERDICTS, fields)
            else:
                tx.update("schemes", VERDICTS, fields)
        return step_of(self._store, tx)

    def _named(self, name: str) -> str:
        text = " ".join(name.split())
        if not text or len(text) > LONGEST:
            raise UsageError(f"A verdict's name has 1 to {LONGEST} characters.")
        return text

    def _refuse(self, scheme: Scheme, text: str) -> None:
        if self._store.fold(text) in map(self._store.fold, scheme.names):
            raise UsageError(f"The scheme has a verdict “{text}” already.")

    def _place(self, scheme: Scheme, name: str) -> int:
        wanted = self._store.fold(" ".join(name.split()))
        for at, one in enumerate(scheme.names):
            if self._store.fold(one) == wanted:
                return at
        raise NotFound(
            f"The scheme has no verdict “{name[:LONGEST]}”.",
            remedy=f"There are: {', '.join(scheme.names)}.",
        )


def _keep_open(scheme: Scheme, at: int) -> None:
    """Refuse to lose the last verdict that says open: a new claim would begin as judged."""
    if scheme.meanings[at] is Meaning.OPEN and scheme.meanings.count(Meaning.OPEN) == 1:
        name = scheme.names[at]
        raise UsageError(
            f"“{name}” is the only verdict that says open, and a new claim needs one.",
            remedy="Rename it, or first add another that says open:"
            " `newsmark claims verdicts --add NAME --meaning open`.",
        )
