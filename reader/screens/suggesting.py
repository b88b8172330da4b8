"""Looking for names that no entity has yet, and reviewing what was found."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Final

from archive.errors import UsageError
from archive.text.plurals import counted
from reader.screens.base import CommandScreen

_ASKED_FIRST: Final = 200  # articles; above so many it takes minutes
_MOST: Final = 20_000  # ids that fit on a command line


class SuggestingScreen(CommandScreen):
    """The part of the library and the article that has names suggested.

    What recognises them runs in a process of its own, like an import: it
    takes seconds to load and must not be felt here.
    """

    @abstractmethod
    def articles_meant(self) -> Sequence[str] | None:
        """The ids of the articles that commands are about; None for all."""

    def do_entity_suggest(self) -> None:
        """Look for names in the articles meant, after a question if they are many."""
        from archive.entities.spacy_names import installed

        installed()
        ids = self.articles_meant()
        number = self.session.archive.articles.count() if ids is None else len(ids)
        if not number:
            raise UsageError("There are no articles here.")
        if ids is not None and number > _MOST:
            raise UsageError(
                f"{number:,} articles are too many to name.",
                remedy="Narrow the search, or take all.",
            )
        if number <= _ASKED_FIRST:
            self._suggest(ids)
            return
        from reader.widgets.forms import Confirm

        def done(yes: bool | None) -> None:
            if yes:
                self._suggest(ids)

        question = f"Look for names in {number:,} articles? Ctrl-X stops it."
        self.app.push_screen(Confirm(question, yes="Look"), done)

    def _suggest(self, ids: Sequence[str] | None) -> None:
        asked = ["--all"] if ids is None else ["--", *ids]
        self.start_job(["entity suggest", *asked])

    def do_entity_suggested(self) -> None:
        """Review what waits in the articles meant; where nothing does, in all."""
        review_suggested(self, self.articles_meant())


def review_suggested(screen: CommandScreen, ids: Sequence[str] | None = None) -> None:
    """Show the articles in which names were found that no entity has.

    Args:
        screen: from which they are asked for.
        ids: of articles; if some of them are among those, only these are shown.
    """
    from reader.screens.sweeping import SweepScreen

    waiting = screen.session.archive.store.suggestions.articles()
    if not waiting:
        screen.say("No names wait: :entity suggest looks for some.")
        return
    if ids is not None:
        wanted = set(ids)
        waiting = [id for id in waiting if id in wanted] or waiting
    where = f"all names, also new ones, in {counted(len(waiting), 'article')}"
    screen.app.push_screen(SweepScreen(screen.session, waiting, None, where))
