"""One claim: what it says, everywhere it appears, what bears on it, what was done to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from archive.claims.sources import Source
from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Stance
from archive.text.clean import clean
from reader.messages import LineChosen
from reader.screens.base import CommandScreen
from reader.screens.card import Card, entries
from reader.screens.claiming import STANCES, ClaimingScreen, Opener, known_stance, says
from reader.screens.paned import PanedScreen
from reader.session import Session
from reader.widgets.card_list import CardList
from reader.widgets.status_line import Hints

NOTE = "note"


class ClaimScreen(PanedScreen, ClaimingScreen):
    """Shows one claim; Enter goes to the passage under the cursor, q comes back.

    Args:
        session: the archive and what goes with it.
        claim: its id.
        open_article: shows the article of a passage.
    """

    MODE = "claim"
    TOP = "Claim"
    HINTS: ClassVar[Hints] = (
        ("Enter to the passage", "claim open"),
        ("1-9 verdict", "claim verdict"),
        ("D drift", "claim drift"),
        ("a evidence", "evidence add"),
        ("n notes", "claim notes"),
        ("s split", "claim split"),
        ("u undo", "undo"),
        ("? help", "help"),
        ("q back", "back"),
    )
    DEFAULT_CSS = """
    ClaimScreen {
        & #top { height: 1; background: $panel; padding: 0 1; }
        & CardList { height: 1fr; }
    }
    """

    def __init__(self, session: Session, claim: str, open_article: Opener) -> None:
        super().__init__(session)
        self._open_article = open_article
        self.claim = claim
        self._card: Card | None = None
        self._drift = False

    @property
    def pane(self) -> CardList:
        """The card."""
        return self.query_one(CardList)

    def compose_pane(self) -> ComposeResult:
        yield CardList(id="card")

    async def archive_changed(self) -> None:
        claim = self.claim

        def look(archive: Archive) -> Card | None:
            try:
                return Card.load(archive, claim)
            except NotFound:
                return None

        card = await self.session.load(look)
        if not self.is_attached:
            return
        if card is None:
            if self.app.screen is self:
                self.app.pop_screen()
            return
        self._card = card
        self._show()

    def _show(self) -> None:
        if self._card is not None:
            self.pane.display_entries(entries(self._card, drift=self._drift))
            self.say_above(f"Claim: {self._card.claim.statement}")

    def claims_meant(self) -> list[str]:
        return [self.claim]

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_claim_open()

    # commands

    def do_claim_open(self) -> None:
        """Go to the passage under the cursor."""
        entry = self.pane.current
        if entry is None or not entry.target:
            raise UsageError("There is no passage here.", remedy="j and k go to one.")
        mark = self.session.archive.annotations.get(entry.target)
        at = mark.span.start if mark.placement.placed else None
        self._open_article(mark.article, at)
        if at is None:
            self.app.call_after_refresh(self._say_lost)

    def _say_lost(self) -> None:
        screen = self.app.screen
        if isinstance(screen, CommandScreen):
            screen.say("The passage has no place in the present text; R reviews it.")

    def do_claim_drift(self) -> None:
        self._drift = not self._drift
        self._show()
        self.say("Quotations one under another; D again for everything." if self._drift else "")

    def do_claims_select(self) -> None:
        self.pane.turn_selection()

    async def do_claim_split(self) -> None:
        """Make a claim of the selected appearances, or of the one under the cursor."""
        entry = self.pane.current
        here = [entry.target] if entry is not None and entry.target and not entry.piece else []
        marks = sorted(self.pane.selected) or here
        claim = self.claim
        made = await self.session.write(lambda archive: archive.claims.split(claim, marks))
        self.pane.selected = set()
        await self.wrote()
        self.say(f"“{made.statement[:60]}” is a claim of its own now. u takes it back.")

    def _piece(self) -> str:
        """Id of the evidence under the cursor; UsageError if there is none."""
        entry = self.pane.current
        if entry is None or not entry.piece:
            raise UsageError("There is no evidence here.", remedy="j and k go to it.")
        return entry.piece

    async def do_evidence_edit(self, *words: str) -> None:
        """Give the evidence under the cursor another stance, or ``note`` and its words."""
        piece = self._piece()
        if not words:
            pieces = self._source()[1].evidence
            now = next((one.stance.value for one in pieces if one.id == piece), "")
            self._pick("It", (*STANCES, NOTE), "evidence edit", now)
        elif words[0] == NOTE:
            await self._note_evidence(piece, " ".join(words[1:]))
        else:
            stance = known_stance(" ".join(words))
            await self._edit_evidence(piece, stance=stance)
            self.say(f"It {says(stance)} now. u takes it back.")

    async def _note_evidence(self, piece: str, words: str) -> None:
        from reader.screens.editing import edit_text

        if words:
            await self._edit_evidence(piece, note=words)
            self.say("Note changed. u takes it back.")
            return
        claim = self.claim
        before = await self.session.load(
            lambda archive: next(
                one.note for one in archive.claims.evidence(claim) if one.id == piece
            )
        )

        async def changed(note: str) -> None:
            await self._edit_evidence(piece, note=note)
            self.say("Note changed. u takes it back.")

        def answered(text: str | None) -> None:
            if text is not None and text != before:
                self.spawn(changed(clean(text)[0]))

        edit_text(self.app, "Note on the evidence", before, answered)

    async def _edit_evidence(
        self, piece: str, *, stance: Stance | None = None, note: str | None = None
    ) -> None:
        await self.session.write(
            lambda archive: archive.claims.edit_evidence(piece, stance=stance, note=note)
        )
        await self.wrote()

    async def do_evidence_delete(self) -> None:
        piece = self._piece()
        await self.session.write(lambda archive: archive.claims.delete_evidence(piece))
        await self.wrote()
        self.say(f"Evidence taken away. {self.key('undo')} brings it back.")

    async def do_evidence_same(self) -> None:
        """Say that the source under the cursor is a copy of the one above it."""
        number, source = self._source()
        if not number:
            raise UsageError("No other source stands above this one.", remedy="j goes on.")
        above = self._card.sources[number - 1] if self._card is not None else source
        if not (source.articles and above.articles):
            raise UsageError("Only articles of the archive can be copies of one another.")
        pair = source.articles[0], above.articles[0]
        await self.session.write(lambda archive: archive.claims.sources.judge(*pair, same=True))
        await self.wrote()
        self.say("The two count as one source now. u takes it back.")

    async def do_evidence_apart(self) -> None:
        """Say that the article under the cursor is a source of its own."""
        _, source = self._source()
        entry = self.pane.current
        here = self._card.passages.get(entry.target) if self._card and entry else None
        others = [key for key in source.articles if here is not None and key != here[1].id]
        if here is None or not others:
            raise UsageError("This is a source of its own already.")
        article = here[1].id
        await self.session.write(
            lambda archive: archive.claims.sources.judge(article, *others, same=False)
        )
        await self.wrote()
        self.say("It counts as a source of its own now. u takes it back.")

    def _source(self) -> tuple[int, Source]:
        """The source of the evidence under the cursor, and its place among them.

        Raises:
            UsageError: if there is no evidence.
        """
        entry = self.pane.current
        for number, source in enumerate(self._card.sources if self._card is not None else ()):
            if entry is not None and entry.piece in [piece.id for piece in source.evidence]:
                return number, source
        raise UsageError("There is no evidence here.", remedy="j and k go to it.")

    def do_escape(self) -> None:
        """Put away the selection; then leave."""
        if self.pane.selected:
            self.pane.selected = set()
            self.pane.refresh()
        else:
            self.do_back()
