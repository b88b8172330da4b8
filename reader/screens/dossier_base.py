"""What the list of dossiers and a dossier share: titles, and the brief that is written."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path

from archive.errors import UsageError
from archive.model import Dossier
from reader.screens.paned import PanedScreen


class DossierBase(PanedScreen):
    """The part of a screen that renames and exports the dossier in hand."""

    @abstractmethod
    def dossier_meant(self) -> Dossier:
        """The dossier that commands are about.

        Raises:
            UsageError: if there is none.
        """

    def ask_words(self, question: str, answered: Callable[[str], None], value: str = "") -> None:
        """Ask for one line that is not empty."""
        from reader.widgets.forms import Prompt

        def got(line: str | None) -> None:
            if line is not None and line.strip():
                answered(line.strip())

        self.app.push_screen(Prompt(question, value=value), got)

    def do_dossier_rename(self, *words: str) -> None:
        dossier = self.dossier_meant()
        if words:
            self.spawn(self._rename(dossier.id, " ".join(words)))
            return
        self.ask_words(
            "Title of the dossier",
            lambda title: self.spawn(self._rename(dossier.id, title)),
            dossier.title,
        )

    async def _rename(self, id: str, title: str) -> None:
        named = await self.session.write(lambda archive: archive.dossiers.rename(id, title))
        await self.wrote()
        self.say(f"It is called “{named.title}” now. u takes it back.")

    def do_dossier_export(self, folder: str = "") -> None:
        dossier = self.dossier_meant()
        if folder:
            path = str(Path(folder).expanduser())
            self.start_job(["dossier export", "--", dossier.id, path])
        else:
            self._ask_path("Write the brief into which folder?", "dossier export", folders=True)


def nothing_here(remedy: str) -> UsageError:
    """What to raise where there is nothing under the cursor."""
    return UsageError("There is nothing here.", remedy=remedy)
