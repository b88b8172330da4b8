"""What is done to the articles picked: star, read, tag, delete, and finding the next unread."""

from __future__ import annotations

from collections.abc import Callable

from archive.core import Archive
from archive.model import ArticleRow
from archive.text.plurals import counted
from reader.screens.base import CommandScreen
from reader.screens.listing import Listing
from reader.widgets.article_list import ArticleList


class PickingScreen(CommandScreen):
    """The part of the library that selects articles and acts on the selected ones."""

    listing: Listing

    @property
    def rows(self) -> ArticleList:
        """The list of articles."""
        return self.query_one("#list", ArticleList)

    def do_select(self) -> None:
        self.rows.toggle()

    def do_select_all(self) -> None:
        ids = set(self.listing.ids or ())
        self.rows.select_only(set() if ids and ids == self.rows.selected else ids)

    def _targets(self) -> list[str]:
        """The selected articles, else the one under the cursor."""
        if self.rows.selected:
            chosen = self.rows.selected
            return [id for id in self.listing.ids or () if id in chosen] or sorted(chosen)
        row = self.rows.current
        return [row.id] if row is not None else []

    def articles_meant(self) -> list[str] | None:
        """The selected articles, else those of the search; None for all."""
        if self.rows.selected:
            return self._targets()
        return list(self.listing.ids or ()) if self.listing.request.narrowed else None

    async def do_star(self) -> None:
        await self._flip("starred", lambda a, ids, on: a.articles.star(ids, on), "Star")

    async def do_read(self) -> None:
        await self._flip("read", lambda a, ids, on: a.articles.mark_read(ids, on), "Read")

    async def _flip(
        self, field: str, write: Callable[[Archive, list[str], bool], object], word: str
    ) -> None:
        """Set a property on all targets if any of them lacks it, else take it off."""
        ids = self._targets()

        def work(archive: Archive) -> bool:
            on = not all(getattr(row, field) for row in archive.articles.rows(ids))
            write(archive, ids, on)
            return on

        if ids:
            on = await self.session.write(work)
            await self.wrote()
            self.say(f"{word} {'set' if on else 'taken off'}{_of(ids)}")

    async def do_tag(self, *words: str) -> None:
        from reader.screens.tagging import ask_tags, split_tags

        ids = self._targets()
        if not ids:
            return
        if not words:
            facets = await self.session.load(lambda archive: archive.articles.facets())
            ask_tags(self, [tag for tag, _ in facets.tag])
            return
        add, remove = split_tags(words)
        await self.session.write(lambda archive: archive.articles.tag(ids, add, remove))
        await self.wrote()
        self.say(f"Tagged{_of(ids)}: {', '.join(words)}")

    async def do_delete(self) -> None:
        from reader.widgets.forms import Confirm

        ids = self._targets()
        if not ids:
            return
        broken = await self.session.load(lambda archive: archive.articles.broken_by_delete(ids))
        row: ArticleRow | None = self.rows.current
        what = f"{len(ids):,} articles" if len(ids) > 1 or row is None else f"“{row.title[:60]}”"
        evidence = counted(len(broken), "piece of evidence points", "pieces of evidence point")
        warning = f" {evidence} into it." if broken else ""

        def answered(yes: bool | None) -> None:
            if yes:
                self.spawn(self._delete(ids))

        question = f"Delete {what}?{warning} Undo brings it back."
        self.app.push_screen(Confirm(question, yes="Delete"), answered)

    async def _delete(self, ids: list[str]) -> None:
        await self.session.write(lambda archive: archive.articles.delete(ids))
        self.rows.select_only(self.rows.selected - set(ids))
        await self.wrote()
        self.say(f"Deleted{_of(ids)}; {self.key('undo')} brings it back")

    async def do_next_unread(self) -> None:
        await self._to_unread(1)

    async def do_previous_unread(self) -> None:
        await self._to_unread(-1)

    async def _to_unread(self, step: int) -> None:
        ids, cursor = list(self.listing.ids or ()), self.rows.cursor
        order = range(cursor + 1, len(ids)) if step > 0 else range(cursor - 1, -1, -1)

        def work(archive: Archive) -> int | None:
            for first in range(0, len(order), 256):
                places = order[first : first + 256]
                unread = {
                    row.id
                    for row in archive.articles.rows([ids[n] for n in places])
                    if not row.read
                }
                found = next((n for n in places if ids[n] in unread), None)
                if found is not None:
                    return found
            return None

        found = await self.session.load(work)
        if found is None:
            self.say("No unread article " + ("below." if step > 0 else "above."))
        else:
            self.rows.place(found)


def _of(ids: list[str]) -> str:
    return f" on {len(ids):,} articles" if len(ids) > 1 else ""
