"""A claim just made, and those that say nearly the same: named, and joined by a key."""

from __future__ import annotations

from collections.abc import Sequence

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Claim
from reader.screens.base import CommandScreen
from reader.session import Session

_SHOWN = 50


class JoiningScreen(CommandScreen):
    """The part of a screen that compares a new claim with those there are.

    One that says nearly the same is named in the status line, and ``=``
    joins the two. Whoever does not want that presses nothing.
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
            self.say(
                f"{said}. Same as “{shortened(alike[0].statement)}”{more}? = joins them; "
                "u takes it back."
            )

    def do_claim_same(self) -> None:
        """Join the claim just made with one that says the same."""
        if not self._alike:
            raise UsageError("No claim like the one just made is known.")
        if len(self._alike) == 1:
            self.spawn(self._join(self._alike[0]))
            return
        from reader.widgets.forms import Offer, Prompt

        alike = {one.statement: one for one in reversed(self._alike)}

        def offers(typed: str) -> list[Offer]:
            wanted = typed.strip().casefold()
            return [Offer(text) for text in reversed(alike) if wanted in text.casefold()]

        def answered(text: str | None) -> None:
            if text is not None:
                self.spawn(self._join(alike[text]))

        self.app.push_screen(Prompt("Same as which claim?", offers, pick=True), answered)

    async def _join(self, known: Claim) -> None:
        made, self._alike = self._made, ()
        await self.session.write(lambda archive: archive.claims.merge(known.id, [made]))
        await self.joined()
        self.say(f"It appears under “{shortened(known.statement)}” now. u takes that back.")

    async def joined(self) -> None:
        """Show what was joined."""
        await self.wrote()


def shortened(text: str) -> str:
    """The beginning of a statement, for the status line."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
