"""Passages and the claims of other articles: the same claim again, and what bears on one."""

from __future__ import annotations

from collections.abc import Sequence

from archive.errors import NotFound, UsageError
from archive.model import Stance
from reader.screens.claiming import known_stance
from reader.screens.joining import JoiningScreen, shortened
from reader.screens.marking import MarkingScreen


class LinkingScreen(JoiningScreen, MarkingScreen):
    """The part of the article screen that links its passages with claims."""

    async def claim_made(self, mark: str) -> None:
        """Offer the claims that say nearly the same."""
        try:
            annotation = await self.session.load(lambda archive: archive.annotations.get(mark))
        except NotFound:
            return  # taken back meanwhile
        await self.offer_alike(annotation.claim or "", "Claim marked")

    def claim_meant(self) -> str:
        """The claim marked under the caret, else the one just made."""
        mark = self.marks.find(self.chosen_mark() or "")
        return (mark.claim if mark is not None else None) or super().claim_meant()

    async def joined(self) -> None:
        self.reload_marks()
        await self.wrote()

    def do_history(self) -> None:
        from reader.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.session))

    def do_suggest(self) -> None:
        """Look for sentences of this article that may be worth a claim."""
        from reader.screens.worth import SuggestScreen

        title = self.session.archive.articles.get(self.article_id).title
        self.app.push_screen(SuggestScreen(self.session, [self.article_id], title))

    async def bearing_on(self) -> Sequence[str]:
        """Ids of the claims on which a passage here bears; none where none was chosen."""
        return self.session.evidence_for

    async def do_evidence_here(self, stance: str = "") -> None:
        """Let the selection, the mark under the caret, or its sentence bear on the claim chosen."""
        claims = await self.bearing_on()
        if not claims:
            raise UsageError(
                "On which claim?",
                remedy=f"{self.key('split')} shows the claims beside, "
                f"{self.session.key('evidence add', 'ledger')} in the ledger chooses one.",
            )
        if stance:
            await self._bear(claims, known_stance(stance))
            return
        from reader.widgets.forms import Offer, Prompt

        what = f"“{shortened(self.session.archive.claims.get(claims[0]).statement)}”"
        if len(claims) > 1:
            what = f"{len(claims):,} claims"

        def offers(typed: str) -> list[Offer]:
            return [Offer(one.value) for one in Stance if one.value.startswith(typed.strip())]

        def answered(word: str | None) -> None:
            if word is not None:
                self.run_line(f"evidence here {word}")

        self.app.push_screen(Prompt(f"It … {what}", offers, words=True), answered)

    async def place_reviewed(self) -> None:
        """Put the mark for which a place is being chosen on the selection."""
        mark, self.session.place_for = self.session.place_for, ""
        span = self._passage(None)
        await self._change(lambda archive: archive.review.place(mark, span))
        back = self.key("back")
        self.say(f"The mark has its place. u takes it back; {back} returns to the review.")

    async def _bear(self, claims: Sequence[str], stance: Stance) -> None:
        claim, *also = claims
        shown = None if self.view.selection else self.chosen_mark()
        if shown is not None:
            mark = await self._real(shown)
            await self._change(
                lambda archive: archive.claims.add_evidence(
                    claim, stance, annotation=mark, also=also
                )
            )
        else:
            span = self._passage(self.view.sentence_under_caret())
            article, revision = self.article_id, self.side.revision
            await self._change(
                lambda archive: archive.claims.add_passage(
                    claim, stance, article, span, revision=revision, also=also
                )
            )
        self.say(f"Evidence added. u takes it back; {self.key('claims')} leads to the claim.")
