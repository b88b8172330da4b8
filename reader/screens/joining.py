"""A claim just made, and those that say nearly the same: named, and joined by a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Claim
from reader.screens.base import CommandScreen
from reader.session import Session

_SHOWN = 50  # characters of a statement in the status line
_OFFERED = 30


class JoiningScreen(CommandScreen):
    """The part of a screen that compares a new claim with those there are.

    One that says nearly the same is named in the status line, and ``=``
    joins the two. Where none or several do, ``=`` lets one be picked. Whoever
    does not want that presses nothing.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._made = ""
        self._alike: Sequence[Claim] = ()

    async def offer_alike(self, made: str, said: str) -> None:
        """Name the claims that say nearly the same.

        Args:
            made: id of the new claim.
            said: what is said before them, without a full stop.
        """

        def look(archive: Archive) -> list[Claim]:
            alike = archive.claims.ledger.like(archive.claims.get(made).statement, but=made)
            return [archive.claims.get(one.claim) for one in alike]

        try:
            alike = await self.session.load(look)
        except NotFound:
            return  # taken back meanwhile
        if not self.is_attached:
            return
        self._made, self._alike = made, alike
        if alike:
            more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
            what = "picks one to join" if more else "joins them"
            self.say(
                f"{said}. Same as “{shortened(alike[0].statement)}”{more}? = {what}; "
                "u takes it back."
            )

    def claim_meant(self) -> str:
        """Id of the claim that ``=`` joins with another; empty if there is none."""
        return self._made

    async def do_claim_same(self, *words: str) -> None:
        """Join the claim just made with one that says the same: the one named, or one picked.

        Args:
            words: of the other claim's statement, where one is meant that was not named.
        """
        made = self.claim_meant()
        if not made:
            raise UsageError("Which claim is the same as another?", remedy="Make or go to one.")
        alike = self._alike if made == self._made else ()
        if len(alike) == 1 and not words:
            await self._join(made, alike[0].id)
            return
        first = [one.id for one in alike]
        known = await self.session.load(lambda archive: _others(archive, made, first))
        if not known:
            raise UsageError("There is no other claim yet.")
        from reader.widgets.forms import Offer, Prompt

        def offers(typed: str) -> list[Offer]:
            wanted = typed.casefold().split()
            fitting = (
                Offer(text, detail, value=id)
                for id, (text, detail) in known.items()
                if all(word in text.casefold() for word in wanted)
            )
            return list(islice(fitting, _OFFERED))

        def answered(id: str | None) -> None:
            if id is not None:
                self.spawn(self._join(made, id))

        prompt = Prompt("Same as which claim?", offers, value=" ".join(words), pick=True)
        self.app.push_screen(prompt, answered)

    async def _join(self, made: str, known: str) -> None:
        self._alike = ()
        claim = await self.session.write(lambda archive: archive.claims.merge(known, [made]))
        self._made = ""
        await self.joined()
        self.say(f"It appears under “{shortened(claim.statement)}” now. u takes that back.")

    async def joined(self) -> None:
        """Show what was joined."""
        await self.wrote()


def _others(archive: Archive, made: str, first: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Statements of all claims but one, by their ids: these first, then the newest.

    Those of the same statement have beside them what tells them apart: the verdict, and how
    often they appear.
    """
    rows = [row for row in archive.claims.ledger.select(order="added") if row.id != made]
    place = {id: number for number, id in enumerate(first)}
    rows.sort(key=lambda row: place.get(row.id, len(place)))
    often = Counter(row.statement for row in rows)
    return {
        row.id: (
            row.statement,
            f"{row.verdict} ×{row.appearances}" if often[row.statement] > 1 else "",
        )
        for row in rows
    }


def shortened(text: str) -> str:
    """The beginning of a statement, for the status line."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
