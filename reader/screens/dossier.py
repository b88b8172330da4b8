"""One dossier: its parts in their order, moved, written, opened, taken out."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from archive.core import Archive
from archive.errors import NotFound, UsageError
from archive.model import Dossier, Part, PartKind
from archive.text.clean import clean
from archive.text.plurals import counted
from reader.messages import LineChosen, LineDropped
from reader.screens.base import CommandScreen
from reader.screens.claiming import Opener
from reader.screens.dossier_base import DossierBase, nothing_here
from reader.screens.parts import Arranged, entries
from reader.session import Session
from reader.widgets.part_list import PartList
from reader.widgets.status_line import Hints

EMPTY = """Nothing is in this dossier yet.

H puts a heading in, a words of your own.

In an article, p puts the mark under the caret in;
in the ledger (L), the claims selected."""


class DossierScreen(DossierBase):
    """Shows one dossier; J and K move the part under the cursor, Enter reads its article.

    Args:
        session: the archive and what goes with it.
        dossier: its id.
        open_article: shows the article of a passage.
    """

    MODE = "dossier"
    TOP = "Dossier"
    EMPTY = EMPTY
    HINTS: ClassVar[Hints] = (
        ("Enter reads", "dossier open"),
        ("J down", "dossier move down"),
        ("K up", "dossier move up"),
        ("H heading", "dossier heading"),
        ("a text", "dossier prose"),
        ("e edit", "dossier text"),
        ("x out", "dossier remove"),
        ("w write", "dossier export"),
        ("u undo", "undo"),
        ("? help", "help"),
        ("q back", "back"),
    )

    def __init__(self, session: Session, dossier: str, open_article: Opener) -> None:
        super().__init__(session)
        self._open_article = open_article
        self.dossier = dossier
        self._arranged: Arranged | None = None

    @property
    def pane(self) -> PartList:
        """The parts."""
        return self.query_one(PartList)

    def compose_pane(self) -> ComposeResult:
        yield PartList(id="parts")

    async def archive_changed(self) -> None:
        id = self.dossier

        def look(archive: Archive) -> Arranged | None:
            try:
                return Arranged.load(archive, id)
            except NotFound:
                return None

        arranged = await self.session.load(look)
        if not self.is_attached:
            return
        if arranged is None:
            if self.app.screen is self:
                self.app.pop_screen()
            return
        self._arranged = arranged
        self.pane.display_entries(entries(arranged))
        self.show_whether(bool(arranged.parts))
        self.say_above(f"{arranged.dossier.title}   {counted(len(arranged.parts), 'part')}")

    def on_screen_resume(self) -> None:
        # It may have gone while another screen lay over it, when it could not leave.
        self.spawn(self.archive_changed())

    def dossier_meant(self) -> Dossier:
        if self._arranged is None:
            raise nothing_here("q goes back.")
        return self._arranged.dossier

    def _part(self) -> Part:
        """The part under the cursor.

        Raises:
            UsageError: if there is none.
        """
        part = self._arranged.part(self.pane.part) if self._arranged is not None else None
        if part is None:
            raise nothing_here("H puts a heading in, a words of your own.")
        return part

    async def _show_part(self, part: str) -> None:
        """Show what was written, the cursor on a part."""
        await self.wrote()
        self.pane.go_to(part)

    # reading

    def on_line_chosen(self, message: LineChosen) -> None:
        self.run_command("dossier open")

    def do_dossier_open(self) -> None:
        """Go to where the part stands in its article; one's own words are edited."""
        part = self._part()
        if part.kind in (PartKind.HEADING, PartKind.TEXT):
            self.do_dossier_text()
            return
        mark = self._arranged.mark(part) if self._arranged is not None else None
        if mark is None:
            raise UsageError("The claim appears nowhere.", remedy="o opens the claim.")
        at = mark.span.start if mark.placement.placed else None
        self._open_article(mark.article, at)
        if at is None:
            self.app.call_after_refresh(self._say_lost)

    def _say_lost(self) -> None:
        screen = self.app.screen
        if isinstance(screen, CommandScreen):
            screen.say("The passage has no place in the present text; R reviews it.")

    def do_claim_open(self) -> None:
        from reader.screens.claim import ClaimScreen

        part = self._part()
        if part.claim is None:
            raise UsageError("This part is no claim.", remedy="Enter reads a passage.")
        self.app.push_screen(ClaimScreen(self.session, part.claim, self._open_article))

    # arranging

    def on_line_dropped(self, message: LineDropped) -> None:
        self.spawn(self._drop(message.dragged, message.onto, message.below))

    async def _drop(self, dragged: str, onto: str, below: bool) -> None:
        before, after = (None, onto) if below else (onto, None)
        await self.session.write(
            lambda archive: archive.dossiers.move(dragged, before=before, after=after)
        )
        await self._show_part(dragged)

    async def do_dossier_move(self, where: str) -> None:
        if where not in ("up", "down"):
            raise UsageError(f"No such way: {where[:20]}.", remedy="Write up or down.")
        moved, down = self._part(), where == "down"

        def work(archive: Archive) -> bool:
            # Read anew: keys that come fast would else count from where the part was.
            order = [part.id for part in archive.dossiers.parts(moved.dossier)]
            if moved.id not in order:
                raise NotFound("The part is no longer there.", ids=(moved.id,))
            beside = order.index(moved.id) + (1 if down else -1)
            if not 0 <= beside < len(order):
                return False
            before, after = (None, order[beside]) if down else (order[beside], None)
            archive.dossiers.move(moved.id, before=before, after=after)
            return True

        if await self.session.write(work):
            await self._show_part(moved.id)
        else:
            self.say(f"It is the {'last' if down else 'first'} part.")

    async def do_dossier_remove(self) -> None:
        part = self._part()
        parts = [one.id for one in self._arranged.parts] if self._arranged is not None else []
        at = parts.index(part.id)
        near = [*parts[at + 1 : at + 2], *parts[max(0, at - 1) : at]]
        await self.session.write(lambda archive: archive.dossiers.remove(part.id))
        await self._show_part(near[0] if near else "")
        self.say(f"The {part.kind} is out of the dossier. {self.key('undo')} brings it back.")

    # one's own words

    def do_dossier_heading(self, *words: str) -> None:
        if words:
            self.spawn(self._add(heading=" ".join(words)))
        else:
            self.ask_words("Heading", lambda line: self.spawn(self._add(heading=line)))

    def do_dossier_prose(self, *words: str) -> None:
        from reader.screens.editing import edit_text

        def answered(text: str | None) -> None:
            if text is not None and text.strip():
                self.spawn(self._add(text=text))

        if words:
            answered(" ".join(words))
        else:
            edit_text(self.app, "Text, in Markdown", "", answered)

    async def _add(self, *, heading: str | None = None, text: str | None = None) -> None:
        """Put words of the user's after the part under the cursor."""
        id, after = self.dossier, self.pane.part or None
        said = clean(text)[0] if text is not None else None
        part = await self.session.write(
            lambda archive: archive.dossiers.add(id, heading=heading, text=said, after=after)
        )
        await self._show_part(part.id)

    def do_dossier_text(self, *words: str) -> None:
        """Change a heading or text, or what is said of a claim or passage."""
        from reader.screens.editing import edit_text

        part = self._part()

        def answered(text: str | None) -> None:
            if text is not None and text != part.text:
                self.spawn(self._write(part.id, text))

        if words:
            answered(" ".join(words))
        elif part.kind is PartKind.HEADING:
            self.ask_words("Heading", answered, part.text)
        else:
            own = part.kind is PartKind.TEXT
            caption = "Text, in Markdown" if own else f"What you say of this {part.kind}"
            edit_text(self.app, caption, part.text, answered)

    async def _write(self, part: str, text: str) -> None:
        said = clean(text)[0]
        await self.session.write(lambda archive: archive.dossiers.write(part, said))
        await self._show_part(part)
        self.say("Written. u takes it back.")
