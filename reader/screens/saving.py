"""Saving, changing, deleting and running searches: what library and list of searches share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from archive.core import Archive
from archive.errors import ArchiveError, UsageError
from archive.model import SavedSearch
from reader.commands.search_keys import checked_key
from reader.screens.base import CommandScreen
from reader.screens.listing import Request

_FIELDS = {
    "language": "lang",
    "outlet": "outlet",
    "year": "date",
    "month": "date",
    "tag": "tag",
    "entity": "entity",
    "mark": "has",
}


def as_query(request: Request) -> str:
    """A request as one query: the facets chosen become fields of it."""
    from archive.searches.completion import quoted  # a start needs none of it

    query = " ".join(request.query.split())
    if request.chosen and " OR " in query:
        query = f"({query})"
    parts = [query] if query else []
    for field, values in request.chosen.items():
        either = " OR ".join(f"{_FIELDS[field]}:{quoted(value)}" for value in values)
        parts.append(f"({either})" if len(values) > 1 else either)
    return " ".join(parts)


class SavingScreen(CommandScreen):
    """The part of a screen that keeps searches."""

    @abstractmethod
    def request_now(self) -> Request:
        """What the library asks for now."""

    def search_meant(self, words: Sequence[str]) -> SavedSearch:
        """The search of this name, or the one under the cursor.

        Raises:
            NotFound: if there is none of this name.
            UsageError: if none is named and none stands under a cursor.
        """
        if not words:
            raise UsageError("Which search?", remedy="Give its name, or press s for the list.")
        return self.session.archive.searches.get(" ".join(words))

    @abstractmethod
    def run_search(self, search: SavedSearch) -> None:
        """Show what a search finds, in the library."""

    def do_searches_run(self, *name: str) -> None:
        self.run_search(self.search_meant(name))

    def do_searches_add(self, *name: str) -> None:
        request = self.request_now()
        query = as_query(request)
        if name:
            self.spawn(self._save(" ".join(name), query, request.order, "", None))
        else:
            self._ask_form("Save this search", "", query, request.order, "", None)

    def do_searches_edit(self, *name: str) -> None:
        search = self.search_meant(name)
        self._ask_form(
            "Change this search",
            search.name,
            search.query,
            search.sort,
            search.key or "",
            search.id,
        )

    async def do_searches_delete(self, *name: str) -> None:
        search = self.search_meant(name)
        await self.session.write(lambda archive: archive.searches.delete(search.id))
        await self.wrote()
        self.say(f"Deleted “{search.name}”; {self.key('undo')} brings it back")

    def _ask_form(
        self,
        caption: str,
        name: str,
        query: str,
        sort: str,
        key: str,
        id: str | None,
        problem: str = "",
    ) -> None:
        """Ask for a search by form; one that cannot be kept is asked for again."""
        from archive.index.results import SORTS
        from reader.widgets.search_form import SearchAnswer, SearchForm

        def answered(answer: SearchAnswer | None) -> None:
            if answer is not None:
                self.spawn(
                    self._save(answer.name, answer.query, answer.sort, answer.key, id, caption)
                )

        form = SearchForm(caption, SearchAnswer(name, query, sort, key), SORTS, problem)
        self.app.push_screen(form, answered)

    async def _save(
        self, name: str, query: str, sort: str, key: str, id: str | None, caption: str = ""
    ) -> None:
        """Keep a search; with a caption, a form asked for it and asks again."""

        def work(archive: Archive) -> None:
            kept = checked_key(key, self.session.keymap) or None
            if id is None:
                archive.searches.add(name, query, sort=sort, key=kept)
            else:
                archive.searches.edit(id, name=name, query=query, sort=sort, key=kept)

        try:
            await self.session.write(work)
        except ArchiveError as error:
            if not caption:
                raise
            self._ask_form(caption, name, query, sort, key, id, str(error))
            return
        await self.wrote()
        self.say(f"Saved “{name}”; s lists the searches")
