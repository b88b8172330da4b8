"""Passages and the claims of other articles: the same claim again, and what bears on one."""

from __future__ import annotations

from collections.abc import Sequence

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Claim, Stance
from reader.screens.marking import MarkingScreen
from reader.session import Session

_SHOWN = 50


class LinkingScreen(MarkingScreen):
    """The part of the article screen that links its passages with claims.

    A new claim is compared with those there are; one that says nearly the
    same is named in the status line, and ``=`` joins the two. Whoever does
    not want that presses nothing.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._made = ""
        self._alike: Sequence[Claim] = ()

    async def claim_made(self, mark: str) -> None:
        """Offer the claims that say nearly the same."""

        def look(archive: Archive) -> tuple[str, list[Claim]]:
            claim = archive.claims.get(archive.annotations.get(mark).claim or "")
            alike = archive.claims.ledger.like(claim.statement, but=claim.id)
            return claim.id, [archive.claims.get(one.claim) for one in alike]

        try:
            made, alike = await self.session.load(look)
        except NotFound:
            return  # taken back meanwhile
        if not self.is_attached:
            return
        self._made, self._alike = made, alike
        if alike:
            more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
            self.say(
                f"Claim marked. Same as “{_short(alike[0].statement)}”{more}? = joins them; "
                "u takes it back."
            )

    def do_history(self) -> None:
        from reader.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.session))

    def do_claim_same(self) -> None:
        """Join the claim just made with one that says the same."""
        if not self._alike:
            raise UsageError("No claim like the one just marked is known.", remedy="c marks one.")
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
        await self._change(lambda archive: archive.claims.merge(known.id, [made]))
        self.say(f"It appears under “{_short(known.statement)}” now. u takes that back.")

    def do_evidence_here(self, stance: str = "") -> None:
        """Let the selection, or the mark under the caret, bear on the claim chosen before."""
        claim = self.session.evidence_for
        if not claim:
            raise UsageError(
                "On which claim does this bear?", remedy="Choose it in the ledger: L, a, Enter."
            )
        if stance:
            self.spawn(self._bear(claim, Stance(_known(stance))))
            return
        from reader.widgets.forms import Offer, Prompt

        statement = _short(self.session.archive.claims.get(claim).statement)

        def offers(typed: str) -> list[Offer]:
            return [Offer(one.value) for one in Stance if one.value.startswith(typed.strip())]

        def answered(word: str | None) -> None:
            if word is not None:
                self.run_line(f"evidence here {word}")

        self.app.push_screen(Prompt(f"It … “{statement}”", offers, pick=True), answered)

    async def place_reviewed(self) -> None:
        """Put the mark for which a place is being chosen on the selection."""
        mark, self.session.place_for = self.session.place_for, ""
        span = self._passage(None)
        await self._change(lambda archive: archive.review.place(mark, span))
        self.say("The mark has its place. u takes it back; q returns to the review.")

    async def _bear(self, claim: str, stance: Stance) -> None:
        shown = None if self.view.selection else self.chosen_mark()
        if shown is not None:
            mark = await self._real(shown)
            await self._change(
                lambda archive: archive.claims.add_evidence(claim, stance, annotation=mark)
            )
        else:
            span = self._passage(self.view.sentence_under_caret())
            article, revision = self.article_id, self.revision
            await self._change(
                lambda archive: archive.claims.add_passage(
                    claim, stance, article, span, revision=revision
                )
            )
        self.say("Evidence added. u takes it back; L leads to the claim.")


def _known(stance: str) -> str:
    if stance not in [one.value for one in Stance]:
        raise UsageError(f"Unknown stance {stance[:40]!r}.", remedy=f"One of: {', '.join(Stance)}.")
    return stance


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
