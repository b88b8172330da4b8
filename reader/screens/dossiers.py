"""The list of dossiers: begun, opened, renamed, written out, deleted."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from archive.model import Dossier
from reader.messages import LineChosen
from reader.screens.claiming import Opener
from reader.screens.dossier_base import DossierBase, nothing_here
from reader.session import Session
from reader.widgets.dossier_list import DossierList
from reader.widgets.status_line import Hints

EMPTY = """No dossier yet.

A dossier puts claims and passages in an order of
yours, with your own words between, and is written
as one brief.

a begins one here. In an article, p puts the mark
under the caret into one; in the ledger, the claims
selected."""


class DossiersScreen(DossierBase):
    """Lists the dossiers, the one changed last first; Enter opens one.

    Args:
        session: the archive and what goes with it.
        open_article: shows the article of a passage.
    """

    MODE = "dossiers"
    TOP = "Dossiers"
    EMPTY = EMPTY
    HINTS: ClassVar[Hints] = (
        ("Enter opens", "dossier open"),
        ("a new", "dossier new"),
        ("t title", "dossier rename"),
        ("d delete", "dossier delete"),
        ("w write", "dossier export"),
        ("u undo", "undo"),
        ("? help", "help"),
        ("q back", "back"),
    )

    def __init__(self, session: Session, open_article: Opener) -> None:
        super().__init__(session)
        self._open_article = open_article

    @property
    def pane(self) -> DossierList:
        """The list."""
        return self.query_one(DossierList)

    def compose_pane(self) -> ComposeResult:
        yield DossierList(id="dossiers")

    async def archive_changed(self) -> None:
        dossiers = await self.session.load(lambda archive: archive.dossiers.listed())
        if self.is_attached:
            self.pane.display_dossiers(dossiers)
            self.show_whether(bool(dossiers))

    def on_line_chosen(self, message: LineChosen) -> None:
        self.do_dossier_open()

    def dossier_meant(self) -> Dossier:
        if self.pane.current is None:
            raise nothing_here("a begins a dossier.")
        return self.pane.current

    def do_dossier_open(self) -> None:
        self._open(self.dossier_meant().id)

    def _open(self, id: str) -> None:
        from reader.screens.dossier import DossierScreen

        self.app.push_screen(DossierScreen(self.session, id, self._open_article))

    def do_dossier_new(self, *words: str) -> None:
        if words:
            self.spawn(self._begin(" ".join(words)))
        else:
            self.ask_words("Title of the new dossier", lambda title: self.spawn(self._begin(title)))

    async def _begin(self, title: str) -> None:
        made = await self.session.write(lambda archive: archive.dossiers.new(title))
        self.session.last_dossier = made.id
        await self.wrote()
        self.pane.go_to(made.id)
        self._open(made.id)

    async def do_dossier_delete(self) -> None:
        dossier = self.dossier_meant()
        await self.session.write(lambda archive: archive.dossiers.delete(dossier.id))
        await self.wrote()
        key = self.key("undo")
        self.say(f"Deleted “{dossier.title}”; its claims and passages stay. {key} brings it back.")
